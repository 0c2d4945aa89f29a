package web_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"fragebatteri/survey"
)

// said is a share as pages say it.
type said struct {
	known                  bool
	text, interval, silent string
	share, low, high       float64
}

// figure words a share: in percent where at least thirty answered, else in people.
func (c *recount) figure(a ratio) said {
	if a.n == 0 {
		return said{text: c.say("share.few")}
	}
	f := said{known: true, share: a.share()}
	f.low, f.high = a.interval()
	if n := a.size(); n >= 30 {
		f.text = c.say("share.percent", "P", percentOf(f.share))
		f.interval = c.say("share.interval", "Low", math.Floor(100*f.low), "High", math.Ceil(100*f.high))
	} else {
		of := float64(n)
		f.text = c.say("share.of", "R", math.Round(f.share*of), "N", n)
		f.interval = c.say("share.between", "Low", math.Floor(f.low*of), "High", math.Ceil(f.high*of))
	}
	silent, apart := a.n-a.people(a.answered), a.n-a.size()
	switch {
	case apart > silent:
		f.silent = c.say("share.apart", "R", apart, "N", a.n)
	case apart > 0:
		f.silent = c.say("share.silent", "R", apart, "N", a.n)
	}
	return f
}

func (f said) cell() string { return f.text + f.interval }

// drawn is where a share is drawn beside a reference.
func (f said) drawn(form string, reference *said) string {
	line, interval := "", ""
	if f.low < f.high {
		interval = " x1=" + at(f.low) + " x2=" + at(f.high) + "]"
	}
	switch {
	case form == "bar" && f.known:
		line = "[bar width=" + at(f.share) + "]"
		if interval != "" {
			line += "[whisker" + interval
		}
	case f.known && interval != "":
		line = "[interval" + interval
	}
	if reference != nil && reference.known {
		line += "[reference cx=" + at(reference.share) + "]"
	}
	if form == "dot" && f.known {
		line += "[dot cx=" + at(f.share) + "]"
	}
	return line
}

// compared words the share of the region beside another.
func (c *recount) compared(reference said) string {
	if !reference.known {
		return ""
	}
	return c.say("place.region") + reference.text
}

func signed(n float64) string {
	return strings.NewReplacer("-", "−", "+0", "0").Replace(fmt.Sprintf("%+.0f", n+0))
}

// step words a difference.
func (c *recount) step(ch change) string {
	if !ch.known {
		return "–"
	}
	return signed(float64(ch.points)) + c.say("share.points", "Low", signed(math.Floor(100*ch.low)), "High", signed(math.Ceil(100*ch.high)))
}

func (c *recount) better(ch change, prefix string) string {
	if ch.better {
		return c.say(prefix + "better")
	}
	return c.say(prefix + "worse")
}

// measured are the questions that have a measure, topic by topic.
func (c *recount) measured() []survey.Question {
	var list []survey.Question
	for _, topic := range survey.Topics {
		for _, q := range c.battery.Questions {
			if _, has := c.battery.Measures[q.ID]; has && q.Topic == topic && c.counted(q) {
				list = append(list, q)
			}
		}
	}
	return list
}

// counted reports whether a question is tabulated in the last release.
func (c *recount) counted(q survey.Question) bool {
	return slices.ContainsFunc(c.last().Parts, func(p jsonPart) bool { return slices.Contains(p.Questions, q.ID) })
}

func (c *recount) measure(q survey.Question) string { return c.say(q.ID + ".measure") }

func (c *recount) topic(q survey.Question) string { return c.say("officer.topic." + q.Topic) }

// answersIn counts the answers to ordinary questions in some blocks of the last release.
func (c *recount) answersIn(is func(block) bool) int {
	n := 0
	for _, p := range c.last().Parts {
		for _, b := range p.Blocks {
			if p.Base == 3 && is(b) {
				n += b.N
			}
		}
	}
	return n
}

// someplace is a place whose pages are recounted.
type someplace struct {
	slug, name string
	region     bool
	holds      func(block) bool
	towns      []string // the municipalities in it that took part
}

func everywhere(block) bool { return true }

// placesOf are places of all kinds.
func (s *site) placesOf(tag string) map[string]someplace {
	inside := func(code string) func(block) bool {
		return func(b block) bool { return b.Municipality == code }
	}
	area := s.text(tag, "results.area", "Area", "Kinda–Ydre")
	return map[string]someplace{
		"region":     {"ostergotlands-lan", "Östergötlands län", true, everywhere, []string{"0513", "0580", "0581"}},
		"Norrköping": {"norrkoping", "Norrköping", false, inside("0581"), []string{"0581"}},
		"Linköping":  {"linkoping", "Linköping", false, inside("0580"), []string{"0580"}},
		"area": {"kinda-ydre", area, false, func(b block) bool {
			return b.Area == "Kinda–Ydre" || b.Municipality == "0513" || b.Municipality == "0512"
		}, []string{"0513"}},
	}
}

