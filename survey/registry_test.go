package survey_test

import (
	"context"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// stale is a store whose rounds were read before somebody else changed them.
type stale struct {
	survey.Store
	rounds []survey.Round
}

func (s stale) Rounds(context.Context) ([]survey.Round, error) { return s.rounds, nil }

// behind returns a desk that reads the rounds as they are now, whatever happens to them.
func behind(t *testing.T, in *surveytest.Instance) *survey.Desk {
	t.Helper()
	rounds, err := in.Rounds(t.Context())
	ok(t, err)
	return surveytest.NewService(t, stale{in.Store, rounds}, in.Clock.Now).As(survey.Actor{Role: survey.Console})
}

// Of two who move a round at once, nobody moves it back to where the other found it.
func TestRoundOnlyMovesForward(t *testing.T) {
	write := func(survey.PendingFile) error { return nil }
	in, round := reach(t, survey.RoundClosed)
	closed := behind(t, in)
	_, err := in.ExportPending(t.Context(), round.ID, true, write)
	ok(t, err)
	exported := behind(t, in)
	ok(t, in.ImportRelease(t.Context(), sealedRound(round, in.Count(round), 0)))
	for _, late := range []*survey.Desk{closed, exported} {
		_, err = late.ExportPending(t.Context(), round.ID, true, write)
		fails(t, err, survey.Conflict, "is sealed and cannot become exported")
		found, err := in.Round(t.Context(), round.ID)
		ok(t, err)
		if found.State != survey.RoundSealed {
			t.Errorf("the round is %s", found.State)
		}
	}

	in, round = reach(t, survey.RoundOpen)
	open := behind(t, in)
	_, err = in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	_, err = in.ExportPending(t.Context(), round.ID, true, write)
	ok(t, err)
	_, err = open.CloseRound(t.Context(), round.ID, false)
	fails(t, err, survey.Conflict, "is exported and cannot become closed")
}

func TestMayBecome(t *testing.T) {
	states := []survey.RoundState{survey.RoundOpen, survey.RoundClosing, survey.RoundClosed, survey.RoundExported, survey.RoundSealed}
	for i, from := range states {
		for j, to := range states {
			if got, want := from.MayBecome(to), j >= i && to != survey.RoundSealed; got != want {
				t.Errorf("from %s to %s: %t", from, to, got)
			}
		}
		if from.MayBecome("") {
			t.Errorf("from %s to nothing", from)
		}
	}
}

// A session that came after its round was closed would be open in a round that is being exported.
func TestOpenSessionWhileTheRoundCloses(t *testing.T) {
	in, round := reach(t, survey.RoundOpen)
	open := behind(t, in)
	_, err := in.CloseRound(t.Context(), round.ID, false)
	ok(t, err)
	_, _, err = open.OpenSession(t.Context(), survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028"})
	fails(t, err, survey.Conflict, "is closing; sessions are opened in an open round")
	sessions, err := in.Store.Sessions(t.Context(), round.ID)
	ok(t, err)
	if len(sessions) != 1 {
		t.Errorf("%d sessions", len(sessions))
	}
}
