package survey

import (
	"cmp"
	"context"
	"net/url"
	"slices"
)

// Provider is an OpenID Connect provider by which a municipality's staff sign in. The key or secret by
// which the service proves who it is lies in a file, and not here.
type Provider struct {
	ID           string // see ProviderID: there is one for each municipality
	Label        string // as people read it on the button
	Issuer       string // exactly as the provider says it
	ClientID     string
	Municipality string // code of whose staff it is; "" for the region's
}

// ProviderID returns the ID of the provider of a municipality, or of the region where that is "".
func ProviderID(municipality string) string { return cmp.Or(municipality, "region") }

// Check returns what is wrong with a provider, or nil. known reports whether a municipality code
// exists.
func (p Provider) Check(known func(code string) bool) error {
	if err := CheckName("the label", p.Label); err != nil {
		return err
	}
	issuer, err := url.Parse(p.Issuer)
	if err != nil || issuer.Host == "" || issuer.User != nil || issuer.RawQuery != "" || issuer.Fragment != "" ||
		issuer.Scheme != "https" && !(issuer.Scheme == "http" && isLoopback(issuer.Hostname())) {
		return Fail(Invalid, "provider.issuer", "Issuer", p.Issuer)
	}
	if p.ClientID == "" {
		return Fail(Invalid, "provider.client")
	}
	if p.Municipality != "" && !known(p.Municipality) {
		return Fail(Invalid, "municipality.unknown", "Code", p.Municipality)
	}
	return nil
}

// Serves reports whether somebody signs in at the provider: at a desk of the region, or of its
// municipality. An ambassador does nowhere where it is known who that is.
func (p Provider) Serves(a Actor) bool {
	return a.Role.AtDesk() && (p.Municipality == "" || slices.Contains(a.Municipalities, p.Municipality))
}

// PutProvider adds a provider, in place of the one of the same municipality, or of the region.
func (d *Desk) PutProvider(ctx context.Context, p Provider) (Provider, error) {
	if err := d.may(SetProviders, Thing{}); err != nil {
		return p, err
	}
	if err := p.Check(d.knowsMunicipality); err != nil {
		return p, err
	}
	p.ID = ProviderID(p.Municipality)
	return p, d.change(ctx, SetProviders, p.ID, func(ctx context.Context, tx RegistryTx) error { return tx.PutProvider(ctx, p) })
}

// RemoveProvider takes a provider away. People who signed in there can be invited again.
func (d *Desk) RemoveProvider(ctx context.Context, id string) error {
	if err := d.may(SetProviders, Thing{}); err != nil {
		return err
	}
	return d.change(ctx, SetProviders, id+" removed", func(ctx context.Context, tx RegistryTx) error { return tx.RemoveProvider(ctx, id) })
}
