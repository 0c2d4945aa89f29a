package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest/tool"
)

// deskOn is what 'desk' says when it is ready: its address, and its link.
const deskOn = `(?m)^Open http://(\S+?)/\?token=`

// steward is a browser at the desk that somebody opened by its link. It follows redirects.
type steward struct {
	testing.TB
	*http.Client
	*running
	link string
}

// atDesk starts the desk in a folder and opens its link.
func atDesk(t testing.TB, dir string) *steward {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &steward{TB: t, Client: &http.Client{Jar: jar}, running: start(t, deskOn, "desk", "-dir", dir)}
	s.link = s.says(t, `(?m)^Open (\S+) in a browser`)
	s.read(s.Get(s.link))
	return s
}

// shown is a page as it came.
type shown struct {
	*goquery.Document
	status int
	path   string
}

func (p shown) text() string {
	p.Find("style, script").Remove()
	return strings.Join(strings.Fields(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(p.Find("main").Text())), " ")
}

// refuses makes sure that a page says one sentence on what is wrong.
func (p shown) refuses(t testing.TB, want string) {
	t.Helper()
	said := p.Find("[role=alert] .error")
	if text := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(said.Text()); p.status != http.StatusUnprocessableEntity || said.Length() != 1 || !strings.Contains(text, want) {
		t.Errorf("%s has status %d and says %q, want %q", p.path, p.status, text, want)
	}
}

func (s *steward) read(r *http.Response, err error) shown {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
	defer r.Body.Close()
	document, err := goquery.NewDocumentFromReader(r.Body)
	if err != nil {
		s.Fatal(err)
	}
	return shown{document, r.StatusCode, r.Request.URL.RequestURI()}
}

func (s *steward) page(path string) shown {
	s.Helper()
	return s.read(s.Get(s.base + "/sv" + path))
}

func (s *steward) post(path string, pairs ...string) shown {
	s.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.read(s.PostForm(s.base+"/sv"+path, form))
}

// upload posts files, and fields by their names.
func (s *steward) upload(path string, files map[string][]byte, pairs ...string) shown {
	s.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, content := range files {
		part, err := w.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			s.Fatal(err)
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			s.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		s.Fatal(err)
	}
	return s.read(s.Post(s.base+"/sv"+path, w.FormDataContentType(), &body))
}

// awaitMade waits until the release is made.
func (s *steward) awaitMade() shown {
	s.Helper()
	for {
		p := s.page("/seal")
		if p.Find("#progress").Length() == 0 {
			return p
		}
	}
}

