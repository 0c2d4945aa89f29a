package survey

import (
	"cmp"
	"context"
	"net/url"
)

// Provider is an OpenID Connect provider by which a municipality's staff sign in. The key or secret by
// which the service proves who it is lies in a file, and not here.
type Provider struct {
	ID           string
	Label        string // as people read it on the button
	Issuer       string // exactly as the provider says it
	ClientID     string
	Municipality string // code of whose staff it is; "" for the region's
}

// PutProvider adds a provider, and replaces the one with the same id.
func (d *Desk) PutProvider(ctx context.Context, p Provider) (Provider, error) {
	if err := d.may(SetProviders, Thing{}); err != nil {
		return p, err
	}
	if err := CheckName("the label", p.Label); err != nil {
		return p, err
	}
	issuer, err := url.Parse(p.Issuer)
	if err != nil || issuer.Host == "" || issuer.RawQuery != "" || issuer.Fragment != "" ||
		issuer.Scheme != "https" && !(issuer.Scheme == "http" && isLoopback(issuer.Hostname())) {
		return p, Fail(Invalid, "provider.issuer", "Issuer", p.Issuer)
	}
	if p.ClientID == "" {
		return p, Fail(Invalid, "provider.client")
	}
	if p.Municipality != "" && !d.knowsMunicipality(p.Municipality) {
		return p, Fail(Invalid, "municipality.unknown", "Code", p.Municipality)
	}
	p.ID = cmp.Or(p.ID, NewID())
	return p, d.change(ctx, SetProviders, p.ID, func(ctx context.Context, tx RegistryTx) error { return tx.PutProvider(ctx, p) })
}

// RemoveProvider takes a provider away. People who signed in there can be invited again.
func (d *Desk) RemoveProvider(ctx context.Context, id string) error {
	if err := d.may(SetProviders, Thing{}); err != nil {
		return err
	}
	return d.change(ctx, SetProviders, id+" removed", func(ctx context.Context, tx RegistryTx) error { return tx.RemoveProvider(ctx, id) })
}
