package survey_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// invite makes somebody staff and returns the token.
func invite(t *testing.T, in *surveytest.Instance, s survey.Staff) (survey.Staff, string) {
	t.Helper()
	if s.Label == "" {
		s.Label = "Kretsen i Kinda"
	}
	invited, token, err := in.Invite(t.Context(), s)
	ok(t, err)
	return invited, token
}

var ambassador = survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}, Interventions: []string{"OG028"}}

func TestInvitationLetsInOnce(t *testing.T) {
	in := surveytest.Service(t)
	door := in.Door()
	invited, token := invite(t, in, ambassador)
	for range 3 { // whoever looks at a link does not use it up
		shown, err := door.Invitation(t.Context(), token)
		ok(t, err)
		if shown.Staff.ID != invited.ID || shown.Used {
			t.Errorf("the invitation is %+v", shown)
		}
	}
	secret, s, err := door.Accept(t.Context(), token)
	ok(t, err)
	actor, _, err := door.Enter(t.Context(), secret)
	ok(t, err)
	if actor.ID != invited.ID || s.State != survey.StaffActive || actor.Interventions[0] != "OG028" {
		t.Errorf("signed in as %+v", actor)
	}
	_, _, err = door.Accept(t.Context(), token)
	fails(t, err, survey.Conflict, "used")
	_, err = door.Invitation(t.Context(), survey.NewNonce())
	fails(t, err, survey.NotFound, "no such invitation")
	ok(t, door.SignOut(t.Context(), secret))
	ok(t, door.SignOut(t.Context(), secret))
	_, _, err = door.Enter(t.Context(), secret)
	fails(t, err, survey.SignedOut, "nobody is signed in")
}

// Of several phones that accept one card at the same time one is let in.
func TestRaceForAnInvitation(t *testing.T) {
	in := surveytest.Service(t)
	_, token := invite(t, in, ambassador)
	var race sync.WaitGroup
	var mu sync.Mutex
	won, told := 0, 0
	for range 8 {
		race.Go(func() {
			_, _, err := in.Door().Accept(t.Context(), token)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case survey.CodeOf(err) == "invitation.used":
				told++
			default:
				t.Error(err)
			}
		})
	}
	race.Wait()
	if won != 1 || told != 7 {
		t.Errorf("%d were let in, %d were told", won, told)
	}
}

func TestHowLongDoorsStayOpen(t *testing.T) {
	for _, c := range []struct {
		name    string
		staff   survey.Staff
		pauses  []time.Duration
		signOut bool
	}{
		{"a desk", survey.Staff{Role: survey.Steward}, []time.Duration{59 * time.Minute, 59 * time.Minute}, false},
		{"an idle desk", survey.Staff{Role: survey.Steward}, []time.Duration{70 * time.Minute}, true},
		{"a desk at night", survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}}, append(hours(11), 59*time.Minute, 2*time.Minute), true},
		{"a phone", ambassador, []time.Duration{30 * 24 * time.Hour, 59 * 24 * time.Hour}, false},
		{"an old phone", ambassador, []time.Duration{90*24*time.Hour + time.Second}, true},
		{"a clock set back by a day", survey.Staff{Role: survey.Steward}, []time.Duration{-25 * time.Hour}, true},
		{"a clock set back by an hour", survey.Staff{Role: survey.Steward}, []time.Duration{-time.Hour, time.Hour}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := surveytest.Service(t)
			_, token := invite(t, in, c.staff)
			secret, _, err := in.Door().Accept(t.Context(), token)
			ok(t, err)
			for i, pause := range c.pauses {
				in.Clock.Advance(pause)
				_, _, err = in.Door().Enter(t.Context(), secret)
				if i < len(c.pauses)-1 {
					ok(t, err)
				}
			}
			if c.signOut != (survey.KindOf(err) == survey.SignedOut && err != nil) {
				t.Errorf("after %v: %v", c.pauses, err)
			}
		})
	}
}

func hours(n int) []time.Duration {
	list := make([]time.Duration, n)
	for i := range list {
		list[i] = time.Hour
	}
	return list
}

// What is stored of when an ambassador did something is the day.
func TestPhonesAreSeenByTheDay(t *testing.T) {
	in := surveytest.Service(t)
	invited, token := invite(t, in, ambassador)
	secret, _, err := in.Door().Accept(t.Context(), token)
	ok(t, err)
	in.Clock.Advance(3*time.Hour + 7*time.Minute)
	_, _, err = in.Door().Enter(t.Context(), secret)
	ok(t, err)
	list, err := in.SignIns(t.Context(), invited.ID)
	ok(t, err)
	if len(list) != 1 || !list[0].Seen.Equal(surveytest.Start.Truncate(24*time.Hour)) {
		t.Errorf("seen at %v", list)
	}
}