// A round without a terminal on the steward's own computer: signer, split key, seal, one file, which
// the server takes in. Files that are wrong are refused in one sentence. A dozen times it takes the second
// that opening a key takes by design.
func TestDeskFromEndToEnd(t *testing.T) {
	tool.Long(t)
	const first, second, third = "gurka lampa moln vante", "sill kamel trumma sju", "k7fm-2pqx-wert-9abc"
	site := site{dir: t.TempDir()}
	dir := site.path("Fråge battery")
	s := atDesk(t, dir)

	s.post("/signer/new", "passphrase", "sommar2026", "again", "sommar2026").refuses(t, "går att gissa")
	s.post("/signer/new", "passphrase", third, "again", third+"x").refuses(t, "inte lika")
	site.signer = s.post("/signer/new", "passphrase", third, "again", third).Find(".copied").Text()
	s.post("/signer/new", "passphrase", third, "again", third).refuses(t, "Det finns redan")
	s.restores(t, filepath.Join(dir, "signer", "signer.key"), third)
	public := s.post("/keys/new", "name", "2026-H2", "shares", "2", "passphrase", first, "again", first, "passphrase2", second, "again2", second).Find(".copied").Text()
	if files := listed(t, dir); !slices.Equal(files, []string{"2026-h2", "2026-h2/2026-h2.key.1", "2026-h2/2026-h2.key.2", "2026-h2/public.txt", "signer", "signer/public.txt", "signer/signer.key"}) {
		t.Fatalf("the folder holds %q", files)
	}
	checked := s.post("/key?name="+site.signer, "passphrase", third)
	if !strings.Contains(checked.text(), "Nyckeln går att öppna.") {
		t.Errorf("checking says %q", checked.text())
	}

	must(t, "init", "-data", site.path("data"), "-base-url", "https://svar.example", "-host-name", "Region Östergötland", "-host-kind", "region", "-signer", site.signer)
	must(t, "round", "open", "-data", site.path("data"), "-name", "2026-H2", "-battery", "core", "-public-key", public, "-accept-drafts", "all")
	site.answer(t, site.openSession(t, "2026-H2"), 0, 14)
	site.answer(t, site.openSession(t, "2026-H2"), 14, 20)
	must(t, "round", "close", "-data", site.path("data"), "-round", "2026-H2", "-now")
	site.openRound(t, "2027-H1")
	must(t, "pending", "export", "-data", site.path("data"), "-round", "2026-H2", "-o", site.path("pending.json"))
	pending, err := os.ReadFile(site.path("pending.json"))
	ok(t, err)

	stick := site.path("stick")
	ok(t, os.Mkdir(stick, 0o700))
	ok(t, os.Rename(filepath.Join(dir, "2026-h2", "2026-h2.key.2"), filepath.Join(stick, "2026-h2.key.2")))
	s.post("/folder", "folder", stick+"x", "for", "keys").refuses(t, "ingen sådan mapp")
	s.post("/folder", "folder", stick, "for", "keys")

	s.upload("/seal/file", nil).refuses(t, "Välj en fil")
	s.upload("/seal/file", map[string][]byte{"photo.jpg": []byte("\xff\xd8\xff")}).refuses(t, "inte hela filen")
	s.upload("/seal/file", map[string][]byte{"pending.json": pending[:len(pending)/2]}).refuses(t, "inte hela filen")
	s.upload("/seal/file", map[string][]byte{"pending.json": bytes.Replace(pending, []byte("OG028"), []byte("OG029"), 1)}).refuses(t, "ändrad eller skadad")
	read := s.upload("/seal/file", map[string][]byte{"pending.json": pending})
	shares := read.Find("[name=key][checked]").Map(func(_ int, e *goquery.Selection) string { return e.AttrOr("value", "") })
	if len(shares) != 2 || !strings.Contains(read.text(), "20 svar väntar") {
		t.Fatalf("shares %q are chosen, and it says %q", shares, read.text())
	}
	s.post("/seal/start", "key", shares[0], "passphrase", first).refuses(t, "Välj alla delar")
	s.post("/seal/start", "key", shares[0], "key", shares[1], "passphrase", first).refuses(t, "Lösenfrasen öppnar inte 2026-h2.key.2")
	s.post("/seal/start", "key", site.path("data/registry.db"), "passphrase", first).refuses(t, "Välj omgångens nyckel")
	s.post("/seal/start", "key", shares[0], "key", shares[1], "passphrase", first, "passphrase", second)
	made := s.awaitMade()
	if text := made.text(); !strings.Contains(text, "Norrköping") || !strings.Contains(text, "18") || !strings.Contains(text, "Lottades bort") || !strings.Contains(text, "Svar som ser påhittade ut:") {
		t.Errorf("before it is signed it says %q", text)
	}
	if files := listed(t, dir); len(files) != 6 {
		t.Errorf("before it is signed the folder holds %q", files)
	}
	signer := made.Find("[name=signer]").AttrOr("value", "")
	s.post("/seal/sign", "signer", signer, "passphrase", first).refuses(t, "Lösenfrasen öppnar inte signer.key")
	saved := s.post("/seal/sign", "signer", signer, "passphrase", third).Find(".path").First().Text()
	if saved != filepath.Join(dir, "2026-h2.import") || len(listed(t, dir)) != 7 {
		t.Fatalf("it saved %q, and the folder holds %q", saved, listed(t, dir))
	}
	imported := must(t, "release", "import", "-data", site.path("data"), saved)
	if whole(t, imported, "rows_deleted") != 20 || whole(t, imported, "waiting") != 2 {
		t.Errorf("importing printed %v", imported)
	}
	s.verifies(t, saved, site.signer)

	s.post("/quit")
	<-s.ended
	if s.code != exitOK || s.out.String() != "" {
		t.Errorf("it ended with %d and printed %q: %s", s.code, s.out, s.err)
	}
}

