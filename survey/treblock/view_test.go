package treblock

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
)

// viewedIn makes answers of one block for each line, and returns the sizes of the blocks too. In the block
// "0581: 9 o1, 3 o2 of a, 2 -", which municipality 0581 has alone, are nine answers with the key o1, three with o2 from
// the session a, and two without a key; all but the three are alone in their sessions. ": 9 o1 of -" is a block of
// several municipalities, and its answers have no session.
//
// A group sheds at least one. So "9+1 o1" are ten, of which two share a session: the one to shed from. The first line
// with a key is read like that even where it says "9 o1", unless a session of the key is named.
func viewedIn(t *testing.T, blocks ...string) (answers []Viewed, sizes []int) {
	t.Helper()
	all, spared := strings.Join(blocks, ", ")+",", map[string]bool{}
	for block, line := range blocks {
		municipality, people, _ := strings.Cut(line, ": ")
		size := 0
		for _, alike := range strings.Split(people, ", ") {
			words := strings.Fields(alike)
			number, spare := strings.CutSuffix(words[0], "+1")
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatal(err)
			}
			a := Viewed{Block: block, Municipality: municipality, Key: strings.Trim(words[1], "-")}
			for range n {
				a.Session = fmt.Sprint("alone ", len(answers))
				if len(words) == 4 {
					a.Session = strings.Trim(words[3], "-")
				}
				answers = append(answers, a)
			}
			if spare || a.Key != "" && !spared[a.Key] && !strings.Contains(all, a.Key+" of ") {
				answers, n, spared[a.Key] = append(answers, answers[len(answers)-1]), n+1, true
			}
			size += n
		}
		sizes = append(sizes, size)
	}
	return answers, sizes
}

// describe says of each group where it is, what was put together, and how many of it are in each block: "0581 o1 9+9",
// "other so ti 6+0".
func describe(groups []Group, answers []Viewed, sizes []int) []string {
	var all []string
	for _, g := range groups {
		in := make([]int, len(sizes))
		for _, i := range g.Members {
			in[answers[i].Block]++
		}
		words := []string{g.Municipality, strings.Join(g.Keys, " "), strings.ReplaceAll(strings.Trim(fmt.Sprint(in), "[]"), " ", "+")}
		if g.Rest {
			words = slices.Insert(words, 1, "other")
		}
		all = append(all, strings.TrimSpace(strings.Join(words, " ")))
	}
	slices.Sort(all)
	return all
}

// viewCase is a worked example of Views.
type viewCase struct {
	name    string
	rules   Rules
	merging Merging
	blocks  []string // as viewedIn reads them
	want    []string // as describe writes them, with municipal views
}

func (c viewCase) run(t *testing.T) {
	t.Helper()
	// There are answers enough for views, whatever the case is about.
	answers, sizes := viewedIn(t, append(slices.Clone(c.blocks), ": 60 -", ": 60 -")...)
	groups, err := Views(answers, sizes, c.rules, c.merging, true, seeded(1))
	if err != nil {
		t.Fatal(err)
	}
	if got := describe(groups, answers, sizes[:len(c.blocks)]); !slices.Equal(got, c.want) {
		t.Errorf("groups %q, want %q", got, c.want)
	}
}

// twice and thrice are blocks that are alike.
func twice(line string) []string  { return []string{line, line} }
func thrice(line string) []string { return []string{line, line, line} }

func runAll(t *testing.T, cases []viewCase) {
	for _, c := range cases {
		t.Run(c.name, c.run)
	}
}

// amongOthers asks what becomes of o1: how many of it are counted in each block, "" for none. The two groups that it is
// compared with are shown whatever becomes of it.
func amongOthers(name string, r Rules, outcome string, blocks ...string) viewCase {
	others := strings.Repeat("0+", len(blocks)) + "15+15"
	want := []string{"o2 " + others, "o3 " + others}
	if outcome != "" {
		want = append([]string{"o1 " + outcome + "+0+0"}, want...)
	}
	return viewCase{name: name, rules: r, blocks: append(blocks, twice(": 15 o2, 15 o3, 9 -")...), want: want}
}

