package survey_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

func TestSubmitIsIdempotent(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	nonce := survey.NewNonce()
	for range 3 {
		ok(t, in.Send(session, nonce, "K01", "o1", "K19", "o1", "K19", "o2"))
	}
	ok(t, in.Send(session, nonce, "K19", "o2", "K19", "o1", "K01", "o1")) // the same in another order
	ok(t, in.Send(session, nonce, "K01", "o2"))                           // nobody learns by guessing what was answered
	ok(t, in.Send(session, nonce))
	if n := in.Count(round); n != 1 {
		t.Fatalf("%d answers are pending, want 1", n)
	}

	// A nonce is of one session.
	other, _ := in.Gather(round)
	ok(t, in.Send(other, nonce, "K01", "o2"))
	if n := in.Count(round); n != 2 {
		t.Fatalf("%d answers are pending, want 2", n)
	}
}

// After a restart nothing is remembered of what came with a nonce: it was
// received, and that is all that is said.
func TestSubmitAfterRestart(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	nonce := survey.NewNonce()
	ok(t, in.Send(session, nonce, "K01", "o1"))
	in.Restart()
	ok(t, in.Send(session, nonce, "K01", "o1"))
	ok(t, in.Send(session, nonce, "K01", "o2"))
	if n := in.Count(round); n != 1 {
		t.Errorf("%d answers are pending, want 1", n)
	}
}

func TestSubmitAtOnce(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round, func(n *survey.NewSession) { n.Capacity = 10 })
	nonce := survey.NewNonce()
	var sending sync.WaitGroup
	outcomes := make(chan error, 40)
	for i := range 20 {
		sending.Go(func() { outcomes <- in.Send(session, nonce, "K01", "o1") })
		sending.Go(func() { outcomes <- in.Send(session, survey.NewNonce(), "K02", fmt.Sprintf("o%d", i%5+1)) })
	}
	sending.Wait()
	close(outcomes)
	full := 0
	for err := range outcomes {
		if err != nil {
			failsWith(t, err, survey.Full, "error.full")
			full++
		}
	}
	if n := in.Count(round); n != 10 || full < 11 {
		t.Errorf("%d answers are pending, want 10; %d were refused", n, full)
	}
}

func TestSubmitFull(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round, func(n *survey.NewSession) { n.Capacity = 2 })
	first := survey.NewNonce()
	ok(t, in.Send(session, first))
	in.Answer(session, 1)
	failsWith(t, in.Send(session, survey.NewNonce()), survey.Full, "error.full")
	ok(t, in.Send(session, first)) // a retry is told that it was received
	in.Clock.Advance(3 * time.Hour)
	failsWith(t, in.Send(session, survey.NewNonce()), survey.Full, "error.full")
	if n := in.Count(round); n != 2 {
		t.Errorf("%d answers are pending, want 2", n)
	}
}

func TestSubmitAfterClosing(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	visit := func() survey.Visit {
		v, err := in.Visit(t.Context(), session.Code, "")
		ok(t, err)
		return v
	}
	early, late := survey.NewNonce(), survey.NewNonce()
	in.Clock.Advance(2*time.Hour - time.Second)
	if !visit().Open {
		t.Error("the form is not shown before closing")
	}
	ok(t, in.Send(session, early, "K01", "o1"))
	in.Clock.Advance(time.Second)
	if visit().Open {
		t.Error("the form is shown after closing")
	}
	in.Clock.Advance(survey.Grace - time.Second)
	ok(t, in.Send(session, late, "K01", "o2"))
	in.Clock.Advance(time.Second)
	failsWith(t, in.Send(session, survey.NewNonce()), survey.Closed, "error.closed")
	ok(t, in.Send(session, early, "K01", "o1"))
	ok(t, in.Send(session, late, "K01", "o2"))
	ok(t, in.Send(session, late, "K01", "o1"))
	if n := in.Count(round); n != 2 {
		t.Errorf("%d answers are pending, want 2", n)
	}
}

