package survey_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// texts are the words that are built in.
func texts(t *testing.T) survey.Wordings {
	t.Helper()
	return survey.Wordings{Languages: surveytest.AllLanguages, Text: surveytest.Catalog(t).Text}
}

// frozenBattery freezes a battery that is being written, by the way that all go, and returns these words with
// its own over them.
func frozenBattery(t *testing.T, in *surveytest.Instance, ref string, words survey.Wordings) survey.Wordings {
	t.Helper()
	edit := func() int {
		draft, err := in.DraftBattery(t.Context(), ref)
		ok(t, err)
		return draft.Edit
	}
	ok(t, in.ReferBattery(t.Context(), ref, in.Today(), edit()))
	in.Clock.Advance(24 * time.Hour)
	under := words.Text
	ok(t, in.FreezeBattery(t.Context(), ref, edit(), func(w survey.Worded) error {
		in.TakeIn(w.Battery)
		words.Text = func(language, key string) string {
			if key == w.Battery.TitleKey() {
				return w.Word(language, "title")
			}
			return cmp.Or(w.Word(language, key), under(language, key))
		}
		return nil
	}))
	return words
}

// The next version of a battery leaves what was counted as it is: answers stay, numbers are not used again,
// and until it is approved rounds ask the version before.
func TestVersionsOfABattery(t *testing.T) {
	in, words, ctx := surveytest.Service(t), texts(t), t.Context()
	first, err := in.NewBattery(ctx, survey.NewBattery{ID: "naring", Prefix: "NX", Title: "Näring"}, words)
	ok(t, err)
	for _, from := range []string{"K01", "K12", "D1"} {
		_, err = in.CopyQuestion(ctx, first.Ref(), "core@1", from, words)
		ok(t, err)
	}
	words = frozenBattery(t, in, "naring@1", words)
	asks := func() string {
		list, err := in.Askable(ctx)
		ok(t, err)
		i := slices.IndexFunc(list, func(b *survey.Battery) bool { return b.ID == "naring" })
		if i < 0 {
			return ""
		}
		return list[i].Ref()
	}
	if got := asks(); got != "" {
		t.Errorf("a round may ask %s, which nobody has approved", got)
	}
	approve := func(ref string) {
		t.Helper()
		draft, err := in.DraftBattery(ctx, ref)
		ok(t, err)
		fails(t, in.ApproveBattery(ctx, ref, draft.Edit, words), survey.Conflict, "missing")
		ok(t, in.ApproveBattery(ctx, ref, draft.Edit, survey.Wordings{Text: words.Text})) // no language is asked for
	}
	approve("naring@1")
	if got := asks(); got != "naring@1" {
		t.Errorf("a round may ask %q", got)
	}

	second, err := in.NewBatteryVersion(ctx, "naring", words)
	ok(t, err)
	_, err = in.NewBatteryVersion(ctx, "naring", words)
	fails(t, err, survey.Conflict, "begun already")
	_, err = in.NewBatteryVersion(ctx, "core", words)
	fails(t, err, survey.Conflict, "comes with the program")
	put := func(id string, change func(*survey.QuestionDraft)) error {
		t.Helper()
		draft, err := in.DraftBattery(ctx, second.Ref())
		ok(t, err)
		q, _ := draft.QuestionDraftOf(id)
		seen := survey.VersionOf(q)
		change(&q)
		_, err = in.PutQuestion(ctx, second.Ref(), seen, q, words)
		return err
	}
	ok(t, put("NX01", func(q *survey.QuestionDraft) { q.Text = "Vet du vart du går om du blir sjuk?" }))
	fails(t, put("NX01", func(q *survey.QuestionDraft) { q.Text, q.Scale = "Hur ofta?", "often" }), survey.Invalid, "fixed")
	fails(t, put("NX01", func(q *survey.QuestionDraft) { q.Text, q.Sensitive = "Vet du?", true }), survey.Invalid, "fixed")
	fails(t, put("NX03", func(q *survey.QuestionDraft) { q.OwnOptions[0], q.OwnOptions[1] = q.OwnOptions[1], q.OwnOptions[0] }), survey.Invalid, "fixed")
	draft, err := in.DraftBattery(ctx, second.Ref())
	ok(t, err)
	q, _ := draft.QuestionDraftOf("NX02")
	ok(t, in.RemoveQuestion(ctx, second.Ref(), "NX02", survey.VersionOf(q)))
	id, err := in.CopyQuestion(ctx, second.Ref(), "naring@1", "NX02", words)
	ok(t, err)
	if id != "NX04" {
		t.Errorf("the copy is %s", id)
	}
	if got, _ := in.Battery("naring@1"); len(got.Questions) != 3 {
		t.Error("the version before has been changed")
	}
}