func TestViewsKeepApartFromBlocks(t *testing.T) {
	runAll(t, []viewCase{
		amongOthers("five outside", Plain(12), "", ": 13 o1, 12 -", ": 5 o1, 12 -"),
		amongOthers("six outside after shedding", Plain(12), "12+6", ": 12 o1, 12 -", ": 5 o1, 2 o1 of a, 12 -"),
		amongOthers("five outside after shedding", Plain(12), "", ": 13 o1, 12 -", ": 7 o1, 12 -"),
		amongOthers("base 5: six outside after shedding", Sensitive(12), "14+6", ": 14 o1, 12 -", ": 5 o1, 5 o1 of a, 12 -"),
		amongOthers("base 5: five outside after shedding", Sensitive(12), "", ": 15 o1, 12 -", ": 9 o1, 12 -"),
		amongOthers("lacks six", Plain(12), "9+9+9", ": 9 o1, 6 -", ": 9 o1, 12 -", ": 9 o1, 12 -"),
		amongOthers("lacks five", Plain(12), "0+9+9", ": 9 o1, 5 -", ": 8 o1, 2 o1 of a, 12 -", ": 9 o1, 12 -"),
		amongOthers("lacks five of two", Plain(12), "0+9+0+9", ": 9 o1, 5 -", ": 8 o1, 2 o1 of a, 12 -", ": 18 o1, 5 -", ": 9 o1, 12 -"),
		amongOthers("lacks five, and the rest is too little", Plain(12), "", ": 12 o1, 5 -", ": 9 o1, 12 -"),
		amongOthers("lacks five, and the rest is not apart", Plain(12), "", ": 12 o1, 5 -", ": 13 o1, 12 -", ": 5 o1, 12 -"),
		amongOthers("is a block", Plain(12), "", ": 18 o1"),
		amongOthers("is two blocks", Plain(12), "", ": 18 o1", ": 18 o1"),
		amongOthers("is a block minus three", Plain(12), "", ": 18 o1, 3 -"),
		amongOthers("is a block and more", Plain(12), "0+9+9", ": 18 o1", ": 8 o1, 2 o1 of a, 12 -", ": 9 o1, 12 -"),
		amongOthers("is a block minus three and more", Plain(12), "0+9+9", ": 18 o1, 3 -", ": 8 o1, 2 o1 of a, 12 -", ": 9 o1, 12 -"),
		amongOthers("is half a block", Plain(12), "", ": 18 o1, 18 -"),
		amongOthers("is few of many blocks", Plain(12), "2+2+2+2+2+2", slices.Repeat([]string{": 2 o1, 10 -"}, 6)...),
	})
}

func TestViewsOfFewBlocks(t *testing.T) {
	runAll(t, []viewCase{
		{"no blocks", Plain(12), Never, nil, nil},
		{"nobody with a key", Plain(12), Rest, twice(": 60 -"), nil},
		{"twelve women and twelve men of one block", Plain(12), Never, []string{": 12 o1, 12 o2"}, nil},
		{"many of both in one block", Plain(12), Never, []string{": 60 o1, 60 o2"}, nil},
		{"both in two blocks", Plain(12), Never, twice(": 12 o1, 12 o2"), []string{"o1 12+12", "o2 12+12"}},
		{"each in blocks of its own", Plain(12), Never, []string{": 24 o1", ": 24 o1", ": 24 o2", ": 24 o2"}, nil},
		{"those without a key are in no group", Plain(12), Never, twice(": 9 o1, 9 o2, 30 -"), []string{"o1 9+9", "o2 9+9"}},
	})
}

