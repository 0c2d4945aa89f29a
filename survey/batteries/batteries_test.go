package batteries

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"fragebatteri/survey"
)

const battery = `{"id":"tiny","version":1,"scales":{"amount":4},"questions":[{"id":"A1","kind":"scale","scale":"amount","topic":"work"}]}`

// gender is a question that defines the view by gender.
func gender(id string) string {
	return `{"id":"` + id + `","kind":"choice","own":3,"topic":"about","role":"gender"}`
}

func TestLoad(t *testing.T) {
	list, err := Load(Embedded)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, b := range list {
		found = found || b.Ref() == "core@1"
		for _, q := range b.Questions {
			if q.Scale != "" && q.Steps() != b.Scales[q.Scale] {
				t.Errorf("%s %s has %d steps: it was not prepared", b.ID, q.ID, q.Steps())
			}
		}
	}
	if !found {
		t.Error("core@1 is not among the batteries")
	}
}

func TestLoadRefuses(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	if list, err := Load(fstest.MapFS{"tiny.json": file(battery)}); err != nil || len(list) != 1 {
		t.Fatalf("a right battery gives %v", err)
	}
	one := strings.Replace(battery, `}]}`, `},`+gender("A2")+`]}`, 1)
	list, err := Load(fstest.MapFS{"tiny.json": file(one)})
	if err != nil {
		t.Fatalf("a battery with a view gives %v", err)
	}
	if q, ok := list[0].Defining(survey.ByGender); !ok || q.ID != "A2" {
		t.Errorf("the view by gender is defined by %q, want A2", q.ID)
	}
	for says, files := range map[string]fstest.MapFS{
		"raise its version":      {"a.json": file(battery), "b.json": file(battery)},
		`unknown field`:          {"a.json": file(strings.Replace(battery, `"topic"`, `"freetext":true,"topic"`, 1))},
		`called "text"`:          {"a.json": file(strings.Replace(battery, `"kind":"scale"`, `"kind":"text"`, 1))},
		"no role called":         {"a.json": file(strings.Replace(battery, `"topic"`, `"role":"age","topic"`, 1))},
		"role time is a choice":  {"a.json": file(strings.Replace(battery, `"topic"`, `"role":"time","topic"`, 1))},
		"a second time":          {"a.json": file(strings.Replace(battery, `}]}`, `},`+gender("A2")+`,`+gender("A3")+`]}`, 1))},
		"a.json":                 {"a.json": file(battery[:40])},
		"which there is none of": {"a.json": file(`{"id":"short","version":1,"part_of":"tiny@1","asks":["A1"]}`)},
		"of these it has [A1]":   {"a.json": file(battery), "b.json": file(`{"id":"short","version":1,"part_of":"tiny@1","asks":["A1","A9"]}`)},
		"a short form asks":      {"a.json": file(battery), "b.json": file(`{"id":"short","version":1,"part_of":"tiny@1"}`)},
		"has no questions":       {"a.json": file(battery), "b.json": file(strings.Replace(battery, `"version":1`, `"version":2,"part_of":"tiny@1"`, 1))},
		"say which in part_of":   {"a.json": file(strings.Replace(battery, `"version":1`, `"version":1,"asks":["A1"]`, 1))},
		"some of before, after":  {"a.json": file(strings.Replace(battery, `"topic"`, `"timings":["soon"],"topic"`, 1))},
		"at all timings":         {"a.json": file(strings.Replace(battery, `"topic"`, `"timings":["before","after","later","none"],"topic"`, 1))},
	} {
		if _, err := Load(files); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want an error that says %q", err, says)
		}
	}
	// A folder adds to another, and replaces nothing of it.
	newer := file(strings.Replace(battery, `"version":1`, `"version":2`, 1))
	list, err = Load(fstest.MapFS{"tiny.json": file(battery)}, fstest.MapFS{"tiny.json": newer})
	if err != nil || len(list) != 2 || list[0].Ref() != "tiny@1" || list[1].Ref() != "tiny@2" {
		t.Errorf("two folders give %v, %v", list, err)
	}
	_, err = Load(fstest.MapFS{"tiny.json": file(battery)}, fstest.MapFS{"tiny.json": file(one)})
	if err == nil || !strings.Contains(err.Error(), "raise its version") {
		t.Errorf("another battery of the same version gives %v", err)
	}
	// One broken file does not hide what is wrong with another.
	_, err = Load(fstest.MapFS{"a.json": file("{"), "b.json": file(strings.Replace(battery, `"work"`, `"luck"`, 1))})
	if err == nil || !strings.Contains(err.Error(), "a.json") || !strings.Contains(err.Error(), "luck") {
		t.Errorf("got %v, want what is wrong with both", err)
	}
}

