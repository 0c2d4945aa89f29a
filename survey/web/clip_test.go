package web_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/webtest"
)

// studio is a service with two people who record Tigrinya, and what they say.
type studio struct {
	*site
	server webtest.Browser
	one    webtest.Browser // who records first
	other  webtest.Browser
}

func newStudio(t *testing.T) studio {
	t.Helper()
	s := newSite(t)
	server := webtest.Recorder(t, s.Service, t.TempDir())
	_, one := s.SignIn(survey.Staff{Role: survey.ReaderRole, Label: "Läsare i Kisa", Languages: []string{"ti"}})
	_, other := s.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}, Languages: []string{"ti"}})
	return studio{s, server, server.As(one), server.As(other)}
}

// sound is a recording of n frames of 36 milliseconds, whose content is this letter.
func sound(n int, content byte) string {
	frame := append(binary.BigEndian.AppendUint32(nil, 0xfff338c4), bytes.Repeat([]byte{content}, 104)...)
	return string(bytes.Repeat(frame, n))
}

func clipPath(key string) string { return "/staff/sv/clips/ti/core/" + key }

// send sends a recording of what a text says now.
func (s studio) send(b webtest.Browser, key, mp3 string) (status int, answer page.Answer) {
	s.t.Helper()
	return s.sendOf(b, key, s.text("ti", key), mp3)
}

// sendOf sends a recording of what a text said when it was on the screen.
func (s studio) sendOf(b webtest.Browser, key, text, mp3 string) (status int, answer page.Answer) {
	s.t.Helper()
	got := b.Do(http.MethodPost, clipPath(key)+"?mark="+audio.Mark(text), mp3, "Content-Type", "audio/mpeg", "Accept", "application/json")
	ok(s.t, json.Unmarshal([]byte(got.Body), &answer))
	return got.Status, answer
}

// approve presses the button below the recording that the page plays.
func (s studio) approve(b webtest.Browser, key string) webtest.Page {
	s.t.Helper()
	form := b.Get(clipPath(key)).Find("main form")
	return b.Post(form.AttrOr("action", clipPath(key)+"/approve"), url.Values{"id": {form.Find("[name=id]").AttrOr("value", "")}})
}

// state returns what the list says of a text.
func (s studio) state(b webtest.Browser, key string) string {
	s.t.Helper()
	return b.Get("/staff/sv/clips/ti").Value(`a[href="` + clipPath(key) + `"] .state`)
}

// A text is recorded, approved by a second person, and then heard by participants without a restart:
// also in a round that is open, since it is the text that was read.
func TestRecordedClipIsHeard(t *testing.T) {
	s := newStudio(t)
	battery, err := s.Battery(s.round.Batteries[0])
	ok(t, err)
	question, _ := battery.Question("K01")
	heard := func() int { return s.server.Get(s.path("ti")).Find("#K01[data-recorded]").Length() }
	for _, key := range question.Keys() {
		if status, answer := s.send(s.one, key, sound(50, key[len(key)-1])); status != http.StatusOK || answer.State != "received" {
			t.Fatalf("%s: status %d, %+v", key, status, answer)
		}
	}
	if got := s.server.Get("/audio/core/ti/K01").Status; got != http.StatusNotFound || heard() != 0 {
		t.Errorf("before it is approved: the clip has status %d, %d questions are heard", got, heard())
	}
	for _, b := range []webtest.Browser{s.one, s.other} {
		want := s.text("sv", "clip.state.waiting")
		if b == s.other {
			want = s.text("sv", "clip.state.unheard")
		}
		if got := s.state(b, "K01"); got != want {
			t.Errorf("the list says %q, want %q", got, want)
		}
		if got := b.Get(clipPath("K01") + "/listen"); got.Body != sound(50, '1') || got.Header.Get("Content-Type") != "audio/mpeg" {
			t.Errorf("listening gives status %d, %s", got.Status, got.Header.Get("Content-Type"))
		}
	}
	if page := s.approve(s.one, "K01"); page.Status != http.StatusConflict {
		t.Errorf("who recorded approves: status %d", page.Status)
	}
	for i, key := range question.Keys() {
		next := "/staff/sv/clips/ti"
		if i+1 < len(question.Keys()) {
			next = clipPath(question.Keys()[i+1])
		}
		if page := s.approve(s.other, key); page.Status != http.StatusSeeOther || page.Header.Get("Location") != next {
			t.Errorf("approve %s: status %d, then %q, want %q", key, page.Status, page.Header.Get("Location"), next)
		}
	}
	if got := s.server.Get("/audio/core/ti/K01"); got.Body != sound(50, '1') || heard() != 1 {
		t.Errorf("once it is approved: the clip has status %d, %d questions are heard", got.Status, heard())
	}
	if got, want := s.state(s.one, "K01"), s.text("sv", "clip.state.approved"); got != want {
		t.Errorf("the list says %q, want %q", got, want)
	}
}

