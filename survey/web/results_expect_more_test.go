package web_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

func (c *recount) number(key string, n int) string {
	return surveytest.Plain(c.catalog.Printer(c.tag).N(key, n))
}

func (c *recount) date() string {
	day, err := time.Parse(time.DateOnly, c.last().Sealed)
	ok(c.t, err)
	return c.catalog.Printer(c.tag).Date(day)
}

// round names a round as pages do.
func (c *recount) round(name string) string {
	year, half, _ := strings.Cut(name, "-H")
	if half != "1" && half != "2" {
		return name
	}
	return c.say("place.half."+half, "Year", year)
}

func (c *recount) lastRound() string {
	if earlier, has := c.before(); has {
		return c.round(earlier.last().Round)
	}
	return ""
}

func (c *recount) intervention(id string) string {
	for _, i := range surveytest.Interventions {
		if i.ID == id {
			return i.Name
		}
	}
	return id
}

// interventions are those that have blocks of ordinary questions at a place, the one with most answers first.
func (c *recount) interventions(at someplace) []string {
	answers := map[string]int{}
	for _, p := range c.last().Parts {
		for _, b := range p.Blocks {
			if p.Base == 3 && at.holds(b) && b.Intervention != "" {
				answers[b.Intervention] += b.N
			}
		}
	}
	return slices.SortedFunc(maps.Keys(answers), func(x, y string) int {
		return cmp.Or(cmp.Compare(answers[y], answers[x]), strings.Compare(x, y))
	})
}

// taking is the answers about an intervention at a place, at some of its times.
func (at someplace) taking(id string, timings ...string) func(block) bool {
	return func(b block) bool {
		return at.holds(b) && b.Intervention == id && (len(timings) == 0 || slices.Contains(timings, b.Timing))
	}
}

// interventionRows expects the table of interventions, with what was asked and is not shown as it was asked.
func (c *recount) interventionRows(at someplace) {
	rows := "table / " + c.say("place.interventions") + " / "
	for _, id := range c.interventions(at) {
		before, after := c.answersIn(at.taking(id, "before")), c.answersIn(at.taking(id, "after"))
		line := fmt.Sprint(c.answersIn(at.taking(id))) + "|" + c.say("place.effect.one")
		if before > 0 && after > 0 {
			line = c.say("place.parted", "Before", before, "After", after) + "|" + c.effect(at, id)
		}
		c.want[rows+c.intervention(id)] = line
	}
	if at.region {
		rows = "table / " + c.say("place.few.list") + " / "
	}
	for _, asked := range c.askedAt(at) {
		c.want[rows+asked[0]] = "–|" + asked[1]
	}
}

// effect words the largest certain difference of an intervention.
func (c *recount) effect(at someplace, id string) string {
	var largest change
	words := c.say("place.effect.none")
	for _, q := range c.measured() {
		was, is := c.now(q, at.taking(id, "before")), c.now(q, at.taking(id, "after"))
		ch := c.change(was, is, c.battery.Measures[q.ID].Better)
		if ch.certain && max(ch.d, -ch.d) > max(largest.d, -largest.d) {
			largest = ch
			points, between, _ := strings.Cut(c.step(ch), "(")
			words = c.measure(q) + ": " + c.figure(was).text + " → " + c.figure(is).text + c.better(ch, "place.") + points +
				c.say("share.unit") + "(" + between
		}
	}
	return words
}

// askedAt is what made asks and does not show, by its name, with where it is counted: as the steps of blocks have it.
func (c *recount) askedAt(at someplace) (rows [][2]string) {
	region, area := "Östergötlands län", c.say("results.area", "Area", "Kinda–Ydre")
	for _, asked := range []struct {
		municipality, intervention, timing, note string
	}{
		{"0513", "OG003", "after", c.say("place.few.in") + area},
		{"0562", "OG034", "none", c.say("place.few.in") + region},
		{"0562", "OG049", "before", c.say("place.few.shared") + region},
		{"0580", "OG006", "none", c.say("place.few.other")},
		{"0584", "OG034", "before", c.say("place.few.together")},
		{"0581", "OG028", "after sensitive", c.say("place.few.together")},
	} {
		if !at.holds(block{Municipality: asked.municipality}) {
			continue
		}
		timing, sensitive := strings.CutSuffix(asked.timing, " sensitive")
		name := c.intervention(asked.intervention)
		if town, _ := c.site.Municipality(asked.municipality); at.name != town.Name {
			name += town.Name + ", "
		}
		name += c.say("results." + timing)
		if sensitive {
			name += " – " + c.say("place.sensitive")
		}
		rows = append(rows, [2]string{name, asked.note})
	}
	return rows
}

