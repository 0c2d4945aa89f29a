package drafting

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// newQuestion stands in addresses for a question that is not there yet.
const newQuestion = "new"

// How many fields the form of a question has.
const (
	optionFields = 12
	stepFields   = 7
	emptyFields  = 3 // at least so many more than are filled in, as far as there can be
)

// questionPage is where a question is written.
type questionPage struct {
	staff.Base
	Battery         survey.BatteryDraft
	Title           string
	Q               survey.QuestionDraft
	New             bool
	Fixed           bool // its answers stay as they are
	From, To        int  // the options that its measure counts; 0 for none
	Options, Steps  []string
	Kinds, Scales   []page.Choice
	Topics, Betters []page.Choice
	Timings         []page.Choice
	In              []page.Choice // languages to see it in
	Comments        []said
	Seen            string
	Stored          *survey.QuestionDraft // what somebody else has written meanwhile
	Back            string
	Action          string // address of the form
	Shown           string // address of the page in the frame
	Anchor          string // where the question is on it
	Wrong           string
	Faults          map[string]string // by field
}

func (p *pages) showQuestion(c *gin.Context, desk *survey.Desk) error {
	draft, err := p.draft(c, desk)
	if err != nil {
		return err
	}
	q, known := draft.QuestionDraftOf(c.Param("question"))
	if !known && c.Param("question") != newQuestion {
		return page.ErrNoPage
	}
	if !known {
		q = survey.QuestionDraft{Question: survey.Question{Kind: survey.Scale, DK: true}}
	}
	content, err := p.questionPage(c, desk, draft, q)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "draft-question", content)
	return nil
}

// questionPage returns the form of a question as it is in q.
func (p *pages) questionPage(c *gin.Context, desk *survey.Desk, draft survey.BatteryDraft, q survey.QuestionDraft) (questionPage, error) {
	content := questionPage{
		Base: p.base(c, desk), Battery: draft, Title: draft.Word(i18n.Source, "title"), Q: q, New: c.Param("question") == newQuestion,
		Fixed: p.service.IsFixed(draft.Battery, q.Question), Options: fields(q.OwnOptions, optionFields), Faults: map[string]string{},
	}
	content.Frames = true
	if len(q.Summed) > 0 {
		content.From, content.To = slices.Min(q.Summed)+1, slices.Max(q.Summed)+1
	}
	own := q.Scale == survey.NewScale || q.Scale != "" && !p.isShared(q.Scale)
	if own {
		content.Steps = fields(q.Steps, stepFields)
	} else {
		content.Steps = fields(nil, stepFields)
	}
	content.offer(p, draft, own)
	if stored, known := draft.QuestionDraftOf(q.ID); known {
		content.Seen = survey.VersionOf(stored)
	}
	comments, err := desk.Comments(c, draft.Ref())
	if err != nil {
		return content, err
	}
	if !content.New {
		content.Comments = p.saidOf(content.Base, comments, q.ID)
	}
	content.Anchor = draft.AnchorOf(q.ID)
	content.Back = at(content.Base, draft.Ref(), "#"+q.ID)
	content.Action = at(content.Base, draft.Ref(), "/questions/"+c.Param("question"))
	content.Shown = at(content.Base, draft.Ref(), "/preview/page?"+url.Values{"question": {c.Param("question")}}.Encode())
	return content, nil
}

// fields returns texts with empty ones after them, as many as a form has.
func fields(texts []string, most int) []string {
	list := slices.Clone(texts)
	for len(list) < min(most, max(len(texts)+emptyFields, most/2)) {
		list = append(list, "")
	}
	return list
}

// isShared reports whether a scale is one of batteries that exist.
func (p *pages) isShared(scale string) bool {
	return slices.ContainsFunc(p.service.Batteries(), func(b *survey.Battery) bool { return b.Scales[scale] > 0 })
}

// offer lists what can be chosen for a question.
func (q *questionPage) offer(p *pages, draft survey.BatteryDraft, own bool) {
	for _, kind := range []survey.QuestionKind{survey.Scale, survey.Choice, survey.Multi} {
		q.Kinds = append(q.Kinds, page.Choice{Value: string(kind), Text: q.T("drafting.kind." + string(kind)), Chosen: kind == q.Q.Kind})
	}
	for _, topic := range survey.Topics {
		q.Topics = append(q.Topics, page.Choice{Value: topic, Text: q.T("officer.topic." + topic), Chosen: topic == q.Q.Topic})
	}
	for _, better := range []survey.Direction{survey.More, survey.Less} {
		q.Betters = append(q.Betters, page.Choice{Value: string(better), Text: q.T("drafting.better." + string(better)), Chosen: better == q.Q.Better})
	}
	for _, timing := range survey.Timings {
		if timing != survey.NoTiming {
			chosen := slices.Contains(q.Q.Timings, timing)
			q.Timings = append(q.Timings, page.Choice{Value: string(timing), Text: q.T("plan.timing." + string(timing)), Chosen: chosen})
		}
	}
	for _, l := range i18n.Languages {
		q.In = append(q.In, page.Choice{Value: l.Tag, Text: l.Name, Chosen: l.Tag == i18n.Source})
	}
	seen := map[string]bool{}
	for _, b := range append(slices.Clone(p.service.Batteries()), draft.Battery) {
		for _, asks := range b.Questions {
			if asks.Scale == "" || seen[asks.Scale] {
				continue
			}
			seen[asks.Scale] = true
			var steps []string
			for _, option := range asks.Options()[:asks.Steps()] {
				key := asks.TextKey(option)
				text := p.Catalog().Text(i18n.Source, key)
				if text == "" {
					text = draft.Word(i18n.Source, key)
				}
				steps = append(steps, text)
			}
			q.Scales = append(q.Scales, page.Choice{Value: asks.Scale, Text: strings.Join(steps, " – "), Chosen: !own && asks.Scale == q.Q.Scale})
		}
	}
	q.Scales = append(q.Scales, page.Choice{Value: survey.NewScale, Text: q.T("drafting.scale.own"), Chosen: own})
}

