package export

import (
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// cover returns the first sheet: what this is, who made it, of when, how many answered, how sure it
// is, and what it may be used for.
func (b Book) cover() sheet {
	r := b.Release
	place := b.text("xlsx.all")
	if b.Place != (survey.Place{}) {
		place = placeName(b.Words, b.Place)
	}
	s := sheet{name: b.sheetName("cover"), widths: []float64{28, 70, 30}}
	s.rows = [][]cell{{title(b.text("xlsx.title") + " " + r.Round + ": " + place)}, {}}
	add := func(key string, value cell) {
		s.rows = append(s.rows, []cell{{value: clean(b.text("xlsx." + key)), style: labelStyle}, value})
	}
	if r.Demo {
		add("demo", text(b.text("demo.true")))
	}
	if r.KeyKept {
		add("key_kept", text(b.text("xlsx.key_kept.yes")))
	}
	add("about", text(b.text("xlsx.what")))
	add("host", name(b.Host))
	add("place", text(place))
	add("place_code", text(b.Place.Code))
	for _, area := range b.summed() {
		add("area", text(area.Name))
		last := len(s.rows) - 1
		s.rows[last] = append(s.rows[last], text(strings.Join(area.Municipalities, " ")))
	}
	add("round", text(r.Round))
	add("sealed", text(r.Sealed))
	add("release", text(r.ID))
	if b.Earlier != nil {
		add("earlier", text(b.Earlier.Round))
		add("earlier_release", text(b.Earlier.ID))
	}
	for _, of := range b.places()[:min(1, len(b.places()))] {
		add("answers", count(b.answers(of)))
	}
	for _, p := range r.Participation {
		if survey.InMunicipality(p.Municipality) != b.Place {
			continue
		}
		add("announced", count(p.Announced))
		if p.Received != nil {
			add("received", count(*p.Received))
		}
	}
	for _, row := range b.elsewhere() {
		add("elsewhere", row[0])
		last := len(s.rows) - 1
		s.rows[last] = append(s.rows[last], row[1])
	}
	add("sure", text(b.sure()))
	add("read", text(b.text("xlsx.read.first")))
	add("licence", text(b.text("xlsx.licence.text")))
	return s
}

func count(n int) cell { return cell{value: n, style: countStyle} }

// summed returns the reporting areas that the book goes by.
func (b Book) summed() []survey.Area {
	switch b.Place.Kind {
	case survey.KindMunicipality, survey.KindArea:
		return slices.DeleteFunc(slices.Clone(b.Areas), func(area survey.Area) bool {
			return area.Name != b.Place.Code && !slices.Contains(area.Municipalities, b.Place.Code)
		})
	}
	return b.Areas
}

// elsewhere says of what was asked in a municipality and has no block of its own where it is
// counted: each a text, and the name of the intervention.
func (b Book) elsewhere() [][2]cell {
	var list [][2]cell
	for i, p := range b.Release.Parts {
		if len(p.Asked) > 0 {
			continue // what only some were asked is said in the rows of its questions
		}
		for _, w := range b.Release.Asked(i) {
			if survey.InMunicipality(w.Municipality) != b.Place {
				continue
			}
			what := w.Intervention + ", " + b.text("timing."+string(w.Timing))
			if p.Sensitive() {
				what += ", " + b.text("xlsx.sensitive_part")
			}
			where := b.text("status.too_few")
			if block, counted := p.CountedIn(w, b.areaOf(w.Municipality)); counted {
				where = b.text("step."+strconv.Itoa(block.Step)) + ", " + placeName(b.Words, block.Place())
			}
			list = append(list, [2]cell{text(what + " → " + where), name(b.Words.Intervention(w.Intervention))})
		}
	}
	return list
}

// sure says in one line which checks there is something to mind of.
func (b Book) sure() string {
	var mind []string
	made := false
	for _, c := range b.outcomes() {
		made = made || c.outcome != release.TooFew
		if c.mind() && !slices.Contains(mind, b.Words.Text("officer.check."+c.name)) {
			mind = append(mind, b.Words.Text("officer.check."+c.name))
		}
	}
	switch {
	case !made:
		return b.text("xlsx.sure.unchecked")
	case len(mind) == 0:
		return b.text("xlsx.sure.fine")
	}
	return b.text("xlsx.mind") + ": " + strings.Join(mind, "; ")
}

// reading returns the sheet on how to read the others.
func (b Book) reading() sheet {
	s := sheet{name: b.sheetName("reading"), widths: []float64{100}}
	s.rows = [][]cell{{title(b.text("xlsx.reading"))}}
	of := "mixed"
	if b.Release.Mixed == 0 {
		of = "plain"
	}
	for _, key := range []string{"share", of, "interval", "few", "sensitive", "change", "groups", "use"} {
		s.rows = append(s.rows, []cell{text(b.text("xlsx.read." + key))})
	}
	return s
}

// outcome is how one check of a battery's answers came out.
type outcome struct{ battery, name, outcome string }

// mind reports whether readers should mind it: it is not the best of its outcomes.
func (o outcome) mind() bool {
	best := slices.Concat(release.Categories[o.name], release.MadeUpWords)[0]
	return o.outcome != release.TooFew && o.outcome != best
}

// outcomes returns the checks of all batteries in the order in which they are shown.
func (b Book) outcomes() []outcome {
	var list []outcome
	for _, battery := range b.Release.Batteries {
		checks := b.Release.Honesty[battery.Ref()]
		if len(checks) == 0 {
			continue
		}
		if b.Release.MadeUp != "" {
			list = append(list, outcome{battery.Ref(), "made_up", b.Release.MadeUp})
		}
		for _, name := range checkNames {
			list = append(list, outcome{battery.Ref(), name, checks[name]})
		}
	}
	return list
}

// checkNames are the checks in the order in which they are shown: what answers look like, how they
// came about, who asked.
var checkNames = []string{
	release.Straight, release.Contradiction, release.Ceiling, release.Nonresponse,
	release.Help, release.Frank, release.Channel, release.ChannelSees,
}

// checks returns the sheet with how the answers were checked.
func (b Book) checks() sheet {
	s := sheet{name: b.sheetName("checks"), widths: []float64{14, 34, 18, 14, 70}, head: 1, landscape: true}
	s.rows = [][]cell{heads(
		b.text("battery"), b.text("xlsx.check"), b.text("xlsx.outcome"), b.text("status"),
		b.text("xlsx.means"),
	)}
	for _, o := range b.outcomes() {
		key := "officer.check." + o.name + "." + o.outcome
		status := "xlsx.fine"
		switch {
		case o.outcome == release.TooFew:
			key, status = "officer.check."+release.TooFew, "xlsx.unknown"
		case o.mind():
			status = "xlsx.mind"
		}
		s.rows = append(s.rows, []cell{
			text(o.battery), text(b.Words.Text("officer.check." + o.name)), text(b.Words.Text(key)), text(b.text(status)), text(b.Words.Text(key + ".means")),
		})
	}
	return s
}