// restores reads a key from paper: what is not right in one sentence, and the rest whatever its lines.
func (s *steward) restores(t *testing.T, name, passphrase string) {
	t.Helper()
	content, err := os.ReadFile(name)
	ok(t, err)
	s.post("/restore", "text", "hello", "passphrase", passphrase).refuses(t, "Lösenfrasen eller något tecken i texten är fel")
	right := s.post("/restore", "text", strings.Join(strings.Split(string(content), "\n"), " \r\n "), "passphrase", passphrase)
	if !strings.Contains(right.text(), "Pappret stämmer, och nyckeln finns i mappen också") {
		t.Errorf("read from paper: %s", right.text())
	}
}

// verifies verifies an import file, as it is and changed.
func (s *steward) verifies(t *testing.T, name, signer string) {
	t.Helper()
	content, err := os.ReadFile(name)
	ok(t, err)
	if !sealing.IsImportFile(content) {
		t.Fatalf("%s is no import file", name)
	}
	right := s.upload("/verify", map[string][]byte{"a.import": content}, "signer", signer)
	if right.status != http.StatusOK || !strings.Contains(right.text(), "för omgång 2026-H2 stämmer") {
		t.Errorf("verifying has status %d: %s", right.status, right.text())
	}
	var parts struct{ Release, Signature []byte }
	ok(t, json.Unmarshal(content, &parts))
	both := s.upload("/verify", map[string][]byte{"release.json": parts.Release, "release.sig": parts.Signature}, "signer", signer)
	if both.status != http.StatusOK || !strings.Contains(both.text(), "stämmer") {
		t.Errorf("verifying a release and its signature has status %d: %s", both.status, both.text())
	}
	s.upload("/verify", map[string][]byte{"release.json": parts.Release}, "signer", signer).refuses(t, "Välj release.sig också")
	s.upload("/verify", map[string][]byte{"release.sig": parts.Signature}, "signer", signer).refuses(t, "bara en signatur")
	s.upload("/verify", map[string][]byte{"p.json": []byte(`{"format":"fragebatteri-pending/2"}`)}, "signer", signer).refuses(t, "p.json är inget resultat")
	s.upload("/verify", map[string][]byte{"a.import": flipped(content)}, "signer", signer).refuses(t, "Lita inte på filen")
	s.upload("/verify", map[string][]byte{"../../evil": []byte("x")}, "signer", signer).refuses(t, "evil är inget resultat")
	s.upload("/verify", map[string][]byte{"a.import": content}, "signer", "x").refuses(t, "ingen öppen signeringsnyckel")
}

