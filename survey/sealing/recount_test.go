package sealing

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// recount is a sealed round in the hands of somebody who has read every answer
// and counts again by hand. It knows the rules and shares no code with the seal
// but the reading of answers: numbers of the rules are written out here.
type recount struct {
	*county
	release.Release
	k    int
	area map[string]string
	sent []survey.Submission // those that are in the release, as they were mixed
}

// What is released is what the rules make of what was sent: who is in which
// block and group, how many they are, and every count of every table.
func TestReleaseKeepsTheRules(t *testing.T) {
	steps, views := map[int]bool{}, map[string]bool{}
	for _, of := range []struct {
		k, answers int
		seed       uint64
	}{{12, 340, 3}, {15, 260, 2}} {
		t.Run(fmt.Sprintf("k %d", of.k), func(t *testing.T) {
			r := newRecount(t, of.k, of.answers, of.seed)
			for _, p := range r.Parts {
				for _, b := range p.Blocks {
					steps[b.Step] = true
				}
				for _, v := range p.Views {
					views[fmt.Sprintf("%s %d", v.By, len(v.Where))] = true
				}
				r.checkPart(p)
			}
			r.checkParticipation()
			r.checkNumbers()
		})
	}
	if !t.Failed() && (len(steps) != 6 || len(views) != 6) {
		t.Errorf("the counties have blocks of the steps %v and the views %v, not of all; choose other seeds", steps, views)
	}
}

// newRecount seals a county in which some sessions are discarded, some answers
// wait and some have waited.
func newRecount(t *testing.T, k, answers int, seed uint64) *recount {
	t.Helper()
	c := newCounty(t, seed)
	next, err := survey.NewPrivateKey()
	must(t, err)
	c.file.Final, c.file.Round.K = false, k
	c.file.Next = &survey.NextRound{ID: survey.NewID(), Name: "2027-H2", Size: c.file.Round.Size, PublicKey: next.Public()}
	c.fill(answers)
	for _, name := range []string{"a unanimous block", "carry-over from an earlier round", "two municipalities with three newcomers each"} {
		planted[name](c)
	}
	for _, code := range []string{"0562", "0512", "0513", "0586"} {
		c.gather(gathering{municipality: code, intervention: "FEW", channel: survey.Group, timing: survey.After, people: 7, waited: 2})
	}
	c.file.Interventions = []survey.PendingOffer{{ID: "SHARED", Municipalities: []string{"0560", "0562"}}}
	for _, code := range c.file.Interventions[0].Municipalities {
		c.gather(gathering{municipality: code, intervention: "SHARED", channel: survey.Group, timing: survey.After, people: 8})
	}
	for _, share := range shares {
		c.file.Announced = append(c.file.Announced, survey.Announced{Municipality: share.code, Answers: 3 * share.percent})
	}
	slices.SortFunc(c.file.Announced, func(x, y survey.Announced) int { return cmp.Compare(x.Municipality, y.Municipality) })
	c.file.Discarded = []string{c.read(c.file.Answers[20]).Tag}
	signer, err := release.NewSigner()
	must(t, err)
	sealed, err := Seal(c.file, c.key, signer, Options{})
	must(t, err)
	r := &recount{county: c, Release: sealed.Release, k: k, area: map[string]string{}}
	for _, a := range c.file.Areas {
		for _, code := range a.Municipalities {
			r.area[code] = a.Name
		}
	}
	r.takeOut(sealed.Record.Waiting, next)
	return r
}

// read opens what was sent to the round.
func (c *county) read(ciphertext []byte) survey.Submission {
	c.Helper()
	return openWith(c, c.key, c.file.Round.ID, ciphertext)
}

func openWith(t testing.TB, key survey.PrivateKey, round string, ciphertext []byte) survey.Submission {
	t.Helper()
	text, err := key.Decrypt(round, ciphertext)
	must(t, err)
	s, err := survey.ParseSubmission(text)
	must(t, err)
	return s
}

