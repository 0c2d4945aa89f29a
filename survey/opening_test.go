package survey_test

import (
	"errors"
	"sync"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// All that is wrong is said at once, and drafts are used for a reason.
func TestOpenRoundSaysEverything(t *testing.T) {
	in := surveytest.Service(t)
	n := survey.NewRound{
		Name: "?", Batteries: []string{"core"}, Languages: []string{"sv", "ti"}, Drafts: []string{"ti"}, Because: " ", K: 10, PublicKey: "x", Ends: "2026-08-31",
		Texts: surveytest.Catalog(t).Text,
	}
	_, err := in.OpenRound(t.Context(), n)
	fails(t, err, survey.Invalid, "no name for a round", "k is 10", "public key cannot be read", "no day on which the round can end", "say why the drafts ti")
	n.Name, n.K, n.PublicKey, n.Ends, n.Because = "2026-H2", 12, in.Key(), "2026-09-01", "Två lärare har läst."
	round, err := in.OpenRound(t.Context(), n)
	ok(t, err)
	if round.Ends != "2026-09-01" {
		t.Errorf("the round is %+v", round)
	}
}

func TestParsePublicKey(t *testing.T) {
	in := surveytest.Service(t)
	key := in.Key()
	for _, text := range []string{string(key), "\ufeff" + string(key) + "\r\n", `{"public_key": "` + string(key) + `"}`} {
		if got, err := survey.ParsePublicKey(text); err != nil || got != key {
			t.Errorf("of %q it reads %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "{}", "age-encryption.org/v1", `{"format":"fragebatteri-key/1","public_key":"` + string(key) + `","secret":"AAAA"}`} {
		_, err := survey.ParsePublicKey(text)
		fails(t, err, survey.Invalid, "public key")
	}
}

// Of two stewards who open rounds with one key at once, one is told.
func TestOpenRoundsAtOnce(t *testing.T) {
	in := surveytest.Service(t)
	key := in.Key()
	errs := make([]error, 2)
	var work sync.WaitGroup
	for i, name := range []string{"2026-H2", "2027-H1"} {
		work.Go(func() {
			_, errs[i] = in.OpenRound(t.Context(), survey.NewRound{
				Name: name, Batteries: []string{"core"}, Languages: []string{"sv"}, K: 12, PublicKey: key, Texts: surveytest.Catalog(t).Text,
			})
		})
	}
	work.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("two stewards at once: %v", errs)
	}
	fails(t, errors.Join(errs...), survey.Conflict, "has this key already")
}

// A draft is used only where a language has no gaps.
func TestDraftsAmong(t *testing.T) {
	all := []survey.LanguageTexts{{Tag: "sv"}, {Tag: "ti", Draft: true}, {Tag: "so", Draft: true, Missing: 2}}
	drafts, err := survey.DraftsAmong(all, []string{"sv", "ti"})
	ok(t, err)
	if len(drafts) != 1 || drafts[0] != "ti" {
		t.Errorf("the drafts are %q", drafts)
	}
	_, err = survey.DraftsAmong(all, []string{"so"})
	fails(t, err, survey.Invalid, "2 texts are missing")
	_, err = survey.DraftsAmong(all, []string{"xx"})
	fails(t, err, survey.Invalid, "xx")
}
