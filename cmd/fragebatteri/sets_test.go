package main

import (
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
	"fragebatteri/survey/webtest"
)

// setsSite is a site with a battery of its own beside those that are built in, and a server.
type setsSite struct {
	site
	*testing.T
	base string
	sent int
}

// newSetsSite takes in the own battery as a form in all languages: one question, whose words are those of
// the core battery.
func newSetsSite(t *testing.T) *setsSite {
	t.Helper()
	s := &setsSite{site: newSite(t, "http://127.0.0.1:8080"), T: t}
	catalog, err := builtInCatalog()
	ok(t, err)
	row := func(key string, begins ...string) []string {
		for _, l := range i18n.Languages {
			text := fmt.Sprintf("label::%s (%s)", l.Name, l.Tag)
			if key != "" {
				text = catalog.Printer(l.Tag).T(key)
			}
			begins = append(begins, text)
		}
		return begins
	}
	book := bookOf(t, map[string][][]string{
		"survey":   {row("", "type", "name"), row("K06", "select_one next", "x1")},
		"choices":  {row("", "list_name", "name"), row("scale.know.o3", "next", "a"), row("scale.know.o1", "next", "b")},
		"settings": {{"form_title", "form_id"}, {"Våra frågor", "own"}},
		"texts":    {row("", "name"), row("core.title", "title")},
	})
	defer book.Close()
	ok(t, book.SaveAs(s.path("own.xlsx")))
	must(t, "battery", "import", "-data", s.path("data"), s.path("own.xlsx"))
	return s
}

// gather opens a session of a set and answers it, in one language after the other.
func (s *setsSite) gather(round, set, intervention string, timing survey.Timing, people int) {
	s.Helper()
	code := s.open(round, "-battery", set, "-intervention", intervention, "-timing", string(timing), "-capacity", fmt.Sprint(people+2))
	fields := browser{s.T, s.base}.page("/s/" + code + "/sv").Find("fieldset[id]")
	for range people {
		values := url.Values{}
		fields.Each(func(_ int, field *webtest.Selection) {
			id := field.Find("input").First().AttrOr("name", "")
			if core := form(s.sent)[id]; core != nil {
				values[id] = core
			} else if !strings.HasPrefix(id, "D") {
				values.Set(id, []string{"o1", "o1", "o2"}[s.sent%3])
			}
		})
		language := i18n.Languages[s.sent%len(i18n.Languages)].Tag
		if _, r, err := send(s.base+"/s/"+code+"/"+language, values); err != nil || r.status != http.StatusSeeOther {
			s.Fatalf("an answer to %s in %s gets %d, %v", set, language, r.status, err)
		}
		s.sent++
	}
	want := map[string]int{"core": 24, "core+A": 30, "kort": 12, "own": 1}[set]
	if timing == survey.After {
		want += 2
	}
	if fields.Length() != want {
		s.Errorf("%s asks %d questions %s, want %d", set, fields.Length(), timing, want)
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
	open := []string{"round", "open", "-data", s.path("data"), "-name", "2026-H2", "-battery", "core,kort,A,own", "-public-key", public, "-accept-drafts", "all"}
	refuses(t, `no intervention "dans"`, append(open, "-asks", "dans=core")...)
	refuses(t, "does not use the battery", append(open, "-asks", "OG028=core+B9")...)
	refuses(t, "write a category or an intervention", append(open, "-asks", "OG028")...)
	must(t, append(open, "-asks", "samhällsorientering=kort,OG028=core+A")...)
	for set, says := range map[string]string{
		"core+kort": "is asked by both core and kort", "core+B9": "choose among core@1, kort@1, A@1, own@1", "A+A": "stands in the set twice",
	} {
		refuses(t, says, "session", "open", "-data", s.path("data"), "-round", "2026-H2", "-municipality", "0581", "-intervention", "OG028", "-battery", set)
	}
	server := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	s.base = server.base
	page := browser{t, s.base}.page("/s/" + s.open("2026-H2", "-intervention", "OG028", "-timing", "after") + "/sv")
	if got := page.Find("legend h2.module"); got.Length() != 2 || got.Last().Text() != "Samhällsorientering" || !strings.HasPrefix(page.Find(".module-intro").Text(), "Det här är inte ett prov.") {
		t.Errorf("the headings of modules are %q, and the line below is %q", got.Text(), page.Find(".module-intro").Text())
	}
	// Nobody chooses: what is asked follows from what it is about.
	if n := (browser{t, s.base}).page("/s/" + s.open("2026-H2", "-intervention", "OG030") + "/sv").Find("fieldset[id]").Length(); n != 12 {
		t.Errorf("about a category with a short form %d questions are asked", n)
	}
	s.gather("2026-H2", "core", "OG030", survey.NoTiming, 11)
	s.gather("2026-H2", "core", "OG030", survey.NoTiming, 8)
	for _, timing := range []survey.Timing{survey.Before, survey.After} {
		for timed := range 2 {
			s.gather("2026-H2", "core+A", "OG028", timing, 8+timed)
		}
	}
	s.gather("2026-H2", "kort", "OG030", survey.NoTiming, 16)
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
	for larger, smaller := range map[string]string{"K01": "K02", "K02": "A1", "A1": "A7"} {
		if counts[larger] <= counts[smaller] || counts[smaller] == 0 {
			t.Errorf("%s is counted of %d and %s of %d", larger, counts[larger], smaller, counts[smaller])
		}
	}
	if refs := []string{"A@1", "core@1", "own@1"}; !slices.EqualFunc(released.Batteries, refs, func(b release.Battery, ref string) bool { return b.Ref() == ref }) {
		t.Errorf("it is of the batteries %v", released.Batteries)
	}
	must(t, "release", "publish", "-data", s.path("data"), released.ID)
	s.readsResults()
	for _, format := range []string{"csv", "csv-machine", "xlsx"} {
		name := s.path("out." + strings.TrimSuffix(format, "-machine"))
		must(t, "export", "-release", filepath.Join(s.path("sealed"), "release.json"), "-format", format, "-lang", "sv", "-data", s.path("data"), "-o", name)
		must(t, "verify", "-signer", s.signer, "-data", s.path("data"), name, s.path("sealed"))
		ok(t, os.Remove(name))
	}
}

// readsResults reads the pages of the place and of what was asked before and after.
func (s *setsSite) readsResults() {
	s.Helper()
	server := start(s.T, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	defer server.stop()
	here := browser{s.T, server.base}
	about := here.page("/results/2026-h2/norrkoping/interventions/OG028?lang=sv")
	if cells := about.Find("td:contains('frågas inte då')"); cells.Length() != 1 || !strings.Contains(cells.Parent().Text(), "samhällsorientering") {
		s.Errorf("of what is not asked before it says %q", cells.Text())
	}
	if wishes := here.page("/results/2026-h2/norrkoping?lang=sv").Find(".wishes h2"); wishes.First().Text() != "Det här skulle hjälpa mest" || wishes.Length() != 2 ||
		wishes.Last().Text() == wishes.First().Text() {
		s.Errorf("what people chose stands under %q", wishes.Text())
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
