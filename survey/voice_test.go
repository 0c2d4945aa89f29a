package survey_test

import (
	"reflect"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// signIn makes somebody staff and returns the desk.
func signIn(t *testing.T, in *surveytest.Instance, s survey.Staff) *survey.Desk {
	t.Helper()
	_, token := invite(t, in, s)
	secret, _, err := in.Door().Accept(t.Context(), token)
	ok(t, err)
	return in.As(must(in.Door().Enter(t.Context(), secret)))
}

var hard = survey.Theme{About: "housing", Tone: survey.ToneHard, Said: survey.SaidMost}

// gathered is a session of an ambassador in Norrköping that is over.
func gathered(t *testing.T, in *surveytest.Instance, desk *survey.Desk, round survey.Round, intervention string) survey.Session {
	t.Helper()
	session, _, err := desk.OpenSession(t.Context(), survey.NewSession{Round: round.ID, Municipality: desk.Actor().Municipalities[0], Intervention: intervention})
	ok(t, err)
	_, err = desk.CloseSession(t.Context(), session.Code, true)
	ok(t, err)
	return session
}

func TestVoiceOfAGathering(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	desk, other := signIn(t, in, ambassador), signIn(t, in, ambassador)
	open, _, err := desk.OpenSession(t.Context(), survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028"})
	ok(t, err)
	fails(t, desk.NoteVoice(t.Context(), open.Code, []survey.Theme{hard}), survey.Conflict, "not over")
	session := gathered(t, in, desk, round, "OG028")
	for _, wrong := range [][]survey.Theme{
		{{About: "politics", Tone: survey.ToneHard, Said: survey.SaidFew}}, {{About: "work", Tone: "Anna says", Said: survey.SaidFew}},
		{{About: "work", Tone: survey.ToneHard, Said: "7"}}, {hard, hard},
	} {
		fails(t, desk.NoteVoice(t.Context(), session.Code, wrong), survey.Invalid, "list of themes")
	}
	fails(t, other.NoteVoice(t.Context(), session.Code, []survey.Theme{hard}), survey.Forbidden, "ask the steward")
	works := survey.Theme{About: "housing", Tone: survey.ToneWorks, Said: survey.SaidFew}
	ok(t, desk.NoteVoice(t.Context(), session.Code, []survey.Theme{works}))
	ok(t, desk.NoteVoice(t.Context(), session.Code, []survey.Theme{hard, works}))
	noted, err := desk.VoiceOf(t.Context(), session.Code)
	ok(t, err)
	if !reflect.DeepEqual(noted, []survey.Theme{hard, works}) {
		t.Errorf("noted %v", noted)
	}
	ok(t, desk.NoteVoice(t.Context(), session.Code, nil))
	if noted, err = desk.VoiceOf(t.Context(), session.Code); err != nil || len(noted) != 0 {
		t.Errorf("after it was taken back: %v, %v", noted, err)
	}
	_, err = in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	fails(t, desk.NoteVoice(t.Context(), session.Code, []survey.Theme{hard}), survey.Conflict, "no more answers")
}

// Nobody reads what fewer than three gatherings said, or anything while the round takes answers, and
// no gathering is in two groups.
func TestWhoReadsVoices(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	placed := func(code string) *survey.Desk {
		return signIn(t, in, survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{code}})
	}
	norrkoping, kinda, vadstena, soderkoping := placed("0581"), placed("0513"), placed("0584"), placed("0582")
	officer := signIn(t, in, survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}})
	note := func(desk *survey.Desk, intervention string, n int) (last survey.Session) {
		for range n {
			last = gathered(t, in, desk, round, intervention)
			ok(t, desk.NoteVoice(t.Context(), last.Code, []survey.Theme{hard}))
		}
		return last
	}
	note(norrkoping, "OG028", 3)
	note(kinda, "OG003", 2)
	note(kinda, "OG049", 1)
	note(vadstena, "OG034", 2)
	discarded := note(vadstena, "OG034", 1)
	_, err := in.DiscardSession(t.Context(), discarded.Code, "made up")
	ok(t, err)
	note(soderkoping, "OG049", 1)
	voices, err := in.Voices(t.Context(), round.ID)
	ok(t, err)
	if len(voices) != 0 {
		t.Errorf("read while the round takes answers: %v", voices)
	}
	in.Clock.Advance(48 * time.Hour)
	_, err = in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	said := []survey.GroupTheme{{About: "housing", Tone: survey.ToneHard, Often: survey.InMost, Most: true}}
	want := []survey.VoiceGroup{{Municipality: "0581", Intervention: "OG028", Themes: said}, {Municipality: "0513", Themes: said}, {Themes: said}}
	for range 2 {
		voices, err = in.Voices(t.Context(), round.ID)
		ok(t, err)
		if !reflect.DeepEqual(voices, want) {
			t.Errorf("the steward reads %v, want %v", voices, want)
		}
	}
	voices, err = officer.Voices(t.Context(), round.ID)
	ok(t, err)
	if !reflect.DeepEqual(voices, want[:1]) {
		t.Errorf("the officer reads %v", voices)
	}
	_, err = norrkoping.Voices(t.Context(), round.ID)
	fails(t, err, survey.Forbidden, "ask the steward")
}

// What one gathering alone says is not read: it could be one person.
func TestWhatOneGatheringSays(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	desk := signIn(t, in, ambassador)
	works := survey.Theme{About: "work", Tone: survey.ToneWorks, Said: survey.SaidFew}
	alone := survey.Theme{About: "health", Tone: survey.ToneHard, Said: survey.SaidMost}
	for _, themes := range [][]survey.Theme{{hard, works, alone}, {hard, works}, {hard}, {hard}, {hard}, {hard}, {hard}} {
		ok(t, desk.NoteVoice(t.Context(), gathered(t, in, desk, round, "OG028").Code, themes))
	}
	_, err := in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	voices, err := in.Voices(t.Context(), round.ID)
	ok(t, err)
	want := []survey.VoiceGroup{{Municipality: "0581", Intervention: "OG028", Themes: []survey.GroupTheme{
		{About: "housing", Tone: survey.ToneHard, Often: survey.InMost, Most: true}, {About: "work", Tone: survey.ToneWorks, Often: survey.InSome},
	}}}
	if !reflect.DeepEqual(voices, want) {
		t.Errorf("it reads %v, want %v", voices, want)
	}
}
