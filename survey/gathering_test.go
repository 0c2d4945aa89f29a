package survey_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// deskOf returns the desk of an ambassador who has been let in.
func deskOf(t *testing.T, in *surveytest.Instance, s survey.Staff) *survey.Desk {
	t.Helper()
	_, token := invite(t, in, s)
	secret, _, err := in.Door().Accept(t.Context(), token)
	ok(t, err)
	actor, _, err := in.Door().Enter(t.Context(), secret)
	ok(t, err)
	return in.As(actor)
}

// opens opens a session in Norrköping as an ambassador does.
func opens(t *testing.T, desk *survey.Desk, round survey.Round, intervention string) survey.Session {
	t.Helper()
	session, _, err := desk.OpenSession(t.Context(), survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: intervention})
	ok(t, err)
	return session
}

// What an ambassador was given can be opened, what was used last first; nothing else.
func TestOffers(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	here := []string{"OG028", another(t, in)} // what is asked about in Norrköping
	one := deskOf(t, in, survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}})
	other := deskOf(t, in, survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}, Interventions: here[1:]})
	offers := func(desk *survey.Desk) []string {
		t.Helper()
		list, err := desk.Offers(t.Context())
		ok(t, err)
		var ids []string
		for _, o := range list {
			ids = append(ids, o.Intervention.ID)
			if o.Municipality != "0581" {
				t.Errorf("%s is offered in %s", o.Intervention.ID, o.Municipality)
			}
		}
		return ids
	}
	if got := offers(one); len(got) != len(here) {
		t.Errorf("offered %v, want %v", got, here)
	}
	if got := offers(other); !slices.Equal(got, here[1:]) {
		t.Errorf("offered %v, want %v", got, here[1:])
	}
	opens(t, one, round, here[0])
	in.Clock.Advance(time.Hour)
	opens(t, other, round, here[1]) // says nothing of what the first one uses
	if got := offers(one); got[0] != here[0] {
		t.Errorf("first is %s, want %s", got[0], here[0])
	}
	in.Clock.Advance(time.Hour)
	opens(t, one, round, here[1])
	if got := offers(one); !slices.Equal(got[:2], []string{here[1], here[0]}) {
		t.Errorf("first are %v", got[:2])
	}
}

func TestSessionsOfOneAmbassador(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	one, other := deskOf(t, in, ambassador), deskOf(t, in, ambassador)
	mine := opens(t, one, round, "OG028")
	in.Clock.Advance(time.Hour)
	later := opens(t, one, round, "OG028")
	theirs := opens(t, other, round, "OG028")
	list, err := one.Sessions(t.Context())
	ok(t, err)
	if len(list) != 2 || list[0].Code != later.Code || list[1].Code != mine.Code {
		t.Errorf("listed %+v", list)
	}
	_, err = one.Gathering(t.Context(), theirs.Code)
	fails(t, err, survey.Forbidden)
	_, err = one.ChangeSession(t.Context(), theirs.Code, "0581", "OG028")
	fails(t, err, survey.Forbidden)
	if all, err := in.Sessions(t.Context()); err != nil || len(all) != 3 {
		t.Errorf("a steward sees %v, %v", all, err)
	}
	_, err = in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	if list, err := one.Sessions(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("of a closed round %v, %v", list, err)
	}
}

// How many have answered is seen in steps of five, and no closer by asking often.
func TestGathering(t *testing.T) {
	in := surveytest.Service(t)
	desk := deskOf(t, in, ambassador)
	session := opens(t, desk, in.Begin("2026-H2"), "OG028")
	sees := func(atLeast, mostLeft int) {
		t.Helper()
		g, err := desk.Gathering(t.Context(), session.Code)
		ok(t, err)
		if g.AtLeast != atLeast || g.MostLeft() != mostLeft || g.Intervention.ID != "OG028" {
			t.Errorf("sees %d or more, %d left at most, of %s; want %d and %d", g.AtLeast, g.MostLeft(), g.Intervention.ID, atLeast, mostLeft)
		}
	}
	sees(0, 20)
	in.Answer(session, 4)
	in.Clock.Advance(31 * time.Second)
	sees(0, 20)
	in.Answer(session, 1)
	in.Clock.Advance(29 * time.Second)
	sees(0, 20)
	in.Clock.Advance(time.Second)
	sees(5, 15)
	in.Answer(session, 14)
	in.Clock.Advance(31 * time.Second)
	sees(15, 5)
	in.Answer(session, 1)
	in.Clock.Advance(31 * time.Second)
	sees(20, 0)
	_, err := desk.AddPlaces(t.Context(), session.Code, 3, 20)
	ok(t, err)
	in.Answer(session, 3)
	in.Clock.Advance(31 * time.Second)
	sees(20, 0) // 23 of 23: that there is no room is told to everybody
}

