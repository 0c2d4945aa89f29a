package surveytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fragebatteri/survey"
)

// RunRegistryTests tests what survey.Registry promises. open returns a fresh registry with Host,
// Interventions and Areas in it.
func RunRegistryTests(t *testing.T, open func(testing.TB) survey.Registry) {
	for _, test := range []struct {
		name string
		run  func(registryTest)
	}{
		{"what it begins with", registryTest.catalogue},
		{"the register", registryTest.register},
		{"rounds", registryTest.rounds},
		{"texts of rounds", registryTest.roundTexts},
		{"sessions", registryTest.sessions},
		{"tickets", registryTest.tickets},
		{"replies", registryTest.replies},
		{"voices", registryTest.voices},
		{"judgements", registryTest.judgements},
		{"plans", registryTest.plans},
		{"a kept release", registryTest.kept},
		{"sealed rounds", registryTest.sealed},
		{"what is set up", registryTest.setup},
		{"batteries", registryTest.batteries},
		{"staff", registryTest.staff},
		{"what lets staff in", registryTest.signIns},
		{"who comes in at a provider", registryTest.identities},
		{"a change is whole", registryTest.whole},
		{"the audit log", registryTest.log},
		{"one change at a time", registryTest.locked},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(registryTest{conformance{t}, open(t)}) })
	}
}

// registryTest is one of the tests and its registry.
type registryTest struct {
	conformance
	registry survey.Registry
}

func (t registryTest) change(fn func(context.Context, survey.RegistryTx) error) error {
	return t.registry.Change(t.Context(), conformanceEntry, fn)
}

func (t registryTest) catalogue() {
	host, err := t.registry.Host(t.Context())
	t.ok(err)
	t.same(host, Host)

	renamed := Interventions[2]
	renamed.Name, renamed.Municipalities = "Nycklar och broar", []string{"0580", "0581"}
	added := survey.Intervention{ID: "OG999", Name: "Ny", Municipalities: []string{"0581"}, Category: "språk", Asked: survey.AskedParticipants}
	t.openSession(t.registry, t.openRound(t.registry, "2026-H2")) // OG028 is in use, and can be changed all the same
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.PutInterventions(ctx, []survey.Intervention{added, renamed})
	}))
	interventions, err := t.registry.Interventions(t.Context())
	t.ok(err)
	t.same(interventions, []survey.Intervention{Interventions[0], Interventions[1], renamed, Interventions[3], Interventions[4], added})

	areas, err := t.registry.Areas(t.Context())
	t.ok(err)
	t.same(areas, Areas)
	changes, err := t.registry.Changes(t.Context())
	t.ok(err)
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.SetAreas(ctx, []survey.Area{Areas[2], Areas[0]})
	}))
	areas, err = t.registry.Areas(t.Context())
	t.ok(err)
	t.same(areas, []survey.Area{Areas[2], Areas[0]})
	now, err := t.registry.Changes(t.Context())
	t.ok(err)
	t.same(now > changes, true)
}

func (t registryTest) rounds() {
	first, second := t.openRound(t.registry, "2026-H2"), t.openRound(t.registry, "2026-H1")
	t.fails(addRound(t.Context(), t.registry, conformanceEntry, survey.Round{ID: survey.NewID(), Name: "2026-H1", State: survey.RoundOpen}), survey.Conflict)
	session := t.openSession(t.registry, first)
	session.Closes, session.GraceEnds = conformanceStart.Add(time.Hour), conformanceStart.Add(25*time.Hour)
	first.State, first.GraceEnds = survey.RoundClosing, conformanceStart.Add(25*time.Hour)
	t.ok(updateRound(t.Context(), t.registry, conformanceEntry, first, session))

	t.fails(updateRound(t.Context(), t.registry, conformanceEntry, survey.Round{ID: "none", State: survey.RoundOpen}), survey.NotFound)
	rounds, err := t.registry.Rounds(t.Context())
	t.ok(err)
	t.same(rounds, []survey.Round{first, second})
	got, err := t.registry.Session(t.Context(), session.Code)
	t.ok(err)
	t.same(got, session)
}

func (t registryTest) sessions() {
	round := t.openRound(t.registry, "2026-H2")
	_, err := t.registry.Session(t.Context(), "NOSUCH00")
	t.fails(err, survey.NotFound)
	update := func(session survey.Session) error {
		return t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.UpdateSession(ctx, session) })
	}
	t.fails(update(survey.Session{Code: "NOSUCH00", Round: round.ID, Intervention: "OG028"}), survey.NotFound)
	want := []survey.Session{t.openSession(t.registry, round), t.openSession(t.registry, round), t.openSession(t.registry, round)}
	t.openSession(t.registry, t.openRound(t.registry, "2027-H1"))
	slices.SortFunc(want, func(x, y survey.Session) int { return strings.Compare(x.Code, y.Code) })
	want[1].Discarded, want[1].Closes = "the code was on a wall", conformanceStart.Add(time.Minute)
	want[1].Announced, want[1].Capacity = 21, 23
	t.ok(update(want[1]))
	sessions, err := t.registry.Sessions(t.Context(), round.ID)
	t.ok(err)
	t.same(sessions, want)

	t.fails(addSession(t.Context(), t.registry, conformanceEntry, want[0]), survey.Conflict)
	t.fails(addSession(t.Context(), t.registry, conformanceEntry, newSession("none")), survey.Conflict)
}

