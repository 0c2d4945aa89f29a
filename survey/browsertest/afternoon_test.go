package browsertest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/web"
	"fragebatteri/survey/webtest"
)

// An ambassador's afternoon, from the card that invites to what the group said: invited by the printed
// card, signed in with a passkey, a session in three taps, three people who answer on their own phones
// by what their cameras read, more places, no network and network again, the end, and the talk
// afterwards. In a language that is read either way.
func TestAfternoon(t *testing.T) {
	pdftoppm, zbarimg := tool.Need(t, "pdftoppm"), tool.Need(t, "zbarimg")
	d := newDoorstep(t)
	s := &scene{t: t, in: d.Instance, round: d.Begin("2026-H2")}
	for _, lang := range []string{"so", "ar"} {
		t.Run(lang, func(t *testing.T) {
			p := newPhone(t, small)
			p.authenticator()
			p.open(p.readCard(d, lang, pdftoppm, zbarimg) + "?lang=" + lang)
			p.tap("main form button")
			p.at("/staff/" + lang + "/welcome")
			p.tap("form[data-passkey] button")
			p.at("/staff/" + lang + "/sessions")
			eval[any](p, `localStorage.presses = '[]'`)
			eval[any](p, `sessionStorage.form = 'of somebody who answers in another tab'`)
			p.tap("footer form button") // and comes back another day, by the passkey alone
			p.at("/staff/" + lang + "/sign-in")
			p.await(`!('presses' in localStorage) && sessionStorage.form && !location.search`)
			p.tap("form[data-passkey] button")
			p.at("/staff/" + lang + "/sessions")

			p.tap("form.new .choice")
			p.tap(".many .choice")
			p.tap("form.new > button")
			p.await(`location.hash === '#show' && document.readyState === 'complete'`)
			code := eval[string](p, `location.pathname.split('/').pop()`)
			address := p.scan(zbarimg)
			before := len(s.answers())
			for _, who := range []string{"so", "ar", "ti"} {
				q := newPhone(t, small)
				q.open(address)
				q.tap(fmt.Sprintf("a[lang=%q]", who))
				q.await(`!!document.querySelector('#begin')`)
				q.begin()
				q.choose("K01", "o1")
				q.goTo("end")
				q.tap(sending)
				q.received()
			}
			if got := len(s.answers()) - before; got != 3 {
				t.Fatalf("%d answers were received, want 3", got)
			}

			p.tap("#show .button")
			p.offline(true)
			p.tap("[data-press=places] button")
			p.await(`JSON.parse(localStorage.presses).length === 1`)
			p.offline(false)
			p.await(`!localStorage.presses && !document.querySelector('.notice:not([hidden])')`)
			p.tap("details:has([data-press=close]) summary")
			p.tap("[data-press=close] button")
			p.await(`document.readyState === 'complete' && !document.querySelector('figure') && document.querySelector('main a[href$="/voice"]')`)
			p.tap(`main a[href$="/voice"]`)
			p.at("/staff/" + lang + "/sessions/" + code + "/voice")
			p.tap(".voice details:nth-of-type(5) summary")
			p.tap(`input[name="housing.hard"][value=some]`)
			p.tap(".voice > button")
			p.await(`!!document.querySelector('[role=status]')`)

			session, err := d.Session(t.Context(), code)
			if err != nil {
				t.Fatal(err)
			}
			if want := session.Announced + 2 + survey.PlacesAtOnce; session.Capacity != want || !session.Over(d.Clock.Now()) {
				t.Errorf("the session has %d places, want %d; over: %v", session.Capacity, want, session.Over(d.Clock.Now()))
			}
			voices, err := d.Store.Voices(t.Context(), s.round.ID)
			if err != nil {
				t.Fatal(err)
			}
			said := []survey.Theme{{About: "housing", Tone: survey.ToneHard, Said: survey.SaidSome}}
			if !slices.ContainsFunc(voices, func(v survey.Voice) bool { return v.Session == code && slices.Equal(v.Themes, said) }) {
				t.Errorf("noted is %+v", voices)
			}
		})
	}
}

