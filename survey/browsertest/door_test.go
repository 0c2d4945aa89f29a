package browsertest

import (
	"context"
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// doorstep is a service at an address with a name, without which browsers make no passkeys.
type doorstep struct {
	*surveytest.Instance
	t   testing.TB
	url string
}

func newDoorstep(t testing.TB) doorstep {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	host := surveytest.Host
	host.BaseURL = "http://localhost:" + port
	in := surveytest.ServiceOf(t, host)
	server := httptest.NewUnstartedServer(webtest.Pages(t, in.Service).Handler())
	server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return doorstep{in, t, host.BaseURL}
}

// invite invites somebody and returns the address of the invitation.
func (d doorstep) invite(s survey.Staff) string {
	d.t.Helper()
	s.Label = "Kretsen i Kinda"
	_, token, err := d.Invite(d.t.Context(), s)
	if err != nil {
		d.t.Fatal(err)
	}
	return d.url + "/I/" + token
}

// authenticator gives a phone something that makes passkeys, and says yes for its owner.
func (p *phone) authenticator() {
	p.t.Helper()
	p.run(webauthn.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := webauthn.AddVirtualAuthenticator(&webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}).Do(ctx)
		return err
	}))
}

// at waits until the phone is at a path.
func (p *phone) at(path string) {
	p.t.Helper()
	p.await(`location.pathname === '` + path + `' && document.readyState === 'complete'`)
}

// olderBrowser takes away what browsers before 2024 do not have.
const olderBrowser = `
	delete PublicKeyCredential.parseCreationOptionsFromJSON
	delete PublicKeyCredential.parseRequestOptionsFromJSON
	delete PublicKeyCredential.prototype.toJSON
`

// Somebody who is invited makes a passkey, signs out, and comes in again by it, back to the page that
// was wanted. At a desk there is no other page before.
func TestPasskeyOpensTheDoor(t *testing.T) {
	d := newDoorstep(t)
	for _, c := range []struct {
		who        survey.Staff
		home, want string
	}{
		{survey.Staff{Role: survey.Steward}, "/staff/sv/start", "/staff/sv/account"},
		{survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}}, "/staff/ti/sessions", "/staff/ti/account"},
	} {
		t.Run(string(c.who.Role), func(t *testing.T) {
			p := newPhone(t, small)
			p.authenticator()
			if !c.who.Role.AtDesk() {
				p.before(olderBrowser)
			}
			tag := strings.Split(c.home, "/")[2]
			p.open(d.invite(c.who) + "?lang=" + tag)
			p.tap("main form button")
			p.at("/staff/" + tag + "/welcome")
			if c.who.Role.AtDesk() {
				p.open(d.url + c.home)
				p.at("/staff/" + tag + "/welcome")
			}
			p.tap("form[data-passkey] button")
			p.at(c.home)
			p.tap("footer form button")
			p.at("/staff/" + tag + "/sign-in")
			p.open(d.url + c.want)
			p.at("/staff/" + tag + "/sign-in")
			p.tap("form[data-passkey] button")
			p.at(c.want)
			p.open(d.url + "/staff/" + tag + "/account")
			if n := eval[int](p, `document.querySelectorAll('ul.lines li').length`); n != 2 {
				t.Errorf("the page shows %d passkeys and sign-ins, want one each", n)
			}
			p.tap("form[data-passkey] button")
			p.await(`document.querySelector('[role=alert]').textContent === document.querySelector('form[data-passkey]').dataset.known`)
		})
	}
}

// doors are the pages of the door in a language, each with a way to it.
func (d doorstep) doors(p *phone, tag string) map[string]string {
	d.t.Helper()
	invitation := d.invite(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0513"}, Languages: []string{"ti"}})
	own := d.url + "/staff/" + tag
	p.enter(d, survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0513"}})
	return map[string]string{
		"invitation": invitation + "?lang=" + tag, "no invitation": d.url + "/I/X?lang=" + tag, "sign in": own + "/sign-in",
		"welcome": own + "/welcome", "account": own + "/account", "for others": own + "/people",
	}
}

// enter signs a phone in as somebody.
func (p *phone) enter(d doorstep, who survey.Staff) {
	p.t.Helper()
	_, secret := d.SignIn(who)
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		return network.SetCookie("staff", secret).WithURL(d.url).Do(ctx)
	}))
}

// The pages of the door can be read by everybody: in letters of any size, from right to left, with a
// screen reader.
func TestDoorsFit(t *testing.T) {
	source := axe(t)
	d := newDoorstep(t)
	look := func(p *phone, name, url string, l i18n.Language) {
		t.Helper()
		p.open(url)
		p.measure(t, name, l)
		if l.Tag != i18n.Source { // axe-core finds nothing in one language that it does not in another
			return
		}
		for _, colours := range []struct{ scheme, rules string }{{"light", allRules}, {"dark", colourRules}} {
			p.media("prefers-color-scheme", colours.scheme)
			for _, v := range p.violations(source, colours.rules) {
				t.Errorf("%s, %s: %s", name, colours.scheme, v)
			}
		}
	}
	for _, tag := range []string{"ar", "ti", "sv"} {
		l, _ := i18n.Find(i18n.Languages, tag)
		p := newPhone(t, small)
		for name, url := range d.doors(p, tag) {
			look(p, name, url, l)
		}
	}
}
