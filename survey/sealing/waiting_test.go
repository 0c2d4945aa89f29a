package sealing

import (
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// An answer is left over by lot when its group became a block in any step that it was tried in, and
// else because its municipality had too few, or nearly all from one session.
func TestWaitsOf(t *testing.T) {
	blocks := []release.Block{
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before},
		{Step: 3, Region: "05", Intervention: "OG004"},
		{Step: 5, Area: "Kinda–Ydre"},
	}
	file := survey.PendingFile{
		Round:         survey.PendingRound{K: 12},
		Areas:         []survey.Area{{Name: "Kinda–Ydre", Municipalities: []string{"0513", "0512"}}},
		Interventions: []survey.PendingOffer{{ID: "OG004", Municipalities: []string{"0580", "0581"}}},
	}
	answer := func(municipality, intervention string, timing survey.Timing, waited int) survey.Submission {
		return survey.Submission{Municipality: municipality, Intervention: intervention, Timing: timing, Waited: waited}
	}
	left := []survey.Submission{
		answer("0581", "OG028", survey.Before, 0), answer("0581", "OG028", survey.Before, 0), // of the block
		answer("0581", "OG028", survey.After, 0),                                                 // too few
		answer("0580", "OG004", survey.NoTiming, 0),                                              // of the shared block
		answer("0513", "OG049", survey.NoTiming, 0), answer("0513", "OG049", survey.NoTiming, 2), // too few yet; of the area's block
	}
	for range 13 {
		left = append(left, answer("0583", "OG018", survey.NoTiming, 0))
	}
	want := []Waits{
		{"0513", "OG049", survey.NoTiming, TooFew, 1}, {"0513", "OG049", survey.NoTiming, ByLot, 1},
		{"0580", "OG004", survey.NoTiming, ByLot, 1},
		{"0581", "OG028", survey.After, TooFew, 1}, {"0581", "OG028", survey.Before, ByLot, 2},
		{"0583", "OG018", survey.NoTiming, OneGathering, 13},
	}
	if got := merged(newGrouper(file, opened{}).waitsOf(file, blocks, left)); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
