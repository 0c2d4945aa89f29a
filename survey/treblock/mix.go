package treblock

import (
	"fmt"
	"io"
	"slices"
)

// MixPercent is the rate at which answers are mixed, q, in hundredths: every fifth answer is
// replaced.
//
// It is chosen against somebody who knows, or made up, all other answers. To whoever holds every
// answer as likely as it is drawn, with chances π, the answer before and the one after mixing are
// alike in law, so that
//
//	P(before is a | after is j) = (1−q)·[a = j] + q·π_a
//
// Whatever is made of mixed answers in one round, however many tables, however they are rounded and
// whatever others answered, says no more than the mixed answer itself would. So of m answers nobody
// is surer of any than 1−q+q/m, and none is made likelier against another by more than a factor of
// 1+m·(1−q)/q: 84 % and 21 with five legal answers, 82 % and 41 with ten, the most that a question
// has. A single table whose chance is at least 1 in 10,000 comes to 77 % and 25. For one table a
// rate of 14 % would do, with 83 % and 38; but two and three tables of one person's answer, of a
// block and of views, come close to the bounds, and three pass 41 with any smaller rate.
//
// Two things are not hidden as well. An option of a several-choice question, drawn with the chance
// u of [Several.Drawn], has the bounds 1−q+q·u and 1+(1−q)/(q·u): 81 % and 84 for one of eleven, 43
// in a single table whose chance is at least 1 in 10,000. So whoever held it to be as likely chosen
// as not can be 98 % sure. Three options of one question together come to 1,035: whether somebody
// chose just these or none can be all but certain, but which three of eleven they chose remains
// below 50 %. And two rounds mix twice, so that factors multiply: of somebody who answers alike
// twice, both times with the same eleven others, 96 % has been found, in 4 of 1,000 such cases.
//
// The tests in mix_exact_test.go and mix_several_test.go compute all of these numbers.
const MixPercent = 20

// Mixing replaces answers at random before they are counted, so that no count, however well
// everybody else's answers are known, says for certain what one person answered. It is
// post-randomisation, PRAM (J. M. Gouweleeuw, P. Kooiman, L. C. R. J. Willenborg and P.-P. de Wolf,
// Journal of Official Statistics 14(4), 1998), with the probabilities of randomised response (S. L.
// Warner, JASA 60, 1965): an answer a of m becomes j with probability
//
//	(1−q)·[a = j] + q/m
//
// Each answer is to be mixed once, before anything is computed, and everything made from that: two
// mixings of one answer say more than one. [MixedShare.Estimate] takes it out of the counts again.
type Mixing struct {
	Percent int       // q in hundredths, 1..99
	Random  io.Reader // crypto/rand.Reader or as good; it decides which answers are replaced
}

// Several is the legal answers to a question with several choices. An answer has a status, 0 for
// answered and the others for "none of these" and the like, and when it is answered at least one
// and at most Most options.
type Several struct {
	Statuses int // at least 2
	Options  int // at least 1
	Most     int // 1..Options
}

// One returns the answer to a question to which one of so many legal answers is given, all of them
// counted, also "don't know" and not having answered. Answers are numbers from 0. With probability
// q it is drawn evenly from all of them, the one given too. On an error, of Random or of an answer
// that is not legal, there is none.
func (m Mixing) One(answer, legal int) (int, error) {
	if answer < 0 || answer >= legal {
		return 0, fmt.Errorf("treblock: mix answer %d of %d", answer, legal)
	}
	replace, err := m.replaces()
	switch {
	case err != nil:
		return 0, err
	case replace:
		return draw(legal, m.Random)
	}
	return answer, nil
}

// Several returns the status and, ascending, the options of an answer to a question with several
// choices. With probability q they are drawn: the status evenly, then, if it is answered, the
// options evenly from all sets of a legal size. So "don't know" hides as well as in a question with
// one choice, whatever the number of options. On an error, of Random or of an answer that is not
// legal, there is none.
func (m Mixing) Several(status int, options []int, legal Several) (int, []int, error) {
	if err := legal.refuse(status, options); err != nil {
		return 0, nil, err
	}
	replace, err := m.replaces()
	if err != nil {
		return 0, nil, err
	}
	if !replace {
		return status, slices.Sorted(slices.Values(options)), nil
	}
	status, err = draw(legal.Statuses, m.Random)
	if err != nil || status != 0 {
		return status, nil, err
	}
	options, err = legal.draw(m.Random)
	return status, options, err
}

// replaces draws whether an answer is replaced.
func (m Mixing) replaces() (bool, error) {
	if m.Percent < 1 || m.Percent > 99 {
		return false, fmt.Errorf("treblock: mix %d answers of a hundred; 1 to 99 can be", m.Percent)
	}
	at, err := draw(100, m.Random)
	return at < m.Percent, err
}

// Drawn returns u, the probability that a replaced answer has any one option chosen: that of being
// answered, times the mean share of the options in the sets that are drawn from.
func (s Several) Drawn() float64 {
	if s.check() != nil {
		return 0
	}
	sets, chosen := 0, 0
	for size := 1; size <= s.Most; size++ {
		sets += choose(s.Options, size)
		chosen += choose(s.Options-1, size-1)
	}
	return float64(chosen) / float64(sets) / float64(s.Statuses)
}

// draw draws a set of options, each of a legal size with the same chance: the size, in proportion
// to how many sets have it, then the set.
func (s Several) draw(rnd io.Reader) ([]int, error) {
	sets := 0
	for size := 1; size <= s.Most; size++ {
		sets += choose(s.Options, size)
	}
	at, err := draw(sets, rnd)
	if err != nil {
		return nil, err
	}
	size := 1
	for at >= choose(s.Options, size) {
		at -= choose(s.Options, size)
		size++
	}
	all := make([]int, s.Options)
	for i := range all {
		all[i] = i
	}
	options, err := sample(all, size, rnd)
	slices.Sort(options)
	return options, err
}

// check returns what is wrong with a question that cannot be. There are at most 30 options, so that
// numbers of sets are exact.
func (s Several) check() error {
	if s.Statuses < 2 || s.Options > 30 || s.Most < 1 || s.Most > s.Options {
		return fmt.Errorf("treblock: a question with %d statuses and at most %d of %d options",
			s.Statuses, s.Most, s.Options)
	}
	return nil
}

// refuse returns what is wrong with an answer.
func (s Several) refuse(status int, options []int) error {
	if err := s.check(); err != nil {
		return err
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(options)))
	outside := func(option int) bool { return option < 0 || option >= s.Options }
	switch {
	case status < 0 || status >= s.Statuses,
		status == 0 && (len(options) < 1 || len(options) > s.Most),
		status != 0 && len(options) > 0,
		len(distinct) != len(options) || slices.ContainsFunc(options, outside):
		return fmt.Errorf("treblock: mix an answer with status %d and %d options", status, len(options))
	}
	return nil
}

// choose returns the number of sets of k of n.
func choose(n, k int) int {
	sets := 1
	for i := range k {
		sets = sets * (n - i) / (i + 1)
	}
	return sets
}
