package survey_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// Every verb with every role, at home, elsewhere and for the whole region.
func TestMay(t *testing.T) {
	everything := func(survey.Verb, survey.Thing) bool { return true }
	nothing := func(survey.Verb, survey.Thing) bool { return false }
	oneOf := func(verb survey.Verb, verbs ...survey.Verb) bool { return slices.Contains(verbs, verb) }
	refers := func(v survey.Verb, t survey.Thing) bool {
		return t == survey.Thing{} && oneOf(v, survey.SeeReferral, survey.CommentOnBattery)
	}
	reads := func(v survey.Verb, t survey.Thing) bool {
		return t.Language == "ti" && oneOf(v, survey.JudgeTexts, survey.RecordClips, survey.ApproveClips, survey.TranslateReply, survey.ApproveReply)
	}
	for _, c := range []struct {
		actor survey.Actor
		may   func(survey.Verb, survey.Thing) bool
	}{
		{survey.Actor{Role: survey.Console}, everything},
		{survey.Actor{Role: survey.Steward, ID: "mine"}, everything},
		{survey.Actor{Role: survey.Officer, ID: "mine", Municipalities: []string{"0581"}}, func(v survey.Verb, t survey.Thing) bool {
			return refers(v, t) || t.Staff == "mine" && v == survey.EndSignIns || v == survey.PreviewRelease && (t.Municipality == "0581" || t.Municipality == "") ||
				t.Municipality == "0581" && oneOf(v, survey.OpenSession, survey.WatchSession, survey.ChangeSession,
					survey.AddPlaces, survey.CloseSession, survey.DiscardSession, survey.AnswerRelease, survey.ReadVoices,
					survey.SeePlan, survey.PlanGatherings, survey.AddIntervention, survey.ChangeIntervention, survey.CloseIntervention,
					survey.FollowUpReply, survey.TranslateReply)
		}},
		{survey.Actor{Role: survey.AmbassadorRole, ID: "mine", Municipalities: []string{"0581"}, Interventions: []string{"OG028"}}, func(v survey.Verb, t survey.Thing) bool {
			return v == survey.OpenSession && t.Municipality == "0581" && t.Intervention == "OG028" || t.Staff == "mine" &&
				oneOf(v, survey.WatchSession, survey.ChangeSession, survey.AddPlaces, survey.CloseSession, survey.NoteVoice, survey.EndSignIns, survey.SeePlan)
		}},
		{survey.Actor{Role: survey.AmbassadorRole, ID: "else", Municipalities: []string{"0581"}, Languages: []string{"ti"}}, func(v survey.Verb, t survey.Thing) bool {
			return v == survey.OpenSession && t.Municipality == "0581" || reads(v, t)
		}},
		{survey.Actor{Role: survey.ReaderRole, ID: "else", Languages: []string{"ti"}}, func(v survey.Verb, t survey.Thing) bool {
			return reads(v, t) || refers(v, t)
		}},
		{survey.Actor{Role: survey.Officer}, refers},
		{survey.Actor{Role: survey.AmbassadorRole}, nothing},
		{survey.Actor{}, nothing},
	} {
		for _, verb := range survey.Verbs {
			for _, thing := range things() {
				if got, want := c.actor.May(verb, thing), c.may(verb, thing); got != want {
					t.Errorf("%v may do %s to %+v: %v, want %v", c.actor, verb, thing, got, want)
				}
			}
		}
	}
	if (survey.Actor{Role: survey.Steward}).May("answer.read", survey.Thing{}) {
		t.Error("a steward may read answers")
	}
}

// things are those at home and elsewhere, one's own and others', and the region.
func things() []survey.Thing {
	var list []survey.Thing
	for _, municipality := range []string{"", "0581", "0580"} {
		for _, intervention := range []string{"", "OG028", "OG001"} {
			for _, staff := range []string{"", "mine", "theirs"} {
				for _, language := range []string{"", "ti", "so"} {
					list = append(list, survey.Thing{Municipality: municipality, Intervention: intervention, Staff: staff, Language: language})
				}
			}
		}
	}
	return list
}

// The audit log says which steward or officer did something. Ambassadors and readers are not told
// apart in it: it stays when who opened a session is forgotten.
func TestNamesInTheAuditLog(t *testing.T) {
	for _, c := range []struct {
		actor survey.Actor
		want  string
	}{
		{survey.Actor{Role: survey.Console}, "console"},
		{survey.Actor{Role: survey.Steward, ID: "x"}, "steward x"},
		{survey.Actor{Role: survey.Officer, ID: "x", Municipalities: []string{"0581"}}, "officer 0581 x"},
		{survey.Actor{Role: survey.AmbassadorRole, ID: "x", Municipalities: []string{"0581"}}, "ambassador"},
		{survey.Actor{Role: survey.ReaderRole, ID: "x", Languages: []string{"ti"}}, "reader"},
	} {
		if got := c.actor.String(); got != c.want {
			t.Errorf("%+v is called %q, want %q", c.actor, got, c.want)
		}
	}
}

