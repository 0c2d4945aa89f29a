package web_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// filled is a kind of round in which somebody holds the codes of all sessions and makes up all
// answers in them but those of a few who are watched.
type filled struct {
	name     string
	sessions []filledSession
	tables   []filledTable // that those who are watched are in
}

// filledSession is a session and how many answer in it. Those who are watched come first.
type filledSession struct {
	timing   survey.Timing
	channel  survey.Channel
	language string
	watched  int
	madeUp   int
}

// filledTable is a block or a group of a view, of which somebody who made up answers knows who is
// in it.
type filledTable struct {
	base     int
	by       survey.Dimension // "" for a block
	key      string           // of the group
	sessions []int            // all whose answers are in it
	sheds    []int            // of these, the largest: of the answers in them one was shed, each with the same chance
}

const (
	ambassador, association, group = survey.Ambassador, survey.Association, survey.Group
	before, after, none            = survey.Before, survey.After, survey.NoTiming
)

// filledRooms have blocks and groups that are as small as they can be in such rounds.
var filledRooms = []filled{{
	name:     "a full session, three answers in another",
	sessions: []filledSession{{none, ambassador, "sv", 1, 17}, {none, group, "sv", 0, 3}},
	tables:   []filledTable{{base: 3, sessions: []int{0, 1}}},
}, {
	name:     "three sessions, for sensitive questions too",
	sessions: []filledSession{{none, ambassador, "sv", 1, 4}, {none, group, "sv", 0, 11}, {none, group, "sv", 0, 5}},
	tables:   []filledTable{{base: 3, sessions: []int{0, 1, 2}}, {base: 5, sessions: []int{0, 1, 2}, sheds: []int{1}}},
}, {
	// Whoever is watched is alone with a language and a channel in the block, so that the tables have
	// nobody else in common.
	name: "a block and two views",
	sessions: []filledSession{
		{before, ambassador, "so", 1, 0}, {before, group, "uk", 0, 14}, {before, group, "uk", 0, 3},
		{after, group, "so", 0, 6}, {after, ambassador, "uk", 0, 6}, {after, group, "uk", 0, 14}, {after, association, "ti", 0, 13},
		{none, association, "so", 0, 6}, {none, ambassador, "ti", 0, 6}, {none, group, "ti", 0, 14}, {none, association, "uk", 0, 13},
	},
	tables: []filledTable{
		{base: 3, sessions: []int{0, 1, 2}},
		{base: 3, by: survey.ByLanguage, key: "so", sessions: []int{0, 3, 7}, sheds: []int{3, 7}},
		{base: 3, by: survey.ByChannel, key: string(ambassador), sessions: []int{0, 4, 8}, sheds: []int{4, 8}},
	},
}, {
	name:     "three people outside",
	sessions: []filledSession{{none, ambassador, "sv", 3, 0}, {none, group, "sv", 0, 11}, {none, group, "sv", 0, 7}},
	tables:   []filledTable{{base: 3, sessions: []int{0, 1, 2}}, {base: 5, sessions: []int{0, 1, 2}, sheds: []int{1}}},
}}

// filledRoom is such a round.
type filledRoom struct {
	*testing.T
	*surveytest.Instance
	filled
	dice     *rand.Rand
	battery  *survey.Battery
	strategy string
	prior    map[string][]float64 // by question: what is usually answered, by column
	given    []map[string][]int   // by session and question: the columns of its answers
	released release.Release
}

// newFilledRoom sends all answers of a round over HTTP and seals it.
func newFilledRoom(t *testing.T, seed int) *filledRoom {
	t.Helper()
	r := &filledRoom{
		T: t, Instance: surveytest.Service(t), filled: filledRooms[seed%len(filledRooms)],
		dice: rand.New(rand.NewPCG(uint64(seed), 19)), prior: map[string][]float64{},
	}
	r.strategy = strategies[(seed+seed/len(filledRooms))%len(strategies)]
	var err error
	r.battery, err = r.Battery("core@1")
	ok(t, err)
	r.answer()
	round := r.Begin("2027-H1")
	r.send(round)
	r.seal(round)
	return r
}

// oneChoice returns the questions that are tabulated and have one answer each.
func (r *filledRoom) oneChoice() []survey.Question {
	return slices.DeleteFunc(slices.Clone(r.battery.Questions), func(q survey.Question) bool {
		return q.Kind == survey.Multi || q.Defines() != ""
	})
}

// answer makes up what is made up, and draws the answers of those who are watched.
func (r *filledRoom) answer() {
	for range r.sessions {
		r.given = append(r.given, map[string][]int{})
	}
	for _, q := range r.oneChoice() {
		prior := r.usual(q)
		r.prior[q.ID] = prior
		makeUp := r.makeUp(q)
		for i, s := range r.sessions {
			for range s.watched {
				r.given[i][q.ID] = append(r.given[i][q.ID], r.drawn(prior))
			}
			for range s.madeUp {
				column := r.dice.IntN(len(prior)) // such that no view is taken away for its numbers
				if r.inTable(i) {
					column = makeUp()
				}
				r.given[i][q.ID] = append(r.given[i][q.ID], column)
			}
		}
	}
}

