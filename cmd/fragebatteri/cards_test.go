package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/surveytest/tool"
)

// openCards opens a session of three cards and returns what was printed and the
// sheet.
func (s site) openCards(t *testing.T) (session map[string]any, addresses []string, sheet []byte) {
	t.Helper()
	session = must(t, "session", "open", "-data", s.path("data"), "-round", "2026-H2", "-municipality", "0581", "-intervention", "OG028",
		"-tickets", "3", "-cards", s.path("cards.html"))
	for _, address := range session["tickets"].([]any) {
		addresses = append(addresses, address.(string))
	}
	sheet, err := os.ReadFile(s.path("cards.html"))
	if err != nil {
		t.Fatal(err)
	}
	return session, addresses, sheet
}

func isPrivate(t *testing.T, file string) {
	t.Helper()
	if info, err := os.Stat(file); err != nil || info.Mode() != fs.FileMode(0o600) {
		t.Errorf("%s: %v, %v; others can read it", file, info, err)
	}
}

// The sheet says on every card, in every language of the round, what to do, and
// has the address of each for those who cannot scan.
func TestCards(t *testing.T) {
	s := newSite(t, "https://svar.ostergotland.example")
	s.openRound(t, "2026-H2")
	_, addresses, sheet := s.openCards(t)
	isPrivate(t, s.path("cards.html"))

	catalog, err := i18n.Load(locales.Files, i18n.Languages)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.Languages {
		words := `<p lang="` + l.Tag + `" dir="` + l.Dir + `">` + string(catalog.Printer(l.Tag).HTML("print.card")) + "</p>"
		if n := bytes.Count(sheet, []byte(words)); n != len(addresses) {
			t.Errorf("%d of %d cards have the words in %s", n, len(addresses), l.Tag)
		}
	}
	plain := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(sheet), "")
	for _, address := range addresses {
		_, typed, _ := strings.Cut(strings.Replace(address, "/S/", "/s/", 1), "://")
		if strings.Count(plain, typed) != 1 {
			t.Errorf("%s does not stand on one card, to be typed", typed)
		}
	}
}

// A scanner reads each code on the sheet, and the one that is drawn of one card,
// as the address of the card.
func TestCardsAreReadBack(t *testing.T) {
	zbarimg, rsvg := tool.Need(t, "zbarimg"), tool.Need(t, "rsvg-convert")
	s := newSite(t, "https://svar.ostergotland.example")
	s.openRound(t, "2026-H2")
	session, addresses, sheet := s.openCards(t)
	var want []string
	for _, address := range addresses {
		want = append(want, strings.Replace(address, "svar.ostergotland.example", "SVAR.OSTERGOTLAND.EXAMPLE", 1))
	}

	read := func(svg []byte) string {
		t.Helper()
		picture := s.path("picture.png")
		convert := exec.Command(rsvg, "--width", "400", "--output", picture)
		convert.Stdin = bytes.NewReader(svg)
		if out, err := convert.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		out, err := exec.Command(zbarimg, "--quiet", "--raw", picture).Output()
		if err != nil {
			t.Fatalf("a code is not read: %v", err)
		}
		return strings.TrimSpace(string(out))
	}
	var got []string
	for _, svg := range regexp.MustCompile(`(?s)<svg.*?</svg>`).FindAll(sheet, -1) {
		got = append(got, read(svg))
	}
	slices.Sort(got) // they are shuffled
	if sorted := slices.Sorted(slices.Values(want)); !slices.Equal(got, sorted) {
		t.Errorf("the cards are read as %q, want %q", got, want)
	}

	code := text(t, session, "code")
	_, ticket, _ := strings.Cut(addresses[1], code+"/")
	for name, args := range map[string][]string{
		"ticket.svg":  {"-ticket", strings.ToLower(ticket), code},
		"address.svg": {addresses[1]},
	} {
		drawn := must(t, append([]string{"session", "qr", "-data", s.path("data"), "-o", s.path(name)}, args...)...)
		isPrivate(t, s.path(name))
		svg, err := os.ReadFile(s.path(name))
		if err != nil {
			t.Fatal(err)
		}
		if got := read(svg); got != want[1] || text(t, drawn, "url") != addresses[1] {
			t.Errorf("%s is read as %q and printed as %v, want %q", name, got, drawn, want[1])
		}
	}
}
