package survey_test

import (
	"errors"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// judgementOf says of a text in Tigrinya that it is right, unless change says otherwise.
func judgementOf(key string, change ...func(*survey.Judgement)) survey.Judgement {
	j := survey.Judgement{TextName: survey.TextName{File: "core", Key: key}, Language: "ti", Verdict: survey.VerdictRight, Source: "s", Text: "t"}
	for _, c := range change {
		c(&j)
	}
	return j
}

func TestJudgements(t *testing.T) {
	in := surveytest.Service(t)
	reader := func(id string) *survey.Desk {
		return in.As(survey.Actor{Role: survey.ReaderRole, ID: id, Languages: []string{"ti"}})
	}
	steward := in.As(survey.Actor{Role: survey.Steward, ID: "steward"})
	one, two := reader("one"), reader("two")
	ok(t, one.JudgeText(t.Context(), judgementOf("K01")))
	ok(t, one.JudgeText(t.Context(), judgementOf("K02")))
	ok(t, two.JudgeText(t.Context(), judgementOf("K01", func(j *survey.Judgement) {
		j.Verdict, j.Proposal, j.Back = survey.VerdictBetter, map[string]string{"other": "ሰላም"}, "Hej"
	})))
	own, err := one.OwnJudgements(t.Context(), "ti")
	ok(t, err)
	if len(own) != 2 || own[0].Day != survey.DayOf(surveytest.Start) || own[0].Role != survey.ReaderRole || !own[0].IsOf("s", "t") || own[0].IsOf("s", "u") {
		t.Errorf("the reader has said %+v", own)
	}
	all, err := steward.Judgements(t.Context(), "ti")
	ok(t, err)
	if len(all) != 3 {
		t.Errorf("readers have said %+v", all)
	}
	for _, j := range all {
		if j.Staff != "" {
			t.Errorf("the steward reads who said %+v", j)
		}
	}
	_, err = one.Judgements(t.Context(), "ti")
	fails(t, err, survey.Forbidden, string(survey.DecideTexts))
	_, err = one.OwnJudgements(t.Context(), "so")
	fails(t, err, survey.Forbidden, string(survey.JudgeTexts))
	fails(t, one.JudgeText(t.Context(), judgementOf("K01", func(j *survey.Judgement) { j.Language = "so" })), survey.Forbidden, "ask the steward")

	// A decision that cannot be written forgets nothing.
	texts := []survey.TextName{{File: "core", Key: "K01"}}
	if err := steward.DecideTexts(t.Context(), "ti", texts, func(survey.Role, string) error { return errors.New("full disk") }); err == nil {
		t.Error("it was decided without being written")
	}
	left := func() int {
		t.Helper()
		all, err := steward.Judgements(t.Context(), "ti")
		ok(t, err)
		return len(all)
	}
	if n := left(); n != 3 {
		t.Errorf("%d judgements are left", n)
	}
	written := 0
	ok(t, steward.DecideTexts(t.Context(), "ti", texts, func(by survey.Role, day string) error {
		if by != survey.Steward || day != survey.DayOf(surveytest.Start) {
			t.Errorf("it is decided by %s on %s", by, day)
		}
		written++
		return nil
	}))
	if n := left(); n != 1 || written != 1 {
		t.Errorf("%d judgements are left, and it was written %d times", n, written)
	}
}

func TestWrongJudgements(t *testing.T) {
	in := surveytest.Service(t)
	proposal := map[string]string{"other": "ሰላም"}
	for name, c := range map[string]struct {
		change func(*survey.Judgement)
		says   string
	}{
		"no verdict":                {func(j *survey.Judgement) { j.Verdict = "" }, "judge it again"},
		"no text":                   {func(j *survey.Judgement) { j.Key = "" }, "judge it again"},
		"right with a reason":       {func(j *survey.Judgement) { j.Reasons = []string{"tone"} }, "judge it again"},
		"right with a proposal":     {func(j *survey.Judgement) { j.Proposal = proposal }, "judge it again"},
		"better without a proposal": {func(j *survey.Judgement) { j.Verdict = survey.VerdictBetter }, "needs a proposal"},
		"better with an empty one": {func(j *survey.Judgement) {
			j.Verdict, j.Proposal = survey.VerdictBetter, map[string]string{"other": " "}
		}, "needs a proposal"},
		"wrong without a reason":       {func(j *survey.Judgement) { j.Verdict, j.Proposal = survey.VerdictWrong, proposal }, "needs a reason"},
		"a reason that somebody wrote": {func(j *survey.Judgement) { j.Verdict, j.Reasons = survey.VerdictWrong, []string{"Saba says so"} }, "judge it again"},
		"far too long": {func(j *survey.Judgement) {
			j.Verdict, j.Proposal = survey.VerdictBetter, map[string]string{"other": strings.Repeat("ሰ", 2001)}
		}, "2000 letters"},
		"far too long in Swedish": {func(j *survey.Judgement) {
			j.Verdict, j.Proposal, j.Back = survey.VerdictBetter, proposal, strings.Repeat("å", 2001)
		}, "2000 letters"},
	} {
		t.Run(name, func(t *testing.T) {
			fails(t, in.JudgeText(t.Context(), judgementOf("K01", c.change)), survey.Invalid, c.says)
		})
	}
	all, err := in.Judgements(t.Context(), "ti")
	ok(t, err)
	if len(all) > 0 {
		t.Errorf("%+v were stored", all)
	}
}
