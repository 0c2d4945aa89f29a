package survey

import (
	"errors"
	"slices"
)

// check returns an error of kind Invalid unless the file says what a server can
// have exported: the steward's computer takes nothing on trust that its digest
// only shows to have arrived whole. Answers are left to the seal, which counts
// what it cannot open. Names of areas are too: older data folders have some that
// no release can carry, and a round that needs no block for them can be sealed.
func (f PendingFile) check() error {
	for _, b := range f.Batteries {
		if b == nil {
			return Fail(Invalid, "pending.senseless", "Field", "batteries")
		}
	}
	if err := errors.Join(ResolveParts(f.Batteries)...); err != nil {
		return Fail(Invalid, "pending.battery").Because(err)
	}
	for _, part := range []struct {
		field string
		sound bool
	}{
		{"exported", IsDay(f.Exported)},
		{"round", f.Round.sound()},
		{"next", (f.Next == nil) == f.Final && (f.Next == nil || f.Next.sound())},
		{"prev", f.Prev == "" || IsHash(f.Prev)},
		{"batteries", len(f.Batteries) > 0 && allDiffer(f.Batteries, (*Battery).Ref)},
		{"taken_over", all(f.TakenOver, func(ref string) bool { return slices.Contains(refsOf(f.Batteries), ref) })},
		{"areas", all(f.Areas, func(a Area) bool { return a.Name != "" && areMunicipalities(a.Municipalities) })},
		{"interventions", all(f.Interventions, PendingOffer.sound)},
		{"asked", all(f.Asked, f.soundAsking) && allDiffer(f.Asked, func(a Asking) Asking { return a })},
		{"announced", all(f.Announced, Announced.sound) && allDiffer(f.Announced, func(a Announced) string { return a.Municipality })},
		{"discarded", all(f.Discarded, func(tag string) bool { return tag != "" })},
	} {
		if !part.sound {
			return Fail(Invalid, "pending.senseless", "Field", part.field)
		}
	}
	return nil
}

func (r PendingRound) sound() bool {
	return r.ID != "" && IsName(r.Name) && isK(r.K) && isPlaintextSize(r.Size) && r.PublicKey.Check() == nil
}

func (r NextRound) sound() bool {
	return r.ID != "" && IsName(r.Name) && isPlaintextSize(r.Size) && r.PublicKey.Check() == nil
}

// Staff's interventions may be offered nowhere.
func (o PendingOffer) sound() bool {
	return IsInterventionID(o.ID) && all(o.Municipalities, IsMunicipalityCode)
}

// soundAsking reports whether a session can have been about this: in files that say it, with a set of the
// file's batteries.
func (f PendingFile) soundAsking(a Asking) bool {
	if f.Format == PendingFormat {
		if _, known := SetIn(f.Batteries, a.Set); !known {
			return false
		}
	}
	return (f.Format == PendingFormat || a.Set == "") && IsMunicipalityCode(a.Municipality) && IsInterventionID(a.Intervention) && slices.Contains(Timings, a.Timing)
}

func (a Announced) sound() bool {
	return IsMunicipalityCode(a.Municipality) && a.Answers > 0 && a.Answers <= MostAnswers
}

func areMunicipalities(codes []string) bool { return len(codes) > 0 && all(codes, IsMunicipalityCode) }

func all[T any](list []T, sound func(T) bool) bool {
	return !slices.ContainsFunc(list, func(v T) bool { return !sound(v) })
}

func allDiffer[T any, K comparable](list []T, key func(T) K) bool {
	seen := map[K]bool{}
	for _, v := range list {
		seen[key(v)] = true
	}
	return len(seen) == len(list)
}
