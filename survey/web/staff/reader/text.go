package reader

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// textPage is where one text is judged.
type textPage struct {
	staff.Base
	Read     i18n.Language
	Wording  review.Wording
	N, Total int
	List     string // addresses
	Sample   string // "" where the text is on no page that can be shown
	Check    string
	Previous string // "" at the first
	Skip     string // "" at the last
	Said     survey.Verdict
	Better   proposal
	Wrong    proposal
	Reasons  []reason
}

// proposal is what a reader writes in place of a text.
type proposal struct {
	Fields []field
	Back   string
	Faults []string // what is wrong with it
	Open   bool     // it is seen at once
}

// proposing is a proposal in the form that is called ID.
type proposing struct {
	proposal
	Page any
	ID   string
}

// Proposing returns what the fields of a proposal need.
func (p textPage) Proposing(given proposal, id string) proposing { return proposing{given, p, id} }

// field is one plural form to write, or the whole text where it counts nothing.
type field struct {
	Name, Numbers, Text string
}

// reason is why a text can be wrong.
type reason struct {
	Code    string
	Checked bool
}

// Numbers returns the first numbers that go with a plural form of the text, or "" where it counts
// nothing.
func (p textPage) Numbers(form string) string { return numbers(p.Read, p.Wording, form) }

func numbers(l i18n.Language, w review.Wording, form string) string {
	if !w.Counts() {
		return ""
	}
	var list []string
	for _, n := range i18n.Examples(l, form) {
		list = append(list, strconv.Itoa(n))
	}
	if len(list) == 0 {
		return "0.5" // fractions alone
	}
	return strings.Join(list, ", ")
}

// find returns the text that an address names, with what the reader has said of its language.
func (t *Texts) find(c *gin.Context, desk *survey.Desk) (reading, int, error) {
	l, err := t.language(c)
	if err != nil {
		return reading{}, 0, err
	}
	r, err := t.reading(c, desk, l)
	if err != nil {
		return reading{}, 0, err
	}
	i := r.index(c.Param("file"), c.Param("key"))
	if i < 0 {
		return reading{}, 0, page.ErrNoPage
	}
	return r, i, nil
}

func (t *Texts) textPage(c *gin.Context, desk *survey.Desk, r reading, i int) (textPage, error) {
	w := r.Texts[i]
	content := textPage{Base: t.base(c, desk), Read: r.Language, Wording: w, N: i + 1, Total: len(r.Texts)}
	content.List = content.Path(textsPath + "/" + r.Language.Tag)
	here := content.Path(pathOf(textsPath, r.Language, w))
	content.Check = here + checkPath
	_, shown, err := t.Sample(c, r.Language.Tag, w.Key)
	if err != nil {
		return textPage{}, err
	}
	if shown {
		content.Sample, content.Frames = here+samplePath, true
	}
	if i > 0 {
		content.Previous = content.Path(pathOf(textsPath, r.Language, r.Texts[i-1]))
	}
	if i+1 < len(r.Texts) {
		content.Skip = content.Path(pathOf(textsPath, r.Language, r.Texts[i+1]))
	}
	judgement, _ := r.judged(w)
	content.say(judgement)
	return content, nil
}

// say fills in what the reader has said.
func (p *textPage) say(j survey.Judgement) {
	p.Said = j.Verdict
	words := p.Wording.Words()
	for name, text := range j.Proposal {
		if strings.TrimSpace(text) != "" {
			words[name] = text
		}
	}
	given := proposal{Back: j.Back}
	for _, f := range p.Wording.Forms {
		given.Fields = append(given.Fields, field{f.Name, p.Numbers(f.Name), words[f.Name]})
	}
	p.Better, p.Wrong = given, given
	p.Better.Open, p.Wrong.Open = j.Verdict == survey.VerdictBetter, j.Verdict == survey.VerdictWrong
	for _, code := range survey.Reasons {
		p.Reasons = append(p.Reasons, reason{code, slices.Contains(j.Reasons, code)})
	}
}

func (t *Texts) showText(c *gin.Context, desk *survey.Desk) error {
	r, i, err := t.find(c, desk)
	if err != nil {
		return err
	}
	content, err := t.textPage(c, desk, r, i)
	if err != nil {
		return err
	}
	t.templates.Render(c, http.StatusOK, "text", content)
	return nil
}