func TestRevokedWhileSignedIn(t *testing.T) {
	in := surveytest.Service(t)
	invited, token := invite(t, in, ambassador)
	_, waiting := invite(t, in, ambassador)
	secret, _, err := in.Door().Accept(t.Context(), token)
	ok(t, err)
	desk := in.As(must(in.Door().Enter(t.Context(), secret)))
	ok(t, in.Revoke(t.Context(), invited.ID))
	_, _, err = in.Door().Enter(t.Context(), secret)
	fails(t, err, survey.SignedOut, "no longer")
	fails(t, desk.AddPasskey(t.Context(), survey.Passkey{ID: []byte{1}, Credential: []byte("{}")}), survey.Forbidden, "no longer")
	_, err = in.Door().SignIn(t.Context(), invited.ID)
	fails(t, err, survey.Forbidden, "no longer")
	_, _, err = in.InviteAgain(t.Context(), invited.ID)
	fails(t, err, survey.Conflict, "no longer staff")
	fails(t, in.Revoke(t.Context(), invited.ID), survey.Conflict, "no longer staff")
	_, _, err = in.Door().Accept(t.Context(), waiting) // somebody else's
	ok(t, err)
}

func must(a survey.Actor, _ survey.SignIn, err error) survey.Actor {
	if err != nil {
		panic(err)
	}
	return a
}

// Whoever has lost a phone is invited again, and the phone that was lost opens nothing.
func TestInvitedAgain(t *testing.T) {
	in := surveytest.Service(t)
	invited, token := invite(t, in, ambassador)
	secret, _, err := in.Door().Accept(t.Context(), token)
	ok(t, err)
	ok(t, in.As(must(in.Door().Enter(t.Context(), secret))).AddPasskey(t.Context(), survey.Passkey{ID: []byte{1}, Credential: []byte("{}")}))
	again, fresh, err := in.InviteAgain(t.Context(), invited.ID)
	ok(t, err)
	if again.State != survey.StaffInvited {
		t.Errorf("until the new invitation is accepted the state is %s", again.State)
	}
	_, _, err = in.Door().Enter(t.Context(), secret)
	fails(t, err, survey.SignedOut, "no longer")
	_, err = in.Door().Passkey(t.Context(), []byte{1})
	fails(t, err, survey.NotFound, "no such passkey")
	_, s, err := in.Door().Accept(t.Context(), fresh)
	ok(t, err)
	if s.ID != invited.ID {
		t.Error("somebody else was invited")
	}
}

func TestWhoCanBeInvited(t *testing.T) {
	in := surveytest.Service(t)
	for _, c := range []struct {
		staff survey.Staff
		says  string
	}{
		{survey.Staff{Role: survey.Console}, "there is no role"},
		{survey.Staff{Role: "boss"}, "there is no role"},
		{survey.Staff{Role: survey.Steward, Municipalities: []string{"0581"}}, "municipalities"},
		{survey.Staff{Role: survey.Officer}, "municipalities"},
		{survey.Staff{Role: survey.Officer, Municipalities: []string{"0581", "0580"}}, "municipalities"},
		{survey.Staff{Role: survey.AmbassadorRole}, "municipalities"},
		{survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"9999"}}, "9999"},
		{survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}, Interventions: []string{"OG028"}}, "only ambassadors"},
		{survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0513"}, Interventions: []string{"OG028"}}, "OG028"},
		{survey.Staff{Role: survey.ReaderRole}, "at least one"},
		{survey.Staff{Role: survey.Steward, Languages: []string{"ti"}}, "languages"},
		{survey.Staff{Role: survey.Steward, Label: strings.Repeat("a", 101)}, "label"},
	} {
		if c.staff.Label == "" {
			c.staff.Label = "Somebody"
		}
		_, _, err := in.Invite(t.Context(), c.staff)
		if err == nil || survey.KindOf(err) != survey.Invalid && survey.KindOf(err) != survey.NotFound {
			t.Errorf("%+v: %v", c.staff, err)
			continue
		}
		fails(t, err, survey.KindOf(err), c.says)
	}
	list, err := in.Staff(t.Context())
	ok(t, err)
	if len(list) != 0 {
		t.Errorf("somebody was invited all the same: %v", list)
	}
}

