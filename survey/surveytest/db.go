// Package surveytest is what tests share: a store on real files, and the tests
// that every store must pass.
package surveytest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/sqlite"
)

// Host is the host of the store that DB makes.
var Host = survey.Host{BaseURL: "https://svar.example", Name: "Region Östergötland", Kind: survey.HostRegion}

// Interventions are in the store that DB makes, sorted by id. OG006 asks staff.
var Interventions = []survey.Intervention{
	{ID: "OG003", Name: "Lära för att lära", Municipalities: []string{"0513"}, Funding: "AMIF", Period: "2023", Category: "utbildning", Asked: survey.AskedParticipants},
	{ID: "OG006", Name: "Connect 1 - samverkan på riktigt", Municipalities: []string{"0580"}, Funding: "ESF", Period: "2020", Category: "samverkan", Asked: survey.AskedStaff},
	{ID: "OG028", Name: "Nycklar och broar in i det svenska samhället", Municipalities: []string{"0581"}, Funding: "§37", Period: "2023", Category: "samhällsorientering", Asked: survey.AskedParticipants},
	{ID: "OG034", Name: "Språkcafé", Municipalities: []string{"0584"}, Category: "språk", Asked: survey.AskedParticipants},
	{ID: "OG049", Name: "Gemensam föräldrautbildning", Municipalities: []string{"0513", "0582", "0583"}, Category: "föräldraskap", Asked: survey.AskedParticipants},
}

// Areas are the reporting areas in the store that DB makes.
var Areas = []survey.Area{
	{Name: "Kinda–Ydre", Municipalities: []string{"0513", "0512"}},
	{Name: "Ödeshög–Boxholm–Vadstena", Municipalities: []string{"0509", "0560", "0584"}},
	{Name: "Valdemarsvik–Söderköping", Municipalities: []string{"0563", "0582"}},
}

// DB returns a store on real files in a folder of the test's own, with Host,
// Interventions and Areas in it. It is closed when the test ends.
func DB(t testing.TB) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Create(filepath.Join(t.TempDir(), "instance"), Host, Interventions, Areas)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

// RunStoreTests tests what survey.Store promises. newStore returns a fresh
// store with Host, Interventions and Areas in it.
func RunStoreTests(t *testing.T, newStore func(testing.TB) survey.Store) {
	for _, test := range []struct {
		name string
		run  func(*storeTest)
	}{
		{"what it begins with", (*storeTest).catalogue},
		{"rounds", (*storeTest).rounds},
		{"texts of rounds", (*storeTest).roundTexts},
		{"sessions", (*storeTest).sessions},
		{"tickets", (*storeTest).tickets},
		{"receive", (*storeTest).receive},
		{"forget receipts", (*storeTest).forget},
		{"a kept release destroys nothing", (*storeTest).keep},
		{"import", (*storeTest).imported},
		{"an import that would lose answers", (*storeTest).refused},
		{"compact", (*storeTest).compact},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(&storeTest{T: t, store: newStore(t)}) })
	}
}

// storeTest is one of the tests and its store.
type storeTest struct {
	*testing.T
	store survey.Store
	last  int
}

var storeStart = time.Date(2026, 9, 1, 13, 30, 0, 0, time.UTC)

var storeEntry = survey.AuditEntry{At: storeStart, Action: "test", What: "conformance"}

