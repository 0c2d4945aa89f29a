package survey_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

func TestParse(t *testing.T) {
	form := surveytest.Form
	for _, test := range []struct {
		name  string
		form  url.Values
		want  survey.Answers
		wrong []survey.FieldError
	}{
		{"empty form", form(), survey.Answers{}, nil},
		{"only a nonce", form("nonce", "x"), survey.Answers{}, nil},
		{"empty value is a skip", form("K01", ""), survey.Answers{}, nil},
		{"one of each", form("K01", "o3", "K02", "dk", "K04", "na"), survey.Answers{"K01": {"o3"}, "K02": {"dk"}, "K04": {"na"}}, nil},
		{"in the battery's order", form("K19", "o10", "K19", "o9", "K19", "o1"), survey.Answers{"K19": {"o1", "o9", "o10"}}, nil},
		{"the same twice is once", form("K01", "o1", "K01", "o1"), survey.Answers{"K01": {"o1"}}, nil},
		{"unknown option", form("K01", "o4", "K02", "o1"), survey.Answers{"K02": {"o1"}}, []survey.FieldError{{Question: "K01", Key: survey.ErrUnknownOption}}},
		{"skip is never sent", form("K01", "skip"), survey.Answers{}, []survey.FieldError{{Question: "K01", Key: survey.ErrUnknownOption}}},
		{"dk where it is not offered", form("K01", "dk"), survey.Answers{}, []survey.FieldError{{Question: "K01", Key: survey.ErrUnknownOption}}},
		{"free text", form("K04", "a long story"), survey.Answers{}, []survey.FieldError{{Question: "K04", Key: survey.ErrUnknownOption}}},
		{"two where one is asked for", form("K01", "o1", "K01", "o2"), survey.Answers{}, []survey.FieldError{{Question: "K01", Key: survey.ErrOnlyOne}}},
		{"three of three", form("K19", "o1", "K19", "o2", "K19", "o3"), survey.Answers{"K19": {"o1", "o2", "o3"}}, nil},
		{"four of three", form("K19", "o1", "K19", "o2", "K19", "o3", "K19", "o4"), survey.Answers{}, []survey.FieldError{{Question: "K19", Key: survey.ErrTooMany, Most: 3}}},
		{"none and another", form("K19", "o1", "K19", "o12"), survey.Answers{}, []survey.FieldError{{Question: "K19", Key: survey.ErrAlone, Most: 3}}},
		{"dk and another", form("K19", "o1", "K19", "dk"), survey.Answers{}, []survey.FieldError{{Question: "K19", Key: survey.ErrAlone, Most: 3}}},
		{"na and another", form("K19", "o1", "K19", "na"), survey.Answers{}, []survey.FieldError{{Question: "K19", Key: survey.ErrAlone, Most: 3}}},
		{"dk and na", form("K02", "dk", "K02", "na"), survey.Answers{}, []survey.FieldError{{Question: "K02", Key: survey.ErrOnlyOne}}},
		{"several faults, in order", form("Q2", "x", "K01", "x"), survey.Answers{}, []survey.FieldError{{Question: "K01", Key: survey.ErrUnknownOption}, {Question: "Q2", Key: survey.ErrUnknownOption}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			answers, wrong, err := (survey.Set{core(t)}).Form(survey.NoTiming).Parse(test.form)
			ok(t, err)
			if !reflect.DeepEqual(answers, test.want) || !reflect.DeepEqual(wrong, test.wrong) {
				t.Fatalf("got  %v %v\nwant %v %v", answers, wrong, test.want, test.wrong)
			}
			if err := (survey.Set{core(t)}).Form(survey.NoTiming).Fits(answers); err != nil {
				t.Errorf("what Parse returned does not fit: %v", err)
			}
		})
	}
}

func TestParseRefusesUnknownFields(t *testing.T) {
	for _, field := range []string{"K99", "name", "k01", "nonce2", ""} {
		answers, _, err := (survey.Set{core(t)}).Form(survey.NoTiming).Parse(surveytest.Form("K01", "o1", field, "o1"))
		failsWith(t, err, survey.Invalid, "error.form")
		if answers != nil {
			t.Errorf("field %q: answers were read all the same", field)
		}
	}
}

func TestFitsRefuses(t *testing.T) {
	for _, answers := range []survey.Answers{
		{"K99": {"o1"}}, {"K01": {"o9"}}, {"K01": {"o1", "o2"}}, {"K01": {}}, {"K19": {"o1", "o2", "o3", "o4"}}, {"K19": {"o1", "dk"}},
	} {
		if (survey.Set{core(t)}).Form(survey.NoTiming).Fits(answers) == nil {
			t.Errorf("%v fits the core battery", answers)
		}
	}
}

func submission(b *survey.Battery) survey.Submission {
	return survey.Submission{
		Set: b.Ref(), Origin: survey.NewID(), Tag: survey.NewID(), Municipality: "0581", Intervention: "OG028",
		Channel: survey.Ambassador, Timing: survey.Before, Language: "ar", Answers: survey.Answers{},
	}
}

func TestPadAndParseSubmission(t *testing.T) {
	b := core(t)
	for _, answers := range []survey.Answers{
		{}, {"K01": {"o1"}}, {"K19": {"o1", "o2", "o12"}, "K02": {"dk"}}, largest(b),
	} {
		s := submission(b)
		s.Answers, s.Waited = answers, 2
		padded, err := s.Pad(512)
		ok(t, err)
		if len(padded) != 512 {
			t.Errorf("padded to %d bytes, want 512", len(padded))
		}
		read, err := survey.ParseSubmission(padded)
		ok(t, err)
		if !reflect.DeepEqual(read, s) {
			t.Errorf("got  %+v\nwant %+v", read, s)
		}
	}
	s := submission(b)
	s.Municipality = strings.Repeat("0", 600)
	if _, err := s.Pad(512); err == nil {
		t.Error("a submission that is too long was padded")
	}
	for _, broken := range []string{"", "{", `{"a":{"K01":7}}`, `{"a":[]}`} {
		if _, err := survey.ParseSubmission([]byte(broken)); err == nil {
			t.Errorf("%q was read as a submission", broken)
		}
	}
}