// A municipality has 96 answers in three blocks that it has alone, or no groups of its own.
func TestViewsOfMunicipalities(t *testing.T) {
	two := []string{"0581: 18 o1, 18 o2", "0581: 15 o1, 15 o2"}
	own, none := []string{"0581 o1 18+15+15", "0581 o2 18+15+12"}, []string{"o1 18+15+15", "o2 18+15+12"}
	runAll(t, []viewCase{
		{"96 in three", Plain(12), Never, append(two, "0581: 15 o1, 12 o2, 1 -"), own},
		{"95 in three", Plain(12), Never, append(two, "0581: 15 o1, 12 o2"), none},
		{"96 in three, one of which is shared", Plain(12), Never, append(two, ": 15 o1, 12 o2, 3 -"), none},
		{"96 in two", Plain(12), Never, twice("0581: 24 o1, 24 o2"), []string{"o1 24+24", "o2 24+24"}},
		{"180 in two", Plain(12), Never, twice("0581: 45 o1, 45 o2"), []string{"o1 45+45", "o2 45+45"}},
		{"180 in two that are shared", Plain(12), Never, twice(": 45 o1, 45 o2"), []string{"o1 45+45", "o2 45+45"}},
		{"99 in three of two municipalities", Plain(12), Never,
			append(twice("0580: 15 o1, 15 o2"), "0581: 18 o1, 21 o2"), []string{"o1 15+15+18", "o2 15+15+21"}},
		{"two municipalities and others", Plain(12), Never,
			slices.Concat(thrice("0580: 18 o1, 18 o2"), []string{"0581: 21+1 o1, 21+1 o2"}, twice("0581: 21 o1, 21 o2"),
				[]string{"0560: 9+1 o1, 9+1 o2", ": 9 o1, 9 o2"}),
			[]string{"0580 o1 18+18+18+0+0+0+0+0", "0580 o2 18+18+18+0+0+0+0+0", "0581 o1 0+0+0+21+21+21+0+0",
				"0581 o2 0+0+0+21+21+21+0+0", "o1 0+0+0+0+0+0+9+9", "o2 0+0+0+0+0+0+9+9"}},
		{"too few of one key count in the region", Plain(12), Never,
			append(thrice("0581: 24 o1, 3 o2, 6 -"), ": 9 o2, 12 -"), []string{"0581 o1 24+24+24+0", "o2 3+3+3+9"}},
		{"too close to a block counts in the region", Plain(12), Never,
			[]string{"0581: 24 o1, 13 o2", "0581: 24 o1, 5 o2, 6 -", "0581: 24 o1, 6 -", ": 6 o2, 12 -"},
			[]string{"0581 o1 24+24+24+0", "o2 13+5+0+6"}},
		{"a block that lacks five is left out there too", Plain(12), Never,
			append(thrice("0581: 18 o1, 18 o2"), "0581: 24 o1, 5 -", ": 9+1 o1, 12 -", ": 9 o1, 12 -"),
			[]string{"0581 o1 18+18+18+0+0+0", "0581 o2 18+18+18+0+0+0", "o1 0+0+0+0+9+9"}},
		{"too few of two keys are merged in the region only", Plain(12), Neighbours,
			thrice("0581: 3 o1, 3 o2, 27 o3"), []string{"0581 o3 27+27+27", "o1 o2 6+6+6"}},
		{"what is taken is gone from the region", Plain(12), Rest,
			append(thrice("0581: 24 o1, 3 o2, 3 o3, 6 -"), ": 6 o1, 6 -"), []string{"0581 o1 24+24+24+0", "other o1 o2 o3 6+6+6+6"}},
		{"all that is left is put together", Plain(12), Rest,
			slices.Concat(thrice("0581: 24 o1, 9 -"), twice(": 9 o2, 3 o3, 9 -")), []string{"0581 o1 24+24+24+0+0", "other o2 o3 0+0+0+12+12"}},
	})
}

