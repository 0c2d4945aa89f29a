package treblock

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"testing/iotest"
)

// often reports a count of so many draws that is more than five standard deviations from what its
// chance says.
func often(t *testing.T, what string, count, draws int, chance float64) {
	t.Helper()
	mean, sd := chance*float64(draws), math.Sqrt(chance*(1-chance)*float64(draws))
	if math.Abs(float64(count)-mean) > 5*sd {
		t.Errorf("%s: %d of %d, want about %.0f", what, count, draws, mean)
	}
}

func TestOneAnswerIsReplacedEvenly(t *testing.T) {
	const draws = 20_000
	for _, c := range []struct{ percent, legal int }{{20, 2}, {20, 7}, {10, 10}} {
		mixing := Mixing{c.percent, seeded(byte(c.legal))}
		q := float64(c.percent) / 100
		for answer := range c.legal {
			counts := make([]int, c.legal)
			for range draws {
				mixed, err := mixing.One(answer, c.legal)
				if err != nil {
					t.Fatal(err)
				}
				counts[mixed]++
			}
			for j, count := range counts {
				chance := q / float64(c.legal)
				if j == answer {
					chance += 1 - q
				}
				often(t, fmt.Sprintf("%d %%: %d of %d becomes %d", c.percent, answer, c.legal, j), count, draws, chance)
			}
		}
	}
}

// needs is the question of the core battery with several choices.
var needs = Several{Statuses: 5, Options: 11, Most: 3}

func TestSeveralAreReplacedEvenly(t *testing.T) {
	const draws = 200_000
	mixing := Mixing{50, seeded(1)}
	given := []int{7, 2}
	statuses, sets, chosen := make([]int, needs.Statuses), map[string]int{}, make([]int, needs.Options)
	for range draws {
		status, options, err := mixing.Several(0, given, needs)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSorted(options) || (status == 0) != (len(options) > 0) {
			t.Fatalf("status %d with options %v", status, options)
		}
		statuses[status]++
		sets[fmt.Sprint(options)]++
		for _, option := range options {
			chosen[option]++
		}
	}
	if !slices.Equal(given, []int{7, 2}) {
		t.Errorf("the answer given is now %v", given)
	}
	for status, count := range statuses[1:] {
		often(t, fmt.Sprintf("status %d", status+1), count, draws, 0.5/5)
	}
	if len(sets) != 11+55+165+1 {
		t.Errorf("%d different sets", len(sets))
	}
	for set, count := range sets {
		switch set {
		case "[]":
		case "[2 7]":
			often(t, set, count, draws, 0.5+0.5/5/231)
		default:
			often(t, set, count, draws, 0.5/5/231)
		}
	}
	for option, count := range chosen {
		chance := 0.5 * needs.Drawn()
		if slices.Contains(given, option) {
			chance += 0.5
		}
		often(t, fmt.Sprintf("option %d", option), count, draws, chance)
	}
}

func TestDrawn(t *testing.T) {
	for _, c := range []struct {
		of   Several
		want float64
	}{
		{needs, 56.0 / 231 / 5},                                             // 1 + 10 + 45 of 11 + 55 + 165 sets hold an option
		{Several{2, 1, 1}, 0.5},                                             // answered or not
		{Several{4, 3, 1}, 1.0 / 3 / 4},                                     // one of three
		{Several{4, 12, 12}, 2048.0 / 4095 / 4},                             // any set but the empty one
		{Several{5, 3, 4}, 0}, {Several{5, 3, 0}, 0}, {Several{1, 3, 2}, 0}, // cannot be
	} {
		if got := c.of.Drawn(); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%+v: %v, want %v", c.of, got, c.want)
		}
	}
}

func TestMixingRefusesWhatIsNotLegal(t *testing.T) {
	mixing := Mixing{MixPercent, seeded(2)}
	for _, c := range [][2]int{{-1, 5}, {5, 5}, {0, 0}} {
		if mixed, err := mixing.One(c[0], c[1]); err == nil {
			t.Errorf("answer %d of %d becomes %d", c[0], c[1], mixed)
		}
	}
	for _, c := range []struct {
		status  int
		options []int
		of      Several
	}{
		{-1, nil, needs}, {5, nil, needs}, {0, nil, needs}, {1, []int{2}, needs}, {0, []int{0, 1, 2, 3}, needs},
		{0, []int{2, 2}, needs}, {0, []int{11}, needs}, {0, []int{-1}, needs}, {0, []int{0}, Several{}},
		{0, []int{0}, Several{5, 31, 3}},
	} {
		if status, options, err := mixing.Several(c.status, c.options, c.of); err == nil {
			t.Errorf("status %d with %v of %+v becomes %d with %v", c.status, c.options, c.of, status, options)
		}
	}
}

// An unmixed answer must never pass for a mixed one.
func TestMixingFailsClosed(t *testing.T) {
	broken := errors.New("no randomness")
	for _, mixing := range []Mixing{{0, seeded(3)}, {100, seeded(3)}, {-1, seeded(3)}, {MixPercent, iotest.ErrReader(broken)}} {
		if mixed, err := mixing.One(3, 5); err == nil || mixed != 0 {
			t.Errorf("%d %%: 3 becomes %d, error %v", mixing.Percent, mixed, err)
		}
		if status, options, err := mixing.Several(0, []int{3}, needs); err == nil || status != 0 || options != nil {
			t.Errorf("%d %%: becomes %d with %v, error %v", mixing.Percent, status, options, err)
		}
	}
}
