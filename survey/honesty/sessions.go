package honesty

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
)

// stratum is what sessions must have in common to be compared. When one channel asked about a
// course before it began and another after it ended, a difference may be due to the course instead
// of the channel.
type stratum struct {
	intervention string
	timing       survey.Timing
}

// session is what the people of one session answered, as mixed.
type session struct {
	tag     string
	stratum stratum
	channel survey.Channel
	asked   []float64 // by question: how many people were asked it
	items   []moments // the scale questions, and last the index
}

// compare orders sessions by stratum. The tag after it makes the order the same whatever order
// answers come in.
func (s session) compare(other session) int {
	return cmp.Or(
		cmp.Compare(s.stratum.intervention, other.stratum.intervention),
		cmp.Compare(s.stratum.timing, other.stratum.timing),
		cmp.Compare(s.tag, other.tag),
	)
}

// moments is the number of some scores, their sum and the sum of their squares.
type moments struct{ n, sum, squares float64 }

func (m *moments) add(other moments) {
	m.n += other.n
	m.sum += other.sum
	m.squares += other.squares
}

// mean returns the mean of the scores, and 0 when there are none.
func (m moments) mean() float64 { return m.sum / max(1, m.n) }

// sumOfSquares returns the sum of squares around the mean.
func (m moments) sumOfSquares() float64 { return m.squares - m.sum*m.mean() }

// degreesOfFreedom returns those of the scores around their mean.
func (m moments) degreesOfFreedom() float64 { return max(0, m.n-1) }

// gather adds up the scores of each session.
func gather(questions []survey.Question, answers []Person, scores [][]moments) []session {
	var sessions []session
	indexOf := map[string]int{} // by tag
	for i, a := range answers {
		s, known := indexOf[a.Tag]
		if !known {
			s = len(sessions)
			indexOf[a.Tag] = s
			sessions = append(sessions, session{
				tag: a.Tag, stratum: stratum{a.Intervention, a.Timing}, channel: a.Channel,
				asked: make([]float64, len(questions)), items: make([]moments, len(scores[i])),
			})
		}
		for j, q := range questions {
			if a.asked(q) {
				sessions[s].asked[j]++
			}
		}
		for item, score := range scores[i] {
			sessions[s].items[item].add(score)
		}
	}
	slices.SortFunc(sessions, session.compare)
	return sessions
}

// score returns what every person answered to every scale question, as moments of one score, or of
// none where no step was chosen. The person's index is last: the mean of the questions, each less
// the mean of what all people answered to it, so that the index does not depend on which questions
// were left out.
func score(questions []survey.Question, answers []Person) [][]moments {
	scores := make([][]moments, len(answers))
	all := make([]moments, len(questions))
	for i, a := range answers {
		scores[i] = make([]moments, len(questions)+1)
		for j, q := range questions {
			if chosen := step(q, a.Answers); chosen > 0 {
				x := favourable(q, chosen)
				scores[i][j] = moments{1, x, x * x}
				all[j].add(scores[i][j])
			}
		}
	}
	for i := range scores {
		var person moments
		for j := range questions {
			person.n += scores[i][j].n
			person.sum += scores[i][j].sum - scores[i][j].n*all[j].mean()
		}
		if person.n > 0 {
			scores[i][len(questions)] = moments{1, person.mean(), person.mean() * person.mean()}
		}
	}
	return scores
}

// favourable scores a step as if the scale had four of them: from 0, the least favourable, to 3.
func favourable(q survey.Question, step int) float64 {
	if q.Reverse {
		step = q.Steps() + 1 - step
	}
	return 3 * float64(step-1) / float64(q.Steps()-1)
}

// counterparts leaves out the sessions of channels that have fewer than four, and those of a
// stratum that only one channel is in. It repeats this until neither is left, because leaving out
// the one can bring about the other.
func counterparts(sessions []session) []session {
	for {
		size := map[survey.Channel]int{}
		last := map[stratum]survey.Channel{}
		mixed := map[stratum]bool{}
		for _, s := range sessions {
			size[s.channel]++
			if channel, known := last[s.stratum]; known && channel != s.channel {
				mixed[s.stratum] = true
			}
			last[s.stratum] = s.channel
		}
		left := slices.DeleteFunc(slices.Clone(sessions), func(s session) bool {
			return size[s.channel] < minSessions || !mixed[s.stratum]
		})
		if len(left) == len(sessions) {
			return left
		}
		sessions = left
	}
}

// kept estimates which part of a difference between sessions mixing leaves: the share of the steps
// counted that people chose themselves. Of N mixed answers to a question with s steps and m legal
// answers q·N·s/m steps were put in by chance, on average in the middle of the scale whatever the
// session. All questions count together, as in the index. It is 0 when there are no others.
func kept(questions []asked, sessions []session) float64 {
	counted, drawn := 0.0, 0.0
	for _, s := range sessions {
		for j, q := range questions {
			counted += s.items[j].n
			drawn += q.replaced * s.asked[j] * float64(q.Steps()) / float64(q.legal)
		}
	}
	return max(0, 1-drawn/max(1, counted))
}
