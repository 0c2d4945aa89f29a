package sealing

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
)

// drawnAgain is a part with one question, of which everybody is drawn again as the group of so many
// views by language, and as that of a view by channel. No rule for views would allow it: with all
// three offsets of a table, every cell of it is known.
func drawnAgain(t *testing.T, times int) *partBuilder {
	t.Helper()
	c := newCounty(t, 1)
	for range 2 {
		c.gather(gathering{municipality: "0581", intervention: "P1", channel: survey.Group, timing: survey.NoTiming, people: 12})
	}
	battery := c.file.Batteries[0]
	answers := c.opened().mixed[battery.Ref()]
	asked := battery.Questions[:1] // the attack takes its time over each that gives way
	part := c.plainPart(battery, asked, answers, rand.NewChaCha8([32]byte{1}))
	everybody := make([]int, len(part.answers))
	for i := range everybody {
		everybody[i] = i
	}
	must(t, part.addGroup(group{view: release.View{By: survey.ByChannel, Where: "05"}, key: "self", members: everybody[:12]}))
	for i := range times {
		must(t, part.addGroup(group{view: release.View{By: survey.ByLanguage, Where: fmt.Sprintf("%02d", i)}, key: "sv", members: everybody}))
	}
	return part
}

// What does not withstand the attack is taken away: views whole, those tried last first.
func TestWhatIsNotCertifiedIsTakenAway(t *testing.T) {
	part := drawnAgain(t, tool.Some(3, 7))
	before, err := part.attack(new(follower)).Findings()
	must(t, err)
	must(t, part.certify(new(follower)))
	after, err := part.attack(new(follower)).Findings()
	must(t, err)
	if len(before) == 0 || len(after) > 0 {
		t.Errorf("%d things are found out before and %d after", len(before), len(after))
	}
	if len(part.Views) > 0 || len(part.people[0].Groups) > 0 || len(part.Blocks[0].Q) == 0 {
		t.Errorf("left are the views %v, groups %v and the block %v", part.Views, part.people[0].Groups, part.Blocks[0].Q)
	}
}

func TestTheLastViewsGoFirst(t *testing.T) {
	part := drawnAgain(t, 2)
	part.dropLastViews()
	if len(part.Views) != 2 || part.Views[0].By != survey.ByLanguage || len(part.people[0].Groups) != 2 {
		t.Errorf("left are %v, and somebody is in the groups %v", part.Views, part.people[0].Groups)
	}
}

// Should a block not withstand by itself, its question goes with all tables.
func TestABlockThatDoesNotWithstand(t *testing.T) {
	part := drawnAgain(t, 0)
	part.dropLastViews()
	part.Blocks = append(part.Blocks, release.Block{Q: map[string][]int{part.Questions[0]: {1}}})
	part.withhold(part.Questions[0], 0)
	if len(part.Blocks[0].Q) > 0 || len(part.Blocks[1].Q) == 0 {
		t.Errorf("left are %v", part.Blocks)
	}
}

// What is signed has all parts that were made.
func TestInspectMissesAPart(t *testing.T) {
	c := newCounty(t, 1).fill(60)
	r := c.seal().Release
	forgotten := &partBuilder{Part: release.Part{Battery: "core@9", Base: 3}}
	err := inspect(r, c.file.Batteries, []*partBuilder{forgotten}, new(follower))
	if err == nil || !strings.Contains(err.Error(), "it has no part core@9 base 3") {
		t.Errorf("got %v", err)
	}
}
