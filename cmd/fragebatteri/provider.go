package main

import (
	"context"
	"os"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/openid"
)

var staffProviderAddCommand = command{"staff provider add", `fragebatteri staff provider add -data DIR -issuer URL -client-id ID -label TEXT
    [-municipality 0581] [-key FILE.pem | -secret-file FILE]
    Let stewards, or officers of a municipality, sign in at an OpenID Connect provider,
    in place of the one there was for them. TEXT is on the button, as in "Norrköpings
    kommun". Checks that the provider answers, and prints what has to be registered
    there: the address to send people back to, and the public key. Without -key and
    -secret-file it keeps the key or secret it has, or makes a key.
`, staffProviderAdd}

func staffProviderAdd(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	var p survey.Provider
	f.StringVar(&p.Issuer, "issuer", "", "")
	f.StringVar(&p.ClientID, "client-id", "", "")
	f.StringVar(&p.Label, "label", "", "")
	f.StringVar(&p.Municipality, "municipality", "", "")
	key, secret := f.String("key", "", ""), f.String("secret-file", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("issuer", "client-id", "label"); err != nil {
		return err
	}
	given, err := givenCredential(*key, *secret)
	if err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		known := func(code string) bool { _, known := in.Municipality(code); return known }
		if err := p.Check(known); err != nil {
			return err
		}
		p.ID = survey.ProviderID(p.Municipality)
		client := openid.New(in.openIDKeys(), a.now)
		credential, err := in.chooseCredential(ctx, client, p, given)
		if err != nil {
			return err
		}
		if err := client.Check(ctx, p, credential); err != nil {
			return err
		}
		if p, err = in.PutProvider(ctx, p); err != nil {
			return err
		}
		if err := in.openIDKeys().Put(p.ID, credential); err != nil {
			return err
		}
		shown, err := in.showProvider(p)
		if err != nil {
			return err
		}
		a.tell("Register redirect_uri at the provider, and jwks where there is one. Whoever is invited can then sign in there.")
		return a.print(shown)
	})
}

// givenCredential returns the credential in the file of -key or -secret-file, or nil where neither is
// given.
func givenCredential(key, secret string) (*openid.Credential, error) {
	name, flag, parse := key, "-key", openid.ParseKey
	switch {
	case key != "" && secret != "":
		return nil, operator.Refusef("give -key or -secret-file, and not both")
	case secret != "":
		name, flag, parse = secret, "-secret-file", openid.ParseSecret
	case key == "":
		return nil, nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, operator.Refusef("the file cannot be read; check %s", flag).Because(err)
	}
	credential, err := parse(content)
	if err != nil {
		return nil, operator.Refusef("%s", name).Because(err)
	}
	return &credential, nil
}

// chooseCredential returns the credential that was given, or else the one there is, or a new one.
func (in *instance) chooseCredential(ctx context.Context, client *openid.Client, p survey.Provider, given *openid.Credential) (openid.Credential, error) {
	if given != nil {
		return *given, nil
	}
	credential, err := in.openIDKeys().Read(p.ID)
	if survey.CodeOf(err) == "openid.no_key" {
		return client.NewCredential(ctx, p)
	}
	return credential, err
}

// openIDKeys returns where the keys and secrets for providers lie.
func (in *instance) openIDKeys() openid.Keys { return openid.Keys{Folder: in.keys.Folder} }

// shownProvider is a provider as commands print it.
type shownProvider struct {
	ID           string `json:"provider"`
	Label        string `json:"label"`
	Issuer       string `json:"issuer"`
	ClientID     string `json:"client_id"`
	Municipality string `json:"municipality,omitempty"`
	Redirect     string `json:"redirect_uri"`
	Method       string `json:"method"` // "": its key or secret is not there
	Keys         any    `json:"jwks,omitempty"`
}

func (in *instance) showProvider(p survey.Provider) (shownProvider, error) {
	shown := shownProvider{
		ID: p.ID, Label: p.Label, Issuer: p.Issuer, ClientID: p.ClientID, Municipality: p.Municipality, Redirect: in.host.ProviderURL(p.ID),
	}
	credential, err := in.openIDKeys().Read(p.ID)
	if survey.CodeOf(err) == "openid.no_key" {
		return shown, nil
	}
	if err != nil {
		return shown, err
	}
	shown.Method = credential.Method()
	if keys, err := credential.PublicKeys(); err != nil {
		return shown, err
	} else if keys != nil {
		shown.Keys = keys
	}
	return shown, nil
}

var staffProviderListCommand = command{"staff provider list", `fragebatteri staff provider list -data DIR
    Print the OpenID Connect providers at which people sign in, and what has to be
    registered at each. A provider without a method has no key here, as after
    'restore': add it again.
`, staffProviderList}

func staffProviderList(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		providers, err := in.Door().Providers(ctx)
		if err != nil {
			return err
		}
		list := make([]shownProvider, len(providers))
		for i, p := range providers {
			if list[i], err = in.showProvider(p); err != nil {
				return err
			}
		}
		return a.print(map[string]any{"providers": list})
	})
}

var staffProviderRemoveCommand = command{"staff provider remove", `fragebatteri staff provider remove -data DIR PROVIDER
    Let nobody sign in at a provider any more, and delete the key for it. PROVIDER is
    as 'staff provider list' has it: 0581, or region. Those who signed in there and
    have no passkey can be invited again.
`, staffProviderRemove}

func staffProviderRemove(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		if err := in.RemoveProvider(ctx, f.rest[0]); err != nil {
			return err
		}
		return in.openIDKeys().Remove(f.rest[0])
	})
}