// usual draws what is usually answered to a question: one option by 30 to 50 of a hundred, and no
// other answer by more.
func (r *filledRoom) usual(q survey.Question) []float64 {
	prior := make([]float64, len(q.Tables()[0].Columns))
	commonest := r.dice.IntN(len(q.Options()))
	for {
		share, rest := 0.3+0.2*r.dice.Float64(), 0.0
		for i := range prior {
			prior[i] = r.dice.ExpFloat64()
			rest += prior[i]
		}
		rest -= prior[commonest]
		for i := range prior {
			prior[i] *= (1 - share) / rest
		}
		prior[commonest] = share
		if slices.Max(prior) == share {
			return prior
		}
	}
}

// drawn draws an answer.
func (r *filledRoom) drawn(prior []float64) int {
	at := r.dice.Float64()
	for i, p := range prior {
		if at -= p; at < 0 {
			return i
		}
	}
	return len(prior) - 1
}

// strategies are ways of making up answers. Of two groups the smaller is one of five answers, which
// is about what hides others least.
var strategies = []string{"all the same", "empty", "spread", "two groups"}

// makeUp returns what makes up the answers to a question, one after the other.
func (r *filledRoom) makeUp(q survey.Question) func() int {
	columns := len(q.Tables()[0].Columns)
	most := r.dice.IntN(columns)
	few := (most + 1 + r.dice.IntN(columns-1)) % columns
	made := -1
	return func() int {
		made++
		switch {
		case r.strategy == "empty":
			return columns - 1
		case r.strategy == "spread":
			return (most + made) % columns
		case r.strategy == "two groups" && made%5 == 0:
			return few
		}
		return most
	}
}

// several returns any answer to a question with several choices, which is not guessed here.
func (r *filledRoom) several() []string {
	q, _ := r.battery.Question("K19")
	others := [][]string{nil, {q.NoneOption()}, {survey.DontKnow}, {survey.NoAnswer}}
	if at := r.dice.IntN(2 * len(others)); at < len(others) {
		return others[at]
	}
	var chosen []string
	for _, at := range slices.Sorted(slices.Values(r.dice.Perm(q.Own)[:q.MostChosen()])) {
		chosen = append(chosen, q.Options()[at])
	}
	return chosen
}

// inTable reports whether somebody who is watched is in a table with a session.
func (r *filledRoom) inTable(session int) bool {
	return slices.ContainsFunc(r.tables, func(t filledTable) bool { return slices.Contains(t.sessions, session) })
}

// send opens the sessions and posts what everybody answers.
func (r *filledRoom) send(round survey.Round) {
	browser := webtest.Server(r, r.Service)
	for i, s := range r.sessions {
		session, _ := r.Gather(round, func(n *survey.NewSession) {
			n.Timing, n.Channel, n.Capacity = s.timing, s.channel, s.watched+s.madeUp
		})
		path := fmt.Sprintf("/s/%s/%s", session.Code, s.language)
		for at := range s.watched + s.madeUp {
			form := surveytest.Form(survey.NonceField, survey.NewNonce())
			if at < s.watched {
				form.Set(survey.NonceField, browser.Get(path).Nonce())
			}
			for _, q := range r.oneChoice() {
				if column := q.Tables()[0].Columns[r.given[i][q.ID][at]]; column != survey.Skip {
					form.Set(q.ID, column)
				}
			}
			form["K19"] = r.several()
			page := browser.Post(path, form)
			for page.Status == http.StatusTooManyRequests { // the session takes only so many in a second
				page = browser.Post(path, form)
			}
			if page.Status != http.StatusSeeOther {
				r.Fatalf("an answer is met with status %d: %s", page.Status, page.Value("main"))
			}
		}
	}
}

// seal closes the round and seals it; of what is then in the folder the release is read.
func (r *filledRoom) seal(round survey.Round) {
	_, err := r.CloseRound(r.Context(), round.ID, true)
	ok(r, err)
	var text []byte
	_, err = r.ExportPending(r.Context(), round.ID, true, func(f survey.PendingFile) (err error) {
		text, err = f.Encode()
		return err
	})
	ok(r, err)
	file, err := survey.ParsePending(text, "2027-07-01")
	ok(r, err)
	signer, err := release.NewSigner()
	ok(r, err)
	sealed, err := sealing.Seal(file, r.Private(round), signer, sealing.Options{})
	ok(r, err)
	dir := filepath.Join(r.TempDir(), "sealed")
	ok(r, sealing.Write(dir, dir+".import", sealed))
	written, err := os.ReadFile(filepath.Join(dir, sealing.ReleaseFile))
	ok(r, err)
	r.released, err = release.Parse(written)
	ok(r, err)
}

// counts returns the released counts of a table by question; nil where the release does not have it.
func (r *filledRoom) counts(t filledTable) map[string][]int {
	n := -min(1, len(t.sheds))
	for _, i := range t.sessions {
		n += r.sessions[i].watched + r.sessions[i].madeUp
	}
	for _, part := range r.released.Parts {
		if part.Base != t.base {
			continue
		}
		for _, b := range part.Blocks {
			if t.by == "" && b.N == n && b.Timing == r.sessions[t.sessions[0]].timing {
				return b.Q
			}
		}
		for _, v := range part.Views {
			for _, g := range v.Groups {
				if v.By == t.by && g.Key == t.key && g.N == n {
					return g.Q
				}
			}
		}
	}
	return nil
}