// Whether there are views at all must not depend on what was answered: 96 answers in three blocks, or none.
func TestViewsOfAnyPlaceNeedAnswers(t *testing.T) {
	for _, c := range []struct {
		blocks []string
		want   int
	}{
		{thrice(": 12 o1, 12 o2, 8 - of x"), 2}, // of each key one answer more than the line says
		{[]string{": 12 o1, 12 o2, 8 -", ": 12 o1, 12 o2, 8 -", ": 12 o1, 12 o2, 5 -"}, 0},
		{[]string{": 24 o1, 24 o2, 12 -", ": 24 o1, 24 o2, 12 -"}, 0},
	} {
		answers, sizes := viewedIn(t, c.blocks...)
		groups, err := Views(answers, sizes, Plain(12), Never, true, seeded(1))
		if err != nil || len(groups) != c.want {
			t.Errorf("%d answers in %d blocks: groups %v, error %v, want %d", total(sizes), len(sizes), groups, err, c.want)
		}
	}
}

func TestViewsOfTheRegionAlone(t *testing.T) {
	answers, sizes := viewedIn(t, slices.Repeat([]string{"0581: 18 o1, 18 o2"}, 3)...)
	groups, err := Views(answers, sizes, Plain(12), Never, false, seeded(1))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := describe(groups, answers, sizes), []string{"o1 18+18+18", "o2 18+18+18"}; !slices.Equal(got, want) {
		t.Errorf("groups %q, want %q", got, want)
	}
}

// Where there is but one kind of group, there is nothing to compare.
func TestViewsCompare(t *testing.T) {
	women := slices.Repeat([]string{"0581: 24 o1, 9 -"}, 3)
	more := append(twice("0580: 24 o1, 9 -"), "0580: 24+1 o1, 9 -")
	runAll(t, []viewCase{
		{"one group in the region", Plain(12), Never, twice(": 9 o1, 3 o2, 9 -"), nil},
		{"one group in a municipality", Plain(12), Never, women, nil},
		{"the same group in two municipalities", Plain(12), Never, slices.Concat(women, more), nil},
		{"the same group in a municipality and the region", Plain(12), Never, slices.Concat(women, []string{": 9+1 o1, 9 -", ": 9 o1, 9 -"}), nil},
		{"one group in a municipality, another in the region", Plain(12), Never, slices.Concat(women, twice(": 9 o2, 9 -")),
			[]string{"0581 o1 24+24+24+0+0", "o2 0+0+0+9+9"}},
		{"one group in a municipality, in the region put together", Plain(12), Neighbours,
			slices.Concat(women, thrice(": 2 o1, 2 o2, 9 -")), []string{"0581 o1 24+24+24+0+0+0", "o1 o2 0+0+0+4+4+4"}},
		{"two groups in a municipality", Plain(12), Never, slices.Repeat([]string{"0581: 18 o1, 18 o2"}, 3),
			[]string{"0581 o1 18+18+18", "0581 o2 18+18+18"}},
	})
}

