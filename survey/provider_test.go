package survey_test

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

var norrkoping = survey.Provider{Label: "Norrköpings kommun", Issuer: "https://login.example/0581", ClientID: "fragebatteri", Municipality: "0581"}

// got returns what came without an error.
func got[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Somebody who is invited signs in at a provider, and from then on is who that says.
func TestSignInAtProvider(t *testing.T) {
	in := surveytest.Service(t)
	p := got(in.PutProvider(t.Context(), norrkoping))
	region := got(in.PutProvider(t.Context(), survey.Provider{Label: "Regionen", Issuer: "https://region.example", ClientID: "f"}))
	officer, token := invite(t, in, survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}})
	_, other := invite(t, in, survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}})
	_, steward := invite(t, in, survey.Staff{Role: survey.Steward})
	_, phone := invite(t, in, ambassador)

	_, err := in.Door().IdentityOf(t.Context(), p.Issuer, "anna")
	fails(t, err, survey.NotFound, "nobody")
	_, _, err = in.Door().AcceptAt(t.Context(), token, p, "anna")
	ok(t, err)
	id := got(in.Door().IdentityOf(t.Context(), p.Issuer, "anna"))
	if id != officer.ID {
		t.Errorf("anna is %s, not %s", id, officer.ID)
	}
	_, err = in.Door().SignIn(t.Context(), id)
	ok(t, err)

	for _, refused := range []struct {
		token string
		at    survey.Provider
		kind  survey.Kind
		says  string
	}{
		{other, p, survey.Conflict, "use another"},
		{steward, p, survey.Forbidden, "Norrköpings kommun"},
		{phone, p, survey.Forbidden, "Norrköpings kommun"},
		{token, p, survey.Conflict, "has been used"},
	} {
		_, _, err := in.Door().AcceptAt(t.Context(), refused.token, refused.at, "anna")
		fails(t, err, refused.kind, refused.says)
	}
	for token, at := range map[string]survey.Provider{other: p, steward: region} { // a refusal used nothing up
		_, _, err := in.Door().AcceptAt(t.Context(), token, at, "bo")
		ok(t, err)
	}
	anna := in.As(officer.Actor())
	fails(t, anna.AddIdentity(t.Context(), p, "bo"), survey.Conflict, "use another")
	fails(t, in.As(survey.Actor{Role: survey.Officer, ID: officer.ID, Municipalities: []string{"0580"}}).AddIdentity(t.Context(), p, "c"), survey.Forbidden, "may not")
	ok(t, anna.AddIdentity(t.Context(), region, "anna at the region"))
	if all := got(anna.Identities(t.Context())); len(all) != 2 {
		t.Errorf("anna is %v", all)
	}
	ok(t, in.Revoke(t.Context(), officer.ID))
	_, err = in.Door().IdentityOf(t.Context(), p.Issuer, "anna")
	fails(t, err, survey.NotFound, "nobody")
}

func TestOneProviderForEach(t *testing.T) {
	in := surveytest.Service(t)
	for _, c := range []struct {
		change func(*survey.Provider)
		says   string
	}{
		{func(p *survey.Provider) { p.Label = "" }, "label"},
		{func(p *survey.Provider) { p.ClientID = "" }, "client id"},
		{func(p *survey.Provider) { p.Municipality = "9999" }, "9999"},
		{func(p *survey.Provider) { p.Issuer = "login.example" }, "issuer"},
		{func(p *survey.Provider) { p.Issuer = "http://login.example" }, "issuer"},
		{func(p *survey.Provider) { p.Issuer += "?a=b" }, "issuer"},
		{func(p *survey.Provider) { p.Issuer = "https://a:b@login.example" }, "issuer"},
	} {
		p := norrkoping
		c.change(&p)
		_, err := in.PutProvider(t.Context(), p)
		fails(t, err, survey.KindOf(err), c.says)
	}
	for range 2 {
		got(in.PutProvider(t.Context(), norrkoping))
	}
	got(in.PutProvider(t.Context(), survey.Provider{Label: "Regionen", Issuer: "http://localhost:8080", ClientID: "f"}))
	list := got(in.Door().Providers(t.Context()))
	if len(list) != 2 || list[0].ID != "0581" || list[1].ID != "region" {
		t.Errorf("there are %+v", list)
	}
	ok(t, in.RemoveProvider(t.Context(), "0581"))
	fails(t, in.RemoveProvider(t.Context(), "0581"), survey.NotFound, "staff provider list")
}
