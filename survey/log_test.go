package survey_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// unlogged are the verbs that leave no line: who looks, who comes and goes, and what readers say before it
// is decided about.
var unlogged = []survey.Verb{
	survey.WatchSession, survey.SeeRounds, survey.PreviewRelease, survey.ReadVoices, survey.JudgeTexts, survey.SeeStaff,
	survey.EndSignIns, survey.SeeSetup, survey.SeePlan, survey.SeeLog, survey.SeeReferral,
	survey.CommentOnBattery,
}

// Each verb stands in one group of the log, or leaves no line.
func TestLogGroups(t *testing.T) {
	var grouped []survey.Verb
	for _, g := range survey.LogGroups {
		grouped = append(grouped, g.Verbs...)
		if !slices.Equal(survey.LogActions(g.Name), g.Verbs) {
			t.Errorf("the group %s stands for %v", g.Name, survey.LogActions(g.Name))
		}
	}
	for _, verb := range survey.Verbs {
		n := 0
		for _, other := range slices.Concat(grouped, unlogged) {
			if other == verb {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s stands in %d groups", verb, n)
		}
	}
	if survey.LogActions("") != nil || survey.LogActions("session.watch") != nil {
		t.Error("what is no action of the log is one")
	}
}

// What staff do is read back from the log: who, what, where, with the names of codes, and found again by
// each of them.
func TestLog(t *testing.T) {
	in := surveytest.Service(t)
	ctx := t.Context()
	steward, _, err := in.Invite(ctx, survey.Staff{Role: survey.Steward, Label: "Länsstyrelsen"})
	ok(t, err)
	officer, _, err := in.Invite(ctx, survey.Staff{Role: survey.Officer, Label: "Navet", Municipalities: []string{"0581"}})
	ok(t, err)
	ambassador, _, err := in.Invite(ctx, survey.Staff{Role: survey.AmbassadorRole, Label: "Kretsen", Municipalities: []string{"0581"}})
	ok(t, err)
	round := in.Begin("2026-H2")
	desk := in.As(survey.Actor{Role: survey.Officer, ID: officer.ID, Municipalities: officer.Municipalities})
	session, _, err := desk.OpenSession(ctx, survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028"})
	ok(t, err)
	in.Clock.Advance(48 * time.Hour)
	group := in.As(survey.Actor{Role: survey.AmbassadorRole, ID: ambassador.ID, Municipalities: ambassador.Municipalities})
	other, _, err := group.OpenSession(ctx, survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028"})
	ok(t, err)
	top := in.As(survey.Actor{Role: survey.Steward, ID: steward.ID})
	_, err = top.DiscardSession(ctx, session.Code, "Fel grupp: OG001\noch 1440 till")
	ok(t, err)
	ok(t, top.Revoke(ctx, ambassador.ID))

	read := func(f survey.LogFilter) []survey.LogLine {
		t.Helper()
		lines, _, err := top.AuditLog(ctx, f)
		ok(t, err)
		return lines
	}
	all := read(survey.LogFilter{})
	for i, line := range all {
		if line.Case == survey.LogUnread || i > 0 && line.Number >= all[i-1].Number {
			t.Errorf("line %d is %+v", i, line)
		}
	}
	revoked, discarded, opened := all[0], all[1], all[2]
	if revoked.Staff.Label != "" || revoked.Staff.ID != "" || revoked.Staff.Role != survey.AmbassadorRole || revoked.Who != "Länsstyrelsen" {
		t.Errorf("that an ambassador was revoked says %+v", revoked)
	}
	if discarded.Session.Code != session.Code || discarded.Text != "Fel grupp: OG001\noch 1440 till" || discarded.Interventions[0].ID != "OG028" || !slices.Equal(discarded.Municipalities, []string{"0581"}) {
		t.Errorf("that a session was discarded says %+v", discarded)
	}
	if opened.Session.Code != other.Code || opened.Who != "" || opened.Actor != "ambassador" {
		t.Errorf("that an ambassador opened a session says %+v", opened)
	}
	for name, c := range map[string]struct {
		filter survey.LogFilter
		want   int
	}{
		"sessions":         {survey.LogFilter{Actions: survey.LogActions("sessions")}, 3},
		"officers":         {survey.LogFilter{Role: survey.Officer}, 1},
		"Norrköping":       {survey.LogFilter{Municipality: "0581"}, 6}, // two invitations, three of sessions, and who was revoked
		"the second day":   {survey.LogFilter{From: survey.DayOf(all[0].At)}, 3},
		"before it":        {survey.LogFilter{To: survey.DayOf(all[3].At), Role: survey.Officer}, 1},
		"a name":           {survey.LogFilter{Text: "NYCKLAR och"}, 3},
		"a code":           {survey.LogFilter{Text: other.Code}, 1},
		"an ambassador":    {survey.LogFilter{Text: "kretsen"}, 0},
		"what was earlier": {survey.LogFilter{Until: all[2].Number}, len(all) - 2},
	} {
		if got := read(c.filter); len(got) != c.want {
			t.Errorf("%s: %d lines, want %d: %+v", name, len(got), c.want, got)
		}
	}
	_, _, err = top.AuditLog(ctx, survey.LogFilter{From: "igår"})
	fails(t, err, survey.Invalid, "day")
	_, _, err = desk.AuditLog(ctx, survey.LogFilter{})
	fails(t, err, survey.Forbidden, "log.see")
}

// Lines as verbs write them are taken apart, and others are not guessed at.
func TestLogLines(t *testing.T) {
	in := surveytest.Service(t)
	key := "age1abc"
	for _, c := range []struct {
		verb survey.Verb
		what string
		want string
	}{
		{survey.OpenRound, "2026-H2; drafts ti, so: tiden räckte inte", " 2026-H2 [] [] ti, so: tiden räckte inte 0"},
		{survey.ChangeRound, "2026-H2: ends 2026-12-18", " 2026-H2 [] []  0"},
		{survey.ChangeRound, "2026-H2: no end", "none 2026-H2 [] []  0"},
		{survey.ExportPending, "2026-H2", " 2026-H2 [] []  0"},
		{survey.ImportRelease, "2026-H2: release abc; 1440 answers released, 2 waiting", " 2026-H2 [] []  0"},
		{survey.AnswerRelease, "abc OG028 sv", "  [OG028] [0581]  0"},
		{survey.ApproveReply, "abc OG028 ti", "  [OG028] [0581]  0"},
		{survey.AddPlaces, "ABCDEFGH: 12 more", "  [] []  12"},
		{survey.SetProviders, "0581 removed", "removed  [] [0581]  0"},
		{survey.SetProviders, "region", "  [] []  0"},
		{survey.SetHost, "Region X (Öst) (region)", "  [] [] Region X (Öst) 0"},
		{survey.SetRegion, "0580 0581", "  [] [0580 0581]  0"},
		{survey.SetSigner, key + " in place of " + key, "again  [] []  0"},
		{survey.PlanGatherings, "2026-H2: 3 entries", "many 2026-H2 [] []  3"},
		{survey.PlanGatherings, "2026-H2: called 2027-H1", "called 2026-H2 [] [] 2027-H1 0"},
		{survey.PlanGatherings, "2026-H2: 0581 OG028 2026-W40", " 2026-H2 [OG028] [0581] 2026-W40 0"},
		{survey.PlanGatherings, "2026-H2: 0581 OG028 2026-W40 cancelled", "cancelled 2026-H2 [OG028] [0581] 2026-W40 0"},
		{survey.PlanGatherings, "2026-H2: 0581 OG028 2026-W40 planned again", "again 2026-H2 [OG028] [0581] 2026-W40 0"},
		{survey.NoteVoice, "ABCDEFGH", "  [] []  0"},
		{survey.NoteVoice, "0581", survey.LogUnread + "  [] []  0"},
		{survey.OpenSession, "", "forgotten  [] []  0"},
		{survey.CloseSession, "two words", survey.LogUnread + "  [] []  0"},
		{"of.old", "x", survey.LogUnread + "  [] []  0"},
	} {
		ok(t, in.Store.Change(t.Context(), survey.AuditEntry{At: in.Clock.Now(), Actor: "console", Action: c.verb, What: c.what},
			func(context.Context, survey.RegistryTx) error { return nil }))
		lines, _, err := in.AuditLog(t.Context(), survey.LogFilter{})
		ok(t, err)
		l := lines[0]
		var ids []string
		for _, i := range l.Interventions {
			ids = append(ids, i.ID)
		}
		if got := fmt.Sprint(l.Case, " ", l.Round, " ", ids, " ", l.Municipalities, " ", l.Text, " ", l.N); got != c.want {
			t.Errorf("%s %q says %q, want %q", c.verb, c.what, got, c.want)
		}
	}
}
