package web_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// recount says what every table of a page must say, computed anew from the JSON of releases and from nothing else. It
// shares no code with the page or with package release.
type recount struct {
	*site
	tag      string
	battery  *survey.Battery
	releases []jsonRelease // added up, oldest first
	want     map[string]string
}

type jsonRelease struct {
	Round     string
	Mixed     int
	Batteries []struct {
		Tables map[string][]string
		Most   map[string]int
	}
	Parts []jsonPart
}

type jsonPart struct {
	Base      int
	Questions []string
	Blocks    []struct {
		Step                                     int
		Municipality, Area, Intervention, Timing string
		jsonCounts
	}
	Views []struct {
		By, Where, Question string
		Groups              []struct {
			Key string
			jsonCounts
		}
	}
}

type jsonCounts struct {
	N int
	Q map[string][]int
}

// added is one table added up.
type added struct {
	n, blocks, base   int
	counts, low, high []int
	mixed             float64   // the share of answers that were replaced
	drawn             []float64 // the chance that a replaced answer is counted in a column
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

// add adds one table of some answers to a sum.
func (r jsonRelease) add(a *added, of jsonCounts, table string, base int) {
	a.mixed, a.drawn = float64(r.Mixed)/100, r.drawn(table)
	counts, shown := of.Q[table]
	if !shown {
		return
	}
	if a.counts == nil {
		a.counts, a.low, a.high = make([]int, len(counts)), make([]int, len(counts)), make([]int, len(counts))
	}
	low, high := extremes(counts, base)
	for j := range counts {
		a.counts[j] += counts[j]
		a.low[j] += low[j]
		a.high[j] += high[j]
	}
	a.n, a.blocks, a.base = a.n+of.N, a.blocks+1, base
}

// extremes are the smallest and largest true counts behind released ones: with offset d the running sum before rounding
// is from R−d to R−d+base−1, never falls, and ends at n.
func extremes(counts []int, base int) (low, high []int) {
	n, m := 0, len(counts)
	for _, count := range counts {
		n += count
	}
	low, high = slices.Repeat([]int{n}, m), make([]int, m)
	for d := range base {
		from, to := make([]int, m+1), make([]int, m+1)
		sum := 0
		for j, count := range counts {
			sum += count
			from[j+1], to[j+1] = max(from[j], sum-d), min(n, sum-d+base-1)
		}
		from[m], to[m] = n, n
		for j := m; j > 0; j-- {
			to[j-1] = min(to[j-1], to[j])
		}
		for j := range counts {
			low[j] = min(low[j], max(0, from[j+1]-to[j]))
			high[j] = max(high[j], to[j+1]-from[j])
		}
	}
	return low, high
}

// drawn returns the chance that an answer which is replaced is counted in each column: for one option of several, by
// going through all sets of options that can be drawn.
func (r jsonRelease) drawn(table string) []float64 {
	question, _, option := strings.Cut(table, ".")
	columns := r.Batteries[0].Tables
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

// share is Warner's estimate of the share that gave an answer before mixing: (r − q·n·u) / ((1−q)·n), from 0 to 1.
func (a added) share(j int) float64 { return a.before(float64(a.counts[j])/float64(a.n), j) }

func (a added) before(counted float64, j int) float64 {
	if a.mixed == 0 {
		return counted
	}
	return min(1, max(0, (counted-a.mixed*a.drawn[j])/(1-a.mixed)))
}

// between is a 95 % interval of that share.
func (a added) between(j int) (low, high float64) {
	if a.mixed == 0 {
		return a.betweenPlain(j)
	}
	bound := func(outside float64) float64 {
		inside := float64(a.counts[j]) / float64(a.n)
		for range 60 {
			if middle := (inside + outside) / 2; a.rejects(j, middle) {
				outside = middle
			} else {
				inside = middle
			}
		}
		return a.before(inside, j)
	}
	return bound(-1), bound(2)
}

// rejects is the score test of a share of mixed answers: people of one gathering of 20 answer alike with a correlation
// of 0.05, and blocks are rounded each by itself.
func (a added) rejects(j int, counted float64) bool {
	n, base, blocks := float64(a.n), float64(a.base), float64(a.blocks)
	apart := max(0, math.Abs(float64(a.counts[j])/n-counted)-base/2/n)
	alike := 1 + (min(20, n/blocks)-1)*0.05*(1-a.mixed)
	return apart*apart > 1.96*1.96*(alike*counted*(1-counted)/n+blocks*(base*base-1)/6/(n*n))
}

// betweenPlain is Wilson's interval of a share after its count was moved outwards by what rounding can have done.
func (a added) betweenPlain(j int) (low, high float64) {
	e := float64(a.base - 1)
	if a.blocks > 1 {
		e = 1.96 * math.Sqrt(float64(a.blocks*(a.base*a.base-1))/6)
	}
	n := float64(a.n)
	bound := func(count, side float64) float64 {
		p := min(n, max(0, count)) / n
		root := 1.96 * math.Sqrt(p*(1-p)/n+1.96*1.96/(4*n*n))
		return min(1, max(0, (p+1.96*1.96/(2*n)+side*root)/(1+1.96*1.96/n)))
	}
	low, high = bound(float64(a.counts[j])-e, -1), bound(float64(a.counts[j])+e, 1)
	if float64(a.counts[j])-e <= 0 {
		low = 0
	}
	if float64(a.counts[j])+e >= n {
		high = 1
	}
	return low, high
}

func percentOf(share float64) int { return int(math.Round(100 * share)) }

// number words how many gave an answer.
func (c *recount) number(a added, j int) string {
	if a.mixed == 0 {
		return c.say("results.count", "R", a.counts[j], "N", a.n)
	}
	return c.say("results.about", "R", int(math.Round(a.share(j)*float64(a.n))), "N", a.n)
}

// certain words what is certain, which of mixed answers is nothing.
func (c *recount) certain(a added, j int) string {
	if a.mixed > 0 {
		return ""
	}
	return c.say("results.certain", "Low", a.low[j], "High", a.high[j])
}

// shareOf words a share; it is empty below thirty answers.
func (c *recount) shareOf(a added, j int) string {
	if a.n < 30 {
		return ""
	}
	low, high := a.between(j)
	return c.say("officer.share", "P", percentOf(a.share(j)), "Low", math.Floor(100*low), "High", math.Ceil(100*high))
}

// each calls f with every line that is shown of a question: its words, its table and its column.
func (c *recount) each(q survey.Question, f func(text, table string, column int)) {
	for _, t := range q.Tables() {
		for j, column := range t.Columns {
			switch {
			case column == survey.Answered || column == survey.NotChosen:
				continue
			case column == survey.None:
				column = q.NoneOption()
			}
			f(c.say(q.TextKey(cmp.Or(t.Option, column))), t.ID, j)
		}
	}
}

// block is a block of a part.
type block struct {
	jsonCounts
	part                             int
	municipality, area, intervention string
}

// sum adds up one table over all releases.
func (c *recount) sum(table string, is func(block) bool) added {
	var total added
	question, _, _ := strings.Cut(table, ".")
	for _, r := range c.releases {
		for i, p := range r.Parts {
			for _, b := range p.Blocks {
				if slices.Contains(p.Questions, question) && is(block{b.jsonCounts, i, b.Municipality, b.Area, b.Intervention}) {
					r.add(&total, b.jsonCounts, table, p.Base)
				}
			}
		}
	}
	return total
}

// sums expects the questions added up over some blocks, in lists that open.
func (c *recount) sums(heading string, opens func(survey.Question) string, is func(block) bool) {
	for _, q := range c.battery.Questions {
		if !c.counted(q) {
			continue
		}
		place := heading + " / " + opens(q) + " / " + c.say(q.ID) + " / "
		percent := slices.ContainsFunc(q.Tables(), func(t survey.Table) bool { return c.sum(t.ID, is).n >= 30 })
		c.each(q, func(text, table string, j int) {
			a := c.sum(table, is)
			if a.n == 0 {
				cells := map[bool]int{true: 2, false: 1}[percent] + map[bool]int{true: 0, false: 1}[c.releases[0].Mixed > 0]
				c.want[place+c.say("results.few")] = strings.Repeat("–", cells)
				return
			}
			share := ""
			if percent {
				share = cmp.Or(c.shareOf(a, j), "–")
			}
			c.want[place+text] = fmt.Sprintf("[%d]", percentOf(a.share(j))) + share +
				c.number(a, j) + c.certain(a, j)
		})
	}
}

// counted reports whether a question is tabulated in a release.
func (c *recount) counted(q survey.Question) bool {
	return slices.ContainsFunc(c.releases, func(r jsonRelease) bool {
		return slices.ContainsFunc(r.Parts, func(p jsonPart) bool { return slices.Contains(p.Questions, q.ID) })
	})
}

func (c *recount) topic(q survey.Question) string { return c.say("officer.topic." + q.Topic) }

// views expects the groups of a dimension in the region, or in one municipality.
func (c *recount) views(by, where string, names map[string]string) {
	heading := c.say("officer.views.title") + " / " + c.say("officer.by."+by) + " / "
	for _, q := range c.battery.Questions {
		c.each(q, func(text, table string, j int) {
			groups := map[string]*added{}
			for _, r := range c.releases {
				for _, p := range r.Parts {
					for _, v := range p.Views {
						if !slices.Contains(p.Questions, q.ID) || v.By != by || v.Question == q.ID || where != "" && v.Where != where {
							continue
						}
						for _, g := range v.Groups {
							if groups[g.Key] == nil {
								groups[g.Key] = &added{}
							}
							r.add(groups[g.Key], g.jsonCounts, table, p.Base)
						}
					}
				}
			}
			line := ""
			for _, key := range slices.SortedFunc(maps.Keys(groups), othersLast) {
				line += names[key] + ": " + c.cell(*groups[key], j)
			}
			if line != "" {
				c.want[heading+c.say(q.ID)+" / "+text] = line
			}
		})
	}
}

func othersLast(x, y string) int {
	return cmp.Or(cmp.Compare(strings.Count(x, "other"), strings.Count(y, "other")), cmp.Compare(x, y))
}

func (c *recount) cell(a added, j int) string {
	if a.n == 0 {
		return c.say("officer.part.few")
	}
	return fmt.Sprintf("[%d]", percentOf(a.share(j))) + c.shareOf(a, j) + c.number(a, j)
}

// changes expects the comparison of the last release with the one before it, by Newcombe's method.
func (c *recount) changes(before *recount, is func(block) bool) {
	round := before.releases[0].Round
	heading := c.say("officer.change.title", "Round", round) + " / "
	for _, q := range c.battery.Questions {
		c.each(q, func(text, table string, j int) {
			now, was := c.sum(table, is), before.sum(table, is)
			if now.n < 30 || was.n < 30 {
				return
			}
			nowLow, nowHigh := now.between(j)
			wasLow, wasHigh := was.between(j)
			d := now.share(j) - was.share(j)
			low := math.Floor(100 * max(-1, d-math.Sqrt(math.Pow(now.share(j)-nowLow, 2)+math.Pow(wasHigh-was.share(j), 2))))
			high := math.Ceil(100 * min(1, d+math.Sqrt(math.Pow(nowHigh-now.share(j), 2)+math.Pow(was.share(j)-wasLow, 2))))
			sign := func(n float64) string {
				return strings.NewReplacer("-", "−", "+0", "0").Replace(fmt.Sprintf("%+.0f", n+0))
			}
			line := round + ": " + c.shareOf(was, j) + c.releases[0].Round + ": " + c.shareOf(now, j) + c.say("officer.change.difference") + ": " +
				c.say("officer.change.points", "D", sign(math.Round(100*d)), "Low", sign(low), "High", sign(high))
			c.want[heading+c.say("officer.change.all")+" / "+c.say(q.ID)+" / "+text] = line
			if low > 0 || high < 0 {
				certain := c.say("officer.change.certain")
				c.want[heading+certain+" / "+certain+" / "+c.say(q.ID)+" "+text] = line
			}
		})
	}
}
