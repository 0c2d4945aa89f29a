package web_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// The words of K01 in a round that opened before it was worded as it is now.
const once = "Vart går du?"

// onceWorded opens a round in which K01 is worded in another way.
func onceWorded(n *survey.NewRound) {
	now := n.Texts
	n.Texts = func(language, key string) string {
		if language == "sv" && key == "K01" {
			return once
		}
		return now(language, key)
	}
}

// A form says what its round has frozen, also when it comes back with mistakes.
func TestFormOfARoundIsFrozen(t *testing.T) {
	s := newSite(t, onceWorded)
	later, _ := s.Gather(s.Begin("2027-H1"))
	now := s.text("sv", "K01")
	for range 2 { // made, and as it was kept
		for code, want := range map[string]string{s.session.Code: once, later.Code: now} {
			if got := s.Get("/s/" + code + "/sv").Value("#K01 legend"); !strings.Contains(got, want) {
				t.Errorf("K01 is %q, want %q", got, want)
			}
		}
	}
	form := fill("K19", "o1", "K19", "o2", "K19", "o3", "K19", "o4", "K19", "o5", "K19", "o6")
	form.Set(survey.NonceField, survey.NewNonce())
	if page := s.Post(s.path("sv"), form); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Value("#K01 legend"), once) {
		t.Errorf("with mistakes: status %d, K01 is %q", page.Status, page.Value("#K01 legend"))
	}
	if got := s.Get(s.path("en")).Value("#K01 legend"); !strings.Contains(got, s.text("en", "K01")) {
		t.Errorf("in English K01 is %q", got)
	}
}

// A clip is played in the rounds whose text it was recorded from, and in no other.
func TestClipsOfARoundAreFrozen(t *testing.T) {
	s := newSite(t, onceWorded)
	later, _ := s.Gather(s.Begin("2027-H1"))
	now := surveytest.Catalog(t).Printer("sv").T
	question, _ := s.Batteries()[0].Question("K01")
	for _, c := range []struct {
		name, recorded   string // from which text
		before, after, n int    // how many questions can be played, and clips be had
	}{
		{"what was once", once, 1, 0, http.StatusOK},
		{"what is now", now("K01"), 0, 1, http.StatusOK},
		{"what never was", "Vem är du?", 0, 0, http.StatusNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{}
			for _, key := range question.Keys() {
				text := now(key)
				if key == "K01" {
					text = c.recorded
				}
				files["core/sv/"+key+".mp3"] = &fstest.MapFile{Data: []byte("sound")}
				files["core/sv/"+key+".hash"] = &fstest.MapFile{Data: []byte(audio.Mark(text))}
			}
			b := webtest.Server(t, s.Service, files)
			if page := b.Get("/audio/core/sv/K01"); page.Status != c.n {
				t.Errorf("the clip: status %d, want %d", page.Status, c.n)
			}
			for code, want := range map[string]int{s.session.Code: c.before, later.Code: c.after} {
				if n := b.Get("/s/" + code + "/sv").Find("fieldset[data-recorded]").Length(); n != want {
					t.Errorf("%d questions can be played, want %d", n, want)
				}
			}
		})
	}
}

// Where a text has been recorded as it was and as it is now, each form plays what it says.
func TestFormsPlayWhatTheySay(t *testing.T) {
	s := newSite(t, onceWorded)
	later, _ := s.Gather(s.Begin("2027-H1"))
	now := surveytest.Catalog(t).Printer("sv").T
	question, _ := s.Batteries()[0].Question("K01")
	files := fstest.MapFS{"core/sv/K01." + audio.Mark(once) + ".mp3": &fstest.MapFile{Data: []byte("sound of once")}}
	for _, key := range question.Keys() {
		files["core/sv/"+key+".mp3"] = &fstest.MapFile{Data: []byte("sound of now")}
		files["core/sv/"+key+".hash"] = &fstest.MapFile{Data: []byte(audio.Mark(now(key)))}
	}
	b := webtest.Server(t, s.Service, files)
	for code, want := range map[string]string{s.session.Code: "sound of once", later.Code: "sound of now"} {
		from := b.Get("/s/"+code+"/sv").Find("form").AttrOr("data-audio", "")
		if clip := b.Get(from + "K01"); clip.Body != want {
			t.Errorf("from %s: status %d, %q, want %q", from, clip.Status, clip.Body, want)
		}
		if clip := b.Get(from + "scale.know.o1"); clip.Body != "sound of now" {
			t.Errorf("what all forms say, from %s: status %d, %q", from, clip.Status, clip.Body)
		}
	}
	if clip := b.Get("/audio/round/x/core/sv/K01"); clip.Status != http.StatusNotFound {
		t.Errorf("of a round that was made up: status %d", clip.Status)
	}
}
