package sealing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// withSets returns a county whose round asks sets: the core battery, a short form of it, a module of which
// one question is sensitive and one asked after and later only, and a battery of somebody's own.
func withSets(t testing.TB, seed uint64) *county {
	t.Helper()
	c := newCounty(t, seed)
	c.file.Format = survey.PendingFormat
	c.file.Batteries = append(c.file.Batteries,
		&survey.Battery{ID: "kort", Version: 1, PartOf: "core@1", Asks: []string{"K01", "K09", "K13", "K16", "K19", "D1", "Q1"}},
		&survey.Battery{ID: "A", Version: 1, Scales: map[string]int{"sure": 4}, Questions: []survey.Question{
			{ID: "A1", Kind: survey.Scale, Scale: "sure", Topic: "authorities", DK: true},
			{ID: "A2", Kind: survey.Choice, Own: 3, Topic: "authorities"},
			{ID: "A3", Kind: survey.Scale, Scale: "sure", Topic: "health", DK: true, Sensitive: true},
			{ID: "A4", Kind: survey.Multi, Own: 4, None: true, Most: 2, Topic: "needs"},
			{ID: "A7", Kind: survey.Scale, Scale: "sure", Topic: "quality", Timings: []survey.Timing{survey.After, survey.Later}},
		}},
		&survey.Battery{ID: "own", Version: 1, Questions: []survey.Question{
			{ID: "X1", Kind: survey.Choice, Own: 2, Topic: "community"},
			{ID: "X2", Kind: survey.Choice, Own: 3, Topic: "about", Role: survey.RoleGender},
		}})
	for _, err := range survey.ResolveParts(c.file.Batteries) {
		t.Fatal(err)
	}
	c.file.Round.Size = survey.PlaintextSize(c.file.Batteries)
	return c
}

// fillSets holds gatherings of all kinds of sets, among them one of few people.
func (c *county) fillSets() *county {
	hold := func(set, municipality, intervention string, timing survey.Timing, people ...int) {
		for _, n := range people {
			c.gather(gathering{municipality: municipality, intervention: intervention, channel: survey.Channels[c.dice.IntN(3)], timing: timing,
				people: n, set: set, mood: c.dice.NormFloat64() * 0.2})
		}
	}
	hold("core@1", "0580", "P1", survey.NoTiming, 14, 9, 11)
	hold("core@1", "0581", "P2", survey.NoTiming, 12, 16)
	hold("core@1+A@1", "0581", "P3", survey.Before, 15, 12, 6)
	hold("core@1+A@1", "0581", "P3", survey.After, 13, 9+c.dice.IntN(4))
	hold("core@1+A@1", "0580", "P3", survey.Later, 8, 8)
	hold("kort@1", "0581", "P4", survey.NoTiming, 17, 5)
	hold("kort@1", "0580", "P1", survey.NoTiming, 1+c.dice.IntN(4))
	hold("own@1", "0586", "P5", survey.NoTiming, 13, 7)
	hold("own@1+A@1", "0586", "P5", survey.After, 7, 9)
	hold("A@1", "0583", "P6", survey.After, 11, 5)
	hold("core@1", "0561", "P7", survey.NoTiming, 4) // too few, and they wait
	return c
}

// sealSets goes through the steps of Seal and keeps what Seal forgets.
func (c *county) sealSets(seed uint64) (release.Release, *counting, opened) {
	c.Helper()
	found := c.opened()
	r := release.Release{
		Method: release.Method, ID: survey.NewID(), Mixed: treblock.MixPercent, Round: c.file.Round.Name, Sealed: c.file.Exported, K: c.file.Round.K, Honesty: release.Honesty{},
	}
	random := rand.NewChaCha8([32]byte{byte(seed), 9})
	counting := c.counted(&r, found, random)
	var err error
	r.MadeUp, err = madeUp(c.file, found, counting.people(counting.parts), random)
	must(c, err)
	counting.finish(&r)
	must(c, inspect(r, c.file.Batteries, counting.parts, new(follower)))
	return r, counting, found
}

