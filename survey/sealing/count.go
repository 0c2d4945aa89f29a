package sealing

import (
	"fmt"
	"io"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// homes knows the places and interventions of a round.
type homes struct {
	geography treblock.Geography
	region    string // county code
}

func newHomes(file survey.PendingFile, answers []survey.Submission) homes {
	h := homes{geography: treblock.Geography{Area: map[string]string{}, Shared: map[string]bool{}}}
	for _, area := range file.Areas {
		for _, code := range area.Municipalities {
			h.geography.Area[code] = area.Name
		}
	}
	for _, i := range file.Interventions {
		h.geography.Shared[i.ID] = len(i.Municipalities) > 1
	}
	// All sessions of an instance are in one county.
	if len(answers) > 0 {
		h.region = survey.County(answers[0].Municipality)
	}
	return h
}

func members(answers []survey.Submission) []treblock.Member {
	list := make([]treblock.Member, 0, len(answers))
	for _, a := range answers {
		list = append(list, treblock.Member{
			Municipality: a.Municipality, Intervention: a.Intervention, Timing: string(a.Timing), Session: a.Tag, Waited: a.Waited,
		})
	}
	return list
}

// part counts the questions in each block and rounds every table with an
// offset of its own.
func (h homes) part(b *survey.Battery, questions []survey.Question, rules treblock.Rules, blocks []treblock.Block, answers []survey.Submission, rnd io.Reader) (release.Part, error) {
	part := release.Part{Battery: b.Ref(), Base: rules.Base, K: rules.K}
	for _, q := range questions {
		part.Questions = append(part.Questions, q.ID)
	}
	for _, block := range blocks {
		counted := h.block(block)
		counted.Q = map[string][]int{}
		for _, q := range questions {
			for _, t := range q.Tables() {
				released, err := roundTable(q, t, answers, block.Members, rules.Base, rnd)
				if err != nil {
					return release.Part{}, err
				}
				if released != nil {
					counted.Q[t.ID] = released
				}
			}
		}
		part.Blocks = append(part.Blocks, counted)
	}
	slices.SortFunc(part.Blocks, release.Block.Compare)
	return part, nil
}

// block says where a block's answers are from, as releases write it.
func (h homes) block(b treblock.Block) release.Block {
	block := release.Block{
		Step: int(b.Step), Municipality: b.Municipality, Area: b.Area, Intervention: b.Intervention,
		Timing: survey.Timing(b.Timing), N: len(b.Members),
	}
	if b.Step == treblock.SharedIntervention || b.Step == treblock.Region {
		block.Region = h.region
	}
	return block
}

// roundTable counts one table of one block and rounds it. It returns nil for a
// table that must not be shown.
func roundTable(q survey.Question, t survey.Table, answers []survey.Submission, of []int, base int, rnd io.Reader) ([]int, error) {
	counts := make([]int, len(t.Columns))
	for _, i := range of {
		counts[slices.Index(t.Columns, q.Column(t, answers[i].Answers[q.ID]))]++
	}
	offset, err := treblock.Offset(base, rnd)
	if err != nil {
		return nil, fmt.Errorf("round %s: %w", t.ID, err)
	}
	released := treblock.Round(counts, base, offset)
	if q.Sensitive && treblock.WithholdUnanimous(released, base) || !treblock.Certified(released, base) {
		return nil, nil
	}
	return released, nil
}
