package sealing

import (
	"fmt"
	"io"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/honesty"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Who is counted where, when not everybody is asked everything.
//
// An answer counts or waits as a whole, for all batteries of its set, and once: it is grouped with
// all that have the same home, whatever else they were asked, and what it is not kept for waits. The
// questions of a battery are then classed by who was asked them, and each class is counted of exactly
// those, among the kept. Where a class was asked of a whole home its blocks are the home's; any other
// has blocks of its own, made by the same rules of the same kind of people. Nobody else is in
// the tables of a class: to somebody who was not asked, a question was not skipped.
//
// What somebody learns who knows who was in which session, and therefore who was asked what, and who is in
// which block of every class:
//
//   - Of a question there is one set of tables, because it is in one class, each answer to it
//     is in one block of that class, and the blocks are disjoint. A class is therefore attacked like a
//     release of its own, in which the people are those who were asked (attack.Attack takes
//     their memberships as known). Nothing can be subtracted: there is no table of the same question over
//     other people in which somebody is and in the first is not.
//   - Tables of other classes are about other questions, and no question's answers say anything that must be
//     so of another's: no battery has a route.
//   - Who is shed, waits or finds no block in a class follows from sessions, places, timings, sets and lots, and
//     never from answers (treblock.Member has none). So being in a block of one class and not of
//     another says nothing.
//   - Exact sizes of blocks are numbers of people who were asked in rooms, which those in the rooms can
//     count.
//   - Sizes of groups of a view follow from the answers to the question that defines it, and would be
//     drawn of nearly the same people twice in two classes: one person more or less would show that person's
//     answer. A class therefore gets no view by a question when those who were asked it are, but for a
//     few (treblock.Apart), those in another class that has such a view.
//   - Whoever was not asked the defining question has no key, and is beside the groups of its view like
//     one who declined. What the rule of views hides a group in are answers of the block that are not in it:
//     those who have no key are such answers, and a group lacks treblock.Apart of each block as before.
//
// Every table is of mixed answers besides, so that even all of this together makes nobody certain.

// counting makes the parts of a release, battery by battery.
type counting struct {
	file    survey.PendingFile
	found   opened
	askers  askers
	grouper grouper
	random  io.Reader
	follow  *follower
	homes   map[string]*home // that have been grouped, by reference
	parts   []*partBuilder
}

func newCounting(file survey.PendingFile, found opened, random io.Reader, follow *follower) *counting {
	c := &counting{file: file, found: found, askers: askersOf(file, found), random: random, follow: follow, homes: map[string]*home{}}
	c.grouper = newGrouper(file, found)
	for _, b := range c.wholes() {
		classes, _ := c.askers.classes(b)
		for _, of := range classes {
			plain, sensitive := of.split()
			follow.expect(2 * (len(plain) + len(sensitive))) // attacked as its tables are made, and as they are read
		}
	}
	return c
}

// wholes returns the batteries that the release is about.
func (c *counting) wholes() []*survey.Battery {
	return slices.DeleteFunc(slices.Clone(c.file.Batteries), func(b *survey.Battery) bool { return b.PartOf != "" || c.notAsked(b) })
}

// notAsked reports whether nobody was asked about a whole battery in the round, and nobody's answers waited.
func (c *counting) notAsked(whole *survey.Battery) bool {
	asked := slices.ContainsFunc(c.file.Batteries, func(b *survey.Battery) bool {
		return b.Whole() == whole.Ref() && !slices.Contains(c.file.TakenOver, b.Ref())
	})
	return !asked && !slices.ContainsFunc(c.askers.combinations, func(by combination) bool {
		return slices.ContainsFunc(c.askers.sets[by.set], func(b *survey.Battery) bool { return b.Whole() == whole.Ref() })
	})
}

// home is the answers that are grouped together, mixed, and the blocks that they are kept in.
type home struct {
	answers []row
	blocks  []treblock.Block // as releases order them
	left    []int            // indices of the answers that found no block
}

// home groups what is at home at a battery, at its first use.
func (c *counting) home(ref string) (*home, error) {
	if h := c.homes[ref]; h != nil {
		return h, nil
	}
	h := &home{answers: c.found.mixed[ref]}
	var err error
	h.blocks, h.left, err = c.grouper.group(h.answers, treblock.Plain(c.file.Round.K), patienceOf(c.file), c.random) // mutation: plain part
	if err != nil {
		return nil, fmt.Errorf("group what is at home at %s: %w", ref, err)
	}
	c.homes[ref] = h
	return h, nil
}

// kept returns the answers in the blocks of all homes that a class was asked of, block by block.
func (c *counting) kept(of class) ([]row, error) {
	var list []row
	for _, b := range c.file.Batteries {
		if len(c.found.mixed[b.Ref()]) == 0 {
			continue
		}
		h, err := c.home(b.Ref())
		if err != nil {
			return nil, err
		}
		for _, block := range h.blocks {
			for _, i := range block.Members {
				if of.asks(combinationOf(h.answers[i].Submission)) { // mutation: asked
					list = append(list, h.answers[i])
				}
			}
		}
	}
	return list, nil
}

// battery adds the parts of one whole battery to the release.
func (c *counting) battery(r *release.Release, b *survey.Battery) error {
	if len(c.found.mixed[b.Ref()]) > 0 {
		if _, err := c.home(b.Ref()); err != nil {
			return err
		}
	}
	classes, unasked := c.askers.classes(b)
	var parts []*partBuilder
	for _, of := range classes {
		made, err := c.class(b, of)
		if err != nil {
			return err
		}
		parts = append(parts, made...)
	}
	var made []release.Part
	for _, p := range parts {
		if err := p.addViews(c.grouper.region, parts); err != nil {
			return err
		}
		if err := p.certify(c.follow); err != nil {
			return err
		}
		made = append(made, p.Part)
	}
	said := release.BatteryOf(b)
	said.Unasked = tabulated(b, unasked)
	r.Batteries = append(r.Batteries, said)
	r.Parts = append(r.Parts, made...)
	c.parts = append(c.parts, parts...)
	r.Honesty[b.Ref()] = honesty.Assess(*r, b, made, c.people(parts))
	return nil
}

// tabulated returns those of these questions that do not define views, sorted.
func tabulated(b *survey.Battery, ids []string) []string {
	list := slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		q, _ := b.Question(id)
		return q.Defines() != ""
	})
	slices.Sort(list)
	return list
}

