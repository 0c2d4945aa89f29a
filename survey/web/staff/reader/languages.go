package reader

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/staff"
)

// languagesPage says what a round can offer in each language.
type languagesPage struct {
	staff.Base
	Offers []offer
}

// offer is how far a language has come in what those read and hear who answer.
type offer struct {
	i18n.Language
	Texts, Approved int
	Clips, Recorded int
	Draft           bool   // a round uses it only if whoever opens the round says so
	Missing         bool   // a text is missing, and no round can use it
	Agreed, Differ  int    // texts that all readers call right, and those where somebody does not
	Here            string // address of what there is to decide; "" for those who do not decide
}

// percent returns a part of a whole, in per cent and rounded down: nothing is whole before it is.
func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return part * 100 / whole
}

// ApprovedPercent returns how many of the texts are approved.
func (o offer) ApprovedPercent() int { return percent(o.Approved, o.Texts) }

// RecordedPercent returns how many of the texts that are read aloud have an approved clip.
func (o offer) RecordedPercent() int { return percent(o.Recorded, o.Clips) }

func (t *Texts) showProgress(c *gin.Context, desk *survey.Desk) error {
	content := languagesPage{Base: t.base(c, desk)}
	decides := desk.Actor().May(survey.DecideTexts, survey.Thing{})
	for _, l := range i18n.Languages {
		o, err := t.offer(desk, l)
		if err != nil {
			return err
		}
		if decides && l.Tag != i18n.Source {
			d, err := t.decisions(c, desk, l)
			if err != nil {
				return err
			}
			o.Agreed, o.Differ = len(d.agreed), len(d.differ)
			o.Here = content.Path(languagesPath + "/" + l.Tag)
		}
		content.Offers = append(content.Offers, o)
	}
	t.templates.Render(c, http.StatusOK, "text-languages", content)
	return nil
}

// offer returns how far a language has come.
func (t *Texts) offer(desk *survey.Desk, l i18n.Language) (offer, error) {
	now := t.Library.Now()
	needed := slices.Concat(locales.ReadBy(locales.Participants), desk.BatteryIDs())
	all, err := now.Wordings(l)
	if err != nil {
		return offer{}, err
	}
	o := offer{Language: l, Missing: !now.Catalog.Complete(l.Tag, needed[0], needed[1:]...)}
	for _, w := range all {
		if !slices.Contains(needed, w.File) {
			continue
		}
		o.Texts++
		if w.State == review.Approved || l.Tag == i18n.Source {
			o.Approved++
		}
		o.Draft = o.Draft || w.State.IsDraft() && l.Tag != i18n.Source
	}
	if t.Recorded == nil {
		return o, nil
	}
	text := func(key string) string { return now.Catalog.Text(l.Tag, key) }
	for _, b := range desk.Batteries() {
		var keys []string
		for _, q := range b.Questions {
			keys = append(keys, q.Keys()...)
		}
		clips, err := audio.Find(t.Recorded, b.ID, l.Tag, keys, text)
		if err != nil {
			return offer{}, err
		}
		o.Recorded += len(clips.Fresh)
		o.Clips += len(clips.Fresh) + len(clips.Missing) + len(clips.Stale)
	}
	return o, nil
}

// decisions is what there is to decide about the texts of a language.
type decisions struct {
	of     map[survey.TextName][]survey.Judgement
	agreed []review.Wording // that all who have read them call right
	differ []review.Wording // that somebody would word in another way, or calls wrong
}

// decisions returns what readers have said of texts as they are now.
func (t *Texts) decisions(c *gin.Context, desk *survey.Desk, l i18n.Language) (decisions, error) {
	all, err := desk.Judgements(c, l.Tag)
	if err != nil {
		return decisions{}, err
	}
	texts, err := t.everybodys(l, desk.Batteries())
	if err != nil {
		return decisions{}, err
	}
	d := decisions{of: map[survey.TextName][]survey.Judgement{}}
	for _, w := range texts {
		name, right := nameOf(w), true
		for _, j := range all {
			if j.TextName == name && j.IsOf(w.SourceMark(), w.TextMark()) {
				d.of[name] = append(d.of[name], j)
				right = right && j.Verdict == survey.VerdictRight
			}
		}
		switch {
		case len(d.of[name]) == 0:
		case right:
			d.agreed = append(d.agreed, w)
		default:
			d.differ = append(d.differ, w)
		}
	}
	return d, nil
}
