package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// The batteries of the test: a module with a question that is asked after and later only, a short form,
// and one of somebody's own.
var setBatteries = map[string]string{
	"M.json": `{"id": "M", "version": 1, "measures": {"M1": {"options": ["o1"], "better": "more"}}, "questions": [
		{"id": "M1", "kind": "choice", "own": 2, "topic": "authorities"},
		{"id": "M7", "kind": "choice", "own": 2, "topic": "quality", "timings": ["after", "later"]}]}`,
	"short.json": `{"id": "short", "version": 1, "part_of": "core@1", "asks": ["K01", "K12", "K19"]}`,
	"own.json":   `{"id": "own", "version": 1, "questions": [{"id": "X1", "kind": "choice", "own": 2, "topic": "community"}]}`,
}

// setWords are their words, in every language the same.
var setWords = map[string]map[string]string{
	"M": {"title": "Samhället", "intro": "Det här är inte ett prov.", "M1": "Vem bestämmer lagarna?", "M1.o1": "Riksdagen", "M1.o2": "Polisen",
		"M7": "Var kursen bra?", "M7.o1": "Ja", "M7.o2": "Nej"},
	"short": {"title": "Korta frågor"},
	"own":   {"title": "Våra frågor", "X1": "Kommer du igen?", "X1.o1": "Ja", "X1.o2": "Nej"},
}

// setsSite is a site with the batteries, and a server that has them.
type setsSite struct {
	site
	*testing.T
	base string
	sent int
}

func newSetsSite(t *testing.T) *setsSite {
	t.Helper()
	s := &setsSite{site: newSite(t, "http://127.0.0.1:8080"), T: t}
	for _, folder := range []string{ownBatteries, ownTexts} {
		ok(t, os.MkdirAll(filepath.Join(s.path("data"), folder), 0o755))
	}
	for name, text := range setBatteries {
		ok(t, os.WriteFile(filepath.Join(s.path("data"), ownBatteries, name), []byte(text), 0o644))
	}
	for id, words := range setWords {
		text, err := json.Marshal(words)
		ok(t, err)
		for _, l := range i18n.Languages {
			ok(t, os.WriteFile(filepath.Join(s.path("data"), ownTexts, id+"."+l.Tag+".json"), text, 0o644))
		}
	}
	return s
}

// gather opens a session of a set and answers it.
func (s *setsSite) gather(round, set, intervention string, timing survey.Timing, people int) {
	s.Helper()
	code := s.open(round, "-battery", set, "-intervention", intervention, "-timing", string(timing), "-capacity", fmt.Sprint(people+2))
	asked := browser{s.T, s.base}.page("/s/" + code + "/sv").Find("fieldset[id]").Length()
	for range people {
		values := form(s.sent)
		if strings.Contains(set, "short") {
			values = url.Values{"K01": values["K01"], "K12": values["K12"], "K19": values["K19"]}
		}
		if strings.HasPrefix(set, "own") {
			values = url.Values{"X1": {"o1"}}
		}
		if strings.HasSuffix(set, "M") {
			values.Set("M1", []string{"o1", "o1", "o2"}[s.sent%3])
			if timing == survey.After {
				values.Set("M7", "o1")
			}
		}
		if _, r, err := send(s.base+"/s/"+code+"/sv", values); err != nil || r.status != http.StatusSeeOther {
			s.Fatalf("an answer to %s gets %d, %v", set, r.status, err)
		}
		s.sent++
	}
	if want := map[string]int{"core": 24, "core+M": 25, "short": 3, "own": 1}[set]; asked != want && !(timing == survey.After && asked == want+1) {
		s.Errorf("%s asks %d questions %s", set, asked, timing)
	}
}

// open opens a session and returns its code.
func (s *setsSite) open(round string, args ...string) string {
	s.Helper()
	all := append([]string{"session", "open", "-data", s.path("data"), "-round", round, "-municipality", "0581"}, args...)
	return text(s, must(s, all...), "code")
}

