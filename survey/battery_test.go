package survey_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
)

// small returns a battery with every kind of question, not yet prepared.
func small() *survey.Battery {
	return &survey.Battery{
		ID: "small", Version: 1, Scales: map[string]int{"amount": 4, "often": 4},
		Pairs:    [][2]string{{"A1", "A2"}},
		Measures: map[string]survey.Measure{"A1": {Options: []string{"o3", "o4"}, Better: survey.More}, "A3": {Options: []string{"o2"}}},
		Questions: []survey.Question{
			{ID: "A1", Kind: survey.Scale, Scale: "amount", Own: 1, Topic: "work", DK: true},
			{ID: "A2", Kind: survey.Scale, Scale: "often", Topic: "work", Reverse: true},
			{ID: "A3", Kind: survey.Choice, Own: 3, Topic: "about"},
			{ID: "A4", Kind: survey.Multi, Own: 4, None: true, Most: 3, Topic: "needs", DK: true},
		},
	}
}

// measured gives a question of the small battery a measure.
func measured(question string, better survey.Direction, options ...string) func(*survey.Battery) {
	return func(b *survey.Battery) { b.Measures[question] = survey.Measure{Options: options, Better: better} }
}

func TestBatteryFaults(t *testing.T) {
	if err := small().Prepare(); err != nil {
		t.Fatalf("the battery without faults has: %v", err)
	}
	for _, test := range []struct {
		name  string
		fault string // what the error says
		spoil func(*survey.Battery)
	}{
		{"free text", `kind of question called "text"`, func(b *survey.Battery) { b.Questions[2].Kind = "text" }},
		{"number", `kind of question called "number"`, func(b *survey.Battery) { b.Questions[2].Kind = "number" }},
		{"no kind", `kind of question called ""`, func(b *survey.Battery) { b.Questions[2].Kind = "" }},
		{"two equal ids", "A1 stands twice", func(b *survey.Battery) { b.Questions[2].ID = "A1" }},
		{"id in small letters", "an id is a capital letter", func(b *survey.Battery) { b.Questions[2].ID = "a3" }},
		{"id is the nonce's", "an id is a capital letter", func(b *survey.Battery) { b.Questions[2].ID = survey.NonceField }},
		{"unknown topic", `unknown topic "religion"`, func(b *survey.Battery) { b.Questions[2].Topic = "religion" }},
		{"scale that does not exist", "a scale of at least 3 steps", func(b *survey.Battery) { b.Questions[0].Scale = "trust" }},
		{"scale of two steps", "a scale of at least 3 steps", func(b *survey.Battery) { b.Scales["amount"] = 2 }},
		{"scale nobody uses", "no question uses the scale trust", func(b *survey.Battery) { b.Scales["trust"] = 4 }},
		{"too many options", "at most 7 options", func(b *survey.Battery) { b.Questions[0].Own = 4 }},
		{"negative own", "cannot be negative", func(b *survey.Battery) { b.Questions[0].Own = -1 }},
		{"choice of one", "a choice has 2 to 7 options", func(b *survey.Battery) { b.Questions[2].Own = 1 }},
		{"choice of eight", "a choice has 2 to 7 options", func(b *survey.Battery) { b.Questions[2].Own = 8 }},
		{"choice with a scale", "a choice has no scale", func(b *survey.Battery) { b.Questions[2].Scale = "often" }},
		{"choice with a direction", "no direction", func(b *survey.Battery) { b.Questions[2].Reverse = true }},
		{"choice with none", "only a multi-select has none", func(b *survey.Battery) { b.Questions[2].None = true }},
		{"scale with most", "only a multi-select has none and most", func(b *survey.Battery) { b.Questions[1].Most = 2 }},
		{"multi of two", "a multi-select has 3 to 12 options", func(b *survey.Battery) { b.Questions[3].Own, b.Questions[3].Most = 1, 0 }},
		{"multi of thirteen", "a multi-select has 3 to 12 options", func(b *survey.Battery) { b.Questions[3].Own = 12 }},
		{"most of one", "most is 2 or more", func(b *survey.Battery) { b.Questions[3].Most = 1 }},
		{"most of all", "lower than the number of options", func(b *survey.Battery) { b.Questions[3].Most = 4 }},
		{"pair with nobody", "names a question that does not exist", func(b *survey.Battery) { b.Pairs[0][1] = "A9" }},
		{"pair in one direction", "must be two scales", func(b *survey.Battery) { b.Questions[1].Reverse = false }},
		{"pair of a choice", "must be two scales", func(b *survey.Battery) { b.Pairs[0][1] = "A3" }},
		{"two questions of gender", "A5 has the role gender a second time", func(b *survey.Battery) {
			b.Questions[2].Role = survey.RoleGender
			b.Questions = append(b.Questions, survey.Question{ID: "A5", Kind: survey.Choice, Own: 3, Topic: "about", Role: survey.RoleGender})
		}},
		{"two questions of help", "A5 has the role help a second time", func(b *survey.Battery) {
			b.Questions[2].Role = survey.RoleHelp
			b.Questions = append(b.Questions, survey.Question{ID: "A5", Kind: survey.Choice, Own: 3, Topic: "about", Role: survey.RoleHelp})
		}},
		{"time by a scale", "A1: a question with the role time is a choice", func(b *survey.Battery) { b.Questions[0].Role = survey.RoleTime }},
		{"gender by a multi-select", "A4: a question with the role gender is a choice", func(b *survey.Battery) { b.Questions[3].Role = survey.RoleGender }},
		{"gender is sensitive", "that is not sensitive", func(b *survey.Battery) { b.Questions[2].Role, b.Questions[2].Sensitive = survey.RoleGender, true }},
		{"time is sensitive", "that is not sensitive", func(b *survey.Battery) { b.Questions[2].Role, b.Questions[2].Sensitive = survey.RoleTime, true }},
		{"help by a scale", "A1: a question with the role help is a choice of 3", func(b *survey.Battery) { b.Questions[0].Role = survey.RoleHelp }},
		{"help of two options", "A3: a question with the role help is a choice of 3", func(b *survey.Battery) { b.Questions[2].Role, b.Questions[2].Own = survey.RoleHelp, 2 }},
		{"help of four options", "A3: a question with the role help is a choice of 3", func(b *survey.Battery) { b.Questions[2].Role, b.Questions[2].Own = survey.RoleHelp, 4 }},
		{"frank by a choice", "A3: a question with the role frank is a scale of 4", func(b *survey.Battery) { b.Questions[2].Role = survey.RoleFrank }},
		{"frank of five steps", "A1: a question with the role frank is a scale of 4", func(b *survey.Battery) { b.Questions[0].Role, b.Scales["amount"] = survey.RoleFrank, 5 }},
		{"frank in reverse", "that is not reverse", func(b *survey.Battery) { b.Questions[1].Role = survey.RoleFrank }},
		{"language as role", `no role called "language"`, func(b *survey.Battery) { b.Questions[2].Role = "language" }},
		{"measure of nothing", "the measure of A9 is of no scale or choice", measured("A9", "", "o1")},
		{"measure of a multi-select", "the measure of A4 is of no scale or choice", measured("A4", "", "o1")},
		{"measure without options", "names some options of those whom it concerns", measured("A1", "")},
		{"measure of everybody", "names some options of those whom it concerns", measured("A3", "", "o1", "o2", "o3")},
		{"measure of those whom it does not concern", "not beside each other", measured("A1", "", "o4", "o5")},
		{"measure with a gap", "not beside each other", measured("A1", "", "o2", "o4")},
		{"measure backwards", "not beside each other", measured("A1", "", "o4", "o3")},
		{"measure in no direction", `has the direction "up"`, measured("A1", "up", "o4")},
		{"channel as role", `no role called "channel"`, func(b *survey.Battery) { b.Questions[2].Role = "channel" }},
		{"unknown role", `no role called "age"`, func(b *survey.Battery) { b.Questions[2].Role = "age" }},
		{"no questions", "has no questions", func(b *survey.Battery) { b.Questions, b.Pairs, b.Scales = nil, nil, nil }},
		{"id of a battery", "give it an id", func(b *survey.Battery) { b.ID = "Small" }},
		{"version", "a version from 1", func(b *survey.Battery) { b.Version = 0 }},
		{"too long", "split the battery", func(b *survey.Battery) {
			for i := range 90 {
				b.Questions = append(b.Questions, survey.Question{ID: "B" + strings.Repeat("0", 5) + string([]byte{'0' + byte(i/10), '0' + byte(i%10)}), Kind: survey.Choice, Own: 3, Topic: "about"})
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := small()
			test.spoil(b)
			err := b.Prepare()
			if err == nil || !strings.Contains(err.Error(), test.fault) {
				t.Fatalf("got %v, want an error that says %q", err, test.fault)
			}
		})
	}
}

func TestBatteryFaultsAllAtOnce(t *testing.T) {
	b := small()
	b.Questions[0].Topic, b.Questions[2].Kind, b.Pairs[0][1] = "luck", "date", "A9"
	err := b.Prepare()
	for _, want := range []string{`"luck"`, `"date"`, "A1–A9"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error %v does not say %s", err, want)
		}
	}
}

