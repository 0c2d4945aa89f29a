package survey_test

import (
	"bytes"
	"os"
	"reflect"
	"testing"

	"fragebatteri/survey"
)

// A file that was written before questions had roles says the same as one that is
// written now: the same battery, whose questions have topics and roles.
func TestParsePendingOfTheFirstFormat(t *testing.T) {
	text, err := os.ReadFile("sealing/testdata/pending.json")
	ok(t, err)
	file, err := survey.ParsePending(text, "2027-07-01")
	ok(t, err)
	if file.Format != "fragebatteri-pending/2" || len(file.Answers) == 0 || file.Round.Name != "2027-H1" {
		t.Errorf("got the format %s, %d answers and round %q", file.Format, len(file.Answers), file.Round.Name)
	}
	if file.Exported != "2027-07-01" {
		t.Errorf("it has the day %q, want the day today", file.Exported)
	}
	if len(file.Batteries) != 1 || !reflect.DeepEqual(file.Batteries[0], core(t).WithoutMeasures()) {
		t.Errorf("got other batteries than the core battery: %+v", file.Batteries)
	}
	again, err := file.Encode()
	ok(t, err)
	read, err := survey.ParsePending(again, "2027-07-01")
	ok(t, err)
	if !reflect.DeepEqual(read, file) {
		t.Error("written in the present format the file says something else")
	}

	for _, edit := range [][2]string{{`"k":12`, `"k":15`}, {`"view":"gender"`, `"view":"time"`}, {`"area":"work"`, `"area":"needs"`}} {
		changed := bytes.Replace(text, []byte(edit[0]), []byte(edit[1]), 1)
		if bytes.Equal(changed, text) {
			t.Fatalf("%s is not in the file", edit[0])
		}
		_, err := survey.ParsePending(changed, "2027-07-01")
		fails(t, err, survey.Invalid, "changed or damaged")
	}
	_, err = survey.ParsePending(bytes.Replace(text, []byte(`{"format"`), []byte(`{"more":1,"format"`), 1), "2027-07-01")
	fails(t, err, survey.Invalid, "no whole pending file")
	_, err = survey.ParsePending(bytes.Replace(text, []byte(`"area":"work"`), []byte(`"field":"work"`), 1), "2027-07-01")
	fails(t, err, survey.Invalid, "no whole pending file")
}
