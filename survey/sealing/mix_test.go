package sealing

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/treblock"
)

// Of every question a fifth of the answers are replaced by one drawn from those that could have
// been given; what comes out could have been sent.
func TestAnswersAreMixed(t *testing.T) {
	lots := randomness{key: []byte("key"), file: "file"}
	stream, err := lots.stream("test", nil)
	must(t, err)
	mixing := treblock.Mixing{Percent: treblock.MixPercent, Random: stream}
	const people = 4000
	for _, b := range core(t) {
		for _, q := range b.Questions {
			given := q.Values()[:1]
			columns := q.Tables()[0].Columns
			kept, seen := 0, map[string]int{}
			for range people {
				mixed, err := mixQuestion(q, given, mixing)
				must(t, err)
				if len(mixed) > 0 {
					if err := (survey.Set{b}).Form(survey.After).Fits(survey.Answers{q.ID: mixed}); err != nil {
						t.Fatalf("%s: %v", q.ID, err)
					}
				}
				seen[q.Column(q.Tables()[0], mixed)]++
				if slices.Equal(mixed, given) {
					kept++
				}
			}
			q0 := float64(treblock.MixPercent) / 100
			least := people * (1 - q0) * 0.97
			most := people*(1-q0+q0/float64(len(columns)))*1.03 + 1
			if float64(kept) < least || float64(kept) > most {
				t.Errorf("%s: of %d answers %d are as they were given, want %.0f to %.0f", q.ID, people, kept, least, most)
			}
			for _, column := range columns[1:] {
				if want := people * q0 / float64(len(columns)); math.Abs(float64(seen[column])-want) > 6*math.Sqrt(want) {
					t.Errorf("%s: %d are in %s, want about %.0f", q.ID, seen[column], column, want)
				}
			}
			if !slices.Equal(given, q.Values()[:1]) {
				t.Fatalf("what was given is now %v", given)
			}
		}
	}
}

// core returns the built-in batteries.
func core(t *testing.T) []*survey.Battery {
	t.Helper()
	list, err := batteries.Load(batteries.Embedded)
	must(t, err)
	return list
}

// What is counted is mixed, and only what was answered; an answer is mixed in the same way whatever
// else is in the file, and in another way by another key.
func TestMixingFollowsTheAnswer(t *testing.T) {
	c := newCounty(t, 1).fill(60)
	given, counted := c.opened().answers["core@1"], c.opened().mixed["core@1"]
	changed := 0
	for i, s := range given {
		if fmt.Sprint(s.Answers) != fmt.Sprint(counted[i].Answers) {
			changed++
		}
		s.Answers, counted[i].Answers = nil, nil
		if fmt.Sprint(s) != fmt.Sprint(counted[i]) {
			t.Errorf("%+v is counted as %+v", s, counted[i])
		}
	}
	if changed < len(given)*9/10 {
		t.Errorf("only %d of %d people have an answer replaced", changed, len(given))
	}
	submissions := func(rows []row) (list []survey.Submission) {
		for _, r := range rows {
			list = append(list, r.Submission)
		}
		return list
	}
	whole := submissions(c.opened().mixed["core@1"][7:])
	c.file.Answers, c.file.Final, c.file.Discarded = c.file.Answers[7:], false, []string{"tag"}
	if part := submissions(c.opened().mixed["core@1"]); fmt.Sprint(part) != fmt.Sprint(whole) {
		t.Error("answers are mixed in another way where others are not in the file")
	}
	other := randomness{key: []byte("another key")}
	again, err := mix(c.file, given[7].Submission, c.file.Answers[0], other)
	must(t, err)
	if fmt.Sprint(again.Answers) == fmt.Sprint(whole[0].Answers) {
		t.Error("another key mixes in the same way")
	}
}

// Lots follow from the key, from what they are drawn for, and from the file.
func TestLots(t *testing.T) {
	c := newCounty(t, 1)
	first, err := newRandomness(c.file, c.key)
	must(t, err)
	other, err := survey.NewPrivateKey()
	must(t, err)
	drawn := map[string]string{}
	draw := func(name string, file survey.PendingFile, key survey.PrivateKey, about string) {
		t.Helper()
		lots, err := newRandomness(file, key)
		must(t, err)
		for purpose, stream := range map[string]func() (io.Reader, error){
			"release": lots.release, "mixing": func() (io.Reader, error) { return lots.mixing([]byte(about)) },
		} {
			reader, err := stream()
			must(t, err)
			bytes := make([]byte, 32)
			_, err = io.ReadFull(reader, bytes)
			must(t, err)
			drawn[name+" "+purpose] = string(bytes)
		}
	}
	changed := c.file
	changed.Final = !changed.Final
	draw("once", c.file, c.key, "a")
	draw("again", c.file, c.key, "a")
	draw("another key", c.file, other, "a")
	draw("another file", changed, c.key, "a")
	draw("another answer", c.file, c.key, "b")
	for name, same := range map[string]bool{
		"again release": true, "again mixing": true, "another key release": false, "another key mixing": false,
		"another file release": false, "another file mixing": true, "another answer release": true, "another answer mixing": false,
	} {
		_, purpose, _ := strings.Cut(strings.TrimPrefix(name, "another "), " ")
		if got := drawn[name] == drawn["once "+purpose]; got != same {
			t.Errorf("%s: the same lots is %t, want %t", name, got, same)
		}
	}
	if drawn["once release"] == drawn["once mixing"] || len(first.key) != 32 {
		t.Error("two purposes have the same lots")
	}
}
