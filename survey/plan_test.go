package survey_test

import (
	"errors"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

func TestWeek(t *testing.T) {
	for text, want := range map[string]survey.Week{
		"2026-W48": "2026-W48", "2026W5": "2026-W05", "2026-48": "2026-W48", "2026 v. 48": "2026-W48", "2026v48": "2026-W48", "2026-W53": "2026-W53",
		"2027-W53": "", "2026-W00": "", "48": "", "2026-W": "", "": "", "26-W48": "",
	} {
		got, err := survey.ParseWeek(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is week %q (%v), want %q", text, got, err, want)
		}
	}
	week := survey.Week("2026-W53")
	if got := survey.DayOf(week.Monday()); got != "2026-12-28" || week.Number() != 53 || week.Year() != 2026 {
		t.Errorf("%s begins on %s", week, got)
	}
	if got := week.Add(1); got != "2027-W01" || got.Add(-1) != week || !(week < got) {
		t.Errorf("after %s comes %s", week, got)
	}
	// The week turns at midnight in Sweden.
	sunday := time.Date(2026, 11, 29, 22, 59, 0, 0, time.UTC)
	if survey.WeekOf(sunday) != "2026-W48" || survey.WeekOf(sunday.Add(time.Minute)) != "2026-W49" {
		t.Error("the week does not turn at midnight in Sweden")
	}
}

// planning is a service whose steward, officer and ambassador plan.
type planning struct {
	*surveytest.Instance
	t                            *testing.T
	steward, officer, ambassador *survey.Desk
}

func newPlanning(t *testing.T) planning {
	in := surveytest.Service(t)
	desk := func(s survey.Staff) *survey.Desk {
		s, _ = in.SignIn(s)
		return in.Service.As(s.Actor())
	}
	return planning{
		Instance: in, t: t,
		steward:    desk(survey.Staff{Role: survey.Steward}),
		officer:    desk(survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}}),
		ambassador: desk(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}}),
	}
}

// entry is a gathering in the week of the first day of tests, of the ambassador.
func (p planning) entry() survey.PlanEntry {
	return survey.PlanEntry{
		Municipality: "0581", Intervention: "OG028", Week: survey.WeekOf(surveytest.Start), Expected: 14,
		Ambassador: p.ambassador.Actor().ID,
	}
}

func (p planning) plan(d *survey.Desk, round string) []survey.Planned {
	p.t.Helper()
	list, err := d.Plan(p.t.Context(), round)
	ok(p.t, err)
	return list
}

// A round is planned before it is opened, and its plan holds when it is.
func TestPlan(t *testing.T) {
	p := newPlanning(t)
	coming, later := p.entry(), p.entry()
	later.Week, later.Timing, later.Ambassador = later.Week.Add(2), survey.After, ""
	n, err := p.officer.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{later, coming})
	ok(t, err)
	list := p.plan(p.steward, "2026-H2")
	if n != 2 || len(list) != 2 || list[0].Expected != 14 || list[1].Timing != survey.After || list[0].State != survey.PlanComing {
		t.Fatalf("%d entries are planned: %+v", n, list)
	}
	if own := p.plan(p.ambassador, "2026-H2"); len(own) != 1 || own[0].ID != list[0].ID {
		t.Errorf("the ambassador sees %+v", own)
	}
	elsewhere := p.Service.As(survey.Actor{Role: survey.Officer, ID: "x", Municipalities: []string{"0580"}})
	if other := p.plan(elsewhere, "2026-H2"); len(other) != 0 {
		t.Errorf("an officer of another municipality sees %+v", other)
	}
	if own, err := p.ambassador.OwnPlan(t.Context()); err != nil || len(own) != 0 {
		t.Errorf("before the round opens there is %+v to hold (%v)", own, err)
	}
	round := p.Begin("2026-H2")
	own, err := p.ambassador.OwnPlan(t.Context())
	ok(t, err)
	if len(own) != 1 {
		t.Fatalf("there is %+v to hold", own)
	}
	session, _, err := p.ambassador.OpenSession(t.Context(), survey.NewSession{Planned: own[0].ID})
	ok(t, err)
	if session.Intervention != "OG028" || session.Announced != 14 || session.Round != round.ID || session.Timing != survey.NoTiming {
		t.Errorf("what was planned is opened as %+v", session)
	}
	p.Answer(session, 7)
	held, err := p.officer.PlannedEntry(t.Context(), own[0].ID)
	ok(t, err)
	if held.State != survey.PlanHeld || held.AtLeast != 5 {
		t.Errorf("it is %s with at least %d answers", held.State, held.AtLeast)
	}
	_, err = p.officer.CancelPlanned(t.Context(), held.ID, held.Version, true)
	failsWith(t, err, survey.Conflict, "error.plan.held")

	// A session about something else was not what was planned, nor one whose answers are not used.
	p.Clock.Advance(31 * 24 * time.Hour)
	if list := p.plan(p.steward, "2026-H2"); list[0].State != survey.PlanHeld || list[1].State != survey.PlanMissed {
		t.Errorf("a month later it is %s and %s", list[0].State, list[1].State)
	}
	_, err = p.DiscardSession(t.Context(), session.Code, "the code was on a wall")
	ok(t, err)
	if list := p.plan(p.steward, "2026-H2"); list[0].State != survey.PlanMissed || list[0].AtLeast != 0 {
		t.Errorf("when it is discarded it is %s", list[0].State)
	}
	plans, err := p.steward.Plans(t.Context())
	ok(t, err)
	_, err = p.steward.PutPlan(t.Context(), "2027-H1", []survey.PlanEntry{{Municipality: "0581", Intervention: "OG028", Week: "2027-W05", Expected: 9}})
	ok(t, err)
	more, err := p.steward.Plans(t.Context())
	ok(t, err)
	if len(plans) != 1 || len(more) != 2 || more[1] != "2027-H1" {
		t.Errorf("there are plans %q, then %q", plans, more)
	}
	_, err = p.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	_, err = p.steward.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{{Municipality: "0581", Intervention: "OG028", Week: "2027-W05", Expected: 9}})
	failsWith(t, err, survey.Conflict, "error.plan.round")
}

