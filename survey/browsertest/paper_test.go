package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

// printed is a paper and what must be found on it.
type printed struct {
	name   string
	page   paper.Page
	sheets int
	codes  []string // what scanners read, sorted
}

// hosts are one with an address as most have, and one with a long name and a long address.
var hosts = []survey.Host{
	{BaseURL: "https://svar.ostergotland.example", Name: "Region Östergötland", Kind: survey.HostRegion},
	{BaseURL: "https://fragebatteriet.lansstyrelsen-ostergotland.example", Name: "Länsstyrelsen i Östergötlands län tillsammans med Linköpings universitet", Kind: survey.HostCounty},
}

// papers makes all papers of a host: those that are in all languages once, and the others in some.
func papers(t *testing.T, host survey.Host) []printed {
	t.Helper()
	catalog := surveytest.Catalog(t)
	made := func(page paper.Page, err error) paper.Page {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	capitals := "https://" + strings.ToUpper(strings.TrimPrefix(host.BaseURL, "https://"))
	session := survey.Session{Code: "8WK3QZMX", Opens: surveytest.Start, Closes: surveytest.Start.Add(60 * 24 * time.Hour)}
	of := paper.Session{Host: host, Round: survey.Round{K: 12, Languages: surveytest.AllLanguages}, Session: session, Catalog: catalog, Printer: catalog.Printer("ar")}
	var tickets, cards []string
	for range 12 {
		ticket := survey.NewNonce()
		tickets, cards = append(tickets, ticket), append(cards, capitals+"/S/8WK3QZMX/"+ticket)
	}
	slices.Sort(cards)
	all := []printed{
		{"poster", made(of.Poster()), 1, []string{capitals + "/S/8WK3QZMX"}},
		{"cards", made(of.Cards(tickets)), 2, cards},
	}
	for _, tag := range []string{"ar", "ti", "sv"} {
		token := survey.NewNonce()
		invitation := paper.Invitation{
			Host: host, Token: token, Municipality: surveytest.Catalogue(t).Municipality,
			Invitation: survey.Invitation{
				Staff: survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581", "0580", "0582"}}, Ends: surveytest.Start,
			},
			Printer: catalog.Printer(tag), Swedish: catalog.Printer("sv"),
		}
		all = append(all, printed{"invitation-" + tag, made(invitation.Card()), 1, []string{capitals + "/I/" + token}})
	}
	if host != hosts[0] {
		return all
	}
	for _, tag := range surveytest.AllLanguages {
		all = append(all, printed{"guide-" + tag, made(paper.Guide(catalog.Printer(tag), host, survey.PromiseOf(host, of.Round))), 2, nil})
	}
	return all
}

// Each paper is printed on as many sheets of A4 as it should be, all letters in it and none too small,
// nothing is cut off, and scanners read every code on it. It runs and loads nothing that its policy
// forbids.
func TestPapers(t *testing.T) {
	chromium(t)
	pdffonts, pdftoppm, zbarimg := tool.Need(t, "pdffonts"), tool.Need(t, "pdftoppm"), tool.Need(t, "zbarimg")
	folder := t.TempDir()
	if *sheetFolder != "" {
		folder = *sheetFolder
	}
	wide := size{1160, 1160} // a leaflet is as wide
	p := newPhone(t, wide)
	p.watchPolicy()
	for i, host := range hosts {
		for _, one := range papers(t, host) {
			name := fmt.Sprintf("%s-%d", one.name, i)
			file := filepath.Join(folder, name+".pdf")
			p.openPaper(one.page)
			if found := p.forbidden(); len(found) > 0 {
				t.Errorf("%s: the policy forbids %q", name, found)
			}
			for _, fault := range eval[[]string](p, paperFaults) {
				t.Errorf("%s: %s", name, fault)
			}
			pdf, sheets := p.printed()
			if sheets != one.sheets {
				t.Errorf("%s is printed on %d sheets", name, sheets)
			}
			if err := os.WriteFile(file, pdf, 0o644); err != nil {
				t.Fatal(err)
			}
			for _, fault := range looseFonts(t, pdffonts, file) {
				t.Errorf("%s: %s", name, fault)
			}
			if len(one.codes) == 0 {
				p.resize(small)
				if got := eval[int](p, `document.documentElement.scrollWidth`); int64(got) > small.width {
					t.Errorf("%s is %d px wide on a phone of %d", name, got, small.width)
				}
				p.resize(wide)
				continue
			}
			if got := scanned(t, pdftoppm, zbarimg, file); !slices.Equal(got, one.codes) {
				t.Errorf("%s: scanners read %q, want %q", name, got, one.codes)
			}
		}
	}
}

// openPaper opens a page under its policy.
func (p *phone) openPaper(page paper.Page) {
	p.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", page.Policy)
		w.Write(page.HTML)
	}))
	defer server.Close()
	p.open(server.URL)
}

