package sealing

import (
	"io"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/honesty"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// counted makes the parts of a release of a county's batteries, as they were opened.
func (c *county) counted(r *release.Release, found opened, random io.Reader) *counting {
	c.Helper()
	counting := newCounting(c.file, found, random, new(follower))
	for _, b := range counting.wholes() {
		must(c, counting.battery(r, b))
	}
	return counting
}

// ofOne is answers that are all at home at one battery.
func ofOne(b *survey.Battery, answers []row) opened {
	all := map[string][]row{b.Ref(): answers}
	return opened{answers: all, mixed: all}
}

// plainPart is the part of these questions of answers that need not wait for others.
func (c *county) plainPart(b *survey.Battery, questions []survey.Question, answers []row, random io.Reader) *partBuilder {
	c.Helper()
	p, err := newGrouper(c.file, ofOne(b, answers)).part(b, questions, treblock.Plain(c.file.Round.K), answers, random)
	must(c, err)
	return p
}

// plainQuestions are the ordinary questions of a battery.
func plainQuestions(b *survey.Battery) []survey.Question {
	plain, _ := class{questions: b.Questions}.split()
	return plain
}

// people are those who gave these answers to a battery.
func people(b *survey.Battery, answers []row) []honesty.Person {
	var list []honesty.Person
	for _, a := range answers {
		list = append(list, honesty.Person{Submission: a.Submission, Form: survey.Set{b}.Form(a.Timing)})
	}
	return list
}

// builtIn returns the battery with a reference.
func builtIn(t testing.TB, list []*survey.Battery, ref string) *survey.Battery {
	t.Helper()
	for _, b := range list {
		if b.Ref() == ref {
			return b
		}
	}
	t.Fatalf("there is no battery %s", ref)
	return nil
}
