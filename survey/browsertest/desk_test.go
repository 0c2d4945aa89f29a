package browsertest

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/offline"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

const deskPassphrase = "gurka lampa moln vante"

// deskWithKeys serves the desk of a steward who has a key of two shares and a signer, and returns its
// link, its folder and the pending file of a round.
func deskWithKeys(t *testing.T) (link, dir, pending string) {
	t.Helper()
	home := t.TempDir()
	dir, pending = filepath.Join(home, "keys"), filepath.Join(home, "pending.json")
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	for _, n := range []int{14, 14, 13} {
		session, _ := in.Gather(round)
		in.Answer(session, n)
	}
	in.Begin("2027-H1")
	_, err := in.CloseRound(t.Context(), round.ID, true)
	must(t, err)
	file, err := in.ExportPending(t.Context(), round.ID, false, func(survey.PendingFile) error { return nil })
	must(t, err)
	content, err := file.Encode()
	must(t, err)
	must(t, os.WriteFile(pending, content, 0o600))
	signer, err := release.NewSigner()
	must(t, err)
	must(t, os.Mkdir(dir, 0o700))
	must(t, sealing.WriteKeyFolder(filepath.Join(dir, "2026-h2"), in.Private(round), []string{deskPassphrase, deskPassphrase}))
	must(t, sealing.WriteSignerFolder(filepath.Join(dir, "signer"), signer, deskPassphrase))

	var languages []i18n.Language
	for _, tag := range []string{"sv", "en"} {
		l, _ := i18n.Find(i18n.Languages, tag)
		languages = append(languages, l)
	}
	desk, err := offline.New(offline.Options{
		Dir: dir, Languages: languages, Catalog: surveytest.Catalog(t), Catalogue: surveytest.Catalogue(t),
		Today: func() string { return "2026-12-01" }, Explain: func(err error) string { return err.Error() }, Quit: func() {},
	})
	must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	guard := offline.NewGuard(desk, listener.Addr().String())
	server := &http.Server{Handler: guard.Handler()}
	go func() { _ = server.Serve(listener) }() // until it is closed
	t.Cleanup(func() { _ = server.Close() })
	return guard.Link(), dir, pending
}

// The desk is used with its scripts from a key on paper to the saved file, and axe-core finds nothing
// wrong with its pages. A scanner reads from the printed sheets what the key's files say.
func TestDesk(t *testing.T) {
	source := axe(t)
	pdftoppm, zbarimg := tool.Need(t, "pdftoppm"), tool.Need(t, "zbarimg")
	link, dir, pending := deskWithKeys(t)
	p := newPhone(t, size{360, 800})
	p.watchPolicy()
	p.open(link)
	base := strings.TrimSuffix(eval[string](p, `location.origin`), "/") + "/sv"
	look := func(page string) {
		t.Helper()
		for _, v := range p.violations(source, allRules) {
			t.Errorf("%s: %s", page, v)
		}
		if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > 360 {
			t.Errorf("%s is %d wide", page, wide)
		}
		if found := p.forbidden(); len(found) > 0 {
			t.Errorf("%s: the policy forbids %q", page, found)
		}
	}
	p.open(base)
	look("home")
	p.open(base + "/keys/new")
	p.run(chromedp.SendKeys("#passphrase", "sommar2026"))
	p.await(`document.querySelector('.strength.on span') && document.querySelector('.strength.on meter').value === 1`)
	if eval[bool](p, `!document.querySelector('.second').hidden`) {
		t.Error("a key that is not split asks for two passphrases")
	}
	look("new key")
	p.media("prefers-color-scheme", "dark")
	for _, v := range p.violations(source, colourRules) {
		t.Errorf("new key, dark: %s", v)
	}
	p.media("prefers-color-scheme", "light")

	p.open(base + "/key?name=2026-h2")
	look("key")
	p.open(base + "/paper?name=2026-h2")
	pdf, sheets := p.printed()
	for _, fault := range eval[[]string](p, paperFaults) {
		t.Errorf("paper: %s", fault)
	}
	file := filepath.Join(t.TempDir(), "paper.pdf")
	must(t, os.WriteFile(file, pdf, 0o600))
	got := slices.DeleteFunc(scanned(t, pdftoppm, zbarimg, file), func(line string) bool { return line == "" }) // between codes
	if want := slices.Compact(linesOf(t, dir+"/2026-h2/2026-h2.key.1", dir+"/2026-h2/2026-h2.key.2")); sheets != 2 || !slices.Equal(got, want) {
		t.Errorf("of %d sheets scanners read %q, want %q", sheets, got, want)
	}

	p.open(base + "/seal")
	look("seal")
	p.run(chromedp.SetUploadFiles("#file", []string{pending}))
	p.tap("main form button")
	p.await(`document.querySelectorAll('[name=key]:checked').length === 2`)
	look("seal, taken")
	p.run(chromedp.SendKeys("#passphrase", deskPassphrase))
	p.tap(`form[action$="start"] button`)
	p.await(`document.querySelector('[name=signer]')`) // the script of the page comes here by itself
	look("seal, made")
	p.run(chromedp.SendKeys("#passphrase", deskPassphrase))
	p.tap(`form[action$="sign"] button`)
	p.await(`document.querySelector('ol')`)
	look("seal, saved")
	if _, err := os.Stat(filepath.Join(dir, "2026-h2.import")); err != nil {
		t.Error(err)
	}
	p.open(base + "/verify")
	look("verify")
}

// must stops a test that cannot go on.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// linesOf returns the lines of files, sorted.
func linesOf(t *testing.T, names ...string) []string {
	t.Helper()
	var lines []string
	for _, name := range names {
		content, err := os.ReadFile(name)
		must(t, err)
		lines = append(lines, strings.Split(strings.TrimSpace(string(content)), "\n")...)
	}
	slices.Sort(lines)
	return lines
}