// typedQuestion returns what somebody has written of a question. What the form does not have stays as it was.
func typedQuestion(form url.Values, was survey.QuestionDraft, fixed bool) survey.QuestionDraft {
	q := was
	line := func(field string) string { return typed.Line(form.Get(field)) }
	q.Text, q.HintText, q.Topic = line("text"), line("hint"), form.Get("topic")
	if !fixed {
		q.Kind, q.Scale = survey.QuestionKind(form.Get("kind")), form.Get("scale")
		q.Steps, q.OwnOptions, q.NoneText, q.Most = lines(form["step"]), lines(form["option"]), "", 0
		q.DK, q.Sensitive, q.Reverse = form.Get("dk") != "", form.Get("sensitive") != "", form.Get("reverse") != ""
		if q.Kind == survey.Multi {
			q.NoneText = line("none")
			q.Most, _ = strconv.Atoi(line("most")) // 0 where nobody says
		}
		if q.Kind != survey.Scale {
			q.Scale, q.Reverse = "", false
		}
	}
	q.Timings = nil
	for _, timing := range form["timing"] {
		q.Timings = append(q.Timings, survey.Timing(timing))
	}
	q.Summed, q.Better = nil, survey.Direction(form.Get("better"))
	from, _ := strconv.Atoi(form.Get("from"))
	to, _ := strconv.Atoi(form.Get("to"))
	for place := max(1, from); from > 0 && place <= min(max(from, to), optionFields+stepFields); place++ {
		q.Summed = append(q.Summed, place-1)
	}
	q.Measure = map[string]string{"sv": line("measure.sv"), "en": line("measure.en")}
	return q
}

// lines returns the texts of fields that are filled in.
func lines(texts []string) []string {
	var list []string
	for _, text := range texts {
		if text = typed.Line(text); text != "" {
			list = append(list, text)
		}
	}
	return list
}

// readQuestion reads the posted form of a question of a battery.
func (p *pages) readQuestion(c *gin.Context, desk *survey.Desk) (survey.BatteryDraft, survey.QuestionDraft, error) {
	draft, err := p.draft(c, desk)
	if err != nil {
		return draft, survey.QuestionDraft{}, err
	}
	if err := page.ReadForm(c); err != nil {
		return draft, survey.QuestionDraft{}, err
	}
	was, known := draft.QuestionDraftOf(c.Param("question"))
	if !known && c.Param("question") != newQuestion {
		return draft, was, page.ErrNoPage
	}
	return draft, typedQuestion(c.Request.PostForm, was, known && p.service.IsFixed(draft.Battery, was.Question)), nil
}

// putQuestion keeps a question, or shows it again as it was written with what is wrong, and with what
// somebody else has written of it meanwhile.
func (p *pages) putQuestion(c *gin.Context, desk *survey.Desk) error {
	draft, q, err := p.readQuestion(c, desk)
	if err != nil {
		return err
	}
	id, err := desk.PutQuestion(c, draft.Ref(), c.PostForm("seen"), q, p.words())
	kind := survey.KindOf(err)
	switch {
	case err == nil:
		p.to(c, desk, draft.Ref(), "#"+id)
		return nil
	case kind != survey.Invalid && kind != survey.Conflict:
		return err
	}
	content, failed := p.questionPage(c, desk, draft, q)
	if failed != nil {
		return errors.Join(err, failed)
	}
	for _, one := range apart(err) {
		if at, is := errors.AsType[survey.ColumnError](one); is && content.Faults[at.Column] == "" {
			content.Faults[at.Column] = p.Say(c, one)
		}
	}
	if content.Wrong = content.T("drafting.wrong"); len(content.Faults) == 0 {
		content.Wrong = p.Say(c, err)
	}
	if stored, known := draft.QuestionDraftOf(q.ID); known && survey.CodeOf(err) == "draft.changed" {
		content.Stored = &stored
	}
	p.templates.Render(c, page.StatusOf(kind), "draft-question", content)
	return nil
}

// apart returns the errors that were joined into one.
func apart(err error) []error {
	joined, is := err.(interface{ Unwrap() []error })
	if !is {
		return []error{err}
	}
	var all []error
	for _, one := range joined.Unwrap() {
		all = append(all, apart(one)...)
	}
	return all
}

// showTyped shows a question as it is being written, in the language that was chosen.
func (p *pages) showTyped(c *gin.Context, desk *survey.Desk) error {
	draft, q, err := p.readQuestion(c, desk)
	if err != nil {
		return err
	}
	return p.send(c, c.PostForm("in"), p.service.Shown(draft, q, p.words()))
}

// Places returns the places of options that a measure can count, from 1.
func (questionPage) Places() []int {
	list := make([]int, stepFields)
	for i := range list {
		list[i] = i + 1
	}
	return list
}

// Nth returns the number of a field, counted as people do.
func (questionPage) Nth(i int) int { return i + 1 }
