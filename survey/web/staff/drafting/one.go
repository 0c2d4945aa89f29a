package drafting

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// onePage is a battery with what stewards can do with it now.
type onePage struct {
	staff.Base
	line
	Open      bool // it can be changed
	Questions []asked
	Reverse   []page.Choice // questions that can be the second of a pair
	First     []page.Choice
	Pairs     [][2]string
	Copies    []copies
	Worded    []far
	Comments  []said // on the battery as a whole
	Said      int    // comments in all
	Advice    staff.Advice
	Before    int // the version before; 0 for none
	Changes   []change
	Seen      string             // version of the name
	Typed     survey.BatteryName // as it was typed, where that was refused
	Today     string
	List      string
	Wrong     string
	WrongOf   string // the field that it is about; "": none
}

// asked is a question in a list.
type asked struct {
	survey.Question
	Number   int
	Text     string
	Answers  []string
	Topic    string
	Summed   bool
	Missing  int // words in other languages
	Fixed    bool
	Comments int
	Seen     string
	URL      string
}

// copies are the questions of one battery that can be copied.
type copies struct {
	Name      string
	Questions []page.Choice
}

// far is how far the words of a language have come.
type far struct {
	i18n.Language
	Missing int
	URL     string
}

// draft returns the battery of an address.
func (p *pages) draft(c *gin.Context, desk *survey.Desk) (survey.BatteryDraft, error) {
	return desk.DraftBattery(c, c.Param("battery"))
}

func (p *pages) onePage(c *gin.Context, desk *survey.Desk) (onePage, error) {
	draft, err := p.draft(c, desk)
	if err != nil {
		return onePage{}, err
	}
	content := onePage{Base: p.base(c, desk), Today: desk.Today(), Open: draft.State == survey.DraftWritten}
	content.line, content.List = p.lineOf(content.Base, desk, draft), content.Path(listPath)
	content.Seen, content.Typed = survey.VersionOf(draft.Name()), draft.Name()
	comments, err := desk.Comments(c, draft.Ref())
	if err != nil {
		return onePage{}, err
	}
	content.Said = len(comments)
	content.Comments = p.saidOf(content.Base, comments, survey.WholeBattery)
	content.Questions = p.askedIn(content.Base, draft, comments)
	for _, q := range draft.Battery.Questions {
		choice := page.Choice{Value: q.ID, Text: q.ID + " " + draft.Word(i18n.Source, q.ID)}
		switch {
		case q.Kind == survey.Scale && q.Reverse:
			content.Reverse = append(content.Reverse, choice)
		case q.Kind == survey.Scale:
			content.First = append(content.First, choice)
		}
	}
	content.Pairs = draft.Battery.Pairs
	if content.Open {
		content.Copies = p.copies(content.Base)
	}
	now := draft.Now(p.words())
	content.Advice = content.Base.Advice(now, p.advising(now))
	content.Before, content.Changes = p.changesOf(content.Base, now)
	for _, l := range i18n.Languages {
		content.Worded = append(content.Worded, far{l, len(now.MissingWords(l.Tag)), at(content.Base, draft.Ref(), "/words/"+l.Tag)})
	}
	return content, nil
}

// askedIn lists the questions of a battery.
func (p *pages) askedIn(b staff.Base, draft survey.BatteryDraft, comments []survey.Comment) []asked {
	var list []asked
	now := draft.Now(p.words())
	for i, q := range draft.Battery.Questions {
		written, _ := draft.QuestionDraftOf(q.ID)
		a := asked{
			Question: q, Number: i + 1, Text: now.Word(i18n.Source, q.ID), Topic: b.T("officer.topic." + q.Topic),
			Fixed: p.service.IsFixed(draft.Battery, q), Seen: survey.VersionOf(written), URL: at(b, draft.Ref(), "/questions/"+q.ID),
		}
		for _, value := range q.Values() {
			key := q.TextKey(value)
			if text := now.Word(i18n.Source, key); text != "" {
				a.Answers = append(a.Answers, text)
			} else {
				a.Answers = append(a.Answers, b.T(key))
			}
		}
		_, a.Summed = draft.Battery.Measures[q.ID]
		for _, comment := range comments {
			if comment.Question == q.ID {
				a.Comments++
			}
		}
		list = append(list, a)
	}
	return list
}

// copies lists the questions of all batteries that exist.
func (p *pages) copies(b staff.Base) []copies {
	var list []copies
	for _, battery := range p.service.Batteries() {
		group := copies{Name: nameOf(b, battery)}
		for _, q := range battery.Questions {
			group.Questions = append(group.Questions, page.Choice{Value: battery.Ref() + "/" + q.ID, Text: q.ID + " " + b.T(q.ID)})
		}
		list = append(list, group)
	}
	return list
}

func (p *pages) showOne(c *gin.Context, desk *survey.Desk) error {
	content, err := p.onePage(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "draft", content)
	return nil
}