// takeOut leaves those answers in sent that neither were discarded nor wait.
func (r *recount) takeOut(waiting []survey.PendingAnswer, next survey.PrivateKey) {
	lots, err := newRandomness(r.file, r.key)
	must(r, err)
	waits := map[string]int{}
	for _, w := range waiting {
		s := openWith(r, next, r.file.Next.ID, w.Ciphertext)
		s.Waited--
		waits[fmt.Sprint(s)]++
	}
	for _, ciphertext := range r.file.Answers {
		s := r.read(ciphertext)
		if waits[fmt.Sprint(s)] > 0 {
			waits[fmt.Sprint(s)]--
		} else if !slices.Contains(r.file.Discarded, s.Tag) {
			counted, err := mix(r.file, s, ciphertext, lots)
			must(r, err)
			r.sent = append(r.sent, counted)
		}
	}
	for s, n := range waits {
		if n > 0 {
			r.Errorf("%s waits and was not sent", s)
		}
	}
	if len(waiting) == 0 || len(r.sent)+len(waiting) == len(r.file.Answers) {
		r.Errorf("%d answers wait of %d that were sent, and %d are released", len(waiting), len(r.file.Answers), len(r.sent))
	}
}

// fits reports whether an answer could be in a block.
func (r *recount) fits(p release.Part, b release.Block, s survey.Submission) bool {
	switch b.Step {
	case 1:
		return b.Municipality == s.Municipality && b.Intervention == s.Intervention && b.Timing == s.Timing
	case 2:
		return b.Municipality == s.Municipality && b.Intervention == s.Intervention
	case 3:
		return b.Intervention == s.Intervention && s.Intervention == "SHARED"
	case 4:
		return b.Municipality == s.Municipality
	case 5:
		return b.Area == r.area[s.Municipality] && (s.Waited >= 2 || p.Base == 5)
	}
	return s.Waited >= 2 || p.Base == 5
}

// checkPart puts every answer into the first block that it fits and holds the
// part against that.
func (r *recount) checkPart(p release.Part) {
	least := r.k
	if p.Base == 5 {
		least = 20
	}
	in := make([]int, len(r.sent)) // answer → its block, or −1
	members := make([][]survey.Submission, len(p.Blocks))
	for i, s := range r.sent {
		if in[i] = slices.IndexFunc(p.Blocks, func(b release.Block) bool { return r.fits(p, b, s) }); in[i] >= 0 {
			members[in[i]] = append(members[in[i]], s)
		} else if p.Base == 3 {
			r.Errorf("an answer of %s is in no block and does not wait", s.Municipality)
		}
	}
	var roundings []rounding
	for i, b := range p.Blocks {
		where := fmt.Sprintf("%s, %s", p, b)
		shed := 0
		if p.Base == 5 { // what ordinary questions shed is not in sent
			shed = len(members[i]) % 5
		}
		r.checkSize(where, b.N, len(members[i])-shed, least)
		sizes := r.checkSessions(where, p.Base, members[i], len(members[i])%p.Base)
		if most := 2*slices.Max(append(sizes, 0)) > b.N; b.OneSession != most {
			r.Errorf("%s: most from one session: %v, and the sessions have %v of %d", where, b.OneSession, sizes, b.N)
		}
		roundings = append(roundings, r.checkTables(where, p, b.Counted(), members[i], r.Tables(p))...)
	}
	if p.Base == 3 {
		r.checkOffsets(append(roundings, r.checkViews(p, in)...))
	}
}

func (r *recount) checkSize(where string, n, want, least int) {
	if n != want || n < least {
		r.Errorf("%s has %d answers, want %d and at least %d", where, n, want, least)
	}
}

// checkSessions sheds a surplus from the largest session and looks at the rest,
// whose sizes it returns.
func (r *recount) checkSessions(where string, base int, members []survey.Submission, surplus int) []int {
	if len(members) == 0 {
		return nil // said by checkSize
	}
	size := map[string]int{}
	for _, s := range members {
		size[s.Tag]++
	}
	sizes := slices.Sorted(maps.Values(size))
	sizes[len(sizes)-1] -= surplus
	n := len(members) - surplus
	outside := n - slices.Max(sizes)
	if outside < 3 || base == 5 && (outside < 10 || len(size) < 3 && n < 30) {
		r.Errorf("%s: %d answers from sessions of %v", where, n, sizes)
	}
	return sizes
}

