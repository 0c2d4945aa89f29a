package surveytest

import (
	"context"
	"time"

	"fragebatteri/survey"
)

var conformanceStaff = []survey.Staff{
	{
		ID: "aaaaaaaaaaaaaaaa", Role: survey.AmbassadorRole, Label: "Kretsen i Kinda", Municipalities: []string{"0513", "0581"},
		Interventions: []string{"OG028"}, Languages: []string{"ti", "fa-AF"}, Invited: "2026-09-01", State: survey.StaffInvited,
	},
	{ID: "bbbbbbbbbbbbbbbb", Role: survey.Steward, Label: "Region", Invited: "2026-09-01", State: survey.StaffInvited},
}

// addStaff stores those of conformanceStaff.
func (t registryTest) addStaff() {
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		for _, s := range conformanceStaff {
			if err := tx.AddStaff(ctx, s); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (t registryTest) locks(fn func(context.Context, survey.LockedRegistry) error) {
	t.Helper()
	t.ok(t.registry.WithLock(t.Context(), fn))
}

func (t registryTest) staff() {
	none, err := t.registry.Staff(t.Context())
	t.ok(err)
	t.same(len(none), 0)
	t.addStaff()
	list, err := t.registry.Staff(t.Context())
	t.ok(err)
	t.same(list, conformanceStaff)
	_, err = t.registry.StaffByID(t.Context(), "nobody")
	t.fails(err, survey.NotFound)

	changed := conformanceStaff[1]
	changed.Label, changed.State = "Annan", survey.StaffRevoked
	t.fails(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.AddStaff(ctx, changed) }), survey.Conflict)
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.UpdateStaff(ctx, changed) }))
	list, err = t.registry.Staff(t.Context())
	t.ok(err)
	t.same(list, []survey.Staff{changed, conformanceStaff[0]})
	got, err := t.registry.StaffByID(t.Context(), changed.ID)
	t.ok(err)
	t.same(got, changed)
	nobody := survey.Staff{ID: "cccccccccccccccc", Role: survey.Steward, Label: "X", Invited: "2026-09-01", State: survey.StaffActive}
	t.fails(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.UpdateStaff(ctx, nobody) }), survey.NotFound)
}

func (t registryTest) signIns() {
	t.addStaff()
	one, other := conformanceStaff[0], conformanceStaff[1]
	hash, late := survey.SecretHash("a"), survey.SecretHash("b")
	ends := conformanceStart.Add(time.Hour)
	seen := conformanceStart.Truncate(time.Second)
	in := survey.SignIn{ID: "0123456789abcdef", Staff: one.ID, Since: "2026-09-01", Seen: seen, Ends: ends}
	older := survey.SignIn{ID: "1123456789abcdef", Staff: one.ID, Since: "2026-09-01", Seen: seen.Add(-time.Hour), Ends: ends.Add(-2 * time.Hour)}
	key := survey.Passkey{ID: []byte{0, 1, 255}, Staff: one.ID, Credential: []byte(`{"a":1}`), Added: "2026-09-01"}
	t.locks(func(ctx context.Context, tx survey.LockedRegistry) error {
		t.ok(tx.AddInvitation(ctx, one.ID, hash, ends))
		t.ok(tx.AddInvitation(ctx, other.ID, late, ends.Add(-2*time.Hour)))
		t.ok(tx.AddSignIn(ctx, survey.SecretHash("c"), in))
		t.ok(tx.AddSignIn(ctx, survey.SecretHash("d"), older))
		return tx.PutPasskey(ctx, key)
	})
	invitation, err := t.registry.Invitation(t.Context(), hash)
	t.ok(err)
	t.same(invitation.Staff, one)
	t.same(invitation.Ends.Equal(ends) && !invitation.Used, true)
	_, err = t.registry.Invitation(t.Context(), survey.SecretHash("x"))
	t.fails(err, survey.NotFound)
	t.signInIs("c", in)
	list, err := t.registry.SignIns(t.Context(), one.ID)
	t.ok(err)
	t.same([]string{list[0].ID, list[1].ID}, []string{in.ID, older.ID})
	_, err = t.registry.Passkey(t.Context(), []byte{1})
	t.fails(err, survey.NotFound)

	used := key
	used.Credential = []byte(`{"a":2}`)
	stolen := used
	stolen.Staff, stolen.Credential = other.ID, []byte(`{}`)
	t.locks(func(ctx context.Context, tx survey.LockedRegistry) error {
		t.ok(tx.UseInvitation(ctx, hash))
		t.ok(tx.SeeSignIn(ctx, survey.SecretHash("c"), seen.Add(time.Minute)))
		t.ok(tx.PutPasskey(ctx, used))
		t.ok(tx.PutPasskey(ctx, stolen)) // somebody else's stays as it is
		t.fails(tx.RemovePasskey(ctx, other.ID, key.ID), survey.NotFound)
		t.fails(tx.EndSignIn(ctx, other.ID, in.ID), survey.NotFound)
		return tx.ForgetEnded(ctx, conformanceStart)
	})
	invitation, err = t.registry.Invitation(t.Context(), hash)
	t.ok(err)
	t.same(invitation.Used && invitation.Staff.State == survey.StaffActive, true)
	in.Seen = seen.Add(time.Minute)
	t.signInIs("c", in)
	keys, err := t.registry.Passkeys(t.Context(), one.ID)
	t.ok(err)
	t.same(keys, []survey.Passkey{used})
	_, err = t.registry.Invitation(t.Context(), late)
	t.fails(err, survey.NotFound)
	_, err = t.registry.SignIn(t.Context(), survey.SecretHash("d"))
	t.fails(err, survey.NotFound)

	t.locks(func(ctx context.Context, tx survey.LockedRegistry) error {
		t.ok(tx.EndSignIn(ctx, one.ID, in.ID))
		t.ok(tx.RemovePasskey(ctx, one.ID, key.ID))
		return nil
	})
	_, err = t.registry.SignIn(t.Context(), survey.SecretHash("c"))
	t.fails(err, survey.NotFound)
	_, err = t.registry.Passkey(t.Context(), key.ID)
	t.fails(err, survey.NotFound)
}