// What is said again because nobody heard the answer adds places once.
func TestAddPlacesOnce(t *testing.T) {
	in := surveytest.Service(t)
	session, _ := in.Gather(in.Begin("2026-H2"))
	for _, said := range []struct{ from, want int }{{20, 23}, {20, 23}, {23, 26}, {20, 26}, {23, 26}, {26, 29}} {
		got, err := in.AddPlaces(t.Context(), session.Code, 3, said.from)
		ok(t, err)
		stored, err := in.Session(t.Context(), session.Code)
		ok(t, err)
		if got.Capacity != said.want || stored.Capacity != said.want {
			t.Errorf("three more than %d make %d, stored %d, want %d", said.from, got.Capacity, stored.Capacity, said.want)
		}
	}
}

func TestPreparedSession(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	for _, opens := range []time.Duration{-3 * time.Hour, survey.MaxHours*time.Hour + 2*time.Minute} {
		_, _, err := in.OpenSession(t.Context(), survey.NewSession{
			Round: round.ID, Municipality: "0581", Intervention: "OG028", Opens: in.Clock.Now().Add(opens),
		})
		fails(t, err, survey.Invalid, "choose a time within the next 84 days")
	}
	tomorrow := in.Clock.Now().Add(24 * time.Hour)
	session, _ := in.Gather(round, func(n *survey.NewSession) { n.Opens = tomorrow.Add(20 * time.Second) })
	if !session.Opens.Equal(tomorrow) || !session.Closes.Equal(tomorrow.Add(2*time.Hour)) {
		t.Errorf("opens %s, closes %s", session.Opens, session.Closes)
	}
	visits := func(early, open bool) {
		t.Helper()
		visit, err := in.Visit(t.Context(), session.Code, "")
		ok(t, err)
		if visit.Early != early || visit.Open != open {
			t.Errorf("at %s early is %v and open %v", in.Clock.Now(), visit.Early, visit.Open)
		}
	}
	send := func() error {
		visit, err := in.Visit(t.Context(), session.Code, "")
		ok(t, err)
		return in.Submit(t.Context(), visit, survey.Posted{Language: "sv", Nonce: survey.NewNonce()})
	}
	visits(true, false)
	failsWith(t, send(), survey.Closed, "error.session.early")
	_, err := in.AddPlaces(t.Context(), session.Code, 3, 0)
	ok(t, err)
	fails(t, in.NoteVoice(t.Context(), session.Code, nil), survey.Conflict, "not over")
	in.Clock.Advance(24*time.Hour - time.Second)
	visits(true, false)
	in.Clock.Advance(time.Second)
	visits(false, true)
	ok(t, send())
	in.Clock.Advance(2 * time.Hour)
	visits(false, false)
	failsWith(t, send(), survey.Closed, "error.closed")
}

// A session that is closed before it opens was never announced to anybody.
func TestPreparedSessionThatNeverOpens(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	prepared := func() survey.Session {
		s, _ := in.Gather(round, func(n *survey.NewSession) { n.Opens = in.Clock.Now().Add(24 * time.Hour) })
		return s
	}
	closed, _ := in.CloseSession(t.Context(), prepared().Code, false)
	if !closed.GraceEnds.Equal(in.Clock.Now()) {
		t.Errorf("its grace ends %s", closed.GraceEnds)
	}
	visit, err := in.Visit(t.Context(), closed.Code, "")
	ok(t, err)
	if visit.Early || visit.Open || visit.Accepts {
		t.Errorf("visited %+v", visit)
	}
	waits := prepared()
	file := export(t, in, round, true)
	if len(file.Announced) != 0 || len(file.Asked) != 0 {
		t.Errorf("announced %v, asked %v", file.Announced, file.Asked)
	}
	if visit, err = in.Visit(t.Context(), waits.Code, ""); err != nil || visit.Early || visit.Open {
		t.Errorf("it waits for a round that is closed: %+v, %v", visit, err)
	}
}

