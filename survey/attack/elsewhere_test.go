package attack

import (
	"errors"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// The views of the sensitive part speak of the questions of the ordinary one: where their women and
// men add up to everybody, nobody can have answered otherwise there, though the ordinary view
// leaves four people out.
func TestSizesElsewhereThatAddUpToEverybody(t *testing.T) {
	for _, c := range []struct {
		others int
		gone   bool
	}{{0, true}, {10, false}} {
		a := genders(t, 35, c.others)
		elsewhere := sensitive(a.Part, 35)
		for _, p := range a.People {
			elsewhere.Block = append(elsewhere.Block, p.Block)
		}
		if _, err := a.Uncertified(); err != nil {
			t.Fatalf("without what is elsewhere: %v", err)
		}
		a.Elsewhere = []Elsewhere{elsewhere}
		_, err := a.Uncertified()
		var sizes *SizesError
		if errors.As(err, &sizes) != c.gone || c.gone && sizes.Question != "D1" {
			t.Errorf("%d who are neither: %v", c.others, err)
		}
	}
}

// sensitive is the sensitive part beside an ordinary one, with so many women and men in its view.
func sensitive(p release.Part, each int) Elsewhere {
	p.Base, p.K = 5, 20
	view := p.Views[0]
	view.Groups = slices.Clone(view.Groups)
	for i := range view.Groups {
		view.Groups[i].N = each
	}
	p.Views = []release.View{view}
	return Elsewhere{Part: p}
}

// Everybody who can be a woman or a man is in the sensitive part, say the sizes; so those who are
// not there are neither. They share a block with others for whom nothing is ruled out, and must not
// be taken for them.
func TestWhoIsNotElsewhereIsInAnotherPosition(t *testing.T) {
	a := genders(t, 20, 5)
	elsewhere := sensitive(a.Part, 20)
	left := 0
	for i, p := range a.People {
		a.People[i].Session = string(rune('a' + i%5))
		at := p.Block
		if len(p.Answers) == 0 && left < 2 {
			left++
			at = -1
		}
		elsewhere.Block = append(elsewhere.Block, at)
	}
	if _, err := a.Uncertified(); err != nil {
		t.Fatalf("without what is elsewhere: %v", err)
	}
	a.Elsewhere = []Elsewhere{elsewhere}
	_, err := a.Uncertified()
	if sizes := (*SizesError)(nil); !errors.As(err, &sizes) {
		t.Errorf("got %v", err)
	}
}

// Six of twelve women in a block of twelve: the rule that a group keeps six from every block leaves
// one world alone.
func TestGroupsThatLeaveOneWorld(t *testing.T) {
	a := genders(t, 12, 0)
	a.Part.Blocks, a.People = nil, nil
	for block, counts := range [][]int{{6, 6, 0, 0, 0}, {6, 24, 0, 3, 0}} {
		n := 0
		for column, some := range counts {
			for range some {
				p := Person{Block: block, Session: string(rune('a' + n%4)), Groups: []int{-1}, Answers: survey.Answers{}}
				if column < 4 {
					p.Answers["D1"] = []string{[]string{"o1", "o2", "o3", "na"}[column]}
				}
				if column < 2 {
					p.Groups[0] = column
				}
				a.People = append(a.People, p)
				n++
			}
		}
		a.Part.Blocks = append(a.Part.Blocks, release.Block{Step: 4, Municipality: "0581", N: n, Q: map[string][]int{"D1": counts}})
	}
	a.Part.Views[0].Groups[0].N, a.Part.Views[0].Groups[1].N = 12, 30
	_, err := a.Uncertified()
	if sizes := (*SizesError)(nil); !errors.As(err, &sizes) {
		t.Errorf("got %v", err)
	}
}
