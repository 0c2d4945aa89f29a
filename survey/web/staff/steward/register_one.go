package steward

import (
	"cmp"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// interventionPage is one intervention at a desk: what the register says of it, to change for those
// who may, and how it came to that.
type interventionPage struct {
	staff.Base
	New       bool
	About     page.About
	ClosedOn  string
	Form      *interventionForm // nil for those who may not change it
	Wrong     string            // what has to be mended
	Meanwhile []changeLine      // what somebody else has changed since the form was opened
	Saved     bool
	History   []changeLine
	Begun     int // the version that the form began with
	MayClose  bool
	Targets   []page.Choice // what it can be merged into
}

// changeLine is one change in words.
type changeLine struct {
	When, Who, What string
	Fields          []fieldLine
}

type fieldLine struct{ Name, Before, After string }

func (p *pages) showNewIntervention(c *gin.Context, desk *survey.Desk) error {
	return p.renderNew(c, desk, survey.Intervention{}, nil)
}

// renderNew shows the form for an intervention that is not in the register, with what is wrong in it.
func (p *pages) renderNew(c *gin.Context, desk *survey.Desk, i survey.Intervention, mistake error) error {
	content := interventionPage{Base: p.registerBase(c, desk), New: true}
	known, err := p.knownAt(c, desk, content.Base)
	if err != nil {
		return err
	}
	form, err := p.formOf(c, desk, content.Base, known, i)
	if err != nil {
		return err
	}
	content.Form = &form
	status := http.StatusOK
	if mistake != nil {
		status, form.Faults, content.Wrong = http.StatusUnprocessableEntity, p.faultsIn(content.Base, mistake), content.T("register.wrong")
	}
	p.templates.Render(c, status, "intervention", content)
	return nil
}

// addIntervention adds what was filled in, or shows it again with what has to be mended.
func (p *pages) addIntervention(c *gin.Context, desk *survey.Desk) error {
	i, err := p.readIntervention(c, desk, survey.Intervention{})
	if err == nil {
		var added survey.Intervention
		if added, err = desk.AddIntervention(c, i); err == nil {
			p.toIntervention(c, desk, added.ID)
			return nil
		}
	}
	if survey.KindOf(err) != survey.Invalid {
		return err
	}
	return p.renderNew(c, desk, i, err)
}

// readIntervention reads the posted form on top of an intervention.
func (p *pages) readIntervention(c *gin.Context, desk *survey.Desk, i survey.Intervention) (survey.Intervention, error) {
	if err := page.ReadForm(c); err != nil {
		return i, err
	}
	areas, err := desk.Areas(c)
	if err != nil {
		return i, err
	}
	form := c.Request.PostForm
	if a := desk.Actor(); a.Role == survey.Officer {
		form[survey.ColumnMunicipalities], form["areas"] = a.Municipalities, nil
	}
	return filledIn(i, form, areas)
}

func (p *pages) showIntervention(c *gin.Context, desk *survey.Desk) error {
	i, err := desk.Intervention(c, c.Param("id"))
	if err != nil {
		return err
	}
	return p.renderIntervention(c, desk, i, i.Version, nil)
}

// changeIntervention changes an intervention. What has to be mended, and what somebody else has
// changed meanwhile, is said above the form, which keeps what was filled in.
func (p *pages) changeIntervention(c *gin.Context, desk *survey.Desk) error {
	before, err := desk.Intervention(c, c.Param("id"))
	if err != nil {
		return err
	}
	i, err := p.readIntervention(c, desk, before)
	if i.Version = versionIn(c); err == nil {
		if err = desk.ChangeIntervention(c, i); err == nil {
			p.toIntervention(c, desk, i.ID)
			return nil
		}
	}
	if survey.KindOf(err) != survey.Invalid && survey.CodeOf(err) != "intervention.changed" {
		return err
	}
	return p.renderIntervention(c, desk, i, i.Version, err)
}

// versionIn returns the version that a posted form began with.
func versionIn(c *gin.Context) int {
	version, err := strconv.Atoi(c.Request.PostForm.Get("version"))
	if err != nil {
		return -1 // no intervention has it
	}
	return version
}

// renderIntervention shows an intervention, with the form as it is in filled. begun is the version that
// somebody began with, mistake why it could not be stored.
func (p *pages) renderIntervention(c *gin.Context, desk *survey.Desk, filled survey.Intervention, begun int, mistake error) error {
	content := interventionPage{Base: p.registerBase(c, desk), Saved: c.Query("saved") != "", Begun: begun}
	known, err := p.knownAt(c, desk, content.Base)
	if err != nil {
		return err
	}
	i, err := desk.Intervention(c, filled.ID)
	if err != nil {
		return err
	}
	content.About, content.ClosedOn = known.About(content.Printer, i), page.DayIn(content.Printer, i.Closed)
	changes, err := desk.InterventionChanges(c, i.ID)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if i.MergedInto == "" && desk.MayChange(survey.ChangeIntervention, i) {
		form, err := p.formOf(c, desk, content.Base, known, filled)
		if err != nil {
			return err
		}
		content.Form = &form
		if mistake != nil {
			status = page.StatusOf(survey.KindOf(mistake))
			form.Faults, content.Wrong = p.faultsIn(content.Base, mistake), content.T("register.wrong")
		}
	}
	content.MayClose = i.MergedInto == "" && desk.MayChange(survey.CloseIntervention, i)
	for _, change := range changes {
		line := p.changeLine(content.Base, known, change)
		content.History = append(content.History, line)
		if mistake != nil && survey.CodeOf(mistake) == "intervention.changed" && change.Version > begun {
			content.Meanwhile = append(content.Meanwhile, line)
		}
	}
	if mistake != nil && survey.CodeOf(mistake) == "intervention.changed" {
		content.Wrong, content.Begun = content.T("register.meanwhile"), i.Version
	}
	if content.Targets, err = p.targets(c, desk, i); err != nil {
		return err
	}
	p.templates.Render(c, status, "intervention", content)
	return nil
}

// targets lists what an intervention can be merged into.
func (p *pages) targets(c *gin.Context, desk *survey.Desk, i survey.Intervention) ([]page.Choice, error) {
	if i.MergedInto != "" || !desk.MayChange(survey.MergeInterventions, i) {
		return nil, nil
	}
	others, err := desk.MergeTargets(c, i)
	var list []page.Choice
	for _, other := range others {
		list = append(list, page.Choice{Value: other.ID, Text: other.Name + " (" + other.ID + ")"})
	}
	return list, err
}

// changeLine words a change.
func (p *pages) changeLine(b staff.Base, known page.Known, change survey.InterventionChange) changeLine {
	at := survey.InSweden(change.At)
	line := changeLine{When: b.Date(at) + " " + at.Format("15:04"), What: b.T("register.did." + string(change.Verb)), Who: b.T("register.console")}
	if change.Role != survey.Console {
		line.Who = b.RoleIs(change.Role)
	}
	if m, is := p.service.Municipality(change.Municipality); is {
		line.Who += ", " + m.Name
	}
	for _, f := range change.Fields {
		if f.Column == survey.ColumnID {
			continue
		}
		line.Fields = append(line.Fields, fieldLine{
			Name: b.T("register." + f.Column), Before: p.valueIn(b, known, f.Column, f.Before), After: p.valueIn(b, known, f.Column, f.After),
		})
	}
	return line
}

// valueIn words what stood in a column.
func (p *pages) valueIn(b staff.Base, known page.Known, column, text string) string {
	var i survey.Intervention
	if err := i.Set(column, text); err != nil || text == "" {
		return cmp.Or(text, "–")
	}
	about := known.About(b.Printer, i)
	switch column {
	case survey.ColumnMunicipalities:
		return about.Where
	case survey.ColumnFunding:
		return about.Fund
	case survey.ColumnAsked:
		return about.Whom
	case survey.ColumnAfterwards:
		return about.Became
	case survey.ColumnClosed:
		return page.DayIn(b.Printer, text)
	}
	return text
}

func (p *pages) closeIntervention(c *gin.Context, desk *survey.Desk) error {
	return p.end(c, desk, func(id string) error { return desk.CloseIntervention(c, id, versionIn(c)) })
}

func (p *pages) reopenIntervention(c *gin.Context, desk *survey.Desk) error {
	return p.end(c, desk, func(id string) error { return desk.ReopenIntervention(c, id, versionIn(c)) })
}

func (p *pages) mergeIntervention(c *gin.Context, desk *survey.Desk) error {
	return p.end(c, desk, func(id string) error {
		if c.Request.PostForm.Get("sure") == "" {
			return survey.Fail(survey.Invalid, "sure")
		}
		return desk.MergeInterventions(c, id, c.Request.PostForm.Get("into"), versionIn(c))
	})
}

// end reads a form without fields to fill in, does what it is for, and leads back.
func (p *pages) end(c *gin.Context, desk *survey.Desk, do func(id string) error) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	id := c.Param("id")
	if err := do(id); err != nil {
		return err
	}
	p.toIntervention(c, desk, id)
	return nil
}

// toIntervention leads to the page about an intervention that was stored.
func (p *pages) toIntervention(c *gin.Context, desk *survey.Desk, id string) {
	c.Redirect(http.StatusSeeOther, p.Base(c, desk).Path(registerPath+"/"+id)+"?saved=1")
}