func (t registryTest) signInIs(secret string, want survey.SignIn) {
	t.Helper()
	got, err := t.registry.SignIn(t.Context(), survey.SecretHash(secret))
	t.ok(err)
	t.same(got.Seen.Equal(want.Seen) && got.Ends.Equal(want.Ends), true)
	got.Seen, got.Ends = want.Seen, want.Ends
	t.same(got, want)
}

// identities also tests that whoever is locked out is so in every way, and nobody else.
func (t registryTest) identities() {
	t.addStaff()
	one, other := conformanceStaff[0], conformanceStaff[1]
	const issuer = "https://login.example"
	ends := conformanceStart.Add(time.Hour)
	t.locks(func(ctx context.Context, tx survey.LockedRegistry) error {
		for _, s := range conformanceStaff {
			t.ok(tx.PutIdentity(ctx, survey.Identity{Issuer: issuer, Subject: s.ID, Staff: s.ID}))
			t.ok(tx.AddInvitation(ctx, s.ID, survey.SecretHash("invitation "+s.ID), ends))
			t.ok(tx.AddSignIn(ctx, survey.SecretHash(s.ID), survey.SignIn{ID: s.ID, Staff: s.ID, Since: "2026-09-01", Seen: conformanceStart, Ends: ends}))
			t.ok(tx.PutPasskey(ctx, survey.Passkey{ID: []byte(s.ID), Staff: s.ID, Credential: []byte("{}"), Added: "2026-09-01"}))
		}
		return nil
	})
	_, err := t.registry.Identity(t.Context(), issuer, "x")
	t.fails(err, survey.NotFound)
	_, err = t.registry.Identity(t.Context(), "https://other.example", one.ID)
	t.fails(err, survey.NotFound)
	got, err := t.registry.Identity(t.Context(), issuer, one.ID)
	t.ok(err)
	t.same(got.Staff, one.ID)
	t.locks(func(ctx context.Context, tx survey.LockedRegistry) error { return tx.LockOut(ctx, one.ID) })
	for _, s := range []survey.Staff{one, other} {
		want := 0
		if s.ID == other.ID {
			want = 1
		}
		identities, err := t.registry.Identities(t.Context(), s.ID)
		t.ok(err)
		passkeys, err := t.registry.Passkeys(t.Context(), s.ID)
		t.ok(err)
		signIns, err := t.registry.SignIns(t.Context(), s.ID)
		t.ok(err)
		t.same([]int{len(identities), len(passkeys), len(signIns)}, []int{want, want, want})
		_, err = t.registry.Invitation(t.Context(), survey.SecretHash("invitation "+s.ID))
		t.same(err == nil, want == 1)
	}
}