// class makes the parts of one class: of its ordinary questions, and of its sensitive ones.
func (c *counting) class(b *survey.Battery, of class) (parts []*partBuilder, err error) {
	plain, sensitive := of.split()
	var asked []row // from whom the sensitive questions are counted
	switch {
	case of.home != "" && (len(plain) > 0 || of.home == b.Ref()):
		h, err := c.home(of.home)
		if err != nil {
			return nil, err
		}
		first, err := c.grouper.build(b, plain, treblock.Plain(c.file.Round.K), h.answers, h.blocks, c.random)
		if err != nil {
			return nil, err
		}
		parts, asked = append(parts, first), first.answers
	default:
		if asked, err = c.kept(of); err != nil {
			return nil, err
		}
		if len(plain) > 0 {
			first, err := c.grouper.part(b, plain, treblock.Plain(c.file.Round.K), asked, c.random)
			if err != nil {
				return nil, err
			}
			parts, asked = append(parts, first), first.answers
		}
	}
	if len(sensitive) > 0 {
		// Sensitive questions are counted of the answers that the first part has a block for, in
		// blocks of their own. Answers without a block there are not counted in these questions.
		second, err := c.grouper.part(b, sensitive, treblock.Sensitive(c.file.Round.K), asked, c.random) // mutation: sensitive part
		if err != nil {
			return nil, err
		}
		parts = append(parts, second)
	}
	for _, p := range parts {
		p.class, p.Asked = of, of.asked(b)
		p.asks = func(s survey.Submission, id string) bool {
			_, asked := c.askers.form(combinationOf(s)).Question(id)
			return asked
		}
	}
	return parts, nil
}

// people returns everybody whose answers are in plain parts, each once, with what they were asked.
func (c *counting) people(parts []*partBuilder) []honesty.Person {
	var list []honesty.Person
	seen := map[int]bool{}
	for _, p := range parts {
		for _, a := range p.answers {
			if p.Sensitive() || seen[a.place] {
				continue
			}
			seen[a.place] = true
			list = append(list, honesty.Person{Submission: a.Submission, Form: c.askers.form(combinationOf(a.Submission))})
		}
	}
	return list
}
