package survey_test

import (
	"slices"
	"testing"

	"fragebatteri/survey"
)

func TestViewKey(t *testing.T) {
	b := core(t)
	gender := func(values ...string) survey.Submission {
		return survey.Submission{Answers: survey.Answers{"D1": values, "D3": {"o2"}}}
	}
	time := func(values ...string) survey.Submission {
		return survey.Submission{Answers: survey.Answers{"D1": {"o1"}, "D3": values}}
	}
	for _, c := range []struct {
		name string
		by   survey.Dimension
		of   survey.Submission
		want string
	}{
		{"women", survey.ByGender, gender("o1"), "o1"},
		{"men", survey.ByGender, gender("o2"), "o2"},
		{"another gender", survey.ByGender, gender("o3"), ""},
		{"gender declined", survey.ByGender, gender(survey.NoAnswer), ""},
		{"gender skipped", survey.ByGender, gender(), ""},
		{"gender left out", survey.ByGender, survey.Submission{Answers: survey.Answers{"D3": {"o1"}}}, ""},
		{"short time", survey.ByTime, time("o1"), "o1"},
		{"long time", survey.ByTime, time("o3"), "o3"},
		{"time not known", survey.ByTime, time(survey.DontKnow), ""},
		{"time declined", survey.ByTime, time(survey.NoAnswer), ""},
		{"time skipped", survey.ByTime, time(), ""},
		{"two times", survey.ByTime, time("o1", "o2"), ""},
		{"no answers", survey.ByTime, survey.Submission{}, ""},
		{"language", survey.ByLanguage, survey.Submission{Language: "fa-AF", Channel: survey.Self}, "fa-AF"},
		{"channel", survey.ByChannel, survey.Submission{Language: "fa-AF", Channel: survey.Self}, "self"},
		{"unknown dimension", "age", gender("o1"), ""},
		{"no dimension", "", survey.Submission{Answers: survey.Answers{b.Questions[0].ID: {"o1"}}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := b.ViewKey(c.by, c.of); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Whoever answers a battery without demographic questions still has a language and a channel.
func TestViewKeyWithoutQuestions(t *testing.T) {
	b := small()
	ok(t, b.Prepare())
	answer := survey.Submission{Language: "so", Channel: survey.Association, Answers: survey.Answers{"": {"o1"}, "A1": {"o1"}, "A3": {"o1"}}}
	var keys []string
	for _, d := range survey.Dimensions {
		keys = append(keys, b.ViewKey(d, answer))
	}
	if want := []string{"", "", "so", "association"}; !slices.Equal(keys, want) {
		t.Errorf("got %q, want %q", keys, want)
	}
}

func TestDefining(t *testing.T) {
	b := small()
	b.Questions[2].Role = survey.RoleTime
	ok(t, b.Prepare())
	for _, c := range []struct {
		by   survey.Dimension
		want string
	}{
		{survey.ByTime, "A3"}, {survey.ByGender, ""}, {survey.ByLanguage, ""}, {survey.ByChannel, ""}, {"age", ""}, {"", ""},
	} {
		if q, ok := b.Defining(c.by); q.ID != c.want || ok != (c.want != "") {
			t.Errorf("%q is defined by %q, want %q", c.by, q.ID, c.want)
		}
	}
}
