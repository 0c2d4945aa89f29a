package release

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// viewKeys is how the keys of groups may look, by dimension.
var viewKeys = map[survey.Dimension]*regexp.Regexp{
	survey.ByGender:   regexp.MustCompile(`^o[12]$`),
	survey.ByTime:     regexp.MustCompile(`^o[1-9](-o[1-9])?$`),
	survey.ByLanguage: regexp.MustCompile(`^(` + survey.LanguageTag + `|other)$`),
	survey.ByChannel:  regexp.MustCompile(`^(ambassador|association|group|self|other)$`),
}

// Municipal reports whether a municipality can have a view of its own by the dimension. Language
// and channel are only looked at in the whole region: few municipalities have enough of more than
// one language, and a language together with a municipality comes close to saying who somebody is.
func Municipal(d survey.Dimension) bool { return d == survey.ByGender || d == survey.ByTime } // mutation: municipal

func (r Release) wellFormedViews(p Part) error {
	for i, v := range p.Views {
		if err := r.wellFormedView(p, v); err != nil {
			return fmt.Errorf("%s: %w", v, err)
		}
		if i > 0 && p.Views[i-1].Compare(v) >= 0 {
			return fmt.Errorf("%s: it stands twice or out of order", v)
		}
	}
	return nil
}

func (r Release) wellFormedView(p Part, v View) error {
	keys, known := viewKeys[v.By]
	battery, _ := r.Battery(p.Battery)
	options := battery.options(v.Question)
	defined := v.By == survey.ByGender || v.By == survey.ByTime
	switch {
	case !known:
		return errors.New("there is no such dimension")
	case !survey.IsCountyCode(v.Where) && !(Municipal(v.By) && survey.IsMunicipalityCode(v.Where)):
		return errors.New("there is no view of this place by this dimension")
	case defined && options == 0 || !defined && v.Question != "":
		return fmt.Errorf("it cannot be defined by the question %q", v.Question)
	case r.Method != FirstMethod && v.Question != battery.Views[v.By]:
		return fmt.Errorf("it is defined by the question %q, and by its battery it is %q", v.Question, battery.Views[v.By])
	case defined && !r.agrees(p.Battery, v):
		return fmt.Errorf("it is defined by the question %s, and another view says otherwise", v.Question)
	case len(v.Groups) == 0:
		return errors.New("it has no groups")
	}
	tables := r.ViewTables(p, v)
	for i, g := range v.Groups {
		named := keys != nil && keys.MatchString(g.Key) ||
			v.By == survey.ByLanguage && (survey.IsLanguageTag(g.Key) || g.Key == survey.OtherGroup)
		if !named || lastOption(g.Key) > options {
			return fmt.Errorf("it cannot have a group called %q", g.Key)
		}
		if v.By == survey.ByTime && strings.Contains(g.Key, "-") && firstOption(g.Key) >= lastOption(g.Key) {
			return fmt.Errorf("group %s does not end after its beginning", g.Key)
		}
		if i > 0 && (v.Groups[i-1].Key >= g.Key || overlap(v.Groups[i-1].Key, g.Key)) {
			return fmt.Errorf("group %s stands twice or out of order", g.Key)
		}
		if err := wellFormedCounts(g.Q, tables); err != nil {
			return fmt.Errorf("group %s: %w", g.Key, err)
		}
	}
	return nil
}

// agrees reports whether all views of a battery agree with this one on which question defines
// which dimension.
func (r Release) agrees(battery string, v View) bool {
	for _, p := range r.Parts {
		for _, other := range p.Views {
			if p.Battery == battery && (other.By == v.By) != (other.Question == v.Question) {
				return false
			}
		}
	}
	return true
}

// ViewTables returns the tables that each group of a view has or withholds: those of the part, but
// for the question that defines the view where that is tabulated at all.
func (r Release) ViewTables(p Part, v View) []survey.Table {
	return slices.DeleteFunc(r.Tables(p), func(t survey.Table) bool { return t.Question == v.Question })
}

func (r Release) wellFormedWithheldGroup(p Part, w Withheld) error {
	if w.Block != nil || w.Municipality != "" || w.Intervention != "" || w.Timing != "" {
		return errors.New("it is both a table of a view and something else")
	}
	if *w.View < 0 || *w.View >= len(p.Views) {
		return fmt.Errorf("it names view %d of %s, which does not exist", *w.View, p)
	}
	v := p.Views[*w.View]
	if !v.hasGroup(w.Group) {
		return fmt.Errorf("it names group %q, which the %s does not have", w.Group, v)
	}
	if !slices.ContainsFunc(r.ViewTables(p, v), func(t survey.Table) bool { return t.ID == w.Table }) {
		return fmt.Errorf("it names table %q, which the %s does not have", w.Table, v)
	}
	return nil
}

