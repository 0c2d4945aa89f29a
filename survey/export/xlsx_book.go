package export

import (
	"cmp"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// sheets returns the sheets of the workbook in order.
func (b Book) sheets() []sheet {
	results, charts := b.results()
	return []sheet{
		b.cover(), b.charts(charts), results, b.changes(), b.reading(), b.checks(), b.codebook(), b.indicators(),
	}
}

// text returns words of exports.
func (b Book) text(key string) string { return b.Words.Text("export." + key) }

// sheetName returns the name of a sheet in words, cut down to what a name can be.
func (b Book) sheetName(key string) string {
	const longest = 31
	name := []rune(strings.Trim(strings.NewReplacer(":", " ", "\\", " ", "/", " ", "?", " ", "*", " ", "[", "(", "]", ")").Replace(clean(b.text("xlsx."+key))), "' "))
	return string(name[:min(longest, len(name))])
}

// yes returns the word for yes or no.
func (b Book) yes(is bool) string {
	if is {
		return b.text("xlsx.yes")
	}
	return b.text("xlsx.no")
}

// battery returns what is known of a battery that a release has.
func (b Book) battery(ref string) (*survey.Battery, bool) {
	i := slices.IndexFunc(b.Batteries, func(known *survey.Battery) bool { return known.Ref() == ref })
	if i < 0 {
		return nil, false
	}
	return b.Batteries[i], true
}

// asked is a question of a release.
type asked struct {
	survey.Question // what is known of it; of a battery that is not known, the id alone
	part            release.Part
	choices         []string // its options
	measure         *survey.Measure
}

// ref names the question with the version of its battery, as in "K12@1".
func (q asked) ref() string { return Row{Question: q.ID, Battery: q.part.Battery}.questionRef() }

// questions returns the questions of a release in the order in which they were asked, ordinary and
// sensitive ones together.
func (b Book) questions(r release.Release) []asked {
	var all []asked
	for _, battery := range r.Batteries {
		var own []asked
		known, isKnown := b.battery(battery.Ref())
		for _, part := range r.Parts {
			if part.Battery != battery.Ref() {
				continue
			}
			for _, id := range part.Questions {
				q := asked{Question: survey.Question{ID: id}, part: part, choices: optionsIn(r.Tables(part), id)}
				if isKnown {
					q.Question, _ = known.Question(id)
					if m, has := known.Measures[id]; has {
						q.measure = &m
					}
				}
				own = append(own, q)
			}
		}
		if isKnown {
			place := func(q asked) int {
				return slices.IndexFunc(known.Questions, func(k survey.Question) bool { return k.ID == q.ID })
			}
			slices.SortStableFunc(own, func(x, y asked) int { return cmp.Compare(place(x), place(y)) })
		}
		all = append(all, own...)
	}
	return all
}

// optionsIn returns the options of a question that has these tables: those that have tables of
// their own, or the columns that are answers.
func optionsIn(tables []survey.Table, question string) []string {
	var options []string
	for _, t := range tables {
		switch {
		case t.Question != question:
		case t.Option != "":
			options = append(options, t.Option)
		default:
			for _, column := range t.Columns {
				if !slices.Contains([]string{survey.Answered, survey.None, survey.DontKnow, survey.NoAnswer, survey.Skip}, column) {
					options = append(options, column)
				}
			}
		}
	}
	return options
}

// places returns the places that there are sums of: the one that the book is about, or regions and
// then all places of the release.
func (b Book) places() []survey.Place {
	if b.Place != (survey.Place{}) && b.Place.Kind != survey.KindRegion {
		return []survey.Place{b.Place}
	}
	var regions, others []survey.Place
	for _, place := range b.Release.Places() {
		switch {
		case !b.includes(place):
		case place.Kind == survey.KindMunicipality:
			regions = append(regions, survey.InRegion(survey.County(place.Code)))
			others = append(others, place)
		case place.Kind == survey.KindRegion:
			regions = append(regions, place)
		default:
			others = append(others, place)
		}
	}
	slices.SortFunc(regions, survey.Place.Compare)
	return append(slices.Compact(regions), others...)
}

// blocks returns the blocks of a part with the answers from a place: of a municipality those that
// it has alone, of an area its own and those of its municipalities, of a region all from it.
func (b Book) blocks(p release.Part, place survey.Place) []release.Counted {
	within := Selection{Place: place}
	var counted []release.Counted
	for _, block := range p.Blocks {
		inArea := place.Kind == survey.KindArea && block.Municipality != "" && b.areaOf(block.Municipality) == place.Code
		if within.includes(block.Place()) || inArea {
			counted = append(counted, block.Counted())
		}
	}
	return counted
}

// answers returns how many answers to ordinary questions are counted at a place.
func (b Book) answers(place survey.Place) int {
	n := 0
	for _, p := range b.Release.Parts {
		for _, c := range b.blocks(p, place) {
			if !p.Sensitive() {
				n += c.N
			}
		}
	}
	return n
}

// placeCells returns the code and the name of a place.
func (b Book) placeCells(place survey.Place) []cell {
	return []cell{text(place.Code), text(placeName(b.Words, place))}
}

// topic returns what a question is about.
func (b Book) topic(q survey.Question) string {
	return b.Words.Text("officer.topic." + cmp.Or(q.Topic, "other"))
}