// A clock that is set back takes nobody's answer away.
func TestAnswerWhenTheClockIsSetBack(t *testing.T) {
	in := surveytest.Service(t)
	session, _ := in.Gather(in.Begin("2026-H2"))
	in.Clock.Advance(-time.Hour)
	in.Answer(session, 1) // a form that was open
}

func TestChangeSession(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	desk := deskOf(t, in, survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}})
	session := opens(t, desk, round, "OG028")
	wanted := another(t, in)
	open, err := in.Visit(t.Context(), session.Code, "") // on somebody's phone
	ok(t, err)
	changed, err := desk.ChangeSession(t.Context(), session.Code, "0581", wanted)
	ok(t, err)
	if changed.Intervention != wanted || changed.Tag != session.Tag || changed.Code != session.Code {
		t.Errorf("changed to %+v", changed)
	}
	_, err = desk.ChangeSession(t.Context(), session.Code, "0580", "OG006")
	fails(t, err, survey.Forbidden)
	_, err = in.ChangeSession(t.Context(), session.Code, "0581", "OG003")
	fails(t, err, survey.Invalid, "0513")

	ok(t, in.Submit(t.Context(), open, survey.Posted{Language: "sv", Nonce: survey.NewNonce(), Token: open.Token()}))
	if got := about(t, in, round); !slices.Equal(got, []string{wanted}) {
		t.Errorf("the answer is about %v, want %s", got, wanted)
	}
	_, err = desk.ChangeSession(t.Context(), session.Code, "0581", "OG028")
	fails(t, err, survey.Conflict, "can no longer be changed")

	closed := opens(t, desk, round, "OG028")
	_, err = desk.CloseSession(t.Context(), closed.Code, false)
	ok(t, err)
	in.Clock.Advance(time.Second)
	_, err = desk.ChangeSession(t.Context(), closed.Code, "0581", wanted)
	fails(t, err, survey.Conflict, "closed or discarded")
}

// When the first answer comes while the session is being changed, it is about what the session is
// about, or the change is refused.
func TestChangeSessionDuringTheFirstAnswer(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	wanted := another(t, in)
	var changed, refused int
	for range 12 {
		session, _ := in.Gather(round)
		sent := make(chan error)
		for range 3 {
			go func() { sent <- in.Send(session, survey.NewNonce()) }()
		}
		_, err := in.ChangeSession(context.Background(), session.Code, "0581", wanted)
		if err == nil {
			changed++
		} else {
			fails(t, err, survey.Conflict, "can no longer be changed")
			refused++
		}
		for range 3 {
			ok(t, <-sent)
		}
	}
	count := map[string]int{}
	for _, intervention := range about(t, in, round) {
		count[intervention]++
	}
	if count[wanted] != 3*changed || count["OG028"] != 3*refused {
		t.Errorf("%v after %d changes, %d refused", count, changed, refused)
	}
}

// about returns what the answers of a round are about.
func about(t *testing.T, in *surveytest.Instance, round survey.Round) []string {
	t.Helper()
	pending, err := in.Store.Pending(t.Context(), round.ID)
	ok(t, err)
	var ids []string
	for _, p := range pending {
		plaintext, err := in.Private(round).Decrypt(round.ID, p.Ciphertext)
		ok(t, err)
		submission, err := survey.ParseSubmission(plaintext)
		ok(t, err)
		ids = append(ids, submission.Intervention)
	}
	return ids
}

// another adds an intervention in Norrköping.
func another(t *testing.T, in *surveytest.Instance) string {
	t.Helper()
	const id = "OG901"
	ok(t, in.PutInterventions(t.Context(), []survey.Intervention{
		{ID: id, Name: "Språkcafé", Municipalities: []string{"0580", "0581"}, Category: "språk", Asked: survey.AskedParticipants},
	}))
	return id
}
