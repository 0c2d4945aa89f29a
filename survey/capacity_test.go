package survey_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/surveytest"
)

// A session takes at most a tenth more answers than were announced, and at least two more.
func TestCapacityFollowsTheAnnounced(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	type sizes struct{ Announced, Capacity, Tickets int }
	for _, test := range []struct {
		said    sizes
		channel survey.Channel
		want    sizes // without tickets
		says    string
	}{
		{sizes{}, survey.Ambassador, sizes{Announced: 20, Capacity: 20}, ""},
		{sizes{Capacity: 35}, survey.Group, sizes{Announced: 35, Capacity: 35}, ""},
		{sizes{Announced: 1}, survey.Ambassador, sizes{Announced: 1, Capacity: 3}, ""},
		{sizes{Announced: 20}, survey.Ambassador, sizes{Announced: 20, Capacity: 22}, ""},
		{sizes{Announced: 29}, survey.Association, sizes{Announced: 29, Capacity: 31}, ""},
		{sizes{Announced: 30}, survey.Ambassador, sizes{Announced: 30, Capacity: 33}, ""},
		{sizes{Announced: 2000}, survey.Ambassador, sizes{Announced: 2000, Capacity: 2000}, ""},
		{sizes{Announced: 30, Capacity: 33}, survey.Ambassador, sizes{Announced: 30, Capacity: 33}, ""},
		{sizes{Announced: 30, Capacity: 25}, survey.Ambassador, sizes{Announced: 30, Capacity: 25}, ""},
		{sizes{Announced: 30, Capacity: 34}, survey.Ambassador, sizes{}, "34 places are too many where 30 are announced: a tenth more, at least two, makes 33"},
		{sizes{Announced: 5, Capacity: 8}, survey.Ambassador, sizes{}, "makes 7"},
		{sizes{Tickets: 10}, survey.Ambassador, sizes{Announced: 10, Capacity: 10}, ""},
		{sizes{Tickets: 10, Capacity: 12}, survey.Ambassador, sizes{Announced: 10, Capacity: 12}, ""},
		{sizes{Tickets: 10, Announced: 8}, survey.Ambassador, sizes{Announced: 8, Capacity: 10}, ""},
		{sizes{Tickets: 10, Capacity: 13}, survey.Ambassador, sizes{}, "13 places are too many where 10 are announced"},
		{sizes{Tickets: 10, Announced: 7}, survey.Ambassador, sizes{}, "10 places are too many where 7 are announced"},
		{sizes{Announced: -1}, survey.Ambassador, sizes{}, "-1 are announced"},
		{sizes{Announced: 2001}, survey.Ambassador, sizes{}, "2001 are announced"},
		{sizes{Capacity: 2001}, survey.Ambassador, sizes{}, "the capacity is 2001"},
		{sizes{Capacity: 300}, survey.Self, sizes{Capacity: 300}, ""},
		{sizes{}, survey.Self, sizes{Capacity: 20}, ""},
		{sizes{Announced: 30}, survey.Self, sizes{}, "leave -announced out"},
	} {
		t.Run(fmt.Sprint(test.channel, test.said), func(t *testing.T) {
			session, _, err := in.OpenSession(t.Context(), survey.NewSession{
				Round: round.ID, Municipality: "0581", Intervention: "OG028", Channel: test.channel,
				Announced: test.said.Announced, Capacity: test.said.Capacity, Tickets: test.said.Tickets,
			})
			if test.says != "" {
				fails(t, err, survey.Invalid, test.says)
				return
			}
			ok(t, err)
			stored, err := in.Session(t.Context(), session.Code)
			ok(t, err)
			if got := (sizes{Announced: stored.Announced, Capacity: stored.Capacity}); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

// audited is a store whose lines of the audit log can be read.
type audited struct {
	survey.Store
	lines *[]survey.AuditEntry
}

func (a audited) Change(ctx context.Context, entry survey.AuditEntry, fn func(context.Context, survey.RegistryTx) error) error {
	err := a.Store.Change(ctx, entry, fn)
	if err == nil {
		*a.lines = append(*a.lines, entry)
	}
	return err
}

// A full session takes answers again as soon as places are added, as many as were added. What was
// announced stays, and the audit log says who added them.
func TestAddPlaces(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round, func(n *survey.NewSession) { n.Capacity = 12 })
	in.Answer(session, 12)
	full := func() { t.Helper(); failsWith(t, in.Send(session, survey.NewNonce()), survey.Full, "error.full") }
	full()
	in.Clock.Advance(90 * time.Second)
	var lines []survey.AuditEntry
	officer := survey.Actor{Role: survey.Officer, Municipalities: []string{"0581"}}
	desk := surveytest.NewService(t, audited{in.Store, &lines}, in.Clock.Now).As(officer)
	for _, places := range []int{3, 1} {
		more, err := desk.AddPlaces(t.Context(), session.Code, places, 0)
		ok(t, err)
		session.Capacity += places
		if more != session {
			t.Errorf("got  %+v\nwant %+v", more, session)
		}
		in.Answer(session, places)
		full()
	}
	want := []survey.AuditEntry{
		{At: surveytest.Start.Add(time.Minute), Actor: "officer 0581", Action: "session.places", What: session.Code + ": 3 more"},
		{At: surveytest.Start.Add(time.Minute), Actor: "officer 0581", Action: "session.places", What: session.Code + ": 1 more"},
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the audit log has %v, want %v", lines, want)
	}
	if file := export(t, in, round, true); !slices.Equal(file.Announced, []survey.Announced{{Municipality: "0581", Answers: 12}}) {
		t.Errorf("announced %v", file.Announced)
	}
}

// Two stewards who add three places at the same time, in two processes, add six.
func TestAddPlacesAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "instance")
	in := surveytest.ServiceFor(t, dir, surveytest.Host)
	session, _ := in.Gather(in.Begin("2026-H2"), func(n *survey.NewSession) { n.Capacity = 10 })
	other, err := sqlite.Open(dir)
	ok(t, err)
	defer func() { ok(t, other.Close()) }()
	var adding sync.WaitGroup
	const each = 5
	for _, store := range []survey.Store{in.Store, other} {
		desk := surveytest.NewService(t, store, in.Clock.Now).As(survey.Actor{Role: survey.Steward})
		for range each {
			adding.Go(func() {
				if _, err := desk.AddPlaces(context.Background(), session.Code, survey.PlacesAtOnce, 0); err != nil {
					t.Error(err)
				}
			})
		}
	}
	adding.Wait()
	stored, err := in.Session(t.Context(), session.Code)
	ok(t, err)
	if want := 10 + 2*each*survey.PlacesAtOnce; stored.Capacity != want {
		t.Errorf("the session has %d places, want %d", stored.Capacity, want)
	}
}

// Only an open session gets more places, and in its grace one takes no more than it has.
func TestAddPlacesRefuses(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round, func(n *survey.NewSession) { n.Capacity = 1 })
	refused := func(kind survey.Kind, code string, places int, says string) {
		t.Helper()
		before, _ := in.Session(t.Context(), code)
		_, err := in.AddPlaces(t.Context(), code, places, 0)
		fails(t, err, kind, says)
		if after, _ := in.Session(t.Context(), code); after != before {
			t.Errorf("the session was changed to %+v", after)
		}
	}
	for _, places := range []int{-1, 0, survey.PlacesAtOnce + 1} {
		refused(survey.Invalid, session.Code, places, "choose 1 to 3")
	}
	refused(survey.NotFound, "NOSUCH00", 3, "no session")
	cards, _ := in.Gather(round, func(n *survey.NewSession) { n.Tickets = 5 })
	refused(survey.Conflict, cards.Code, 3, "each card is a place")
	large, _ := in.Gather(round, func(n *survey.NewSession) { n.Capacity = survey.MaxCapacity - 2 })
	refused(survey.Conflict, large.Code, 3, "2000 at most")
	wall, _ := in.Gather(round)
	_, err := in.DiscardSession(t.Context(), wall.Code, "the code was on a wall")
	ok(t, err)
	refused(survey.Conflict, wall.Code, 3, "closed or discarded and takes nobody more; open another one")

	_, err = in.AddPlaces(t.Context(), session.Code, 3, 0)
	ok(t, err)
	in.Answer(session, 2)
	in.Clock.Advance(time.Hour)
	_, err = in.CloseSession(t.Context(), session.Code, false)
	ok(t, err)
	refused(survey.Conflict, session.Code, 3, "closed or discarded")
	in.Answer(session, 2) // forms that were loaded before
	failsWith(t, in.Send(session, survey.NewNonce()), survey.Full, "error.full")

	open, _ := in.Gather(round)
	_, err = in.CloseRound(t.Context(), round.ID, false)
	ok(t, err)
	refused(survey.Conflict, open.Code, 3, "closed or discarded")
}
