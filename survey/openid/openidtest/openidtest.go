// Package openidtest is an OpenID Connect provider for tests, which takes nothing that a strict one
// would not.
package openidtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"fragebatteri/survey"
	"fragebatteri/survey/openid"
)

// ClientID is the id under which the service is registered at every provider.
const ClientID = "fragebatteri"

// Provider is a provider that serves until the test ends. Its fields may be changed between requests.
type Provider struct {
	Issuer   string
	Subject  string              // who signs in next
	Redirect string              // the address that is registered for the service
	Keys     *jose.JSONWebKeySet // the service's public keys
	Secret   string              // the service's secret; "": it proves who it is by a key
	Methods  []string            // of proof, as it says; nil: it does not say

	Claims func(map[string]any) // changes what is in ID tokens; nil: nothing
	Refuse string               // error that browsers are sent back with; "": none
	Down   bool                 // it answers nothing but 503
	None   bool                 // it signs by the algorithm none

	key     *ecdsa.PrivateKey
	now     func() time.Time
	t       testing.TB
	mu      sync.Mutex
	granted map[string]url.Values // by code: what was asked for
	proofs  map[string]bool       // ids of assertions that have been used
	asked   int
}

// New starts a provider with this clock.
func New(t testing.TB, now func() time.Time) *Provider {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{Subject: "8f1c", key: key, now: now, t: t, granted: map[string]url.Values{}, proofs: map[string]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked++
		if p.Down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p.Issuer = server.URL
	return p
}

// Register tells the provider who the service is and where it has pages, and returns what the
// service has to know of the provider.
func (p *Provider) Register(redirect string, credential openid.Credential) survey.Provider {
	p.t.Helper()
	keys, err := credential.PublicKeys()
	if err != nil {
		p.t.Fatal(err)
	}
	p.Redirect, p.Keys = redirect, keys
	return survey.Provider{ID: "0581", Label: "Norrköpings kommun", Issuer: p.Issuer, ClientID: ClientID, Municipality: "0581"}
}

// Asked returns how many requests have come.
func (p *Provider) Asked() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// Visit opens an address at the provider as the browser of Subject, and returns where it is sent.
func (p *Provider) Visit(address string) *url.URL {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	to, err := response.Location()
	if err != nil {
		p.t.Fatalf("the provider answers %s to %s", response.Status, address)
	}
	return to
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	says := map[string]any{
		"issuer": p.Issuer, "authorization_endpoint": p.Issuer + "/authorize", "token_endpoint": p.Issuer + "/token",
		"jwks_uri": p.Issuer + "/keys", "response_types_supported": []string{"code"}, "subject_types_supported": []string{"pairwise"},
		"id_token_signing_alg_values_supported":          []string{"ES256", "HS256", "none"},
		"authorization_response_iss_parameter_supported": true,
	}
	if p.Methods != nil {
		says["token_endpoint_auth_methods_supported"] = p.Methods
		says["token_endpoint_auth_signing_alg_values_supported"] = []string{"RS256", "ES256"}
	}
	p.write(w, http.StatusOK, says)
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	p.write(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
}

// authorize sends the browser back, with a code if all is as it has to be.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	if asked.Get("client_id") != ClientID || asked.Get("redirect_uri") != p.Redirect {
		http.Error(w, "the service or its address is not registered", http.StatusBadRequest)
		return
	}
	back := url.Values{"state": {asked.Get("state")}, "iss": {p.Issuer}}
	switch {
	case p.Refuse != "":
		back.Set("error", p.Refuse)
		back.Set("error_description", "Anna Andersson may not")
	case asked.Get("response_type") != "code", asked.Get("scope") != "openid", asked.Get("nonce") == "", asked.Get("state") == "",
		asked.Get("code_challenge_method") != "S256", asked.Get("code_challenge") == "", asked.Has("claims"):
		back.Set("error", "invalid_request")
	default:
		code := rand.Text()
		p.granted[code] = asked
		back.Set("code", code)
	}
	http.Redirect(w, r, p.Redirect+"?"+back.Encode(), http.StatusSeeOther)
}

// token gives an ID token for a code, once.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	refuse := func(status int, code string) {
		p.write(w, status, map[string]string{"error": code, "error_description": "Anna Andersson may not"})
	}
	if r.ParseForm() != nil || !p.proved(r) {
		refuse(http.StatusUnauthorized, "invalid_client")
		return
	}
	form := r.PostForm
	asked := p.granted[form.Get("code")]
	delete(p.granted, form.Get("code"))
	challenge := sha256.Sum256([]byte(form.Get("code_verifier")))
	if asked == nil || form.Get("grant_type") != "authorization_code" || form.Get("redirect_uri") != asked.Get("redirect_uri") ||
		base64.RawURLEncoding.EncodeToString(challenge[:]) != asked.Get("code_challenge") {
		refuse(http.StatusBadRequest, "invalid_grant")
		return
	}
	claims := map[string]any{
		"iss": p.Issuer, "sub": p.Subject, "aud": ClientID, "nonce": asked.Get("nonce"),
		"iat": p.now().Unix(), "exp": p.now().Add(time.Minute).Unix(), "auth_time": p.now().Unix(),
	}
	if p.Claims != nil {
		p.Claims(claims)
	}
	p.write(w, http.StatusOK, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 60, "id_token": p.sign(claims)})
}

// proved reports whether a request is the service's.
func (p *Provider) proved(r *http.Request) bool {
	form := r.PostForm
	if p.Secret != "" {
		id, secret, inHeader := r.BasicAuth()
		if inHeader {
			id, _ = url.QueryUnescape(id)
			secret, _ = url.QueryUnescape(secret)
		} else {
			id, secret = form.Get("client_id"), form.Get("client_secret")
		}
		return id == ClientID && secret == p.Secret && (p.Methods == nil) == inHeader
	}
	if form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" || form.Has("client_secret") {
		return false
	}
	assertion, err := jwt.ParseSigned(form.Get("client_assertion"), []jose.SignatureAlgorithm{jose.RS256, jose.ES256})
	if err != nil || p.Keys == nil {
		return false
	}
	keys := p.Keys.Key(assertion.Headers[0].KeyID)
	var c jwt.Claims
	if len(keys) != 1 || assertion.Claims(keys[0], &c) != nil {
		return false
	}
	left := c.Expiry.Time().Sub(p.now())
	good := c.Issuer == ClientID && c.Subject == ClientID && len(c.Audience) == 1 && c.Audience[0] == p.Issuer+"/token" &&
		left > 0 && left <= 10*time.Minute && c.ID != "" && !p.proofs[c.ID]
	p.proofs[c.ID] = true
	return good
}

// sign returns an ID token.
func (p *Provider) sign(claims map[string]any) string {
	if p.None {
		payload, err := json.Marshal(claims)
		if err != nil {
			p.t.Error(err)
		}
		encode := base64.RawURLEncoding.EncodeToString
		return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(payload) + "."
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: p.key, KeyID: "1"}}, nil)
	if err != nil {
		p.t.Error(err)
		return ""
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		p.t.Error(err)
	}
	return token
}

func (p *Provider) write(w http.ResponseWriter, status int, object any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(object); err != nil {
		p.t.Error(err)
	}
}