func (t *storeTest) ok(err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (t *storeTest) fails(err error, kind survey.Kind) {
	t.Helper()
	if err == nil || survey.KindOf(err) != kind {
		t.Fatalf("got error %v of kind %d, want kind %d", err, survey.KindOf(err), kind)
	}
}

func (t *storeTest) same(got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

func (t *storeTest) openRound(name string) survey.Round {
	t.Helper()
	round := survey.Round{
		ID: survey.NewID(), Name: name, State: survey.RoundOpen, K: 12, Batteries: []string{"core@1"}, Size: 512,
		PublicKey: survey.PublicKey("key of " + name), Areas: Areas,
	}
	t.ok(t.store.AddRound(t.Context(), round, nil, storeEntry))
	return round
}

func (t *storeTest) openSession(round survey.Round, tickets ...[]byte) survey.Session {
	t.Helper()
	session := survey.Session{
		Code: survey.NewCode(), Round: round.ID, Battery: "core@1", Municipality: "0581", Intervention: "OG028",
		Channel: survey.Ambassador, Timing: survey.NoTiming, Capacity: 20, Tag: survey.NewID(), Tickets: len(tickets) > 0,
		Opens: storeStart, Closes: storeStart.Add(2 * time.Hour), GraceEnds: storeStart.Add(26 * time.Hour),
	}
	t.ok(t.store.AddSession(t.Context(), session, tickets, storeEntry))
	return session
}

func (t *storeTest) arrival(session survey.Session) survey.Arrival {
	t.last++
	return survey.Arrival{
		Answer: survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: fmt.Appendf(nil, "ciphertext %d", t.last)},
		Round:  session.Round, Session: session.Code, Capacity: session.Capacity, Nonce: survey.NewNonce(),
	}
}

func (t *storeTest) sends(a survey.Arrival, want survey.Outcome) {
	t.Helper()
	got, err := t.store.Receive(t.Context(), a)
	t.ok(err)
	if got != want {
		t.Fatalf("got outcome %d, want %d", got, want)
	}
}

func (t *storeTest) pending(round string) []survey.PendingAnswer {
	t.Helper()
	pending, err := t.store.Pending(t.Context(), round)
	t.ok(err)
	return pending
}

func (t *storeTest) catalogue() {
	host, err := t.store.Host(t.Context())
	t.ok(err)
	t.same(host, Host)

	renamed := Interventions[2]
	renamed.Name, renamed.Municipalities = "Nycklar och broar", []string{"0580", "0581"}
	added := survey.Intervention{ID: "OG999", Name: "Ny", Municipalities: []string{"0581"}, Category: "språk", Asked: survey.AskedParticipants}
	t.openSession(t.openRound("2026-H2")) // OG028 is in use, and can be changed all the same
	t.ok(t.store.PutInterventions(t.Context(), []survey.Intervention{added, renamed}, storeEntry))
	interventions, err := t.store.Interventions(t.Context())
	t.ok(err)
	t.same(interventions, []survey.Intervention{Interventions[0], Interventions[1], renamed, Interventions[3], Interventions[4], added})

	areas, err := t.store.Areas(t.Context())
	t.ok(err)
	t.same(areas, Areas)
	t.ok(t.store.SetAreas(t.Context(), []survey.Area{Areas[2], Areas[0]}, storeEntry))
	areas, err = t.store.Areas(t.Context())
	t.ok(err)
	t.same(areas, []survey.Area{Areas[2], Areas[0]})
}

func (t *storeTest) rounds() {
	first, second := t.openRound("2026-H2"), t.openRound("2026-H1")
	t.fails(t.store.AddRound(t.Context(), survey.Round{ID: survey.NewID(), Name: "2026-H1", State: survey.RoundOpen}, nil, storeEntry), survey.Conflict)
	session := t.openSession(first)
	session.Closes, session.GraceEnds = storeStart.Add(time.Hour), storeStart.Add(25*time.Hour)
	first.State, first.GraceEnds = survey.RoundClosing, storeStart.Add(25*time.Hour)
	t.ok(t.store.UpdateRound(t.Context(), first, []survey.Session{session}, storeEntry))

	backwards := first
	backwards.State = survey.RoundOpen
	t.fails(t.store.UpdateRound(t.Context(), backwards, nil, storeEntry), survey.Conflict)
	t.fails(t.store.UpdateRound(t.Context(), survey.Round{ID: "none", State: survey.RoundOpen}, nil, storeEntry), survey.NotFound)
	rounds, err := t.store.Rounds(t.Context())
	t.ok(err)
	t.same(rounds, []survey.Round{first, second})
	got, err := t.store.Session(t.Context(), session.Code)
	t.ok(err)
	t.same(got, session)
}

func (t *storeTest) sessions() {
	round := t.openRound("2026-H2")
	_, err := t.store.Session(t.Context(), "NOSUCH00")
	t.fails(err, survey.NotFound)
	t.fails(t.store.UpdateSession(t.Context(), survey.Session{Code: "NOSUCH00", Round: round.ID, Intervention: "OG028"}, storeEntry), survey.NotFound)
	want := []survey.Session{t.openSession(round), t.openSession(round), t.openSession(round)}
	t.openSession(t.openRound("2027-H1"))
	slices.SortFunc(want, func(x, y survey.Session) int { return strings.Compare(x.Code, y.Code) })
	want[1].Discarded, want[1].Closes = "the code was on a wall", storeStart.Add(time.Minute)
	t.ok(t.store.UpdateSession(t.Context(), want[1], storeEntry))
	sessions, err := t.store.Sessions(t.Context(), round.ID)
	t.ok(err)
	t.same(sessions, want)

	t.fails(t.store.AddSession(t.Context(), want[0], nil, storeEntry), survey.Conflict)
	round.State = survey.RoundClosing
	t.ok(t.store.UpdateRound(t.Context(), round, nil, storeEntry))
	late := want[0]
	late.Code, late.Tag = survey.NewCode(), survey.NewID()
	t.fails(t.store.AddSession(t.Context(), late, nil, storeEntry), survey.Conflict)
}

func (t *storeTest) tickets() {
	one, two := survey.TicketHash("one"), survey.TicketHash("two")
	session := t.openSession(t.openRound("2026-H2"), one, two)
	for _, c := range []struct {
		code string
		hash []byte
		want bool
	}{{session.Code, one, true}, {session.Code, two, true}, {session.Code, survey.TicketHash("three"), false}, {"NOSUCH00", one, false}} {
		got, err := t.store.HasTicket(t.Context(), c.code, c.hash)
		t.ok(err)
		t.same(got, c.want)
	}
	a := t.arrival(session)
	a.Ticket = one
	t.sends(a, survey.Stored)
	again := t.arrival(session)
	again.Ticket = one
	t.sends(again, survey.Duplicate)
	again.Ticket = two
	t.sends(again, survey.Stored)
	t.same(len(t.pending(session.Round)), 2)
}

func (t *storeTest) receive() {
	round := t.openRound("2026-H2")
	session, other := t.openSession(round), t.openSession(round)
	session.Capacity = 3
	arrivals := []survey.Arrival{t.arrival(session), t.arrival(session), t.arrival(session)}
	for _, a := range arrivals {
		t.sends(a, survey.Stored)
	}
	t.sends(t.arrival(session), survey.AtCapacity)
	for _, a := range arrivals {
		again := t.arrival(session)
		again.Nonce, again.Capacity = a.Nonce, 0
		t.sends(again, survey.Duplicate) // before capacity: it was received
	}
	elsewhere := t.arrival(other)
	elsewhere.Nonce = arrivals[0].Nonce
	t.sends(elsewhere, survey.Stored)
	closed := t.arrival(other)
	closed.Capacity = 0
	t.sends(closed, survey.AtCapacity)
	want := []survey.PendingAnswer{arrivals[0].Answer, arrivals[1].Answer, arrivals[2].Answer, elsewhere.Answer}
	slices.SortFunc(want, func(x, y survey.PendingAnswer) int { return bytes.Compare(x.Key, y.Key) })
	t.same(t.pending(round.ID), want)
}

func (t *storeTest) forget() {
	round := t.openRound("2026-H2")
	session, other := t.openSession(round), t.openSession(round)
	a := t.arrival(session)
	t.sends(a, survey.Stored)
	b := t.arrival(other)
	t.sends(b, survey.Stored)
	t.ok(t.store.Compact(t.Context()))
	t.ok(t.store.ForgetReceipts(t.Context(), session.Code))
	t.same(t.store.NeedsCompacting(), true)
	t.sends(a, survey.AtCapacity)
	t.sends(t.arrival(session), survey.AtCapacity)
	t.sends(b, survey.Duplicate)
	t.ok(t.store.Compact(t.Context()))
	t.ok(t.store.ForgetReceipts(t.Context(), session.Code))
	t.ok(t.store.ForgetReceipts(t.Context(), "NOSUCH00"))
	t.same(t.store.NeedsCompacting(), false)
	t.same(len(t.pending(round.ID)), 2)
}

func (t *storeTest) compact() {
	t.same(t.store.NeedsCompacting(), false)
	session := t.openSession(t.openRound("2026-H2"))
	t.same(t.store.NeedsCompacting(), false)
	a := t.arrival(session)
	t.sends(a, survey.Stored)
	t.same(t.store.NeedsCompacting(), true)
	t.ok(t.store.Compact(t.Context()))
	t.same(t.store.NeedsCompacting(), false)
	t.same(t.pending(session.Round), []survey.PendingAnswer{a.Answer})
}
