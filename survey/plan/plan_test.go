package plan_test

import (
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/plan"
	"fragebatteri/survey/surveytest"
)

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is exported can be imported again, where it changes nothing; with a row more it adds one, and a
// changed row changes one.
func TestThereAndBack(t *testing.T) {
	in := surveytest.Service(t)
	risky, _ := in.SignIn(survey.Staff{Role: survey.AmbassadorRole, Label: "=Kretsen", Municipalities: []string{"0581"}})
	in.SignIn(survey.Staff{Role: survey.AmbassadorRole, Label: "Två", Municipalities: []string{"0581"}})
	second, _ := in.SignIn(survey.Staff{Role: survey.AmbassadorRole, Label: "Två", Municipalities: []string{"0581"}})
	table := "week,municipality,intervention,timing,expected,ambassador,state,id\n" +
		"2026-W40,0581,OG028,before,14,=Kretsen,,\n2026 v. 41,0581 Norrköping,OG028 Nycklar,,9," + second.ID + ",cancelled,\n2026-W42,0584,OG034,none,6,,planned,\n"
	n, err := plan.Import(t.Context(), in.Desk, "2026-H2", []byte(table))
	ok(t, err)
	list, err := in.Plan(t.Context(), "2026-H2")
	ok(t, err)
	if n != 3 || len(list) != 3 || list[0].Ambassador != risky.ID || list[1].Ambassador != second.ID || list[1].State != survey.PlanCancelled || list[1].Timing != survey.NoTiming {
		t.Fatalf("%d entries: %+v", n, list)
	}
	file, err := plan.Export(t.Context(), in.Desk, "2026-H2")
	ok(t, err)
	text := string(file)
	for _, want := range []string{"\ufeffid;week;", "0581 Norrköping;OG028 Nycklar och broar", ";'=Kretsen;planned\r\n", ";" + second.ID + ";cancelled\r\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q: %s", want, text)
		}
	}
	if n, err := plan.Import(t.Context(), in.Desk, "2026-H2", file); n != 0 || err != nil {
		t.Errorf("unchanged it changes %d entries (%v)", n, err)
	}
	text = strings.Replace(text, ";14;", ";15;", 1) + ";2026-W43;0581;OG028;none;8;;\r\n"
	if n, err := plan.Import(t.Context(), in.Desk, "2026-H2", []byte(text)); n != 2 || err != nil {
		t.Errorf("with a changed row and one more it changes %d entries (%v)", n, err)
	}
}

// Every faulty row is named, and then nothing is changed.
func TestFaultyRows(t *testing.T) {
	in := surveytest.Service(t)
	for _, c := range []struct{ rows, want string }{
		{"2026-W40,0581,OG028,before,14,,,\n48,0581,OG028,,9,,,\n2026-W41,0581,OG028,,many,,,\n2026-W41,0581,OG028,,9,,maybe,\n", "row 3: week"},
		{"2026-W40,0581,OG028,before,14,,,\n48,0581,OG028,,9,,,\n2026-W41,0581,OG028,,many,,,\n2026-W41,0581,OG028,,9,,maybe,\n", "row 4: plan.expected"},
		{"2026-W40,0581,OG028,before,14,,,\n48,0581,OG028,,9,,,\n2026-W41,0581,OG028,,many,,,\n2026-W41,0581,OG028,,9,,maybe,\n", "row 5: plan.state"},
		{"2026-W40,0581,OG028,before,14,,,\n2026-W40,0560,OG028,,14,,,\n", "row 3: session.municipality"},
		{"2026-W40,0581,OG028,before,14,Nobody,,\n", "row 2: plan.ambassador"},
		{"2026-W40,581,OG028,before,14,,,\n", "row 2: municipality.zero"},
		{"2026-W40,0581\n", "row 2: csv.cells"},
	} {
		_, err := plan.Import(t.Context(), in.Desk, "2026-H2", []byte("week,municipality,intervention,timing,expected,ambassador,state,id\n"+c.rows))
		if survey.KindOf(err) != survey.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %s: %v", c.want, err)
		}
	}
	if list, err := in.Plan(t.Context(), "2026-H2"); len(list) != 0 || err != nil {
		t.Errorf("%d entries were stored (%v)", len(list), err)
	}
}