// largest picks the last options of every question: as many as may be chosen,
// and those with the longest codes.
func largest(b *survey.Battery) survey.Answers {
	answers := survey.Answers{}
	for _, q := range b.Questions {
		options := q.Options()
		n := 1
		if q.Kind == survey.Multi {
			if q.None {
				options = options[:len(options)-1]
			}
			n = q.Most
			if n == 0 {
				n = len(options)
			}
		}
		answers[q.ID] = options[len(options)-n:]
	}
	return answers
}

// longest is the longest submission a battery can give rise to: every part of
// it is the longest one that rules elsewhere allow.
func longest(b *survey.Battery) survey.Submission {
	s := submission(b)
	s.Intervention, s.Language, s.Waited, s.Answers = "OG0123456789", "ckb-Arab-IQ", 12, largest(b)
	for _, c := range survey.Channels {
		if len(c) > len(s.Channel) {
			s.Channel = c
		}
	}
	for _, timing := range survey.Timings {
		if len(timing) > len(s.Timing) {
			s.Timing = timing
		}
	}
	return s
}

func TestLargestAnswerOfCoreFits(t *testing.T) {
	b := core(t)
	if size := survey.PlaintextSize([]*survey.Battery{b}); size != 512 {
		t.Errorf("a submission of the core battery is padded to %d bytes, want 512", size)
	}
	if _, err := longest(b).Pad(512); err != nil {
		t.Error(err)
	}
	form := url.Values(largest(b))
	if _, wrong, err := (survey.Set{b}).Form(survey.NoTiming).Parse(form); err != nil || len(wrong) > 0 {
		t.Errorf("the largest answer is no answer: %v %v", wrong, err)
	}
}

// The size that a round is given holds the longest answer to its batteries,
// whatever their length: lengths here go up byte by byte past both sizes.
func TestPlaintextSizeHolds(t *testing.T) {
	sizes := map[int]int{}
	for questions := 14; questions < 60; questions++ {
		for id := 1; id <= 16; id++ {
			b := &survey.Battery{ID: strings.Repeat("b", id), Version: 1}
			for i := range questions {
				b.Questions = append(b.Questions, survey.Question{ID: fmt.Sprintf("A%02d", i), Kind: survey.Choice, Own: 3, Topic: "about"})
			}
			if b.Prepare() != nil {
				continue
			}
			size := survey.PlaintextSize([]*survey.Battery{b})
			sizes[size]++
			if _, err := longest(b).Pad(size); err != nil {
				t.Fatalf("%d questions, id of %d letters: %v", questions, id, err)
			}
		}
	}
	if sizes[512] == 0 || sizes[1024] == 0 || len(sizes) != 2 {
		t.Errorf("sizes were %v; want both 512 and 1024 and no other", sizes)
	}
}

// What arrives is the same number of bytes on disk whatever was answered.
func TestEverySubmissionIsOneSize(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	for _, pairs := range [][]string{nil, {"K01", "o1"}, {"K19", "o1", "K19", "o2", "K19", "o3", "K02", "dk"}} {
		ok(t, in.Send(session, survey.NewNonce(), pairs...))
	}
	full := url.Values(largest(core(t)))
	ok(t, in.SendForm(session.Code, "", survey.Posted{Language: "fa-AF", Nonce: survey.NewNonce(), Form: full}))
	pending, err := in.Store.Pending(t.Context(), round.ID)
	ok(t, err)
	if len(pending) != 4 {
		t.Fatalf("%d answers are pending, want 4", len(pending))
	}
	for _, p := range pending {
		if len(p.Ciphertext) != len(pending[0].Ciphertext) || len(p.Ciphertext) != 512+65+16 || len(p.Key) != 16 {
			t.Errorf("an answer has %d bytes under a key of %d", len(p.Ciphertext), len(p.Key))
		}
	}
}

// The order in which a phone sends its fields is not in what is encrypted.
func TestTheSameAnswersAreTheSameBytes(t *testing.T) {
	parse := func(pairs ...string) []byte {
		answers, _, err := (survey.Set{core(t)}).Form(survey.NoTiming).Parse(surveytest.Form(pairs...))
		ok(t, err)
		text, err := json.Marshal(answers)
		ok(t, err)
		return text
	}
	if !bytes.Equal(parse("K19", "o2", "K19", "o1", "K01", "o1"), parse("K01", "o1", "K19", "o1", "K19", "o2")) {
		t.Error("the same form in another order is other bytes")
	}
	if bytes.Equal(parse("K01", "o1"), parse("K01", "o2")) || bytes.Equal(parse(), parse("K01", "o1")) {
		t.Error("different forms are the same bytes")
	}
}

func TestErrorsOfForms(t *testing.T) {
	in := surveytest.Service(t)
	session, _ := in.Gather(in.Begin("2026-H2"))
	err := in.Send(session, survey.NewNonce(), "K01", "o9")
	invalid, is := errors.AsType[*survey.InvalidAnswers](err)
	if !is || len(invalid.Fields) != 1 || invalid.Fields[0].Question != "K01" {
		t.Fatalf("got %v, want what is wrong with K01", err)
	}
}
