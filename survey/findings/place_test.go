package findings_test

import (
	"math"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
)

func named(editions []findings.Edition) (rounds []string) {
	for _, e := range editions {
		rounds = append(rounds, e.Round)
	}
	return rounds
}

// A round is added to and compared with those that asked the same, of the same municipalities, and were mixed alike.
func TestComparable(t *testing.T) {
	round := func(name string, change func(*findings.Edition)) findings.Edition {
		e := edition(nil, nil)
		e.Round = name
		change(&e)
		return e
	}
	as := func(*findings.Edition) {}
	otherBattery := func(e *findings.Edition) {
		e.Batteries[0].Version = 2
		for i := range e.Parts {
			e.Parts[i].Battery = "core@2"
		}
	}
	otherAreas := func(e *findings.Edition) {
		e.Areas = []survey.Area{{Name: "Kinda–Ydre", Municipalities: []string{"0513", "0512", "0560"}}}
	}
	unmixed := func(e *findings.Edition) { e.Mixed = 0 }
	area, region := survey.InArea("Kinda–Ydre"), survey.InRegion("05")
	for name, c := range map[string]struct {
		place   survey.Place
		history []findings.Edition
		want    []string
		apart   string
	}{
		"alone":               {region, []findings.Edition{round("a", as)}, []string{"a"}, ""},
		"all alike":           {region, []findings.Edition{round("a", as), round("b", as), round("c", as)}, []string{"a", "b", "c"}, ""},
		"another battery":     {region, []findings.Edition{round("a", as), round("b", otherBattery), round("c", as)}, []string{"a", "c"}, ""},
		"another area":        {area, []findings.Edition{round("a", otherAreas), round("b", as)}, []string{"b"}, ""},
		"an area elsewhere":   {inNorrkoping, []findings.Edition{round("a", otherAreas), round("b", as)}, []string{"a", "b"}, ""},
		"mixed otherwise":     {region, []findings.Edition{round("a", unmixed), round("b", unmixed), round("c", as), round("d", as)}, []string{"c", "d"}, "c"},
		"otherwise and again": {region, []findings.Edition{round("a", as), round("b", unmixed), round("c", as)}, []string{"c"}, "c"},
	} {
		list, apart := findings.Scope{Place: c.place}.Comparable(c.history)
		if got := named(list); !slices.Equal(got, c.want) || apart != c.apart {
			t.Errorf("%s: %v apart %q, want %v apart %q", name, got, apart, c.want, c.apart)
		}
	}
}

// A place has its own blocks: a municipality those that it alone has, an area those of its municipalities too, the region
// all. Only ordinary answers are counted, so that nobody is counted twice.
func TestAnswers(t *testing.T) {
	e := edition([]release.Block{
		{Step: 1, Municipality: "0513", Intervention: "OG003", N: 12}, {Step: 4, Municipality: "0512", N: 15}, {Step: 4, Municipality: "0581", N: 18},
		{Step: 5, Area: "Kinda–Ydre", N: 21}, {Step: 6, Region: "05", N: 24},
	}, []release.Block{{Step: 6, Region: "05", N: 90}})
	for place, want := range map[survey.Place]int{
		survey.InMunicipality("0513"): 12, survey.InMunicipality("0512"): 15, inNorrkoping: 18, survey.InMunicipality("0580"): 0,
		survey.InArea("Kinda–Ydre"): 48, survey.InRegion("05"): 90,
	} {
		if got := findings.Of([]findings.Edition{e}, place, surveytest.Catalogue(t)).Answers; got != want {
			t.Errorf("%v has %d answers, want %d", place, got, want)
		}
	}
}

