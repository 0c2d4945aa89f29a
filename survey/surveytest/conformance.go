package surveytest

import (
	"context"
	"reflect"
	"testing"
	"time"

	"fragebatteri/survey"
)

// conformance is one test of a store, with what such tests share.
type conformance struct{ *testing.T }

var conformanceStart = time.Date(2026, 9, 1, 13, 30, 0, 0, time.UTC)

var conformanceEntry = survey.AuditEntry{At: conformanceStart, Action: "test", What: "conformance"}

func (t conformance) ok(err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (t conformance) fails(err error, kind survey.Kind) {
	t.Helper()
	if err == nil || survey.KindOf(err) != kind {
		t.Fatalf("got error %v of kind %d, want kind %d", err, survey.KindOf(err), kind)
	}
}

func (t conformance) same(got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

// addRound stores a round as it is given, without texts.
func addRound(ctx context.Context, registry survey.Registry, entry survey.AuditEntry, round survey.Round) error {
	return registry.Change(ctx, entry, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddRound(ctx, round, nil)
	})
}

// updateRound stores a round and some of its sessions as they are given.
func updateRound(ctx context.Context, registry survey.Registry, entry survey.AuditEntry, round survey.Round, sessions ...survey.Session) error {
	return registry.Change(ctx, entry, func(ctx context.Context, tx survey.RegistryTx) error {
		if err := tx.UpdateRound(ctx, round); err != nil {
			return err
		}
		for _, session := range sessions {
			if err := tx.UpdateSession(ctx, session); err != nil {
				return err
			}
		}
		return nil
	})
}

// addSession stores a session with the hashes of its tickets as they are given.
func addSession(ctx context.Context, registry survey.Registry, entry survey.AuditEntry, session survey.Session, tickets ...[]byte) error {
	return registry.Change(ctx, entry, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddSession(ctx, session, tickets)
	})
}

// openRound stores a round that is open.
func (t conformance) openRound(registry survey.Registry, name string) survey.Round {
	t.Helper()
	round := survey.Round{
		ID: survey.NewID(), Name: name, State: survey.RoundOpen, K: 12, Batteries: []string{"core@1"}, Asks: survey.Asks{"OG028": "core+A"}, Size: 512,
		PublicKey: survey.PublicKey("key of " + name), Areas: Areas,
	}
	t.ok(addRound(t.Context(), registry, conformanceEntry, round))
	return round
}

// openSession stores a session with these hashes of tickets.
func (t conformance) openSession(registry survey.Registry, round survey.Round, tickets ...[]byte) survey.Session {
	t.Helper()
	session := newSession(round.ID)
	session.Tickets = len(tickets) > 0
	t.ok(addSession(t.Context(), registry, conformanceEntry, session, tickets...))
	return session
}

func newSession(round string) survey.Session {
	return survey.Session{
		Code: survey.NewCode(), Round: round, Set: "core@1+A@2", Municipality: "0581", Intervention: "OG028",
		Channel: survey.Ambassador, Timing: survey.NoTiming, Announced: 18, Capacity: 20, Tag: survey.NewID(),
		Opens: conformanceStart, Closes: conformanceStart.Add(2 * time.Hour), GraceEnds: conformanceStart.Add(26 * time.Hour),
		OpenedBy: survey.NewID(), Opening: survey.NewNonce(),
	}
}

// sends stores an answer and says what must become of it.
func (t conformance) sends(answers survey.AnswerStore, a survey.Arrival, want survey.Outcome) {
	t.Helper()
	got, err := answers.Receive(t.Context(), a)
	t.ok(err)
	if got != want {
		t.Fatalf("got outcome %d, want %d", got, want)
	}
}

func (t conformance) pending(answers survey.AnswerStore, id string) []survey.PendingAnswer {
	t.Helper()
	pending, err := answers.Pending(t.Context(), id)
	t.ok(err)
	n, err := answers.CountPending(t.Context(), id)
	t.ok(err)
	t.same(n, len(pending))
	return pending
}

// arrival returns an answer with a nonce of its own.
func arrival(session survey.Session) survey.Arrival {
	return survey.Arrival{
		Answer: survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: []byte("ciphertext " + survey.NewNonce())},
		Round:  session.Round, Session: session.Code, Capacity: session.Capacity, Nonce: survey.NewNonce(),
	}
}

func storedRelease(round survey.Round, next string, rows, waiting int) survey.StoredRelease {
	r := survey.StoredRelease{
		ReleaseHeader: survey.ReleaseHeader{ID: survey.NewID(), Round: round.ID, Next: next, Date: "2027-01-15"},
		JSON:          []byte(`{"release":"` + round.Name + `"}`), Signature: []byte("signature"),
	}
	r.Disposal = survey.Disposal{Release: r.ID, Round: round.ID, Next: next, Date: r.Date, Rows: rows, Answers: rows - waiting, Waiting: waiting}
	return r
}

// releases checks which releases count, oldest first.
func (t conformance) releases(registry survey.RegistryReader, want ...survey.StoredRelease) {
	t.Helper()
	got, err := registry.Releases(t.Context())
	t.ok(err)
	var headers []survey.ReleaseHeader
	for _, r := range want {
		headers = append(headers, r.ReleaseHeader)
	}
	t.same(got, headers)
}