// does reads a form, does what it is for, and leads to what do says is below the battery. What was refused
// is told above the battery as it is stored.
func (p *pages) does(c *gin.Context, desk *survey.Desk, do func(ref string) (below string, err error)) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	ref := c.Param("battery")
	below, err := do(ref)
	if err == nil {
		if below == away {
			c.Redirect(http.StatusSeeOther, p.Base(c, desk).Path(listPath))
			return nil
		}
		p.to(c, desk, ref, below)
		return nil
	}
	kind := survey.KindOf(err)
	if kind != survey.Conflict && kind != survey.Invalid {
		return err
	}
	content, failed := p.onePage(c, desk)
	if failed != nil {
		return errors.Join(err, failed)
	}
	content.Wrong = p.Say(c, err)
	if at, is := errors.AsType[survey.ColumnError](err); is {
		content.WrongOf = at.Column
	}
	if _, named := c.GetPostForm("title"); named {
		content.Typed = nameIn(c)
	}
	p.templates.Render(c, page.StatusOf(kind), "draft", content)
	return nil
}

// away is below no battery: it leads to the list.
const away = "away"

// errSure refuses what cannot be undone and nobody has said yes to.
var errSure = survey.Fail(survey.Invalid, "sure")

// surely is does for what cannot be undone.
func (p *pages) surely(c *gin.Context, desk *survey.Desk, below string, do func(ref string, edit int) error) error {
	return p.does(c, desk, func(ref string) (string, error) {
		if c.PostForm("sure") == "" {
			return "", errSure
		}
		return below, do(ref, editOf(c))
	})
}

// editOf returns the number of the change that a form was made after; -1, which no battery has, where it
// says none.
func editOf(c *gin.Context) int {
	edit, err := strconv.Atoi(c.PostForm("edit"))
	if err != nil {
		return -1
	}
	return edit
}

func (p *pages) name(c *gin.Context, desk *survey.Desk) error {
	return p.does(c, desk, func(ref string) (string, error) {
		return "", desk.NameDraft(c, ref, nameIn(c), c.PostForm("seen"))
	})
}

// nameIn returns the name that was typed.
func nameIn(c *gin.Context) survey.BatteryName {
	return survey.BatteryName{Title: typed.Line(c.PostForm("title")), Intro: typed.Line(c.PostForm("intro"))}
}

func (p *pages) move(c *gin.Context, desk *survey.Desk) error {
	return p.does(c, desk, func(ref string) (string, error) {
		by := 1
		if c.PostForm("by") == "up" {
			by = -1
		}
		question := c.PostForm("question")
		return "#" + question, desk.MoveQuestion(c, ref, question, by)
	})
}

func (p *pages) remove(c *gin.Context, desk *survey.Desk) error {
	return p.does(c, desk, func(ref string) (string, error) {
		if c.PostForm("sure") == "" {
			return "", errSure
		}
		return "#questions", desk.RemoveQuestion(c, ref, c.PostForm("question"), c.PostForm("seen"))
	})
}

// copy adds a copy of a question that exists, which is named by its battery and id.
func (p *pages) copy(c *gin.Context, desk *survey.Desk) error {
	return p.does(c, desk, func(ref string) (string, error) {
		from, question, _ := strings.Cut(c.PostForm("from"), "/")
		id, err := desk.CopyQuestion(c, ref, from, question, p.words())
		return "/questions/" + id, err
	})
}

func (p *pages) pair(c *gin.Context, desk *survey.Desk) error {
	return p.does(c, desk, func(ref string) (string, error) {
		return "#pairs", desk.PairQuestions(c, ref, c.PostForm("first"), c.PostForm("second"))
	})
}

func (p *pages) refer(c *gin.Context, desk *survey.Desk) error {
	return p.does(c, desk, func(ref string) (string, error) { return "", desk.ReferBattery(c, ref, c.PostForm("until"), editOf(c)) })
}

func (p *pages) endReferral(c *gin.Context, desk *survey.Desk) error {
	return p.does(c, desk, func(ref string) (string, error) { return "", desk.EndReferral(c, ref, editOf(c)) })
}

func (p *pages) freeze(c *gin.Context, desk *survey.Desk) error {
	return p.surely(c, desk, "", func(ref string, edit int) error { return desk.FreezeBattery(c, ref, edit, p.takeIn) })
}

func (p *pages) approve(c *gin.Context, desk *survey.Desk) error {
	return p.surely(c, desk, "", func(ref string, edit int) error { return desk.ApproveBattery(c, ref, edit, p.words()) })
}

func (p *pages) retire(c *gin.Context, desk *survey.Desk) error {
	return p.surely(c, desk, "", func(ref string, edit int) error { return desk.RetireBattery(c, ref, edit) })
}

// delete deletes a battery that was never frozen. What is left to read is the list.
func (p *pages) delete(c *gin.Context, desk *survey.Desk) error {
	return p.surely(c, desk, away, func(ref string, edit int) error { return desk.DeleteDraft(c, ref, edit) })
}