// How many came is known where every municipality that took part has answers enough.
func TestTook(t *testing.T) {
	e := edition(nil, nil)
	e.Participation = []release.Participation{
		{Municipality: "0512", Announced: 15}, {Municipality: "0513", Announced: 30, Received: new(21)}, {Municipality: "0580"},
		{Municipality: "0581", Announced: 60, Received: new(45)},
	}
	for place, want := range map[survey.Place]findings.Took{
		inNorrkoping:                  {Invited: 60, Received: 45, Known: true},
		survey.InMunicipality("0512"): {Invited: 15},
		survey.InMunicipality("0580"): {},
		survey.InMunicipality("0562"): {},
		survey.InArea("Kinda–Ydre"):   {Invited: 45, Received: 21},
		survey.InRegion("05"):         {Invited: 105, Received: 66},
	} {
		if got := findings.Of([]findings.Edition{e}, place, surveytest.Catalogue(t)).Took; got != want {
			t.Errorf("%v: %+v, want %+v", place, got, want)
		}
	}
}

// Measures are of the place, beside the whole region and the rest of it, and the round before. The region has no rest.
func TestMeasures(t *testing.T) {
	c := newCounty(t, 1)
	history := []findings.Edition{c.demo("2025-H2"), c.demo("2026-H1")}
	find := func(p findings.Place, question string) findings.Measure {
		return p.Measures[slices.IndexFunc(p.Measures, func(m findings.Measure) bool { return m.Question == question })]
	}
	here, region := findings.Of(history, inNorrkoping, c.catalogue), findings.Of(history, survey.InRegion("05"), c.catalogue)
	if len(here.Measures) != len(c.battery.Measures) || here.Last != "2025-H2" {
		t.Fatalf("there are %d measures, and the last round was %q", len(here.Measures), here.Last)
	}
	for question, sensitive := range map[string]bool{"K01": false, "K13": true} {
		m, all := find(here, question), find(region, question)
		if m.Sensitive != sensitive || m.Topic == "" || m.Here.N+m.Rest.N != m.Region.N || m.Region.Answered != all.Here.Answered || all.Rest.Known || all.AgainstRest.Known {
			t.Errorf("%s: %d here and %d in the rest, of %d", question, m.Here.N, m.Rest.N, m.Region.N)
		}
		before := find(findings.Of(history[:1], inNorrkoping, c.catalogue), question)
		if m.Before.Answered != before.Here.Answered || before.Before.Known || before.SinceLast.Known {
			t.Errorf("%s was %+v, and that round says %+v", question, m.Before.Answered, before.Here.Answered)
		}
		if d := m.SinceLast; !d.Known || math.Abs(d.Difference-(m.Here.Share-m.Before.Share)) > 1e-9 || d.Low > d.Difference || d.High < d.Difference {
			t.Errorf("%s changed by %+v", question, d)
		}
	}
	topic := -1
	for _, m := range here.Measures {
		if i := slices.Index(survey.Topics, m.Topic); i < topic {
			t.Errorf("%s is out of order", m.Question)
		} else {
			topic = i
		}
	}
}

// Where too few answered, or another round asked something else, there is no share and nothing to compare.
func TestNothingToMeasure(t *testing.T) {
	c := newCounty(t, 2)
	small := c.release("2026-H1", []release.Block{{Step: 4, Municipality: "0581", N: 27}, {Step: 6, Region: "05", N: 27}}, nil)
	delete(small.Parts[0].Blocks[0].Q, "K06")
	p := findings.Of([]findings.Edition{c.demo("2025-H2"), small}, inNorrkoping, c.catalogue)
	for _, m := range p.Measures {
		if m.Sensitive || m.Question == "K06" {
			if m.Here.Known || m.Here.N != 0 || m.SinceLast.Known || m.SinceLast.Certain {
				t.Errorf("%s, which is not shown, is %+v", m.Question, m.Here)
			}
		} else if !m.Here.Known || m.SinceLast.Known || m.AgainstRest.Known {
			t.Errorf("%s of 27 answers is compared: %+v", m.Question, m.SinceLast)
		}
	}
	if p.Compared != 0 || len(p.Notable) > 0 {
		t.Errorf("%d differences were looked at", p.Compared)
	}
	unmixed := c.demo("2025-H1")
	unmixed.Mixed = 0
	if p = findings.Of([]findings.Edition{unmixed, c.demo("2025-H2")}, inNorrkoping, c.catalogue); p.Last != "" || p.Measures[0].Before.Known {
		t.Errorf("it is compared with %q, which was not mixed", p.Last)
	}
	foreign := c.demo("2026-H1")
	foreign.Batteries[0].Version = 9
	for i := range foreign.Parts {
		foreign.Parts[i].Battery = "core@9"
	}
	p = findings.Of([]findings.Edition{c.demo("2025-H2"), foreign}, inNorrkoping, c.catalogue)
	if len(p.Measures)+len(p.Wishes) > 0 || p.Last != "" || p.Answers != 225 || len(p.Interventions) != 2 || len(p.Interventions[0].Measures) > 0 {
		t.Errorf("of a battery that is not known there are %d measures, and %d answers", len(p.Measures), p.Answers)
	}
}

