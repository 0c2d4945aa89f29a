package survey

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// What a steward says of an instance before the first round, and changes later. Two stewards may be
// at it at once: a change says from which version it began, and what somebody else has said since is
// not lost to it.

// HostWords is what a steward says of who runs the instance.
type HostWords struct {
	Name    string
	Kind    HostKind
	Contact string // may be empty
}

// Words returns what has been said of the host; the zero value before anything was.
func (h Host) Words() HostWords { return HostWords{h.Name, h.Kind, h.Contact} }

// Check returns what is wrong with what is said of a host, or nil.
func (w HostWords) Check() error {
	if err := CheckName("the host", w.Name); err != nil {
		return err
	}
	if w.Contact != "" {
		if err := CheckName("the contact", w.Contact); err != nil {
			return err
		}
	}
	if !slices.Contains(HostKinds, w.Kind) {
		return Fail(Invalid, "host.kind", "Kind", w.Kind)
	}
	return nil
}

// VersionOf returns a short text that is the same for equal values and another for others: what a
// form carries, to tell whether somebody has changed meanwhile what it changes.
func VersionOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // values of strings and lists always marshal
	}
	return HashOf(text)[:16]
}

// checkVersion returns an error of kind Conflict when something is no longer what a change began
// with. A change that says no version replaces whatever is stored.
func checkVersion(version string, stored any) error {
	if version != "" && version != VersionOf(stored) {
		return Fail(Conflict, "setup.changed")
	}
	return nil
}

// SetHost says who runs the instance. version is VersionOf the words that the change began with, or "".
// A host does not become a municipality while answers are here that were promised that nobody at the
// municipality can see them.
func (d *Desk) SetHost(ctx context.Context, w HostWords, version string) error {
	if err := d.may(SetHost, Thing{}); err != nil {
		return err
	}
	if err := w.Check(); err != nil {
		return err
	}
	return d.change(ctx, SetHost, fmt.Sprintf("%s (%s)", w.Name, w.Kind), func(ctx context.Context, tx RegistryTx) error {
		host, err := tx.Host(ctx)
		if err != nil {
			return err
		}
		if err := checkVersion(version, host.Words()); err != nil {
			return err
		}
		if w.Kind == HostMunicipality && host.Kind != HostMunicipality {
			if err := checkNothingPromised(ctx, tx); err != nil {
				return err
			}
		}
		if host.Name == "" {
			if err := callByName(ctx, tx, host.Called(), w.Name); err != nil {
				return err
			}
		}
		host.Name, host.Kind, host.Contact = w.Name, w.Kind, w.Contact
		return tx.SetHost(ctx, host)
	})
}

