package web_test

import (
	"math/rand/v2"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// made makes a release by hand, of answers drawn at random, so that it holds whatever a page has to show.
type made struct {
	*site
	random  *rand.Rand
	battery *survey.Battery
	shift   float64 // how much more often the last step of a scale is chosen
}

func (s *site) made(seed uint64, shift float64) made {
	s.t.Helper()
	battery, err := s.Battery("core@1")
	ok(s.t, err)
	return made{s, rand.New(rand.NewPCG(seed, 1)), battery, shift}
}

// madeBlocks are the blocks of ordinary and of sensitive questions: a municipality with views of its own, one with few
// answers, an area, a shared intervention and the rest of the region.
var madeBlocks = map[int][]release.Block{
	3: {
		{Step: 1, Municipality: "0513", Intervention: "OG003", Timing: survey.NoTiming, N: 15},
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After, N: 63},
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before, N: 66},
		{Step: 2, Municipality: "0584", Intervention: "OG034", N: 18},
		{Step: 3, Region: "05", Intervention: "OG049", N: 24},
		{Step: 4, Municipality: "0580", N: 18},
		{Step: 4, Municipality: "0581", N: 33},
		{Step: 5, Area: "Kinda–Ydre", N: 18},
		{Step: 6, Region: "05", N: 27},
	},
	5: {
		{Step: 2, Municipality: "0581", Intervention: "OG028", N: 45},
		{Step: 4, Municipality: "0581", N: 60},
		{Step: 5, Area: "Kinda–Ydre", N: 30},
		{Step: 6, Region: "05", N: 80},
	},
}

// madeAsked is what was asked and has no block of its own, with ordinary and with sensitive questions.
var madeAsked = map[int][]release.Withheld{
	3: {
		{Municipality: "0513", Intervention: "OG003", Timing: survey.After},
		{Municipality: "0562", Intervention: "OG049", Timing: survey.Before},
		{Municipality: "0562", Intervention: "OG034", Timing: survey.NoTiming},
		{Municipality: "0580", Intervention: "OG006", Timing: survey.NoTiming},
		{Municipality: "0584", Intervention: "OG034", Timing: survey.Before},
	},
	5: {{Municipality: "0581", Intervention: "OG028", Timing: survey.After}},
}

// madeViews are the groups of views and their sizes, in multiples of the base.
var madeViews = []release.View{
	{By: survey.ByChannel, Where: "05", Groups: []release.Group{{Key: "ambassador", N: 23}, {Key: "group", N: 7}, {Key: "other", N: 9}}},
	{By: survey.ByGender, Where: "05", Question: "D1", Groups: []release.Group{{Key: "o1", N: 13}, {Key: "o2", N: 11}}},
	{By: survey.ByGender, Where: "0581", Question: "D1", Groups: []release.Group{{Key: "o1", N: 15}, {Key: "o2", N: 8}}},
	{By: survey.ByLanguage, Where: "05", Groups: []release.Group{{Key: "ar", N: 16}, {Key: "other", N: 11}, {Key: "so", N: 10}}},
	{By: survey.ByTime, Where: "05", Question: "D3", Groups: []release.Group{{Key: "o1-o2", N: 25}, {Key: "o3", N: 11}}},
}