// A plan whose round was opened under another name follows it.
func TestRenamePlan(t *testing.T) {
	p := newPlanning(t)
	_, err := p.officer.PutPlan(t.Context(), "2026-HT", []survey.PlanEntry{p.entry(), p.entry()})
	ok(t, err)
	p.Begin("2026-H2")
	for _, c := range []struct {
		desk     *survey.Desk
		from, to string
		kind     survey.Kind
		code     string
	}{
		{p.officer, "2026-HT", "2026-H2", survey.Forbidden, "error.forbidden"},
		{p.steward, "2026-HT", "<b>", survey.Invalid, "error.round.name"},
		{p.steward, "2026-H2", "2027-H1", survey.Conflict, "error.plan.opened"},
	} {
		_, err := c.desk.RenamePlan(t.Context(), c.from, c.to)
		failsWith(t, err, c.kind, c.code)
	}
	n, err := p.steward.RenamePlan(t.Context(), "2026-HT", "2026-H2")
	ok(t, err)
	own, err := p.ambassador.OwnPlan(t.Context())
	ok(t, err)
	if left := p.plan(p.steward, "2026-HT"); n != 2 || len(own) != 2 || len(left) != 0 {
		t.Errorf("%d entries were moved, %d are there and %d are left", n, len(own), len(left))
	}
}

// A session that is changed to be about something else was not opened from the plan.
func TestChangedSessionIsNotPlanned(t *testing.T) {
	p := newPlanning(t)
	p.Begin("2026-H2")
	_, err := p.steward.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{p.entry()})
	ok(t, err)
	id := p.plan(p.steward, "2026-H2")[0].ID
	session, _, err := p.officer.OpenSession(t.Context(), survey.NewSession{Planned: id})
	ok(t, err)
	other := survey.Intervention{ID: "OG001", Name: "Språkcafé", Municipalities: []string{"0581"}, Category: "språk", Asked: survey.AskedParticipants}
	ok(t, p.PutInterventions(t.Context(), []survey.Intervention{other}))
	_, err = p.officer.ChangeSession(t.Context(), session.Code, "0581", "OG028")
	ok(t, err)
	if list := p.plan(p.steward, "2026-H2"); list[0].State != survey.PlanHeld {
		t.Errorf("it is %s", list[0].State)
	}
	_, err = p.officer.ChangeSession(t.Context(), session.Code, "0581", "OG001")
	ok(t, err)
	if list := p.plan(p.steward, "2026-H2"); list[0].State != survey.PlanComing {
		t.Errorf("it is %s", list[0].State)
	}
}

