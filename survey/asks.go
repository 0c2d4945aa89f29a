package survey

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
)

// Asks says which set a round asks about which interventions, so that whoever opens a session chooses
// none: sets of ids, as in "core+A", by the id of an intervention or by a category. Of all others it asks
// its first battery.
type Asks map[string]string

// Of returns the set that is asked about an intervention, or "" for the round's first battery.
func (a Asks) Of(i Intervention) string { return cmp.Or(a[i.ID], a[i.Category]) }

// ParseAsks reads what is asked about what as people write it, as in "samhällsorientering=core+A, OG031=kort":
// nil where nothing is written. The error is of kind Invalid.
func ParseAsks(written string) (Asks, error) {
	var asks Asks
	for one := range strings.SplitSeq(written, ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		of, set, found := strings.Cut(one, "=")
		of, set = strings.TrimSpace(of), strings.TrimSpace(set)
		if !found || of == "" || set == "" || asks[of] != "" {
			return nil, Fail(Invalid, "round.asks_written", "Written", one)
		}
		if asks == nil {
			asks = Asks{}
		}
		asks[of] = set
	}
	return asks, nil
}

// Apart returns what is asked about others than these categories, as ParseAsks reads it.
func (a Asks) Apart(categories []string) string {
	var list []string
	for _, of := range slices.Sorted(maps.Keys(a)) {
		if !slices.Contains(categories, of) {
			list = append(list, of+"="+a[of])
		}
	}
	return strings.Join(list, ", ")
}

// CategoriesAsked returns the categories of interventions that participants are asked about, sorted.
func CategoriesAsked(list []Intervention) []string {
	var categories []string
	for _, i := range list {
		if i.Asked == AskedParticipants && i.Category != "" {
			categories = append(categories, i.Category)
		}
	}
	slices.Sort(categories)
	return slices.Compact(categories)
}

// SetsOffered returns the sets of these batteries that are offered to be chosen, as they are written by
// ids: each battery alone, and each of the others beside the first.
func SetsOffered(batteries []*Battery) []string {
	var sets []string
	for _, b := range batteries {
		sets = append(sets, b.ID)
	}
	for _, b := range batteries[1:] {
		if _, err := NewSet(batteries[0], b); err == nil {
			sets = append(sets, batteries[0].ID+setJoint+b.ID)
		}
	}
	return sets
}

// checkAsks returns what is wrong with what a round is to ask: interventions and categories that there
// are none of, and sets of batteries that are not the round's.
func (d *Desk) checkAsks(ctx context.Context, n NewRound, batteries []*Battery) (wrong []error) {
	if len(n.Asks) == 0 {
		return nil
	}
	interventions, err := d.Interventions(ctx)
	if err != nil {
		return []error{err}
	}
	round := Round{Name: n.Name, Batteries: refsOf(batteries)}
	known := CategoriesAsked(interventions)
	for _, of := range slices.Sorted(maps.Keys(n.Asks)) {
		set := n.Asks[of]
		if !slices.Contains(known, of) && !slices.ContainsFunc(interventions, func(i Intervention) bool { return i.ID == of }) {
			wrong = append(wrong, Fail(Invalid, "round.asks", "Of", of))
		}
		if _, err := round.set(set, d.Battery); err != nil {
			wrong = append(wrong, err)
		}
	}
	return wrong
}
