package survey_test

import (
	"slices"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// What municipalities answer is Swedish at once, and in another language when a second person has read
// it; who changes what somebody else has changed is told.
func TestAnswering(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	next := in.Begin("2027-H1")
	for _, r := range []survey.Round{round, next} {
		session, _ := in.Gather(r)
		in.Answer(session, 3)
	}
	first := seal(t, in, round, false).Disposal.Release
	_, err := in.PublishRelease(t.Context(), first)
	ok(t, err)
	officer := in.Service.As(survey.Actor{Role: survey.Officer, ID: "officer", Municipalities: []string{"0581"}})
	other := in.Service.As(survey.Actor{Role: survey.Officer, ID: "other", Municipalities: []string{"0513"}})
	reader := in.Service.As(survey.Actor{Role: survey.ReaderRole, ID: "reader", Languages: []string{"ti"}})
	second := in.Service.As(survey.Actor{Role: survey.ReaderRole, ID: "second", Languages: []string{"ti"}})
	steward := in.Service.As(survey.Actor{Role: survey.Steward, ID: "steward"})
	is := func(err error, kind survey.Kind, code string) {
		t.Helper()
		if survey.KindOf(err) != kind || survey.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	unanswered := func(want ...string) {
		t.Helper()
		progress, err := steward.Progress(t.Context())
		ok(t, err)
		var got []string
		for _, u := range progress.Unanswered {
			for _, m := range u.Municipalities {
				got = append(got, u.RoundName+" "+m.Code)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("unanswered are %q, want %q", got, want)
		}
	}
	unanswered("2026-H2 0581")
	list, err := officer.Answering(t.Context(), "0581")
	ok(t, err)
	if len(list) != 1 || !list[0].Unanswered() || len(list[0].Asked) != 1 {
		t.Errorf("the officer sees %+v", list)
	}
	_, err = other.Answering(t.Context(), "0581")
	is(err, survey.Forbidden, "forbidden")

	until := survey.DayOf(in.Clock.Now().Add(24 * time.Hour))
	answer := survey.Reply{Release: first, Intervention: "OG028", Heard: "Ni vill tala.", Text: "Vi öppnar.", Until: until}
	is(other.AnswerRelease(t.Context(), answer, ""), survey.Forbidden, "forbidden")
	is(reader.AnswerRelease(t.Context(), answer, ""), survey.Forbidden, "forbidden")
	translated := survey.Reply{Release: first, Intervention: "OG028", Language: "ti", Text: "ክንከፍት", Source: "x"}
	is(reader.ProposeReply(t.Context(), translated), survey.Conflict, "reply.no_swedish")
	ok(t, officer.AnswerRelease(t.Context(), answer, ""))
	is(officer.AnswerRelease(t.Context(), answer, ""), survey.Conflict, "reply.changed")
	unanswered()

	// waiting checks in how many languages the reply waits for whoever writes it, and where for a second person.
	waiting := func(unwritten int, unapproved ...string) {
		t.Helper()
		progress, err := steward.Progress(t.Context())
		ok(t, err)
		var got []string
		for _, w := range progress.Unapproved {
			got = append(got, w.Language)
			if w.N != 1 || w.First.Release != first || w.First.Intervention != "OG028" || w.First.Language != w.Language {
				t.Errorf("in %s waits %+v", w.Language, w)
			}
		}
		if len(progress.Unwritten) != unwritten || !slices.Equal(got, unapproved) {
			t.Errorf("%d languages wait for a writer, want %d, and %q for a second person", len(progress.Unwritten), unwritten, got)
		}
	}
	waiting(len(surveytest.AllLanguages) - 1)
	replies := func() []survey.Reply {
		t.Helper()
		all, err := in.Replies(t.Context(), first)
		ok(t, err)
		return all
	}
	is(officer.PutReply(t.Context(), translated), survey.Forbidden, "forbidden")
	is(reader.ProposeReply(t.Context(), translated), survey.Conflict, "reply.changed")
	translated.Source = replies()[0].Mark()
	for _, tag := range []string{"uk", "sv"} {
		wrong := translated
		wrong.Language = tag
		is(reader.ProposeReply(t.Context(), wrong), survey.Forbidden, "forbidden")
	}
	is(second.ApproveReply(t.Context(), first, "OG028", "ti", translated.Mark()), survey.Conflict, "reply.no_draft")
	ok(t, reader.ProposeReply(t.Context(), translated))
	waiting(len(surveytest.AllLanguages)-2, "ti")
	tasks, err := second.ReplyTasks(t.Context())
	ok(t, err)
	if len(tasks) != 1 || tasks[0].Own || tasks[0].State("ti") != survey.ReplyProposed {
		t.Errorf("the second reader is to do %+v", tasks)
	}
	is(reader.ApproveReply(t.Context(), first, "OG028", "ti", translated.Mark()), survey.Conflict, "reply.own")
	is(officer.ApproveReply(t.Context(), first, "OG028", "ti", translated.Mark()), survey.Forbidden, "forbidden")
	is(second.ApproveReply(t.Context(), first, "OG028", "ti", "x"), survey.Conflict, "reply.changed")
	if n := len(replies()); n != 1 {
		t.Errorf("%d replies are read before one is approved", n)
	}
	ok(t, second.ApproveReply(t.Context(), first, "OG028", "ti", translated.Mark()))
	waiting(len(surveytest.AllLanguages) - 2)
	if all := replies(); len(all) != 2 || all[1].Until != until {
		t.Errorf("read are %+v", all)
	}
	tasks, err = second.ReplyTasks(t.Context())
	ok(t, err)
	if len(tasks) != 0 {
		t.Errorf("the second reader is still to do %+v", tasks)
	}

	// It is asked whether it was done when the day has passed and there is something later to read.
	due := func() bool {
		t.Helper()
		list, err := officer.Answering(t.Context(), "0581")
		ok(t, err)
		return list[len(list)-1].Asked[0].Due
	}
	in.Clock.Advance(48 * time.Hour)
	if due() {
		t.Error("it is due before there is a later release")
	}
	seal(t, in, next, true)
	if !due() {
		t.Error("it is not due")
	}
	seen := replies()[0].Mark()
	is(officer.FollowUp(t.Context(), first, "OG028", "perhaps", "", seen), survey.Invalid, "reply.done")
	is(officer.FollowUp(t.Context(), first, "OG028", survey.DoneNo, " ", seen), survey.Invalid, "reply.why")
	is(other.FollowUp(t.Context(), first, "OG028", survey.DoneYes, "", seen), survey.Forbidden, "forbidden")
	ok(t, officer.FollowUp(t.Context(), first, "OG028", survey.DoneYes, "", seen))
	if all := replies(); due() || all[1].Done != survey.DoneYes {
		t.Errorf("after it was followed up: %+v", all)
	}
}
