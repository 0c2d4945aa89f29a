// Package openid signs people in at OpenID Connect providers, by the authorization code flow. It asks
// a provider for nothing but who somebody is to it: no name, no address, no personal identity number.
//
// Where to look:
//
//	openid.go      Client: from the way to the provider to the answer that comes back
//	discovery.go   what a provider says of itself
//	credential.go  Credential, Keys: how the service proves to a provider who it is
package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"fragebatteri/survey"
)

// Limits of what is asked of a provider: somebody waits for it.
const (
	answerTime = 5 * time.Second
	answerSize = 1 << 20 // bytes

	// skew is how far a provider's clock may be from ours.
	skew = 2 * time.Minute
)

// Client signs people in at any number of providers. It is safe for concurrent use, and a provider
// that does not answer keeps nobody from another.
type Client struct {
	keys Keys
	now  func() time.Time
	http *http.Client

	mu       sync.Mutex
	metadata map[string]*discovery // by issuer
}

// New returns a client with the credentials in keys.
func New(keys Keys, now func() time.Time) *Client {
	return &Client{
		keys: keys, now: now, metadata: map[string]*discovery{},
		http: &http.Client{
			Timeout: answerTime, Transport: limited{http.DefaultTransport.(*http.Transport).Clone()},
			// What proves who we are is for the provider's own address.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// limited cuts answers off that are longer than any provider's.
type limited struct{ http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(response.Body, answerSize), response.Body}
	}
	return response, err
}

// Pending is a sign-in that somebody has begun. It is kept where only the browser that began it
// reaches it, and used once.
type Pending struct {
	redirect string
	state    string // comes back with the answer
	nonce    string // comes back in the ID token
	verifier string // of PKCE
}

// Begin returns the address at the provider where somebody signs in, and what Finish needs when the
// provider has sent the browser to redirect, an address of ours that is registered there. It returns
// an error of kind Unavailable when the provider does not answer.
func (c *Client) Begin(ctx context.Context, p survey.Provider, redirect string) (address string, pending Pending, err error) {
	config, _, _, err := c.config(ctx, p, redirect)
	if err != nil {
		return "", Pending{}, err
	}
	pending = Pending{redirect: redirect, state: rand.Text(), nonce: rand.Text(), verifier: oauth2.GenerateVerifier()}
	return config.AuthCodeURL(pending.state, oidc.Nonce(pending.nonce), oauth2.S256ChallengeOption(pending.verifier)), pending, nil
}

// config returns how the service speaks to a provider, what the provider says of itself, and how the
// service proves to it who it is.
func (c *Client) config(ctx context.Context, p survey.Provider, redirect string) (*oauth2.Config, *metadata, Credential, error) {
	credential, err := c.keys.Read(p.ID)
	if err != nil {
		return nil, nil, Credential{}, err
	}
	m, err := c.discover(ctx, p.Issuer)
	if err != nil {
		return nil, nil, Credential{}, survey.Fail(survey.Unavailable, "openid.down").Because(err)
	}
	return &oauth2.Config{
		ClientID: p.ClientID, RedirectURL: redirect, Scopes: []string{oidc.ScopeOpenID},
		Endpoint: oauth2.Endpoint{AuthURL: m.AuthURL, TokenURL: m.TokenURL, AuthStyle: m.secretStyle()},
	}, m, credential, nil
}

// Finish returns who somebody is to the provider, of the answer that the browser brought back: issuer
// and subject together are one person for ever. No error has anything of the person in it; its kind
// is Conflict when the answer is to nothing that was pending or came too late, Forbidden when the
// provider let nobody in, Unavailable when it does not answer, and Internal when it or the service
// has to be set up otherwise.
func (c *Client) Finish(ctx context.Context, p survey.Provider, pending Pending, answer url.Values) (issuer, subject string, err error) {
	if subtle.ConstantTimeCompare([]byte(answer.Get("state")), []byte(pending.state)) != 1 {
		return "", "", survey.Fail(survey.Conflict, "openid.state")
	}
	if refused := answer.Get("error"); refused != "" {
		return "", "", refusal(refused)
	}
	config, m, credential, err := c.config(ctx, p, pending.redirect)
	if err != nil {
		return "", "", err
	}
	// An answer of another provider to a question that was put to this one.
	if from := answer.Get("iss"); from != p.Issuer && (from != "" || m.NamesItself) {
		return "", "", survey.Fail(survey.Conflict, "openid.state")
	}
	token, err := c.exchange(ctx, config, credential, pending, answer.Get("code"))
	if err != nil {
		return "", "", err
	}
	subject, err = c.verify(ctx, p, m, pending, token)
	return p.Issuer, subject, err
}

// refusal returns the error of what a provider sent the browser back with.
func refusal(code string) error {
	switch code {
	case "access_denied", "login_required", "interaction_required", "consent_required", "account_selection_required":
		return survey.Fail(survey.Forbidden, "openid.denied")
	case "server_error", "temporarily_unavailable":
		return survey.Fail(survey.Unavailable, "openid.down")
	}
	return survey.Fail(survey.Internal, "openid.client")
}

// exchange gets the ID token for the code. What a provider says when it refuses may name the person:
// nothing of it is kept but the code of the error.
func (c *Client) exchange(ctx context.Context, config *oauth2.Config, credential Credential, pending Pending, code string) (idToken string, err error) {
	options, err := credential.prove(config, c.now())
	if err != nil {
		return "", err
	}
	options = append(options, oauth2.VerifierOption(pending.verifier))
	token, err := config.Exchange(oidc.ClientContext(ctx, c.http), code, options...)
	if refused, is := errors.AsType[*oauth2.RetrieveError](err); is && refused.ErrorCode != "" {
		if refused.ErrorCode == "invalid_grant" { // the code is too old, or has been used
			return "", survey.Fail(survey.Conflict, "openid.state")
		}
		return "", survey.Fail(survey.Internal, "openid.client")
	}
	if err != nil {
		return "", survey.Fail(survey.Unavailable, "openid.down")
	}
	idToken, _ = token.Extra("id_token").(string)
	return idToken, nil
}

// birthday is the beginning of a Swedish personal identity number, or of a coordination number.
const birthday = `\d\d(0[1-9]|1[0-2])([06][1-9]|[1278]\d|[39][01])`

var personalNumber = regexp.MustCompile(`^((19|20)` + birthday + `[-+]?|` + birthday + `[-+])\d{4}$`)

// verify returns the subject of an ID token that the provider issued, just now, to this service, and
// to what is pending.
func (c *Client) verify(ctx context.Context, p survey.Provider, m *metadata, pending Pending, idToken string) (subject string, err error) {
	verifier := oidc.NewVerifier(p.Issuer, m.keys, &oidc.Config{
		ClientID: p.ClientID, SupportedSigningAlgs: m.algorithms(), Now: func() time.Time { return c.now().Add(-skew) },
	})
	token, err := verifier.Verify(ctx, idToken)
	if err != nil {
		return "", survey.Fail(survey.Internal, "openid.token")
	}
	var claims struct {
		For string `json:"azp"`
	}
	err = token.Claims(&claims)
	ours := claims.For == p.ClientID || claims.For == "" && len(token.Audience) == 1
	asked := subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(pending.nonce)) == 1
	if err != nil || !ours || !asked || token.Subject == "" {
		return "", survey.Fail(survey.Internal, "openid.token")
	}
	if personalNumber.MatchString(token.Subject) {
		return "", survey.Fail(survey.Internal, "openid.subject")
	}
	return token.Subject, nil
}
