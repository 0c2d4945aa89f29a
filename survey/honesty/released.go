package honesty

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// aboutAnswering is the topic of questions about the answering itself. They are left out of the
// ceiling, because it is good when everybody says that they could answer honestly.
const aboutAnswering = "quality"

// counts is what is released of one question: added up over all blocks that do not withhold it.
type counts struct {
	columns []string
	sum     release.Sum
}

// released adds up the table of a question over the blocks of the part that it is in; of a
// multi-select the table that says whether it was answered.
func released(q survey.Question, parts []release.Part, r release.Release) counts {
	table := q.Tables()[0]
	var part release.Part
	if i := slices.IndexFunc(parts, func(p release.Part) bool { return slices.Contains(p.Questions, q.ID) }); i >= 0 {
		part = parts[i]
	}
	var blocks []release.Counted
	for _, b := range part.Blocks {
		blocks = append(blocks, b.Counted())
	}
	return counts{table.Columns, r.Sum(part, table, blocks)}
}

// of returns how many answers fall in one of these columns.
func (c counts) of(columns ...string) int {
	n := 0
	for i, column := range c.columns {
		if slices.Contains(columns, column) {
			n += c.sum.Counts[i]
		}
	}
	return n
}

// ceiling counts scale questions that do not tell people apart: at least 90 % of those who chose a
// step chose the most favourable one, or fewer than 3 steps are in use. The questions about
// answering itself are left aside, and so are those where fewer than 30 chose a step.
//
// None of them is none, one or two are some, three or more are many. A question at its ceiling
// cannot show that something became better, nor that people differ.
func ceiling(b *survey.Battery, parts []release.Part, r release.Release) string {
	asked, atCeiling := 0, 0
	for _, q := range b.Questions {
		if q.Kind != survey.Scale || q.Topic == aboutAnswering {
			continue
		}
		steps := released(q, parts, r).sum.Counts[:q.Steps()]
		chosen, used := 0, 0
		for _, n := range steps {
			chosen += n
			if n > 0 {
				used++
			}
		}
		best := steps[q.Steps()-1]
		if q.Reverse {
			best = steps[0]
		}
		if chosen < minAnswers {
			continue
		}
		asked++
		if used < 3 || share(best, chosen) >= 0.90 {
			atCeiling++
		}
	}
	switch {
	case asked == 0:
		return release.TooFew
	case atCeiling == 0:
		return "none"
	case atCeiling <= 2:
		return "some"
	}
	return "many"
}

// nonresponse is how often a question was left out or declined, "don't know" being an answer: low
// when every question has less than 10 % of it, high when one has 25 % or all questions together
// have 10 %, else some. Questions that fewer than 30 were asked are left aside.
func nonresponse(b *survey.Battery, parts []release.Part, r release.Release) string {
	missing, asked, highest := 0, 0, 0.0
	for _, q := range b.Questions {
		c := released(q, parts, r)
		if c.sum.N < minAnswers {
			continue
		}
		unanswered := c.of(survey.NoAnswer, survey.Skip)
		missing += unanswered
		asked += c.sum.N
		highest = max(highest, share(unanswered, c.sum.N))
	}
	switch {
	case asked == 0:
		return release.TooFew
	case highest < 0.10:
		return "low"
	case highest >= 0.25 || share(missing, asked) >= 0.10:
		return "high"
	}
	return "some"
}

// help is how many, of all answers, say that somebody helped. Reading aloud and explaining is help
// that we offer ourselves, but with much of it somebody else was in the room; when somebody else
// chose, the answer is not the person's own. Many: more than 10 % had answers chosen for them or
// more than 50 % had some help; some: more than 3 % or 20 %; else few.
func help(b *survey.Battery, parts []release.Part, r release.Release) string {
	q, asked := b.InRole(survey.RoleHelp)
	if !asked {
		return release.TooFew
	}
	c := released(q, parts, r)
	chosen := share(c.of("o3"), c.sum.N)
	helped := share(c.of("o2", "o3"), c.sum.N)
	switch {
	case c.sum.N < minAnswers:
		return release.TooFew
	case chosen > 0.10 || helped > 0.50:
		return "many"
	case chosen > 0.03 || helped > 0.20:
		return "some"
	}
	return "few"
}

// frank is how many, of those who chose a step, say that they could answer most or all questions
// honestly: most from 90 %, some from 75 %, else low.
func frank(b *survey.Battery, parts []release.Part, r release.Release) string {
	q, asked := b.InRole(survey.RoleFrank)
	if !asked {
		return release.TooFew
	}
	c := released(q, parts, r)
	chosen := c.of("o1", "o2", "o3", "o4")
	honest := share(c.of("o3", "o4"), chosen)
	switch {
	case chosen < minAnswers:
		return release.TooFew
	case honest >= 0.90:
		return "most"
	case honest >= 0.75:
		return "some"
	}
	return "low"
}
