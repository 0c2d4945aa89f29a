package municipality

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

const (
	replyPath    = homePath + "/replies/:release/:intervention"
	followUpPath = replyPath + "/follow-up"
)

func (p *Pages) registerReplies() {
	p.Read(replyPath, desks, p.showReply)
	p.Receive(replyPath, desks, p.receiveReply)
	p.Receive(followUpPath, desks, p.receiveFollowUp)
}

// replyPage is where a municipality answers in Swedish.
type replyPage struct {
	staff.Base
	Name, Round string
	Here        string // address of the page
	Back        string
	Shared      string // names of the municipalities that answer together; empty where one does
	Public      bool   // everybody reads what is saved
	Is          survey.Reply
	Given       survey.Reply // in the fields
	Seen        string
	Checked     bool
	Heard, Text []string // advice about each of the two
	Wrong       string   // about the whole form
	Faults      map[string]string
	Others      []languageView // the answer in other languages
	FollowUp    bool
	Done        []page.Choice
	Note        string
}

// replyBase reads what is answered, and what is said so far.
func (p *Pages) replyBase(c *gin.Context, desk *survey.Desk) (replyPage, error) {
	release, intervention := c.Param("release"), c.Param("intervention")
	about, err := desk.RepliedAbout(c, release, intervention, i18n.Source)
	if err != nil {
		return replyPage{}, err
	}
	stored, err := desk.Imported().Release(c, release)
	if err != nil {
		return replyPage{}, err
	}
	round, err := desk.Round(c, stored.Round)
	if err != nil {
		return replyPage{}, err
	}
	content := replyPage{
		Base: p.base(c, desk), Name: about.Intervention.Name, Round: round.Name, Public: stored.Published != "", Is: about.Swedish(),
		Faults: map[string]string{},
	}
	if len(about.Intervention.Municipalities) > 1 {
		var names []string
		for _, code := range about.Intervention.Municipalities {
			m, _ := desk.Municipality(code)
			names = append(names, m.Name)
		}
		content.Shared = strings.Join(names, ", ")
	}
	content.Here = replyURL(content.Base, release, intervention)
	content.Back = content.Path(homePath)
	if desk.Actor().Role == survey.Steward && len(about.Intervention.Municipalities) > 0 {
		content.Back += "?of=" + about.Intervention.Municipalities[0]
	}
	content.Given, content.Seen, content.Note = content.Is, content.Is.Mark(), content.Is.Note
	if content.Is.Text != "" {
		content.Others = p.languagesOf(content.Base, round, release, about)
		content.FollowUp = true
	}
	content.choose(content.Is.Done)
	return content, nil
}

// choose offers what can be said of whether it was done.
func (r *replyPage) choose(chosen survey.Done) {
	r.Done = nil
	for _, done := range survey.DoneKinds {
		r.Done = append(r.Done, page.Choice{Value: string(done), Text: r.T("municipality.done." + string(done)), Chosen: done == chosen})
	}
}

func (p *Pages) showReply(c *gin.Context, desk *survey.Desk) error {
	content, err := p.replyBase(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "reply", content)
	return nil
}

// checkButton is what the button sends that only wants advice.
const checkButton = "check"

// receiveReply stores an answer, or says what is hard to read in it.
func (p *Pages) receiveReply(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	content, err := p.replyBase(c, desk)
	if err != nil {
		return err
	}
	content.Given = survey.Reply{
		Release: c.Param("release"), Intervention: c.Param("intervention"), Heard: c.PostForm("heard"), Text: c.PostForm("text"), Until: c.PostForm("until"),
	}
	if c.PostForm("do") == checkButton {
		content.Seen, content.Checked = c.PostForm("seen"), true
		p.advise(&content)
		p.templates.Render(c, http.StatusOK, "reply", content)
		return nil
	}
	if err := desk.AnswerRelease(c, content.Given, c.PostForm("seen")); err != nil {
		return p.refuse(c, content, err)
	}
	c.Redirect(http.StatusSeeOther, c.Request.URL.Path+"#languages")
	return nil
}

// receiveFollowUp says whether what was promised was done.
func (p *Pages) receiveFollowUp(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	content, err := p.replyBase(c, desk)
	if err != nil {
		return err
	}
	done, note := survey.Done(c.PostForm("done")), c.PostForm("note")
	err = desk.FollowUp(c, c.Param("release"), c.Param("intervention"), done, note, c.PostForm("seen"))
	if err != nil {
		content.Note = note
		content.choose(done)
		return p.refuse(c, content, err)
	}
	c.Redirect(http.StatusSeeOther, replyURL(content.Base, c.Param("release"), c.Param("intervention"))+"#follow-up")
	return nil
}

// fieldOf is the field that each error is about.
var fieldOf = map[string]string{
	"reply.length": "text", "reply.heard": "heard", "reply.until": "until", "reply.done": "done", "reply.why": "note", "reply.note": "note",
}

// refuse shows the form again, with what was typed, and says beside the fields what is wrong.
func (p *Pages) refuse(c *gin.Context, content replyPage, err error) error {
	wrong, faults, ok := p.faultsIn(content.Base, err)
	if !ok {
		return err
	}
	content.Wrong, content.Faults = wrong, faults
	p.templates.Render(c, page.StatusOf(survey.KindOf(err)), "reply", content)
	return nil
}

// faultsIn words what is wrong by fields, and what is wrong with the whole form; false where the form
// can do nothing about it.
func (p *Pages) faultsIn(b staff.Base, err error) (whole string, fields map[string]string, ok bool) {
	if kind := survey.KindOf(err); kind != survey.Invalid && kind != survey.Conflict {
		return "", nil, false
	}
	fields = map[string]string{}
	for _, one := range apart(err) {
		said := b.T(p.TextKey(one))
		if e, is := errors.AsType[*survey.Error](one); is {
			said = b.T(p.TextKey(one), e.Args...)
		}
		if field := fieldOf[survey.CodeOf(one)]; field != "" {
			fields[field] = said
		} else {
			whole = said
		}
	}
	return whole, fields, true
}

// apart returns the errors that were joined into one.
func apart(err error) []error {
	if joined, is := err.(interface{ Unwrap() []error }); is {
		return joined.Unwrap()
	}
	return []error{err}
}

// advise says what is hard to read in what was written.
func (p *Pages) advise(content *replyPage) {
	instead := survey.Instead(p.Catalog().Printer(i18n.Source).T("plain.words"))
	say := func(text string) (list []string) {
		for _, a := range survey.Advise(text, instead) {
			switch a.Kind {
			case survey.LongSentence:
				list = append(list, content.T("municipality.plain.sentence", "N", a.Words, "Most", survey.MostWords, "Where", a.Where))
			case survey.LongWord:
				list = append(list, content.T("municipality.plain.word", "Where", a.Where))
			case survey.Officialese:
				list = append(list, content.T("municipality.plain.officialese", "Where", a.Where, "Instead", a.Instead))
			}
		}
		return list
	}
	content.Heard, content.Text = say(content.Given.Heard), say(content.Given.Text)
}
