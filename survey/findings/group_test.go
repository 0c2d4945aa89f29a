package findings_test

import (
	"fmt"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
)

// withGroups adds views to an edition.
func (c *county) withGroups(e findings.Edition, views ...release.View) findings.Edition {
	for i, part := range e.Parts {
		for _, v := range views {
			v.Groups = slices.Clone(v.Groups)
			for j := range v.Groups {
				b := release.Block{N: v.Groups[j].N * part.Base}
				c.fill(&b, part)
				v.Groups[j].N, v.Groups[j].Q = b.N, b.Q
			}
			e.Parts[i].Views = append(e.Parts[i].Views, v)
		}
	}
	return e
}

func view(d survey.Dimension, where string, groups ...release.Group) release.View {
	question := map[survey.Dimension]string{survey.ByGender: "D1", survey.ByTime: "D3"}[d]
	return release.View{By: d, Where: where, Question: question, Groups: groups}
}

func group(key string, size int) release.Group { return release.Group{Key: key, N: size} }

// A municipality has the groups of its own views, the region those of all views together, and an area none.
func TestGroupsOf(t *testing.T) {
	c := newCounty(t, 6)
	e := c.withGroups(c.demo("2026-H1"),
		view(survey.ByGender, "05", group("o1", 13), group("o2", 11)), view(survey.ByGender, "0581", group("o1", 15), group("o2", 14)),
		view(survey.ByLanguage, "05", group("ar", 16), group("other", 11), group("so", 10)),
		view(survey.ByTime, "05", group("o1-o2", 20), group("o3", 11)), view(survey.ByTime, "0581", group("o1", 12), group("o3", 13)))
	for place, want := range map[survey.Place]string{
		inNorrkoping:                  "[gender D1 [o1 o2] [45 42] time D3 [o1 o3] [36 39]]",
		survey.InRegion("05"):         "[gender D1 [o1 o2] [84 75] time D3 [o1-o2 o3] [96 72] language  [ar so other] [48 30 33]]",
		survey.InMunicipality("0580"): "[]", survey.InArea("Kinda–Ydre"): "[]",
	} {
		var got []string
		for _, g := range (findings.Scope{Place: place}).GroupsOf(e) {
			got = append(got, fmt.Sprint(g.By, " ", g.Question, " ", g.Keys, " ", g.Sizes))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%v has %v, want %s", place, got, want)
		}
	}
}

// A group is followed over the rounds that can be compared. In one where it was not shown as the same it is not known.
func TestOfGroup(t *testing.T) {
	c := newCounty(t, 8)
	round := ""
	c.planted = func(_ release.Block, id string) float64 {
		switch {
		case id != "K01":
			return 0
		case round == "2027-H1":
			return 0.9
		}
		return 0.1
	}
	next := func(name string, views ...release.View) findings.Edition {
		round = name
		return c.withGroups(c.demo(name), views...)
	}
	unmixed := next("2025-H1", view(survey.ByLanguage, "05", group("ar", 30)))
	unmixed.Mixed = 0
	history := []findings.Edition{
		unmixed,
		next("2025-H2", view(survey.ByLanguage, "05", group("ar", 30), group("so", 20))),
		next("2026-H1", view(survey.ByLanguage, "05", group("ar", 25), group("uk", 20))),
		next("2027-H1", view(survey.ByLanguage, "05", group("ar", 40), group("so", 30))),
	}
	for key, sizes := range map[string][]int{"ar": {90, 75, 120}, "so": {60, 0, 90}} {
		g, shown := findings.OfGroup(history, survey.InRegion("05"), survey.ByLanguage, key, c.catalogue)
		if !shown || fmt.Sprint(g.Rounds) != "[2025-H2 2026-H1 2027-H1]" || len(g.Measures) != len(c.battery.Measures) {
			t.Fatalf("%s: %v in the rounds %v", key, shown, g.Rounds)
		}
		for _, m := range g.Measures {
			if m.Sensitive {
				continue
			}
			for i, size := range sizes {
				if m.Group[i].Known != (size > 0) || m.Group[i].N != size || m.Region[i].N != 225+9*30 {
					t.Errorf("%s, %s: %+v of the region's %d", key, m.Question, m.Group[i].Answered, m.Region[i].N)
				}
			}
			if certain := key == "ar" && m.Question == "K01"; m.SinceLast.Known != (key == "ar") || m.SinceLast.Certain != certain {
				t.Errorf("%s, %s changed by %+v", key, m.Question, m.SinceLast)
			}
		}
	}
	for _, c2 := range []struct {
		place survey.Place
		by    survey.Dimension
		key   string
	}{
		{survey.InRegion("05"), survey.ByLanguage, "uk"}, {survey.InRegion("05"), survey.ByLanguage, ""}, {survey.InRegion("05"), survey.ByGender, "o1"},
		{inNorrkoping, survey.ByLanguage, "ar"}, {survey.InRegion("05"), "age", "o1"},
	} {
		if _, shown := findings.OfGroup(history, c2.place, c2.by, c2.key, c.catalogue); shown {
			t.Errorf("%v has a group %s %q", c2.place, c2.by, c2.key)
		}
	}
}