func (r Release) wellFormedParticipation() error {
	for i, p := range r.Participation {
		if !survey.IsMunicipalityCode(p.Municipality) || i > 0 && r.Participation[i-1].Municipality >= p.Municipality {
			return fmt.Errorf("participation of municipality %q stands twice or out of order, or there is no such code", p.Municipality)
		}
	}
	return nil
}

// checkViews checks the numbers of a part's views: those of each group, that a municipality has
// views of its own only where it has answers enough and they fit its blocks, and what all views by
// a dimension say together.
func (r Release) checkViews(part int, addFault func(string, ...any)) {
	p := r.Parts[part]
	if n := p.Answers(); r.Method != FirstMethod && len(p.Views) > 0 && (n < treblock.ViewAnswers || len(p.Blocks) < treblock.ViewBlocks) {
		addFault("%s: it has views, and %d answers in %d blocks; there must be %d in %d",
			p, n, len(p.Blocks), treblock.ViewAnswers, treblock.ViewBlocks)
	}
	for i, v := range p.Views {
		for _, g := range v.Groups {
			subject := fmt.Sprintf("%s, %s, group %s", p, v, g.Key)
			r.checkCounts(p, subject, g.N, g.Q, addFault)
			r.checkOptions(p, subject, g.Counted(), addFault)
			r.checkGroup(p, v, g, addFault)
			for _, t := range r.ViewTables(p, v) {
				_, there := g.Q[t.ID]
				if !there && r.Method != FirstMethod {
					addFault("%s, table %s: it is not there; views are shown whole or not at all", subject, t.ID)
				}
				r.checkWithheld(subject, t.ID, there, Withheld{Part: part, View: new(i), Group: g.Key, Table: t.ID}, addFault)
			}
		}
		if v.Place().Kind == survey.KindMunicipality {
			subject, own := fmt.Sprintf("%s, %s", p, v), p.blocksOfMunicipality(v.Where)
			if n := totalAnswers(own); n < treblock.ViewAnswers || len(own) < treblock.ViewBlocks {
				addFault("%s: the municipality has %d answers in %d blocks; there must be %d in %d",
					subject, n, len(own), treblock.ViewAnswers, treblock.ViewBlocks)
			}
			r.checkDrawn(p, subject, countedGroups(v), own, addFault)
		}
	}
	for _, d := range survey.Dimensions {
		r.checkDimension(p, d, addFault)
	}
}

// checkDimension checks what all views by one dimension say together: that there is something to
// compare, and that they fit the blocks that they are drawn from.
func (r Release) checkDimension(p Part, d survey.Dimension, addFault func(string, ...any)) {
	var all View
	for _, v := range p.Views {
		if v.By == d {
			all.Groups = append(all.Groups, v.Groups...)
		}
	}
	another := func(g Group) bool { return g.Key != all.Groups[0].Key }
	if len(all.Groups) > 0 && !slices.ContainsFunc(all.Groups, another) {
		addFault("%s: by %s there is only the group %s, and nothing to compare it with", p, d, all.Groups[0].Key)
	}
	if n := totalAnswers(countedGroups(all)); r.Method != FirstMethod && n+len(all.Groups) > p.Answers() {
		addFault("%s: by %s its groups have %d answers of %d, and each of them left out one at least", p, d, n, p.Answers())
	}
	r.checkDrawn(p, fmt.Sprintf("%s, views by %s", p, d), countedGroups(all), countedBlocks(p.Blocks), addFault)
}

// checkGroup checks the size of a group against the blocks that it can be drawn from: it has at
// least treblock.Apart answers outside every block that it touches and lacks as many of it, and the
// question that defines it was answered so by as many.
func (r Release) checkGroup(p Part, v View, g Group, addFault func(string, ...any)) {
	available := 0
	for _, b := range p.sourceBlocks(v, g) {
		available += max(0, min(b.N, g.N)-treblock.Apart)
	}
	if available < g.N {
		addFault("%s, %s, group %s: its %d answers do not keep %d apart from every block", p, v, g.Key, g.N, treblock.Apart)
	}
	if limit, known := r.maxGroupSize(p, v, g); known && g.N > limit {
		addFault("%s, %s, group %s: it has %d answers and the blocks at most %d", p, v, g.Key, g.N, limit)
	}
}

