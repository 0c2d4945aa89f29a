package sealing

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

// What protection costs: in half-years of a county, hardly a table is lost, and most answers are
// counted with their own intervention and timing.
func TestWhatProtectionCosts(t *testing.T) {
	tool.Long(t)
	years := max(1, worlds(t, 0, 10)/10)
	for _, c := range []struct {
		answers  int
		ownLeast int // percent in blocks of step 1
	}{{480, 35}, {960, 45}} {
		t.Run(strconv.Itoa(c.answers), func(t *testing.T) {
			t.Parallel()
			var lost, asked, own, counted, dimensions int
			for seed := range years {
				r := newCounty(t, uint64(seed)).fill(c.answers).seal().Release
				lost, asked = lost+r.Audit.Withheld, asked+r.Audit.Asked
				for _, b := range r.Parts[0].Blocks {
					counted += b.N
					if treblock.Step(b.Step) == treblock.InterventionTiming {
						own += b.N
					}
				}
				by := map[string]bool{}
				for _, v := range r.Parts[0].Views {
					by[string(v.By)] = true
				}
				dimensions += len(by)
			}
			t.Logf("%d of %d tables are withheld; %d %% of %d answers are counted with their own intervention and timing; on average %.1f dimensions have views",
				lost, asked, 100*own/counted, counted, float64(dimensions)/float64(years))
			if lost*200 > asked || own*100 < c.ownLeast*counted {
				t.Errorf("more than 2 %% of tables are lost, or fewer than %d %% of answers keep their own block", c.ownLeast)
			}
		})
	}
}

// What is shown must hardly depend on what was answered. In small counties, where that is hardest,
// the attack takes away views now and then, whole, and of blocks nothing.
func TestHardlyAnythingIsMissingForItsNumbers(t *testing.T) {
	var all, lost, counties int
	for seed := range worlds(t, 4, 15) {
		c := newCounty(t, uint64(seed))
		c.fill(30 + c.dice.IntN(120))
		battery := c.file.Batteries[0]
		answers := c.opened().mixed[battery.Ref()]
		p := c.plainPart(battery, plainQuestions(battery), answers, rand.NewChaCha8([32]byte{byte(seed)}))
		blocks := shown(p)
		must(t, p.addViews("05", nil))
		before := shown(p)
		must(t, p.certify(new(follower)))
		after := shown(p)
		if after < blocks {
			t.Errorf("seed %d: %d answers in %d blocks: of %d tables of blocks %d are left", seed, p.Answers(), len(p.Blocks), blocks, after)
		}
		all, lost = all+before, lost+before-after
		if after < before {
			counties++
		}
	}
	t.Logf("in %d counties views are taken away, %d of %d tables", counties, lost, all)
	// One county in a hundred loses all its views: of a few, one may.
	if counties > 1 && lost*10 > all {
		t.Errorf("%d of %d tables are lost, in %d counties", lost, all, counties)
	}
}

// shown is how many tables a part has.
func shown(p *partBuilder) int {
	return release.Release{Parts: []release.Part{p.Part}}.Count().Certified
}