// After closing, what was under way is taken: forms that were loaded while the
// session was open, which have its token.
func TestGraceIsForLoadedForms(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round, func(n *survey.NewSession) { n.Capacity = 3 })
	other, _ := in.Gather(round)
	visit := func(s survey.Session) survey.Visit {
		v, err := in.Visit(t.Context(), s.Code, "")
		ok(t, err)
		return v
	}
	submit := func(token string, nonce ...string) error {
		posted := survey.Posted{Language: "sv", Nonce: survey.NewNonce(), Token: token}
		if len(nonce) > 0 {
			posted.Nonce = nonce[0]
		}
		return in.Submit(t.Context(), visit(session), posted)
	}
	loaded, elsewhere, first := visit(session).Token(), visit(other).Token(), survey.NewNonce()
	if loaded != visit(session).Token() || loaded == elsewhere {
		t.Error("a token is not of one session, or not of all of it")
	}
	ok(t, submit("", first)) // while it is open there is no need of a token
	in.Clock.Advance(2 * time.Hour)
	for _, token := range []string{"", elsewhere, session.Code, loaded[1:], loaded + "0"} {
		failsWith(t, submit(token), survey.Closed, "error.closed")
	}
	ok(t, submit("", first)) // this phone's answer was received before
	ok(t, submit(loaded))
	ok(t, submit(loaded))
	failsWith(t, submit(loaded), survey.Full, "error.full")
	if n := in.Count(round); n != 3 {
		t.Errorf("%d answers are pending, want 3", n)
	}
}

func TestSubmitRefuses(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	for _, nonce := range []string{"", "short", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXY1", "ABCDEFGHIJKLMNOPQRSTUVWXYZA"} {
		failsWith(t, in.Send(session, nonce, "K01", "o1"), survey.Invalid, "error.form")
	}
	failsWith(t, in.Send(session, survey.NewNonce(), "K77", "o1"), survey.Invalid, "error.form")
	failsWith(t, in.SendForm(session.Code, "", survey.Posted{Language: "de", Nonce: survey.NewNonce()}), survey.Invalid, "error.language")
	failsWith(t, in.Send(survey.Session{Code: "NOSUCH00"}, survey.NewNonce()), survey.NotFound, "error.code")
	if n := in.Count(round); n != 0 {
		t.Errorf("%d answers are pending, want none", n)
	}
}

// The language of an answer is one of its round, whoever hands it in.
func TestSubmitInALanguageOfTheRound(t *testing.T) {
	in := surveytest.Service(t)
	session, _ := in.Gather(in.Begin("2026-H2", func(n *survey.NewRound) {
		n.Languages = []string{"sv", "ku-Latn"}
		n.Texts = func(language, key string) string { return key + " in " + language }
	}))
	for language, offered := range map[string]bool{"sv": true, "ku-Latn": true, "ar": false, "SV": false, "": false} {
		err := in.SendForm(session.Code, "", survey.Posted{Language: language, Nonce: survey.NewNonce()})
		if offered {
			ok(t, err)
		} else {
			failsWith(t, err, survey.Invalid, "error.language")
		}
	}
}

// A phone that goes away after sending does not undo what it sent.
func TestSubmitWhenThePhoneIsGone(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	ctx, leave := context.WithCancel(t.Context())
	service := surveytest.NewService(t, leaving{in.Store, leave}, in.Clock.Now)
	visit, err := service.Visit(ctx, session.Code, "")
	ok(t, err)
	ok(t, service.Submit(ctx, visit, survey.Posted{Language: "sv", Nonce: survey.NewNonce()}))
	if n := in.Count(round); n != 1 {
		t.Errorf("%d answers are pending, want 1", n)
	}
}

// leaving is a store whose visitor leaves just before the answer is written.
type leaving struct {
	survey.Store
	leave func()
}

func (s leaving) Receive(ctx context.Context, a survey.Arrival) (survey.Outcome, error) {
	s.leave()
	return s.Store.Receive(ctx, a)
}