// An ambassador opens sessions about what was given, and watches the own ones. Who opened them is
// forgotten with the round.
func TestAmbassadorsSessions(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	sign := func(s survey.Staff) *survey.Desk {
		_, token := invite(t, in, s)
		secret, _, err := in.Door().Accept(t.Context(), token)
		ok(t, err)
		return in.As(must(in.Door().Enter(t.Context(), secret)))
	}
	one, other := sign(ambassador), sign(ambassador)
	form := survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028", Opening: survey.NewNonce()}
	session, _, err := one.OpenSession(t.Context(), form)
	ok(t, err)
	again, _, err := one.OpenSession(t.Context(), form)
	ok(t, err)
	if again.Code != session.Code || session.OpenedBy != one.Actor().ID {
		t.Errorf("the same form opened %s and %s", session.Code, again.Code)
	}
	_, _, err = other.OpenSession(t.Context(), form)
	fails(t, err, survey.Conflict, "somebody else's")
	_, err = other.AddPlaces(t.Context(), session.Code, 3, 0)
	fails(t, err, survey.Forbidden, "ask the steward")
	_, _, err = one.OpenSession(t.Context(), survey.NewSession{Round: round.ID, Municipality: "0580", Intervention: "OG001"})
	fails(t, err, survey.Forbidden, "ask the steward")
	_, err = one.AddPlaces(t.Context(), session.Code, 3, 0)
	ok(t, err)
}

// Late in the evening the day in Sweden is another than that of universal time: both days that are
// told of a phone are Swedish.
func TestPhonesAreSeenOnASwedishDay(t *testing.T) {
	in := surveytest.Service(t)
	invited, token := invite(t, in, ambassador)
	in.Clock.Advance(14*time.Hour + 30*time.Minute) // half past ten in the evening, half past midnight in Sweden
	_, _, err := in.Door().Accept(t.Context(), token)
	ok(t, err)
	list, err := in.SignIns(t.Context(), invited.ID)
	ok(t, err)
	if since, seen := list[0].Since, survey.DayOf(list[0].Seen); since != "2026-09-02" || seen != since {
		t.Errorf("since %s, seen %s", since, seen)
	}
}

// Somebody at a desk who removed the last passkey would never come in again.
func TestTheLastPasskeyStays(t *testing.T) {
	in := surveytest.Service(t)
	officer := survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}}
	for _, c := range []struct {
		staff    survey.Staff
		identity bool
		stays    bool
	}{{officer, false, true}, {officer, true, false}, {ambassador, false, false}} {
		_, token := invite(t, in, c.staff)
		secret, _, err := in.Door().Accept(t.Context(), token)
		ok(t, err)
		desk := in.As(must(in.Door().Enter(t.Context(), secret)))
		returns, err := desk.CanReturn(t.Context())
		ok(t, err)
		if returns {
			t.Error("without anything somebody can return")
		}
		first, second := []byte(token+"1"), []byte(token+"2")
		for _, id := range [][]byte{first, second} {
			ok(t, desk.AddPasskey(t.Context(), survey.Passkey{ID: id, Credential: []byte("{}")}))
		}
		if c.identity {
			ok(t, desk.AddIdentity(t.Context(), survey.Provider{Issuer: "https://login.example"}, token))
		}
		ok(t, desk.RemovePasskey(t.Context(), first))
		fails(t, desk.RemovePasskey(t.Context(), first), survey.NotFound, "no such passkey")
		err = desk.RemovePasskey(t.Context(), second)
		returns, unread := desk.CanReturn(t.Context())
		ok(t, unread)
		if c.stays != (survey.CodeOf(err) == "passkey.last") || returns != (c.stays || c.identity) {
			t.Errorf("%s with an identity %t: %v; can return: %t", c.staff.Role, c.identity, err, returns)
		}
	}
}

// All sign-ins but one can be ended at once, by the person and by a steward.
func TestEndOtherSignIns(t *testing.T) {
	in := surveytest.Service(t)
	invited, token := invite(t, in, ambassador)
	secret, _, err := in.Door().Accept(t.Context(), token)
	ok(t, err)
	actor, own, err := in.Door().Enter(t.Context(), secret)
	ok(t, err)
	for range 2 {
		_, err := in.Door().SignIn(t.Context(), invited.ID)
		ok(t, err)
	}
	ok(t, in.As(actor).EndOtherSignIns(t.Context(), invited.ID, own.ID))
	list, err := in.SignIns(t.Context(), invited.ID)
	ok(t, err)
	if len(list) != 1 || list[0].ID != own.ID {
		t.Errorf("left are %v", list)
	}
	other := survey.Actor{Role: survey.AmbassadorRole, ID: survey.NewID()}
	fails(t, in.As(other).EndOtherSignIns(t.Context(), invited.ID, ""), survey.Forbidden, "may not")
	ok(t, in.EndOtherSignIns(t.Context(), invited.ID, ""))
	_, _, err = in.Door().Enter(t.Context(), secret)
	fails(t, err, survey.SignedOut, "no longer")
}