func TestPlanRefuses(t *testing.T) {
	p := newPlanning(t)
	elsewhere, _ := p.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0560"}})
	for code, change := range map[string]func(*survey.PlanEntry){
		"session.municipality": func(e *survey.PlanEntry) { e.Municipality = "0560" },
		"municipality.unknown": func(e *survey.PlanEntry) { e.Municipality = "9999" },
		"intervention.unknown": func(e *survey.PlanEntry) { e.Intervention = "OG999" },
		"session.timing":       func(e *survey.PlanEntry) { e.Timing = "during" },
		"week":                 func(e *survey.PlanEntry) { e.Week = "48" },
		"plan.far":             func(e *survey.PlanEntry) { e.Week = "2036-W01" },
		"plan.past":            func(e *survey.PlanEntry) { e.Week = "2026-W35" },
		"plan.expected":        func(e *survey.PlanEntry) { e.Expected = 0 },
		"plan.ambassador":      func(e *survey.PlanEntry) { e.Ambassador = elsewhere.ID },
		"plan.unknown":         func(e *survey.PlanEntry) { e.ID = survey.NewID() },
	} {
		e := p.entry()
		change(&e)
		_, err := p.steward.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{p.entry(), e})
		faults, is := errors.AsType[survey.PlanFaults](err)
		if !is || len(faults) != 1 || survey.CodeOf(faults[1]) != code {
			t.Errorf("want %s: %v", code, err)
		}
	}
	if list := p.plan(p.steward, "2026-H2"); len(list) != 0 {
		t.Errorf("%d entries were stored", len(list))
	}
	_, err := p.steward.PutPlan(t.Context(), "<b>", nil)
	failsWith(t, err, survey.Invalid, "error.round.name")
	_, err = p.steward.PutPlan(t.Context(), "2026-H2", make([]survey.PlanEntry, survey.MostPlanned+1))
	failsWith(t, err, survey.Invalid, "error.plan.most")
	_, err = p.ambassador.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{p.entry()})
	failsWith(t, err, survey.Forbidden, "error.forbidden")
	_, err = p.Service.As(survey.Actor{Role: survey.Officer, ID: "x", Municipalities: []string{"0580"}}).PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{p.entry()})
	failsWith(t, err, survey.Forbidden, "error.forbidden")
}

// Of two who change the same entry at once the second is told, and nothing is written where nothing
// is said in another way.
func TestPlanAtOnce(t *testing.T) {
	p := newPlanning(t)
	_, err := p.steward.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{p.entry()})
	ok(t, err)
	first := p.plan(p.steward, "2026-H2")[0].PlanEntry
	second := first
	first.Expected, second.Expected = 20, 25
	n, err := p.steward.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{first})
	ok(t, err)
	_, err = p.officer.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{second})
	failsWith(t, err, survey.Conflict, "error.plan.changed")
	_, err = p.officer.CancelPlanned(t.Context(), second.ID, second.Version, true)
	failsWith(t, err, survey.Conflict, "error.plan.changed")
	changes, err := p.steward.Changes(t.Context())
	ok(t, err)
	again, err := p.steward.PutPlan(t.Context(), "2026-H2", []survey.PlanEntry{p.plan(p.steward, "2026-H2")[0].PlanEntry})
	ok(t, err)
	now, err := p.steward.Changes(t.Context())
	ok(t, err)
	if n != 1 || again != 0 || now != changes {
		t.Errorf("%d and %d entries were changed, with %d lines in the audit log", n, again, now-changes)
	}
	// An entry that is cancelled opens no session until it is planned again.
	cancelled, err := p.officer.CancelPlanned(t.Context(), first.ID, 2, true)
	ok(t, err)
	p.Begin("2026-H2")
	_, _, err = p.ambassador.OpenSession(t.Context(), survey.NewSession{Planned: first.ID})
	failsWith(t, err, survey.Conflict, "error.plan.cancelled")
	if list := p.plan(p.steward, "2026-H2"); list[0].State != survey.PlanCancelled || list[0].Expected != 20 {
		t.Errorf("it is %s for %d", list[0].State, list[0].Expected)
	}
	_, err = p.officer.CancelPlanned(t.Context(), first.ID, cancelled.Version+1, false)
	ok(t, err)
	_, _, err = p.ambassador.OpenSession(t.Context(), survey.NewSession{Planned: first.ID, Municipality: "0581", Intervention: "OG001"})
	failsWith(t, err, survey.Invalid, "error.plan.other")
	_, _, err = p.ambassador.OpenSession(t.Context(), survey.NewSession{Planned: first.ID})
	ok(t, err)
	other, _ := p.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}})
	_, _, err = p.Service.As(other.Actor()).OpenSession(t.Context(), survey.NewSession{Planned: first.ID})
	failsWith(t, err, survey.Forbidden, "error.forbidden")
}
