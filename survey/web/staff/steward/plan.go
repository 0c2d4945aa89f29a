package steward

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/forecast"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// Paths of the pages of plans.
const (
	planPath  = "/plan"
	entryPath = planPath + "/entry/:id"
)

// planners are those whom the pages of plans are for.
var planners = []survey.Role{survey.Steward, survey.Officer}

// registerPlan registers what stewards and officers do with the plan of a round.
func (p *pages) registerPlan() {
	p.Enlist("plan.menu", planPath, planners...)
	p.Read(planPath, planners, p.showPlan)
	p.Receive(planPath, planners, p.addPlanned)
	p.Read(planPath+"/new", planners, p.showNewPlanned)
	p.Read(planPath+"/table", planners, p.exportPlan)
	p.Receive(planPath+"/table", planners, p.importPlan)
	p.Receive(planPath+"/name", stewards, p.renamePlan)
	p.Read(entryPath, planners, p.showPlanned)
	p.Receive(entryPath, planners, p.changePlanned)
	p.Receive(entryPath+"/cancel", planners, p.cancelPlanned)
	p.Read(entryPath+"/reminder", planners, p.showReminder)
}

// planPage is the plan of a round.
type planPage struct {
	staff.Base
	Round    string
	Plans    []planLink
	Ended    bool // nothing more is planned in it
	Lookup   planLookup
	Weeks    []planWeek
	Counts   []planCount // of entries, by state
	Expected int         // people, but for what is cancelled
	AtLeast  int         // have answered, or some more
	Basis    basis
	Wrong    []string // with a table that was imported
	Typed    string   // that is no name of a round
	Coming   bool     // the round has not been opened, and can be called something else by the reader
}

// planLink leads to the plan of a round.
type planLink struct {
	Name, URL string
	Here      bool
}

// planCount is how many entries are in a state.
type planCount struct {
	State survey.PlanState
	N     int
}

// planWeek is what is planned in a week.
type planWeek struct {
	survey.Week
	Lines []planLine
}

// planLine is one entry as people read it.
type planLine struct {
	survey.Planned
	Name, Place, Who string
	URL              string
	Outlook          []string // what will be seen of it; none where nothing is forecast
}

// basis is what a forecast counts with.
type basis struct {
	Percent, Releases, K int
	Shown                bool
}

// planBase returns what every page of plans has.
func (p *pages) planBase(c *gin.Context, desk *survey.Desk) staff.Base {
	b := p.Base(c, desk)
	b.Sheets = []string{"people.css", "tables.css", "register.css", "plan.css"}
	return b
}

// planURL returns the address of the plan of a round.
func planURL(b staff.Base, round string) string {
	return b.Path(planPath) + "?" + url.Values{"round": {round}}.Encode()
}

// NewURL returns where something is added to the plan.
func (p planPage) NewURL() string {
	return p.Path(planPath+"/new") + "?" + url.Values{"round": {p.Round}}.Encode()
}

// TableURL returns where the plan is got as a table.
func (p planPage) TableURL() string {
	return p.Path(planPath+"/table") + "?" + url.Values{"round": {p.Round}}.Encode()
}

func (p *pages) showPlan(c *gin.Context, desk *survey.Desk) error {
	round, status := c.Query("round"), http.StatusOK
	typed := ""
	if round != "" && !survey.IsRoundName(round) {
		round, typed, status = "", round, http.StatusUnprocessableEntity
	}
	content, err := p.planPage(c, desk, round)
	if err != nil {
		return err
	}
	content.Typed = typed
	p.templates.Render(c, status, "plan", content)
	return nil
}

// planPage returns the page of the plan of a round, or of the newest plan where no round is named.
func (p *pages) planPage(c *gin.Context, desk *survey.Desk, round string) (planPage, error) {
	content := planPage{Base: p.planBase(c, desk), Round: round}
	names, err := desk.Plans(c)
	if err != nil {
		return content, err
	}
	rounds, err := desk.Rounds(c)
	if err != nil {
		return content, err
	}
	if content.Round == "" {
		content.Round = firstPlan(names, rounds)
	}
	if content.Round == "" {
		return content, nil
	}
	for _, name := range names {
		content.Plans = append(content.Plans, planLink{name, planURL(content.Base, name), name == content.Round})
	}
	sealed := false
	content.Coming = content.Role == survey.Steward
	for _, r := range rounds {
		if r.Name == content.Round {
			content.Coming = false
			content.Ended, sealed = r.State != survey.RoundOpen, r.State == survey.RoundSealed
		}
	}
	return content, p.fillPlan(c, desk, &content, sealed)
}

