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
// that would break the promise: a line of the program gets another text. The
// line is found by the comment at its end, as in "// mutation: least plain", so
// that it can be written in other words. Where it is, the new text has to fit.
type mutation struct {
	name   string
	file   string // in this folder
	anchor string // what the comment says; once in the file
	line   string // instead of the one that ends so
	folder string // of the tests that turn red
	tests  string // their names after "Test"; whole tests, so that without the mutation they are known to pass
}

// mutations lists what the promise has to be safe from.
var mutations = []mutation{
	// Fewer people than were promised.
	{"k is 4", "treblock/rules.go", "least plain", "leastPlain = 4", "treblock", "PlainAndSensitive"},
	{"sensitive blocks of 12", "treblock/rules.go", "least sensitive", "leastSensitive = 12", "treblock", "PlainAndSensitive"},
	{"a block of one session", "treblock/rules.go", "outside", "return Rules{Base: 3, K: k, Outside: 1}", "treblock", "PlainAndSensitive"},
	{"sensitive blocks of hardly more than one session", "treblock/rules.go", "sensitive outside", "return Rules{Base: 5, K: k, Outside: 1, Sessions: 3, Many: roundUp(k+k/2, 5)}", "treblock", "PlainAndSensitive"},
	{"a round with k 4", "round.go", "smallest k", "const SmallestK = 4", ".", "OpenRoundRefuses"},
	{"a lower k than answers were promised", "opening.go", "lower k", "case other.State != RoundSealed && false:", ".", "OpenRoundRefuses"},
	{"answers wait for a lower k", "pending.go", "fits", "fits := (later || true) && next.State == RoundOpen && next.Size >= round.Size", ".", "WaitingKeepsItsPromise"},
	{"the round's k forgotten", "sealing/home.go", "plain part", "h.blocks, h.left, err = c.grouper.group(h.answers, treblock.Plain(12), patienceOf(c.file), c.random)", "sealing", "ReleaseKeepsTheRules"},
	{"checks of a few people", "honesty/honesty.go", "enough", "minAnswers = 12", "honesty", "AssessNeedsAnswers"},

	// Publishing before the seal.
	{"an open round exported", "pending.go", "open", `case "":`, ".", "RoundStates"},
	{"a round exported in its grace", "pending.go", "closing", `case "":`, ".", "RoundStates"},
	{"a release of an open round", "importing.go", "exported", "case RoundOpen, RoundClosing, RoundClosed, RoundExported:", ".", "RoundStates"},
	{"a release shown before its round is sealed", "release.go", "sealed", "if round.State == RoundOpen {", ".", "ImportReadsBack"},

	{"a release shown before it is published", "release.go", "published", "if err != nil {", ".", "Publish"},

	// A total that is counted again.
	{"a block of everybody", "sealing/count.go", "blocks", blockOfEverybody, "sealing", "ReleaseKeepsTheRules"},
	{"n before shedding", "treblock/partition.go", "block", "blocks = append(blocks, h.block(step, groups[h]))", "treblock", "PartitionOfRandomWorlds"},

	// An answer that counts twice.
	{"an answer in two blocks", "treblock/partition.go", "block", twoBlocks, "treblock", "PartitionOfRandomWorlds"},
	{"an answer in two groups", "treblock/view.go", "rest", "rest[key] = without(rest[key], nil)", "treblock", "Views"},
	{"sensitive answers of those who wait", "sealing/home.go", "sensitive part", "second, err := c.grouper.part(b, sensitive, treblock.Sensitive(c.file.Round.K), c.homes[b.Ref()].answers, c.random)", "sealing", "ReleaseKeepsTheRules"},
	{"an answer of a discarded session", "sealing/open.go", "discarded", "case false && slices.Contains(file.Discarded, s.Tag):", "sealing", "ReleaseKeepsTheRules"},

	// A table of two things.
	{"intervention × language", "view.go", "language", "return s.Language + s.Intervention", ".", "ViewKeyIsOfOneThing"},
	{"municipality × language", "release/view.go", "municipal", "func Municipal(d survey.Dimension) bool { return true }", "release", "ParseRefusesViews"},
	{"another gender", "view.go", "gender", `if !strings.HasPrefix(key, "o") || d == ByGender && key == "" {`, ".", "ViewKey"},
	{"whoever was not asked counted as one who skipped", "sealing/home.go", "asked", "if true {", "sealing", "SetsKeepTheRules"},
	{"nearly the same people's groups twice", "sealing/view.go", "nearly asked", "return false", "sealing", "NearlyTheSamePeople"},
	{"a table of the question that defines a view", "sealing/asked.go", "defining question", "case false:", "sealing", "ReleaseKeepsTheRules"},

	// A view that comes close to a block.
	{"a municipal view from 30 people", "treblock/view.go", "view answers", "ViewAnswers = 30", "treblock", "Views"},
	{"a municipal view of one block", "treblock/view.go", "view blocks", "ViewBlocks = 1", "treblock", "Views"},
	{"three answers apart", "treblock/view.go", "apart", "const Apart = 3", "treblock", "Views"},
	{"women and men who add up to everybody", "treblock/view.go", "group surplus", "func groupSurplus(n, base int) int { return n % base }", "treblock", "Views"},
	{"close blocks not left out", "treblock/view.go", "close", "_ = close", "treblock", "Views"},

	// A number that is not rounded.
	{"counts not rounded", "sealing/count.go", "released", "_ = offset; return counts, nil", "sealing", "ReleaseKeepsTheRules"},
	{"participation not rounded", "sealing/participation.go", "received", "rounded := append([]int{exact, n - exact}, 3, offset)[0]", "sealing", "ReleaseKeepsTheRules"},
	{"participation rounded down", "sealing/participation.go", "offset", "offset, err := 0, error(nil)", "sealing", "ParticipationIsRounded"},
	{"a mean of answers among the checks", "honesty/honesty.go", "contradiction", meanOfAnswers, "honesty", "AssessSaysKnownWords"},
	{"a mean of answers in blocks", "release/release.go", "fields", "type Block struct {\n Mean float64 `json:\"mean\"`", "sealing", "ReleaseKeepsTheRules"},
	{"skip repeated for every option", "battery.go", "columns", `tables = append(tables, Table{ID: q.ID + "." + option, Question: q.ID, Option: option, Columns: append([]string{Chosen, NotChosen}, tail...)})`, ".", "TablesOfEveryKind"},
	{"sensitive questions among the others", "sealing/asked.go", "sensitive question", "case false:", "sealing", "ReleaseKeepsTheRules"},

	// An offset that is used again.
	{"one offset", "sealing/count.go", "offset", "offset, err := 1, error(nil)", "sealing", "ReleaseKeepsTheRules"},
	{"one offset for each block", "sealing/count.go", "offset", "offset, err := int(answers[0].Tag[0])%base, error(nil)", "sealing", "ReleaseKeepsTheRules"},
	{"one offset for each table", "sealing/count.go", "offset", "offset, err := int(t.ID[len(t.ID)-1])%base, error(nil)", "sealing", "ReleaseKeepsTheRules"},
	{"an offset that is never drawn", "treblock/round.go", "draw", "return draw(base-1, rnd)", "treblock", "OffsetIsUniform"},

	// A result that is surer than it is.
	{"half a step left out", "treblock/ratio.go", "half step", "halfStep := 0.0", "treblock", "RatioEstimateCovers"},
	{"the rounding of the denominator left out", "treblock/ratio.go", "rounded denominator", "rounding := r.Of.rounding()", "treblock", "RatioEstimateCovers"},
	{"people of a gathering who answer alike left out", "treblock/estimate.go", "alike", "_ = in; return 1", "treblock", "RatioEstimateCovers"},
	{"don't know counted as an answer", "release/answered.go", "among", "among: indices(tables[0].Columns, tables[0].Columns),", "release", "Measured"},

	// What says for certain what somebody answered.
	{"nothing is mixed", "sealing/open.go", "mixed", "_, _, counted.Answers, err = stream, set, given.Answers, nil", "sealing", "MixingFollowsTheAnswer"},
	{"answers counted as they were given", "sealing/seal.go", "counted", "opened.mixed = opened.answers; c := newCounting(file, opened, random, newFollower(o))", "sealing", "ReleaseKeepsTheRules"},
	{"made-up answers looked for among those given", "sealing/made_up.go", "made up", "for i := range people { people[i].Answers = found.answers[people[i].Set][0].Answers }; return honesty.MadeUp(people, unannounced, lots)", "sealing", "MadeUpIsOfMixedAnswers"},
	{"a word without a lot", "honesty/made_up.go", "moved", `_, moved = moved, 0; return madeUpWord(suspect+moved, all), nil`, "honesty", "MadeUpIsMovedByALot"},
	{"a second seal draws again", "sealing/seal.go", "id", "id, err := survey.NewID(), error(nil)", "sealing", "SealAgain"},
	{"another day draws again", "sealing/seal.go", "undated", "_ = file", "sealing", "SealAgain"},
	{"lots that everybody can draw", "sealing/randomness.go", "lots", `seed, err := hkdf.Key(sha256.New, []byte("key"), about, "fragebatteri "+release.Method+" "+purpose, 32)`, "sealing", "Lots"},
	{"the ticket as nonce", "participants.go", "nonce", "arrival, err := visit.arrival(answers, posted.Language, visit.ticket)", ".", "UsedTicket"},
	{"grace without a token", "participants.go", "takes", "takes := visit.Open || visit.Accepts", ".", "GraceIsForLoadedForms"},

	// An attack that finds too little, or is not listened to.
	{"what is found is not taken away", "sealing/view.go", "taken away", "if true {", "sealing", "WhatIsNotCertified"},
	{"two possible counts are enough", "attack/attack.go", "least values", "const LeastValues = 2", "attack", "TheSameAnswersDrawnTwice"},
	{"worlds fit too easily", "attack/world.go", "fitting", "now := max(0, high-low-w.base)", "attack", "SearchAgainstEveryWorld"},
	{"broken worlds are kept", "attack/search.go", "back", "", "attack", "EveryWorldVisitedFits"},
	{"known answers moved", "attack/search.go", "known", "if person := members[s.rnd.IntN(len(members))]; fits(person) {", "attack", "EveryWorldVisitedFits"},
}

