package honesty

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
)

// stratum is what sessions must have in common to be compared. A course that was asked about before it began by one
// channel, and after it ended by another, says nothing of the channels.
type stratum struct {
	intervention string
	timing       survey.Timing
}

// session is what the people of one session answered.
type session struct {
	tag     string
	stratum stratum
	channel survey.Channel
	items   []tally // the scale questions, and last the index
}

// compare orders sessions by stratum. The tag after it makes the order the same whatever order answers come in.
func (s session) compare(other session) int {
	return cmp.Or(
		cmp.Compare(s.stratum.intervention, other.stratum.intervention),
		cmp.Compare(s.stratum.timing, other.stratum.timing),
		cmp.Compare(s.tag, other.tag),
	)
}

// tally adds up scores.
type tally struct{ n, sum, squares float64 }

func (t *tally) add(other tally) {
	t.n += other.n
	t.sum += other.sum
	t.squares += other.squares
}

// mean is 0 of nothing.
func (t tally) mean() float64 { return t.sum / max(1, t.n) }

// around returns the sum of squares around the mean.
func (t tally) around() float64 { return t.squares - t.sum*t.mean() }

// free returns the degrees of freedom of the scores around their mean.
func (t tally) free() float64 { return max(0, t.n-1) }

// gather adds up the scores of each session.
func gather(answers []survey.Submission, scores [][]tally) []session {
	var sessions []session
	at := map[string]int{}
	for i, a := range answers {
		s, known := at[a.Tag]
		if !known {
			s = len(sessions)
			at[a.Tag] = s
			sessions = append(sessions, session{
				tag: a.Tag, stratum: stratum{a.Intervention, a.Timing}, channel: a.Channel, items: make([]tally, len(scores[i])),
			})
		}
		for item, score := range scores[i] {
			sessions[s].items[item].add(score)
		}
	}
	slices.SortFunc(sessions, session.compare)
	return sessions
}

// score returns what every person answered to every scale question, as a tally of one score, or of none where no step
// was chosen. Last stands the person's index: the mean of the questions, each less what all people answered to it, so
// that the index does not depend on which questions were left out.
func score(questions []survey.Question, answers []survey.Submission) [][]tally {
	scores := make([][]tally, len(answers))
	all := make([]tally, len(questions))
	for i, a := range answers {
		scores[i] = make([]tally, len(questions)+1)
		for j, q := range questions {
			if chosen := step(q, a.Answers); chosen > 0 {
				x := favourable(q, chosen)
				scores[i][j] = tally{1, x, x * x}
				all[j].add(scores[i][j])
			}
		}
	}
	for i := range scores {
		var person tally
		for j := range questions {
			person.n += scores[i][j].n
			person.sum += scores[i][j].sum - scores[i][j].n*all[j].mean()
		}
		if person.n > 0 {
			scores[i][len(questions)] = tally{1, person.mean(), person.mean() * person.mean()}
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

// counterparts leaves out the sessions of channels that have fewer than four, and those of a stratum that only one
// channel is in, until neither is left: taking away the one can bring about the other.
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
			return size[s.channel] < enoughSessions || !mixed[s.stratum]
		})
		if len(left) == len(sessions) {
			return left
		}
		sessions = left
	}
}
