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
	own := []survey.Verb{survey.OpenSession, survey.AddPlaces, survey.CloseSession, survey.DiscardSession, survey.AnswerRelease}
	for _, verb := range survey.Verbs {
		for _, where := range []string{"0581", "0580", ""} {
			for actor, want := range map[survey.Actor]bool{
				{Role: survey.Console}:                       true,
				{Role: survey.Steward}:                       true,
				{Role: survey.Officer, Municipality: "0581"}: where == "0581" && slices.Contains(own, verb),
				{Role: survey.Officer}:                       false,
				{Role: "ambassador", Municipality: "0581"}:   false,
				{}: false,
			} {
				if got := actor.May(verb, where); got != want {
					t.Errorf("%q may do %s in %q: %v, want %v", actor, verb, where, got, want)
				}
			}
		}
	}
	if (survey.Actor{Role: survey.Steward}).May("answer.read", "") {
		t.Error("a steward may read answers")
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
	refused(survey.ImportAreas, nobody.SetAreas(ctx, nil))
	_, err := nobody.OpenRound(ctx, survey.NewRound{})
	refused(survey.OpenRound, err)
	_, err = nobody.CloseRound(ctx, round.ID, true)
	refused(survey.CloseRound, err)
	_, _, err = nobody.OpenSession(ctx, survey.NewSession{})
	refused(survey.OpenSession, err)
	_, err = nobody.AddPlaces(ctx, session.Code, 3)
	refused(survey.AddPlaces, err)
	_, err = nobody.CloseSession(ctx, session.Code, true)
	refused(survey.CloseSession, err)
	_, err = nobody.DiscardSession(ctx, session.Code, "no reason")
	refused(survey.DiscardSession, err)
	_, err = nobody.ExportPending(ctx, round.ID, true, func(survey.PendingFile) error { return nil })
	refused(survey.ExportPending, err)
	refused(survey.ImportRelease, nobody.ImportRelease(ctx, survey.SealedRound{}))
	officer := in.As(survey.Actor{Role: survey.Officer, Municipality: "0580"})
	_, err = officer.CloseSession(ctx, session.Code, true)
	refused(survey.CloseSession, err)
	_, err = in.As(survey.Actor{Role: survey.Officer, Municipality: "0581"}).CloseSession(ctx, session.Code, true)
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
