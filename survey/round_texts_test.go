package survey_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// Everybody in a round reads what held when it opened, and what is worded later holds from the next
// round on.
func TestRoundTextsAreFrozen(t *testing.T) {
	in := surveytest.Service(t)
	wordings := surveytest.Catalog(t).Text
	first := in.Begin("2026-H2")
	reworded := func(language, key string) string {
		if key == "K01" {
			return "Vart går du?"
		}
		return wordings(language, key)
	}
	second := in.Begin("2027-H1", func(n *survey.NewRound) { n.Texts, n.Languages = reworded, []string{"sv", "ti"} })
	for range 2 {
		for _, c := range []struct {
			round survey.Round
			want  string
		}{{first, wordings("sv", "K01")}, {second, "Vart går du?"}} {
			session, _ := in.Gather(c.round)
			visit, err := in.Visit(t.Context(), session.Code, "")
			ok(t, err)
			if text, has := visit.Texts.Text("sv", "K01"); !has || text != c.want {
				t.Errorf("in %s K01 is %q, want %q", c.round.Name, text, c.want)
			}
			for _, q := range visit.Form() {
				keys := q.Keys()
				if q.Hint {
					keys = append(keys, q.HintKey())
				}
				for _, key := range keys[1:] {
					if text, has := visit.Texts.Text("ti", key); !has || text != wordings("ti", key) {
						t.Errorf("in %s %s is %q, want %q", c.round.Name, key, text, wordings("ti", key))
					}
				}
			}
			if visit.Texts.In("ar") != (c.round.ID == first.ID) || visit.Texts.In("ru") {
				t.Errorf("%s has other languages than were chosen", c.round.Name)
			}
			ok(t, in.SendForm(session.Code, "", survey.Posted{Language: "ti", Nonce: survey.NewNonce(), Form: surveytest.Form("K01", "o1", "K19", "o1")}))
		}
		in.Restart()
	}
}

func TestRoundWithoutFrozenTexts(t *testing.T) {
	in := surveytest.Service(t)
	older := in.Begin("2026-H2")
	older.ID, older.Name, older.PublicKey = survey.NewID(), "2026-H1", in.Key()
	ok(t, in.Store.Change(t.Context(), survey.AuditEntry{Action: survey.OpenRound, What: older.Name}, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddRound(ctx, older, nil)
	}))
	session, _ := in.Gather(older)
	visit, err := in.Visit(t.Context(), session.Code, "")
	ok(t, err)
	if _, has := visit.Texts.Text("sv", "K01"); has || visit.Texts.In("sv") || visit.Set.Ref() != older.Batteries[0] {
		t.Errorf("it reads %+v and asks %s", visit.Texts, visit.Set.Ref())
	}
	ok(t, in.CheckBatteries(t.Context()))
}

// changed returns the built-in battery, changed under its version.
func changed(t *testing.T, change func(*survey.Battery)) *survey.Battery {
	t.Helper()
	text, err := json.Marshal(surveytest.Catalogue(t).Batteries()[0])
	ok(t, err)
	var b survey.Battery
	ok(t, json.Unmarshal(text, &b))
	change(&b)
	ok(t, b.Prepare())
	return &b
}

// A battery is not changed or taken away under those who answer it: they would be counted as others.
func TestCheckBatteries(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	municipalities := in.Municipalities()
	for _, c := range []struct {
		name    string
		battery *survey.Battery
		says    string // nothing where it may be so
	}{
		{"the same", changed(t, func(*survey.Battery) {}), ""},
		{"another topic", changed(t, func(b *survey.Battery) { b.Questions[0].Topic = "health" }), ""},
		{"another option", changed(t, func(b *survey.Battery) { b.Questions[0].Own++ }), "asks other questions as core@1"},
		{"another measure", changed(t, func(b *survey.Battery) { b.Measures = nil }), ""},
		{"a question less", changed(t, func(b *survey.Battery) { b.Questions = b.Questions[1:]; b.Pairs, b.Measures = nil, nil }), "asks other questions as core@1"},
		{"a sensitive question more", changed(t, func(b *survey.Battery) { b.Questions[0].Sensitive = true }), "asks other questions as core@1"},
		{"no such version", changed(t, func(b *survey.Battery) { b.Version = 2 }), "asks core@1, which is not there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			service := survey.New(in.Store, survey.NewCatalogue([]*survey.Battery{c.battery}, municipalities, nil), in.Clock.Now)
			err := service.CheckBatteries(t.Context())
			if c.says == "" {
				ok(t, err)
			} else {
				fails(t, err, survey.Conflict, c.says)
			}
			// Whatever becomes of it, the round asks what it asked.
			visit, err := service.Visit(t.Context(), session.Code, "")
			ok(t, err)
			if len(visit.Form()) != len(in.Batteries()[0].Questions) || len(visit.Form()[0].Options()) != len(in.Batteries()[0].Questions[0].Options()) {
				t.Errorf("it asks %+v", visit.Form())
			}
		})
	}
	seal(t, in, round, true)
	service := survey.New(in.Store, survey.NewCatalogue(nil, municipalities, nil), in.Clock.Now)
	ok(t, service.CheckBatteries(t.Context()))
}

// lacking is what Text returns in a folder where one text is missing or blank.
func lacking(t *testing.T, language, key, instead string) func(string, string) string {
	t.Helper()
	all := surveytest.Catalog(t).Text
	if strings.TrimSpace(all(language, key)) == "" {
		t.Fatalf("there is no %s in %s to take away", key, language)
	}
	return func(l, k string) string {
		if l == language && k == key {
			return instead
		}
		return all(l, k)
	}
}
