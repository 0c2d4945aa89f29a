package findings_test

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
)

// What was asked before an intervention in one round is compared with what was asked after it, and later,
// in the next: the shares of all who were asked then, and never of one person twice.
func TestInterventionOverRounds(t *testing.T) {
	c := newCounty(t, 1)
	at := func(timing survey.Timing, n int) release.Block {
		return release.Block{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: timing, N: n}
	}
	first := c.release("2026-H1", []release.Block{at(survey.Before, 81)}, nil)
	second := c.release("2026-H2", []release.Block{at(survey.After, 84), at(survey.Later, 60)}, nil)
	i, known := findings.Of([]findings.Edition{first, second}, inNorrkoping, c.catalogue).Of("OG028")
	if !known || i.Before != 81 || i.After != 84 || i.Later != 60 || i.Answers != 144 {
		t.Fatalf("it has %d before, %d after, %d later, of %d in this round", i.Before, i.After, i.Later, i.Answers)
	}
	if i.At[survey.Before].Round != "2026-H1" || i.At[survey.Later].Round != "2026-H2" {
		t.Errorf("before is of %s and later of %s", i.At[survey.Before].Round, i.At[survey.Later].Round)
	}
	compared := 0
	for _, e := range i.Measures {
		if e.Sensitive {
			continue
		}
		if compared++; !e.Before.Known || !e.Later.Known || !e.Difference.Known || !e.SinceBefore.Known {
			t.Errorf("of %s not all is known: %+v", e.Question, e)
		}
	}
	if compared == 0 {
		t.Error("nothing is compared")
	}
}
