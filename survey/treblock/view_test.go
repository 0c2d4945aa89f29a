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

// viewedIn makes answers of one block for each line, and returns the sizes of the blocks too. "0581: 9 o1, 3 o2 of a, 2 -"
// is a block that municipality 0581 has alone: nine answers with the key o1, three with o2 from the session a, two
// without a key. Of no other session there is more than one answer. ": 9 o1" is a block of several municipalities.
func viewedIn(t *testing.T, blocks ...string) (answers []Viewed, sizes []int) {
	t.Helper()
	for block, line := range blocks {
		municipality, people, _ := strings.Cut(line, ": ")
		size := 0
		for _, alike := range strings.Split(people, ", ") {
			words := strings.Fields(alike)
			n, err := strconv.Atoi(words[0])
			if err != nil {
				t.Fatal(err)
			}
			a := Viewed{Block: block, Municipality: strings.TrimSuffix(municipality, ":"), Key: words[1]}
			if a.Key == "-" {
				a.Key = ""
			}
			for range n {
				a.Session = fmt.Sprint("alone ", len(answers))
				if len(words) == 4 {
					a.Session = words[3]
				}
				answers = append(answers, a)
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
	answers, sizes := viewedIn(t, c.blocks...)
	groups, err := Views(answers, sizes, c.rules, c.merging, true, seeded(1))
	if err != nil {
		t.Fatal(err)
	}
	if got := describe(groups, answers, sizes); !slices.Equal(got, c.want) {
		t.Errorf("groups %q, want %q", got, c.want)
	}
}

func runAll(t *testing.T, cases []viewCase) {
	for _, c := range cases {
		t.Run(c.name, c.run)
	}
}

// Each example asks whether o1 is shown, and of which blocks. The two other groups are there to compare with; they are
// shown whatever becomes of o1.
func TestViewsKeepApartFromBlocks(t *testing.T) {
	with := func(outcome string, blocks ...string) (all, want []string) {
		all = append(blocks, ": 9 o2, 9 o3, 9 -", ": 9 o2, 9 o3, 9 -")
		others := strings.Repeat("0+", len(blocks)) + "9+9"
		if outcome != "" {
			want = []string{"o1 " + outcome + "+0+0"}
		}
		return all, append(want, "o2 "+others, "o3 "+others)
	}
	for _, c := range []struct {
		name    string
		outcome string // how many of o1 are counted in each block; "" for none
		blocks  []string
		rules   Rules
	}{
		{"nobody", "", []string{": 12 -"}, Plain(12)},
		{"six outside", "12+6", []string{": 12 o1, 12 -", ": 6 o1, 12 -"}, Plain(12)},
		{"five outside", "", []string{": 13 o1, 12 -", ": 5 o1, 12 -"}, Plain(12)},
		{"six outside after shedding", "12+6", []string{": 12 o1, 12 -", ": 5 o1, 2 o1 of a, 12 -"}, Plain(12)},
		{"five outside after shedding", "", []string{": 13 o1, 12 -", ": 7 o1, 12 -"}, Plain(12)},
		{"four of base 5 outside after shedding", "", []string{": 16 o1, 12 -", ": 8 o1, 12 -"}, Sensitive(12)},
		{"lacks six", "9+9+9", []string{": 9 o1, 6 -", ": 9 o1, 12 -", ": 9 o1, 12 -"}, Plain(12)},
		{"lacks five", "0+9+9", []string{": 9 o1, 5 -", ": 9 o1, 12 -", ": 9 o1, 12 -"}, Plain(12)},
		{"lacks five of two", "0+9+0+9", []string{": 9 o1, 5 -", ": 9 o1, 12 -", ": 18 o1, 5 -", ": 9 o1, 12 -"}, Plain(12)},
		{"what is left is too little", "", []string{": 12 o1, 5 -", ": 9 o1, 12 -"}, Plain(12)},
		{"what is left is too close", "", []string{": 12 o1, 5 -", ": 13 o1, 12 -", ": 5 o1, 12 -"}, Plain(12)},
		{"is a block", "", []string{": 18 o1"}, Plain(12)},
		{"is two blocks", "", []string{": 18 o1", ": 18 o1"}, Plain(12)},
		{"is a block minus three", "", []string{": 18 o1, 3 -"}, Plain(12)},
		{"is a block and more", "0+9+9", []string{": 18 o1", ": 9 o1, 12 -", ": 9 o1, 12 -"}, Plain(12)},
		{"is a block minus three and more", "0+9+9", []string{": 18 o1, 3 -", ": 9 o1, 12 -", ": 9 o1, 12 -"}, Plain(12)},
		{"is half a block", "", []string{": 18 o1, 18 -"}, Plain(12)},
		{"few of each of many blocks", "2+2+2+2+2+2", slices.Repeat([]string{": 2 o1, 10 -"}, 6), Plain(12)},
	} {
		blocks, want := with(c.outcome, c.blocks...)
		if c.rules.Base == 5 { // the others are too few for that
			blocks, want = append(blocks, ": 22 o2, 22 o3, 6 -"), []string{"o2 0+0+9+9+22", "o3 0+0+9+9+22"}
		}
		t.Run(c.name, viewCase{rules: c.rules, blocks: blocks, want: want}.run)
	}
}

func TestViewsOfOneBlock(t *testing.T) {
	runAll(t, []viewCase{
		{"twelve women and twelve men", Plain(12), Never, []string{"0581: 12 o1, 12 o2"}, nil},
		{"many of both", Plain(12), Never, []string{"0581: 60 o1, 60 o2"}, nil},
		{"in two blocks alike", Plain(12), Never, slices.Repeat([]string{": 12 o1, 12 o2"}, 2), []string{"o1 12+12", "o2 12+12"}},
		{"none at all", Plain(12), Never, nil, nil},
		{"nobody with a key", Plain(12), Never, slices.Repeat([]string{": 60 -"}, 3), nil},
		{"in blocks of their own", Plain(12), Rest, []string{": 24 ar", ": 24 so", ": 24 ti"}, nil},
	})
}

// A municipality has 96 answers in three blocks, or no groups of its own.
func TestViewsOfMunicipalities(t *testing.T) {
	three := []string{"0581: 18 o1, 18 o2", "0581: 15 o1, 15 o2"}
	runAll(t, []viewCase{
		{"96 in three", Plain(12), Never, append(three, "0581: 15 o1, 15 o2"), []string{"0581 o1 18+15+15", "0581 o2 18+15+15"}},
		{"96 with those of no group", Plain(12), Never, append(three, "0581: 15 o1, 12 o2, 3 -"),
			[]string{"0581 o1 18+15+15", "0581 o2 18+15+12"}},
		{"95 in three", Plain(12), Never, append(three, "0581: 15 o1, 12 o2, 2 -"), []string{"o1 18+15+15", "o2 18+15+12"}},
		{"96 in two", Plain(12), Never, []string{"0581: 24 o1, 24 o2", "0581: 24 o1, 24 o2"}, []string{"o1 24+24", "o2 24+24"}},
		{"150 in two", Plain(12), Never, []string{"0581: 36 o1, 39 o2", "0581: 36 o1, 39 o2"}, []string{"o1 36+36", "o2 39+39"}},
		{"96 in three, one of them with others", Plain(12), Never, append(three, ": 15 o1, 15 o2"), []string{"o1 18+15+15", "o2 18+15+15"}},
		{"120 in four that several have", Plain(12), Never, slices.Repeat([]string{": 15 o1, 15 o2"}, 4), []string{"o1 15+15+15+15", "o2 15+15+15+15"}},
		{"two of them, and the others", Plain(12), Never, slices.Concat(
			slices.Repeat([]string{"0580: 18 o1, 18 o2"}, 3), slices.Repeat([]string{"0581: 21 o1, 21 o2"}, 3),
			[]string{"0560: 9 o1, 9 o2", ": 9 o1, 9 o2"}),
			[]string{"0580 o1 18+18+18+0+0+0+0+0", "0580 o2 18+18+18+0+0+0+0+0",
				"0581 o1 0+0+0+21+21+21+0+0", "0581 o2 0+0+0+21+21+21+0+0", "o1 0+0+0+0+0+0+9+9", "o2 0+0+0+0+0+0+9+9"}},

		{"a group that is too few counts in the region", Plain(12), Never, append(slices.Repeat([]string{"0581: 30 o1, 3 o2"}, 2),
			"0581: 27 o1, 6 -", ": 9 o2, 12 -"), []string{"o1 0+0+27+0", "o2 3+3+0+9"}[:0]},
		{"few of its own count in the region", Plain(12), Never, append(slices.Repeat([]string{"0581: 24 o1, 3 o2, 6 -"}, 3), ": 9 o2, 12 -"),
			[]string{"0581 o1 24+24+24+0", "o2 3+3+3+9"}},
		{"few of its own are merged in the region", Plain(12), Neighbours, append(slices.Repeat([]string{"0581: 24 o1, 3 o2, 6 -"}, 3), ": 9 o3, 12 -"),
			[]string{"0581 o1 24+24+24+0", "o2 o3 3+3+3+9"}},
		{"groups of its own are never merged", Plain(12), Neighbours, slices.Concat(slices.Repeat([]string{"0581: 3 o1, 3 o2, 27 o3"}, 3)),
			[]string{"0581 o3 27+27+27", "o1 o2 9"}[:0]},
		{"of its own blocks too, those that are close count in no group", Plain(12), Never,
			append(slices.Repeat([]string{"0581: 18 o1, 18 o2"}, 3), "0581: 24 o1, 3 -", ": 9 o1, 12 -", ": 9 o1, 12 -"),
			[]string{"0581 o1 18+18+18+0+0+0", "0581 o2 18+18+18+0+0+0", "o1 0+0+0+0+9+9"}},
	})
}
