package survey_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// stale is a store whose rounds and sessions were read before somebody else changed them. With the
// lock held it reads what is stored.
type stale struct {
	survey.Store
	rounds   []survey.Round
	sessions []survey.Session // of one round
}

func (s stale) Rounds(context.Context) ([]survey.Round, error) { return s.rounds, nil }

func (s stale) Sessions(context.Context, string) ([]survey.Session, error) { return s.sessions, nil }

func (s stale) Session(_ context.Context, code string) (survey.Session, error) {
	i := slices.IndexFunc(s.sessions, func(session survey.Session) bool { return session.Code == code })
	return s.sessions[i], nil
}

// behind returns a desk that reads the only round as it is now, whatever happens to it.
func behind(t *testing.T, in *surveytest.Instance) *survey.Desk {
	t.Helper()
	rounds, err := in.Rounds(t.Context())
	ok(t, err)
	sessions, err := in.Store.Sessions(t.Context(), rounds[0].ID)
	ok(t, err)
	return surveytest.NewService(t, stale{in.Store, rounds, sessions}, in.Clock.Now).As(survey.Actor{Role: survey.Console})
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
	fails(t, err, survey.Conflict, "is exported already")
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

// What somebody says of a session while another closes it or its round, or exports the round, is
// neither undone nor left out.
func TestDiscardedMeanwhile(t *testing.T) {
	for name, do := range map[string]func(*survey.Desk, survey.Round, survey.Session) error{
		"round closed": func(d *survey.Desk, round survey.Round, _ survey.Session) error {
			_, err := d.CloseRound(t.Context(), round.ID, true)
			return err
		},
		"session closed": func(d *survey.Desk, _ survey.Round, session survey.Session) error {
			_, err := d.CloseSession(t.Context(), session.Code, true)
			fails(t, err, survey.Conflict, "closed already")
			return nil
		},
		"discarded again": func(d *survey.Desk, _ survey.Round, session survey.Session) error {
			_, err := d.DiscardSession(t.Context(), session.Code, "another reason")
			fails(t, err, survey.Conflict, "discarded already")
			return nil
		},
	} {
		in, round := reach(t, survey.RoundOpen)
		sessions, err := in.Store.Sessions(t.Context(), round.ID)
		ok(t, err)
		late := behind(t, in)
		_, err = in.DiscardSession(t.Context(), sessions[0].Code, "the code was on a wall")
		ok(t, err)
		ok(t, do(late, round, sessions[0]))
		session, err := in.Session(t.Context(), sessions[0].Code)
		ok(t, err)
		if session.Discarded != "the code was on a wall" {
			t.Errorf("%s: the session is discarded because %q", name, session.Discarded)
		}
	}

	in, round := reach(t, survey.RoundClosed)
	sessions, err := in.Store.Sessions(t.Context(), round.ID)
	ok(t, err)
	late := behind(t, in)
	_, err = in.DiscardSession(t.Context(), sessions[0].Code, "the code was on a wall")
	ok(t, err)
	file, err := late.ExportPending(t.Context(), round.ID, true, func(survey.PendingFile) error { return nil })
	ok(t, err)
	if !slices.Equal(file.Discarded, []string{sessions[0].Tag}) {
		t.Errorf("the file that is exported says that %q are discarded", file.Discarded)
	}
}

// A round is exported when its file is written, and not before.
func TestExportWithoutAFile(t *testing.T) {
	in, round := reach(t, survey.RoundClosed)
	full := errors.New("the disk is full")
	_, err := in.ExportPending(t.Context(), round.ID, true, func(survey.PendingFile) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("got error %v", err)
	}
	found, err := in.Round(t.Context(), round.ID)
	ok(t, err)
	if found.State != survey.RoundClosed {
		t.Errorf("the round is %s", found.State)
	}
}
