package web_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

const auditAddress = "/staff/sv/log"

// A steward reads what staff did, in words and as it is kept, filters it, leafs through it while lines are
// added, and downloads it as a file in which nothing is a formula.
func TestLogPages(t *testing.T) {
	p := newCrew(t)
	steward, officer := p.As(p.secrets[survey.Steward]), p.As(p.secrets[survey.Officer])
	if page := officer.Post(registerAddress+"/new", surveytest.Form("name", "<b>Café</b>", "category", "språk", "municipalities", "0581", "asked", "participants")); page.Status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", page.Status, page.Value("main"))
	}
	said := func(query string) []string {
		t.Helper()
		page := steward.Get(auditAddress + query)
		if page.Status != http.StatusOK {
			t.Fatalf("%s: status %d", query, page.Status)
		}
		var lines []string
		page.Find("ol.log li").Each(func(_ int, s *webtest.Selection) { lines = append(lines, surveytest.Plain(s.Find("p").Text())) })
		return lines
	}
	label := p.staff[survey.Officer].Label
	if got, want := said("?action=register"), "Kommunens handläggare, "+label+", Norrköping lade till insatsen <b>Café</b>."; len(got) != 1 || got[0] != want {
		t.Errorf("of the register it says %q, want %q", got, want)
	}
	if got := said("?role=ambassador"); len(got) != 1 || got[0] != "Ambassadör öppnade ett tillfälle: Nycklar och broar in i det svenska samhället, Norrköping (kod "+strings.Join(survey.CodeGroups(p.opened.Code), " ")+")." {
		t.Errorf("of ambassadors it says %q", got)
	}
	if raw := steward.Get(auditAddress + "?q=" + p.opened.Code).Value("ol.log code"); !strings.HasSuffix(raw, "Z ambassador session.open "+p.opened.Code) {
		t.Errorf("the line is %q", raw)
	}
	ok(t, p.Store.Change(t.Context(), survey.AuditEntry{At: p.Clock.Now(), Actor: "reader", Action: survey.RecordClips, What: "core ti K01"},
		func(context.Context, survey.RegistryTx) error { return nil }))
	if got := said("?action=texts"); len(got) != 1 || got[0] != "Språkläsare läste in texten K01 på tigrinja." {
		t.Errorf("of texts it says %q", got)
	}
	if got := said("?municipality=0580"); len(got) != 0 {
		t.Errorf("of Linköping it says %q", got)
	}
	if page := steward.Get(auditAddress + "?action=people&q=ingen"); page.Value("main [role=status]") != p.text("sv", "log.none") {
		t.Errorf("of nothing it says %q", page.Value("main [role=status]"))
	}
	wrong := steward.Get(auditAddress + "?from=ig%C3%A5r&q=Broar")
	if wrong.Status != http.StatusUnprocessableEntity || wrong.Value("#wrong") != p.text("sv", "error.log.day") || wrong.Find("[name=q]").AttrOr("value", "") != "Broar" {
		t.Errorf("status %d: %s", wrong.Status, wrong.Value("main"))
	}

	host := func(n int) {
		t.Helper()
		name := fmt.Sprintf("=Region %d", n)
		ok(t, p.Store.Change(t.Context(), survey.AuditEntry{At: p.Clock.Now(), Actor: "console", Action: survey.SetHost, What: name + " (region)"},
			func(context.Context, survey.RegistryTx) error { return nil }))
	}
	for n := range 120 {
		host(n)
	}
	first := steward.Get(auditAddress + "?action=host.set")
	next := first.Find("a[rel=next]").AttrOr("href", "")
	want := said(next)
	host(120)
	if got := said(next); len(got) != 50 || strings.Join(got, "\n") != strings.Join(want, "\n") || !strings.Contains(got[0], "=Region 69.") {
		t.Errorf("the second page begins with %q, and began with %q", got[:1], want[:1])
	}
	file := steward.Get(first.Find("main a[href*=csv]").AttrOr("href", ""))
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.Body, "\ufeff")))
	rows.Comma = ';'
	table, err := rows.ReadAll()
	ok(t, err)
	if !strings.HasPrefix(file.Body, "\ufeff") || len(table) != 121 || table[1][7] != "'=Region 119 (region)" {
		t.Errorf("the file has %d rows, of which the first is %q", len(table), table[1])
	}
}

// Each kind of thing that leaves a line has its words.
func TestLogHasItsWords(t *testing.T) {
	keys := pageKeys(t)
	for _, g := range survey.LogGroups {
		want := []string{"log.group." + g.Name}
		for _, verb := range g.Verbs {
			want = append(want, "log.action."+string(verb), "log.did."+string(verb))
			for _, does := range survey.LogCases(verb) {
				want = append(want, "log.did."+string(verb)+"."+does)
			}
		}
		for _, key := range want {
			if !slices.Contains(keys, key) {
				t.Errorf("there are no words for %s", key)
			}
		}
	}
}

// Nothing that somebody who answers asks for or sends, from the first page to the thanks, leaves a line,
// and what staff read and download has nothing of it.
func TestNothingOfParticipantsInTheLog(t *testing.T) {
	p := newCrew(t)
	before, err := p.Store.AuditLog(t.Context())
	ok(t, err)
	m := newMarks()
	m.answers()
	mark := "marked-story-of-a-life"
	m.text("what was sent along", mark)
	headers := []string{"User-Agent", mark, "X-Forwarded-For", "203.0.113.77", "Accept-Language", "ti," + mark, "Cookie", "a=" + mark}
	m.address("203.0.113.77")
	form := fill("K01", "o1", "K02", "o2")
	m.nonce(form.Get(survey.NonceField))
	address := "/s/" + p.opened.Code
	for _, path := range []string{"/", "/?code=" + mark, "/?code=" + p.opened.Code, address, address + "/ti", address + "/ti/privacy", "/privacy/ti", address + "/" + mark} {
		p.Get(path, headers...)
	}
	wrong := fill("K01", mark)
	m.nonce(wrong.Get(survey.NonceField))
	if page := p.Post(address+"/ti", wrong, headers...); page.Status == http.StatusSeeOther {
		t.Errorf("what is no answer has status %d", page.Status)
	}
	answered := p.Post(address+"/ti", form, headers...)
	if answered.Status != http.StatusSeeOther {
		t.Fatalf("the answer has status %d", answered.Status)
	}
	if thanks := p.Get(answered.Header.Get("Location"), headers...); thanks.Status != http.StatusOK {
		t.Errorf("the thanks have status %d", thanks.Status)
	}
	after, err := p.Store.AuditLog(t.Context())
	ok(t, err)
	if len(after) != len(before) || after[0] != before[0] {
		t.Errorf("%d lines were %d before somebody answered", len(after), len(before))
	}
	steward := p.As(p.secrets[survey.Steward])
	for _, path := range []string{auditAddress, auditAddress + "/csv"} {
		for _, what := range m.found([]byte(steward.Get(path).Body)) {
			t.Errorf("%s: %s", path, what)
		}
	}
}
