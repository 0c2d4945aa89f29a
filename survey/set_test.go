package survey_test

import (
	"slices"
	"testing"

	"fragebatteri/survey"
)

// prepared returns batteries that are prepared, short forms among them.
func prepared(t *testing.T, list ...*survey.Battery) []*survey.Battery {
	t.Helper()
	for _, err := range survey.ResolveParts(list) {
		t.Fatal(err)
	}
	return list
}

// timed is a battery with two questions, of which the second is asked after and later only.
func timed() *survey.Battery {
	return &survey.Battery{ID: "A", Version: 1, Questions: []survey.Question{
		{ID: "A1", Kind: survey.Choice, Own: 2, Topic: "work"},
		{ID: "A7", Kind: survey.Choice, Own: 2, Topic: "quality", Timings: []survey.Timing{survey.After, survey.Later}},
	}}
}

func short() *survey.Battery {
	return &survey.Battery{ID: "kort", Version: 2, PartOf: "core@1", Asks: []string{"K01", "K03"}}
}

func formIDs(f survey.Form) (ids []string) {
	for _, q := range f {
		ids = append(ids, q.ID)
	}
	return ids
}

func TestSet(t *testing.T) {
	list := prepared(t, core(t), timed(), short())
	whole, a, kort := list[0], list[1], list[2]
	set, err := survey.NewSet(kort, a)
	ok(t, err)
	if set.Ref() != "kort@2+A@1" || set.Home() != "core@1" {
		t.Errorf("it is %s, at home in %s", set.Ref(), set.Home())
	}
	for timing, want := range map[survey.Timing][]string{
		survey.Before: {"K01", "K03", "A1"}, survey.NoTiming: {"K01", "K03", "A1"}, survey.Later: {"K01", "K03", "A1", "A7"},
	} {
		if got := formIDs(set.Form(timing)); !slices.Equal(got, want) {
			t.Errorf("at the timing %s it asks %v, want %v", timing, got, want)
		}
	}
	if again, known := survey.SetIn(list, set.Ref()); !known || again.Ref() != set.Ref() {
		t.Errorf("what is written %s is read as %v", set.Ref(), again)
	}
	for _, twice := range []survey.Set{{whole, kort}, {kort, whole}, {a, a}} {
		if _, err := survey.NewSet(twice...); survey.KindOf(err) != survey.Invalid {
			t.Errorf("%s is refused with %v", twice.Ref(), err)
		}
		if _, known := survey.SetIn(list, twice.Ref()); known {
			t.Errorf("%s is read", twice.Ref())
		}
	}
	if _, known := survey.SetIn(list, "core@1+B@1"); known {
		t.Error("a battery that there is none of is read")
	}
	// What is asked after is refused before.
	if set.Form(survey.Before).Fits(survey.Answers{"A7": {"o1"}}) == nil || set.Form(survey.After).Fits(survey.Answers{"A7": {"o1"}}) != nil {
		t.Error("answers to A7 fit at the wrong timings")
	}
}

// The size holds whatever set of the batteries is asked, and a short form beside its whole adds nothing.
func TestPlaintextSizeIsOfTheLargestSet(t *testing.T) {
	large := func(id string) *survey.Battery {
		b := &survey.Battery{ID: id, Version: 1}
		for n := range 25 {
			b.Questions = append(b.Questions, survey.Question{ID: id + string(rune('A'+n)), Kind: survey.Choice, Own: 7, Topic: "work"})
		}
		return b
	}
	list := prepared(t, core(t), large("B"), large("C"), short())
	if with, without := survey.PlaintextSize([]*survey.Battery{list[0], list[3]}), survey.PlaintextSize(list[:1]); with != without {
		t.Errorf("with the short form it is %d, without %d", with, without)
	}
	set, err := survey.NewSet(list[:3]...)
	ok(t, err)
	longest := survey.Submission{
		Set: set.Ref(), Origin: survey.NewID(), Tag: survey.NewID(), Municipality: "0581", Intervention: "OG0000000000",
		Channel: survey.Association, Timing: survey.Before, Language: "xxx-Xxxx-XX", Waited: 99, Answers: survey.Answers{},
	}
	for _, q := range set.Form(survey.Before) {
		options := q.Options()
		longest.Answers[q.ID] = options[len(options)-q.MostChosen():]
	}
	size := survey.PlaintextSize(list)
	_, err = longest.Pad(size)
	ok(t, err)
	if _, err := longest.Pad(size - 512); err == nil {
		t.Errorf("it fits %d bytes less than %d", 512, size)
	}
}
