// Package attack tries to break a release before it is written, as somebody would who knows
// everything but the answers: the method, every number that is released, and who is in which block
// and view. It asks what all tables of a question together leave open.
//
// Where to look:
//
//	attack.go   Attack: what all tables of a part rule out
//	question.go a question's tables and people, made ready for the search
//	space.go    the values that an answer to a question can have
//	world.go    one way in which everybody may have answered, and whether it fits what is released
//	search.go   the walk over worlds that fit
//	repair.go   how the walk makes a world fit again
//
// The search looks for witnesses. Starting from what was really answered, it changes answers, one
// person's or two people's at a time, to reach other worlds that fit everything released. Each of
// them proves that what it says of anybody is possible. What no world was found for counts as ruled
// out, so the search fails closed: it may find too much, never too little. Its arithmetic is
// its own: of package treblock, which it watches, it takes the numbers of the rules alone.
package attack

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// LeastValues is how many possible true counts every cell must keep, given all tables together.
const LeastValues = 3 // mutation: least values

// Person is one answer of a part: what the attacker is taken to know of it, and what was answered,
// from which the search starts.
type Person struct {
	Block   int            // index in the part's blocks
	Groups  []int          // by view of the part: the index of the person's group in it, or -1
	Answers survey.Answers // not known to the attacker
	Known   bool           // the attacker knows the answer: it is the attacker's own, or somebody told
}

// Attack is a part of a release and the people in it.
type Attack struct {
	Part     release.Part
	Battery  *survey.Battery
	People   []Person              // all whose answers are in the part's blocks
	Seed     uint64                // of the search, so that the same answers are always judged the same
	Progress func(question string) // called when a question is done, from any goroutine; may be nil
	Stopped  func() bool           // asked before each question, from any goroutine: whether to give up; may be nil
}

// ErrStopped is the error of an attack that was given up because nobody wants to know any more.
var ErrStopped = errors.New("the attack was stopped")

// Finding is something that the tables of a part rule out, as far as the search could tell.
type Finding struct {
	Question string
	Table    string
	Column   string
	Block    int   // index of the block that the cell or the people are of; -1 for a cell of a view
	People   []int // for whom the column is ruled out; nil when the finding is of a cell
	Values   int   // possible true counts of the cell
}

// String says what was found in one line of codes.
func (f Finding) String() string {
	if f.People != nil {
		return fmt.Sprintf("%s %s is ruled out for %d people", f.Table, f.Column, len(f.People))
	}
	return fmt.Sprintf("%s %s has a cell with %d possible counts", f.Table, f.Column, f.Values)
}

// Findings returns everything that is ruled out by all tables together: nothing where every cell
// keeps at least [LeastValues] possible true counts, and no option is ruled out for anybody, whoever
// shares their block and groups. What is released must fit what was answered, or there is an error.
//
// It searches each question, as many at a time as there are cores.
func (a Attack) Findings() ([]Finding, error) {
	found := make([][]Finding, len(a.Part.Questions))
	errs := make([]error, len(a.Part.Questions))
	next := make(chan int)
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := range next {
				if a.Stopped != nil && a.Stopped() {
					errs[i] = ErrStopped
					continue
				}
				found[i], errs[i] = a.findingsOf(a.Part.Questions[i])
				if a.Progress != nil {
					a.Progress(a.Part.Questions[i])
				}
			}
		})
	}
	for _, i := range a.largestFirst() {
		next <- i
	}
	close(next)
	work.Wait()
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return nil, errs[i]
	}
	return slices.Concat(found...), nil
}

// largestFirst returns the indices of the part's questions, those with most tables first, so that
// no core is left with the largest at the end.
func (a Attack) largestFirst() []int {
	order := make([]int, len(a.Part.Questions))
	tables := make([]int, len(order))
	for i, id := range a.Part.Questions {
		q, _ := a.Battery.Question(id)
		order[i], tables[i] = i, len(q.Tables())
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(tables[j], tables[i]) })
	return order
}

// findingsOf returns what is ruled out of one question.
func (a Attack) findingsOf(id string) ([]Finding, error) {
	q, ok := a.Battery.Question(id)
	if !ok {
		return nil, fmt.Errorf("attack: %s has no question %s", a.Battery.Ref(), id)
	}
	t := newTarget(a.Part, q, a.People)
	s := newSearch(t, rand.New(rand.NewPCG(2026, a.Seed)))
	if s.broken() {
		return nil, fmt.Errorf("attack: what is released of %s does not fit what was answered", id)
	}
	var found []Finding
	for _, g := range s.unreached() {
		found = append(found, s.finding(g))
	}
	return found, nil
}
