package survey_test

import (
	"encoding/base64"
	"slices"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// signerKey is the public key of a signer that nobody has.
func signerKey(n byte) string {
	return base64.RawURLEncoding.EncodeToString(slices.Repeat([]byte{n}, 32))
}

var aHost = survey.HostWords{Name: "Region Östergötland", Kind: survey.HostRegion}

// begins tries to open a round.
func begins(t *testing.T, in *surveytest.Instance, name string) error {
	t.Helper()
	_, err := in.OpenRound(t.Context(), survey.NewRound{
		Name: name, Batteries: []string{"core"}, Languages: []string{"sv"}, K: survey.SmallestK, PublicKey: in.Key(), Texts: surveytest.Catalog(t).Text,
	})
	return err
}

// stateOf returns how far a step has come.
func stateOf(t *testing.T, in *surveytest.Instance, name survey.StepName) survey.StepState {
	t.Helper()
	p, err := in.Progress(t.Context())
	ok(t, err)
	for _, step := range p.Steps {
		if step.Name == name {
			return step.State
		}
	}
	t.Fatalf("there is no step %s", name)
	return ""
}

// A folder of which only the address is known promises nothing and opens no round until it is said who
// the host is and with which key it signs.
func TestSetUp(t *testing.T) {
	in := surveytest.Fresh(t)
	host, err := in.Host(t.Context())
	ok(t, err)
	if host.Called() != "svar.example" || survey.PromiseToAll(host, nil).Full {
		t.Errorf("%s promises too much", host.Called())
	}
	fails(t, begins(t, in, "2026-H2"), survey.Conflict, "host set")
	steward, _ := in.SignIn(survey.Staff{Role: survey.Steward, Label: host.Called()}) // as the first one is invited
	ok(t, in.SetHost(t.Context(), aHost, survey.VersionOf(host.Words())))
	if now, err := in.Store.StaffByID(t.Context(), steward.ID); err != nil || now.Label != aHost.Name || now.State != survey.StaffActive {
		t.Errorf("the first steward is called %q and is %s (%v)", now.Label, now.State, err)
	}
	fails(t, begins(t, in, "2026-H2"), survey.Conflict, "signer set")
	if got := stateOf(t, in, survey.StepAreas); got != survey.StepWaits {
		t.Errorf("areas are %s before a region is chosen", got)
	}
	_, err = in.SetRegion(t.Context(), []string{"0581", "0513", "0512"}, "")
	ok(t, err)
	ok(t, in.SetSigner(t.Context(), signerKey(1), survey.VersionOf("")))
	ok(t, in.PutInterventions(t.Context(), surveytest.Interventions))
	p, err := in.Progress(t.Context())
	ok(t, err)
	if !p.Ready() || p.Next() != survey.StepRound || p.Interventions != 3 || len(p.WithoutOfficer) != 3 || stateOf(t, in, survey.StepRound) != survey.StepNext {
		t.Errorf("it is not ready: %+v", p)
	}
	ok(t, begins(t, in, "2026-H2"))
	if p, err = in.Progress(t.Context()); err != nil || len(p.Rounds) != 1 || stateOf(t, in, survey.StepRound) != survey.StepDone {
		t.Errorf("the round is not seen: %+v, %v", p, err)
	}
}

// Of two stewards who begin from the same, one wins and the other is told.
func TestSetUpByTwo(t *testing.T) {
	in := surveytest.Service(t)
	host, err := in.Host(t.Context())
	ok(t, err)
	areas, err := in.Areas(t.Context())
	ok(t, err)
	for name, change := range map[string]func(string) error{
		survey.VersionOf(host.Words()): func(v string) error { return in.SetHost(t.Context(), aHost, v) },
		survey.VersionOf(host.Signer):  func(v string) error { return in.SetSigner(t.Context(), signerKey(7), v) },
		survey.VersionOf(areas):        func(v string) error { return in.ReplaceAreas(t.Context(), areas[:1], v) },
	} {
		fails(t, change("none"), survey.Conflict, "somebody else has changed it")
		ok(t, change(name))
	}
	fails(t, in.ReplaceAreas(t.Context(), areas, survey.VersionOf(areas)), survey.Conflict)
}

// A host does not become a municipality under those who were promised that it is none.
func TestSetHostKeepsPromises(t *testing.T) {
	in := surveytest.Service(t)
	fails(t, in.SetHost(t.Context(), survey.HostWords{Name: "\u00ad", Kind: survey.HostRegion}, ""), survey.Invalid)
	fails(t, in.SetHost(t.Context(), survey.HostWords{Name: "Kyrkan", Kind: "church"}, ""), survey.Invalid, "church")
	ok(t, begins(t, in, "2026-H2"))
	town := survey.HostWords{Name: "Norrköpings kommun", Kind: survey.HostMunicipality}
	fails(t, in.SetHost(t.Context(), town, ""), survey.Conflict, "2026-H2", "were promised")
	ok(t, in.SetHost(t.Context(), survey.HostWords{Name: "Länsstyrelsen", Kind: survey.HostCounty, Contact: "010"}, ""))
	if host, err := in.Host(t.Context()); err != nil || host.Contact != "010" || host.Signer != surveytest.Host.Signer || host.BaseURL != surveytest.Host.BaseURL {
		t.Errorf("the host is %+v (%v)", host, err)
	}
}

// Municipalities that take part are of one county, and none is left out whose session goes on.
func TestSetRegion(t *testing.T) {
	in := surveytest.Service(t)
	if list, err := in.TakingPart(t.Context()); err != nil || len(list) != 13 {
		t.Errorf("before anybody has said so %d take part (%v)", len(list), err)
	}
	set := func(codes ...string) error { _, err := in.SetRegion(t.Context(), codes, ""); return err }
	fails(t, set(), survey.Invalid)
	fails(t, set("0599"), survey.Invalid)
	fails(t, set("0581", "1280"), survey.Invalid, "Östergötlands län", "Skåne län")
	ok(t, set("1280", "1281"))
	fails(t, in.ReplaceAreas(t.Context(), []survey.Area{{Name: "Kinda–Ydre", Municipalities: []string{"0512", "0513"}}}, ""), survey.Invalid, "Ydre", "does not take part")
	ok(t, set("0581", "0513", "0512"))
	ok(t, in.SetAreas(t.Context(), []survey.Area{{Name: "Kinda–Ydre", Municipalities: []string{"0512", "0513"}}}))
	_, _, err := in.Invite(t.Context(), survey.Staff{Role: survey.Officer, Label: "X", Municipalities: []string{"0580"}})
	fails(t, err, survey.Invalid, "Linköping does not take part")

	round := in.Begin("2026-H2")
	in.Gather(round)
	_, _, err = in.OpenSession(t.Context(), survey.NewSession{Round: round.ID, Municipality: "0584", Intervention: "OG034"})
	fails(t, err, survey.Invalid, "Vadstena does not take part")
	fails(t, set("0513", "0512"), survey.Conflict, "Norrköping", "2026-H2")
	fails(t, set("1280"), survey.Conflict, "Östergötlands län")
	lost, err := in.SetRegion(t.Context(), []string{"0581", "0513"}, "")
	ok(t, err)
	areas, err := in.Areas(t.Context())
	if err != nil || len(areas) != 0 || !slices.Equal(lost, []string{"Kinda–Ydre"}) {
		t.Errorf("lost are %q, and %v stay (%v)", lost, areas, err)
	}
	in.Clock.Advance(48 * time.Hour)
	ok(t, set("0513", "0512"))
	if list, err := in.TakingPart(t.Context()); err != nil || len(list) != 2 || list[0].Name != "Ydre" {
		t.Errorf("%v take part (%v)", list, err)
	}
}

// A signer that is replaced stays known, and never comes back.
func TestReplaceSigner(t *testing.T) {
	in := surveytest.Service(t)
	first := surveytest.Host.Signer
	for _, bad := range []string{"", "abc", first + "A", first[:42] + "="} {
		fails(t, in.SetSigner(t.Context(), bad, ""), survey.Invalid, "signer new")
	}
	ok(t, in.SetSigner(t.Context(), first, ""))
	ok(t, in.SetSigner(t.Context(), signerKey(2), survey.VersionOf(first)))
	fails(t, in.SetSigner(t.Context(), first, ""), survey.Invalid, "never becomes the signer again")
	ok(t, in.SetSigner(t.Context(), signerKey(3), ""))
	keys, err := in.Signers(t.Context())
	if err != nil || !slices.Equal(keys, []string{first, signerKey(2), signerKey(3)}) {
		t.Errorf("the signers are %q (%v)", keys, err)
	}
	former, err := in.FormerSigners(t.Context())
	if err != nil || len(former) != 2 || former[1] != (survey.FormerSigner{PublicKey: signerKey(2), Until: "2026-09-01"}) {
		t.Errorf("former are %+v (%v)", former, err)
	}
}

// Only a steward, and whoever has the folder, sets anything up.
func TestSetUpIsForStewards(t *testing.T) {
	in := surveytest.Service(t)
	officer := in.As(survey.Actor{Role: survey.Officer, ID: "x", Municipalities: []string{"0581"}})
	_, region := officer.SetRegion(t.Context(), []string{"0581"}, "")
	_, progress := officer.Progress(t.Context())
	for _, err := range []error{
		region, progress, officer.SetHost(t.Context(), aHost, ""), officer.SetSigner(t.Context(), signerKey(1), ""), officer.ReplaceAreas(t.Context(), nil, ""),
	} {
		fails(t, err, survey.Forbidden)
	}
}
