package attack

import (
	"errors"
	"testing"
)

// The views of the sensitive part speak of the questions of the ordinary one: where their women and men add up to
// everybody, nobody can have answered otherwise there.
func TestSizesElsewhereThatAddUpToEverybody(t *testing.T) {
	for _, c := range []struct {
		others int
		gone   bool
	}{{0, true}, {10, false}} {
		a := genders(t, c.others)
		elsewhere := Elsewhere{Part: a.Part}
		elsewhere.Part.Base, a.Part.Views = 5, nil
		for i := range a.People {
			elsewhere.Block = append(elsewhere.Block, a.People[i].Block)
			a.People[i].Groups = nil
		}
		a.Elsewhere = []Elsewhere{elsewhere}
		_, err := a.Uncertified()
		var sizes *SizesError
		if errors.As(err, &sizes) != c.gone || c.gone && sizes.Question != "D1" {
			t.Errorf("%d who are neither: %v", c.others, err)
		}
	}
}
