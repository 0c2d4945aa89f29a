package honesty

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// aboutAnswering is the topic of questions about the answering itself. They are left out of the
// ceiling, because it is good when everybody says that they could answer honestly.
const aboutAnswering = "quality"

// inUse is the least share, of those who chose a step, of steps that count as in use. Mixing puts
// answers on every step, and so a step that nobody chose has an estimated share of a few percent as
// often as not.
const inUse = 0.05

// counts is what is released of one question: added up over all blocks that do not withhold it.
type counts struct {
	columns []string
	sum     release.Sum
}

// released adds up the table of a question over the blocks of the part that it is in; of a
// multi-select the table that says whether it was answered.
func released(r release.Release, q survey.Question, parts []release.Part) counts {
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

// of estimates the share of answers, before mixing, that fall in any of these columns.
func (c counts) of(columns ...string) release.Estimate {
	var at []int
	for _, column := range columns {
		at = append(at, slices.Index(c.columns, column))
	}
	return c.sum.Estimate(at...)
}

// among estimates which share, of the answers before mixing that fall in any of all columns, falls
// in some of them. It is 0 when fewer than minMixed do, and then ok is false.
func (c counts) among(all []string, some ...string) (share float64, ok bool) {
	of := c.of(all...).Share
	if float64(c.sum.N)*of < minMixed-epsilon {
		return 0, false
	}
	return c.of(some...).Share / of, true
}

// ceiling counts scale questions that do not tell people apart: at least 90 % of those who chose a
// step chose the most favourable one, or only two steps are in use, all others together having less
// than 5 % of them. The questions about answering itself are left aside, and so are those where
// fewer than 100 chose a step.
//
// None of them is none, one or two are some, three or more are many. A question at its ceiling
// cannot show that something became better, nor that people differ.
//
// Of 120 people some is said in 3 % of rounds where 60 % chose the most favourable step of every
// question, in 31 % where 70 % did; many in 2 % of those, and in all where 93 % did.
func ceiling(r release.Release, b *survey.Battery, parts []release.Part) string {
	asked, atCeiling := 0, 0
	for _, q := range b.Questions {
		if q.Kind != survey.Scale || q.Topic == aboutAnswering {
			continue
		}
		c := released(r, q, parts)
		steps := q.Options()[:q.Steps()]
		best := steps[len(steps)-1]
		if q.Reverse {
			best = steps[0]
		}
		atBest, ok := c.among(steps, best)
		if !ok {
			continue
		}
		asked++
		if atBest > 0.90-epsilon || c.rest(steps) < inUse-epsilon {
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

// rest returns the share, of those who chose a step, of all steps but the two most chosen.
func (c counts) rest(steps []string) float64 {
	byCount := slices.SortedStableFunc(slices.Values(steps), func(x, y string) int {
		return c.sum.Counts[slices.Index(c.columns, y)] - c.sum.Counts[slices.Index(c.columns, x)]
	})
	rest, _ := c.among(steps, byCount[2:]...)
	return rest
}

// nonresponse is how often a question was left out or declined, "don't know" being an answer: high
// when it was so in 25 % of one question or in 10 % of all questions together, some when in 10 % of
// one, else low. Questions that fewer than 100 were asked are left aside.
//
// Of all together the estimate decides. Of one question its 95 % interval must lie wholly at or
// above the threshold: mixing and rounding move each share, and the greatest of two dozen stands
// out by chance alone. By the estimates low would be said of 120 people in 4 % of rounds where 5 %
// is missing everywhere, by the intervals it is in all of them; some or high in 95 % where 30 % is
// missing of one ordinary question, and in 74 % where it is of a sensitive one.
func nonresponse(r release.Release, b *survey.Battery, parts []release.Part) string {
	missing, asked, highest := 0.0, 0.0, 0.0
	for _, q := range b.Questions {
		c := released(r, q, parts)
		if c.sum.N < minMixed {
			continue
		}
		unanswered := c.of(survey.NoAnswer, survey.Skip)
		missing += unanswered.Share * float64(c.sum.N)
		asked += float64(c.sum.N)
		highest = max(highest, unanswered.Low)
	}
	switch {
	case asked == 0:
		return release.TooFew
	case highest > 0.25-epsilon || missing/asked > 0.10-epsilon:
		return "high"
	case highest > 0.10-epsilon:
		return "some"
	}
	return "low"
}

// help is how many, of all answers, say that somebody helped. Reading aloud and explaining is help
// that we offer ourselves, but with much of it somebody else was in the room; when somebody else
// chose, the answer is not the person's own. Many: more than 10 % had answers chosen for them or
// more than 50 % had some help; some: more than 3 % or 20 %; else few. With fewer than 100 answers
// nothing is said.
//
// Mixing and rounding can make more than 3 % of nobody, so that those who had answers chosen count
// only when the 95 % interval leaves out nobody. Of 120 people it does in 18 of 100 rounds where 5
// % had that, in 59 where 10 % had, in 98 where 20 % had.
func help(r release.Release, b *survey.Battery, parts []release.Part) string {
	q, asked := b.InRole(survey.RoleHelp)
	if !asked {
		return release.TooFew
	}
	c := released(r, q, parts)
	chosen, helped := 0.0, c.of("o2", "o3").Share
	if e := c.of("o3"); e.Low > epsilon {
		chosen = e.Share
	}
	switch {
	case c.sum.N < minMixed:
		return release.TooFew
	case chosen > 0.10+epsilon || helped > 0.50+epsilon:
		return "many"
	case chosen > 0.03+epsilon || helped > 0.20+epsilon:
		return "some"
	}
	return "few"
}

// frank is how many, of those who chose a step, say that they could answer most or all questions
// honestly: most from 90 %, some from 75 %, else low. With fewer than 100 of them nothing is said.
func frank(r release.Release, b *survey.Battery, parts []release.Part) string {
	q, asked := b.InRole(survey.RoleFrank)
	if !asked {
		return release.TooFew
	}
	honest, ok := released(r, q, parts).among([]string{"o1", "o2", "o3", "o4"}, "o3", "o4")
	switch {
	case !ok:
		return release.TooFew
	case honest > 0.90-epsilon:
		return "most"
	case honest > 0.75-epsilon:
		return "some"
	}
	return "low"
}