// Each verb of a desk asks whether its actor may, before anything is changed.
func TestDeskAsks(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	nobody := in.As(survey.Actor{Role: "visitor"})
	refused := func(verb survey.Verb, err error) {
		t.Helper()
		fails(t, err, survey.Forbidden, string(verb), "ask the steward")
	}
	ctx := t.Context()
	refused(survey.ImportInterventions, nobody.PutInterventions(ctx, nil))
	_, err := nobody.ImportRegister(ctx, nil)
	refused(survey.ImportInterventions, err)
	_, err = nobody.StartRegister(ctx, "05")
	refused(survey.ImportInterventions, err)
	_, err = nobody.AddIntervention(ctx, survey.Intervention{})
	refused(survey.AddIntervention, err)
	refused(survey.ChangeIntervention, nobody.ChangeIntervention(ctx, survey.Intervention{ID: "OG028"}))
	refused(survey.CloseIntervention, nobody.CloseIntervention(ctx, "OG028", 0))
	refused(survey.CloseIntervention, nobody.ReopenIntervention(ctx, "OG028", 0))
	refused(survey.MergeInterventions, nobody.MergeInterventions(ctx, "OG028", "OG003", 0))
	refused(survey.ImportAreas, nobody.SetAreas(ctx, nil))
	refused(survey.ImportBattery, nobody.ImportBattery(ctx, survey.Worded{}, nil))
	_, err = nobody.OpenRound(ctx, survey.NewRound{})
	refused(survey.OpenRound, err)
	_, err = nobody.SetRoundEnds(ctx, round.ID, "", "")
	refused(survey.ChangeRound, err)
	_, err = nobody.CloseRound(ctx, round.ID, true)
	refused(survey.CloseRound, err)
	_, _, err = nobody.OpenSession(ctx, survey.NewSession{})
	refused(survey.OpenSession, err)
	_, err = nobody.AddPlaces(ctx, session.Code, 3, 0)
	refused(survey.AddPlaces, err)
	_, err = nobody.CloseSession(ctx, session.Code, true)
	refused(survey.CloseSession, err)
	_, err = nobody.DiscardSession(ctx, session.Code, "no reason")
	refused(survey.DiscardSession, err)
	_, err = nobody.ExportPending(ctx, round.ID, true, func(survey.PendingFile) error { return nil })
	refused(survey.ExportPending, err)
	refused(survey.ImportRelease, nobody.ImportRelease(ctx, survey.SealedRound{}))
	_, err = nobody.RoundSights(ctx)
	refused(survey.SeeRounds, err)
	_, err = nobody.Calendar(ctx, round.ID)
	refused(survey.SeeRounds, err)
	_, err = nobody.PublishRelease(ctx, "x")
	refused(survey.PublishRelease, err)
	refused(survey.PreviewRelease, nobody.PreviewRelease(survey.InMunicipality("0581"), nil))
	_, _, err = nobody.AuditLog(ctx, survey.LogFilter{})
	refused(survey.SeeLog, err)
	_, err = nobody.Staff(ctx)
	refused(survey.SeeStaff, err)
	_, _, err = nobody.Invite(ctx, survey.Staff{})
	refused(survey.InviteStaff, err)
	_, _, err = nobody.InviteAgain(ctx, "x")
	refused(survey.InviteStaff, err)
	refused(survey.RevokeStaff, nobody.Revoke(ctx, "x"))
	_, err = nobody.SignIns(ctx, "x")
	refused(survey.EndSignIns, err)
	refused(survey.EndSignIns, nobody.EndSignIn(ctx, "x", "y"))
	_, err = nobody.PutProvider(ctx, survey.Provider{})
	refused(survey.SetProviders, err)
	refused(survey.SetProviders, nobody.RemoveProvider(ctx, "x"))
	refused(survey.RecordClips, nobody.RecordClip(ctx, survey.ClipName{}, nil))
	refused(survey.ApproveClips, nobody.ApproveClip(ctx, survey.ClipName{}, nil))
	refused(survey.JudgeTexts, nobody.JudgeText(ctx, survey.Judgement{}))
	_, err = nobody.OwnJudgements(ctx, "ti")
	refused(survey.JudgeTexts, err)
	_, err = nobody.Judgements(ctx, "ti")
	refused(survey.DecideTexts, err)
	refused(survey.DecideTexts, nobody.DecideTexts(ctx, "ti", nil, func(survey.Role, string) error { return nil }))
	_, err = nobody.PutPlan(ctx, "2026-H2", []survey.PlanEntry{{Municipality: "0581", Intervention: "OG028"}})
	refused(survey.PlanGatherings, err)
	_, err = nobody.RenamePlan(ctx, "2026-H2", "2027-H1")
	refused(survey.PlanGatherings, err)
	_, err = nobody.PlanBasis(ctx, "2026-H2")
	refused(survey.PlanGatherings, err)
	_, err = nobody.NewBattery(ctx, survey.NewBattery{ID: "naring", Prefix: "NX", Title: "Näring"}, survey.Wordings{})
	refused(survey.WriteBattery, err)
	_, err = nobody.NewBatteryVersion(ctx, "core", survey.Wordings{})
	refused(survey.WriteBattery, err)
	refused(survey.WriteBattery, nobody.NameDraft(ctx, "naring@1", survey.BatteryName{Title: "Näring"}, ""))
	refused(survey.WriteBattery, nobody.DeleteDraft(ctx, "naring@1", 1))
	refused(survey.ReferBattery, nobody.ReferBattery(ctx, "naring@1", "2026-12-24", 1))
	refused(survey.ReferBattery, nobody.EndReferral(ctx, "naring@1", 1))
	refused(survey.FreezeBattery, nobody.FreezeBattery(ctx, "naring@1", 1, nil))
	refused(survey.ApproveBattery, nobody.ApproveBattery(ctx, "naring@1", 1, survey.Wordings{}))
	refused(survey.RetireBattery, nobody.RetireBattery(ctx, "naring@1", 1))
	refused(survey.CommentOnBattery, nobody.CommentOnBattery(ctx, "naring@1", "NX01", "Bra"))
	_, err = nobody.DraftBatteries(ctx)
	refused(survey.SeeReferral, err)
	_, err = nobody.Comments(ctx, "naring@1")
	refused(survey.SeeReferral, err)
	officer := in.As(survey.Actor{Role: survey.Officer, Municipalities: []string{"0580"}})
	_, err = officer.CloseSession(ctx, session.Code, true)
	refused(survey.CloseSession, err)
	_, err = in.As(survey.Actor{Role: survey.Officer, Municipalities: []string{"0581"}}).CloseSession(ctx, session.Code, true)
	ok(t, err)
}