// Everybody is counted in what they were asked and in nothing else, in one block of each question, or
// waits with all of it.
func TestSetsKeepTheRules(t *testing.T) {
	c := withSets(t, 3).fillSets()
	c.file.Final, c.file.Next = false, &survey.NextRound{ID: survey.NewID(), Name: "2027-H2", Size: c.file.Round.Size, PublicKey: c.file.Round.PublicKey}
	r, counting, found := c.sealSets(3)
	waits := map[int]bool{}
	for ref, h := range counting.homes {
		for _, i := range h.left {
			waits[found.answers[ref][i].place] = true
		}
	}
	if len(waits) < 4 {
		t.Errorf("%d answers wait, and four are too few anywhere", len(waits))
	}
	counted := map[string]bool{} // question and place
	for _, p := range counting.parts {
		in := map[int]int{} // people by block
		for i, a := range p.answers {
			in[p.people[i].Block]++
			form := counting.askers.form(combinationOf(a.Submission))
			for _, id := range p.Questions {
				if _, asked := form.Question(id); !asked {
					t.Errorf("%s is counted of somebody who was asked %s", id, combinationOf(a.Submission))
				}
				at := fmt.Sprint(id, " ", a.place)
				if counted[at] || waits[a.place] {
					t.Errorf("%s of answer %d is counted twice, or waits", id, a.place)
				}
				counted[at] = true
			}
		}
		for i, b := range p.Blocks {
			if in[i] != b.N {
				t.Errorf("%s, %s: %d people, released as %d", p, b, in[i], b.N)
			}
		}
	}
	// One table adds up those who answered the short form and those who answered the whole.
	sets := map[string]bool{}
	first := counting.parts[slices.IndexFunc(counting.parts, func(p *partBuilder) bool { return slices.Contains(p.Questions, "K01") })]
	for _, a := range first.answers {
		sets[a.Set] = true
	}
	if !sets["core@1"] || !sets["kort@1"] || !sets["core@1+A@1"] || len(first.Asked) > 0 {
		t.Errorf("K01 is counted of %v, asked by %v", sets, first.Asked)
	}
	partOf := func(question string) release.Part {
		return r.Parts[slices.IndexFunc(r.Parts, func(p release.Part) bool { return slices.Contains(p.Questions, question) })]
	}
	if p := partOf("K02"); len(p.Asked) != 4 || p.Answers() >= first.Answers() {
		t.Errorf("K02 is asked by %v", p.Asked)
	}
	later := []string{"A@1 after", "core@1+A@1 after", "core@1+A@1 later", "own@1+A@1 after"}
	if p := partOf("A7"); !slices.Equal(p.Asked, later) || p.Battery != "A@1" {
		t.Errorf("A7 of %s is asked by %v", p.Battery, p.Asked)
	}
	for _, w := range r.Withheld {
		if p := r.Parts[w.Part]; w.Block == nil && w.View == nil && slices.Contains(p.Questions, "A7") && w.Timing == survey.Before {
			t.Errorf("A7 is said to be asked before in %s", w.Municipality)
		}
	}
	if slices.ContainsFunc(r.Batteries, func(b release.Battery) bool { return b.ID == "kort" || len(b.Unasked) > 0 }) || len(r.Batteries) != 3 {
		t.Errorf("the release is of %+v", r.Batteries)
	}
}

// Rounds of sets withstand whoever knows who was in which session, and so what everybody was asked, and who
// is in which block of every part.
func TestWorldsOfSetsWithstandAttack(t *testing.T) {
	for seed := range worlds(t, 2, 8) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			c := withSets(t, uint64(seed)).fillSets()
			if seed%2 > 0 { // enough for views, some of nearly the same people
				c.fill(c.sent + 150)
				c.gather(gathering{municipality: "0580", intervention: "P1", channel: survey.Group, timing: survey.NoTiming, people: 3, set: "kort@1"})
			}
			r, counting, _ := c.sealSets(uint64(seed))
			w := &plantedWorld{T: t, release: r, parts: counting.parts, dice: rand.New(rand.NewPCG(uint64(seed), 3))}
			w.withstand()
		})
	}
}

// A question that some were asked and a few were not is counted without views by a question: they would
// say what the few are.
func TestNearlyTheSamePeopleGetNoViewsTwice(t *testing.T) {
	for few, want := range map[int]int{3: 1, 9: 2} {
		c := withSets(t, 5)
		for i := range 12 {
			c.gather(gathering{municipality: "0581", intervention: fmt.Sprintf("P%d", i%4), channel: survey.Channels[i%2], timing: survey.NoTiming, people: 14})
		}
		c.gather(gathering{municipality: "0581", intervention: "P0", channel: survey.Group, timing: survey.NoTiming, people: few, set: "kort@1"})
		_, counting, _ := c.sealSets(5)
		views := map[string]bool{}
		for _, p := range counting.parts {
			if slices.ContainsFunc(p.Views, func(v release.View) bool { return v.By == survey.ByGender }) && !p.Sensitive() {
				views[fmt.Sprint(p.Asked)] = true
			}
		}
		if len(views) != want {
			t.Errorf("with %d who answered the short form there are views by gender in the parts of %v, want %d", few, views, want)
		}
	}
}

// Two short forms that have no question in common: nothing was asked of everybody, and everybody is
// counted all the same.
func TestNothingAskedOfEverybody(t *testing.T) {
	c := withSets(t, 7)
	c.file.Batteries = append(c.file.Batteries, &survey.Battery{ID: "other", Version: 1, PartOf: "core@1", Asks: []string{"K02", "K17"}})
	for _, err := range survey.ResolveParts(c.file.Batteries) {
		t.Fatal(err)
	}
	for _, set := range []string{"kort@1", "other@1"} {
		for range 2 {
			c.gather(gathering{municipality: "0581", intervention: "P1", channel: survey.Group, timing: survey.NoTiming, people: 12, set: set})
		}
	}
	r, _, _ := c.sealSets(7)
	everybody := 0
	for _, p := range r.Parts {
		if p.CountsEverybody() {
			everybody += p.Answers()
		} else if p.Battery == "core@1" && p.Answers() > 24 {
			t.Errorf("%s has %d answers", p, p.Answers())
		}
	}
	if everybody != 48 {
		t.Errorf("%d answers are counted, and 48 were kept", everybody)
	}
}

// A round in which only the short form was asked is counted as the whole, and says what was not asked.
func TestShortFormAlone(t *testing.T) {
	c := withSets(t, 6)
	c.file.TakenOver = []string{"core@1", "A@1", "own@1"}
	for range 2 {
		c.gather(gathering{municipality: "0581", intervention: "P1", channel: survey.Group, timing: survey.NoTiming, people: 12, set: "kort@1"})
	}
	r, _, _ := c.sealSets(6)
	if len(r.Batteries) != 1 || r.Batteries[0].Ref() != "core@1" || !slices.Contains(r.Batteries[0].Unasked, "K02") || slices.Contains(r.Batteries[0].Unasked, "K01") {
		t.Errorf("the release is of %+v", r.Batteries)
	}
	if len(r.Parts) != 2 || r.Parts[0].Answers() != 24 || len(r.Parts[0].Asked) > 0 {
		t.Errorf("its parts are %v", r.Parts)
	}
}
