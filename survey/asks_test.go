package survey_test

import (
	"maps"
	"testing"

	"fragebatteri/survey"
)

// What is asked about what is read as people write it, and written as it is read.
func TestAsksAsWritten(t *testing.T) {
	asks, err := survey.ParseAsks(" samhällsorientering = core+A,OG031=kort ,, OG028=core")
	if want := (survey.Asks{"samhällsorientering": "core+A", "OG031": "kort", "OG028": "core"}); err != nil || !maps.Equal(asks, want) {
		t.Fatalf("it is read as %v, %v", asks, err)
	}
	apart := asks.Apart([]string{"samhällsorientering"})
	if again, err := survey.ParseAsks(apart); err != nil || apart != "OG028=core, OG031=kort" || len(again) != 2 {
		t.Errorf("apart from the category it is %q, read as %v, %v", apart, again, err)
	}
	if asks, err := survey.ParseAsks(" , "); asks != nil || err != nil {
		t.Errorf("nothing is read as %v, %v", asks, err)
	}
	for _, written := range []string{"OG031", "OG031=", "=kort", "OG031=kort,OG031=core"} {
		if asks, err := survey.ParseAsks(written); err == nil {
			t.Errorf("%q is read as %v", written, asks)
		}
	}
}