// groups expects the sizes of groups: of a municipality its own, of the region all.
func (c *recount) groups(where string, names map[string]string) {
	for key, size := range c.sizes(where) {
		by, _, _ := strings.Cut(key, "/")
		c.want["group / "+c.say("officer.by."+by)+" / "+names[key]] = c.number("answers.count", size)
	}
}

func (c *recount) sizes(where string) map[string]int {
	sizes := map[string]int{}
	for _, p := range c.last().Parts {
		for _, v := range p.Views {
			for _, g := range v.Groups {
				if p.Base == 3 && (where == "" || v.Where == where) {
					sizes[v.By+"/"+g.Key] += g.N
				}
			}
		}
	}
	return sizes
}

// ofGroup adds up a measure of a group.
func (c *recount) ofGroup(q survey.Question, by, key, where string) ratio {
	var sum ratio
	r := c.last()
	for _, p := range r.Parts {
		for _, v := range p.Views {
			for _, g := range v.Groups {
				if slices.Contains(p.Questions, q.ID) && v.By == by && g.Key == key && (where == "" || v.Where == where) {
					c.add(&sum, r, p, g.jsonCounts, q, c.battery.Measures[q.ID].Options)
				}
			}
		}
	}
	return sum
}

// groupPage expects the page of a group: each round, the difference since the one before, and the region.
func (c *recount) groupPage(by, key, where string) {
	c.want["count"] = c.number("answers.count", c.sizes(where)[by+"/"+key])
	for _, q := range c.measured() {
		line, shares := "", []ratio{}
		for i := range c.releases {
			alone := *c
			alone.releases = c.releases[i : i+1]
			shares = append(shares, alone.ofGroup(q, by, key, where))
			line += c.figure(shares[i]).cell() + "|"
		}
		var since change
		if n := len(shares); n > 1 && c.battery.Measures[q.ID].Better != survey.Neither {
			since = c.change(shares[n-2], shares[n-1], c.battery.Measures[q.ID].Better)
		}
		c.want["table / "+c.topic(q)+" / "+c.measure(q)] = line + c.step(since) + "|" + c.figure(c.now(q, everywhere)).cell()
	}
}

// interventionPage expects the page of an intervention: its measures, what changed for certain, and every question.
func (c *recount) interventionPage(at someplace, id string) {
	before, after := c.answersIn(at.taking(id, "before")), c.answersIn(at.taking(id, "after"))
	c.want["count"] = c.number("answers.count", c.answersIn(at.taking(id)))
	parted := before > 0 && after > 0
	if parted {
		c.want["count"] += c.say("place.parted", "Before", before, "After", after)
	}
	for _, q := range c.measured() {
		region, key := c.figure(c.now(q, everywhere)).cell(), "table / "+c.say("intervention.measures")+" / "+c.measure(q)
		if !parted {
			c.want[key] = c.figure(c.now(q, at.taking(id))).cell() + "|" + region
			continue
		}
		was, is, better := c.now(q, at.taking(id, "before")), c.now(q, at.taking(id, "after")), c.battery.Measures[q.ID].Better
		ch, step := c.change(was, is, better), ""
		if better != survey.Neither {
			step = c.step(ch)
			if ch.certain {
				step += c.better(ch, "place.")
				c.slope(q, c.figure(was), c.figure(is), ch)
			}
		} else {
			step = "–"
		}
		c.want[key] = c.figure(was).cell() + "|" + c.figure(is).cell() + "|" + step + "|" + region
	}
	if !parted {
		c.tables(at.taking(id))
		return
	}
	c.tablesOf(func(q survey.Question) []func(block) bool {
		if !q.Sensitive {
			return []func(block) bool{at.taking(id, "before"), at.taking(id, "after")}
		}
		return []func(block) bool{at.taking(id)} // of sensitive questions the answers are not parted
	})
}

// slope expects the picture of a difference that is certain.
func (c *recount) slope(q survey.Question, was, is said, ch change) {
	line := "[interval y1=" + at(1-was.high) + " y2=" + at(1-was.low) + "]"
	end := "[interval y1=" + at(1-is.high) + " y2=" + at(1-is.low) + "]"
	c.want["chart / "+c.say("intervention.certain")+" / "+c.measure(q)] = c.say("results.before") + was.cell() + c.say("results.after") + is.cell() +
		c.better(ch, "place.") + "[slope-line y1=" + at(1-was.share) + " y2=" + at(1-is.share) + "]" +
		line + "[reference cy=" + at(1-was.share) + "]" + end + "[dot cy=" + at(1-is.share) + "]" +
		was.text + " → " + is.text + c.measure(q)
}
