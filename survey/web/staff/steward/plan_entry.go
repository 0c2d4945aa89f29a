package steward

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// Names of the fields of an entry.
const (
	planRoundField = "round"
	aboutField     = "about" // municipality.intervention
	timingField    = "timing"
	weekField      = "week"
	expectedField  = "expected"
	whoField       = "ambassador"
	versionField   = "version"
)

// weeksShown is how many weeks can be chosen.
const weeksShown = 53

// entryField says beside which field the words of an error stand.
var entryField = map[string]string{
	"round.name": planRoundField, "plan.round": planRoundField, "session.municipality": aboutField, "intervention.unknown": aboutField,
	"session.about": aboutField, "week": weekField, "plan.past": weekField, "plan.far": weekField, "plan.expected": expectedField,
	"plan.ambassador": whoField,
}

// entryPage is where an entry is added or changed.
type entryPage struct {
	staff.Base
	ID       string // empty for one that is added
	Action   string
	Back     string // address of the plan
	Line     planLine
	Sealed   bool // it can no longer be changed: a session was opened from it, or its round is over
	Given    url.Values
	About    []aboutGroup
	Weeks    []option
	Who      []option
	Timings  []option
	Wrong    string // what has to be mended
	WrongOf  string // the field that it is about; empty: the whole
	Reminder string // address
}

// aboutGroup is what can be planned in a municipality.
type aboutGroup struct {
	Place   string
	Options []option
}

// option is one thing that can be chosen.
type option struct {
	Value, Text string
	Chosen      bool
}

func (p *pages) showNewPlanned(c *gin.Context, desk *survey.Desk) error {
	content, err := p.entryPage(c, desk, url.Values{planRoundField: {c.Query("round")}})
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "plan entry", content)
	return nil
}

// addPlanned adds an entry, or shows the form again with what has to be mended.
func (p *pages) addPlanned(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	return p.putPlanned(c, desk, survey.PlanEntry{}, c.Request.PostForm.Get(planRoundField))
}

func (p *pages) showPlanned(c *gin.Context, desk *survey.Desk) error {
	entry, err := desk.PlannedEntry(c, c.Param("id"))
	if err != nil {
		return err
	}
	content, err := p.changePage(c, desk, entry, url.Values{
		planRoundField: {entry.Round}, aboutField: {entry.Municipality + "." + entry.Intervention}, timingField: {string(entry.Timing)},
		weekField: {string(entry.Week)}, expectedField: {strconv.Itoa(entry.Expected)}, whoField: {entry.Ambassador},
		versionField: {strconv.Itoa(entry.Version)},
	})
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "plan entry", content)
	return nil
}

// changePlanned changes an entry, or shows the form again with what has to be mended.
func (p *pages) changePlanned(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	old, err := desk.PlannedEntry(c, c.Param("id"))
	if err != nil {
		return err
	}
	return p.putPlanned(c, desk, old.PlanEntry, old.Round)
}

// putPlanned stores what the form says in place of an entry, which is empty for one that is added.
func (p *pages) putPlanned(c *gin.Context, desk *survey.Desk, old survey.PlanEntry, round string) error {
	form := c.Request.PostForm
	wanted, err := wantedEntry(form)
	wanted.ID, wanted.Cancelled = old.ID, old.Cancelled
	if err == nil {
		_, err = desk.PutPlan(c, round, []survey.PlanEntry{wanted})
	}
	kind := survey.KindOf(err)
	if kind != survey.Invalid && kind != survey.Conflict {
		if err == nil {
			c.Redirect(http.StatusSeeOther, planURL(p.Base(c, desk), round)+"#"+string(wanted.Week))
		}
		return err
	}
	var content entryPage
	var broken error
	if old.ID == "" {
		content, broken = p.entryPage(c, desk, form)
	} else {
		now, err := desk.PlannedEntry(c, old.ID)
		if err != nil {
			return err
		}
		content, broken = p.changePage(c, desk, now, form)
	}
	if broken != nil {
		return broken
	}
	content.Wrong, content.WrongOf = p.wordsOf(content.Base, err), entryField[survey.CodeOf(err)]
	p.templates.Render(c, page.StatusOf(kind), "plan entry", content)
	return nil
}

