package surveytest

import (
	"math/rand/v2"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/places"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Import publishes a release as the next one of the chain, of a round of its name, and returns it as it
// is stored. Its numbers were counted from no answers.
func (in *Instance) Import(r release.Release) release.Release {
	in.t.Helper()
	check := func(err error) {
		in.t.Helper()
		if err != nil {
			in.t.Fatal(err)
		}
	}
	round := in.Begin(r.Round)
	_, err := in.CloseRound(in.t.Context(), round.ID, true)
	check(err)
	file, err := in.ExportPending(in.t.Context(), round.ID, true, func(survey.PendingFile) error { return nil })
	check(err)
	r.Prev, r.Audit = file.Prev, r.Count()
	text, err := r.Canonical()
	check(err)
	_, err = release.Parse(text)
	check(err)
	check(in.ImportRelease(in.t.Context(), survey.SealedRound{
		JSON: text, Signature: []byte("made by hand"), Prev: r.Prev,
		Disposal: survey.Disposal{Release: r.ID, Hash: survey.HashOf(text), Round: round.ID, Date: r.Sealed},
	}))
	_, err = in.PublishRelease(in.t.Context(), r.ID)
	check(err)
	return r
}

// County makes up releases as large as a county's, of rounds with these names, and publishes them.
// From round to round more people give the answer that counts, and so they do in Norrköping after
// the intervention that is asked about before and after. Kinda and Ydre have too few answers to be
// shown. Of the interventions every other one was asked about. many is by how much all numbers of
// answers are multiplied.
func (in *Instance) County(many int, rounds ...string) []release.Release {
	in.t.Helper()
	if err := in.PutInterventions(in.t.Context(), places.Interventions()); err != nil {
		in.t.Fatal(err)
	}
	battery, err := in.Battery("core@1")
	if err != nil {
		in.t.Fatal(err)
	}
	var list []release.Release
	for i, round := range rounds {
		c := county{battery: battery, random: rand.New(rand.NewPCG(uint64(i), 1)), many: many, better: 0.3 * float64(i) / float64(len(rounds))}
		list = append(list, in.Import(c.release(round)))
	}
	return list
}

// county makes up one release.
type county struct {
	battery *survey.Battery
	random  *rand.Rand
	many    int
	better  float64 // of all answers, how many are the one that counts whatever else is drawn
}

// The municipality with most answers, and its intervention that is asked about twice.
const (
	countyNorrkoping = "0581"
	countyTwice      = "OG028"
)

// countyFew are municipalities with too few answers.
var countyFew = []string{"0512", "0513"}

func (c county) release(round string) release.Release {
	r := release.Release{
		Method: release.Method, Mixed: treblock.MixPercent, ID: survey.NewID(), Round: round, Sealed: "2026-08-15", K: survey.SmallestK,
		Batteries: []release.Battery{release.BatteryOf(c.battery)}, MadeUp: "none",
		Honesty: release.Honesty{c.battery.Ref(): {
			release.Straight: "few", release.Contradiction: "few", release.Ceiling: "some", release.Nonresponse: "low",
			release.Help: "some", release.Frank: "most", release.Channel: "none", release.ChannelSees: "one",
		}},
	}
	here := slices.DeleteFunc(places.Municipalities(), func(m survey.Municipality) bool { return survey.County(m.Code) != "05" })
	for i, m := range here {
		took := release.Participation{Municipality: m.Code, Announced: 15}
		if !slices.Contains(countyFew, m.Code) {
			took.Announced, took.Received = 60+6*i, new(48+3*i)
		}
		r.Participation = append(r.Participation, took)
	}
	for i, base := range []int{3, 5} {
		part := release.Part{Battery: c.battery.Ref(), Base: base, K: 4 * base}
		for _, q := range c.battery.Questions {
			if q.Sensitive == (base == 5) && q.Defines() == "" {
				part.Questions = append(part.Questions, q.ID)
			}
		}
		var withheld []release.Withheld
		part.Blocks, withheld = c.blocks(base, i)
		for j, b := range part.Blocks {
			better := c.better
			if b.Timing == survey.After {
				better += 0.3
			}
			part.Blocks[j].Q = c.tables(part, b.N, better)
		}
		for _, v := range countyViews {
			v.Groups = slices.Clone(v.Groups)
			for j := range v.Groups {
				v.Groups[j].N *= base * c.many
				v.Groups[j].Q = c.tables(part, v.Groups[j].N, c.better)
			}
			part.Views = append(part.Views, v)
		}
		r.Parts, r.Withheld = append(r.Parts, part), append(r.Withheld, withheld...)
	}
	return r
}

// countyViews are the groups of views and their sizes, in multiples of the base.
var countyViews = []release.View{
	{By: survey.ByChannel, Where: "05", Groups: []release.Group{{Key: "ambassador", N: 70}, {Key: "group", N: 30}, {Key: "other", N: 20}}},
	{By: survey.ByGender, Where: "05", Question: "D1", Groups: []release.Group{{Key: "o1", N: 40}, {Key: "o2", N: 40}}},
	{By: survey.ByGender, Where: countyNorrkoping, Question: "D1", Groups: []release.Group{{Key: "o1", N: 20}, {Key: "o2", N: 20}}},
	{By: survey.ByLanguage, Where: "05", Groups: []release.Group{
		{Key: "ar", N: 40}, {Key: "en", N: 14}, {Key: "fa-AF", N: 20}, {Key: "so", N: 15}, {Key: "sv", N: 16}, {Key: "ti", N: 13}, {Key: "uk", N: 30},
	}},
	{By: survey.ByTime, Where: "05", Question: "D3", Groups: []release.Group{{Key: "o1-o2", N: 50}, {Key: "o3", N: 40}}},
}

// blocks returns the blocks of a part without their counts, and what was asked and has none.
func (c county) blocks(base, part int) (blocks []release.Block, withheld []release.Withheld) {
	add := func(b release.Block, times int) {
		b.N = base * times * c.many
		blocks = append(blocks, b)
	}
	for i, one := range places.Interventions() {
		if one.Asked != survey.AskedParticipants || one.ID != countyTwice && i%2 == 0 {
			continue
		}
		for _, m := range one.Municipalities {
			b := release.Block{Step: 1, Municipality: m, Intervention: one.ID, Timing: survey.NoTiming}
			switch {
			case survey.County(m) != "05":
			case one.ID == countyTwice:
				for _, timing := range []survey.Timing{survey.After, survey.Before} {
					b.Timing = timing
					add(b, 28)
				}
			case base == 5 || len(one.Municipalities) > 1 || slices.Contains(countyFew, m):
				withheld = append(withheld, release.Withheld{Part: part, Municipality: m, Intervention: one.ID, Timing: b.Timing})
			default:
				add(b, 4+i%6)
			}
		}
	}
	add(release.Block{Step: 3, Region: "05", Intervention: "OG049"}, 15)
	for _, m := range []string{"0580", countyNorrkoping, "0583"} {
		add(release.Block{Step: 4, Municipality: m}, 11)
	}
	add(release.Block{Step: 5, Area: "Valdemarsvik–Söderköping"}, 8)
	add(release.Block{Step: 6, Region: "05"}, 20)
	slices.SortFunc(blocks, release.Block.Compare)
	slices.SortFunc(withheld, release.Withheld.Compare)
	return blocks, withheld
}

// tables draws n answers to the questions of a part and rounds them as sealing does.
func (c county) tables(p release.Part, n int, better float64) map[string][]int {
	tables := map[string][]int{}
	for _, id := range p.Questions {
		q, _ := c.battery.Question(id)
		answers := make([][]string, n)
		for i := range answers {
			answers[i] = c.answer(q, better)
		}
		for _, t := range q.Tables() {
			counts := make([]int, len(t.Columns))
			for _, values := range answers {
				counts[slices.Index(t.Columns, q.Column(t, values))]++
			}
			tables[t.ID] = treblock.Round(counts, p.Base, c.random.IntN(p.Base))
		}
	}
	return tables
}

// answer draws an answer to a question.
func (c county) answer(q survey.Question, better float64) []string {
	options := q.Options()
	switch chance := c.random.Float64(); {
	case chance < 0.04:
		return nil
	case chance < 0.09:
		return []string{survey.NoAnswer}
	case q.Kind != survey.Multi && chance < 0.09+better:
		return []string{c.best(q)}
	case q.Kind != survey.Multi:
		return []string{options[c.random.IntN(len(options))]}
	}
	options = options[:len(options)-1]
	first := min(c.random.IntN(len(options)), c.random.IntN(len(options))) // the first ones most
	return slices.Compact([]string{options[first], options[max(first, c.random.IntN(len(options)))]})
}

// best is an answer to a question that is better than most.
func (c county) best(q survey.Question) string {
	measure := c.battery.Measures[q.ID]
	options := slices.DeleteFunc(q.Concerned(), func(option string) bool {
		return slices.Contains(measure.Options, option) != (measure.Better == survey.More)
	})
	return options[0]
}
