package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
)

// otherBattery is one whose ids say nothing of the roles of its questions.
func otherBattery(t *testing.T) *survey.Battery {
	t.Helper()
	b := &survey.Battery{ID: "other", Version: 1, Scales: map[string]int{"share": 4}, Questions: []survey.Question{
		{ID: "A1", Kind: survey.Scale, Scale: "share", Topic: "quality", Role: survey.RoleFrank},
		{ID: "A2", Kind: survey.Choice, Own: 3, Topic: "quality", Role: survey.RoleHelp},
		{ID: "A3", Kind: survey.Choice, Own: 4, Topic: "about", Role: survey.RoleGender},
		{ID: "A4", Kind: survey.Multi, Own: 4, None: true, Topic: "needs", DK: true},
	}}
	if err := b.Prepare(); err != nil {
		t.Fatal(err)
	}
	return b
}

// The texts of every battery that there is are translated and reviewed.
func TestTextFiles(t *testing.T) {
	core := survey.Battery{ID: "core", Version: 1}
	second := survey.Battery{ID: "core", Version: 2}
	catalogue := survey.NewCatalogue([]*survey.Battery{otherBattery(t), &core, &second}, nil, nil)
	if got, want := textFiles(catalogue.BatteryIDs()), []string{"participant", "print", "core", "other"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The English for men may be the Swedish, in whatever question asks about gender.
func TestWantsFollowRoles(t *testing.T) {
	all := wants([]*survey.Battery{otherBattery(t)})
	alike := all[len(all)-1].SameAllowed
	if want := map[string][]string{"A3.o2": {"en"}}; !maps.EqualFunc(alike, want, slices.Equal) {
		t.Errorf("alike may be %v, want %v", alike, want)
	}
}

// Made-up people fill in any battery as its form allows, and most say that nobody
// helped and that they could answer honestly, whatever the questions are called.
func TestMakeUpAnyBattery(t *testing.T) {
	b := otherBattery(t)
	dice := rand.New(rand.NewPCG(1, 1))
	chosen := map[string]int{}
	const people = 1000
	for range people {
		answers, faults, err := survey.Set{b}.Form(survey.NoTiming).Parse(makeUp(b, gathering{}, dice))
		if err != nil || len(faults) > 0 {
			t.Fatalf("the form is refused: %v %v", faults, err)
		}
		for id, values := range answers {
			for _, value := range values {
				chosen[id+"."+value]++
			}
		}
	}
	// 94 % answer, and of those 80 % say that nobody helped and 94 % that they could answer most or all honestly.
	if n := chosen["A2.o1"]; n < 700 || n > 800 {
		t.Errorf("%d of %d say that nobody helped, want about 750", n, people)
	}
	if n := chosen["A1.o3"] + chosen["A1.o4"]; n < 830 || n > 930 {
		t.Errorf("%d of %d could answer honestly, want about 880", n, people)
	}
	if chosen["A3.o4"] == 0 || chosen["A4.o4"] == 0 {
		t.Errorf("some options are never chosen: %v", chosen)
	}
}
