package reader

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// decisionsPage lists what there is to decide in a language.
type decisionsPage struct {
	staff.Base
	Read   i18n.Language
	List   string // address of all languages
	Agreed []verdicts
	All    string // address that approves all that is agreed on
	Seen   string // mark of what is agreed on
	Differ []verdicts
}

// verdicts is one text and how many readers say what of it.
type verdicts struct {
	URL, Swedish, Text   string
	Right, Better, Wrong int
}

// With returns what the line of a text needs.
func (p decisionsPage) With(v verdicts) any {
	return struct {
		verdicts
		Page decisionsPage
	}{v, p}
}

func (t *Texts) showDecisions(c *gin.Context, desk *survey.Desk) error {
	l, err := t.language(c)
	if err != nil {
		return err
	}
	d, err := t.decisions(c, desk, l)
	if err != nil {
		return err
	}
	content := decisionsPage{Base: t.base(c, desk), Read: l}
	content.List = content.Path(languagesPath)
	content.All = content.Path(languagesPath + "/" + l.Tag + agreedPath)
	content.Seen = markOf(d.agreed)
	of := func(w review.Wording) verdicts {
		last := w.Forms[len(w.Forms)-1]
		v := verdicts{URL: content.Path(pathOf(languagesPath, l, w)), Swedish: last.Swedish, Text: last.Text}
		for _, j := range d.of[nameOf(w)] {
			switch j.Verdict {
			case survey.VerdictRight:
				v.Right++
			case survey.VerdictBetter:
				v.Better++
			case survey.VerdictWrong:
				v.Wrong++
			}
		}
		return v
	}
	for _, w := range d.agreed {
		content.Agreed = append(content.Agreed, of(w))
	}
	for _, w := range d.differ {
		content.Differ = append(content.Differ, of(w))
	}
	t.templates.Render(c, http.StatusOK, "text-decisions", content)
	return nil
}

// seenField has the mark of what was on the page when it was decided about.
const seenField = "seen"

// markOf returns a mark of texts as they are.
func markOf(list []review.Wording) string {
	var all strings.Builder
	for _, w := range list {
		fmt.Fprintln(&all, nameOf(w), w.SourceMark(), w.TextMark())
	}
	return survey.HashOf([]byte(all.String()))
}

// approveAgreed approves the texts that all who have read them call right, where they are those that
// were on the page.
func (t *Texts) approveAgreed(c *gin.Context, desk *survey.Desk) error {
	l, err := t.language(c)
	if err != nil {
		return err
	}
	if err := page.ReadForm(c); err != nil {
		return err
	}
	d, err := t.decisions(c, desk, l)
	if err != nil {
		return err
	}
	var list []review.Decision
	for _, w := range d.agreed {
		list = append(list, review.Decision{File: w.File, Key: w.Key, Words: w.Words(), Seen: w.TextMark()})
	}
	if c.PostForm(seenField) != markOf(d.agreed) {
		return survey.Fail(survey.Conflict, "text.changed")
	}
	if err := t.decide(c, desk, l, list...); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, t.Base(c, desk).Path(languagesPath+"/"+l.Tag))
	return nil
}

// decide writes decisions, from which on pages have the words.
func (t *Texts) decide(c *gin.Context, desk *survey.Desk, l i18n.Language, list ...review.Decision) error {
	names := make([]survey.TextName, len(list))
	for i, d := range list {
		names[i] = survey.TextName{File: d.File, Key: d.Key}
	}
	err := desk.DecideTexts(c, l.Tag, names, func(by survey.Role, day string) error {
		return t.Library.Decide(l, review.Signature{Role: string(by), Date: day}, list...)
	})
	if errors.Is(err, review.ErrChanged) || errors.Is(err, review.ErrNoText) {
		return survey.Fail(survey.Conflict, "text.changed").Because(err)
	}
	return err
}

// decisionPage is where a steward decides which words hold.
type decisionPage struct {
	staff.Base
	Read    i18n.Language
	Wording review.Wording
	List    string // addresses
	Sample  string
	Check   string
	Seen    string
	Said    []said
	Own     proposal
	Chosen  string
}

// Numbers returns the first numbers that go with a plural form of the text.
func (p decisionPage) Numbers(form string) string { return numbers(p.Read, p.Wording, form) }