func TestViewsAreMerged(t *testing.T) {
	runAll(t, []viewCase{
		{"never", Plain(12), Never, twice(": 9 o1, 9 o2, 5 o3, 9 -"), []string{"o1 9+9", "o2 9+9"}},

		{"the first with the second", Plain(12), Neighbours, thrice(": 2 o1, 6 o2, 4 o3, 6 -"), []string{"o1 o2 8+8+8", "o3 4+4+4"}},
		{"the last with the one before", Plain(12), Neighbours, thrice(": 4 o1, 6 o2, 2 o3, 6 -"), []string{"o1 4+4+4", "o2 o3 8+8+8"}},
		{"one between with the smaller before", Plain(12), Neighbours, thrice(": 4 o1, 2 o2, 6 o3, 6 -"), []string{"o1 o2 6+6+6", "o3 6+6+6"}},
		{"one between with the smaller after", Plain(12), Neighbours, thrice(": 6 o1, 2 o2, 4 o3, 6 -"), []string{"o1 6+6+6", "o2 o3 6+6+6"}},
		{"one between equals with the one before", Plain(12), Neighbours, thrice(": 4 o1, 2 o2, 4 o3, 6 -"), []string{"o1 o2 6+6+6", "o3 4+4+4"}},
		{"two that are too few with each other", Plain(12), Neighbours, thrice(": 2 o1, 2 o2, 8 o3, 6 -"), []string{"o1 o2 4+4+4", "o3 8+8+8"}},
		{"twice", Plain(12), Neighbours, thrice(": 1 o1, 1 o2, 3 o3, 4 o4, 6 -"), []string{"o1 o2 o3 5+5+5", "o4 4+4+4"}},
		{"at both ends", Plain(12), Neighbours, twice(": 3 o1, 9 o2, 9 o3, 3 o4"), []string{"o1 o2 12+12", "o3 o4 12+12"}},
		{"over one that nobody is in", Plain(12), Neighbours, twice(": 3 o1, 9 o3, 9 o4"), []string{"o1 o3 12+12", "o4 9+9"}},
		{"until one is left", Plain(12), Neighbours, twice(": 3 o1, 3 o2, 5 o3, 12 -"), nil},
		{"again where merging brings them close to a block", Plain(12), Neighbours,
			[]string{": 7 o1, 3 o1 of a, 12 o4", ": 12 o3, 12 o4", ": 12 o3, 12 o4", ": 9 o1, 3 o2, 5 o3"},
			[]string{"o1 o2 o3 8+13+12+0", "o4 12+12+12+0"}},

		{"the rest with each other", Plain(12), Rest, thrice(": 6 ar, 4 so, 2 ti, 2 uk"), []string{"ar 6+6+6", "other ti uk 4+4+4", "so 4+4+4"}},
		{"the rest, though not side by side", Plain(12), Rest, thrice(": 2 ar, 6 so, 2 uk, 6 -"), []string{"other ar uk 4+4+4", "so 6+6+6"}},
		{"the rest with the smallest", Plain(12), Rest, thrice(": 8 ar, 4 so, 6 ti, 2 uk"),
			[]string{"ar 8+8+8", "other so uk 6+6+6", "ti 6+6+6"}},
		{"the rest with the first of the smallest", Plain(12), Rest, thrice(": 4 ti, 4 so, 6 ar, 1 uk"),
			[]string{"ar 6+6+6", "other so uk 5+5+5", "ti 4+4+4"}},
		{"the rest with the two smallest", Plain(12), Rest, []string{": 4 uk, 4 so, 6 ar, 8 ti", ": 4 so, 6 ar, 8 ti", ": 4 so, 5 ar, 8 ti"},
			[]string{"other ar so uk 14+10+9", "ti 8+8+8"}},
		{"the rest with all", Plain(12), Rest, twice(": 9 ar, 3 so, 12 -"), nil},
		{"everybody is the rest", Plain(12), Rest, twice(": 5 ar, 5 so, 12 -"), nil},
		{"nobody is the rest", Plain(12), Rest, thrice(": 4 ar, 4 so, 12 -"), []string{"ar 4+4+4", "so 4+4+4"}},
	})
}