// seen returns the mark of a text as it is on a page.
func seen(w review.Wording) string { return w.SourceMark() + w.TextMark() }

// Seen returns the mark of the text on the page.
func (p textPage) Seen() string { return seen(p.Wording) }

// Names of the fields of forms.
const (
	verdictField = "verdict"
	reasonField  = "reason"
	backField    = "back"
	wordsField   = "words." // and the plural form
)

// proposed returns the words of a form for each form of a text; none where they are the words that it
// has already.
func proposed(c *gin.Context, w review.Wording) map[string]string {
	words, same := map[string]string{}, true
	for _, f := range w.Forms {
		words[f.Name] = strings.TrimSpace(c.PostForm(wordsField + f.Name))
		same = same && words[f.Name] == strings.TrimSpace(f.Text)
	}
	if same {
		return nil
	}
	return words
}

// receiveJudgement keeps what a reader says and goes on with the next text that is not read. What
// cannot be a text is shown again, with what is wrong.
func (t *Texts) receiveJudgement(c *gin.Context, desk *survey.Desk) error {
	r, i, err := t.find(c, desk)
	if err != nil {
		return err
	}
	if err := page.ReadForm(c); err != nil {
		return err
	}
	w := r.Texts[i]
	if c.PostForm(seenField) != seen(w) {
		return survey.Fail(survey.Conflict, "text.changed")
	}
	j := survey.Judgement{
		TextName: nameOf(w), Language: r.Language.Tag, Verdict: survey.Verdict(c.PostForm(verdictField)),
		Source: w.SourceMark(), Text: w.TextMark(),
	}
	if j.Verdict != survey.VerdictRight {
		j.Proposal, j.Back = proposed(c, w), strings.TrimSpace(c.PostForm(backField))
	}
	if j.Verdict == survey.VerdictWrong {
		j.Reasons = c.PostFormArray(reasonField)
		if strings.Join(slices.Collect(maps.Values(j.Proposal)), "") == "" {
			j.Proposal = nil // what is wrong can be said without knowing better
		}
	}
	if faults := t.faultsOf(c, r.Language, w, j); len(faults) > 0 {
		content, err := t.textPage(c, desk, r, i)
		if err != nil {
			return err
		}
		content.Reasons = nil
		content.say(j)
		for _, p := range []*proposal{&content.Better, &content.Wrong} {
			if p.Open {
				p.Faults = faults
			}
		}
		t.templates.Render(c, http.StatusUnprocessableEntity, "text", content)
		return nil
	}
	if err := desk.JudgeText(c, j); err != nil {
		return err
	}
	r.said[j.TextName] = j
	b := t.Base(c, desk)
	to := b.Path(textsPath + "/" + r.Language.Tag)
	if next, more := r.Next(i + 1); more {
		to = b.Path(pathOf(textsPath, r.Language, next))
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// faultsOf returns what is wrong with a judgement, worded for the reader.
func (t *Texts) faultsOf(c *gin.Context, l i18n.Language, w review.Wording, j survey.Judgement) []string {
	p := t.Printer(c)
	switch {
	case j.Verdict == survey.VerdictWrong && len(j.Reasons) == 0:
		return []string{p.T("reader.noreason")}
	case j.Verdict == survey.VerdictBetter && j.Proposal == nil:
		return []string{p.T("reader.same")}
	case j.Proposal == nil:
		return nil
	}
	var said []string
	for _, f := range t.Library.Now().Proof(l).Check(w.File, w.Key, j.Proposal) {
		if !isAdvice(f.Kind) {
			said = append(said, worded(p, l, w, f))
		}
	}
	return said
}

// showSample shows the text where people meet it.
func (t *Texts) showSample(c *gin.Context, _ *survey.Desk) error {
	l, err := t.language(c)
	if err != nil {
		return err
	}
	made, shown, err := t.Sample(c, l.Tag, c.Param("key"))
	if err != nil {
		return err
	}
	if !shown {
		return page.ErrNoPage
	}
	made.Pack().Send(c)
	return nil
}
