package sealing

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
)

// county is a simulated round of a whole region, without a server: gatherings
// and who came to them.
type county struct {
	testing.TB
	file survey.PendingFile
	key  survey.PrivateKey
	dice *rand.Rand
	sent int
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// opened opens what was sent, as the seal does.
func (c *county) opened() opened {
	c.Helper()
	lots, err := newRandomness(c.file, c.key)
	must(c, err)
	found, err := open(c.file, c.key, lots)
	must(c, err)
	return found
}

// shares are how the newcomers of Östergötland are spread over municipalities,
// in percent.
var shares = []struct {
	code    string
	percent int
}{
	{"0581", 29}, {"0580", 25}, {"0583", 11}, {"0562", 7}, {"0586", 6}, {"0582", 5}, {"0561", 4}, {"0563", 3},
	{"0513", 3}, {"0584", 2}, {"0560", 2}, {"0509", 2}, {"0512", 1},
}

func newCounty(t testing.TB, seed uint64) *county {
	t.Helper()
	all, err := batteries.Load(batteries.Embedded)
	must(t, err)
	list := []*survey.Battery{builtIn(t, all, "core@1")}
	key, err := survey.NewPrivateKey()
	must(t, err)
	round := survey.NewID()
	c := &county{TB: t, key: key, dice: rand.New(rand.NewPCG(seed, 11))}
	c.file = survey.PendingFile{
		Format: "fragebatteri-pending/2", Exported: "2027-07-01", Final: true, Batteries: list,
		Round: survey.PendingRound{ID: round, Name: "2027-H1", K: survey.SmallestK, Size: survey.PlaintextSize(list), PublicKey: key.Public()},
		Areas: []survey.Area{
			{Name: "Kinda–Ydre", Municipalities: []string{"0512", "0513"}},
			{Name: "Ödeshög–Boxholm–Vadstena", Municipalities: []string{"0509", "0560", "0584"}},
			{Name: "Valdemarsvik–Söderköping", Municipalities: []string{"0563", "0582"}},
		},
	}
	return c
}

// fill holds gatherings all over the county until so many have answered.
func (c *county) fill(answers int) *county {
	for c.sent < answers {
		at := c.dice.IntN(100)
		town := 0
		for at >= shares[town].percent {
			at -= shares[town].percent
			town++
		}
		c.gather(gathering{
			municipality: shares[town].code, intervention: fmt.Sprintf("I%d%d", town, 1+min(c.dice.IntN(5), c.dice.IntN(5))),
			channel: survey.Channels[c.dice.IntN(len(survey.Channels))], timing: survey.Timings[c.dice.IntN(3)],
			people: min(5+c.dice.IntN(14), answers-c.sent), mood: c.dice.NormFloat64() * 0.2,
		})
	}
	return c
}

// gathering is one session.
type gathering struct {
	municipality, intervention string
	channel                    survey.Channel
	timing                     survey.Timing
	people                     int
	mood                       float64        // from about -1 to 1
	language                   string         // of everybody; "" for any
	answers                    survey.Answers // of everybody, beside those that are drawn
	waited                     int
	set                        string // "" for the core battery
}

// gather holds a session.
func (c *county) gather(g gathering) {
	tag := fmt.Sprintf("%016x", c.dice.Uint64()) // the same in every run
	languages := []string{"ar", "ar", "ar", "fa-AF", "ti", "so", "uk", "uk", "sv", "en"}
	asking := survey.Asking{Municipality: g.municipality, Intervention: g.intervention, Timing: g.timing}
	if c.file.Format == survey.PendingFormat {
		asking.Set = cmp.Or(g.set, "core@1")
	}
	if !slices.Contains(c.file.Asked, asking) {
		c.file.Asked = append(c.file.Asked, asking)
	}
	for range g.people {
		s := survey.Submission{
			Set: cmp.Or(g.set, "core@1"), Origin: c.file.Round.ID, Tag: tag, Municipality: g.municipality, Intervention: g.intervention,
			Channel: g.channel, Timing: g.timing, Language: g.language, Waited: g.waited, Answers: c.person(g),
		}
		if s.Language == "" {
			s.Language = languages[c.dice.IntN(len(languages))]
		}
		maps.Copy(s.Answers, g.answers)
		c.send(s)
	}
}

// person answers all questions, most of them by how things are.
func (c *county) person(g gathering) survey.Answers {
	answers := survey.Answers{}
	mood := g.mood + c.dice.NormFloat64()*0.7
	set, _ := survey.SetIn(c.file.Batteries, cmp.Or(g.set, "core@1"))
	for _, q := range set.Form(g.timing) {
		options := q.Options()
		switch n := c.dice.IntN(100); {
		case n < 3:
		case n < 6:
			answers[q.ID] = []string{survey.NoAnswer}
		case n < 10 && q.DK:
			answers[q.ID] = []string{survey.DontKnow}
		case q.ID == "D1":
			answers[q.ID] = []string{options[min(c.dice.IntN(200)/98, 2)]}
		case q.Kind == survey.Multi:
			for _, i := range c.dice.Perm(len(options) - 1)[:1+c.dice.IntN(q.Most)] {
				answers[q.ID] = append(answers[q.ID], options[i])
			}
			answers[q.ID] = sorted(q, answers[q.ID])
		case q.Kind == survey.Scale:
			step := float64(q.Steps())*0.5 + mood*0.8 + c.dice.NormFloat64()*0.6
			answers[q.ID] = []string{options[min(max(int(step), 0), q.Steps()-1)]}
		default:
			answers[q.ID] = []string{options[c.dice.IntN(len(options))]}
		}
	}
	return answers
}

// sorted puts values in the order of the question.
func sorted(q survey.Question, values []string) []string {
	var in []string
	for _, option := range q.Options() {
		for _, v := range values {
			if v == option {
				in = append(in, v)
			}
		}
	}
	return in
}

// send encrypts a submission into the file.
func (c *county) send(s survey.Submission) {
	c.Helper()
	padded, err := s.Pad(c.file.Round.Size)
	must(c, err)
	ciphertext, err := c.file.Round.PublicKey.Encrypt(c.file.Round.ID, padded)
	must(c, err)
	c.file.Answers = append(c.file.Answers, ciphertext)
	c.sent++
}
