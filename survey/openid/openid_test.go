package openid_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/openid"
	"fragebatteri/survey/openid/openidtest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

const redirect = "https://svara.example/staff/openid/0581"

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newKey returns a credential with a P-256 key, which is quick to make.
func newKey(t *testing.T) openid.Credential {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	ok(t, err)
	credential, err := openid.ParseKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	ok(t, err)
	return credential
}

// testingKey returns a credential with an RSA key that is kept, since making one takes seconds. What
// looks for keys that lie open does not take it for one.
func testingKey(t *testing.T) openid.Credential {
	t.Helper()
	content, err := os.ReadFile("testdata/rsa.pem")
	ok(t, err)
	credential, err := openid.ParseKey(bytes.ReplaceAll(content, []byte("TESTING KEY"), []byte("RSA PRIVATE KEY")))
	ok(t, err)
	return credential
}

// desk is the service and a provider at which it is registered.
type desk struct {
	*openid.Client
	at    *openidtest.Provider
	known survey.Provider
	keys  openid.Keys
	clock *surveytest.Clock
}

func newDesk(t *testing.T, credential openid.Credential) desk {
	t.Helper()
	clock := &surveytest.Clock{}
	clock.Advance(surveytest.Start.Sub(time.Time{}))
	d := desk{at: openidtest.New(t, clock.Now), keys: openid.Keys{Folder: t.TempDir()}, clock: clock}
	d.Client = openid.New(d.keys, clock.Now)
	d.known = d.at.Register(redirect, credential)
	ok(t, d.keys.Put(d.known.ID, credential))
	return d
}

// visit sends somebody to the provider and returns what comes back.
func (d desk) visit(t *testing.T) (openid.Pending, url.Values) {
	t.Helper()
	address, pending, err := d.Begin(t.Context(), d.known, redirect)
	ok(t, err)
	return pending, d.at.Visit(address).Query()
}

func TestSignIn(t *testing.T) {
	rsa := testingKey(t)
	secret, err := openid.ParseSecret([]byte("p%40ss: å+\r\n"))
	ok(t, err)
	for name, c := range map[string]struct {
		credential openid.Credential
		secret     string
		methods    []string
	}{
		"RSA":              {rsa, "", []string{"private_key_jwt"}},
		"P-256":            {newKey(t), "", []string{"client_secret_post", "private_key_jwt"}},
		"secret in header": {secret, "p%40ss: å+", nil},
		"secret in form":   {secret, "p%40ss: å+", []string{"client_secret_post"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, c.credential)
			d.at.Secret, d.at.Methods = c.secret, c.methods
			ok(t, d.Check(t.Context(), d.known, c.credential))
			for range 2 { // a proof is used once
				pending, answer := d.visit(t)
				issuer, subject, err := d.Finish(t.Context(), d.known, pending, answer)
				ok(t, err)
				if issuer != d.at.Issuer || subject != d.at.Subject {
					t.Errorf("signed in as %q of %q", subject, issuer)
				}
			}
		})
	}
}

// A new key is of a kind that the provider takes: RSA where it does not say what it takes.
func TestNewCredential(t *testing.T) {
	for says, methods := range map[string][]string{"ES256": {"private_key_jwt"}, "RS256": nil} {
		if methods == nil && !tool.All() {
			t.Logf("no RSA key was made, which takes seconds; set %s=1", tool.Switch)
			continue
		}
		d := newDesk(t, newKey(t))
		d.at.Methods = methods
		credential, err := d.NewCredential(t.Context(), d.known)
		ok(t, err)
		keys, err := credential.PublicKeys()
		ok(t, err)
		if len(keys.Keys) != 1 || keys.Keys[0].Algorithm != says || !keys.Keys[0].IsPublic() || !keys.Keys[0].Valid() {
			t.Errorf("the public keys are %+v", keys)
		}
		ok(t, d.keys.Put(d.known.ID, credential))
		d.at.Register(redirect, credential)
		pending, answer := d.visit(t)
		_, _, err = d.Finish(t.Context(), d.known, pending, answer)
		ok(t, err)
	}
}