// Proposing returns what the fields of the steward's own words need.
func (p decisionPage) Proposing(given proposal, id string) proposing { return proposing{given, p, id} }

// With returns what the line of a reader needs.
func (p decisionPage) With(s said) any {
	return struct {
		said
		Page decisionPage
	}{s, p}
}

// said is what one reader says.
type said struct {
	survey.Judgement
	Value string // of the choice of this proposal: a mark of it; "" where there is none
	Words []field
}

// Choices beside the readers' proposals.
const (
	keepWords = "keep"
	ownWords  = "own"
)

const choiceField = "choice"

func (t *Texts) decisionPage(c *gin.Context, desk *survey.Desk) (decisionPage, error) {
	l, err := t.language(c)
	if err != nil {
		return decisionPage{}, err
	}
	w, known, err := t.Library.Now().Wording(l, c.Param("file"), c.Param("key"))
	if err != nil {
		return decisionPage{}, err
	}
	if !known {
		return decisionPage{}, page.ErrNoPage
	}
	d, err := t.decisions(c, desk, l)
	if err != nil {
		return decisionPage{}, err
	}
	content := decisionPage{Base: t.base(c, desk), Read: l, Wording: w, Seen: w.TextMark(), Chosen: keepWords}
	content.List = content.Path(languagesPath + "/" + l.Tag)
	content.Check = content.Path(pathOf(textsPath, l, w)) + checkPath
	_, shown, err := t.Sample(c, l.Tag, w.Key)
	if err != nil {
		return decisionPage{}, err
	}
	if shown {
		content.Sample, content.Frames = content.Path(pathOf(textsPath, l, w))+samplePath, true
	}
	for _, j := range d.of[nameOf(w)] {
		s := said{Judgement: j}
		if len(j.Proposal) > 0 {
			s.Value = survey.HashOf(fmt.Append(nil, j.Proposal, j.Back))
			for _, f := range w.Forms {
				s.Words = append(s.Words, field{f.Name, content.Numbers(f.Name), j.Proposal[f.Name]})
			}
		}
		content.Said = append(content.Said, s)
	}
	for _, f := range w.Forms {
		content.Own.Fields = append(content.Own.Fields, field{f.Name, content.Numbers(f.Name), f.Text})
	}
	return content, nil
}

func (t *Texts) showDecision(c *gin.Context, desk *survey.Desk) error {
	content, err := t.decisionPage(c, desk)
	if err != nil {
		return err
	}
	t.templates.Render(c, http.StatusOK, "text-decision", content)
	return nil
}

// receiveDecision approves the words that a steward chose. Words that cannot be a text are shown again,
// with what is wrong.
func (t *Texts) receiveDecision(c *gin.Context, desk *survey.Desk) error {
	content, err := t.decisionPage(c, desk)
	if err != nil {
		return err
	}
	if err := page.ReadForm(c); err != nil {
		return err
	}
	w := content.Wording
	d := review.Decision{File: w.File, Key: w.Key, Words: w.Words(), Seen: c.PostForm(seenField)}
	switch choice := c.PostForm(choiceField); choice {
	case keepWords:
	case ownWords:
		if words := proposed(c, w); words != nil {
			d.Words = words
		}
		d.Back = strings.TrimSpace(c.PostForm(backField))
	default:
		i := slices.IndexFunc(content.Said, func(s said) bool { return s.Value != "" && s.Value == choice })
		if i < 0 {
			return survey.Fail(survey.Conflict, "text.changed")
		}
		d.Words, d.Back = content.Said[i].Proposal, content.Said[i].Back
	}
	err = t.decide(c, desk, content.Read, d)
	if faults, ok := errors.AsType[review.FaultyError](err); ok {
		content.Chosen = c.PostForm(choiceField)
		for i, f := range content.Own.Fields {
			content.Own.Fields[i].Text = d.Words[f.Name]
		}
		for _, f := range faults {
			content.Own.Faults = append(content.Own.Faults, worded(t.Printer(c), content.Read, w, f))
		}
		content.Own.Back, content.Chosen = d.Back, ownWords
		t.templates.Render(c, http.StatusUnprocessableEntity, "text-decision", content)
		return nil
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, content.List)
	return nil
}
