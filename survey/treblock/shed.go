package treblock

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"slices"
)

// afterShedding returns the sizes of the sessions when a surplus has been shed from the largest; only when that is
// used up (tiny sessions, base 5) from the next largest. It does not change its argument,
// and the result is in order of the original sizes, largest first. Which of several equal sessions is drawn makes no
// difference to the sizes, so eligibility can be decided before anything is drawn.
func afterShedding(sizes []int, surplus int) []int {
	kept := slices.Clone(sizes)
	slices.SortFunc(kept, func(a, b int) int { return b - a })
	for i := range kept {
		gone := min(surplus, kept[i])
		kept[i] -= gone
		surplus -= gone
	}
	return kept
}

// shed draws the surplus that a group gives up so that its size is a multiple of the base: all from its largest
// session, each answer of it with the same chance. Sessions come largest first. Among equally large sessions one is
// drawn at random: a fixed choice would make the same waiting answers wait again in every round.
func shed(sessions [][]int, surplus int, rnd io.Reader) ([]int, error) {
	sessions = slices.Clone(sessions)
	var gone []int
	for len(gone) < surplus {
		tied := 1
		for tied < len(sessions) && len(sessions[tied]) == len(sessions[0]) {
			tied++
		}
		at, err := draw(tied, rnd)
		if err != nil {
			return nil, err
		}
		some, err := sample(sessions[at], min(surplus-len(gone), len(sessions[at])), rnd)
		if err != nil {
			return nil, err
		}
		gone = append(gone, some...)
		sessions = slices.Delete(sessions, at, at+1)
	}
	return gone, nil
}

// sample returns n of the answers, every set of n with the same chance (the first n steps of a Fisher–Yates shuffle).
func sample(answers []int, n int, rnd io.Reader) ([]int, error) {
	answers = slices.Clone(answers)
	for i := range n {
		at, err := draw(len(answers)-i, rnd)
		if err != nil {
			return nil, err
		}
		answers[i], answers[i+at] = answers[i+at], answers[i]
	}
	return answers[:n], nil
}

// draw returns a uniform number in 0..n-1. rand.Int rejects what would make some numbers likelier, unlike a remainder.
func draw(n int, rnd io.Reader) (int, error) {
	v, err := rand.Int(rnd, big.NewInt(int64(n)))
	if err != nil {
		return 0, fmt.Errorf("treblock: draw at random: %w", err)
	}
	return int(v.Int64()), nil
}
