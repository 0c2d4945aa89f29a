package survey_test

import (
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// What an intervention is to reach is read as it is written.
func TestGoals(t *testing.T) {
	for line, want := range map[string]survey.Goal{
		"50 % egen försörjning": {Number: 50, Unit: survey.UnitPercent, What: "egen försörjning"},
		"50% egen försörjning":  {Number: 50, Unit: survey.UnitPercent, What: "egen försörjning"},
		"20 deltagare":          {Number: 20, Unit: survey.UnitCount, What: "deltagare"},
		"alla trivs":            {What: "alla trivs"},
		"2026: alla trivs":      {What: "2026: alla trivs"},
	} {
		if got := survey.GoalOf(line); got != want || survey.GoalOf(got.String()) != want {
			t.Errorf("%q is read as %+v, and that again as %+v", line, got, survey.GoalOf(got.String()))
		}
	}
}

// What pages could not show, or lead to, is refused in its column.
func TestInterventionColumns(t *testing.T) {
	good := survey.Intervention{ID: "OG900", Name: "Ny", Municipalities: []string{"0581"}, Category: "språk", Asked: survey.AskedParticipants}
	known := func(code string) bool { return code == "0581" }
	ok(t, good.Check(known))
	for _, c := range []struct{ column, text string }{
		{survey.ColumnFunding, "a\tb"}, {survey.ColumnTargetGroup, "a\nb"}, {survey.ColumnGoals, "50 %"}, {survey.ColumnAfterwards, "gone"},
		{survey.ColumnReports, "Rapport"}, {survey.ColumnReports, "Rapport javascript:alert(1)"}, {survey.ColumnReports, "Rapport ftp://example.se"},
		{survey.ColumnReports, "Rapport https://"}, {survey.ColumnReports, "Rapport https://a:b@example.se"}, {survey.ColumnReports, "https://example.se"},
		{survey.ColumnReports, "Rapport https://example.se/\"onclick"}, {survey.ColumnClosed, "29/11"}, {survey.ColumnMergedInto, "OG900"},
	} {
		bad := good
		ok(t, bad.Set(c.column, c.text))
		err := bad.Check(known)
		if column := columnOf(err); column != c.column {
			t.Errorf("%s %q: a fault in %q, %v", c.column, c.text, column, err)
		}
	}
	if bad := good; true {
		bad.Afterwards = survey.Partly
		if columnOf(bad.Check(known)) != survey.ColumnWhy {
			t.Error("what became of it needs no reason")
		}
	}
}

func columnOf(err error) string {
	if joined, is := err.(interface{ Unwrap() []error }); is {
		err = joined.Unwrap()[0]
	}
	if at, is := err.(survey.ColumnError); is {
		return at.Column
	}
	return ""
}

// A register begins with what is known in the own county.
func TestRegisterBeginsAtHome(t *testing.T) {
	in := surveytest.Fresh(t)
	host, err := in.Host(t.Context())
	ok(t, err)
	ok(t, in.SetHost(t.Context(), aHost, survey.VersionOf(host.Words())))
	_, err = in.SetRegion(t.Context(), []string{"1280", "1281"}, "")
	ok(t, err)
	begin, err := in.Beginnings(t.Context())
	ok(t, err)
	if len(begin) != 4 || begin[0].County != "12" || begin[1].County != "05" {
		t.Errorf("it can begin with %+v", begin)
	}
}

// Each change has its line; a version that is no longer the last changes nothing, and an officer
// changes what the own municipality offers alone.
func TestRegister(t *testing.T) {
	in := surveytest.Service(t)
	ctx := t.Context()
	officer := in.As(survey.Actor{Role: survey.Officer, ID: "o", Municipalities: []string{"0581"}})
	begin, err := in.Beginnings(ctx)
	ok(t, err)
	if len(begin) != 4 || begin[0] != (survey.Beginning{County: "05", Count: 48}) {
		t.Errorf("it can begin with %+v", begin)
	}
	done, err := in.StartRegister(ctx, "05")
	ok(t, err)
	before, err := in.Intervention(ctx, "OG034")
	ok(t, err)
	if done.Added != 48 || before.Name != "Språkcafé" {
		t.Errorf("of the county %d were added, and OG034 is now %s", done.Added, before.Name)
	}
	_, err = in.StartRegister(ctx, "05")
	fails(t, err, survey.Conflict, "nothing was changed")

	i, err := in.Intervention(ctx, "OG028")
	ok(t, err)
	i.Period = "2027"
	ok(t, officer.ChangeIntervention(ctx, i))
	fails(t, officer.ChangeIntervention(ctx, i), survey.Conflict, "meanwhile")
	i.Version, i.Municipalities = 1, []string{"0580", "0581"}
	fails(t, officer.ChangeIntervention(ctx, i), survey.Forbidden)
	fails(t, officer.CloseIntervention(ctx, "OG049", 0), survey.Forbidden)
	fails(t, officer.MergeInterventions(ctx, "OG030", "OG028", 1), survey.Forbidden)
	ok(t, officer.CloseIntervention(ctx, "OG028", 1))
	fails(t, in.MergeInterventions(ctx, "OG030", "OG028", 1), survey.Invalid, "one that is open")
	ok(t, officer.ReopenIntervention(ctx, "OG028", 2))
	history, err := in.InterventionChanges(ctx, "OG028")
	ok(t, err)
	if len(history) != 3 || history[2].Role != survey.Officer || history[2].Municipality != "0581" || history[2].Verb != survey.ChangeIntervention ||
		!slices.Equal(history[2].Fields, []survey.FieldChange{{Column: survey.ColumnPeriod, Before: "2023", After: "2027"}}) {
		t.Errorf("the history is %+v", history)
	}
}

// What is merged points to what stays, what pointed to it too, and who asked about it asks about that.
func TestMerge(t *testing.T) {
	in := surveytest.Service(t)
	ctx := t.Context()
	_, err := in.StartRegister(ctx, "05")
	ok(t, err)
	who, _, err := in.Invite(ctx, survey.Staff{Role: survey.AmbassadorRole, Label: "A", Municipalities: []string{"0581"}, Interventions: []string{"OG024", "OG030"}})
	ok(t, err)
	fails(t, in.MergeInterventions(ctx, "OG024", "OG003", 1), survey.Invalid, "not offered in all")
	ok(t, in.MergeInterventions(ctx, "OG024", "OG030", 1))
	ok(t, in.MergeInterventions(ctx, "OG030", "OG028", 1))
	fails(t, in.MergeInterventions(ctx, "OG030", "OG023", 2), survey.Conflict, "merged into OG028")
	for _, id := range []string{"OG024", "OG030"} {
		i, err := in.Intervention(ctx, id)
		ok(t, err)
		if i.MergedInto != "OG028" || i.State() != survey.InterventionMerged {
			t.Errorf("%s points to %q", id, i.MergedInto)
		}
	}
	who, err = in.StaffByID(ctx, who.ID)
	ok(t, err)
	if !slices.Equal(who.Interventions, []string{"OG028"}) {
		t.Errorf("the ambassador asks about %q", who.Interventions)
	}
	_, err = in.ImportRegister(ctx, []survey.InterventionRow{{Row: 2, Cells: map[string]string{survey.ColumnID: "OG030", survey.ColumnMergedInto: ""}}})
	fails(t, err, survey.Invalid, "row 2", "which stays")
	// A file without the column leaves it as it is.
	_, err = in.ImportRegister(ctx, []survey.InterventionRow{{Row: 2, Cells: map[string]string{survey.ColumnID: "OG030", survey.ColumnPeriod: "2027"}}})
	ok(t, err)
	i, err := in.Intervention(ctx, "OG030")
	ok(t, err)
	if i.MergedInto != "OG028" || i.Period != "2027" {
		t.Errorf("after a file it is %+v", i)
	}
}

func TestInterventionFilter(t *testing.T) {
	list := []survey.Intervention{
		{ID: "A1", Name: "Nycklar och broar", Municipalities: []string{"0581"}, Category: "språk", Funding: "§37"},
		{ID: "A2", Name: "Öppen förskola", Municipalities: []string{"0512", "0513"}, Category: "familj", Closed: "2026-11-29", Afterwards: survey.Implemented},
	}
	areas := []survey.Area{{Name: "Kinda–Ydre", Municipalities: []string{"0513", "0512"}}}
	for id, f := range map[string]survey.InterventionFilter{
		"A1A2": {}, "A1": {Text: "BROAR"}, "A2": {Text: "oppen"}, "A2 ": {Area: "Kinda–Ydre"}, "A1 ": {Municipality: "0581"}, "A2  ": {State: survey.InterventionClosed},
		"A1  ": {Funding: "§37"}, "A2   ": {Afterwards: survey.Implemented}, "": {Category: "språk", Municipality: "0513"},
	} {
		got := ""
		for _, i := range f.Select(list, areas) {
			got += i.ID
		}
		for len(id) > 0 && id[len(id)-1] == ' ' {
			id = id[:len(id)-1]
		}
		if got != id {
			t.Errorf("%+v finds %q, want %q", f, got, id)
		}
	}
}
