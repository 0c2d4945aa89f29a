package findings_test

import (
	"fmt"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
)

// Where nothing differs, at most one page in twenty says that something does for certain.
func TestFalseAlarms(t *testing.T) {
	pages := tool.Some(60, 1000)
	alarms, compared := 0, 0
	for i := range pages {
		c := newCounty(t, uint64(i))
		p := findings.Of([]findings.Edition{c.demo("2025-H2"), c.demo("2026-H1")}, inNorrkoping, c.catalogue)
		if compared += p.Compared; len(p.Notable) > 0 {
			alarms++
		}
	}
	t.Logf("%d of %d pages of %d comparisons have an alarm", alarms, pages, compared/pages)
	if compared/pages < 60 || 20*alarms > pages {
		t.Errorf("%d of %d pages say that something differs, of %d comparisons each", alarms, pages, compared/pages)
	}
}

// What differs is found, and in its direction: what is better where more is, and where less is.
func TestPlantedDifferences(t *testing.T) {
	for _, c := range []struct {
		kind  findings.Kind
		where func(b release.Block, round string) bool
	}{
		{findings.BeforeAfter, func(b release.Block, _ string) bool { return b.Timing == survey.After && b.Intervention == "OG028" }},
		{findings.SinceLast, func(b release.Block, round string) bool { return round == "2026-H1" }},
		{findings.AgainstRegion, func(b release.Block, _ string) bool { return b.Municipality == "0581" }},
	} {
		for _, question := range []string{"K01", "K15"} {
			for _, more := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s of %s, more %t", c.kind, question, more), func(t *testing.T) {
					county := newCounty(t, 7)
					round := ""
					county.planted = func(b release.Block, id string) float64 {
						switch {
						case id != question:
							return 0
						case c.where(b, round) == more:
							return 0.9
						}
						return 0.1
					}
					var history []findings.Edition
					for _, round = range []string{"2025-H2", "2026-H1"} {
						history = append(history, county.demo(round))
					}
					p := findings.Of(history, inNorrkoping, county.catalogue)
					if len(p.Notable) == 0 {
						t.Fatal("nothing is found")
					}
					f := p.Notable[0]
					if f.Kind != c.kind || f.Question != question || f.Battery != "core@1" {
						t.Fatalf("found %s of %s", f.Kind, f.Question)
					}
					if f.Difference.Difference > 0 != more || f.Improves() != (more == (question == "K01")) {
						t.Errorf("the difference is %.2f, and improves: %v", f.Difference.Difference, f.Improves())
					}
					if f.Was.Share+f.Difference.Difference-f.Is.Share > 1e-9 || (f.Intervention == "OG028") != (c.kind == findings.BeforeAfter) {
						t.Errorf("from %.2f to %.2f in %q", f.Was.Share, f.Is.Share, f.Intervention)
					}
				})
			}
		}
	}
}

// Three differences are told: the largest of each kind before a second of one, the largest first, and of each question one.
func TestMostNotable(t *testing.T) {
	c := newCounty(t, 3)
	round := ""
	c.planted = func(b release.Block, id string) float64 {
		here, now, after := b.Municipality == "0581", round == "2026-H1", b.Timing == survey.After && b.Intervention == "OG028"
		switch id {
		case "K01", "K06": // much more after, and so more than in the region
			if after {
				return map[string]float64{"K01": 0.95, "K06": 0.8}[id]
			}
			return 0.05
		case "K08": // more than in the region, and than last time
			if here && now {
				return 0.75
			}
			return 0.35
		case "Q1": // neither good nor bad
			if now {
				return 0.9
			}
			return 0.1
		}
		return 0
	}
	var history []findings.Edition
	for _, round = range []string{"2025-H2", "2026-H1"} {
		history = append(history, c.demo(round))
	}
	p := findings.Of(history, inNorrkoping, c.catalogue)
	var told []string
	for i, f := range p.Notable {
		told = append(told, string(f.Kind)+" "+f.Question)
		if i > 0 && size(f) > size(p.Notable[i-1]) {
			t.Errorf("%s is told after a smaller one", f.Question)
		}
	}
	// Before and after K06 is larger than either of the last two, and of a kind that is told already.
	if fmt.Sprint(told) != "[after K01 last K08 region K06]" {
		t.Errorf("told are %v", told)
	}
}

func size(f findings.Finding) float64 {
	return max(f.Difference.Difference, -f.Difference.Difference)
}
