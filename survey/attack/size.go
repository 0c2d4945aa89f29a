package attack

import (
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// size is what the released size of a group says of the question that defines its view: so many answers count in it. A
// group sheds less than one base, so their number is known but for that. Blocks that lack too little of the group have
// nobody in it.
type size struct {
	n, base int
	counts  [][]bool // by block and column: whether such an answer counts in the group
	blocks  []int    // answers in each block
	block   []int    // by person, or -1
}

// sizesOf returns what the views of a part say of the question that defines them.
func sizesOf(p release.Part, q survey.Question, block []int) []size {
	var sizes []size
	for _, v := range p.Views {
		if v.Question != q.ID {
			continue
		}
		for _, g := range v.Groups {
			s := size{n: g.N, base: p.Base, block: block}
			for _, b := range p.Blocks {
				s.blocks = append(s.blocks, b.N)
				s.counts = append(s.counts, columnsIn(p, v, g, b, q))
			}
			sizes = append(sizes, s)
		}
	}
	return sizes
}

// columnsIn says for each column of the question whether an answer in a block counts in a group.
func columnsIn(p release.Part, v release.View, g release.Group, b release.Block, q survey.Question) []bool {
	columns := make([]bool, len(q.Tables()[0].Columns))
	for column := range q.Options() {
		own := ownGroup(p, v.By, b.Municipality, column)
		switch {
		case !holds(g.Key, column):
		case len(v.Where) == 4:
			columns[column] = b.Municipality == v.Where
		default:
			columns[column] = !own
		}
	}
	return columns
}

// ownGroup reports whether a municipality has a group of its own for an option.
func ownGroup(p release.Part, by survey.Dimension, municipality string, column int) bool {
	for _, v := range p.Views {
		for _, g := range v.Groups {
			if v.By == by && v.Where == municipality && holds(g.Key, column) {
				return true
			}
		}
	}
	return false
}

// holds reports whether the group with a key such as "o1" or "o1-o2" is of the option in that column.
func holds(key string, column int) bool {
	first, last, merged := strings.Cut(key, "-")
	if !merged {
		last = first
	}
	low, _ := strconv.Atoi(strings.TrimPrefix(first, "o"))
	high, _ := strconv.Atoi(strings.TrimPrefix(last, "o"))
	return low <= column+1 && column+1 <= high
}

// tally is how many answers count in a group in one world.
type tally struct {
	size
	in  []int // by block, whether or not it lacks enough of the group
	sum int
}

func newTally(s size, answers []value) *tally {
	t := &tally{size: s, in: make([]int, len(s.blocks))}
	for person, v := range answers {
		if at := s.block[person]; at >= 0 && s.counts[at][v] {
			t.in[s.block[person]]++
		}
	}
	for block := range t.in {
		t.sum += t.counted(block)
	}
	return t
}

// counted is how many of a block are in the group.
func (t *tally) counted(block int) int {
	if t.blocks[block]-t.in[block] < treblock.Apart {
		return 0
	}
	return t.in[block]
}

// change notes that a person answers otherwise.
func (t *tally) change(person int, from, to value) {
	block := t.block[person]
	if block < 0 {
		return
	}
	was, is := t.counts[block][from], t.counts[block][to]
	if was == is {
		return
	}
	t.sum -= t.counted(block)
	if is {
		t.in[block]++
	} else {
		t.in[block]--
	}
	t.sum += t.counted(block)
}

// violation is how far the number is from what the released size allows.
func (t *tally) violation() int {
	return max(0, t.n-t.sum, t.sum-t.n-t.base+1)
}