// Of o1 there are enough answers, but from how many sessions? Shedding takes from the largest.
func TestViewsAskForSessions(t *testing.T) {
	runAll(t, []viewCase{
		amongOthers("three of twelve outside the largest", Plain(12), "4+3+5", ": 4 o1 of a, 12 -", ": 4 o1 of a, 12 -", ": 2 o1 of a, 3 o1, 12 -"),
		amongOthers("two of twelve outside the largest", Plain(12), "", ": 4 o1 of a, 12 -", ": 4 o1 of a, 12 -", ": 3 o1 of a, 2 o1, 12 -"),
		amongOthers("thirty of one", Plain(12), "", ": 16 o1 of a, 12 -", ": 15 o1 of a, 12 -"),
		amongOthers("without a tag, as one", Plain(12), "", ": 9 o1 of -, 12 -", ": 6 o1 of -, 12 -"),
		amongOthers("eleven", Plain(12), "", ": 6 o1, 12 -", ": 5 o1, 12 -"),
		amongOthers("fifteen of eighteen asked for", Plain(18), "", ": 9 o1, 12 -", ": 6 o1, 12 -"),
		amongOthers("eighteen of eighteen asked for", Plain(18), "9+9", ": 9 o1, 12 -", ": 9 o1, 12 -"),
		amongOthers("base 3 sheds one", Plain(12), "9+9", ": 9 o1, 12 -", ": 7 o1, 3 o1 of a, 12 -"),
		amongOthers("base 3 sheds two", Plain(12), "9+9", ": 9 o1, 12 -", ": 7 o1, 4 o1 of a, 12 -"),
		amongOthers("base 5 sheds four", Sensitive(12), "11+9", ": 11 o1, 12 -", ": 8 o1, 5 o1 of a, 12 -"),
		amongOthers("base 5 has nineteen", Sensitive(12), "", ": 10 o1, 12 -", ": 9 o1, 12 -"),
		amongOthers("base 5 has twenty of two", Sensitive(12), "", ": 11 o1 of a, 12 -", ": 10 o1 of b, 12 -"),
		amongOthers("base 5 has twenty of three", Sensitive(12), "10+10", ": 11 o1 of a, 12 -", ": 8 o1 of b, 2 o1, 12 -"),
		amongOthers("base 5 has twenty of three, nine outside", Sensitive(12), "", ": 12 o1 of a, 12 -", ": 7 o1 of b, 2 o1, 12 -"),
		amongOthers("base 5 has twenty-nine of two", Sensitive(12), "", ": 15 o1 of a, 12 -", ": 14 o1 of b, 12 -"),
		amongOthers("base 5 has thirty of two", Sensitive(12), "15+15", ": 16 o1 of a, 12 -", ": 15 o1 of b, 12 -"),
	})
}

func TestViewsErrors(t *testing.T) {
	broken := errors.New("no randomness")
	answers, sizes := viewedIn(t, thrice(": 9 o1, 10 o2, 20 -")...)
	groups, err := Views(answers, sizes, Plain(12), Never, true, iotest.ErrReader(broken))
	if !errors.Is(err, broken) || groups != nil {
		t.Errorf("broken randomness: groups %v, error %v", groups, err)
	}
	for _, r := range []Rules{{}, {Base: 3, K: 12}, {Base: 1, K: 12, Outside: 3}} {
		if groups, err := Views(answers, sizes, r, Never, true, seeded(1)); err == nil || groups != nil {
			t.Errorf("%+v: groups %v, error %v", r, groups, err)
		}
	}
}

// The thresholds belong to the method that releases name: a release drawn by others fails its check. The same answers
// drawn twice leave 46 % of cells with fewer than three possible values, and six answers are two steps of the rounding.
// With fewer answers or blocks, the groups of a municipality are nearly its blocks.
func TestViewThresholds(t *testing.T) {
	if ViewAnswers != 96 || ViewBlocks != 3 || Apart != 6 {
		t.Errorf("%d answers, %d blocks, %d apart; want 96, 3 and 6", ViewAnswers, ViewBlocks, Apart)
	}
}

// Who is in a group must depend on nothing else. A new field is a new way to do so: think before adding it here.
func TestViewedHoldsNothingElse(t *testing.T) {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Viewed]()) {
		names = append(names, f.Name)
	}
	if want := []string{"Block", "Municipality", "Session", "Key"}; !slices.Equal(names, want) {
		t.Errorf("fields of Viewed: %v, want %v", names, want)
	}
}