// renamePlan gives the plan of a round that is to come another name.
func (p *pages) renamePlan(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	from, to := c.Request.PostForm.Get(planRoundField), strings.TrimSpace(c.Request.PostForm.Get("name"))
	if _, err := desk.RenamePlan(c, from, to); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, planURL(p.Base(c, desk), to))
	return nil
}

// firstPlan returns the round whose plan is shown first: the one that is open, else the first to come.
func firstPlan(names []string, rounds []survey.Round) string {
	for _, r := range slices.Backward(rounds) {
		if r.State == survey.RoundOpen {
			return r.Name
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(rounds, func(r survey.Round) bool { return r.Name == name }) {
			return name
		}
	}
	if len(names) > 0 {
		return names[len(names)-1]
	}
	return ""
}

// fillPlan adds the entries of the plan, with what is forecast of them until the round is sealed.
func (p *pages) fillPlan(c *gin.Context, desk *survey.Desk, content *planPage, sealed bool) error {
	entries, err := desk.Plan(c, content.Round)
	if err != nil {
		return err
	}
	names, err := namesFor(c, desk)
	if err != nil {
		return err
	}
	var found forecast.Forecast
	if len(entries) > 0 && !sealed {
		known, err := forecast.Read(c, desk, content.Round)
		if err != nil {
			return err
		}
		if found, err = p.forecasts.Of(c, known); err != nil {
			return err
		}
		content.Basis = basis{percentOf(known.Turnout.Share), known.Turnout.Releases, known.K, true}
	}
	content.count(entries)
	query := c.Request.URL.Query()
	query.Set(planRoundField, content.Round)
	for _, e := range content.lookUp(names, entries, query) {
		line := names.line(content.Base, e)
		if o, known := found[forecast.Group{Municipality: e.Municipality, Intervention: e.Intervention, Timing: e.Timing}]; known && e.State != survey.PlanCancelled {
			line.Outlook = outlookIn(content.Base, o, line.Place)
		}
		if n := len(content.Weeks); n == 0 || content.Weeks[n-1].Week != e.Week {
			content.Weeks = append(content.Weeks, planWeek{Week: e.Week})
		}
		week := &content.Weeks[len(content.Weeks)-1]
		week.Lines = append(week.Lines, line)
	}
	return nil
}

// count sums up all entries.
func (p *planPage) count(entries []survey.Planned) {
	states := map[survey.PlanState]int{}
	for _, e := range entries {
		states[e.State]++
		p.AtLeast += e.AtLeast
		if e.State != survey.PlanCancelled {
			p.Expected += e.Expected
		}
	}
	for _, state := range survey.PlanStates {
		if states[state] > 0 {
			p.Counts = append(p.Counts, planCount{state, states[state]})
		}
	}
}

// planNames are the names of what entries are about, and of who holds them.
type planNames struct {
	*survey.Desk
	interventions, ambassadors map[string]string // by id
}

func namesFor(c *gin.Context, desk *survey.Desk) (planNames, error) {
	names := planNames{desk, map[string]string{}, map[string]string{}}
	interventions, err := desk.Interventions(c)
	if err != nil {
		return names, err
	}
	for _, i := range interventions {
		names.interventions[i.ID] = i.Name
	}
	ambassadors, err := desk.PlanAmbassadors(c)
	for _, s := range ambassadors {
		names.ambassadors[s.ID] = s.Label
	}
	return names, err
}

// line returns an entry as people read it.
func (n planNames) line(b staff.Base, e survey.Planned) planLine {
	m, _ := n.Municipality(e.Municipality)
	return planLine{
		Planned: e, Name: n.interventions[e.Intervention], Place: m.Name, Who: n.ambassadors[e.Ambassador],
		URL: b.Path(planPath + "/entry/" + e.ID),
	}
}

// When returns the week in words.
func (p planPage) When(w planWeek) string { return weekIn(p.Base, w.Week) }

// StateKey returns the key of the words for a state, which has spaces.
func (c planCount) StateKey() string { return stateKey(c.State) }

// StateKey returns the key of the words for what became of the entry.
func (l planLine) StateKey() string { return stateKey(l.State) }

func stateKey(s survey.PlanState) string {
	if s == survey.PlanMissed {
		return "plan.state.missed"
	}
	return "plan.state." + string(s)
}

// weekIn returns a week in words, with the day on which it begins.
func weekIn(b staff.Base, w survey.Week) string {
	return b.T("plan.week", "Week", w.Number(), "Day", b.Date(w.Monday()))
}

// percentOf returns a share in percent: never certain, where it was drawn by lot.
func percentOf(share float64) int { return min(max(int(share*100+0.5), 1), 99) }