// Who recorded cannot approve with a form of their own making either.
func TestOwnRecordingIsNotApproved(t *testing.T) {
	s := newStudio(t)
	s.send(s.one, "K01", sound(50, 'a'))
	id := s.other.Get(clipPath("K01")).Find("main form [name=id]").AttrOr("value", "")
	if s.one.Get(clipPath("K01")).Find("main form [name=id]").Length() > 0 || id == "" {
		t.Error("the button to approve is on the wrong page")
	}
	refused := s.one.Post(clipPath("K01")+"/approve", url.Values{"id": {id}})
	if refused.Status != http.StatusForbidden || !strings.Contains(refused.Value("main"), s.text("sv", "error.clip.own")) {
		t.Errorf("status %d: %s", refused.Status, refused.Value("main"))
	}
	if got := s.server.Get("/audio/core/ti/K01").Status; got != http.StatusNotFound {
		t.Errorf("the clip has status %d", got)
	}
}

// What cannot be kept is refused in words that the page shows, and the recording before it stays.
func TestRefusedRecordings(t *testing.T) {
	s := newStudio(t)
	s.send(s.one, "K01", sound(50, 'a'))
	for _, c := range []struct {
		name, key, text, mp3 string
		status               int
		says                 string
	}{
		{"another text was on the screen", "K01", "ሕጂ", sound(60, 'b'), http.StatusConflict, "error.clip.changed"},
		{"a page", "K01", s.text("ti", "K01"), "<script>alert(1)</script>", http.StatusUnprocessableEntity, "error.clip.sound"},
		{"too long for its question", "scale.know.o1", s.text("ti", "scale.know.o1"), sound(510, 'b'), http.StatusUnprocessableEntity, "error.clip.long"},
		{"larger than any question", "K01", s.text("ti", "K01"), sound(600, 'b'), http.StatusRequestEntityTooLarge, "error.large"},
		{"no text of the battery", "K99", "", sound(60, 'b'), http.StatusNotFound, "error.page"},
	} {
		status, answer := s.sendOf(s.one, c.key, c.text, c.mp3)
		if status != c.status || answer.Message != s.text("sv", c.says) {
			t.Errorf("%s: status %d, %q; want %d, %q", c.name, status, answer.Message, c.status, s.text("sv", c.says))
		}
	}
	if got := s.one.Get(clipPath("K01") + "/listen").Body; got != sound(50, 'a') {
		t.Error("a refused recording took the place of another")
	}
	if status, answer := s.send(s.one, "K01", sound(50, 'a')); status != http.StatusOK || answer.State != "received" {
		t.Errorf("the same recording again: status %d, %+v", status, answer)
	}
}