// maxGroupSize returns how many answers to the question that defines a group can be of the group:
// in the blocks that it is drawn from, or in all blocks of the ordinary part when it is there that
// the question is counted. It is not known where the question is not tabulated.
func (r Release) maxGroupSize(p Part, v View, g Group) (limit int, known bool) {
	for _, of := range r.Parts {
		from := countedBlocks(of.Blocks)
		if of.Base == p.Base {
			from = p.sourceBlocks(v, g)
		}
		for _, t := range r.Tables(of) {
			if of.Battery != p.Battery || of.Base > p.Base || t.ID != v.Question {
				continue
			}
			for _, high := range of.boundsOfAll(t, from).High[firstOption(g.Key)-1 : lastOption(g.Key)] {
				limit += high
			}
			known = true
		}
	}
	return limit, known
}

// checkDrawn checks that groups, of which nobody is in two, can be drawn from the blocks: that of
// no option they certainly hold more answers than the blocks can, or leave more over than there are
// answers outside all groups.
func (r Release) checkDrawn(p Part, subject string, groups, blocks []Counted, addFault func(string, ...any)) {
	n, all := totalAnswers(groups), totalAnswers(blocks)
	if n > all {
		addFault("%s: the groups have %d answers and the blocks only %d", subject, n, all)
	}
	outside := max(0, all-n)
	for _, t := range r.Tables(p) {
		drawn, from := p.boundsOfAll(t, groups), p.boundsOfAll(t, blocks)
		for j, column := range t.Columns {
			if drawn.Low[j] > from.High[j] {
				addFault("%s, table %s: the groups have at least %d answers %s and the blocks at most %d", subject, t.ID, drawn.Low[j], column, from.High[j])
			}
			if from.Low[j]-drawn.High[j] > outside {
				addFault("%s, table %s: the blocks have at least %d answers %s and the groups at most %d, and only %d are in no group",
					subject, t.ID, from.Low[j], column, drawn.High[j], outside)
			}
		}
	}
}

// boundsOfAll returns Sum with the bounds of all answers, also of those whose table is withheld:
// any of these may be in any column.
func (p Part) boundsOfAll(t survey.Table, of []Counted) Sum {
	sum := p.sum(t, of)
	for j := range sum.High {
		sum.High[j] += totalAnswers(of) - sum.N
	}
	return sum
}

// sourceBlocks returns the blocks that the answers of a group can be in: those that its
// municipality has alone, or all but those of municipalities that have such a group of their own.
func (p Part) sourceBlocks(v View, g Group) []Counted {
	var from []Counted
	for _, b := range p.Blocks {
		own := func(other View) bool {
			return other.By == v.By && other.Where == b.Municipality && other.hasGroup(g.Key)
		}
		if b.Municipality == v.Where || v.Place().Kind == survey.KindRegion && !slices.ContainsFunc(p.Views, own) {
			from = append(from, b.Counted())
		}
	}
	return from
}

// checkParticipation checks that what came is no more than what was announced, and rounded as
// everything else.
func (r Release) checkParticipation(addFault func(string, ...any)) {
	for _, p := range r.Participation {
		if p.Announced < 0 || p.Announced%3 != 0 || p.Announced > survey.MostAnswers {
			addFault("participation of %s: %d announced; it must be a multiple of 3 from 0", p.Municipality, p.Announced)
		}
		if n := p.Received; n != nil && (*n%3 != 0 || *n < r.K || *n > p.Announced) {
			addFault("participation of %s: %d received of %d; it must be a multiple of 3 from %d", p.Municipality, *n, p.Announced, r.K)
		}
	}
}

// blocksOfMunicipality returns the blocks that the municipality alone has.
func (p Part) blocksOfMunicipality(code string) []Counted {
	var own []Counted
	for _, b := range p.Blocks {
		if b.Municipality == code {
			own = append(own, b.Counted())
		}
	}
	return own
}

// hasGroup reports whether the view has a group with the key.
func (v View) hasGroup(key string) bool {
	return slices.ContainsFunc(v.Groups, func(g Group) bool { return g.Key == key })
}

// String names the view in errors: "view by gender of 0581".
func (v View) String() string { return fmt.Sprintf("view by %s of %s", v.By, v.Where) }

// Compare orders views by dimension and place, as they stand in a part.
func (v View) Compare(other View) int { return strings.Compare(v.String(), other.String()) }

// firstOption is 1 for "o1" and for "o1-o2"; 0 where the key is no option.
func firstOption(key string) int {
	first, _, _ := strings.Cut(key, "-")
	return optionNumber(first)
}

// lastOption is 2 for "o2" and for "o1-o2".
func lastOption(key string) int {
	return optionNumber(key[strings.LastIndex(key, "-")+1:])
}

// overlap reports whether two keys are the same, or of options of which some are in both, as "o2"
// and "o1-o2".
func overlap(key, other string) bool {
	return key == other ||
		firstOption(key) > 0 && firstOption(other) <= lastOption(key) && firstOption(key) <= lastOption(other)
}
