package main

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/places"
	"fragebatteri/survey/release"
)

// gathered is a session of the scenario and how many answer in it.
type gathered struct {
	municipality, intervention, channel, timing string
	answers                                     int
	tickets                                     bool
	discarded                                   bool

	code  string
	cards []string // paths of the cards
}

// gatherings are sixteen sessions in three municipalities with 200 answers. Each is small enough to
// be taken at once: of a larger one answers are taken at the pace of a room, for which all would wait.
func gatherings() []*gathered {
	return []*gathered{
		{municipality: "0581", intervention: "OG028", channel: "ambassador", timing: "before", answers: 14},
		{municipality: "0581", intervention: "OG028", channel: "ambassador", timing: "before", answers: 13},
		{municipality: "0581", intervention: "OG028", channel: "ambassador", timing: "before", answers: 13},
		{municipality: "0581", intervention: "OG028", channel: "association", timing: "after", answers: 16},
		{municipality: "0581", intervention: "OG028", channel: "association", timing: "after", answers: 15},
		{municipality: "0581", intervention: "OG028", channel: "group", timing: "after", answers: 12},
		{municipality: "0581", intervention: "OG028", channel: "group", timing: "after", answers: 12},
		{municipality: "0580", intervention: "OG004", channel: "ambassador", timing: "none", answers: 12},
		{municipality: "0580", intervention: "OG004", channel: "ambassador", timing: "none", answers: 11},
		{municipality: "0580", intervention: "OG004", channel: "ambassador", timing: "none", answers: 11},
		{municipality: "0580", intervention: "OG004", channel: "ambassador", timing: "none", answers: 15, tickets: true},
		{municipality: "0580", intervention: "OG005", channel: "self", timing: "none", answers: 6, discarded: true},
		{municipality: "0583", intervention: "OG018", channel: "ambassador", timing: "none", answers: 15},
		{municipality: "0583", intervention: "OG018", channel: "ambassador", timing: "none", answers: 14},
		{municipality: "0583", intervention: "OG049", channel: "ambassador", timing: "none", answers: 11},
		{municipality: "0583", intervention: "OG049", channel: "ambassador", timing: "none", answers: 10},
	}
}

// sent is an answer that was sent, to be sent again.
type sent struct {
	path string
	form url.Values
}

// scenario is a round from its opening to its release.
type scenario struct {
	*testing.T
	site
	browser
	sessions  []*gathered
	languages []string

	mu   sync.Mutex
	sent []sent
}

// A whole round as a region runs it: three municipalities, sixteen sessions,
// two hundred answers in three languages sent over HTTP, sealed, imported, verified
// and exported. Every answer has one fate.
func TestRoundFromEndToEnd(t *testing.T) {
	s := &scenario{T: t, site: newSite(t, "https://svar.example"), sessions: gatherings()}
	serve := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	s.browser = browser{t, serve.base}

	s.openRound(t, "2026-H2")
	s.openSessions()
	s.answerAll()
	s.sendAgain()
	s.end()
	released, summary := s.seal()
	s.importAndRead(summary)
	s.export(released)
	s.countWaiting(whole(t, summary, "waiting"))

	serve.stop()
	if serve.code != exitOK || serve.out.String() != "" {
		t.Errorf("serve stopped with exit code %d and %q on stdout", serve.code, serve.out)
	}
	if lines := strings.Count(serve.err.String(), "\n"); lines != 1 {
		t.Errorf("serve said more than where it serves: %s", serve.err)
	}
}

func (s *scenario) openSessions() {
	for _, g := range s.sessions {
		args := []string{"session", "open", "-data", s.path("data"), "-round", "2026-H2", "-municipality", g.municipality,
			"-intervention", g.intervention, "-channel", g.channel, "-timing", g.timing}
		if g.tickets {
			args = append(args, "-tickets", strconv.Itoa(g.answers))
		} else {
			args = append(args, "-capacity", strconv.Itoa(g.answers))
		}
		opened := must(s, args...)
		g.code = text(s, opened, "code")
		for _, card := range opened["tickets"].([]any) {
			g.cards = append(g.cards, strings.TrimPrefix(card.(string), "https://svar.example"))
		}
	}
	s.chooseLanguages()
}

// chooseLanguages takes Swedish, English and a third language, Arabic where the
// session is offered in it.
func (s *scenario) chooseLanguages() {
	var offered []string
	s.page("/S/" + s.sessions[0].code).Find("ul.languages a").Each(func(_ int, link *goquery.Selection) {
		offered = append(offered, link.AttrOr("hreflang", ""))
	})
	s.languages = []string{"sv", "en", "ar"}
	if !slices.Contains(offered, "ar") {
		s.languages[2] = offered[0]
	}
	for _, tag := range s.languages {
		if !slices.Contains(offered, tag) || len(slices.Compact(slices.Sorted(slices.Values(s.languages)))) != 3 {
			s.Fatalf("the session is offered in %v; the scenario needs sv, en and a third", offered)
		}
	}
}

