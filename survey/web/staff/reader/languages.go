package reader

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/survey"
	"fragebatteri/survey/web/staff"
)

// languagesPage says what a round can offer in each language.
type languagesPage struct {
	staff.Base
	Offers []offer
}

// offer is how far a language has come, and what there is to decide about it.
type offer struct {
	staff.Offer
	Agreed, Differ int    // texts that all readers call right, and those where somebody does not
	Here           string // address of what there is to decide; "" for those who do not decide
}

func (t *Texts) showProgress(c *gin.Context, desk *survey.Desk) error {
	content := languagesPage{Base: t.base(c, desk)}
	decides := desk.Actor().May(survey.DecideTexts, survey.Thing{})
	for _, l := range i18n.Languages {
		far, err := Progress{t.Library, t.Recorded}.Offer(desk.Batteries(), l)
		if err != nil {
			return err
		}
		o := offer{Offer: far}
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
