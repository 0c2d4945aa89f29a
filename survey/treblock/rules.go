package treblock

import (
	"errors"
	"fmt"
)

// The smallest block that the promise to participants allows ("at least eleven others"), and the smallest block of
// sensitive questions.
const (
	leastPlain     = 12 // mutation: least plain
	leastSensitive = 20 // mutation: least sensitive
)

// Rules says when a group of answers may become a block of one part of a release. [Plain] and [Sensitive] make the two
// that are in use.
type Rules struct {
	Base    int // sizes of blocks and released counts are multiples of it: 3, or 5 for sensitive questions
	K       int // smallest block
	Outside int // least number of answers outside the largest session; so no block is of one session alone

	Sessions int // least number of distinct sessions of a block with fewer answers than Many
	Many     int // from so many answers the number of sessions does not matter
}

// Plain returns the rules of ordinary questions: base 3, at least k answers of which three are outside the largest
// session. Whoever hands out the code of one session can make up all answers but one in it, and must not be left alone
// with that one. A k below 12 or between multiples of 3 is rounded up, never down: the promise to those who answered
// only ever gets stronger.
func Plain(k int) Rules {
	k = roundUp(max(k, leastPlain), 3)
	return Rules{Base: 3, K: k, Outside: 3} // mutation: outside
}

// Sensitive returns the rules of sensitive questions in a round whose ordinary blocks have at least k answers: base 5,
// at least 20 answers (more when k is larger) of which ten are outside the largest session, from three sessions unless
// there are one and a half times as many.
func Sensitive(k int) Rules {
	k = roundUp(max(k, leastSensitive), 5)
	return Rules{Base: 5, K: k, Outside: 10, Sessions: 3, Many: roundUp(k+k/2, 5)} // mutation: sensitive outside
}

// Eligible reports whether answers from these sessions, one tag per answer, may become a block. Size and sessions are
// judged as they are after shedding, so an eligible group always leaves a block that keeps every rule. The order of the
// tags does not matter. Rules that contradict themselves make nothing eligible.
func (r Rules) Eligible(sessions []string) bool {
	size := map[string]int{}
	for _, tag := range sessions {
		size[tag]++
	}
	sizes := make([]int, 0, len(size))
	for _, n := range size {
		sizes = append(sizes, n)
	}
	return r.eligible(sizes)
}

// eligible is Eligible for the sizes of the sessions, in any order.
func (r Rules) eligible(sizes []int) bool {
	if r.check() != nil {
		return false
	}
	return r.allow(afterShedding(sizes, total(sizes)%r.Base))
}

// allow reports whether answers from sessions of these sizes may be counted together as they are.
func (r Rules) allow(sizes []int) bool {
	total, largest, distinct := 0, 0, 0
	for _, n := range sizes {
		total += n
		largest = max(largest, n)
		if n > 0 {
			distinct++
		}
	}
	if total < r.K {
		return false
	}
	return total-largest >= r.Outside && (total >= r.Many || distinct >= r.Sessions)
}

// check returns what is wrong with rules that could let a block through that is smaller than its own K. The zero Rules
// would otherwise make every group eligible.
func (r Rules) check() error {
	switch {
	case r.Base < 2:
		return fmt.Errorf("treblock: base %d is less than 2", r.Base)
	case r.K < r.Base:
		return fmt.Errorf("treblock: smallest block %d is less than base %d", r.K, r.Base)
	case r.Outside < 1:
		return errors.New("treblock: a block could be of one session alone")
	}
	return nil
}

func roundUp(n, base int) int {
	return (n + base - 1) / base * base
}