// callByName calls those by the name of the host who were invited as it, before it had one.
func callByName(ctx context.Context, tx RegistryTx, address, name string) error {
	staff, err := tx.Staff(ctx)
	if err != nil {
		return err
	}
	for _, s := range staff {
		if s.Label != address {
			continue
		}
		s.Label = name
		if err := tx.UpdateStaff(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// checkNothingPromised returns an error when a round is not sealed.
func checkNothingPromised(ctx context.Context, registry RegistryReader) error {
	rounds, err := registry.Rounds(ctx)
	if err != nil {
		return err
	}
	for _, round := range rounds {
		if round.State != RoundSealed {
			return Fail(Conflict, "host.promised", "Round", round.Name)
		}
	}
	return nil
}

// SetRegion says which municipalities take part, all of one county. version is VersionOf the codes that
// the change began with, or "". Reporting areas lose those that no longer take part, and an area that
// is left with one is no more; lost are the names of all areas that changed.
func (d *Desk) SetRegion(ctx context.Context, codes []string, version string) (lost []string, err error) {
	if err := d.may(SetRegion, Thing{}); err != nil {
		return nil, err
	}
	codes = slices.Compact(slices.Sorted(slices.Values(codes)))
	if err := d.checkMembers(codes); err != nil {
		return nil, err
	}
	err = d.change(ctx, SetRegion, strings.Join(codes, " "), func(ctx context.Context, tx RegistryTx) error {
		stored, err := tx.Members(ctx)
		if err != nil {
			return err
		}
		if err := checkVersion(version, stored); err != nil {
			return err
		}
		if err := d.checkSessionsStay(ctx, tx, codes); err != nil {
			return err
		}
		areas, err := tx.Areas(ctx)
		if err != nil {
			return err
		}
		kept, changed := areasWithin(areas, codes)
		if lost = changed; len(lost) > 0 {
			if err := tx.SetAreas(ctx, kept); err != nil {
				return err
			}
		}
		return tx.SetMembers(ctx, codes)
	})
	return lost, err
}

// checkMembers returns what is wrong with the municipalities that are said to take part.
func (d *Desk) checkMembers(codes []string) error {
	if len(codes) == 0 {
		return Fail(Invalid, "region.empty")
	}
	for _, code := range codes {
		if !d.knowsMunicipality(code) {
			return Fail(Invalid, "municipality.unknown", "Code", code)
		}
		if County(code) != County(codes[0]) {
			return Fail(Invalid, "region.counties", "County", d.CountyName(County(codes[0])), "Other", d.CountyName(County(code)))
		}
	}
	return nil
}

// checkSessionsStay returns an error when there are sessions in another county than that of these
// municipalities, or one is not over in a municipality that is not among them.
func (d *Desk) checkSessionsStay(ctx context.Context, registry RegistryReader, codes []string) error {
	rounds, err := registry.Rounds(ctx)
	if err != nil {
		return err
	}
	for _, round := range rounds {
		sessions, err := registry.Sessions(ctx, round.ID)
		if err != nil {
			return err
		}
		for _, s := range sessions {
			if County(s.Municipality) != County(codes[0]) {
				return Fail(Conflict, "region.elsewhere", "County", d.CountyName(County(s.Municipality)))
			}
			if s.Accepts(d.now()) && !slices.Contains(codes, s.Municipality) {
				m, _ := d.Municipality(s.Municipality)
				return Fail(Conflict, "region.session", "Municipality", m.Name, "Round", round.Name)
			}
		}
	}
	return nil
}

// areasWithin returns reporting areas without the municipalities that are not among codes, and the
// names of those that are no longer what they were.
func areasWithin(areas []Area, codes []string) (kept []Area, changed []string) {
	for _, area := range areas {
		rest := slices.DeleteFunc(slices.Clone(area.Municipalities), func(code string) bool { return !slices.Contains(codes, code) })
		if len(rest) < len(area.Municipalities) {
			changed = append(changed, area.Name)
		}
		if len(rest) > 1 {
			kept = append(kept, Area{area.Name, rest})
		}
	}
	return kept, changed
}

// ReplaceAreas replaces the reporting areas. version is VersionOf the areas that the change began with,
// or "". Rounds that are open keep those that held when they were opened.
func (d *Desk) ReplaceAreas(ctx context.Context, areas []Area, version string) error {
	if err := d.may(ImportAreas, Thing{}); err != nil {
		return err
	}
	if err := CheckAreas(areas, d.knowsMunicipality); err != nil {
		return err
	}
	var names []string
	for _, a := range areas {
		names = append(names, a.Name)
	}
	return d.change(ctx, ImportAreas, strings.Join(names, ", "), func(ctx context.Context, tx RegistryTx) error {
		stored, err := tx.Areas(ctx)
		if err != nil {
			return err
		}
		if err := checkVersion(version, stored); err != nil {
			return err
		}
		members, err := tx.Members(ctx)
		if err != nil {
			return err
		}
		for _, area := range areas {
			for _, code := range area.Municipalities {
				if m, _ := d.Municipality(code); len(members) > 0 && !slices.Contains(members, code) {
					return Fail(Invalid, "area.outside", "Area", area.Name, "Municipality", m.Name)
				}
			}
		}
		return tx.SetAreas(ctx, areas)
	})
}
