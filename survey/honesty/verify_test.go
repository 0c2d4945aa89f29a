package honesty

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey/release"
)

// Of the words that follow from counts each other one is found; those of answers are left alone, and
// so are those of a release that makes no check.
func TestFaultsAreFound(t *testing.T) {
	b := core(t)
	r := mixedRelease(b)
	r.Parts = releasedOf(b, 60, nil)
	follows := Released(r, b, r.Parts)
	all := release.Checks{release.Straight: "few", release.Contradiction: "many", release.Channel: release.TooFew, release.ChannelSees: release.TooFew}
	maps.Copy(all, follows)
	faults := func(checks release.Checks) []string {
		r.Honesty = release.Honesty{b.Ref(): checks}
		return Faults(r, b)
	}
	if found := faults(all); len(found) > 0 || len(follows) != 4 {
		t.Errorf("of what follows: %q", found)
	}
	for check, word := range follows {
		for _, other := range append(slices.Clone(release.Categories[check]), release.TooFew) {
			if other == word {
				continue
			}
			changed := maps.Clone(all)
			changed[check] = other
			if found := faults(changed); len(found) != 1 || !strings.Contains(found[0], check+" is \""+other+"\", and its counts make it \""+word+"\"") {
				t.Errorf("%s %s instead of %s: %q", check, other, word, found)
			}
		}
	}
	none := maps.Clone(all)
	for check := range none {
		none[check] = release.TooFew
	}
	if found := faults(none); len(found) > 0 {
		t.Errorf("of a release from few sessions: %q", found)
	}
	r.Parts[0].Blocks[0].N = 27
	if found := faults(all); len(found) != 1 || !strings.Contains(found[0], "27 answers") {
		t.Errorf("of few answers: %q", found)
	}
	r.Method = release.FirstMethod
	if found := faults(all); len(found) > 0 {
		t.Errorf("by the first method: %q", found)
	}
}