// What is stored can be opened with the round's key, and says what it must and
// no more.
func TestWhatIsStored(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round, func(n *survey.NewSession) { n.Timing, n.Channel = survey.After, survey.Group })
	ok(t, in.SendForm(session.Code, "", survey.Posted{Language: "ar", Nonce: survey.NewNonce(), Form: surveytest.Form("K01", "o2")}))
	pending, err := in.Store.Pending(t.Context(), round.ID)
	ok(t, err)
	plaintext, err := in.Private(round).Decrypt(round.ID, pending[0].Ciphertext)
	ok(t, err)
	got, err := survey.ParseSubmission(plaintext)
	ok(t, err)
	want := survey.Submission{
		Set: "core@1", Origin: round.ID, Tag: session.Tag, Municipality: "0581", Intervention: "OG028",
		Channel: survey.Group, Timing: survey.After, Language: "ar", Answers: survey.Answers{"K01": {"o2"}},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestPutInterventions(t *testing.T) {
	in := surveytest.Service(t)
	good := survey.Intervention{ID: "OG900", Name: "Ny", Municipalities: []string{"0581"}, Category: "språk", Asked: survey.AskedParticipants}
	for says, spoil := range map[string]func(*survey.Intervention){
		"capitals and digits":     func(i *survey.Intervention) { i.ID = "og900" },
		`name "" of OG900`:        func(i *survey.Intervention) { i.Name = "" },
		`name "a\tb" of OG900`:    func(i *survey.Intervention) { i.Name = "a\tb" },
		"of the category of OG9":  func(i *survey.Intervention) { i.Category = "" },
		"asked is":                func(i *survey.Intervention) { i.Asked = "everybody" },
		"names no municipality":   func(i *survey.Intervention) { i.Municipalities = nil },
		"leading zero":            func(i *survey.Intervention) { i.Municipalities = []string{"581"} },
		"OG900 stands twice":      func(i *survey.Intervention) { i.Name = "Samma" },
		`"X" is not 2 to 12 capi`: func(i *survey.Intervention) { i.ID = "X" },
	} {
		bad := good
		spoil(&bad)
		fails(t, in.PutInterventions(t.Context(), []survey.Intervention{good, bad}), survey.Invalid, says)
	}
	_, err := in.Intervention(t.Context(), "OG900")
	fails(t, err, survey.NotFound)
	ok(t, in.PutInterventions(t.Context(), []survey.Intervention{good}))
	found, err := in.Intervention(t.Context(), "OG900")
	ok(t, err)
	if found.Name != "Ny" {
		t.Errorf("got %+v", found)
	}
}

func TestSetAreas(t *testing.T) {
	in := surveytest.Service(t)
	for says, areas := range map[string][]survey.Area{
		`name "" of the area`:   {{Municipalities: []string{"0512", "0513"}}},
		"nothing invisible":     {{Name: "Kinda\u00a0Ydre", Municipalities: []string{"0512", "0513"}}},
		"1 to 100 characters":   {{Name: strings.Repeat("å", 101), Municipalities: []string{"0512", "0513"}}},
		"taken for a code":      {{Name: "0581", Municipalities: []string{"0512", "0513"}}},
		"at least two":          {{Name: "Kinda", Municipalities: []string{"0513"}}},
		"no municipality has":   {{Name: "Kinda–Ydre", Municipalities: []string{"0512", "9999"}}},
		"is in both":            {{Name: "A", Municipalities: []string{"0512", "0513"}}, {Name: "B", Municipalities: []string{"0513", "0560"}}},
		"crosses a county":      {{Name: "A", Municipalities: []string{"0512", "1280"}}},
		`two areas called`:      {{Name: "A", Municipalities: []string{"0512", "0513"}}, {Name: "A", Municipalities: []string{"0560", "0584"}}},
		"0513 is in both A and": {{Name: "A", Municipalities: []string{"0513", "0513"}}},
	} {
		fails(t, in.SetAreas(t.Context(), areas), survey.Invalid, says)
	}
	areas, err := in.Store.Areas(t.Context())
	ok(t, err)
	if len(areas) != len(surveytest.Areas) {
		t.Errorf("there are %d areas, want %d as before", len(areas), len(surveytest.Areas))
	}
}