func (t registryTest) tickets() {
	one, two := survey.TicketHash("one"), survey.TicketHash("two")
	session := t.openSession(t.registry, t.openRound(t.registry, "2026-H2"), one, two)
	for _, c := range []struct {
		code string
		hash []byte
		want bool
	}{{session.Code, one, true}, {session.Code, two, true}, {session.Code, survey.TicketHash("three"), false}, {"NOSUCH00", one, false}} {
		got, err := t.registry.HasTicket(t.Context(), c.code, c.hash)
		t.ok(err)
		t.same(got, c.want)
	}
}

func (t registryTest) replies() {
	r := storedRelease(t.openRound(t.registry, "2026-H2"), "", 0, 0)
	t.keep(r)
	first := survey.Reply{Release: r.ID, Intervention: "OG028", Language: "sv", Text: "Vi öppnar."}
	other, second := first, first
	other.Language, second.Text = "ar", "Vi öppnar senare."
	for _, reply := range []survey.Reply{first, other, second} {
		t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.PutReply(ctx, reply) }))
	}
	got, err := t.registry.Replies(t.Context(), r.ID)
	t.ok(err)
	t.same(got, []survey.Reply{other, second})

	second.Heard, second.Until, second.Done, second.Note, second.Source = "Ni vill tala.", "2027-01-31", survey.DonePartly, "Ett café.", "x"
	draft := survey.ReplyDraft{Reply: survey.Reply{Release: r.ID, Intervention: "OG028", Language: "ti", Text: "a", Heard: "b", Note: "c", Source: "d"}, Staff: "e"}
	mended := draft
	mended.Text, mended.Staff = "f", "g"
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		return errors.Join(tx.PutReply(ctx, second), tx.PutReplyDraft(ctx, draft), tx.PutReplyDraft(ctx, mended))
	}))
	got, err = t.registry.Replies(t.Context(), r.ID)
	t.ok(err)
	t.same(got, []survey.Reply{other, second})
	drafts, err := t.registry.ReplyDrafts(t.Context(), r.ID)
	t.ok(err)
	t.same(drafts, []survey.ReplyDraft{mended})
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.ForgetReplyDraft(ctx, r.ID, "OG028", "ti")
	}))
	drafts, err = t.registry.ReplyDrafts(t.Context(), r.ID)
	t.ok(err)
	t.same(len(drafts), 0)
}

// keep keeps a release and returns the id of the one that it replaces.
func (t registryTest) keep(r survey.StoredRelease) (replaced string) {
	t.Helper()
	t.ok(t.registry.WithLock(t.Context(), func(ctx context.Context, locked survey.LockedRegistry) (err error) {
		replaced, err = locked.KeepRelease(ctx, r)
		return err
	}))
	return replaced
}

func (t registryTest) kept() {
	round, next := t.openRound(t.registry, "2026-H2"), t.openRound(t.registry, "2027-H1")
	first, second := storedRelease(round, next.ID, 3, 1), storedRelease(round, next.ID, 3, 1)
	second.Prev = survey.HashOf([]byte("another"))
	t.same(t.keep(first), "")
	t.same(t.keep(first), first.ID)
	got, err := t.registry.Release(t.Context(), first.ID)
	t.ok(err)
	t.same(got, first)
	t.same(t.keep(second), first.ID)
	_, err = t.registry.Release(t.Context(), first.ID)
	t.fails(err, survey.NotFound)
	got, err = t.registry.Release(t.Context(), second.ID)
	t.ok(err)
	t.same(got, second)
	t.releases(t.registry)

	taken, nowhere := storedRelease(next, "", 0, 0), storedRelease(next, "none", 0, 0)
	taken.ID = second.ID
	for _, r := range []survey.StoredRelease{taken, nowhere, storedRelease(survey.Round{ID: "none"}, "", 0, 0)} {
		t.fails(t.registry.WithLock(t.Context(), func(ctx context.Context, locked survey.LockedRegistry) error {
			_, err := locked.KeepRelease(ctx, r)
			return err
		}), survey.Conflict)
	}
	got, err = t.registry.Release(t.Context(), second.ID)
	t.ok(err)
	t.same(got, second)
}

