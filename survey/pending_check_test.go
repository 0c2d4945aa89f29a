package survey_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// saying returns what JSON says, without what says nothing and without the digest.
func saying(t testing.TB, text []byte) any {
	t.Helper()
	var said map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	ok(t, decoder.Decode(&said))
	delete(said, "digest")
	return withoutNothing(said)
}

func withoutNothing(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if v[key] = withoutNothing(inner); v[key] == nil {
				delete(v, key)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		if len(v) == 0 {
			return nil
		}
		for i := range v {
			v[i] = withoutNothing(v[i])
		}
	case string, bool, json.Number:
		if v == "" || v == false || v == json.Number("0") {
			return nil
		}
	}
	return value
}

// Whatever a server writes into a pending file, the steward's computer refuses it in one line or
// reads what it says, and does not fall over.
func TestParsePendingOfNonsense(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	in.Answer(session, 2)
	other, _ := in.Gather(round)
	_, err := in.DiscardSession(t.Context(), other.Code, "the code was on a wall")
	ok(t, err)
	in.Begin("2027-H1")
	file := export(t, in, round, false)
	file.TakenOver = []string{file.Batteries[0].Ref()}
	text, err := file.Encode()
	ok(t, err)
	_, err = survey.ParsePending(surveytest.Digested(text), "2027-07-01")
	ok(t, err)
	read := 0
	surveytest.Damaged(t, bytes.TrimSpace(text), func(where string, damaged []byte) {
		damaged = surveytest.Digested(damaged)
		got, err := survey.ParsePending(damaged, "2027-07-01")
		if err != nil {
			if survey.KindOf(err) != survey.Invalid || operator.Text(err) == "" {
				t.Errorf("%s: %v", where, err)
			}
			return
		}
		read++
		if strings.HasPrefix(where, ".answers[") {
			return // whatever it is, the seal counts it as unreadable
		}
		again, err := got.Encode()
		ok(t, err)
		if want := saying(t, damaged); !reflect.DeepEqual(saying(t, again), want) {
			t.Errorf("%s: it is read as %.200s", where, again)
		}
	})
	if read == 0 {
		t.Error("nothing was read")
	}
	t.Logf("%d files were read", read)
}

func TestParsePendingOfNonsenseInTheFirstFormat(t *testing.T) {
	text, err := os.ReadFile("sealing/testdata/pending.json")
	ok(t, err)
	var file map[string]json.RawMessage
	ok(t, json.Unmarshal(text, &file))
	// Most of its bytes are answers, of which one is enough.
	var answers []json.RawMessage
	ok(t, json.Unmarshal(file["answers"], &answers))
	text = bytes.Replace(text, file["answers"], append(append([]byte("["), answers[0]...), ']'), 1)
	_, err = survey.ParsePending(surveytest.Digested(text), "2027-07-01")
	ok(t, err)
	surveytest.Damaged(t, bytes.TrimSpace(text), func(where string, damaged []byte) {
		if _, err := survey.ParsePending(surveytest.Digested(damaged), "2027-07-01"); err != nil && survey.KindOf(err) != survey.Invalid {
			t.Errorf("%s: %v", where, err)
		}
	})
}

// These say nothing that a round can mean.
func TestParsePendingRefuses(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	in.Gather(round)
	in.Begin("2027-H1")
	good := export(t, in, round, false)
	for field, change := range map[string]func(*survey.PendingFile){
		"exported":      func(f *survey.PendingFile) { f.Exported = "" },
		"round":         func(f *survey.PendingFile) { f.Round.K = 3 },
		"next":          func(f *survey.PendingFile) { f.Next = nil },
		"prev":          func(f *survey.PendingFile) { f.Prev = "abc" },
		"batteries":     func(f *survey.PendingFile) { f.Batteries = []*survey.Battery{nil} },
		"taken_over":    func(f *survey.PendingFile) { f.TakenOver = []string{"kort@9"} },
		"areas":         func(f *survey.PendingFile) { f.Areas = []survey.Area{{Name: "Kinda–Ydre"}} },
		"interventions": func(f *survey.PendingFile) { f.Interventions = []survey.PendingOffer{{ID: "x"}} },
		"asked":         func(f *survey.PendingFile) { f.Asked = append(f.Asked, f.Asked...) },
		"announced": func(f *survey.PendingFile) {
			f.Announced = []survey.Announced{{Municipality: "0581", Answers: 1 << 62}}
		},
		"discarded": func(f *survey.PendingFile) { f.Discarded = []string{""} },
	} {
		file := good
		change(&file)
		text, err := file.Encode()
		ok(t, err)
		_, err = survey.ParsePending(surveytest.Digested(text), "2027-07-01")
		fails(t, err, survey.Invalid, `"`+field+`" that no round can have`)
	}
}