// A short form asks its whole's questions, and says nothing of them again where it is written.
func TestLoadResolvesShortForms(t *testing.T) {
	two := strings.Replace(battery, `}]}`, `},{"id":"A2","kind":"choice","own":2,"topic":"work","timings":["after","later"]}],"measures":{"A1":{"options":["o4"]},"A2":{"options":["o1"]}}}`, 1)
	whole := fstest.MapFS{"tiny.json": &fstest.MapFile{Data: []byte(two)}}
	short := `{"id":"short","version":3,"part_of":"tiny@1","asks":["A2"]}`
	list, err := Load(fstest.MapFS{"short.json": &fstest.MapFile{Data: []byte(short)}}, whole)
	if err != nil {
		t.Fatal(err)
	}
	b := list[0]
	if len(b.Questions) != 1 || b.Questions[0].ID != "A2" || len(b.Measures) != 1 || len(b.Scales) != 0 || b.Whole() != "tiny@1" || list[1].Whole() != "tiny@1" {
		t.Errorf("the short form is %+v of %s", *b, b.Whole())
	}
	if q := b.Questions[0]; q.AskedAt(survey.Before) || !q.AskedAt(survey.Later) {
		t.Error("A2 is asked before, or not later")
	}
	if text, err := json.Marshal(b); err != nil || string(text) != short {
		t.Errorf("it is written as %s, %v", text, err)
	}
}

// Every question of a built-in battery that is no choice of several, and not about who answers, is
// summed up.
func TestBuiltInBatteriesAreSummedUp(t *testing.T) {
	list, err := Load(Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		for _, q := range b.Questions {
			if _, summed := b.Measures[q.ID]; summed == (q.Kind == survey.Multi || q.Topic == "about") {
				t.Errorf("%s, %s: it has a measure: %v", b.Ref(), q.ID, summed)
			}
		}
	}
}

// Modules are asked beside core, so that no id stands in two batteries. What must not be counted in small
// groups, and what makes no sense before a course, is said in the battery.
func TestModules(t *testing.T) {
	list, err := Load(Embedded)
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]string{}
	modules := 0
	for _, b := range list {
		if b.PartOf != "" {
			continue
		}
		for _, q := range b.Questions {
			if in[q.ID] != "" {
				t.Errorf("%s is asked by %s and %s", q.ID, in[q.ID], b.ID)
			}
			in[q.ID] = b.ID
			if b.ID == "core" {
				continue
			}
			if want := q.ID == "B8" || q.ID == "C4"; q.Sensitive != want {
				t.Errorf("%s is sensitive: %v", q.ID, q.Sensitive)
			}
			if course := q.ID == "A7" || q.ID == "A8"; q.AskedAt(survey.Before) == course || q.AskedAt(survey.NoTiming) == course || !q.AskedAt(survey.After) || !q.AskedAt(survey.Later) {
				t.Errorf("%s is asked at %v", q.ID, q.Timings)
			}
			if q.Role != "" {
				t.Errorf("%s has the role %s, which core has", q.ID, q.Role)
			}
		}
		if b.ID != "core" {
			modules++
		}
	}
	if modules != 3 {
		t.Errorf("there are %d modules, want 3", modules)
	}
}

// What people know of rules is told of groups by one share, of those who chose the key: it is no
// opinion, and nobody is given points. Each of the three kinds of rule is a topic.
func TestKnowledgeHasOneKey(t *testing.T) {
	list, err := Load(Embedded)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, b := range list {
		for _, q := range b.Questions {
			if b.ID != "A" || q.Kind != survey.Choice {
				continue
			}
			m := b.Measures[q.ID]
			if len(m.Options) != 1 || m.Better != survey.More || !q.DK {
				t.Errorf("%s is summed up by %v, %s is better, don't know: %v", q.ID, m.Options, m.Better, q.DK)
			}
			keys[q.ID] = q.Topic + " " + strings.Join(m.Options, " ")
		}
	}
	if want := map[string]string{"A3": "law o3", "A4": "law o2", "A5": "balance o1", "A6": "own o2"}; !maps.Equal(keys, want) {
		t.Errorf("the keys are %v, want %v", keys, want)
	}
}

// The short form asks twelve questions and keeps both pairs.
func TestShortForm(t *testing.T) {
	list, err := Load(Embedded)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(b *survey.Battery) bool { return b.Ref() == "kort@1" })
	if i < 0 {
		t.Fatal("there is no kort@1")
	}
	if b := list[i]; b.Whole() != "core@1" || len(b.Questions) != 12 || len(b.Pairs) != 2 {
		t.Errorf("it is of %s, with %d questions and the pairs %v", b.Whole(), len(b.Questions), b.Pairs)
	}
}
