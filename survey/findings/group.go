package findings

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Groups are the groups of people that are shown at a place in one dimension.
type Groups struct {
	By       survey.Dimension
	Question string // that defines the dimension, if one does
	Battery  string
	Keys     []string // in their order; what was put together of languages or channels last
	Sizes    []int    // answers to ordinary questions, of each
}

// GroupsOf returns the dimensions by which the place has groups. Only municipalities and the region
// have any.
func (s Scope) GroupsOf(e Edition) []Groups {
	var list []Groups
	for _, d := range survey.Dimensions {
		for _, p := range ordinary(e) {
			viewed := s.viewed(p, d)
			if len(viewed.Views) == 0 {
				continue
			}
			g := Groups{By: d, Question: viewed.Views[0].Question, Battery: p.Battery}
			grouped := viewed.Grouped(d)
			slices.SortStableFunc(grouped, func(x, y release.Grouped) int { return rest(x.Key) - rest(y.Key) })
			for _, of := range grouped {
				g.Keys = append(g.Keys, of.Key)
				g.Sizes = append(g.Sizes, total(of.Of))
			}
			list = append(list, g)
			break
		}
	}
	return list
}

// ordinary returns the parts of ordinary questions, those that were asked of everybody first.
func ordinary(e Edition) []release.Part {
	parts := slices.DeleteFunc(slices.Clone(e.Parts), release.Part.Sensitive)
	slices.SortStableFunc(parts, func(x, y release.Part) int { return min(len(x.Asked), 1) - min(len(y.Asked), 1) })
	return parts
}

// rest puts what is too few alone after all others.
func rest(key string) int {
	if key == survey.OtherGroup {
		return 1
	}
	return 0
}

// viewed returns a part with only the views of the place in a dimension: of a municipality its own,
// of the region all.
func (s Scope) viewed(p release.Part, d survey.Dimension) release.Part {
	p.Views = slices.DeleteFunc(slices.Clone(p.Views), func(v release.View) bool {
		return v.By != d || s.Place.Kind != survey.KindRegion && v.Place() != s.Place
	})
	return p
}

// Group is one group of people at a place, round by round.
type Group struct {
	Rounds   []string // names, oldest first; those that can be compared with the last
	Measures []GroupMeasure
}

// GroupMeasure is a measure of a group in each round, with the whole region as reference.
type GroupMeasure struct {
	Battery, Question string
	Topic             string
	Better            survey.Direction
	Sensitive         bool
	Group             []Share // by round; not known where the group was not shown as the same
	Region            []Share
	SinceLast         Difference // of the group, from the last round but one
}

// OfGroup returns one group of people at a place over all rounds that can be compared. A group is
// compared with itself over time and with all others together, never with another group.
func OfGroup(history []Edition, place survey.Place, d survey.Dimension, key string, catalogue *survey.Catalogue) (Group, bool) {
	s := Scope{Place: place}
	editions, _ := s.Comparable(history)
	last := editions[len(editions)-1]
	shown := slices.ContainsFunc(s.GroupsOf(last), func(g Groups) bool { return g.By == d && slices.Contains(g.Keys, key) })
	if !shown {
		return Group{}, false
	}
	var g Group
	for _, e := range editions {
		g.Rounds = append(g.Rounds, e.Round)
	}
	for _, q := range questions(last, catalogue) {
		measure, summed := q.battery.Measures[q.ID]
		if !summed {
			continue
		}
		m := GroupMeasure{Battery: q.battery.Ref(), Question: q.ID, Topic: q.Topic, Better: measure.Better, Sensitive: q.part.Sensitive()}
		var group, earlier measured
		for _, e := range editions {
			var region measured
			group, earlier = measured{}, group
			if asked, ok := q.of(e); ok {
				region = asked.measured(e, Pick(asked.part, all))
				grouped := s.viewed(asked.part, d).Grouped(d)
				if i := slices.IndexFunc(grouped, func(of release.Grouped) bool { return of.Key == key }); i >= 0 {
					group = asked.measured(e, grouped[i].Of)
				}
			}
			m.Group, m.Region = append(m.Group, group.share()), append(m.Region, region.share())
		}
		m.SinceLast = group.since(earlier)
		g.Measures = append(g.Measures, m)
	}
	slices.SortStableFunc(g.Measures, func(x, y GroupMeasure) int { return compareTopics(x.Topic, y.Topic) })
	return g, true
}
