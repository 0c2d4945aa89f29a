package survey_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

// mutation is one thing that somebody could change without meaning harm, and
// that would break the promise.
type mutation struct {
	name     string
	file     string // in this folder
	old, new string // old stands in the file exactly once
	folder   string // of the tests that turn red
	tests    string // their names after "Test"; whole tests, so that without the mutation they are known to pass
}

// mutations lists what the promise has to be safe from.
var mutations = []mutation{
	// Fewer people than were promised.
	{"k is 4", "treblock/rules.go", "leastPlain     = 12", "leastPlain     = 4", "treblock", "PlainAndSensitive"},
	{"sensitive blocks of 12", "treblock/rules.go", "leastSensitive = 20", "leastSensitive = 12", "treblock", "PlainAndSensitive"},
	{"a block of one session", "treblock/rules.go", "Outside: 3,", "Outside: 0,", "treblock", "PlainAndSensitive"},
	{"a round with k 4", "round.go", "SmallestK = 12", "SmallestK = 4", ".", "OpenRoundRefuses"},
	{"a lower k than answers were promised", "round.go", "n.K < other.K", "false", ".", "OpenRoundRefuses"},
	{"answers wait for a lower k", "pending.go", "later && next.State == RoundOpen && next.K >= round.K", "(later || true) && next.State == RoundOpen", ".", "WaitingKeepsItsPromise"},
	{"the round's k forgotten", "sealing/seal.go", "treblock.Plain(file.Round.K)", "treblock.Plain(12)", "sealing", "ReleaseKeepsTheRules"},
	{"checks of a few people", "honesty/honesty.go", "enough         = 30", "enough         = 12", "honesty", "AssessNeedsAnswers"},

	// Publishing before the seal.
	{"an open round exported", "pending.go", "case RoundOpen:", `case "":`, ".", "RoundStates"},
	{"a round exported in its grace", "pending.go", "case RoundClosing:", `case "":`, ".", "RoundStates"},
	{"a release of an open round", "release.go", "case RoundExported:", "case RoundOpen, RoundClosing, RoundClosed, RoundExported:", ".", "RoundStates"},
	{"a release shown before its round is sealed", "release.go", "if round.State != RoundSealed {", "if round.State == RoundOpen {", ".", "ImportReadsBack"},

	// A total that is counted again.
	{"a block of everybody", "sealing/count.go", "slices.SortFunc(blocks,", blockOfEverybody, "sealing", "ReleaseKeepsTheRules"},
	{"n before shedding", "treblock/partition.go", "without(groups[h], gone)", "groups[h]", "treblock", "PartitionOfRandomWorlds"},

	// An answer that counts twice.
	{"an answer in two blocks", "treblock/partition.go", "blocks = append(blocks,", twoBlocks, "treblock", "PartitionOfRandomWorlds"},
	{"an answer in two groups", "treblock/view.go", "without(rest[key], own)", "without(rest[key], nil)", "treblock", "Views"},
	{"sensitive answers of those who wait", "sealing/seal.go", "first.answers, 0, o.Random", "answers, 0, o.Random", "sealing", "ReleaseKeepsTheRules"},
	{"an answer of a discarded session", "sealing/open.go", "slices.Contains(file.Discarded, s.Tag)", "false", "sealing", "ReleaseKeepsTheRules"},

	// A table of two things.
	{"intervention × language", "view.go", "return s.Language", "return s.Language + s.Intervention", ".", "ViewKeyIsOfOneThing"},
	{"municipality × language", "release/view.go", "return d == survey.ByGender || d == survey.ByTime", "return true", "release", "ParseRefusesViews"},
	{"another gender", "view.go", ` && key != "o1" && key != "o2"`, ` && key == ""`, ".", "ViewKey"},
	{"gender by gender", "sealing/view.go", "g.view.Question)", `"")`, "sealing", "ReleaseKeepsTheRules"},

	// A view that comes close to a block.
	{"a municipal view from 30 people", "treblock/view.go", "ViewAnswers = 96", "ViewAnswers = 30", "treblock", "Views"},
	{"a municipal view of one block", "treblock/view.go", "ViewBlocks  = 3", "ViewBlocks  = 1", "treblock", "Views"},
	{"three answers apart", "treblock/view.go", "Apart = 6", "Apart = 3", "treblock", "Views"},
	{"close blocks not left out", "treblock/view.go", "members = slices.DeleteFunc(slices.Clone(members), close)", "_ = close", "treblock", "Views"},

	// A number that is not rounded.
	{"counts not rounded", "sealing/count.go", "return released, nil", "return counts, nil", "sealing", "ReleaseKeepsTheRules"},
	{"participation not rounded", "sealing/participation.go", "treblock.Round([]int{", "append([]int{", "sealing", "ReleaseKeepsTheRules"},
	{"participation rounded down", "sealing/participation.go", "treblock.Offset(3, rnd)", "0, error(nil)", "sealing", "ParticipationIsRounded"},
	{"a mean of answers among the checks", "honesty/honesty.go", "= contradiction(b, answers)", meanOfAnswers, "honesty", "AssessSaysKnownWords"},
	{"a mean of answers in blocks", "release/release.go", "type Block struct {", "type Block struct {\n Mean float64 `json:\"mean\"`", "sealing", "ReleaseKeepsTheRules"},
	{"skip repeated for every option", "battery.go", "Columns: []string{Chosen, NotChosen}", "Columns: append([]string{Chosen, NotChosen}, tail...)", ".", "TablesOfEveryKind"},
	{"unanimous answers to sensitive questions", "sealing/count.go", "q.Sensitive && treblock.With", "false && treblock.With", "sealing", "ReleaseKeepsTheRules"},
	{"sensitive questions among the others", "sealing/seal.go", "if q.Sensitive {", "if false {", "sealing", "ReleaseKeepsTheRules"},

	// An offset that is used again.
	{"one offset", "sealing/count.go", "treblock.Offset(base, rnd)", "1, error(nil)", "sealing", "ReleaseKeepsTheRules"},
	{"one offset for each block", "sealing/count.go", "treblock.Offset(base, rnd)", "int(answers[0].Tag[0])%base, error(nil)", "sealing", "ReleaseKeepsTheRules"},
	{"one offset for each table", "sealing/count.go", "treblock.Offset(base, rnd)", "int(t.ID[len(t.ID)-1])%base, error(nil)", "sealing", "ReleaseKeepsTheRules"},
	{"an offset that is never drawn", "treblock/round.go", "draw(base, rnd)", "draw(base-1, rnd)", "treblock", "OffsetIsUniform"},

	// An attack that finds too little, or is not listened to.
	{"what is found is not taken away", "sealing/view.go", "for i := 0; i < len(parts); {", "for i := len(parts); i < len(parts); {", "sealing", "WhatIsNotCertified"},
	{"two possible counts are enough", "attack/attack.go", "LeastValues = 3", "LeastValues = 2", "attack", "TheSameAnswersDrawnTwice"},
	{"worlds fit too easily", "attack/world.go", "high-low-w.base+1", "high-low-w.base", "attack", "SearchAgainstEveryWorld"},
	{"broken worlds are kept", "attack/search.go", "s.back(0)\n\t\t\treturn", "return", "attack", "EveryWorldVisitedFits"},
	{"known answers moved", "attack/search.go", "fit(person) && !s.known[person]", "fit(person)", "attack", "EveryWorldVisitedFits"},
	{"groups of views forgotten", "attack/attack.go", "shapes := []*shape{newShape(a.Part, q, here, a.People)}", "shapes := []*shape{}", "attack", "SizesThatAddUp"},
	{"sizes of sensitive groups forgotten", "attack/attack.go", "range a.Elsewhere", "range a.Elsewhere[:0]", "attack", "SizesElsewhere"},
}

