// Package attack tries to break a release before it is written, as somebody would who knows
// everything but the answers: the method, every number that is released, and who is in which block
// and view. It asks what all tables of a question together leave open.
//
// Where to look:
//
//	attack.go   Attack: which tables of a part must be withheld, and what is ruled out
//	question.go a question's tables and people, made ready for the search
//	space.go    the values that an answer to a question can have
//	world.go    one way in which everybody may have answered, and whether it fits what is released
//	search.go   the walk over worlds that fit
//	repair.go   how the walk makes a world fit again
//	shape.go    what the groups of a view and their sizes say of the question that defines it
//	tally.go    the groups that a world would have given such a view
//
// The search looks for witnesses. Starting from what was really answered, it changes answers, one
// person's or two people's at a time, to reach other worlds that fit everything released. Each of
// them proves that what it says of anybody is possible. What no world was found for counts as ruled
// out, so the search fails closed: it may withhold too much, never too little. Its arithmetic is
// its own: of package treblock, which it watches, it takes the numbers of the rules alone.
package attack

import (
	"cmp"
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
	Session string         // random tag
	Groups  []int          // by view of the part: the index of the person's group in it, or -1
	Answers survey.Answers // not known to the attacker
	Known   bool           // the attacker knows the answer: it is the attacker's own, or somebody told
}

// Elsewhere is another part of the release, in which some of the same people are counted in other
// blocks. What the sizes of its views say of who they are is known too.
type Elsewhere struct {
	Part  release.Part
	Block []int // by person: the index of the block in that part, or -1
}

// Attack is a part of a release and the people in it.
type Attack struct {
	Part      release.Part
	Battery   *survey.Battery
	People    []Person // all whose answers are in the part's blocks
	Elsewhere []Elsewhere
	Dropped   []survey.Dimension    // whose views were taken away although there were groups
	Seed      uint64                // of the search, so that the same answers are always judged the same
	Progress  func(question string) // called when a question is done, from any goroutine; may be nil
}

// SizesError says that which groups a view has, and their sizes, rule out answers to the question
// that defines it, or give counts of it away, whatever tables are withheld: as when women and men
// add up to everybody. The view must go.
type SizesError struct {
	Question  string
	Dimension survey.Dimension
}

// Error says so in one line.
func (e *SizesError) Error() string {
	return fmt.Sprintf("attack: the sizes of a view's groups say too much of %s, which defines it", e.Question)
}

// Uncertified returns the tables that must be withheld, in the form in which a release lists them
// but for the number of the part. With the others alone, every cell keeps at least [LeastValues]
// possible true counts, and no option is ruled out for anybody, whoever shares their block and
// groups. Where something is not certified, tables of views go before those of blocks and small
// groups before large ones, one at a time, until the rest is certified.
//
// What is released must fit what was answered, or there is an error. A view that has to go
// altogether is a *SizesError.
func (a Attack) Uncertified() ([]release.Withheld, error) {
	withheld, err := searchEach(a, func(s *search) ([]release.Withheld, error) {
		tables, certified := s.certify()
		if !certified {
			return nil, &SizesError{s.question.ID, s.question.Defines()}
		}
		list := make([]release.Withheld, 0, len(tables))
		for _, t := range tables {
			list = append(list, s.withheld(t))
		}
		return list, nil
	})
	slices.SortFunc(withheld, release.Withheld.Compare)
	return withheld, err
}

// Finding is something that the tables of a part rule out, as far as the search could tell.
type Finding struct {
	Question string
	Table    string
	Column   string
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

// Findings returns everything that is ruled out by all tables together, and withholds nothing.
// Where Uncertified found nothing to withhold, it finds nothing either.
func (a Attack) Findings() ([]Finding, error) {
	return searchEach(a, func(s *search) ([]Finding, error) {
		var found []Finding
		for _, g := range s.unreached() {
			found = append(found, s.finding(g))
		}
		return found, nil
	})
}

// searchEach makes a search of every question, as many at a time as there are cores, and joins what
// try returns of them in the order of the questions.
func searchEach[T any](a Attack, try func(*search) ([]T, error)) ([]T, error) {
	found := make([][]T, len(a.Part.Questions))
	errs := make([]error, len(a.Part.Questions))
	next := make(chan int)
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := range next {
				s, err := a.search(a.Part.Questions[i])
				if err == nil {
					found[i], err = try(s)
				}
				errs[i] = err
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

// search makes a question ready.
func (a Attack) search(id string) (*search, error) {
	q, ok := a.Battery.Question(id)
	if !ok {
		return nil, fmt.Errorf("attack: %s has no question %s", a.Battery.Ref(), id)
	}
	t := newTarget(a.Part, q, a.People, a.shapes(q))
	s := newSearch(t, rand.New(rand.NewPCG(2026, a.Seed)))
	if s.broken() {
		return nil, fmt.Errorf("attack: what is released of %s does not fit what was answered", id)
	}
	return s, nil
}

// shapes returns what the views of all parts say of a question that defines one.
func (a Attack) shapes(q survey.Question) []*shape {
	if q.Defines() == "" || slices.Contains(a.Dropped, q.Defines()) {
		return nil
	}
	blocks := make([]int, len(a.People))
	for i, person := range a.People {
		blocks[i] = person.Block
	}
	shapes := []*shape{newShape(a.Part, q, blocks, a.People)} // mutation: shapes
	for _, e := range a.Elsewhere {                           // mutation: elsewhere
		shapes = append(shapes, newShape(e.Part, q, e.Block, a.People))
	}
	return shapes
}