// release makes the release of a round, which nothing is imported of yet.
func (m made) release(round string) release.Release {
	r := release.Release{
		Method: release.Method, Mixed: treblock.MixPercent, ID: survey.NewID(), Round: round, Sealed: "2027-01-15", K: 12,
		Batteries: []release.Battery{release.BatteryOf(m.battery)},
		Honesty: release.Honesty{"core@1": {
			release.Straight: "few", release.Contradiction: "few", release.Ceiling: "some", release.Nonresponse: "low",
			release.Help: "some", release.Frank: "most", release.Channel: "none", release.ChannelSees: "one",
		}},
		MadeUp: "none",
		Participation: []release.Participation{
			{Municipality: "0513", Announced: 15},
			{Municipality: "0580", Announced: 60, Received: new(18)},
			{Municipality: "0581", Announced: 150, Received: new(111)},
		},
	}
	for _, base := range []int{3, 5} {
		part := release.Part{Battery: "core@1", Base: base, K: map[int]int{3: 12, 5: 20}[base]}
		for _, q := range m.battery.Questions {
			if q.Sensitive == (base == 5) && q.Defines() == "" {
				part.Questions = append(part.Questions, q.ID)
			}
		}
		for _, b := range madeBlocks[base] {
			b.Q = m.timed(b.Timing).tables(part, b.N)
			part.Blocks = append(part.Blocks, b)
		}
		for _, v := range madeViews {
			v.Groups = slices.Clone(v.Groups)
			for i := range v.Groups {
				v.Groups[i].N *= base
				v.Groups[i].Q = m.tables(part, v.Groups[i].N)
			}
			part.Views = append(part.Views, v)
		}
		for _, asked := range madeAsked[base] {
			asked.Part = len(r.Parts)
			r.Withheld = append(r.Withheld, asked)
		}
		r.Parts = append(r.Parts, part)
	}
	slices.SortFunc(r.Withheld, release.Withheld.Compare)
	// One table is withheld of one block, one of a group, and one of everything in a municipality.
	delete(r.Parts[0].Blocks[1].Q, "K01")
	delete(r.Parts[0].Views[3].Groups[1].Q, "K02")
	delete(r.Parts[1].Blocks[0].Q, "K13")
	delete(r.Parts[1].Blocks[1].Q, "K13")
	return r
}

// timed makes those answer otherwise who have taken part in an intervention.
func (m made) timed(timing survey.Timing) made {
	if timing == survey.After {
		m.shift += 0.4
	}
	return m
}

// tables draws n answers to the questions of a part and rounds them as sealing does.
func (m made) tables(p release.Part, n int) map[string][]int {
	tables := map[string][]int{}
	for _, id := range p.Questions {
		q, _ := m.battery.Question(id)
		answers := make([][]string, n)
		for i := range answers {
			answers[i] = m.answer(q)
		}
		for _, t := range q.Tables() {
			counts := make([]int, len(t.Columns))
			for _, values := range answers {
				counts[slices.Index(t.Columns, q.Column(t, values))]++
			}
			tables[t.ID] = treblock.Round(counts, p.Base, m.random.IntN(p.Base))
		}
	}
	return tables
}

// answer draws an answer to a question.
func (m made) answer(q survey.Question) []string {
	options := q.Options()
	switch chance := m.random.Float64(); {
	case chance < 0.04:
		return nil
	case chance < 0.09:
		return []string{survey.NoAnswer}
	case chance < 0.09+m.shift:
		return []string{options[max(q.Steps(), 1)-1]}
	}
	if q.Kind != survey.Multi {
		return []string{options[m.random.IntN(len(options))]}
	}
	options = options[:len(options)-1]
	m.random.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
	return options[:1+m.random.IntN(3)]
}

// imported publishes a release as the next one of the chain and returns it as it is stored.
func (s *site) imported(r release.Release) release.Release {
	s.t.Helper()
	round := s.Begin(r.Round)
	_, err := s.CloseRound(s.t.Context(), round.ID, true)
	ok(s.t, err)
	file, err := s.ExportPending(s.t.Context(), round.ID, true, func(survey.PendingFile) error { return nil })
	ok(s.t, err)
	r.Prev, r.Audit = file.Prev, r.Count()
	text, err := r.Canonical()
	ok(s.t, err)
	_, err = release.Parse(text)
	ok(s.t, err)
	ok(s.t, s.ImportRelease(s.t.Context(), survey.SealedRound{
		JSON: text, Signature: []byte("made by hand"), Prev: r.Prev,
		Disposal: survey.Disposal{Release: r.ID, Hash: survey.HashOf(text), Round: round.ID, Date: r.Sealed},
	}))
	_, err = s.PublishRelease(s.t.Context(), r.ID)
	ok(s.t, err)
	return r
}

// history imports three releases, the second with other groups by language, and returns them.
func (s *site) history() (list []release.Release) {
	return s.historyOf(func(r release.Release) release.Release { return r })
}

// historyOf is history with each release changed before it is imported.
func (s *site) historyOf(change func(release.Release) release.Release) (list []release.Release) {
	s.t.Helper()
	for i, round := range []string{"2025-H2", "2026-H0", "2026-H1"} {
		r := change(s.made(uint64(i+1), []float64{0.05, 0.45, 0.1}[i]).release(round))
		if i == 1 {
			for p := range r.Parts {
				r.Parts[p].Views[3].Groups[2].Key = "uk"
			}
		}
		list = append(list, s.imported(r))
	}
	return list
}
