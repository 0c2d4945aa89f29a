package authors_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/authors"
)

// How many of a hundred may be missed, and raised for nothing, before the lists are worth less than they cost.
const (
	mostMissed = 5
	mostAlarms = 5
)

// notOfWords are the codes of findings that a single question of the corpus has for being single.
var notOfWords = []string{"measure", "direction", "dk", "lix"}

// asked returns a battery of the one question in a line of the corpus, and what is to be found in it.
func asked(t *testing.T, line string) (want []string, w survey.Worded) {
	t.Helper()
	fields := strings.Split(line, "\t")
	if len(fields) != 5 {
		t.Fatalf("the line %q has %d fields", line, len(fields))
	}
	language, options := fields[1], strings.Split(fields[4], " / ")
	q := survey.Question{ID: "X1", Kind: survey.QuestionKind(fields[2]), Topic: "needs", DK: true}
	b := &survey.Battery{ID: "corpus", Version: 1}
	words := map[string]string{"title": "x", "X1": fields[3]}
	prefix := "X1."
	if q.Kind == survey.Scale {
		q.Scale, b.Scales, prefix = "own", map[string]int{"own": len(options)}, "scale.own."
	} else {
		q.Own = len(options)
	}
	for i, option := range options {
		words[fmt.Sprintf("%so%d", prefix, i+1)] = option
	}
	b.Questions = []survey.Question{q}
	return strings.Split(fields[0], ","), survey.Worded{Battery: b, Words: map[string]map[string]string{language: words}}
}

// Of good and bad questions, as many are told apart as the lists promise. What is missed or found for nothing is
// printed, so that whoever changes a list sees what it costs.
func TestCorpus(t *testing.T) {
	text, err := os.ReadFile("testdata/corpus.txt")
	if err != nil {
		t.Fatal(err)
	}
	instead := survey.Instead(wordsOf(t, "plain", i18n.Source)["plain.words"])
	count, missed, alarms := map[bool]int{}, 0, 0
	codes, found := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		want, w := asked(t, line)
		good := want[0] == "good"
		count[good]++
		hits := 0
		for _, code := range want {
			codes[code] = true
		}
		for language := range w.Words {
			for _, f := range authors.Check(w, authors.Given{Languages: []string{language}, Instead: instead}) {
				switch {
				case slices.Contains(want, f.Code):
					found[f.Code] = true
					hits++
				case slices.Contains(notOfWords, f.Code):
				default:
					alarms++
					t.Logf("alarm: %s %v in %q", f.Code, f.Args, line)
				}
			}
		}
		if !good && hits < len(want) {
			missed++
			t.Logf("missed: %q", line)
		}
	}
	t.Logf("%d bad questions, of which %d were missed; %d good ones; %d alarms for nothing in all of them", count[false], missed, count[true], alarms)
	for code := range codes {
		if code != "good" && !found[code] {
			t.Errorf("nothing at all is found to be %s", code)
		}
	}
	if count[false] < 60 || count[true] < 60 || len(codes) < 25 {
		t.Errorf("the corpus has %d bad and %d good questions of %d kinds", count[false], count[true], len(codes))
	}
	if 100*missed > mostMissed*count[false] {
		t.Errorf("%d of %d bad questions were missed", missed, count[false])
	}
	if 100*alarms > mostAlarms*(count[false]+count[true]) {
		t.Errorf("%d alarms for nothing in %d questions", alarms, count[false]+count[true])
	}
}
