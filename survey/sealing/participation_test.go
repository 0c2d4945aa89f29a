package sealing

import (
	"math/rand/v2"
	"testing"

	"fragebatteri/survey"
)

// The remainder of those who came is rounded away at random, up as well as
// down: a fixed rule would say between which two gatherings somebody came.
func TestParticipationIsRoundedAtRandom(t *testing.T) {
	c := newCounty(t, 1)
	c.gather(gathering{municipality: "0581", intervention: "P1", channel: survey.Group, timing: survey.NoTiming, people: 16})
	c.file.Announced = []survey.Announced{{Municipality: "0581", Answers: 20}}
	opened := c.opened()
	dice := rand.NewChaCha8([32]byte{1})
	seen := map[int]int{}
	for range 300 {
		list, err := participation(c.file, opened, dice)
		must(t, err)
		seen[*list[0].Received]++
	}
	if len(seen) != 2 || seen[15] < 150 || seen[18] < 50 {
		t.Errorf("16 came, and so often are so many said to: %v", seen)
	}
}
