package web_test

import (
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// pagesOf are all pages that participants and the public can see.
func (s *site) pagesOf(tag, released string) []string {
	return []string{
		"/?lang=" + tag, "/s/" + s.session.Code, s.path(tag), s.path(tag) + "/done", "/privacy/" + tag, "/accessibility/" + tag,
		"/results?lang=" + tag, "/results/" + released + "?lang=" + tag + "&place=0581", "/s/nosuch00/" + tag,
	}
}

// promises reports whether a page says that nobody can see the answers.
func (s *site) promises(path, tag string) bool {
	return strings.Contains(surveytest.Plain(s.Get(path).Text()), s.text(tag, "promise.nobody"))
}

// What would not be true is said nowhere: not in a round that keeps its key on
// the server, and not at a municipality.
func TestWeakerPromise(t *testing.T) {
	municipality := surveytest.Host
	municipality.Kind = survey.HostMunicipality
	kept := func(n *survey.NewRound) { n.KeyKept = true }
	for name, s := range map[string]*site{
		"a round that keeps its key": newSite(t, kept),
		"a municipality":             siteOf(t, municipality),
	} {
		t.Run(name, func(t *testing.T) {
			released := s.release().ID
			for _, l := range s.tags() {
				for _, path := range s.pagesOf(l.Tag, released) {
					if s.promises(path, l.Tag) {
						t.Errorf("%s promises what is not so", path)
					}
				}
				if text := s.Get("/privacy/" + l.Tag); !strings.Contains(surveytest.Plain(text.Text()), s.text(l.Tag, "privacy.unlocked")) || strings.Contains(surveytest.Plain(text.Text()), s.text(l.Tag, "privacy.locked")) {
					t.Errorf("/privacy/%s says that the key is elsewhere", l.Tag)
				}
				if page := s.Get(s.path(l.Tag)); !strings.Contains(page.Value(".promise"), s.text(l.Tag, "promise.together", "N", 11)) {
					t.Errorf("%s: the second half of the promise is not made", l.Tag)
				}
			}
			if form := s.Post(s.path("ar"), fill("K01", "o9")); strings.Contains(surveytest.Plain(form.Text()), s.text("ar", "promise.nobody")) {
				t.Error("a form with a mistake promises what is not so")
			}
		})
	}
}

// A demo shows the promise that it is a demo of, and never without saying that it is one. Where the
// key is it says as it is.
func TestPromiseOfADemo(t *testing.T) {
	demo := surveytest.Host
	demo.Demo = true
	s := siteOf(t, demo, func(n *survey.NewRound) { n.KeyKept = true })
	for _, l := range s.tags() {
		for _, path := range []string{s.path(l.Tag), "/privacy/" + l.Tag} {
			if page := s.Get(path); !s.promises(path, l.Tag) || page.Value(".demo") != s.text(l.Tag, "demo.banner") {
				t.Errorf("%s does not show the promise of a demo: %q", path, page.Value(".demo"))
			}
		}
		if text := surveytest.Plain(s.Get("/privacy/" + l.Tag).Text()); !strings.Contains(text, s.text(l.Tag, "privacy.unlocked")) {
			t.Errorf("/privacy/%s says that the key is elsewhere", l.Tag)
		}
	}
}

func TestPromise(t *testing.T) {
	s := newSite(t)
	for _, l := range s.tags() {
		for _, path := range []string{s.path(l.Tag), "/privacy/" + l.Tag} {
			if !s.promises(path, l.Tag) {
				t.Errorf("%s does not make the promise", path)
			}
		}
		if text := surveytest.Plain(s.Get("/privacy/" + l.Tag).Text()); !strings.Contains(text, s.text(l.Tag, "privacy.locked")) {
			t.Errorf("/privacy/%s does not say where the key is", l.Tag)
		}
	}
	// A round to try things out does not weaken the form of another round, but
	// the page that speaks of all.
	try := s.Begin("prov", func(n *survey.NewRound) { n.KeyKept = true })
	session, _ := s.Gather(try)
	if s.promises("/s/"+session.Code+"/ar", "ar") || s.promises("/privacy/ar", "ar") || !s.promises(s.path("ar"), "ar") {
		t.Error("a round that keeps its key is promised too much, or the other round too little")
	}
}

// The number in the promise is the round's own.
func TestPromiseFollowsK(t *testing.T) {
	for _, k := range []int{12, 18, 30} {
		s := newSite(t, func(n *survey.NewRound) { n.K = k })
		for _, l := range s.tags() {
			got, want := s.Get(s.path(l.Tag)).Value(".promise"), s.text(l.Tag, "promise.together", "N", k-1)
			if !strings.Contains(got, want) {
				t.Errorf("k %d in %s: the form says %q, want %q", k, l.Tag, got, want)
			}
		}
	}
}
