package attack

import (
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// shape is what the views of one dimension in one part say of the question that defines it, before
// any table is looked at: which groups there are, where, merged how, and how large. The rules that
// make groups are known, so another way of having answered must give the same groups. Who was shed
// is not known.
type shape struct {
	rules          treblock.Rules
	merge          bool // merge neighbours that are too few, instead of leaving them out
	keys           int  // the first so many columns of the question are keys
	blocks         []shapeBlock
	region         []int // all blocks
	municipalities []shapeMunicipality
	sessions       int
	cells          []shapeCell
	cellOf         []int // by person: the cell, or -1 who is not in the part
	published      []shapeGroup
}

// shapeBlock is a block of the part.
type shapeBlock struct {
	n            int
	municipality int   // that can have groups of its own, or -1
	people       []int // those that are known to be in it
}

// shapeMunicipality is a municipality that can have groups of its own.
type shapeMunicipality struct {
	code   string
	blocks []int
}

// shapeCell is the people of one session in one block.
type shapeCell struct{ block, session int }

// shapeGroup is one group: of the options first to last, in a municipality or, with −1, in the
// region.
type shapeGroup struct{ municipality, first, last, n int }

// newShape describes the views of the dimension that a question defines in a part; it returns nil
// where the question defines none. Both blocks, the index of a block in the part or -1, and people
// are by person.
func newShape(p release.Part, q survey.Question, blocks []int, people []Person) *shape {
	by := q.Defines()
	if by == "" {
		return nil
	}
	s := &shape{rules: treblock.Plain(p.K), merge: by == survey.ByTime, keys: len(q.Options())}
	if p.Base == 5 {
		s.rules = treblock.Sensitive(p.K)
	}
	if by == survey.ByGender {
		s.keys = 2
	}
	s.addBlocks(p)
	s.addPeople(blocks, people)
	for _, v := range p.Views {
		for _, g := range v.Groups {
			if v.By == by {
				first, last := optionsOf(g.Key)
				s.published = append(s.published, shapeGroup{s.municipality(v.Where), first, last, g.N})
			}
		}
	}
	return s
}

// addBlocks adds the blocks of a part and the municipalities with enough answers for groups of
// their own, sorted by code.
func (s *shape) addBlocks(p release.Part) {
	answers, blocks := map[string]int{}, map[string][]int{}
	for i, b := range p.Blocks {
		answers[b.Municipality] += b.N
		blocks[b.Municipality] = append(blocks[b.Municipality], i)
	}
	for code, own := range blocks {
		if code != "" && answers[code] >= treblock.ViewAnswers && len(own) >= treblock.ViewBlocks {
			s.municipalities = append(s.municipalities, shapeMunicipality{code, own})
		}
	}
	slices.SortFunc(s.municipalities, func(x, y shapeMunicipality) int { return strings.Compare(x.code, y.code) })
	for i, b := range p.Blocks {
		s.blocks = append(s.blocks, shapeBlock{n: b.N, municipality: s.municipality(b.Municipality)})
		s.region = append(s.region, i)
	}
}

// municipality returns the index of a municipality with groups of its own, or -1.
func (s *shape) municipality(code string) int {
	return slices.IndexFunc(s.municipalities, func(m shapeMunicipality) bool { return m.code == code })
}

// addPeople adds people to their blocks and cells.
func (s *shape) addPeople(blocks []int, people []Person) {
	sessions, cells := map[string]int{}, map[shapeCell]int{}
	for person, block := range blocks {
		if block < 0 {
			s.cellOf = append(s.cellOf, -1)
			continue
		}
		s.blocks[block].people = append(s.blocks[block].people, person)
		session, ok := sessions[people[person].Session]
		if !ok {
			session = len(sessions)
			sessions[people[person].Session] = session
		}
		c := shapeCell{block, session}
		if _, ok := cells[c]; !ok {
			cells[c] = len(s.cells)
			s.cells = append(s.cells, c)
		}
		s.cellOf = append(s.cellOf, cells[c])
	}
	s.sessions = len(sessions)
}

// optionsOf returns the columns of the first and last option of a key such as "o1" or "o1-o2".
func optionsOf(key string) (first, last int) {
	from, to, merged := strings.Cut(key, "-")
	if !merged {
		to = from
	}
	low, _ := strconv.Atoi(strings.TrimPrefix(from, "o"))
	high, _ := strconv.Atoi(strings.TrimPrefix(to, "o"))
	return low - 1, high - 1
}

// blocksOf returns the blocks that a group can be of.
func (s *shape) blocksOf(g shapeGroup) []int {
	if g.municipality < 0 {
		return s.region
	}
	return s.municipalities[g.municipality].blocks
}

// includes reports whether an answer is to one of the group's options.
func (g shapeGroup) includes(v value) bool { return g.first <= int(v) && int(v) <= g.last }

// sameAs reports whether two groups are the same but for their sizes.
func (g shapeGroup) sameAs(other shapeGroup) bool {
	return g.municipality == other.municipality && g.first == other.first && g.last == other.last
}

// missingGroupCost is the violation that a missing group, or one too many, adds.
const missingGroupCost = 4

// distance returns how far a published group is from the groups of a world.
func (g shapeGroup) distance(groups []shapeGroup, base int) int {
	for _, made := range groups {
		if made.sameAs(g) {
			return max(made.n-g.n, g.n-made.n) / base
		}
	}
	return missingGroupCost
}
