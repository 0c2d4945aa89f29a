package surveytest

import (
	"context"

	"fragebatteri/survey"
)

// Who the host is, with which signer, and who takes part is said again and again; of signers that were
// replaced each is kept.
func (t registryTest) setup() {
	host, err := t.registry.Host(t.Context())
	t.ok(err)
	members, err := t.registry.Members(t.Context())
	t.ok(err)
	t.same(len(members), 0)
	want := host
	want.Name, want.Kind, want.Contact, want.Signer = "Länsstyrelsen", survey.HostCounty, "010-223 50 00", "another"
	former := []survey.FormerSigner{{PublicKey: "b", Until: "2026-09-01"}, {PublicKey: "a", Until: "2026-10-01"}}
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		if err := tx.SetHost(ctx, want); err != nil {
			return err
		}
		if err := tx.SetMembers(ctx, []string{"0584", "0581"}); err != nil {
			return err
		}
		for _, f := range former {
			if err := tx.AddFormerSigner(ctx, f); err != nil {
				return err
			}
		}
		return nil
	}))
	got, err := t.registry.Host(t.Context())
	t.ok(err)
	t.same(got, want)
	members, err = t.registry.Members(t.Context())
	t.ok(err)
	t.same(members, []string{"0581", "0584"})
	signers, err := t.registry.FormerSigners(t.Context())
	t.ok(err)
	t.same(signers, former)

	t.fails(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.AddFormerSigner(ctx, former[0]) }), survey.Conflict)
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.SetMembers(ctx, []string{"0580"}) }))
	members, err = t.registry.Members(t.Context())
	t.ok(err)
	t.same(members, []string{"0580"})
}