// Mutations that take more than a few words.
const (
	blockOfEverybody = `everybody := treblock.Block{Step: treblock.Region}
	for _, b := range blocks {
		everybody.Members = append(everybody.Members, b.Members...)
	}
	blocks = append(blocks, everybody)
	slices.SortFunc(blocks,`
	twoBlocks     = "homeless = append(homeless, groups[h][0]); blocks = append(blocks,"
	meanOfAnswers = "= strconv.FormatFloat(share(len(tags), len(answers)), 'f', 2, 64)"
)

// The tests themselves are tested: each mutation turns some of them red.
func TestMutations(t *testing.T) {
	tool.Long(t)
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("go is not there to run tests with")
	}
	two := make(chan struct{}, 2)
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			two <- struct{}{}
			defer func() { <-two }()
			t.Log(m.caught(t))
		})
	}
}

var failed = regexp.MustCompile(`(?m)^--- FAIL: (\S+)`)

// caught runs the tests on the mutation and returns those that fail.
func (m mutation) caught(t *testing.T) string {
	t.Helper()
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": m.replace(t)})
	ok(t, err)
	ok(t, os.WriteFile(overlay, text, 0o600))
	run := exec.CommandContext(t.Context(), "go", "test", "-overlay="+overlay, "-count=1", "-timeout=2m", "-vet=off", "-ldflags=-s -w",
		"-run=^Test"+m.tests, "-skip=^TestMutations$", "./"+m.folder)
	out, err := run.CombinedOutput()
	red := failed.FindAllStringSubmatch(string(out), -1)
	switch {
	case err == nil:
		t.Fatalf("%s: no test of %s turns red", m.file, m.folder)
	case red == nil:
		t.Fatalf("%s: %v, and no test failed:\n%s", m.file, err, out)
	}
	var names []string
	for _, match := range red {
		names = append(names, match[1])
	}
	return fmt.Sprintf("%s: %s", m.folder, strings.Join(names, ", "))
}

// replace writes the mutated file and returns where it stands in for the real
// one.
func (m mutation) replace(t *testing.T) map[string]string {
	t.Helper()
	path, err := filepath.Abs(m.file)
	ok(t, err)
	text, err := os.ReadFile(path)
	ok(t, err)
	if n := strings.Count(string(text), m.old); n != 1 {
		t.Fatalf("%q stands %d times in %s; it must be once", m.old, n, m.file)
	}
	mutated := filepath.Join(t.TempDir(), filepath.Base(path))
	ok(t, os.WriteFile(mutated, []byte(strings.Replace(string(text), m.old, m.new, 1)), 0o600))
	return map[string]string{path: mutated}
}