// Oldest first means sealed first, on whatever day and in whatever round.
func (t registryTest) sealed() {
	early, late := t.openRound(t.registry, "2026-H2"), t.openRound(t.registry, "2027-H1")
	forgets, keeps := t.openSession(t.registry, late), t.openSession(t.registry, early)
	for _, s := range []survey.Session{forgets, keeps} {
		t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.PutVoice(ctx, voiceOf(s)) }))
	}
	t.logOf(forgets.Code)
	t.logOf(keeps.Code)
	r := storedRelease(late, early.ID, 0, 0)
	r.Date = "2028-01-15"
	second := storedRelease(early, "", 0, 0)
	for i, release := range []survey.StoredRelease{r, second} {
		t.keep(release)
		t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.SealRound(ctx, release.ID) }))
		t.ok(t.registry.EraseForgotten(t.Context()))
		t.releases(t.registry, []survey.StoredRelease{r, second}[:i+1]...)
		got, err := t.registry.Session(t.Context(), forgets.Code)
		t.ok(err)
		t.same([]string{got.Tag, got.OpenedBy, got.Opening}, []string{"", "", ""})
		voices, err := t.registry.Voices(t.Context(), late.ID)
		t.ok(err)
		t.same(len(voices) == 1 && voices[0].Session == "" && len(voices[0].Themes) == 1, true)
		got, err = t.registry.Session(t.Context(), keeps.Code)
		t.ok(err)
		t.same(got.Tag != "", i == 0)
		t.same(got.OpenedBy != "" && got.Opening != "", i == 0)
		t.logSays(forgets.Code, false)
		t.logSays(keeps.Code, i == 0)
		rounds, err := t.registry.Rounds(t.Context())
		t.ok(err)
		t.same(rounds[1].State, survey.RoundSealed)
	}
	// Only what counts can be published.
	third := storedRelease(t.openRound(t.registry, "2027-H2"), "", 0, 0)
	t.keep(third)
	publish := func(id string) error {
		return t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.PublishRelease(ctx, id, "2028-02-01") })
	}
	t.fails(publish(third.ID), survey.NotFound)
	t.fails(publish("none"), survey.NotFound)
	t.ok(publish(r.ID))
	r.Published = "2028-02-01"
	t.releases(t.registry, r, second)
}

func voiceOf(s survey.Session) survey.Voice {
	return survey.Voice{
		ID: survey.NewID(), Round: s.Round, Municipality: s.Municipality, Intervention: s.Intervention, Session: s.Code,
		Themes: []survey.Theme{{About: "work", Tone: survey.ToneHard, Said: survey.SaidFew}},
	}
}

// What is noted of a session takes the place of what was noted before.
func (t registryTest) voices() {
	session := t.openSession(t.registry, t.openRound(t.registry, "2026-H2"))
	first, second := voiceOf(session), voiceOf(session)
	second.Themes[0].Tone = survey.ToneWorks
	put := func(v survey.Voice) error {
		return t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.PutVoice(ctx, v) })
	}
	t.ok(put(first))
	t.ok(put(second))
	got, err := t.registry.Voices(t.Context(), session.Round)
	t.ok(err)
	t.same(got, []survey.Voice{second})
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.ForgetVoice(ctx, session.Code) }))
	got, err = t.registry.Voices(t.Context(), session.Round)
	t.ok(err)
	t.same(len(got), 0)
}

// A change that fails leaves nothing of what it did, and reads what it wrote.
func (t registryTest) whole() {
	round := t.openRound(t.registry, "2026-H2")
	broken := errors.New("broken")
	err := t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		round.State = survey.RoundClosing
		err := errors.Join(tx.UpdateRound(ctx, round), tx.AddSession(ctx, newSession(round.ID), nil))
		if err != nil {
			return err
		}
		rounds, err := tx.Rounds(ctx)
		t.ok(err)
		sessions, err := tx.Sessions(ctx, round.ID)
		t.ok(err)
		if rounds[0].State != survey.RoundClosing || len(sessions) != 1 {
			t.Errorf("a change does not read what it wrote: %s, %d sessions", rounds[0].State, len(sessions))
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("got error %v", err)
	}
	rounds, err := t.registry.Rounds(t.Context())
	t.ok(err)
	t.same(rounds[0].State, survey.RoundOpen)
	sessions, err := t.registry.Sessions(t.Context(), round.ID)
	t.ok(err)
	t.same(len(sessions), 0)
}

// What is read with the lock held stays so until it is released.
func (t registryTest) locked() {
	const changes = 16
	var work sync.WaitGroup
	errs := make([]error, changes)
	for i := range changes {
		work.Go(func() {
			errs[i] = t.change(func(ctx context.Context, tx survey.RegistryTx) error {
				rounds, err := tx.Rounds(ctx)
				if err != nil {
					return err
				}
				return tx.AddRound(ctx, survey.Round{ID: survey.NewID(), Name: fmt.Sprint("round ", len(rounds)), State: survey.RoundOpen}, nil)
			})
		})
	}
	work.Wait()
	t.ok(errors.Join(errs...))
	rounds, err := t.registry.Rounds(t.Context())
	t.ok(err)
	for i, round := range rounds {
		t.same(round.Name, fmt.Sprint("round ", i))
	}
	t.same(len(rounds), changes)
}