// Whoever has not been given a language neither records nor hears it, and nobody does without signing
// in; a script is told in a way that it can read.
func TestRecordingIsForReaders(t *testing.T) {
	s := newStudio(t)
	s.send(s.one, "K01", sound(50, 'a'))
	_, elsewhere := s.SignIn(survey.Staff{Role: survey.ReaderRole, Languages: []string{"so"}})
	for name, c := range map[string]struct {
		b    webtest.Browser
		want int
	}{"a reader of Somali": {s.server.As(elsewhere), http.StatusForbidden}, "nobody": {s.server, http.StatusUnauthorized}} {
		if status, answer := s.send(c.b, "K01", sound(60, 'b')); status != c.want || answer.Message == "" {
			t.Errorf("%s records: status %d, %+v", name, status, answer)
		}
		if got := c.b.Get(clipPath("K01") + "/listen"); strings.Contains(got.Body, "aaaa") {
			t.Errorf("%s hears it", name)
		}
	}
	if got := s.server.As(elsewhere).Get("/staff/sv/clips").Header.Get("Location"); got != "/staff/sv/clips/so" {
		t.Errorf("a reader of Somali is led to %q", got)
	}
}

// The page for recording alone may ask for the microphone, load a script from its address, and play
// what it has made.
func TestMicrophoneIsAllowedWhereItIsUsed(t *testing.T) {
	s := newStudio(t)
	for path, want := range map[string]bool{clipPath("K01"): true, "/staff/sv/clips/ti": false, "/staff/sv/account": false, s.path("ti"): false} {
		got := s.one.Get(path)
		allowed := map[string]bool{"microphone=(self)": strings.Contains(got.Header.Get("Permissions-Policy"), "microphone=(self)")}
		for part := range strings.SplitSeq(got.Header.Get("Content-Security-Policy"), ";") {
			if what, sources, _ := strings.Cut(part, " "); what == "script-src" {
				allowed["script-src 'self'"] = strings.Contains(sources, "'self'")
			}
			if strings.HasPrefix(part, "media-src ") {
				allowed["media-src blob:"] = strings.Contains(part, "blob:")
			}
		}
		for what, is := range allowed {
			if is != want {
				t.Errorf("%s: %s is allowed: %v, want %v", path, what, is, want)
			}
		}
	}
}

// The page says how much is left of a question, and has what is to be read next when there is no
// network.
func TestRecordingPage(t *testing.T) {
	s := newStudio(t)
	s.send(s.one, "K01", sound(100, 'a'))
	got := s.one.Get(clipPath("scale.know.o1"))
	var left map[string]int64
	ok(t, json.Unmarshal([]byte(got.Find("#texts").AttrOr("data-left", "")), &left))
	if left["K01"] != 60_000-10_800 || left["K02"] != 60_000 {
		t.Errorf("left are %v", left)
	}
	if got.Value("#now .text") != s.text("ti", "scale.know.o1") || got.Value("#now .source") != s.text("sv", "scale.know.o1") {
		t.Errorf("it shows %q", got.Value("#now"))
	}
	texts := got.Find("#texts li")
	if n := texts.Length(); n < 100 || got.Find("#texts li[data-now]").Length() != 1 || got.Find(`#texts li[data-page$="/K01"]`).Length() != 0 {
		t.Errorf("%d texts are left to record", n)
	}
	seconds := s.text("sv", "clip.left", "N", (60_000-10_800)/audio.BytesPerSecond)
	list := s.one.Get("/staff/sv/clips/ti")
	open := map[string]bool{} // questions share texts
	list.Find("details a:has(.missing)").Each(func(_ int, a *webtest.Selection) { open[a.AttrOr("href", "")] = true })
	if missing := len(open); missing <= texts.Length() || !strings.Contains(list.Value(".counts"), strconv.Itoa(missing)) || !strings.Contains(list.Value("details"), seconds) {
		t.Errorf("%d texts are missing, and the list says %q, %q", missing, list.Value(".counts"), list.Value("details"))
	}
	if first := list.Value("h2"); first != s.text("sv", "core.title") || list.Find("h2").Length() != len(s.WholeBatteries()) {
		t.Errorf("the batteries begin with %q", first)
	}
}