func TestTablesOfEveryKind(t *testing.T) {
	b := small()
	ok(t, b.Prepare())
	want := map[string][]survey.Table{
		"A1": {{ID: "A1", Question: "A1", Columns: []string{"o1", "o2", "o3", "o4", "o5", "dk", "na", "skip"}}},
		"A2": {{ID: "A2", Question: "A2", Columns: []string{"o1", "o2", "o3", "o4", "na", "skip"}}},
		"A3": {{ID: "A3", Question: "A3", Columns: []string{"o1", "o2", "o3", "na", "skip"}}},
		"A4": {
			{ID: "A4", Question: "A4", Columns: []string{"answered", "none", "dk", "na", "skip"}},
			{ID: "A4.o1", Question: "A4", Option: "o1", Columns: []string{"chosen", "not"}},
			{ID: "A4.o2", Question: "A4", Option: "o2", Columns: []string{"chosen", "not"}},
			{ID: "A4.o3", Question: "A4", Option: "o3", Columns: []string{"chosen", "not"}},
			{ID: "A4.o4", Question: "A4", Option: "o4", Columns: []string{"chosen", "not"}},
		},
	}
	for _, q := range b.Questions {
		if got := q.Tables(); !reflect.DeepEqual(got, want[q.ID]) {
			t.Errorf("%s: got  %+v\nwant %+v", q.ID, got, want[q.ID])
		}
	}
}