// readCard prints the card that invites an ambassador, and returns what a camera reads on it.
func (p *phone) readCard(d doorstep, lang, pdftoppm, zbarimg string) string {
	p.t.Helper()
	host, err := d.Host(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	_, token, err := d.Invite(p.t.Context(), survey.Staff{
		Role: survey.AmbassadorRole, Label: "Kretsen i Kinda", Municipalities: []string{"0581"}, Interventions: []string{"OG028"},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	invitation, err := d.Door().Invitation(p.t.Context(), token)
	if err != nil {
		p.t.Fatal(err)
	}
	catalog := surveytest.Catalog(p.t)
	card, err := paper.Invitation{
		Host: host, Invitation: invitation, Token: token, Municipality: d.Municipality,
		Printer: catalog.Printer(lang), Swedish: catalog.Printer("sv"),
	}.Card()
	if err != nil {
		p.t.Fatal(err)
	}
	printer := newPhone(p.t, size{820, 1160})
	printer.openPaper(card)
	pdf, _ := printer.printed()
	file := filepath.Join(p.t.TempDir(), "card.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		p.t.Fatal(err)
	}
	codes := scanned(p.t.(*testing.T), pdftoppm, zbarimg, file)
	if len(codes) != 1 {
		p.t.Fatalf("the card has the codes %q", codes)
	}
	return codes[0]
}

// scan returns what a camera reads on the screen.
func (p *phone) scan(zbarimg string) string {
	p.t.Helper()
	var picture []byte
	p.run(chromedp.CaptureScreenshot(&picture))
	file := filepath.Join(p.t.TempDir(), "screen.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		p.t.Fatal(err)
	}
	out, err := exec.CommandContext(p.t.Context(), zbarimg, "--quiet", "--raw", "-S*.enable=0", "-Sqrcode.enable=1", file).Output()
	if err != nil {
		p.t.Fatalf("a camera reads nothing: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// A reader of Tigrinya words a question better and records it; a steward and a second reader approve.
// Who answers in the next round reads the new words and hears them, and who answers in the open one
// reads on as it began.
func TestReaderIsReadAndHeard(t *testing.T) {
	chromium(t)
	speak(t)
	host := surveytest.Host
	host.BaseURL = "http://127.0.0.1"
	in := surveytest.ServiceOf(t, host)
	dir := t.TempDir()
	library, err := review.OpenLibrary(filepath.Join(dir, "locales"), locales.Files, i18n.Languages, nil)
	if err != nil {
		t.Fatal(err)
	}
	clips, err := audio.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := web.New(in.Service, web.Options{Languages: i18n.Languages, Texts: library, Audio: clips.Clips(), Recorded: clips})
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{t: t, in: in, server: webtest.Serve(t, pages.Handler())}
	begin := func(name string) {
		s.round = in.Begin(name, func(n *survey.NewRound) { n.Texts = library.Now().Catalog.Text })
		s.session, _ = in.Gather(s.round)
	}
	as := func(who survey.Staff) *phone {
		_, secret := in.SignIn(who)
		p := newPhone(t, small)
		p.run(network.SetCookie("staff", secret).WithURL(s.server.URL))
		return p
	}
	const key, better = "scale.know.o1", "እወ፣ ብጽቡቕ"
	old := library.Now().Catalog.Text("ti", key)
	begin("2026-H2")

	reader := as(oneReader)
	reader.open(s.url("/staff/sv/texts/ti/core/" + key))
	reader.tap(".verdicts details summary")
	eval[bool](reader, fmt.Sprintf(`(() => {
		const field = document.querySelector('#better-other')
		field.value = %q
		return field.dispatchEvent(new Event('input', {bubbles: true}))
	})()`, better))
	reader.tap(".verdicts button[value=better]")
	reader.await(`!location.pathname.endsWith('/` + key + `')`)
	steward := as(survey.Staff{Role: survey.Steward})
	steward.open(s.url("/staff/sv/languages/ti/core/" + key))
	steward.tap(`main form input[type=radio]:not([value=keep])`)
	steward.tap("main form button")
	steward.await(`!location.pathname.endsWith('/` + key + `')`)
	if now := library.Now().Catalog.Text("ti", key); now != better || now == old {
		t.Fatalf("approved is %q", now)
	}

	reader.open(s.url("/staff/sv/clips/ti/core/" + key))
	reader.read()
	reader.inState("good")
	reader.tap("#hear")
	reader.inState("heard")
	reader.tap("#keep")
	reader.await(`!location.pathname.endsWith('/` + key + `') && document.getElementById('waiting').hidden`)
	second := as(otherReader)
	second.open(s.url("/staff/sv/clips/ti/core/" + key))
	second.await(`document.querySelector('#recorded audio')`)
	second.tap("#recorded button")
	second.await(`location.pathname === '/staff/sv/clips/ti'`)

	reads := func() string {
		q := newPhone(t, small)
		q.open(s.formURL("ti"))
		return eval[string](q, `document.querySelector('#K01 label span').textContent.trim()`)
	}
	if got := reads(); got != old {
		t.Errorf("the open round reads %q, want %q", got, old)
	}
	begin("2027-H1")
	if got := reads(); got != better {
		t.Errorf("the next round reads %q, want %q", got, better)
	}
	p := newPhone(t, small)
	p.open(s.url("/audio/core/ti/" + key))
	if length := p.decode("/audio/core/ti/" + key).Length; length < spoken || length > spoken+time.Second.Seconds() {
		t.Errorf("a participant hears %.2f seconds", length)
	}
}
