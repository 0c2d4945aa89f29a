package release

import (
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
)

// Battery returns what the release says of the battery with this reference, as in "core@1".
func (r Release) Battery(ref string) (Battery, bool) {
	i := slices.IndexFunc(r.Batteries, func(b Battery) bool { return b.Ref() == ref })
	if i < 0 {
		return Battery{}, false
	}
	return r.Batteries[i], true
}

// Tables returns the tables of a part in the order of its questions. A question with several tables
// has its status table first, then its options in order. Every block of the part has these tables
// or withholds them.
func (r Release) Tables(p Part) []survey.Table {
	battery, _ := r.Battery(p.Battery)
	var tables []survey.Table
	for _, question := range p.Questions {
		tables = append(tables, battery.tablesOf(question)...)
	}
	return tables
}

// Places returns the places that the release says anything of: those that have blocks, and
// municipalities where something was asked. They are sorted: municipalities, areas, the region.
func (r Release) Places() []survey.Place {
	var places []survey.Place
	for _, p := range r.Parts {
		for _, b := range p.Blocks {
			places = append(places, b.Place())
		}
	}
	for _, w := range r.Withheld {
		if w.Municipality != "" {
			places = append(places, survey.InMunicipality(w.Municipality))
		}
	}
	slices.SortFunc(places, survey.Place.Compare)
	return slices.Compact(places)
}

// PlaceOf returns the place that the release says something of under this code or name, which can be
// the county of a municipality. A release that has an area called like a municipality returns the
// municipality.
func (r Release) PlaceOf(code string) (survey.Place, bool) {
	for _, place := range r.Places() {
		if place.Code == code {
			return place, true
		}
		if place.Kind == survey.KindMunicipality && survey.County(place.Code) == code {
			return survey.InRegion(code), true
		}
	}
	return survey.Place{}, false
}

// Asked returns what was asked in a part, given by its index, and has no block of its own.
func (r Release) Asked(part int) []Withheld {
	var asked []Withheld
	for _, w := range r.Withheld {
		if w.Part == part && w.Block == nil && w.View == nil {
			asked = append(asked, w)
		}
	}
	return asked
}

// CountedIn returns the block that counts the answers to what was asked and has no block of its
// own: with other timings, other municipalities or other interventions, whichever comes first.
// Those of the last two steps take only what has waited long enough: of the rest a release does not
// say more. area is the reporting area that the municipality is in, or ""; a release does not say it. Where
// no block counts them they wait for more.
func (p Part) CountedIn(asked Withheld, area string) (block Block, ok bool) {
	for _, b := range p.Blocks { // in the order of their steps
		inPlace := false
		switch b.Place().Kind {
		case survey.KindMunicipality:
			inPlace = b.Municipality == asked.Municipality
		case survey.KindArea:
			inPlace = b.Area == area
		case survey.KindRegion:
			inPlace = b.Region == survey.County(asked.Municipality)
		}
		if inPlace && (b.Intervention == "" || b.Intervention == asked.Intervention) && b.Timing == "" {
			return b, true
		}
	}
	return Block{}, false
}

// Sensitive reports whether the part holds sensitive questions, which have a coarser base.
func (p Part) Sensitive() bool { return p.Base == 5 }

// CountsEverybody reports whether the part is one of those whose blocks together count every answer of a
// release once: everybody at home at its battery. The other parts count some of the same people again, in
// other questions.
func (p Part) CountsEverybody() bool { return !p.Sensitive() && len(p.Asked) == 0 }

// Answers returns how many answers are counted in the part's blocks.
func (p Part) Answers() int {
	n := 0
	for _, b := range p.Blocks {
		n += b.N
	}
	return n
}

// Count counts the tables of the release, as its Audit must say.
func (r Release) Count() Audit {
	var a Audit
	for _, p := range r.Parts {
		for _, b := range p.Blocks {
			a.Certified += len(b.Q)
		}
		for _, v := range p.Views {
			for _, g := range v.Groups {
				a.Certified += len(g.Q)
			}
		}
	}
	for _, w := range r.Withheld {
		if w.Block != nil || w.View != nil {
			a.Withheld++
		}
	}
	a.Asked = a.Certified + a.Withheld
	return a
}

// tablesOf returns the tables of a question, as far as its options follow each other.
func (b Battery) tablesOf(question string) []survey.Table {
	columns, asked := b.Tables[question]
	if !asked {
		return nil
	}
	tables := []survey.Table{{ID: question, Question: question, Columns: columns}}
	for n := 1; ; n++ {
		option := "o" + strconv.Itoa(n)
		id := question + "." + option
		columns, more := b.Tables[id]
		if !more {
			return tables
		}
		tables = append(tables, survey.Table{ID: id, Question: question, Option: option, Columns: columns})
	}
}

// questions returns the ids of the battery's questions, sorted.
func (b Battery) questions() []string {
	var ids []string
	for id := range b.Tables {
		question, _, _ := strings.Cut(id, ".")
		ids = append(ids, question)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// defines reports whether answers to the question define a view.
func (b Battery) defines(question string) bool {
	for _, defining := range b.Views {
		if defining == question {
			return true
		}
	}
	return false
}

// options returns how many options a question has; 0 where there is no such question, or it is a
// multi-select.
func (b Battery) options(question string) int {
	own := ownColumns(b.Tables[question])
	if len(own) == 0 || own[0] != "o1" {
		return 0
	}
	return len(own)
}

// optionNumber is 3 for "o3".
func optionNumber(option string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(option, "o"))
	return n
}
