package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// A round that keeps its key, for trying out, is sealed by a button: where the signer is too, when it is
// closed, by somebody who has said yes, and by nobody where the key is elsewhere.
func TestSealedOnThePage(t *testing.T) {
	r := newRoundDesk(t)
	keys := sealing.KeptKeys{Folder: t.TempDir()}
	r.Browser = webtest.Recorder(t, r.Service, keys.Folder).As(r.secrets[survey.Steward])
	n := survey.NewRound{Name: "2026-H1", Batteries: r.BatteryIDs()[:1], Languages: surveytest.AllLanguages, K: survey.SmallestK, Texts: surveytest.Catalog(t).Text}
	round, err := keys.OpenRound(t.Context(), r.Desk, n)
	ok(t, err)
	for range 3 {
		session, _ := r.Gather(round)
		r.Answer(session, 14)
	}
	_, err = r.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	real := r.opens("2027-H1")
	path := "/staff/sv/rounds/" + round.ID
	if r.Get(path).Find("form[action$='/seal']").Length() != 0 {
		t.Error("a round can be sealed where its signer is not")
	}
	ok(t, sealing.WriteSigner(keys.SignerFile(), r.signer, ""))
	if page := r.Get(path); page.Find("form[action$='/seal']").Length() != 2 || page.Find("form[action$='/pending']").Length() != 0 {
		t.Errorf("the page offers %q", page.Value("main"))
	}
	r.tells(r.Post(path+"/seal", nil), http.StatusUnprocessableEntity, "error.sure")
	r.tells(r.Post("/staff/sv/rounds/"+real.ID+"/seal", surveytest.Form("sure", "yes", "final", "yes")), http.StatusConflict, "error.key.elsewhere")
	if page := r.Get("/staff/sv/rounds/" + real.ID); page.Find("form[action$='/seal']").Length() != 0 {
		t.Error("a round whose key is elsewhere can be sealed here")
	}

	if page := r.Post(path+"/seal", surveytest.Form("sure", "yes")); page.Status != http.StatusSeeOther {
		t.Fatalf("sealing: status %d, %q", page.Status, surveytest.Plain(page.Find(".error").Text()))
	}
	for r.Get(path+"/seal/progress", "Accept", "application/json").Status == http.StatusOK {
		if page := r.Get(path); page.Find("progress").Length() == 0 && page.Find("form[action$='/publish']").Length() == 0 {
			t.Fatalf("while it works the page says %q", page.Value("main"))
		}
	}
	if page := r.Get(path); page.Find("form[action$='/publish']").Length() != 1 {
		t.Fatalf("when it is sealed the page says %q", page.Value("main"))
	}
	// The second press finds nothing to do.
	r.tells(r.Post(path+"/seal", surveytest.Form("sure", "yes")), http.StatusConflict, "error.round.answers_gone", "Round", round.Name)
	lines, _, err := r.AuditLog(t.Context(), survey.LogFilter{Actions: []survey.Verb{survey.ExportPending, survey.ImportRelease}})
	ok(t, err)
	for _, line := range lines {
		if line.Actor != "steward "+r.staff[survey.Steward].ID || !strings.HasPrefix(line.What, round.Name) {
			t.Errorf("the log has %s %s by %s", line.Action, line.What, line.Actor)
		}
	}
	if len(lines) != 2 {
		t.Errorf("the log has %d lines", len(lines))
	}
}

// The day on which an open round is meant to be closed is changed on its page, and what is no such day is
// told beside the field.
func TestLastDayOnThePage(t *testing.T) {
	r := newRoundDesk(t)
	round := r.opens("2026-H1")
	path := "/staff/sv/rounds/" + round.ID
	if page := r.Post(path+"/ends", surveytest.Form("ends", "2026-12-18", "was", "")); page.Status != http.StatusSeeOther {
		t.Fatalf("status %d", page.Status)
	}
	if page := r.Get(path); !strings.Contains(page.Value("dl.facts"), "18 december 2026") || page.Find("input[name=was]").AttrOr("value", "") != "2026-12-18" {
		t.Errorf("the page says %q", page.Value("dl.facts"))
	}
	r.tells(r.Post(path+"/ends", surveytest.Form("ends", "2026-12-11", "was", "")), http.StatusConflict, "error.round.ends_changed", "Round", round.Name)
	page := r.Post(path+"/ends", surveytest.Form("ends", "2025-01-01", "was", "2026-12-18"))
	r.tells(page, http.StatusUnprocessableEntity, "error.round.ends")
	if field := page.Find("details[open] input[name=ends]"); field.AttrOr("value", "") != "2025-01-01" || field.AttrOr("aria-invalid", "") != "true" {
		t.Error("what was typed is not kept")
	}
}