// wantedEntry reads the form. What it says wrong is an error of kind Invalid.
func wantedEntry(form url.Values) (e survey.PlanEntry, err error) {
	e.Municipality, e.Intervention, _ = strings.Cut(form.Get(aboutField), ".")
	e.Timing, e.Ambassador = survey.Timing(form.Get(timingField)), form.Get(whoField)
	e.Version, _ = strconv.Atoi(form.Get(versionField)) // 0 where nothing is changed
	if e.Intervention == "" {
		return e, survey.Fail(survey.Invalid, "session.about")
	}
	if e.Week, err = survey.ParseWeek(form.Get(weekField)); err != nil {
		return e, err
	}
	if e.Expected, err = strconv.Atoi(strings.TrimSpace(form.Get(expectedField))); err != nil {
		return e, survey.Fail(survey.Invalid, "plan.expected", "Expected", form.Get(expectedField), "Most", survey.MaxCapacity)
	}
	return e, nil
}

// cancelPlanned cancels an entry, or lets it be planned again.
func (p *pages) cancelPlanned(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	form := c.Request.PostForm
	version, err := strconv.Atoi(form.Get(versionField))
	if err != nil {
		return survey.Fail(survey.Invalid, "form")
	}
	entry, err := desk.CancelPlanned(c, c.Param("id"), version, form.Get("again") == "")
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, planURL(p.Base(c, desk), entry.Round)+"#"+string(entry.Week))
	return nil
}

// changePage is the page of an entry that there is.
func (p *pages) changePage(c *gin.Context, desk *survey.Desk, e survey.Planned, given url.Values) (entryPage, error) {
	content, err := p.entryPage(c, desk, given)
	if err != nil {
		return content, err
	}
	names, err := namesFor(c, desk)
	if err != nil {
		return content, err
	}
	content.Line = names.line(content.Base, e)
	rounds, err := desk.Rounds(c)
	if err != nil {
		return content, err
	}
	over := slices.ContainsFunc(rounds, func(r survey.Round) bool { return r.Name == e.Round && r.State != survey.RoundOpen })
	content.ID, content.Action, content.Sealed = e.ID, content.Line.URL, over || e.State == survey.PlanHeld
	content.Back, content.Reminder = planURL(content.Base, e.Round), content.Line.URL+"/reminder"
	return content, nil
}

// entryPage is the page with a form as it was filled in.
func (p *pages) entryPage(c *gin.Context, desk *survey.Desk, given url.Values) (entryPage, error) {
	content := entryPage{Base: p.planBase(c, desk), Given: given}
	content.Action, content.Back = content.Path(planPath), planURL(content.Base, given.Get(planRoundField))
	chosen := func(field, value string) bool { return given.Get(field) == value }
	offers, err := desk.PlanOffers(c)
	if err != nil {
		return content, err
	}
	for _, o := range offers {
		m, _ := desk.Municipality(o.Municipality)
		if n := len(content.About); n == 0 || content.About[n-1].Place != m.Name {
			content.About = append(content.About, aboutGroup{Place: m.Name})
		}
		group, value := &content.About[len(content.About)-1], o.Municipality+"."+o.Intervention.ID
		group.Options = append(group.Options, option{value, o.Intervention.Name + ", " + m.Name, chosen(aboutField, value)})
	}
	this := survey.WeekOf(desk.Now())
	if old := survey.Week(given.Get(weekField)); old < this && old.Number() > 0 {
		content.Weeks = append(content.Weeks, option{string(old), weekIn(content.Base, old), true})
	}
	for i := range weeksShown {
		w := this.Add(i)
		content.Weeks = append(content.Weeks, option{string(w), weekIn(content.Base, w), chosen(weekField, string(w))})
	}
	ambassadors, err := desk.PlanAmbassadors(c)
	for _, s := range ambassadors {
		var places []string
		for _, code := range s.Municipalities {
			m, _ := desk.Municipality(code)
			places = append(places, m.Name)
		}
		content.Who = append(content.Who, option{s.ID, s.Label + " (" + strings.Join(places, ", ") + ")", chosen(whoField, s.ID)})
	}
	for _, t := range []survey.Timing{survey.NoTiming, survey.Before, survey.After, survey.Later} {
		content.Timings = append(content.Timings, option{string(t), content.T("plan.timing." + string(t)), chosen(timingField, string(t)) || !given.Has(timingField) && t == survey.NoTiming})
	}
	return content, err
}

// wordsOf words what is wrong, with the values that the error carries.
func (p *pages) wordsOf(b staff.Base, err error) string {
	var values []any
	if e, is := errors.AsType[*survey.Error](err); is {
		values = e.Args
	}
	return b.T(p.TextKey(err), values...)
}

// mistake is what is wrong with a field, if anything is.
type mistake struct{ Field, Wrong string }

// Mistake returns what is wrong with a field.
func (p entryPage) Mistake(field string) mistake {
	if p.WrongOf != field {
		return mistake{Field: field}
	}
	return mistake{field, p.Wrong}
}
