package batteries

import (
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
		"raise its version":     {"a.json": file(battery), "b.json": file(battery)},
		`unknown field`:         {"a.json": file(strings.Replace(battery, `"topic"`, `"freetext":true,"topic"`, 1))},
		`called "text"`:         {"a.json": file(strings.Replace(battery, `"kind":"scale"`, `"kind":"text"`, 1))},
		"no role called":        {"a.json": file(strings.Replace(battery, `"topic"`, `"role":"age","topic"`, 1))},
		"role time is a choice": {"a.json": file(strings.Replace(battery, `"topic"`, `"role":"time","topic"`, 1))},
		"a second time":         {"a.json": file(strings.Replace(battery, `}]}`, `},`+gender("A2")+`,`+gender("A3")+`]}`, 1))},
		"a.json":                {"a.json": file(battery[:40])},
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
