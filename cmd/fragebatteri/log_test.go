package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// What staff did is printed the earliest first, one object on a line, and filtered.
func TestLogList(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	data := s.path("data")
	must(t, "staff", "invite", "-data", data, "-role", "reader", "-label", "Läsare", "-languages", "ti")
	must(t, "round", "open", "-data", data, "-name", "2026-H2", "-battery", "core", "-keep-key", "-accept-drafts", "all")
	day := time.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	for _, ends := range []string{day, "none"} {
		if changed := must(t, "round", "change", "-data", data, "-round", "2026-H2", "-ends", ends); text(t, changed, "ends") != strings.TrimSuffix(ends, "none") {
			t.Errorf("changing the last day to %s prints %v", ends, changed)
		}
	}
	if code, _, errOut := call("round", "change", "-data", data, "-round", "2026-H2", "-ends", "2020-01-01"); code != exitInvalid || !strings.Contains(errOut, "from today on") {
		t.Errorf("a day that has passed: exit code %d: %s", code, errOut)
	}
	must(t, "staff", "invite", "-data", data, "-role", "reader", "-label", "Läsare två", "-languages", "so")
	list := func(args ...string) []logListLine {
		t.Helper()
		code, out, errOut := call(append([]string{"log", "list", "-data", data}, args...)...)
		if code != exitOK {
			t.Fatalf("%v: exit code %d: %s", args, code, errOut)
		}
		var lines []logListLine
		for line := range strings.Lines(out) {
			var l logListLine
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, l)
		}
		return lines
	}
	all := list()
	for i := 1; i < len(all); i++ {
		if all[i].Line <= all[i-1].Line {
			t.Errorf("line %d comes after %d", all[i].Line, all[i-1].Line)
		}
	}
	if days := list("-action", "round.change"); len(days) != 2 || days[0].What != "2026-H2: ends "+day || days[1].What != "2026-H2: no end" {
		t.Errorf("of the last day the log has %+v", days)
	}
	last := all[len(all)-1]
	if _, err := time.Parse(time.RFC3339, last.At); err != nil || last.Actor != "console" || last.Action != "staff.invite" || !strings.HasPrefix(last.What, "reader ") {
		t.Errorf("the last line is %+v", last)
	}
	invited := list("-action", "staff.invite")
	if people := list("-action", "people"); len(people) == 0 || len(people) != len(invited) || len(people) >= len(all) {
		t.Errorf("%d of %d lines are of people", len(people), len(all))
	}
	if old := list("-to", "2020-01-01"); len(old) != 0 {
		t.Errorf("%d lines are of another time", len(old))
	}
	for _, args := range [][]string{{"-action", "session.watch"}, {"-from", "today"}} {
		if code, out, errOut := call(append([]string{"log", "list", "-data", data}, args...)...); code != exitInvalid || out != "" {
			t.Errorf("%v: exit code %d, %q, %q", args, code, out, errOut)
		}
	}
}