// paperFaults lists what is cut off or drawn over something else, and letters under nine points.
const paperFaults = `(() => {
	const found = []
	for (const el of document.querySelectorAll('.sheet, .card, .card > *, .panel, .scan, .promises, .promises > *')) {
		if (el.scrollHeight > el.clientHeight + 1 || el.scrollWidth > el.clientWidth + 1) {
			found.push(el.tagName + '.' + el.className + ' "' + el.textContent.trim().slice(0, 30) + '" is ' + el.scrollWidth + ' × ' + el.scrollHeight + ' in ' + el.clientWidth + ' × ' + el.clientHeight)
		}
	}
	for (const card of document.querySelectorAll('.card, .sheet')) {
		const within = card.getBoundingClientRect()
		for (const el of card.querySelectorAll('p, li, h2, section, svg, .words')) {
			const box = el.getBoundingClientRect()
			if (box.bottom > within.bottom + 1 || box.right > within.right + 1 || box.left < within.left - 1 || box.top < within.top - 1) found.push(el.tagName + ' "' + el.textContent.trim().slice(0, 30) + '" stands out of its card or sheet')
		}
	}
	for (const el of document.querySelectorAll('.sheet *')) {
		const text = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim())
		if (text && el.localName !== 'title' && parseFloat(getComputedStyle(el).fontSize) < 11.9) found.push('"' + el.textContent.trim().slice(0, 30) + '" has letters of ' + getComputedStyle(el).fontSize)
	}
	if (document.querySelector('.bar button').hidden) found.push('nothing prints it')
	return [...new Set(found)].slice(0, 6)
})()`

// looseFonts lists the fonts that a PDF names and does not have in it.
func looseFonts(t *testing.T, pdffonts, file string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), pdffonts, file).Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 3 {
		return []string{"it has no fonts"}
	}
	var loose []string
	for _, line := range lines[2:] {
		// emb, sub and uni stand before the object's two numbers.
		if columns := strings.Fields(line); columns[len(columns)-5] != "yes" {
			loose = append(loose, line)
		}
	}
	return loose
}

// scanned returns what a scanner reads of all pages of a PDF, sorted, each once. It is held at two distances, as people
// do with their phones: at one of them the program finds a code now and then not.
func scanned(t *testing.T, pdftoppm, zbarimg, file string) []string {
	t.Helper()
	var codes []string
	for _, resolution := range []string{"250", "190"} {
		picture := strings.TrimSuffix(file, ".pdf") + "-" + resolution
		if out, err := exec.CommandContext(t.Context(), pdftoppm, "-r", resolution, "-gray", file, picture).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		pages, err := filepath.Glob(picture + "-*.pgm")
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), zbarimg, append([]string{"--quiet", "--raw", "-S*.enable=0", "-Sqrcode.enable=1"}, pages...)...).Output()
		if err != nil {
			t.Errorf("%s: nothing is scanned at %s dpi: %v", file, resolution, err)
			return nil
		}
		codes = append(codes, strings.Split(strings.TrimSpace(string(out)), "\n")...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
