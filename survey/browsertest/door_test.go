package browsertest

import (
	"context"
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
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
	server := httptest.NewUnstartedServer(surveytest.Pages(t, in.Service).Handler())
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

// Somebody who is invited makes a passkey, signs out, and comes in again by it, back to the page that
// was wanted. At a desk there is no other page before.
func TestPasskeyOpensTheDoor(t *testing.T) {
	d := newDoorstep(t)
	for _, c := range []struct {
		who        survey.Staff
		home, want string
	}{
		{survey.Staff{Role: survey.Steward}, "/staff/sv/people", "/staff/sv/account"},
		{survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}}, "/staff/ti/account", "/staff/ti/account"},
	} {
		t.Run(string(c.who.Role), func(t *testing.T) {
			p := newPhone(t, small)
			p.authenticator()
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