// Every answer that a form can hold counts in exactly one column of each table,
// and the column is there.
func TestEveryAnswerHasAColumn(t *testing.T) {
	b := small()
	ok(t, b.Prepare())
	for _, c := range []struct {
		question string
		values   []string
		columns  []string // one for each table
	}{
		{"A1", nil, []string{"skip"}},
		{"A1", []string{"o5"}, []string{"o5"}},
		{"A1", []string{"dk"}, []string{"dk"}},
		{"A3", []string{"na"}, []string{"na"}},
		{"A4", nil, []string{"skip", "not", "not", "not", "not"}},
		{"A4", []string{"o5"}, []string{"none", "not", "not", "not", "not"}},
		{"A4", []string{"dk"}, []string{"dk", "not", "not", "not", "not"}},
		{"A4", []string{"na"}, []string{"na", "not", "not", "not", "not"}},
		{"A4", []string{"o1", "o4"}, []string{"answered", "chosen", "not", "not", "chosen"}},
	} {
		q, _ := b.Question(c.question)
		var got []string
		for _, table := range q.Tables() {
			column := q.Column(table, c.values)
			if !slices.Contains(table.Columns, column) {
				t.Errorf("%s %v: table %s has no column %s", c.question, c.values, table.ID, column)
			}
			got = append(got, column)
		}
		if !slices.Equal(got, c.columns) {
			t.Errorf("%s %v: got %v, want %v", c.question, c.values, got, c.columns)
		}
	}
}

func TestTextKeys(t *testing.T) {
	b := small()
	ok(t, b.Prepare())
	for _, c := range [][3]string{
		{"A1", "o4", "scale.amount.o4"}, {"A1", "o5", "A1.o5"}, {"A1", "dk", "option.dk"},
		{"A3", "o1", "A3.o1"}, {"A3", "na", "option.na"}, {"A4", "o5", "A4.o5"}, {"A4", "skip", "option.skip"},
	} {
		q, _ := b.Question(c[0])
		if got := q.TextKey(c[1]); got != c[2] {
			t.Errorf("%s %s: got the key %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

// The core battery is what the documents agreed on.
func TestCore(t *testing.T) {
	b := core(t)
	var sensitive, reverse []string
	for _, q := range b.Questions {
		if q.Sensitive {
			sensitive = append(sensitive, q.ID)
		}
		if q.Reverse {
			reverse = append(reverse, q.ID)
		}
	}
	if len(b.Questions) != 24 {
		t.Errorf("got %d questions, want 24", len(b.Questions))
	}
	if want := []string{"K09", "K13", "K14", "K16", "K17", "K18"}; !slices.Equal(sensitive, want) {
		t.Errorf("sensitive are %v, want %v", sensitive, want)
	}
	if want := []string{"K15", "K17", "K18"}; !slices.Equal(reverse, want) {
		t.Errorf("reverse are %v, want %v", reverse, want)
	}
	gender, _ := b.Defining(survey.ByGender)
	time, _ := b.Defining(survey.ByTime)
	if gender.ID != "D1" || time.ID != "D3" {
		t.Errorf("views by gender and time are defined by %q and %q, want D1 and D3", gender.ID, time.ID)
	}
	for role, want := range map[survey.QuestionRole]string{survey.RoleHelp: "Q1", survey.RoleFrank: "Q2", survey.RoleGender: "D1", survey.RoleTime: "D3"} {
		if q, _ := b.InRole(role); q.ID != want {
			t.Errorf("the role %s is that of %q, want %s", role, q.ID, want)
		}
	}
	if want := [][2]string{{"K12", "K15"}, {"K16", "K18"}}; !slices.Equal(b.Pairs, want) {
		t.Errorf("pairs are %v, want %v", b.Pairs, want)
	}
	if q, _ := b.Question("K19"); q.Most != 3 || q.NoneOption() != "o12" {
		t.Errorf("K19 allows %d options and its 'none of these' is %q; want 3 and o12", q.Most, q.NoneOption())
	}
}
