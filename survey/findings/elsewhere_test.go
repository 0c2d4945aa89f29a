package findings_test

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/treblock"
)

// edition makes a release that has no tables.
func edition(blocks, sensitive []release.Block, asked ...release.Withheld) findings.Edition {
	return findings.Edition{Release: release.Release{
		Method: release.Method, ID: survey.NewID(), Round: "2026-H1", Mixed: treblock.MixPercent,
		Batteries: []release.Battery{{ID: "core", Version: 1, Tables: map[string][]string{}}},
		Parts:     []release.Part{{Battery: "core@1", Base: 3, Blocks: blocks}, {Battery: "core@1", Base: 5, Blocks: sensitive}},
		Withheld:  asked,
	}, Areas: surveytest.Areas}
}

// What has no block of its own is counted in the first block that takes it, in the order in which blocks are made.
func TestHome(t *testing.T) {
	together := release.Block{Step: 2, Municipality: "0513", Intervention: "OG003", N: 12}
	otherwise := release.Block{Step: 2, Municipality: "0513", Intervention: "OG049", N: 12}
	shared := release.Block{Step: 3, Region: "05", Intervention: "OG003", N: 12}
	otherShared := release.Block{Step: 3, Region: "05", Intervention: "OG049", N: 12}
	municipality := release.Block{Step: 4, Municipality: "0513", N: 12}
	neighbour := release.Block{Step: 4, Municipality: "0512", N: 12}
	area := release.Block{Step: 5, Area: "Kinda–Ydre", N: 12}
	otherArea := release.Block{Step: 5, Area: "Valdemarsvik–Söderköping", N: 12}
	region := release.Block{Step: 6, Region: "05", N: 12}
	kinda := survey.InMunicipality("0513")
	asked := release.Withheld{Municipality: "0513", Intervention: "OG003", Timing: survey.After}
	for name, c := range map[string]struct {
		blocks []release.Block
		want   findings.Home
	}{
		"waits":                 {nil, findings.Home{}},
		"waits beside others":   {[]release.Block{otherwise, otherShared, neighbour, otherArea}, findings.Home{}},
		"its intervention":      {[]release.Block{together, shared, municipality, area, region}, findings.Home{Step: 2, Place: kinda}},
		"a shared intervention": {[]release.Block{otherwise, shared, municipality, area, region}, findings.Home{Step: 3, Place: survey.InRegion("05")}},
		"its municipality":      {[]release.Block{otherwise, otherShared, municipality, area, region}, findings.Home{Step: 4, Place: kinda}},
		"its area":              {[]release.Block{neighbour, area, otherArea, region}, findings.Home{Step: 5, Place: survey.InArea("Kinda–Ydre")}},
		"the region":            {[]release.Block{neighbour, otherArea, region}, findings.Home{Step: 6, Place: survey.InRegion("05")}},
	} {
		e := edition(c.blocks, nil, asked)
		for _, place := range []survey.Place{kinda, survey.InArea("Kinda–Ydre"), survey.InRegion("05")} {
			p := findings.Of([]findings.Edition{e}, place, surveytest.Catalogue(t))
			want := findings.Elsewhere{Municipality: "0513", Intervention: "OG003", Timing: survey.After, In: c.want}
			if len(p.Elsewhere) != 1 || p.Elsewhere[0] != want {
				t.Errorf("%s at %v: %+v, want %+v", name, place, p.Elsewhere, want)
			}
		}
		if p := findings.Of([]findings.Edition{e}, survey.InMunicipality("0512"), surveytest.Catalogue(t)); len(p.Elsewhere) > 0 {
			t.Errorf("%s: a neighbour is told %+v", name, p.Elsewhere)
		}
	}
}

// A municipality of no area is never told of one, not even of one without a name.
func TestHomeWithoutArea(t *testing.T) {
	e := edition([]release.Block{{Step: 5, Area: "Kinda–Ydre", N: 12}}, nil, release.Withheld{Municipality: "0581", Intervention: "OG028"})
	p := findings.Of([]findings.Edition{e}, inNorrkoping, surveytest.Catalogue(t))
	if len(p.Elsewhere) != 1 || p.Elsewhere[0].In != (findings.Home{}) {
		t.Errorf("%+v", p.Elsewhere)
	}
}

// Sensitive questions are told of alone only where the ordinary ones are shown.
func TestSensitiveElsewhere(t *testing.T) {
	ordinary := []release.Block{{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before, N: 12}, {Step: 4, Municipality: "0581", N: 12}}
	sensitive := []release.Block{{Step: 6, Region: "05", N: 30}}
	e := edition(ordinary, sensitive,
		release.Withheld{Municipality: "0581", Intervention: "OG030", Timing: survey.NoTiming},
		release.Withheld{Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before},
		release.Withheld{Part: 1, Municipality: "0581", Intervention: "OG030", Timing: survey.NoTiming},
	)
	p := findings.Of([]findings.Edition{e}, inNorrkoping, surveytest.Catalogue(t))
	want := []findings.Elsewhere{
		{Municipality: "0581", Intervention: "OG030", Timing: survey.NoTiming, In: findings.Home{Step: 4, Place: inNorrkoping}},
		{Municipality: "0581", Intervention: "OG028", Timing: survey.Before, Sensitive: true, In: findings.Home{Step: 6, Place: survey.InRegion("05")}},
	}
	if len(p.Elsewhere) != 2 || p.Elsewhere[0] != want[0] || p.Elsewhere[1] != want[1] {
		t.Errorf("%+v, want %+v", p.Elsewhere, want)
	}
}
