package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/surveytest"
)

// ambassadors are two of staff in a folder that nobody serves yet: one is signed in, the other is invited.
// All that tells who they are, or opens anything, is in m.
func (f folder) ambassadors(t *testing.T, m *marks) (secret, token string) {
	t.Helper()
	store, err := sqlite.Open(f.dir)
	ok(t, err)
	defer store.Close()
	service := surveytest.NewService(t, store, time.Now)
	desk := service.As(survey.Actor{Role: survey.Console})
	invite := func(label string) string {
		s, token, err := desk.Invite(t.Context(), survey.Staff{Role: survey.AmbassadorRole, Label: label, Municipalities: []string{"0581"}})
		ok(t, err)
		m.text("id", s.ID)
		m.text("label", label)
		m.text("token", token)
		return token
	}
	secret, _, err = service.Door().Accept(t.Context(), invite("Marked label in Kinda"))
	ok(t, err)
	for what, text := range map[string]string{"secret of a sign-in": secret, "code": f.session.Code, "municipality": "0581"} {
		m.text(what, text)
	}
	return secret, invite("Marked label in Ydre")
}

// staffLines returns the lines about requests of staff that were printed, without their times, which say
// the minute and no more.
func staffLines(t *testing.T, printed string) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(printed) {
		var said struct {
			Time time.Time
			Msg  string
		}
		if json.Unmarshal([]byte(line), &said) != nil || said.Msg != "staff" {
			continue
		}
		minute := said.Time.Format(time.RFC3339)
		if !said.Time.Equal(said.Time.Truncate(time.Minute)) || strings.Count(line, minute) != 1 {
			t.Errorf("the time is closer than a minute in %s", line)
		}
		lines = append(lines, strings.Replace(line, minute, "", 1))
	}
	return lines
}

// The real program prints a line for each request of staff, and none for one of those who answer. In no
// line is who it was, from where, what was sent or when, nor what opens anything.
func TestNoTracesInTheLogOfStaff(t *testing.T) {
	f, m := newFolder(t), newMarks()
	m.answers()
	p := newPerson(t, 0, m)
	secret, token := f.ambassadors(t, m)
	const story = "marked-story-of-a-life"
	m.text("free text", story)
	server := realServer(t, f, "")
	base := "http://" + server.address
	from := time.Now()
	if status := p.answer(t, server.address, f.session); status != http.StatusSeeOther {
		t.Fatalf("the answer: status %d", status)
	}
	signedIn := []string{"Cookie", "__Host-staff=" + secret + "; staff=" + secret}
	requests := []struct {
		method, path, body string
		headers            []string
		status             int
	}{
		{"GET", "/staff/sv/sessions", "", signedIn, http.StatusOK},
		{"GET", "/staff/sv/sessions/" + f.session.Code, "", signedIn, http.StatusForbidden}, // of somebody else
		{"GET", "/staff/sv/account?" + story + "=" + story, "", signedIn, http.StatusOK},
		{"POST", "/staff/sv/sessions", "about=" + story, signedIn, http.StatusUnprocessableEntity},
		{"POST", "/staff/sv/sessions", "about=" + story, append([]string{"Origin", "https://" + story + ".example"}, signedIn...), http.StatusForbidden},
		{"GET", "/staff/sv/people", "", signedIn, http.StatusForbidden},
		{"GET", "/I/" + token, "", nil, http.StatusOK},
		{"POST", "/I/" + token, "", nil, http.StatusSeeOther},
		{"POST", "/I/" + token, "", nil, http.StatusConflict},
		// Somebody who answers strays, too.
		{"GET", "/staff/sv/sign-in?to=/staff/" + story, "", nil, http.StatusOK},
		{"GET", "/staff/sv/texts/ti/core/" + story, "", nil, http.StatusSeeOther},
		{"GET", "/staff/sv/" + story, "", nil, http.StatusNotFound},
		{"GET", "/I/" + story, "", nil, http.StatusNotFound},
	}
	for _, r := range requests {
		if status := p.ask(t, r.method, base+r.path, r.body, formType, r.headers...); status != r.status {
			t.Errorf("%s %s: status %d, want %d", r.method, r.path, status, r.status)
		}
	}
	m.times(from, time.Now())
	lines := staffLines(t, server.stop())
	if len(lines) != len(requests) || !strings.Contains(lines[0], `"GET /staff/:lang/sessions"`) || !strings.Contains(lines[0], `"ambassador"`) {
		t.Errorf("%d requests of staff have the lines %q", len(requests), lines)
	}
	for _, what := range m.found([]byte(strings.Join(lines, ""))) {
		t.Error(what)
	}
}