// listed returns everything in a folder, by its names below it.
func listed(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if name, _ := filepath.Rel(dir, path); name != "." {
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// Nobody comes in without the link, by another name of the computer, or from another page.
func TestDeskIsForItsLink(t *testing.T) {
	s := atDesk(t, t.TempDir())
	address, err := url.Parse(s.base)
	ok(t, err)
	cookie := s.Jar.Cookies(address)[0].String()
	for name, test := range map[string]struct {
		method, path, host string
		header             []string
		want               int
	}{
		"the link":          {"GET", s.link[len(s.base):], "", nil, http.StatusSeeOther},
		"no token":          {"GET", "/sv", "", nil, http.StatusForbidden},
		"another token":     {"GET", "/?token=" + strings.Repeat("a", 26), "", nil, http.StatusForbidden},
		"another cookie":    {"GET", "/sv", "", []string{"Cookie", cookie + "x"}, http.StatusForbidden},
		"no token, a style": {"GET", "/static/mark.svg", "", nil, http.StatusForbidden},
		"posting the token": {"POST", s.link[len(s.base):], "", nil, http.StatusForbidden},
		"the cookie":        {"GET", "/sv", "", []string{"Cookie", cookie}, http.StatusOK},
		"another host":      {"GET", "/sv", "evil.example", []string{"Cookie", cookie}, http.StatusMisdirectedRequest},
		"another port":      {"GET", "/sv", "127.0.0.1:80", []string{"Cookie", cookie}, http.StatusMisdirectedRequest},
		"another origin":    {"POST", "/sv/quit", "", []string{"Cookie", cookie, "Origin", "http://evil.example"}, http.StatusForbidden},
		"another site":      {"POST", "/sv/quit", "", []string{"Cookie", cookie, "Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		"another language":  {"GET", "/ar", "", []string{"Cookie", cookie}, http.StatusNotFound},
	} {
		request, err := http.NewRequest(test.method, s.base+test.path, nil)
		ok(t, err)
		if test.host != "" {
			request.Host = test.host
		}
		for i := 0; i+1 < len(test.header); i += 2 {
			request.Header.Set(test.header[i], test.header[i+1])
		}
		r, err := http.DefaultTransport.RoundTrip(request)
		ok(t, err)
		body, err := io.ReadAll(r.Body)
		ok(t, err)
		ok(t, r.Body.Close())
		if r.StatusCode != test.want {
			t.Errorf("%s: status %d, want %d", name, r.StatusCode, test.want)
		}
		if policy := r.Header.Get("Content-Security-Policy"); r.StatusCode == http.StatusOK && (!strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || bytes.Contains(body, []byte("https://"))) {
			t.Errorf("%s: policy %q", name, policy)
		}
		if given := r.Header.Get("Set-Cookie"); test.want == http.StatusSeeOther && !regexp.MustCompile(`^desk-\d+=\w+; Path=/; HttpOnly; SameSite=Strict$`).MatchString(given) {
			t.Errorf("the cookie is %q", given)
		}
	}
}

// A double click is told by the name of the program; without a screen nothing else is one.
func TestDoubleClick(t *testing.T) {
	a := &app{in: strings.NewReader("")}
	for program, want := range map[string]bool{
		"/home/eva/Downloads/fragebatteri-desk-v1.2.3-linux-amd64": true, "fragebatteri-desk.exe": true, "/usr/bin/fragebatteri": false,
	} {
		if doubleClicked(a, program) != want {
			t.Errorf("%s: want %t", program, want)
		}
	}
}

// Each system has its own way to show an address, and to be looked at.
func TestDeskOnEachSystem(t *testing.T) {
	const link = "http://127.0.0.1:1/?token=a"
	for system, c := range map[string]struct {
		command string
		alone   bool // somebody looks at it where nothing says so
	}{
		"windows": {"rundll32 url.dll,FileProtocolHandler " + link, true}, "darwin": {"open " + link, true},
		"linux": {"xdg-open " + link, false}, "freebsd": {"xdg-open " + link, false},
	} {
		if got := strings.Join(browserCommand(system, link), " "); got != c.command {
			t.Errorf("on %s the browser is opened by %q", system, got)
		}
		if got := hasScreen(system, func(string) string { return "" }); got != c.alone {
			t.Errorf("%s without a variable has a screen: %v", system, got)
		}
		for _, screen := range []string{"DISPLAY", "WAYLAND_DISPLAY"} {
			if !hasScreen(system, func(name string) string { return map[string]string{screen: ":0"}[name] }) {
				t.Errorf("%s with %s has no screen", system, screen)
			}
		}
	}
}

// The meter knows that words of ours are guessed first, also Swedish ones, and takes what is long or
// random.
func TestDeskStrength(t *testing.T) {
	s := atDesk(t, t.TempDir())
	for passphrase, want := range map[string]string{
		"sommar2026": "weak", "Norrköping": "weak", "frågebatteri": "weak", "hemligt2027": "fair", "qwerty123456": "weak", "Vår 2027": "weak",
		"kommunen insatsen": "weak", strings.Repeat("a", 90): "weak", "k7fm-2pqx-wert-9abc": "strong", "gurka lampa moln vante": "strong",
	} {
		answer := s.post("/strength", "passphrase", passphrase, "name", "Vår 2027").Text()
		if !strings.Contains(answer, `"strength":"`+want+`"`) {
			t.Errorf("%s: %s", passphrase, answer)
		}
	}
}
