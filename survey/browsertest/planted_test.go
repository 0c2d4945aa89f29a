package browsertest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"fragebatteri/survey/webtest"
)

// planter serves pages with one line of their scripts replaced, and loses the first
// form that a script sends.
type planter struct {
	pages      http.Handler
	line, with string
	planted    atomic.Bool
	lost       atomic.Bool
}

func (p *planter) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost && r.Header.Get("Accept") == "application/json" && p.lost.CompareAndSwap(false, true) {
		panic(http.ErrAbortHandler)
	}
	r.Header.Del("Accept-Encoding")
	record := httptest.NewRecorder()
	p.pages.ServeHTTP(record, r)
	body := record.Body.String()
	if strings.Contains(body, p.line+"\n") {
		p.planted.Store(true)
		body = strings.Replace(body, p.line+"\n", p.with+"\n", 1)
	}
	for name, values := range record.Header() {
		if name != "Content-Security-Policy" && name != "Content-Length" {
			out.Header()[name] = values
		}
	}
	out.WriteHeader(record.Code)
	_, _ = out.Write([]byte(body)) // a phone that is gone is no fault
}

// plant is a line of a script and what it is replaced by.
type plant struct{ name, line, with string }

var (
	section      = regexp.MustCompile(`^\s*// --- (.+) ---$`)
	functionHead = regexp.MustCompile(`function ?\w*\([^()]*\) \{`)
)

// plants returns one for each section of a script and one for each function, from
// the line that contains from on. Comments are not served, and a name says the line.
func plants(t *testing.T, file, from string) (all []plant) {
	t.Helper()
	source, err := os.ReadFile("../../static/" + file)
	if err != nil {
		t.Fatal(err)
	}
	const fault = `throw new Error('planted');`
	_, rest, found := strings.Cut(string(source), from)
	if !found {
		t.Fatalf("%s has no %q", file, from)
	}
	title := ""
	for line := range strings.Lines(from + rest) {
		line = strings.TrimSpace(line)
		if match := section.FindStringSubmatch(line); match != nil {
			title = match[1]
		}
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		if title != "" {
			all = append(all, plant{file + ", " + title, line, fault + line})
			title = ""
		}
		if strings.Contains(line, "response.json().then(") {
			continue // it throws when what came is no answer of the service, and then the form is sent again
		}
		for _, at := range functionHead.FindAllStringIndex(line, -1) {
			all = append(all, plant{file + ": " + line[:at[1]], line, line[:at[1]] + fault + line[at[1]:]})
		}
	}
	return all
}

// TestFaultsGiveThePlainForm has each section and each function of the scripts fail,
// when it first does anything. The form is answered and sent all the same, once, and
// with all that was chosen before.
func TestFaultsGiveThePlainForm(t *testing.T) {
	chromium(t)
	s := newScene(t)
	pages := webtest.Pages(t, s.in.Service).Handler()
	all := slices.Concat(plants(t, "page.js", "enhance(function (guarded) {"), plants(t, "answers.js", "window.keepAnswers"),
		plants(t, "entries.js", "window.stepEntries"), plants(t, "listen.js", "(function () {"))
	if len(all) < 50 {
		t.Fatalf("the scripts have %d places that can fail", len(all))
	}
	for _, one := range all {
		t.Run(one.name, func(t *testing.T) {
			s.session, _ = s.in.Gather(s.round)
			planter := &planter{pages: pages, line: one.line, with: one.with}
			way := httptest.NewServer(planter)
			defer way.Close()
			s.server.URL = way.URL
			p := newPhone(t, small)
			p.speaks(voice{Languages: []string{"sv-SE"}, Cancel: "at once"})
			p.open(s.formURL("sv"))
			s.sentBy(t, p)
			if !planter.planted.Load() {
				t.Fatal("nothing was planted")
			}
		})
	}
}
