package sealing

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// What does not withstand the attack is taken away. Here the same 24 people are
// drawn again and again, which no rule for views would allow: with all three
// offsets of a table, every cell of it is known.
func TestWhatIsNotCertifiedIsTakenAway(t *testing.T) {
	c := newCounty(t, 1)
	for range 2 {
		c.gather(gathering{municipality: "0581", intervention: "P1", channel: survey.Group, timing: survey.NoTiming, people: 12})
	}
	battery := c.file.Batteries[0]
	answers := c.opened().mixed[battery.Ref()]
	asked := battery.Questions[:1] // the attack takes its time over each that gives way
	part, _, err := newGrouper(c.file, answers).part(battery, asked, treblock.Plain(12), answers, 0, rand.NewChaCha8([32]byte{1}))
	must(t, err)
	everybody := make([]int, len(part.answers))
	for i := range everybody {
		everybody[i] = i
	}
	for i := range 7 {
		must(t, part.addGroup(group{view: release.View{By: survey.ByLanguage, Where: fmt.Sprintf("%02d", i)}, key: "sv", members: everybody}))
	}
	parts := []*partBuilder{part}
	before, err := part.attack(parts, Options{}).Findings()
	must(t, err)
	must(t, certify(parts, Options{}))
	after, err := part.attack(parts, Options{}).Findings()
	must(t, err)
	if len(before) == 0 || len(after) > 0 {
		t.Errorf("%d things are found out before and %d after", len(before), len(after))
	}
	left := 0
	for _, v := range part.Views {
		left += len(v.Groups[0].Q)
	}
	if left == len(part.Views) || len(part.Blocks[0].Q) == 0 {
		t.Errorf("%d of %d groups keep their table, and the block %v", left, len(part.Views), part.Blocks[0].Q)
	}
}

// What is signed has all parts that were made.
func TestInspectMissesAPart(t *testing.T) {
	c := newCounty(t, 1).fill(60)
	r := c.seal().Release
	forgotten := &partBuilder{Part: release.Part{Battery: "core@9", Base: 3}}
	err := inspect(r, c.file.Batteries, []*partBuilder{forgotten}, Options{})
	if err == nil || !strings.Contains(err.Error(), "it has no part core@9 base 3") {
		t.Errorf("got %v", err)
	}
}
