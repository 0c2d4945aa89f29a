package survey_test

import (
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
)

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fails asks for an error of a kind that says all of these things.
func fails(t testing.TB, err error, kind survey.Kind, texts ...string) {
	t.Helper()
	if err == nil || survey.KindOf(err) != kind {
		t.Fatalf("got error %v of kind %d, want kind %d", err, survey.KindOf(err), kind)
	}
	for _, text := range texts {
		if !strings.Contains(operator.Text(err), text) {
			t.Fatalf("error %q does not say %q", err, text)
		}
	}
}

// failsWith asks for an error that participants are shown under a key.
func failsWith(t testing.TB, err error, kind survey.Kind, key string) {
	t.Helper()
	fails(t, err, kind)
	if code := survey.CodeOf(err); "error."+code != key {
		t.Fatalf("got the code %q, want %q", code, key)
	}
}

func core(t testing.TB) *survey.Battery {
	t.Helper()
	list, err := batteries.Load(batteries.Embedded)
	ok(t, err)
	for _, b := range list {
		if b.ID == "core" {
			return b
		}
	}
	t.Fatal("there is no core battery")
	return nil
}