// Mutations that take more than a few words.
const (
	blockOfEverybody = `everybody := treblock.Block{Step: treblock.Region}
	for _, b := range blocks {
		everybody.Members = append(everybody.Members, b.Members...)
	}
	blocks = append(blocks, everybody)
	slices.SortFunc(blocks, func(x, y treblock.Block) int { return g.block(x).Compare(g.block(y)) })`
	twoBlocks = `unplaced = append(unplaced, groups[h][0])
	blocks = append(blocks, h.block(step, without(groups[h], gone)))`
	meanOfAnswers = "checks[release.Contradiction] = strconv.FormatFloat(share(len(tags), len(answers)), 'f', 2, 64)"
)

// The tests themselves are tested: each mutation turns some of them red.
func TestMutations(t *testing.T) {
	command := tool.Need(t, "go")
	two := make(chan struct{}, 2)
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			two <- struct{}{}
			defer func() { <-two }()
			t.Log(m.caught(t, command))
		})
	}
}

var failed = regexp.MustCompile(`(?m)^--- FAIL: (\S+)`)

// caught runs the tests on the mutation and returns those that fail: as in the
// ordinary loop, so that whoever makes such a change sees it soon.
func (m mutation) caught(t *testing.T, command string) string {
	t.Helper()
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": m.replace(t)})
	ok(t, err)
	ok(t, os.WriteFile(overlay, text, 0o600))
	run := exec.CommandContext(t.Context(), command, "test", "-overlay="+overlay, "-count=1", "-timeout=10m", "-failfast", "-vet=off", "-ldflags=-s -w",
		"-run=^Test"+m.tests, "-skip=^TestMutations$", "./"+m.folder)
	run.Env = append(os.Environ(), tool.Switch+"=")
	out, err := run.CombinedOutput()
	red := failed.FindAllStringSubmatch(string(out), -1)
	switch {
	case err == nil:
		t.Fatalf("%s: no test of %s turns red", m.file, m.folder)
	case strings.Contains(string(out), "[build failed]"):
		t.Fatalf("%s: the line of the mutation no longer fits; write it anew in mutation_test.go:\n%s", m.file, out)
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
	mutated := filepath.Join(t.TempDir(), filepath.Base(path))
	ok(t, os.WriteFile(mutated, []byte(m.mutated(t)), 0o600))
	return map[string]string{path: mutated}
}

// mutated returns the file with the other line.
func (m mutation) mutated(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(m.file)
	ok(t, err)
	lines := strings.Split(string(text), "\n")
	found := 0
	for i, line := range lines {
		if strings.HasSuffix(line, "mutation: "+m.anchor) {
			lines[i] = m.line
			found++
		}
	}
	if found != 1 {
		t.Errorf("%d lines of %s end with \"mutation: %s\"; it must be one", found, m.file, m.anchor)
	}
	return strings.Join(lines, "\n")
}

// Whoever moves a line takes its comment along, and whoever takes a mutation
// out takes the comment out.
func TestMutationsHaveLines(t *testing.T) {
	anchors := map[string]bool{}
	for _, m := range mutations {
		m.mutated(t)
		anchors[m.file+": "+m.anchor] = true
	}
	ok(t, filepath.WalkDir(".", func(path string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			_, anchor, has := strings.Cut(strings.TrimSpace(line), "mutation: ")
			if has && !anchors[path+": "+anchor] {
				t.Errorf("%s: no mutation is of the line that ends with %q", path, anchor)
			}
		}
		return err
	}))
}
