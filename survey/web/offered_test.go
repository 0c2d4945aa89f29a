package web_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/webtest"
)

// A steward sees what a round can offer, and officers do too.
func TestWhatARoundOffers(t *testing.T) {
	r := newReadingRoom(t)
	_, secret := r.SignIn(survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}})
	officer := r.anyone.As(secret)
	for _, b := range []webtest.Browser{r.steward, officer} {
		page := b.Get("/staff/sv/languages")
		if page.Status != 200 || page.Find(".offer").Length() != len(i18n.Languages) || page.Find(".offer .state").Length() != len(i18n.Languages)-1 {
			t.Errorf("status %d: %s", page.Status, page.Value("main"))
		}
	}
	if links := officer.Get("/staff/sv/languages").Find(".offer a").Length(); links != 0 {
		t.Errorf("an officer is led to %d decisions", links)
	}
	ti, _ := i18n.Find(i18n.Languages, "ti")
	all, err := review.Texts(locales.Files, ti)
	ok(t, err)
	states := review.Review{}
	for _, text := range all {
		if states[text.File] == nil {
			states[text.File] = map[string]review.Entry{}
		}
		states[text.File][text.ID] = review.Entry{Source: review.Hash(text.Swedish), State: review.Approved}
	}
	for _, c := range []struct{ swedish, percent string }{{"another text", "99"}, {"", "100"}} {
		entry := states["core"]["K01"]
		if c.swedish != "" {
			states["core"]["K01"] = review.Entry{Source: review.Hash(c.swedish), State: review.Approved}
		}
		content, err := json.Marshal(states)
		ok(t, err)
		states["core"]["K01"] = entry
		ok(t, os.MkdirAll(r.dir, 0o755))
		ok(t, os.WriteFile(filepath.Join(r.dir, "review.ti.json"), content, 0o644))
		ok(t, r.library.Decide(ti, review.Signature{}))
		page := r.steward.Get("/staff/sv/languages")
		got := page.Find(".offer:has([lang=ti]) progress").First().AttrOr("value", "")
		if drafts := page.Find(".offer:has([lang=ti]) .state").Length(); got != c.percent || (drafts == 0) != (got == "100") {
			t.Errorf("%s per cent are approved, want %s; %d signs of a draft", got, c.percent, drafts)
		}
	}
}
