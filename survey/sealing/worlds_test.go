package sealing_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// world is an instance through several rounds, where every answer has a number
// that its values spell, so that it can be followed to its end.
type world struct {
	*testing.T
	*surveytest.Instance
	dice    *rand.Rand
	stream  *rand.ChaCha8 // what the seal draws from
	battery *survey.Battery
	signer  release.Signer
	k       map[string]int // by round id: what its answers were promised
	sent    int            // answers sent; their numbers are 0 … sent−1
	ended   map[int]string // number → its fate
	files   []release.File
	tally   *tally
}

// tally makes sure that over all worlds everything happened that can happen.
type tally struct {
	mu    sync.Mutex
	seen  map[string]int
	steps map[int]int
}

func (c *tally) add(d survey.Disposal, r release.Release) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen["answers"] += d.Answers
	c.seen["waiting"] += d.Waiting
	c.seen["discarded"] += d.Discarded
	c.seen["unreadable"] += d.Unreadable
	c.seen["destroyed"] += d.Destroyed
	for _, part := range r.Parts {
		for _, b := range part.Blocks {
			c.steps[b.Step]++
		}
	}
}

// Nothing is lost on the way from a phone to a release: through random worlds
// of several rounds every answer that was sent has exactly one end.
func TestNothingLost(t *testing.T) {
	c := &tally{seen: map[string]int{}, steps: map[int]int{}}
	t.Run("worlds", func(t *testing.T) {
		for seed := range uint64(tool.Some(3, 8)) {
			t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
				t.Parallel()
				newWorld(t, seed, c).live()
			})
		}
	})
	for _, fate := range []string{"answers", "waiting", "discarded", "unreadable", "destroyed"} {
		if c.seen[fate] == 0 {
			t.Errorf("in no world anything was %s: %v", fate, c.seen)
		}
	}
	for step := 1; step <= 6; step++ {
		if c.steps[step] == 0 {
			t.Errorf("in no world a block was made in step %d: %v", step, c.steps)
		}
	}
}

// towns are the municipalities of a world, from large to small: how many come
// to a session.
var towns = []struct {
	code string
	most int
}{{"0581", 24}, {"0580", 16}, {"0583", 9}, {"0562", 6}, {"0513", 5}, {"0512", 4}, {"0584", 4}, {"0560", 3}, {"0509", 3}}

func newWorld(t *testing.T, seed uint64, c *tally) *world {
	t.Helper()
	in := surveytest.Service(t)
	shared := survey.Intervention{ID: "SH1", Name: "Delad", Category: "språk", Asked: survey.AskedParticipants}
	var list []survey.Intervention
	for i, place := range towns {
		for n := range 2 {
			list = append(list, survey.Intervention{ID: fmt.Sprintf("OWN%d%d", i, n), Name: "Egen", Category: "språk", Asked: survey.AskedParticipants, Municipalities: []string{place.code}})
		}
		shared.Municipalities = append(shared.Municipalities, place.code)
	}
	slices.Sort(shared.Municipalities)
	ok(t, in.PutInterventions(t.Context(), append(list, shared)))
	battery, err := in.Battery("core@1")
	ok(t, err)
	signer, err := release.NewSigner()
	ok(t, err)
	return &world{
		T: t, Instance: in, dice: rand.New(rand.NewPCG(seed, 7)), stream: rand.NewChaCha8([32]byte{byte(seed)}), battery: battery, signer: signer,
		k: map[string]int{}, ended: map[int]string{}, tally: c,
	}
}

// live goes through four or five rounds, the last of them final.
func (w *world) live() {
	rounds := 4 + w.dice.IntN(2)
	k := survey.SmallestK
	begin := func(i int) survey.Round {
		if i > 1 && w.dice.IntN(3) == 0 {
			k += 3
		}
		round := w.Begin(fmt.Sprintf("round %d", i), func(n *survey.NewRound) { n.K = k })
		w.k[round.ID] = k
		return round
	}
	round := begin(1)
	for i := 1; i <= rounds; i++ {
		spoilt := w.collect(round)
		var next *survey.Round
		if i < rounds {
			following := begin(i + 1)
			next = &following
		}
		w.seal(round, next, spoilt)
		if next != nil {
			round = *next
		}
	}
	if len(w.ended) != w.sent {
		w.Errorf("%d answers were sent and %d have an end", w.sent, len(w.ended))
	}
	report := release.Verify(w.signer.Public(), w.files)
	if err := report.Err(); err != nil || len(report.Releases) != rounds || report.From != "" {
		w.Errorf("the chain has %d of %d releases: %v", len(report.Releases), rounds, err)
	}
}