// A round asks the core battery, a module with it before and after, a short form at an event and a battery of
// somebody's own. Everything is sealed once, and read and verified as anybody can.
func TestRoundOfSets(t *testing.T) {
	s := newSetsSite(t)
	public := text(t, must(t, "key", "new", "-o", s.path("round.key")), "public_key")
	open := []string{"round", "open", "-data", s.path("data"), "-name", "2026-H2", "-battery", "core,short,M,own", "-public-key", public, "-accept-drafts", "all"}
	refuses(t, `no intervention "dans"`, append(open, "-asks", "dans=core")...)
	refuses(t, "does not use the battery", append(open, "-asks", "OG028=core+B9")...)
	refuses(t, "write a category or an intervention", append(open, "-asks", "OG028")...)
	must(t, append(open, "-asks", "samhällsorientering=short,OG028=core+M")...)
	for set, says := range map[string]string{
		"core+short": "is asked by both core and short", "core+B9": "choose among core@1, short@1, M@1, own@1", "M+M": "stands in the set twice",
	} {
		refuses(t, says, "session", "open", "-data", s.path("data"), "-round", "2026-H2", "-municipality", "0581", "-intervention", "OG028", "-battery", set)
	}
	server := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	s.base = server.base
	page := browser{t, s.base}.page("/s/" + s.open("2026-H2", "-intervention", "OG028", "-timing", "after") + "/sv")
	if got := page.Find("legend h2.module"); got.Length() != 2 || got.Last().Text() != "Samhället" || page.Find(".module-intro").Text() != "Det här är inte ett prov." {
		t.Errorf("the headings of modules are %q, and the line below is %q", got.Text(), page.Find(".module-intro").Text())
	}
	// Nobody chooses: what is asked follows from what it is about.
	if n := (browser{t, s.base}).page("/s/" + s.open("2026-H2", "-intervention", "OG030") + "/sv").Find("fieldset[id]").Length(); n != 3 {
		t.Errorf("about a category with a short form %d questions are asked", n)
	}
	s.gather("2026-H2", "core", "OG030", survey.NoTiming, 11)
	s.gather("2026-H2", "core", "OG030", survey.NoTiming, 8)
	for _, timing := range []survey.Timing{survey.Before, survey.After} {
		for timed := range 2 {
			s.gather("2026-H2", "core+M", "OG028", timing, 8+timed)
		}
	}
	s.gather("2026-H2", "short", "OG030", survey.NoTiming, 16)
	s.gather("2026-H2", "own", "OG024", survey.NoTiming, 11)
	s.gather("2026-H2", "own", "OG024", survey.NoTiming, 9)
	server.stop()
	must(t, "round", "close", "-data", s.path("data"), "-round", "2026-H2", "-now")
	must(t, "pending", "export", "-data", s.path("data"), "-round", "2026-H2", "-o", s.path("pending"), "-final")
	summary := must(t, "seal", s.path("pending"), "-key", s.path("round.key"), "-signer", s.path("signer.key"), "-o", s.path("sealed"))
	if whole(t, summary, "answers")+whole(t, summary, "destroyed") != s.sent || whole(t, summary, "unreadable") != 0 {
		t.Errorf("of %d answers %v", s.sent, summary)
	}
	must(t, "verify", "-signer", s.signer, s.path("sealed"))
	must(t, "release", "import", "-data", s.path("data"), s.path("sealed")+".import")
	released := s.released()
	counts := map[string]int{}
	for _, p := range released.Parts {
		for _, id := range p.Questions {
			counts[id] = p.Answers()
		}
	}
	for larger, smaller := range map[string]string{"K01": "K02", "K02": "M1", "M1": "M7"} {
		if counts[larger] <= counts[smaller] || counts[smaller] == 0 {
			t.Errorf("%s is counted of %d and %s of %d", larger, counts[larger], smaller, counts[smaller])
		}
	}
	if refs := []string{"M@1", "core@1", "own@1"}; !slices.EqualFunc(released.Batteries, refs, func(b release.Battery, ref string) bool { return b.Ref() == ref }) {
		t.Errorf("it is of the batteries %v", released.Batteries)
	}
	for _, format := range []string{"csv", "csv-machine", "xlsx"} {
		name := s.path("out." + strings.TrimSuffix(format, "-machine"))
		must(t, "export", "-release", filepath.Join(s.path("sealed"), "release.json"), "-format", format, "-lang", "sv", "-data", s.path("data"), "-o", name)
		must(t, "verify", "-signer", s.signer, "-data", s.path("data"), name, s.path("sealed"))
		ok(t, os.Remove(name))
	}
}

// released returns the release that was written.
func (s *setsSite) released() release.Release {
	s.Helper()
	content, err := os.ReadFile(filepath.Join(s.path("sealed"), "release.json"))
	ok(s, err)
	released, err := release.Parse(content)
	ok(s, err)
	return released
}