// answerAll answers in all sessions, many at the same time.
func (s *scenario) answerAll() {
	places := make(chan struct{}, 16)
	var work sync.WaitGroup
	i, most := 0, 0
	for _, g := range s.sessions {
		most = max(most, g.answers)
	}
	// From one session to the next: of one alone only so many are taken at once.
	for n := range most {
		for _, g := range s.sessions {
			if n >= g.answers {
				continue
			}
			path := "/s/" + g.code
			if g.tickets {
				path = g.cards[n]
			}
			path += "/" + s.languages[i%3]
			answer := form(i)
			i++
			places <- struct{}{}
			work.Go(func() {
				defer func() { <-places }()
				s.answer(path, answer)
			})
		}
	}
	work.Wait()
	if len(s.sent) != 200 || s.Failed() {
		s.Fatalf("%d answers were sent", len(s.sent))
	}
}

// answer sends one answer. It runs beside others, so it reports a fault and does
// not stop the test.
func (s *scenario) answer(path string, values url.Values) {
	filled, r, err := send(s.base+path, values)
	if err != nil || r.status != http.StatusSeeOther || !strings.Contains(r.header.Get("Location"), "/done?") {
		s.Errorf("answer at %s: status %d to %q, %v", path, r.status, r.header.Get("Location"), err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, sent{path, filled})
}

// sendAgain sends what was received once more, as it was and changed, and one
// answer too many.
func (s *scenario) sendAgain() {
	for i := 0; i < len(s.sent); i += 9 {
		one := s.sent[i]
		r := s.ask(http.MethodPost, one.path, one.form)
		if r.status != http.StatusSeeOther {
			s.Errorf("the same nonce again: status %d", r.status)
		} else if done := s.ask(http.MethodGet, r.header.Get("Location"), nil); done.status != http.StatusOK {
			s.Errorf("GET %s: status %d", r.header.Get("Location"), done.status)
		}
		r = s.ask(http.MethodPost, one.path, one.form, "Accept", "application/json")
		if r.status != http.StatusOK || !strings.Contains(string(r.body), `"received"`) {
			s.Errorf("the same nonce again as JSON: status %d: %s", r.status, r.body)
		}
		other := url.Values{"nonce": one.form["nonce"], "K01": {"o3"}, "K05": {"o1"}}
		if r := s.ask(http.MethodPost, one.path, other); r.status != http.StatusSeeOther {
			s.Errorf("another answer on a known nonce: status %d", r.status)
		}
	}
	if _, r, err := send(s.base+"/s/"+s.sessions[0].code+"/sv", form(1)); err != nil || r.status != http.StatusConflict {
		s.Errorf("an answer beyond the capacity: status %d, %v", r.status, err)
	}
}

// end discards one session and closes the round at once.
func (s *scenario) end() {
	for _, g := range s.sessions {
		if g.discarded {
			must(s, "session", "discard", "-data", s.path("data"), g.code, "-reason", "The poster hung in the wrong building.")
		}
	}
	closed := must(s, "round", "close", "-data", s.path("data"), "-round", "2026-H2", "-now")
	if text(s, closed, "state") != "closed" {
		s.Errorf("closing printed %v", closed)
	}
	path := "/s/" + s.sessions[1].code + "/" + s.languages[2]
	late := url.Values{"nonce": {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, "K01": {"o1"}}
	for _, r := range []reply{s.ask(http.MethodGet, path, nil), s.ask(http.MethodPost, path, late)} {
		if r.status != http.StatusGone {
			s.Errorf("after closing: status %d", r.status)
		}
	}
	if r := s.ask(http.MethodPost, s.sent[0].path, s.sent[0].form); r.status != http.StatusSeeOther {
		s.Errorf("a phone that sends again after closing: status %d", r.status)
	}
	s.openRound(s.T, "2027-H1")
}

// seal exports and seals on the steward's computer, and adds up what became of
// the answers.
func (s *scenario) seal() (release.Release, map[string]any) {
	pending, out := s.path("pending.json"), s.path("sealed")
	exported := must(s, "pending", "export", "-data", s.path("data"), "-round", "2026-H2", "-o", pending)
	if whole(s, exported, "rows") != len(s.sent) {
		s.Fatalf("%d answers were sent and %v exported", len(s.sent), exported["rows"])
	}
	summary := must(s, "seal", pending, "-key", s.path("2026-H2.key"), "-signer", s.path("signer.key"), "-o", out)
	sum := 0
	for _, fate := range []string{"answers", "waiting", "discarded", "unreadable", "destroyed"} {
		sum += whole(s, summary, fate)
	}
	if sum != len(s.sent) {
		s.Errorf("%d answers were sent and have these fates: %v", len(s.sent), summary)
	}
	if whole(s, summary, "discarded") != 6 || whole(s, summary, "unreadable") != 0 || whole(s, summary, "destroyed") != 0 || whole(s, summary, "waiting") > 20 {
		s.Errorf("the fates are %v", summary)
	}
	content, err := os.ReadFile(filepath.Join(out, "release.json"))
	if err != nil {
		s.Fatal(err)
	}
	released, err := release.Parse(content)
	if err != nil {
		s.Fatal(err)
	}
	for _, part := range released.Parts {
		if n := part.Answers(); part.Base == 3 && n != whole(s, summary, "answers") {
			s.Errorf("the blocks have %d answers and the summary says %v", n, summary["answers"])
		}
	}
	return released, summary
}

// importAndRead imports the release and reads it as anybody can.
func (s *scenario) importAndRead(summary map[string]any) {
	out := s.path("sealed")
	imported := must(s, "release", "import", "-data", s.path("data"), out+".import")
	if imported["release"] != summary["release"] || whole(s, imported, "rows_deleted") != len(s.sent) || imported["waiting"] != summary["waiting"] {
		s.Errorf("the import printed %v; sealed was %v", imported, summary)
	}
	must(s, "verify", "-signer", s.signer, out)
	id := text(s, summary, "release")
	if r := s.ask(http.MethodGet, "/api/v1/releases/"+id, nil); r.status != http.StatusNotFound {
		s.Errorf("a release that is not published: status %d", r.status)
	}
	must(s, "release", "publish", "-data", s.path("data"), id)
	s.page("/results")
	s.page(s.moved("/results/" + id))
	for name, path := range map[string]string{"release.json": "", "release.sig": "/signature"} {
		content, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			s.Fatal(err)
		}
		r := s.ask(http.MethodGet, "/api/v1/releases/"+id+path, nil)
		if r.status != http.StatusOK || !bytes.Equal(r.body, content) {
			s.Errorf("the API does not serve the bytes of %s: status %d", name, r.status)
		}
		// One changed bit, and it says why.
		if err := os.WriteFile(filepath.Join(out, name), flipped(content), 0o644); err != nil {
			s.Fatal(err)
		}
		if code, printed, errOut := call("verify", "-signer", s.signer, out); code != exitInvalid || printed != "" || !strings.Contains(errOut, "the signature") {
			s.Errorf("a changed %s: exit code %d: %s", name, code, errOut)
		}
		if err := os.WriteFile(filepath.Join(out, name), content, 0o644); err != nil {
			s.Fatal(err)
		}
	}
}

// export writes the release in both profiles and reads it back.
func (s *scenario) export(released release.Release) {
	from := filepath.Join(s.path("sealed"), "release.json")
	for _, municipality := range []string{"", "0581", "0580", "0583"} {
		var place survey.Place
		if municipality != "" {
			place = survey.InMunicipality(municipality)
		}
		name := s.path("machine" + municipality + ".csv")
		must(s, "export", "-release", from, "-municipality", municipality, "-format", "csv-machine", "-lang", "en", "-o", name)
		file, err := os.Open(name)
		if err != nil {
			s.Fatal(err)
		}
		rows, err := export.Parse(file)
		file.Close()
		if err != nil {
			s.Fatal(err)
		}
		if want := export.Rows(released, export.Selection{Place: place, Areas: places.Areas()}); !slices.Equal(rows, want) || len(want) == 0 {
			s.Errorf("the CSV of %q has %d rows that are not the %d of the release", municipality, len(rows), len(want))
		}
		s.readByPeople(from, municipality, len(rows))
	}
}

// readByPeople checks the profile that opens with a double click.
func (s *scenario) readByPeople(from, municipality string, rows int) {
	for _, lang := range []string{"sv", "en"} {
		name := s.path("people" + municipality + lang + ".csv")
		must(s, "export", "-release", from, "-data", s.path("data"), "-municipality", municipality, "-format", "csv", "-lang", lang, "-o", name)
		content, err := os.ReadFile(name)
		if err != nil {
			s.Fatal(err)
		}
		table, marked := bytes.CutPrefix(content, []byte("\ufeff"))
		reader := csv.NewReader(bytes.NewReader(table))
		reader.Comma = ';'
		lines, err := reader.ReadAll()
		if err != nil || !marked || len(lines) != rows+1 {
			s.Errorf("%s: byte order mark %t, %d lines for %d rows, %v", name, marked, len(lines), rows, err)
			continue
		}
		if !slices.Contains(lines[1], "core@1") || !bytes.Contains(table, []byte(";0581 Norrköping;Norrköping;")) && (municipality == "" || municipality == "0581") {
			s.Errorf("%s has lost its battery, its leading zeros or its Swedish letters: %q", name, lines[1])
		}
	}
}

// countWaiting makes sure that the answers that wait are in the next round.
func (s *scenario) countWaiting(want int) {
	must(s, "round", "close", "-data", s.path("data"), "-round", "2027-H1", "-now")
	next := must(s, "pending", "export", "-data", s.path("data"), "-round", "2027-H1", "-o", s.path("next.json"), "-final")
	if got := whole(s, next, "rows"); got != want {
		s.Errorf("%d answers wait for the next round and %d are there", want, got)
	}
	if want == 0 {
		s.Error("no answer waits; the scenario shows less than it should")
	}
}