// placePage expects the page of a place.
func (c *recount) placePage(at someplace) {
	c.want["count"] = c.count(at)
	c.wishes(at)
	c.tiles(at)
	c.interventionRows(at)
	for i, f := range c.notable(at) {
		class := map[bool]string{true: "better", false: "worse"}[f.change.better]
		c.want[fmt.Sprint("sentence / ", i)] = class + c.say("place."+f.kind+"."+class, "Is", c.figure(f.is).text, "Was", c.figure(f.was).text,
			"Measure", c.measure(f.question), "Last", c.lastRound(), "Intervention", c.intervention(f.intervention))
	}
}

// count words how many answers there are, of how many that were invited.
func (c *recount) count(at someplace) string {
	n := c.answersIn(at.holds)
	invited, received, known := 0, 0, true
	for _, p := range c.last().Participation {
		if !slices.Contains(at.towns, p.Municipality) {
			continue
		}
		invited += p.Announced
		if p.Received == nil {
			known = false
		} else {
			received += *p.Received
		}
	}
	took := c.say("place.took.few", "Invited", invited)
	if known {
		took = c.say("place.took", "Received", received, "Invited", invited)
	} else if received > 0 {
		took = c.say("place.took.least", "Received", received, "Invited", invited)
	}
	return c.number("answers.count", n) + took + c.say("place.published", "Date", c.date())
}

// wishes expects what would help most, the largest first.
func (c *recount) wishes(at someplace) {
	q, _ := c.battery.Question("K19")
	alone := *c
	alone.releases = c.releases[len(c.releases)-1:]
	var silent string
	for _, option := range q.Options() {
		if option == q.NoneOption() {
			continue
		}
		here := c.figure(alone.of(q, []string{option}, at.holds))
		region := c.figure(alone.of(q, []string{option}, everywhere))
		reference, words := &region, c.compared(region)
		if at.region {
			reference, words = nil, ""
		}
		name := c.say(q.TextKey(option))
		c.want["chart / "+c.say(q.ID)+" / "+name] = here.cell() + words + here.drawn("bar", reference) + name + ": " + here.text
		silent = here.silent
	}
	c.want["note / "+c.say(q.ID)] = silent
	if !at.region {
		c.want["key / "+c.say(q.ID)] = c.say("place.here") + c.say("place.region")
	}
}

// tiles expects the measures of a place, with the region and what is certain.
func (c *recount) tiles(at someplace) {
	earlier, has := c.before()
	for _, q := range c.measured() {
		better := c.battery.Measures[q.ID].Better
		if better == survey.Neither {
			continue
		}
		a := c.now(q, at.holds)
		here, region := c.figure(a), c.figure(c.now(q, everywhere))
		reference, words := &region, c.compared(region)
		if at.region {
			reference, words = nil, ""
		}
		line := here.cell() + words
		var changes []change
		var marks []string
		if has {
			changes, marks = append(changes, c.change(earlier.now(q, at.holds), a, better)), append(marks, "place.mark.last.")
		}
		if !at.region {
			outside := func(b block) bool { return !at.holds(b) }
			changes, marks = append(changes, c.change(c.now(q, outside), a, better)), append(marks, "place.mark.region.")
		}
		if i := slices.IndexFunc(changes, func(ch change) bool { return ch.certain }); i >= 0 {
			line += c.better(changes[i], marks[i])
		}
		sentence := ""
		if here.known || reference != nil {
			sentence = here.text + c.measure(q)
		}
		if !at.region {
			c.want["key / "+c.topic(q)] = c.say("place.here") + c.say("place.region")
		}
		c.want["chart / "+c.topic(q)+" / "+c.measure(q)] = line + here.drawn("dot", reference) + sentence
	}
}

// finding is a certain difference.
type finding struct {
	kind, intervention string
	question           survey.Question
	was, is            ratio
	change             change
}

func larger(x, y finding) int { return cmp.Compare(math.Abs(y.change.d), math.Abs(x.change.d)) }

// notable picks the largest differences that are certain: of each kind the largest, then whatever is largest, and of
// each question one.
func (c *recount) notable(at someplace) (told []finding) {
	var all []finding
	add := func(f finding) {
		if f.change = c.change(f.was, f.is, c.battery.Measures[f.question.ID].Better); f.change.certain && f.change.directed {
			all = append(all, f)
		}
	}
	earlier, has := c.before()
	for _, q := range c.measured() {
		if has {
			add(finding{"last", "", q, earlier.now(q, at.holds), c.now(q, at.holds), change{}})
		}
		if !at.region {
			add(finding{"region", "", q, c.now(q, func(b block) bool { return !at.holds(b) }), c.now(q, at.holds), change{}})
		}
		for _, id := range c.interventions(at) {
			when := func(timing string) func(block) bool {
				return func(b block) bool { return at.holds(b) && b.Intervention == id && b.Timing == timing }
			}
			add(finding{"after", id, q, c.now(q, when("before")), c.now(q, when("after")), change{}})
		}
	}
	slices.SortFunc(all, larger)
	kinds, questions := map[string]bool{}, map[string]bool{}
	for _, anyKind := range []bool{false, true} {
		for _, f := range all {
			if len(told) < 3 && !questions[f.question.ID] && (anyKind || !kinds[f.kind]) {
				kinds[f.kind], questions[f.question.ID] = true, true
				told = append(told, f)
			}
		}
	}
	slices.SortFunc(told, larger)
	return told
}
