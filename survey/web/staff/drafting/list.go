package drafting

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// line is a battery in a list.
type line struct {
	survey.BatteryDraft
	Title string
	Stage survey.DraftState // as people read it
	Last  string            // the last day of the referral, as people write it
	Over  bool              // that day has passed
	URL   string
}

// lineOf returns what lists say of a battery.
func (p *pages) lineOf(b staff.Base, desk *survey.Desk, draft survey.BatteryDraft) line {
	l := line{BatteryDraft: draft, Title: draft.Word(i18n.Source, "title"), Stage: draft.State, Last: b.Day(draft.Until), Over: draft.Until < desk.Today()}
	if draft.State == survey.DraftFrozen && p.missingIn(draft) == 0 {
		l.Stage = survey.DraftTranslated
	}
	below := ""
	if desk.Actor().Role != survey.Steward {
		below = "/referral"
	}
	l.URL = at(b, draft.Ref(), below)
	return l
}

// missingIn returns how many words a frozen battery lacks in all languages together.
func (p *pages) missingIn(draft survey.BatteryDraft) int {
	n, words := 0, p.words()
	for _, tag := range words.Languages {
		n += len(draft.Now(words).MissingWords(tag))
	}
	return n
}

// listPage lists batteries of the region's own.
type listPage struct {
	staff.Base
	Drafts []line
	Writes bool // whoever reads it writes batteries
	Newest []page.Choice
	Wrong  string
}

func (p *pages) listPage(c *gin.Context, desk *survey.Desk) (listPage, error) {
	content := listPage{Base: p.base(c, desk), Writes: desk.Actor().May(survey.WriteBattery, survey.Thing{})}
	drafts, err := desk.DraftBatteries(c)
	if err != nil {
		return content, err
	}
	begun := map[string]bool{}
	for _, draft := range drafts {
		content.Drafts = append(content.Drafts, p.lineOf(content.Base, desk, draft))
		begun[draft.Battery.ID] = begun[draft.Battery.ID] || draft.State == survey.DraftWritten || draft.State == survey.DraftReferred
	}
	for _, id := range desk.BatteryIDs() {
		if !desk.IsBuiltIn(id) && !begun[id] {
			content.Newest = append(content.Newest, page.Choice{Value: id, Text: content.T(id + ".title")})
		}
	}
	return content, nil
}

func (p *pages) showList(c *gin.Context, desk *survey.Desk) error {
	content, err := p.listPage(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "drafts", content)
	return nil
}

// beginVersion begins the next version of a battery.
func (p *pages) beginVersion(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	draft, err := desk.NewBatteryVersion(c, c.PostForm("id"), p.words())
	if survey.KindOf(err) == survey.Conflict {
		content, failed := p.listPage(c, desk)
		if failed != nil {
			return failed
		}
		content.Wrong = p.Say(c, err)
		p.templates.Render(c, http.StatusConflict, "drafts", content)
		return nil
	}
	if err != nil {
		return err
	}
	p.to(c, desk, draft.Ref(), "")
	return nil
}

// newForm is where a battery is begun.
type newForm struct {
	staff.Base
	Typed survey.NewBattery
	From  []page.Choice
	Wrong map[string]string // by field; that of "" is of none
}

// fieldOfNew says beside which field an error stands, by its code.
var fieldOfNew = map[string]string{
	"draft.id": "id", "draft.id_taken": "id", "draft.prefix": "prefix", "draft.prefix_taken": "prefix", "draft.title": "title",
	"draft.long": "title", "draft.letters": "title", "battery.version": "from",
}

func (p *pages) newForm(c *gin.Context, desk *survey.Desk, typed survey.NewBattery) newForm {
	content := newForm{Base: p.base(c, desk), Typed: typed}
	for _, b := range desk.Batteries() {
		content.From = append(content.From, page.Choice{Value: b.Ref(), Text: nameOf(content.Base, b), Chosen: b.Ref() == typed.From})
	}
	return content
}

// nameOf returns what a battery that exists is called, with its version.
func nameOf(b staff.Base, battery *survey.Battery) string {
	return b.T("drafting.version", "Title", b.T(battery.ID+".title"), "N", battery.Version)
}

func (p *pages) showNew(c *gin.Context, desk *survey.Desk) error {
	p.templates.Render(c, http.StatusOK, "draft-new", p.newForm(c, desk, survey.NewBattery{}))
	return nil
}

// begin begins a battery, or shows the form again with what is wrong.
func (p *pages) begin(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	n := survey.NewBattery{
		ID: strings.ToLower(typed.Line(c.PostForm("id"))), Prefix: strings.ToUpper(typed.Line(c.PostForm("prefix"))),
		Title: typed.Line(c.PostForm("title")), From: c.PostForm("from"),
	}
	draft, err := desk.NewBattery(c, n, p.words())
	if err == nil {
		p.to(c, desk, draft.Ref(), "")
		return nil
	}
	kind := survey.KindOf(err)
	if !slices.Contains([]survey.Kind{survey.Invalid, survey.Conflict}, kind) {
		return err
	}
	content := p.newForm(c, desk, n)
	content.Wrong = map[string]string{fieldOfNew[survey.CodeOf(err)]: p.Say(c, err)}
	p.templates.Render(c, page.StatusOf(kind), "draft-new", content)
	return nil
}

// to leads to a battery, or to what is below it.
func (p *pages) to(c *gin.Context, desk *survey.Desk, ref, below string) {
	c.Redirect(http.StatusSeeOther, at(p.Base(c, desk), ref, below))
}
