package sealing

import (
	"fmt"
	"io"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/attack"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// grouper divides answers into blocks. It knows the areas and interventions of a round.
type grouper struct {
	geography treblock.Geography
	region    string // county code
}

func newGrouper(file survey.PendingFile, found opened) grouper {
	var g grouper
	for _, area := range file.Areas {
		g.geography.AddArea(area.Name, area.Municipalities)
	}
	for _, i := range file.Interventions {
		g.geography.AddIntervention(i.ID, i.Municipalities)
	}
	// All sessions of an instance are in one county.
	for _, answers := range found.answers {
		g.region = survey.County(answers[0].Municipality)
	}
	return g
}

func members(answers []row) []treblock.Member {
	list := make([]treblock.Member, 0, len(answers))
	for _, a := range answers {
		list = append(list, treblock.Member{
			Municipality: a.Municipality, Intervention: a.Intervention, Timing: string(a.Timing), Session: a.Tag, Waited: a.Waited,
		})
	}
	return list
}

// partBuilder is a part of a release under way, with the answers in its blocks.
type partBuilder struct {
	release.Part
	battery   *survey.Battery
	questions []survey.Question
	class     class                                     // whom they were asked of
	asks      func(s survey.Submission, id string) bool // whether a set asked a question
	rules     treblock.Rules
	answers   []row           // of all blocks, block by block
	people    []attack.Person // by answer: the block and groups it is in
	rnd       io.Reader
}

// group divides answers into blocks, in the order in which releases have them. It also returns the
// indices of the answers that found no block.
func (g grouper) group(answers []row, rules treblock.Rules, patience int, rnd io.Reader) (blocks []treblock.Block, left []int, err error) {
	blocks, left, err = treblock.Partition(members(answers), rules, g.geography, patience, rnd)
	if err != nil {
		return nil, nil, fmt.Errorf("group answers into blocks: %w", err)
	}
	slices.SortFunc(blocks, func(x, y treblock.Block) int { return g.block(x).Compare(g.block(y)) }) // mutation: blocks
	return blocks, left, nil
}

// part groups answers into blocks of their own, without waiting for others, and counts the questions in
// each.
func (g grouper) part(b *survey.Battery, questions []survey.Question, rules treblock.Rules, answers []row, rnd io.Reader) (*partBuilder, error) {
	blocks, _, err := g.group(answers, rules, 0, rnd)
	if err != nil {
		return nil, err
	}
	return g.build(b, questions, rules, answers, blocks, rnd)
}

// build counts the questions in each of these blocks of answers.
func (g grouper) build(b *survey.Battery, questions []survey.Question, rules treblock.Rules, answers []row, blocks []treblock.Block, rnd io.Reader) (*partBuilder, error) {
	p := &partBuilder{Part: release.Part{Battery: b.Ref(), Base: rules.Base, K: rules.K}, battery: b, questions: questions, rules: rules, rnd: rnd}
	for _, q := range questions {
		p.Questions = append(p.Questions, q.ID)
	}
	for i, block := range blocks {
		first := len(p.answers)
		for _, member := range block.Members {
			p.answers = append(p.answers, answers[member])
			p.people = append(p.people, attack.Person{Block: i, Answers: answers[member].Answers})
		}
		tables, err := p.count(p.answers[first:])
		if err != nil {
			return nil, err
		}
		counted := g.block(block)
		counted.Q = tables
		counted.OneSession = oneSession(p.answers[first:])
		p.Blocks = append(p.Blocks, counted)
	}
	return p, nil
}

// count counts the questions of the part in answers that belong together, and
// rounds every table with an offset of its own.
func (p *partBuilder) count(answers []row) (map[string][]int, error) {
	tables := map[string][]int{}
	for _, q := range p.questions {
		for _, t := range q.Tables() {
			released, err := roundTable(q, t, answers, p.rules.Base, p.rnd)
			if err != nil {
				return nil, err
			}
			tables[t.ID] = released
		}
	}
	return tables, nil
}

// block says where a block's answers are from, as releases write it.
func (g grouper) block(b treblock.Block) release.Block {
	block := release.Block{
		Step: int(b.Step), Municipality: b.Municipality, Area: b.Area, Intervention: b.Intervention,
		Timing: survey.Timing(b.Timing), N: len(b.Members),
	}
	if b.Step == treblock.SharedIntervention || b.Step == treblock.Region {
		block.Region = g.region
	}
	return block
}

// oneSession reports whether more than half of the answers are from one session.
func oneSession(answers []row) bool {
	size := map[string]int{} // by tag
	largest := 0
	for _, a := range answers {
		size[a.Tag]++
		largest = max(largest, size[a.Tag])
	}
	return 2*largest > len(answers)
}

// roundTable counts one table and rounds it.
func roundTable(q survey.Question, t survey.Table, answers []row, base int, rnd io.Reader) ([]int, error) {
	counts := make([]int, len(t.Columns))
	for _, answer := range answers {
		counts[slices.Index(t.Columns, q.Column(t, answer.Answers[q.ID]))]++
	}
	offset, err := treblock.Offset(base, rnd) // mutation: offset
	if err != nil {
		return nil, fmt.Errorf("round %s: %w", t.ID, err)
	}
	return treblock.Round(counts, base, offset), nil // mutation: released
}