// rounding is a released table and the offsets that make it of the true counts.
type rounding struct {
	where, table string
	offsets      [3]bool
}

// checkTables counts answers and compares. Those of the answers that were shed
// may be missing in the counts. It returns the tables that tell something of
// their offset.
func (r *recount) checkTables(where string, p release.Part, c release.Counted, members []survey.Submission, tables []survey.Table) []rounding {
	var list []rounding
	shed := len(members) - c.N
	for _, t := range tables {
		released, shown := c.Q[t.ID]
		if t.Question == "D1" || t.Question == "D3" {
			r.Errorf("%s shows table %s, of a question that defines views", where, t.ID)
		}
		if !shown {
			continue
		}
		q, _ := r.file.Batteries[0].Question(t.Question)
		m := rounding{where, t.ID, [3]bool{true, true, true}}
		sum, total := 0, 0
		for j, column := range t.Columns {
			count := 0
			for _, s := range members {
				if columnOf(q, t, s.Answers[q.ID]) == column {
					count++
				}
			}
			if released[j]%p.Base != 0 || released[j] > count+p.Base-1 || released[j] < count-shed-p.Base+1 {
				r.Errorf("%s, table %s: %d answered %s, released as %d", where, t.ID, count, column, released[j])
			}
			sum, total = sum+count, total+released[j]
			for d := range m.offsets {
				m.offsets[d] = m.offsets[d] && total <= sum+d && sum+d < total+3
			}
		}
		if total != c.N {
			r.Errorf("%s, table %s adds up to %d and has %d answers", where, t.ID, total, c.N)
		}
		if shed == 0 && slices.Contains(m.offsets[:], false) {
			list = append(list, m)
		}
	}
	return list
}

// columnOf says where an answer counts. Of a question with several options only
// the first table says who did not answer.
func columnOf(q survey.Question, t survey.Table, values []string) string {
	switch {
	case t.Option != "" && slices.Contains(values, t.Option):
		return "chosen"
	case t.Option != "":
		return "not"
	case len(values) == 0:
		return "skip"
	case q.Kind != survey.Multi || values[0] == "dk" || values[0] == "na":
		return values[0]
	case values[0] == "o12":
		return "none"
	}
	return "answered"
}

// checkOffsets makes sure that every table was rounded by an offset of its own:
// no single one explains all tables of a block or group (with fifteen to compare
// that does not happen by chance), nor most questions' tables wherever they are
// (with eight, one question in eight can look so).
func (r *recount) checkOffsets(list []rounding) {
	places, questions := map[string][]rounding{}, map[string][]rounding{}
	for _, m := range list {
		places[m.where] = append(places[m.where], m)
		questions[m.table] = append(questions[m.table], m)
	}
	judged := 0
	for where, of := range places {
		if len(of) < 15 {
			continue
		}
		judged++
		if sameOffset(of) {
			r.Errorf("%s: all %d tables can have been rounded by the same offset", where, len(of))
		}
	}
	if judged < 10 {
		r.Errorf("offsets are compared only in %d blocks and groups", judged)
	}
	judged, alike := 0, 0
	for _, of := range questions {
		if len(of) < 8 {
			continue
		}
		judged++
		if sameOffset(of) {
			alike++
		}
	}
	if judged < 10 || alike > judged/2 {
		r.Errorf("of %d tables, %d can have been rounded by the same offset everywhere", judged, alike)
	}
}

// sameOffset tells whether one offset explains all of the roundings.
func sameOffset(of []rounding) bool {
	for d := range 3 {
		if !slices.ContainsFunc(of, func(m rounding) bool { return !m.offsets[d] }) {
			return true
		}
	}
	return false
}
