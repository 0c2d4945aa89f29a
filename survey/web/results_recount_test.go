package web_test

import (
	"encoding/json"
	"math"
	"math/bits"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// recount says what every page must say, computed anew from the JSON of releases and from nothing else. It shares no
// code with the pages, package findings or package release; of package treblock it takes the interval of one share.
type recount struct {
	*site
	tag      string
	battery  *survey.Battery
	releases []jsonRelease // oldest first
	want     map[string]string
}

type jsonRelease struct {
	Round, Sealed string
	Mixed         int
	Batteries     []struct {
		Tables map[string][]string
		Most   map[string]int
	}
	Parts         []jsonPart
	Participation []struct {
		Municipality string
		Announced    int
		Received     *int
	}
}

type jsonPart struct {
	Base      int
	Questions []string
	Blocks    []block
	Views     []struct {
		By, Where, Question string
		Groups              []struct {
			Key string
			jsonCounts
		}
	}
}

// block is a block of a part.
type block struct {
	Step                                             int
	Municipality, Area, Region, Intervention, Timing string
	jsonCounts
}

type jsonCounts struct {
	N int
	Q map[string][]int
}

func (s *site) recount(tag string, list ...release.Release) *recount {
	s.t.Helper()
	battery, err := s.Battery("core@1")
	ok(s.t, err)
	c := &recount{site: s, tag: tag, battery: battery, want: map[string]string{}}
	for _, r := range list {
		stored, err := s.Release(s.t.Context(), r.ID)
		ok(s.t, err)
		var read jsonRelease
		ok(s.t, json.Unmarshal(stored.JSON, &read))
		c.releases = append(c.releases, read)
	}
	return c
}

func (c *recount) say(key string, pairs ...any) string { return c.text(c.tag, key, pairs...) }

func (c *recount) last() jsonRelease { return c.releases[len(c.releases)-1] }

// before returns the recount up to the round before the last.
func (c *recount) before() (*recount, bool) {
	earlier := *c
	earlier.releases = c.releases[:len(c.releases)-1]
	return &earlier, len(earlier.releases) > 0
}

// drawn returns the chance that an answer which is replaced is counted in each column: for one option of several, by
// going through all sets of options that can be drawn.
func (r jsonRelease) drawn(table string) []float64 {
	question, _, option := strings.Cut(table, ".")
	columns := r.Batteries[0].Tables
	if r.Mixed == 0 {
		return make([]float64, len(columns[table])) // nothing was replaced
	}
	if !option {
		return slices.Repeat([]float64{1 / float64(len(columns[table]))}, len(columns[table]))
	}
	options := 0
	for id := range columns {
		if strings.HasPrefix(id, question+".") {
			options++
		}
	}
	sets, with := 0, 0
	for set := 1; set < 1<<options; set++ {
		if bits.OnesCount(uint(set)) <= r.Batteries[0].Most[question] {
			sets++
			with += set & 1
		}
	}
	chosen := float64(with) / float64(sets) / float64(len(columns[question]))
	return []float64{chosen, 1 - chosen}
}

// ratio is how many chose something, and among how many, added up.
type ratio struct {
	n, blocks, base         int
	mixed                   int
	chosen, among, answered tally
}

// tally is how many are counted in some columns, and how many of those whose answers were replaced.
type tally struct {
	released int
	drawn    float64
}

func (t *tally) add(counts []int, columns, wanted []string, drawn []float64) {
	t.drawn = 0
	for j, column := range columns {
		if slices.Contains(wanted, column) {
			t.released += counts[j]
			t.drawn += drawn[j]
		}
	}
}

// answers returns the columns of those who answered a question, and of those whom it concerns.
func (c *recount) answers(q survey.Question) (answered, concerned []string) {
	for _, column := range c.last().Batteries[0].Tables[q.ID] {
		if column != survey.DontKnow && column != survey.NoAnswer && column != survey.Skip {
			answered = append(answered, column)
		}
	}
	if q.Kind == survey.Scale {
		return answered, answered[:q.Steps()]
	}
	return answered, answered
}

// add adds some answers to a sum, unless one of the tables is withheld.
func (c *recount) add(to *ratio, r jsonRelease, p jsonPart, of jsonCounts, q survey.Question, options []string) {
	table := q.ID
	if option := q.ID + "." + options[0]; r.Batteries[0].Tables[option] != nil {
		table, options = option, []string{survey.Chosen}
	}
	if of.Q[table] == nil || of.Q[q.ID] == nil {
		return
	}
	columns := r.Batteries[0].Tables
	answered, concerned := c.answers(q)
	to.n, to.blocks, to.base, to.mixed = to.n+of.N, to.blocks+1, p.Base, r.Mixed
	to.chosen.add(of.Q[table], columns[table], options, r.drawn(table))
	to.among.add(of.Q[q.ID], columns[q.ID], concerned, r.drawn(q.ID))
	to.answered.add(of.Q[q.ID], columns[q.ID], answered, r.drawn(q.ID))
}

// of adds up who chose options of a question in the blocks of all releases.
func (c *recount) of(q survey.Question, options []string, is func(block) bool) ratio {
	var sum ratio
	for _, r := range c.releases {
		for _, p := range r.Parts {
			for _, b := range p.Blocks {
				if slices.Contains(p.Questions, q.ID) && is(b) {
					c.add(&sum, r, p, b.jsonCounts, q, options)
				}
			}
		}
	}
	return sum
}

// now adds up a measure in the last release alone.
func (c *recount) now(q survey.Question, is func(block) bool) ratio {
	alone := *c
	alone.releases = c.releases[len(c.releases)-1:]
	return alone.of(q, c.battery.Measures[q.ID].Options, is)
}

// counted is the share of n that a tally stands for before mixing, by Warner's estimate.
func (a ratio) counted(t tally) float64 {
	q := float64(a.mixed) / 100
	return (float64(t.released)/float64(a.n) - q*t.drawn) / (1 - q)
}

func (a ratio) people(t tally) int {
	return int(math.Round(float64(a.n) * min(1, max(0, a.counted(t)))))
}

func (a ratio) size() int { return min(a.people(a.among), a.people(a.answered)) }

func (a ratio) share() float64 {
	if a.counted(a.among) <= 0 {
		return 0
	}
	return min(1, max(0, a.counted(a.chosen)/a.counted(a.among)))
}

func (a ratio) interval() (low, high float64) {
	counted := func(t tally) treblock.MixedShare {
		return treblock.MixedShare{
			Share:   treblock.Share{Released: t.released, N: a.n, Blocks: a.blocks, Base: a.base},
			Percent: a.mixed, Drawn: t.drawn,
		}
	}
	_, low, high = treblock.MixedRatio{Of: counted(a.chosen), Among: counted(a.among)}.Estimate()
	return low, high
}

// change is a difference by Newcombe's method; it is certain if chance makes so large a one four times in a
// thousand.
type change struct {
	known, certain   bool
	points           int // between shares as they are shown
	d, low, high     float64
	better, directed bool
}

func (c *recount) change(was, is ratio, better survey.Direction) change {
	if min(was.n, is.n) < 30 || was.mixed != is.mixed {
		return change{}
	}
	wasLow, wasHigh := was.interval()
	isLow, isHigh := is.interval()
	d := is.share() - was.share()
	below := math.Sqrt(math.Pow(is.share()-isLow, 2) + math.Pow(wasHigh-was.share(), 2))
	above := math.Sqrt(math.Pow(isHigh-is.share(), 2) + math.Pow(was.share()-wasLow, 2))
	towards := below
	if d < 0 {
		towards = above
	}
	const rare = 2.878162 // standard deviations that chance exceeds four times in a thousand
	return change{
		known: true, certain: math.Abs(d)*1.96 >= rare*towards && d != 0, points: percentOf(is.share()) - percentOf(was.share()),
		d: d, low: d - below, high: d + above, better: (d > 0) == (better == survey.More), directed: better != survey.Neither,
	}
}

func percentOf(share float64) int { return int(math.Round(100 * share)) }