// collect holds the sessions of a round, discards some, and stores what cannot
// be read. It returns how many of those there are.
func (w *world) collect(round survey.Round) int {
	type posted struct {
		session survey.Session
		number  int
	}
	var letters []posted
	var sessions []survey.Session
	for range 10 + w.dice.IntN(10) {
		i := min(w.dice.IntN(len(towns)), w.dice.IntN(len(towns)))
		intervention := "SH1"
		if n := w.dice.IntN(3); n < 2 {
			intervention = fmt.Sprintf("OWN%d%d", i, n)
		}
		session, _ := w.Gather(round, func(n *survey.NewSession) {
			n.Municipality, n.Intervention, n.Capacity = towns[i].code, intervention, 40
			n.Timing = survey.Timings[w.dice.IntN(3)]
		})
		sessions = append(sessions, session)
		for range 1 + w.dice.IntN(towns[i].most) {
			letters = append(letters, posted{session, w.sent})
			w.sent++
		}
	}
	forms := make([]url.Values, len(letters))
	for i, l := range letters {
		forms[i] = w.spell(l.number)
	}
	var sending sync.WaitGroup
	for core := range 16 {
		sending.Go(func() {
			for i := core; i < len(letters); i += 16 {
				p := survey.Posted{Language: "sv", Nonce: survey.NewNonce(), Form: forms[i]}
				if err := w.SendForm(letters[i].session.Code, "", p); err != nil {
					w.Error(err)
				}
			}
		})
	}
	sending.Wait()
	spoilt := w.spoil(round, sessions[0])
	_, err := w.CloseRound(w.Context(), round.ID, true)
	ok(w, err)
	for _, session := range sessions {
		if w.dice.IntN(10) == 0 {
			_, err := w.DiscardSession(w.Context(), session.Code, "the code was on a wall")
			ok(w, err)
		}
	}
	return spoilt
}

// spoil stores ciphertexts that nobody can count.
func (w *world) spoil(round survey.Round, session survey.Session) int {
	submission := survey.Submission{Set: "core@1", Origin: round.ID, Tag: session.Tag, Municipality: "0581", Answers: survey.Answers{}}
	encrypt := func(info string, change func(*survey.Submission)) []byte {
		s := submission
		change(&s)
		padded, err := s.Pad(round.Size)
		ok(w, err)
		ciphertext, err := round.PublicKey.Encrypt(info, padded)
		ok(w, err)
		return ciphertext
	}
	noise := make([]byte, round.Size+81)
	for i := range noise {
		noise[i] = byte(w.dice.Uint32())
	}
	spoilt := [][]byte{
		noise, {1},
		encrypt("another round", func(*survey.Submission) {}),
		encrypt(round.ID, func(s *survey.Submission) { s.Set = "core@9" }),
		encrypt(round.ID, func(s *survey.Submission) { s.Answers = survey.Answers{"K01": {"o9"}} }),
	}
	spoilt = spoilt[:w.dice.IntN(len(spoilt)+1)]
	for _, ciphertext := range spoilt {
		outcome, err := w.Store.Receive(w.Context(), survey.Arrival{
			Answer: survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: ciphertext},
			Round:  round.ID, Session: session.Code, Capacity: session.Capacity, Nonce: survey.NewNonce(),
		})
		if err != nil || outcome != survey.Stored {
			w.Fatal(outcome, err)
		}
	}
	return len(spoilt)
}

// digits are the questions whose values spell a number. No simulated person
// leaves one of them out.
var digits = []string{"K02", "K03", "K04", "K05", "K07", "K08"}

// spell fills in a form whose values stand for a number.
func (w *world) spell(number int) url.Values {
	form := url.Values{}
	for _, id := range digits {
		q, _ := w.battery.Question(id)
		options := q.Options()
		form.Set(id, options[number%len(options)])
		number /= len(options)
	}
	if number != 0 {
		w.Fatal("there are more answers than numbers")
	}
	for _, q := range w.battery.Questions {
		if values := q.Values(); !slices.Contains(digits, q.ID) && w.dice.IntN(5) > 0 {
			form.Set(q.ID, values[w.dice.IntN(len(values))])
		}
	}
	return form
}

// read is the number that an answer spells.
func (w *world) read(s survey.Submission) int {
	number := 0
	for _, id := range slices.Backward(digits) {
		q, _ := w.battery.Question(id)
		options := q.Options()
		number = number*len(options) + slices.Index(options, s.Answers[id][0])
	}
	return number
}

// seal takes a round through everything that follows its closing.
func (w *world) seal(round survey.Round, next *survey.Round, spoilt int) {
	var text []byte
	_, err := w.ExportPending(w.Context(), round.ID, next == nil, func(f survey.PendingFile) (err error) {
		text, err = f.Encode()
		return err
	})
	ok(w, err)
	file, err := survey.ParsePending(text, "2027-07-01")
	ok(w, err)
	sealed, err := sealing.Seal(file, w.Private(round), w.signer, sealing.Options{})
	ok(w, err)
	dir := filepath.Join(w.TempDir(), "sealed")
	ok(w, sealing.Write(dir, sealing.ImportFile(dir), sealed))
	back, err := sealing.Read(sealing.ImportFile(dir), w.signer.Public())
	ok(w, err)
	before := w.Count(round)
	ok(w, w.ImportRelease(w.Context(), back))
	d := back.Disposal
	if !d.AddsUp() || d.Rows != before || d.Rows != len(file.Answers) || d.Unreadable != spoilt {
		w.Errorf("%s: %d answers were pending, %d spoilt, and their fates are %+v", round.Name, before, spoilt, d)
	}
	if w.Count(round) != 0 || next != nil && w.Count(*next) != d.Waiting {
		w.Errorf("%s: %d answers are left after the import", round.Name, w.Count(round))
	}
	w.files = append(w.files, release.File{Name: round.Name, JSON: back.JSON, Signature: back.Signature})
	w.tally.add(d, sealed.Release)
	w.follow(round, next, file, sealed)
}
