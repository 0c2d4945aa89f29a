package survey_test

import (
	"maps"
	"testing"

	"fragebatteri/survey"
)

// A dimension is one thing about somebody: whatever else an answer says, it
// counts in the same group. A key that spoke of two things would be a table of
// one by the other.
func TestViewKeyIsOfOneThing(t *testing.T) {
	b := core(t)
	person := survey.Submission{
		Set: "core@1", Origin: "r1", Tag: "t1", Municipality: "0581", Intervention: "OG028", Channel: survey.Group,
		Timing: survey.Before, Language: "so", Answers: survey.Answers{"D1": {"o1"}, "D3": {"o2"}},
	}
	want := map[survey.Dimension]string{survey.ByGender: "o1", survey.ByTime: "o2", survey.ByLanguage: "so", survey.ByChannel: "group"}
	for _, c := range []struct {
		name   string
		of     survey.Dimension // that may change
		change func(*survey.Submission)
	}{
		{"as it is", "", func(*survey.Submission) {}},
		{"of another place", "", func(s *survey.Submission) { s.Municipality, s.Intervention, s.Timing = "0580", "OG034", survey.After }},
		{"of another session", "", func(s *survey.Submission) { s.Origin, s.Tag, s.Waited = "r2", "t2", 2 }},
		{"other answers", "", func(s *survey.Submission) { s.Answers["D2"], s.Answers["K01"] = []string{"o2"}, []string{"o1"} }},
		{"a man", survey.ByGender, func(s *survey.Submission) { s.Answers["D1"] = []string{"o2"} }},
		{"here for long", survey.ByTime, func(s *survey.Submission) { s.Answers["D3"] = []string{"o3"} }},
		{"in Ukrainian", survey.ByLanguage, func(s *survey.Submission) { s.Language = "uk" }},
		{"by a poster", survey.ByChannel, func(s *survey.Submission) { s.Channel = survey.Self }},
	} {
		other := person
		other.Answers = maps.Clone(person.Answers)
		c.change(&other)
		for d, key := range want {
			if got := b.ViewKey(d, other); d != c.of && got != key {
				t.Errorf("%s: counts by %s in %q, want %q", c.name, d, got, key)
			}
		}
	}
}