// Participants can write to the registry in no way: what they hold of it has no method that
// changes anything.
func TestParticipantsOnlyReadTheRegistry(t *testing.T) {
	reader, registry := reflect.TypeFor[survey.RegistryReader](), reflect.TypeFor[survey.Registry]()
	field, found := reflect.TypeFor[survey.Participants]().FieldByName("registry")
	if !found || field.Type != reader {
		t.Fatalf("participants hold the registry as %v", field.Type)
	}
	writes := reflect.TypeFor[survey.AuditEntry]()
	for method := range reader.Methods() {
		for in := range method.Type.Ins() {
			if in == writes || in.Kind() == reflect.Func {
				t.Errorf("%s changes the registry", method.Name)
			}
		}
		if strings.HasPrefix(method.Name, "Put") || strings.HasPrefix(method.Name, "Add") {
			t.Errorf("%s changes the registry", method.Name)
		}
	}
	// What nobody can see afterwards has no line: a release that does not count yet, and free space.
	unseen := []string{"WithLock", "KeepRelease", "EraseForgotten"}
	// Nor has who reads of staff, who comes and goes, and what is said of texts before it is decided about.
	for _, other := range []reflect.Type{
		reflect.TypeFor[survey.StaffReader](), reflect.TypeFor[survey.SignInTx](), reflect.TypeFor[survey.JudgementTx](), reflect.TypeFor[survey.CommentTx](),
	} {
		for method := range other.Methods() {
			unseen = append(unseen, method.Name)
		}
	}
	for _, changing := range []reflect.Type{registry, reflect.TypeFor[survey.LockedRegistry]()} {
		for method := range changing.Methods() {
			if _, read := reader.MethodByName(method.Name); read || slices.Contains(unseen, method.Name) {
				continue
			}
			if !slices.Contains(slices.Collect(method.Type.Ins()), writes) {
				t.Errorf("%s changes the registry without a line in the audit log", method.Name)
			}
		}
	}
	for i := range reflect.TypeFor[survey.Participants]().NumField() {
		field := reflect.TypeFor[survey.Participants]().Field(i)
		if field.Type.Implements(registry) {
			t.Errorf("participants hold a whole registry in %s", field.Name)
		}
	}
}