// What a provider must not let in is not let in, what went wrong is told apart, and nothing of the
// person is said.
func TestRefusal(t *testing.T) {
	claim := func(name string, value any) func(*testing.T, *desk, url.Values) {
		return func(_ *testing.T, d *desk, _ url.Values) {
			d.at.Claims = func(claims map[string]any) { claims[name] = value }
		}
	}
	late := func(by time.Duration) func(*testing.T, *desk, url.Values) {
		return func(_ *testing.T, d *desk, _ url.Values) {
			d.at.Claims = func(claims map[string]any) { claims["exp"] = d.clock.Now().Add(-by).Unix() }
		}
	}
	for name, c := range map[string]struct {
		change func(*testing.T, *desk, url.Values)
		kind   survey.Kind
		code   string // "": it is let in
	}{
		"as it should be":       {func(*testing.T, *desk, url.Values) {}, 0, ""},
		"another state":         {func(_ *testing.T, _ *desk, a url.Values) { a.Set("state", "x") }, survey.Conflict, "openid.state"},
		"no state":              {func(_ *testing.T, _ *desk, a url.Values) { a.Del("state") }, survey.Conflict, "openid.state"},
		"another code":          {func(_ *testing.T, _ *desk, a url.Values) { a.Set("code", "x") }, survey.Conflict, "openid.state"},
		"no code":               {func(_ *testing.T, _ *desk, a url.Values) { a.Del("code") }, survey.Conflict, "openid.state"},
		"another provider's":    {func(_ *testing.T, _ *desk, a url.Values) { a.Set("iss", "https://x.example") }, survey.Conflict, "openid.state"},
		"nobody's":              {func(_ *testing.T, _ *desk, a url.Values) { a.Del("iss") }, survey.Conflict, "openid.state"},
		"another audience":      {claim("aud", "x"), survey.Internal, "openid.token"},
		"two audiences":         {claim("aud", []string{"x", openidtest.ClientID}), survey.Internal, "openid.token"},
		"for another":           {claim("azp", "x"), survey.Internal, "openid.token"},
		"for us by name":        {claim("azp", openidtest.ClientID), 0, ""},
		"another issuer":        {claim("iss", "https://x.example"), survey.Internal, "openid.token"},
		"another nonce":         {claim("nonce", "x"), survey.Internal, "openid.token"},
		"no nonce":              {claim("nonce", nil), survey.Internal, "openid.token"},
		"nobody":                {claim("sub", ""), survey.Internal, "openid.token"},
		"a personal number":     {claim("sub", "19121212-1212"), survey.Internal, "openid.subject"},
		"a short one":           {claim("sub", "121212-1212"), survey.Internal, "openid.subject"},
		"a coordination number": {claim("sub", "201203612399"), survey.Internal, "openid.subject"},
		"a number of theirs":    {claim("sub", "201299612399"), 0, ""},
		"a clock behind":        {late(90 * time.Second), 0, ""},
		"a clock far behind":    {late(3 * time.Minute), survey.Internal, "openid.token"},
		"a clock ahead": {func(_ *testing.T, d *desk, _ url.Values) {
			d.at.Claims = func(claims map[string]any) {
				later := d.clock.Now().Add(2 * time.Minute).Unix()
				claims["iat"], claims["nbf"] = later, later
			}
		}, 0, ""},
		"unsigned":       {func(_ *testing.T, d *desk, _ url.Values) { d.at.None = true }, survey.Internal, "openid.token"},
		"another secret": {func(_ *testing.T, d *desk, _ url.Values) { d.at.Secret = "x" }, survey.Internal, "openid.client"},
		"another key": {func(t *testing.T, d *desk, _ url.Values) {
			d.at.Register(redirect, newKey(t))
		}, survey.Internal, "openid.client"},
		"no key": {func(t *testing.T, d *desk, _ url.Values) { ok(t, d.keys.Remove(d.known.ID)) }, survey.Internal, "openid.no_key"},
		"down":   {func(_ *testing.T, d *desk, _ url.Values) { d.at.Down = true }, survey.Unavailable, "openid.down"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, newKey(t))
			pending, answer := d.visit(t)
			c.change(t, &d, answer)
			_, subject, err := d.Finish(t.Context(), d.known, pending, answer)
			if survey.CodeOf(err) != c.code || survey.KindOf(err) != c.kind || (err == nil) != (c.code == "") || (err == nil) != (subject != "") {
				t.Errorf("it gives %q, %v", subject, err)
			}
			if err != nil && (strings.Contains(err.Error(), "Anna") || strings.Contains(err.Error(), "1212")) {
				t.Errorf("the person is in %v", err)
			}
		})
	}
}

func TestAnswerIsUsedOnce(t *testing.T) {
	d := newDesk(t, newKey(t))
	pending, answer := d.visit(t)
	_, _, err := d.Finish(t.Context(), d.known, pending, answer)
	ok(t, err)
	if _, _, err := d.Finish(t.Context(), d.known, pending, answer); survey.CodeOf(err) != "openid.state" {
		t.Errorf("the second time: %v", err)
	}
}

// What the provider refuses is told apart from what it cannot do and from what the service does wrong.
func TestProviderRefuses(t *testing.T) {
	d := newDesk(t, newKey(t))
	for refused, code := range map[string]string{
		"access_denied": "openid.denied", "login_required": "openid.denied", "temporarily_unavailable": "openid.down",
		"invalid_scope": "openid.client", "anything": "openid.client",
	} {
		d.at.Refuse = refused
		pending, answer := d.visit(t)
		_, _, err := d.Finish(t.Context(), d.known, pending, answer)
		if survey.CodeOf(err) != code || strings.Contains(err.Error(), "Anna") {
			t.Errorf("%s: %v", refused, err)
		}
	}
}

// A provider that is down is asked again when somebody comes after a while, and keeps nobody from
// another; one that is up is not asked what it is again and again.
func TestProviderIsDown(t *testing.T) {
	d := newDesk(t, newKey(t))
	other := openidtest.New(t, d.clock.Now)
	known := other.Register(redirect, newKey(t))
	d.at.Down = true
	for range 3 {
		if _, _, err := d.Begin(t.Context(), d.known, redirect); survey.KindOf(err) != survey.Unavailable {
			t.Errorf("down: %v", err)
		}
		_, _, err := d.Begin(t.Context(), known, redirect)
		ok(t, err)
	}
	if d.at.Asked() != 1 || other.Asked() != 1 {
		t.Errorf("they were asked %d and %d times", d.at.Asked(), other.Asked())
	}
	d.at.Down = false
	d.clock.Advance(30 * time.Second)
	left, leave := context.WithCancel(t.Context())
	leave()
	_, _, err := d.Begin(left, d.known, redirect) // whoever has left leaves the answer to others
	ok(t, err)
	d.clock.Advance(time.Hour)
	d.at.Issuer += "/"
	if _, _, err := d.Begin(t.Context(), d.known, redirect); survey.CodeOf(err) != "openid.down" {
		t.Errorf("after an hour: %v", err)
	}
}
