package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
)

// A plan is imported before its round opens, forecast, exported with ids, and a session is opened from
// an entry of it.
func TestPlanCommands(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	data, table := s.path("data"), s.path("plan.csv")
	week := string(survey.WeekOf(time.Now().AddDate(0, 0, 7)))
	write := func(rows string) {
		t.Helper()
		if err := os.WriteFile(table, []byte("id;week;municipality;intervention;timing;expected;ambassador;state\n"+rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(";" + week + ";0581;OG028;none;many;;\n;" + week + ";9999;OG028;none;5;;\n")
	if code, _, errOut := call("plan", "import", "-data", data, "-round", "2026-H2", table); code != exitInvalid || !strings.Contains(errOut, "row 2") {
		t.Errorf("exit code %d: %s", code, errOut)
	}
	write(";" + week + ";0581;OG028;none;15;;\n;" + week + ";0581;OG028;none;15;;\n")
	if n := whole(t, must(t, "plan", "import", "-data", data, "-round", "2026-H2", table), "changed"); n != 2 {
		t.Errorf("%d entries were added", n)
	}
	said := must(t, "plan", "forecast", "-data", data, "-round", "2026-H2")
	groups, _ := said["groups"].([]any)
	if len(groups) != 1 || said["turnout"] != 0.7 || whole(t, said, "from_releases") != 0 {
		t.Fatalf("the forecast is %v", said)
	}
	if alone, _ := groups[0].(map[string]any)["alone"].(float64); alone < 0.8 {
		t.Errorf("thirty people at two gatherings: %v", groups[0])
	}
	must(t, "plan", "export", "-data", data, "-round", "2026-H2", "-o", table)
	file, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	id, _, _ := strings.Cut(strings.Split(string(file), "\r\n")[1], ";")
	must(t, "round", "open", "-data", data, "-name", "2026-H2", "-battery", "core", "-keep-key", "-accept-drafts", "all")
	if code := text(t, must(t, "session", "open", "-data", data, "-planned", id), "code"); code == "" {
		t.Error("no session was opened")
	}
	must(t, "plan", "export", "-data", data, "-round", "2026-H2", "-o", table)
	if file, err = os.ReadFile(table); err != nil || !strings.Contains(string(file), ";held\r\n") {
		t.Errorf("the plan says %s (%v)", file, err)
	}
}
