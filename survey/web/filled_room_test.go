package web_test

import (
	"fmt"
	"math"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

const (
	// sure is the most that an answer which was as likely as not can become when none becomes more
	// than 41 times likelier against another, as the README says.
	sure = 41.0 / 42

	// mostGain is how much larger the share of right guesses may be with a release than without.
	mostGain = 0.15
)

// Whoever holds all codes and makes up all other answers only guesses what somebody answered: over
// HTTP, through the seal, from the release alone, with exact chances. From counts that were not
// mixed the same attacker is certain of many, so that this would be seen.
func TestWhoFillsTheRoomOnlyGuesses(t *testing.T) {
	var mixed, unmixed guesses
	t.Run("rooms", func(t *testing.T) {
		for seed := range tool.Some(4, 12) {
			t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
				t.Parallel()
				r := newFilledRoom(t, seed)
				for _, q := range r.oneChoice() {
					r.guess(q, &mixed, &unmixed)
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	t.Logf("from releases: %v", &mixed)
	t.Logf("from counts that were not mixed: %v", &unmixed)
	m, u := scored(mixed.list), scored(unmixed.list)
	m.calibrated(t, "from releases")
	u.calibrated(t, "from counts that were not mixed")
	if m.beyond > 0 {
		t.Errorf("an answer is %.3f sure, more than %.3f", m.surest, sure)
	}
	if m.fits > 0.9*m.after.n {
		t.Errorf("%.0f of %.0f times the release is as if nothing had been mixed", m.fits, m.after.n)
	}
	if m.after.n >= 300 && m.several == 0 {
		t.Error("nobody is guessed from several tables")
	}
	luck := 2 / math.Sqrt(m.after.n) // four standard errors, if a fourth of the guesses become others
	if m.expectedGain() > mostGain || m.gain() > mostGain+luck {
		t.Errorf("with the release %.1f points more are right, by their chances %.1f; more than %.0f", 100*m.gain(), 100*m.expectedGain(), 100*mostGain)
	}
	if u.beyond < 0.1*u.after.n || u.expectedGain() < mostGain {
		t.Errorf("from counts that were not mixed only %.0f are certain, and %.1f points more right: whoever guesses is too weak to show anything",
			u.beyond, 100*u.expectedGain())
	}
}

// guess guesses a question of the first of those who are watched, who stands for the others: first
// from the release, then from counts of the same answers that were not mixed.
func (r *filledRoom) guess(q survey.Question, mixed, unmixed *guesses) {
	var released, unbelieved, counted []shown
	for _, t := range r.tables {
		if sensitive := t.base == 5; sensitive != q.Sensitive {
			continue
		}
		s := shown{base: t.base, rate: float64(r.released.Mixed) / 100, crowds: r.crowds(q, t)}
		s.released = r.counts(t)[q.ID]
		switch {
		case s.released == nil && t.by == "":
			r.Errorf("%s: there is no block with base %d and question %s", r.name, t.base, q.ID)
			return
		case s.released == nil:
			continue // the seal took the view away
		}
		released = append(released, s)
		s.rate = 0
		unbelieved = append(unbelieved, s)
		s.released = r.unmixed(q, t)
		counted = append(counted, s)
	}
	if len(released) == 0 {
		return // a sensitive question, which has no block
	}
	prior := r.prior[q.ID]
	g := guess{
		room: r.name, strategy: r.strategy, tables: len(released), answer: r.given[0][q.ID][0], prior: prior,
		chances: posterior(prior, released), fits: posterior(prior, unbelieved) != nil,
	}
	c := g
	c.chances, c.fits = posterior(prior, counted), true
	if g.chances == nil || c.chances == nil {
		r.Errorf("%s: the tables of %s cannot be", r.name, q.ID)
		return
	}
	mixed.add(g)
	unmixed.add(c)
}

// crowds returns in which ways all others in a table can have answered: what was made up is known,
// but for which of it was shed, and of others what is usually answered.
func (r *filledRoom) crowds(q survey.Question, t filledTable) []crowd {
	known := crowd{1, make([]int, len(q.Tables()[0].Columns))}
	unknown := -1 // the first is not one of the others
	for _, i := range t.sessions {
		for _, column := range r.given[i][q.ID][r.sessions[i].watched:] {
			known.given[column]++
		}
		unknown += r.sessions[i].watched
	}
	crowds := []crowd{known}
	if len(t.sheds) > 0 {
		crowds = each(crowds, -1, r.shares(q, t.sheds))
	}
	for range unknown {
		crowds = each(crowds, 1, r.prior[q.ID])
	}
	return crowds
}

// shares returns how large a share of the answers in sessions each column has.
func (r *filledRoom) shares(q survey.Question, sessions []int) []float64 {
	shares := make([]float64, len(q.Tables()[0].Columns))
	n := 0
	for _, i := range sessions {
		n += len(r.given[i][q.ID])
		for _, column := range r.given[i][q.ID] {
			shares[column]++
		}
	}
	for column := range shares {
		shares[column] /= float64(n)
	}
	return shares
}

// unmixed counts a table as it would be released without mixing.
func (r *filledRoom) unmixed(q survey.Question, t filledTable) []int {
	counts := make([]int, len(q.Tables()[0].Columns))
	for _, i := range t.sessions {
		for _, column := range r.given[i][q.ID] {
			counts[column]++
		}
	}
	if len(t.sheds) > 0 {
		counts[r.drawn(r.shares(q, t.sheds))]--
	}
	return treblock.Round(counts, t.base, r.dice.IntN(t.base))
}
