package openid

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"fragebatteri/survey"
)

// How long what a provider says of itself holds, and that it did not answer: others who sign in there
// do not wait for it too.
const (
	metadataHolds = time.Hour
	failureHolds  = 30 * time.Second
)

// metadata is what a provider says of itself.
type metadata struct {
	oidc.ProviderConfig
	Proofs      []string `json:"token_endpoint_auth_methods_supported"`
	ProofAlgs   []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	NamesItself bool     `json:"authorization_response_iss_parameter_supported"`

	keys oidc.KeySet // which it signs with
}

// signing are the algorithms that an ID token may be signed by: those whose keys a provider alone has.
var signing = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
}

// algorithms returns those by which the provider signs.
func (m *metadata) algorithms() []string {
	both := slices.DeleteFunc(slices.Clone(m.Algorithms), func(a string) bool { return !slices.Contains(signing, a) })
	if len(both) == 0 {
		return []string{oidc.RS256} // which every provider has
	}
	return both
}

// secretStyle returns how the provider wants to have a secret. The header is what holds where it says
// nothing.
func (m *metadata) secretStyle() oauth2.AuthStyle {
	if len(m.Proofs) > 0 && !slices.Contains(m.Proofs, basicSecret) {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader
}

// discovery is what is known of a provider, and until when.
type discovery struct {
	mu       sync.Mutex
	until    time.Time
	metadata *metadata
	err      error
}

// discover returns what a provider says of itself, which is asked for when somebody needs it.
func (c *Client) discover(ctx context.Context, issuer string) (*metadata, error) {
	c.mu.Lock()
	if c.metadata[issuer] == nil {
		c.metadata[issuer] = &discovery{}
	}
	d := c.metadata[issuer]
	c.mu.Unlock()

	d.mu.Lock()
	defer d.mu.Unlock()
	if !c.now().Before(d.until) {
		// Whoever asked first may leave; others wait for the answer too.
		d.metadata, d.err = c.fetch(context.WithoutCancel(ctx), issuer)
		holds := metadataHolds
		if d.err != nil {
			holds = failureHolds
		}
		d.until = c.now().Add(holds)
	}
	return d.metadata, d.err
}

// wellKnown is where a provider says what it is, after its issuer.
const wellKnown = "/.well-known/openid-configuration"

// fetch asks a provider what it is. It returns an error of kind Unavailable when that may do later, and
// Invalid when it does not, or not at this address.
func (c *Client) fetch(ctx context.Context, issuer string) (*metadata, error) {
	none := survey.Fail(survey.Invalid, "openid.discovery", "Issuer", issuer)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(issuer, "/")+wellKnown, nil)
	if err != nil {
		return nil, none.Because(err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, survey.Fail(survey.Unavailable, "openid.down").Because(err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode >= http.StatusInternalServerError:
		return nil, survey.Fail(survey.Unavailable, "openid.down").Because(errors.New(response.Status))
	case response.StatusCode != http.StatusOK:
		return nil, none.Because(errors.New(response.Status))
	}
	var m metadata
	if err := json.NewDecoder(response.Body).Decode(&m); err != nil {
		return nil, none.Because(err)
	}
	if m.IssuerURL != issuer {
		return nil, survey.Fail(survey.Invalid, "openid.issuer", "Issuer", issuer, "Says", m.IssuerURL)
	}
	if err := m.check(); err != nil {
		return nil, none.Because(err)
	}
	m.keys = oidc.NewRemoteKeySet(oidc.ClientContext(context.Background(), c.http), m.JWKSURL)
	return &m, nil
}

// check returns an error unless the provider can be reached as safely as its issuer says.
func (m *metadata) check() error {
	for _, endpoint := range []struct{ name, address string }{
		{"authorization_endpoint", m.AuthURL}, {"token_endpoint", m.TokenURL}, {"jwks_uri", m.JWKSURL},
	} {
		u, err := url.Parse(endpoint.address)
		if err != nil || u.Host == "" || u.Scheme != "https" && !strings.HasPrefix(m.IssuerURL, "http:") {
			return fmt.Errorf("its %s is %q", endpoint.name, endpoint.address)
		}
	}
	return nil
}

// Check asks a provider what it is, and returns why people could not sign in there with this
// credential, or nil.
func (c *Client) Check(ctx context.Context, p survey.Provider, credential Credential) error {
	m, err := c.discover(ctx, p.Issuer)
	if err != nil {
		return err
	}
	takes := m.Proofs
	if len(takes) == 0 {
		takes = []string{basicSecret} // which is what a provider means that says nothing
	}
	method := keyProof
	switch {
	case credential.key != nil:
	case m.secretStyle() == oauth2.AuthStyleInHeader:
		method = basicSecret
	default:
		method = postSecret
	}
	if !slices.Contains(takes, method) {
		return survey.Fail(survey.Invalid, "openid.method", "Method", method, "Takes", strings.Join(takes, ", "))
	}
	if method == keyProof && len(m.ProofAlgs) > 0 && !slices.Contains(m.ProofAlgs, string(credential.algorithm())) {
		return survey.Fail(survey.Invalid, "openid.algorithm", "Algorithm", credential.algorithm(), "Takes", strings.Join(m.ProofAlgs, ", "))
	}
	return nil
}