// An intervention has its blocks at the place and no others; those whose timing is not known are in all alone.
func TestInterventions(t *testing.T) {
	c := newCounty(t, 4)
	blocks := append(norrkoping(45, 36), release.Block{Step: 2, Municipality: "0581", Intervention: "OG028", N: 12},
		release.Block{Step: 3, Region: "05", Intervention: "OG028", N: 15}, release.Block{Step: 4, Municipality: "0581", N: 18})
	e := c.release("2026-H1", blocks, []release.Block{{Step: 2, Municipality: "0581", Intervention: "OG028", N: 80}, {Step: 2, Municipality: "0581", Intervention: "OG027", N: 40}})
	here, region := findings.Of([]findings.Edition{e}, inNorrkoping, c.catalogue), findings.Of([]findings.Edition{e}, survey.InRegion("05"), c.catalogue)
	if len(here.Interventions) != 2 || here.Interventions[0].ID != "OG028" || here.Interventions[1].ID != "OG030" {
		t.Fatalf("the interventions are %v", here.Interventions)
	}
	one, _ := here.Of("OG028")
	if one.Answers != 93 || one.Before != 45 || one.After != 36 {
		t.Errorf("%d answers, %d before and %d after", one.Answers, one.Before, one.After)
	}
	if all, _ := region.Of("OG028"); all.Answers != 108 {
		t.Errorf("in the region it has %d answers", all.Answers)
	}
	if _, known := here.Of("OG027"); known {
		t.Error("an intervention with sensitive answers alone is listed")
	}
	for _, m := range one.Measures {
		switch {
		case m.Sensitive && (m.Before.Known || m.After.Known || m.Difference.Known || m.All.N != 80):
			t.Errorf("%s is parted by timing: %+v", m.Question, m.Before)
		case !m.Sensitive && (m.Before.N != 45 || m.After.N != 36 || m.All.N != 93 || !m.Difference.Known || m.Region.N != 186):
			t.Errorf("%s: %d before, %d after, %d in all, %d in the region", m.Question, m.Before.N, m.After.N, m.All.N, m.Region.N)
		}
	}
}

// A release of which answers were not mixed says what was counted.
func TestUnmixedMeasure(t *testing.T) {
	c := newCounty(t, 5)
	e := c.demo("2026-H1")
	e.Mixed = 0
	counts := []int{30, 30, 45, 3, 3}
	e.Parts[0].Blocks = []release.Block{{Step: 4, Municipality: "0581", N: 111, Q: map[string][]int{"K01": counts}}}
	p := findings.Of([]findings.Edition{e}, inNorrkoping, c.catalogue)
	i := slices.IndexFunc(p.Measures, func(m findings.Measure) bool { return m.Question == "K01" })
	if m := p.Measures[i].Here; m.Among != 105 || m.Silent != 6 || math.Abs(m.Share-45.0/105) > 1e-9 {
		t.Errorf("%+v", m.Answered)
	}
}
