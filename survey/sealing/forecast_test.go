package sealing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/forecast"
	"fragebatteri/survey/release"
)

// The forecast of a plan groups answers as the seal groups them.
func TestForecastGroupsAsTheSeal(t *testing.T) {
	steps := map[int]bool{}
	for seed := range uint64(6) {
		c := newCounty(t, seed)
		offers := []survey.Intervention{{ID: "I11", Municipalities: []string{"0580", "0581"}}, {ID: "I01", Municipalities: []string{"0581"}}}
		for _, i := range offers {
			c.file.Interventions = append(c.file.Interventions, survey.PendingOffer{ID: i.ID, Municipalities: i.Municipalities})
		}
		c.fill(100 + 80*int(seed))
		c.gather(gathering{municipality: "0580", intervention: "I11", timing: survey.Before, people: 7})
		c.gather(gathering{municipality: "0581", intervention: "I11", timing: survey.Before, people: 8})
		answers := c.opened().answers["core@1"]
		battery := c.file.Batteries[0]
		sealed := c.plainPart(battery, plainQuestions(battery), answers, rand.NewChaCha8([32]byte{1}))
		plan := forecast.Plan{PlanBasis: survey.PlanBasis{K: c.file.Round.K, Areas: c.file.Areas, Interventions: offers}}
		forecasted, err := plan.Blocks(members(answers), rand.NewChaCha8([32]byte{2}))
		must(t, err)
		var want, got []string
		for _, b := range sealed.Blocks {
			want = append(want, named(b))
			steps[b.Step] = true
		}
		for _, b := range forecasted {
			got = append(got, named(release.Block{
				Step: int(b.Step), Municipality: b.Municipality, Area: b.Area, Intervention: b.Intervention, Timing: survey.Timing(b.Timing), N: len(b.Members),
			}))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("seed %d: forecast\n%q\nsealed\n%q", seed, got, want)
		}
	}
	if len(steps) < 5 {
		t.Errorf("the blocks are of the steps %v alone", steps)
	}
}

func named(b release.Block) string {
	return fmt.Sprintf("%d %s %s %s %s: %d", b.Step, b.Municipality, b.Area, b.Intervention, b.Timing, b.N)
}
