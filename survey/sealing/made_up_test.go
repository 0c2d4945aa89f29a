package sealing

import (
	"cmp"
	"math/rand/v2"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/honesty"
)

// words counts how often a county's answers are said to look made up, with lots drawn again and
// again.
func (c *county) words(found opened, people []honesty.Person) map[string]int {
	c.Helper()
	dice := rand.NewChaCha8([32]byte{4})
	words := map[string]int{}
	for range 100 {
		word, err := madeUp(c.file, found, people, dice)
		must(c, err)
		words[word]++
	}
	return words
}

// lesson is a gathering of so many people at one place.
func lesson(people int) gathering {
	return gathering{municipality: "0581", intervention: "P1", channel: survey.Group, timing: survey.NoTiming, people: people}
}

// everybody is all that was sent, mixed.
func (c *county) everybody(found opened) []honesty.Person {
	b := c.file.Batteries[0]
	return people(b, found.mixed[b.Ref()])
}

// Whoever sends one form again and again is found, whoever comes is not.
func TestMadeUp(t *testing.T) {
	for copies, want := range map[int]string{0: "none", 36: "many"} {
		county := newCounty(t, 5)
		county.file.Announced = []survey.Announced{{Municipality: "0581", Answers: 40}}
		county.gather(lesson(40 - copies))
		form := county.read(county.file.Answers[0])
		for range copies {
			county.send(form)
		}
		found := county.opened()
		if words := county.words(found, county.everybody(found)); words[want] < 90 {
			t.Errorf("%d copies: %v, want %s", copies, words, want)
		}
	}
}

// Answers beyond those announced do not come through the server. Those that nobody announces, and
// those that waited, are not counted against it.
func TestUnannouncedAnswersAreMadeUp(t *testing.T) {
	for name, c := range map[string]struct {
		came, announced gathering
		origin          string // other than the round's
		want            string
	}{
		"as announced":         {lesson(20), lesson(20), "", "none"},
		"fewer than announced": {lesson(20), lesson(60), "", "none"},
		"three times as many":  {lesson(18), lesson(6), "", "many"},
		"announced elsewhere":  {lesson(20), gathering{municipality: "0580", people: 20}, "", "many"},
		"found by anybody":     {gathering{municipality: "0581", channel: survey.Self, people: 20}, lesson(1), "", "none"},
		"of an earlier round":  {lesson(20), lesson(1), survey.NewID(), "none"},
	} {
		county := newCounty(t, 6)
		county.file.Announced = []survey.Announced{{Municipality: c.announced.municipality, Answers: c.announced.people}}
		county.gather(c.came)
		found := county.opened()
		answers := found.answers[county.file.Batteries[0].Ref()]
		for i := range answers {
			answers[i].Origin = cmp.Or(c.origin, answers[i].Origin)
		}
		if words := county.words(found, county.everybody(found)); words[c.want] < 90 {
			t.Errorf("%s: %v, want %s", name, words, c.want)
		}
	}
}

// The word is made of mixed answers: what people gave has no part in it.
func TestMadeUpIsOfMixedAnswers(t *testing.T) {
	c := newCounty(t, 7)
	c.file.Announced = []survey.Announced{{Municipality: "0581", Answers: 20}}
	c.gather(lesson(20))
	found := c.opened()
	ref := c.file.Batteries[0].Ref()
	for i := range found.answers[ref] {
		found.answers[ref][i].Answers = survey.Answers{}
	}
	p := c.everybody(found)
	if words := c.words(found, p); words["none"] < 90 {
		t.Errorf("of people whose mixed answers differ it says %v", words)
	}
}

// A block is mostly of one session when that has more than half of it.
func TestOneSession(t *testing.T) {
	for tags, want := range map[string]bool{"": false, "aaabbb": false, "aabaab": true, "bacada": false, "cabbcb": false, "aaaaaa": true} {
		var answers []row
		for _, tag := range tags {
			answers = append(answers, row{Submission: survey.Submission{Tag: string(tag)}})
		}
		if got := oneSession(answers); got != want {
			t.Errorf("sessions %q: most are from one: %v", tags, got)
		}
	}
}
