package survey_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// export closes a round at once and exports it.
func export(t testing.TB, in *surveytest.Instance, round survey.Round, final bool) survey.PendingFile {
	t.Helper()
	_, err := in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	file, err := in.ExportPending(t.Context(), round.ID, final, func(survey.PendingFile) error { return nil })
	ok(t, err)
	return file
}

func TestExportPending(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	first, _ := in.Gather(round)
	second, _ := in.Gather(round, func(n *survey.NewSession) { n.Timing = survey.After })
	in.Answer(first, 3)
	in.Answer(second, 2)
	next := in.Begin("2027-H1", func(n *survey.NewRound) { n.K = 15 })
	file := export(t, in, round, false)

	pending, err := in.Store.Pending(t.Context(), round.ID)
	ok(t, err)
	var inOrderOfKeys [][]byte
	for _, p := range pending {
		inOrderOfKeys = append(inOrderOfKeys, p.Ciphertext)
	}
	if !slices.EqualFunc(file.Answers, inOrderOfKeys, bytes.Equal) || len(file.Answers) != 5 {
		t.Error("the file does not hold the answers in the order of their keys")
	}
	if file.Round.ID != round.ID || file.Round.K != 12 || file.Round.PublicKey != round.PublicKey || file.Prev != "" || file.Final {
		t.Errorf("got %+v", file.Round)
	}
	if file.Exported != "2026-09-01" {
		t.Errorf("it was exported on %q", file.Exported)
	}
	if file.Next == nil || file.Next.ID != next.ID || file.Next.PublicKey != next.PublicKey {
		t.Errorf("answers would wait for %+v", file.Next)
	}
	want := []survey.Asking{{Municipality: "0581", Intervention: "OG028", Timing: survey.After}, {Municipality: "0581", Intervention: "OG028", Timing: survey.NoTiming}}
	if !slices.Equal(file.Asked, want) || len(file.Interventions) != len(surveytest.Interventions) || len(file.Areas) != 3 {
		t.Errorf("asked %v", file.Asked)
	}
	for _, session := range []survey.Session{first, second} {
		text, err := file.Encode()
		ok(t, err)
		if bytes.Contains(text, []byte(session.Tag)) || bytes.Contains(text, []byte(session.Code)) {
			t.Error("the file tells which session is which")
		}
	}
}

// What gatherings were opened for is added up by municipality. A poster announces nobody, and neither does a session
// that was discarded.
func TestAnnounced(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	open := func(municipality, intervention string, channel survey.Channel, capacity int) survey.Session {
		session, _ := in.Gather(round, func(n *survey.NewSession) {
			n.Municipality, n.Intervention, n.Channel, n.Capacity = municipality, intervention, channel, capacity
		})
		return session
	}
	open("0584", "OG034", survey.Self, 200)
	open("0583", "OG049", survey.Ambassador, 7)
	open("0581", "OG028", survey.Ambassador, 20)
	open("0513", "OG049", survey.Association, 11)
	open("0581", "OG028", survey.Group, 15)
	open("0581", "OG028", survey.Self, 300)
	for _, session := range []survey.Session{open("0581", "OG028", survey.Group, 40), open("0582", "OG049", survey.Group, 50)} {
		_, err := in.DiscardSession(t.Context(), session.Code, "the code was on a wall")
		ok(t, err)
	}
	other := in.Begin("2027-H1")
	in.Gather(other, func(n *survey.NewSession) { n.Capacity = 60 })

	file := export(t, in, round, false)
	want := []survey.Announced{{Municipality: "0513", Answers: 11}, {Municipality: "0581", Answers: 35}, {Municipality: "0583", Answers: 7}}
	if !slices.Equal(file.Announced, want) {
		t.Errorf("announced %v, want %v", file.Announced, want)
	}
}

func TestExportNeedsARoundToWaitFor(t *testing.T) {
	for _, test := range []struct {
		name string
		open func(*testing.T, *surveytest.Instance)
	}{
		{"none is there", func(*testing.T, *surveytest.Instance) {}},
		{"it is closed", func(t *testing.T, in *surveytest.Instance) {
			_, err := in.CloseRound(t.Context(), in.Begin("2027-H1", func(n *survey.NewRound) { n.K = 15 }).ID, true)
			ok(t, err)
		}},
		{"its key is on the server", func(t *testing.T, in *surveytest.Instance) {
			in.Begin("2027-H1", func(n *survey.NewRound) { n.K, n.KeyKept = 15, true })
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := surveytest.Service(t)
			in.Begin("2026-H1", func(n *survey.NewRound) { n.K = 15 }) // open, but earlier
			round := in.Begin("2026-H2", func(n *survey.NewRound) { n.K = 15 })
			test.open(t, in)
			_, err := in.CloseRound(t.Context(), round.ID, true)
			ok(t, err)
			unwritten := func(survey.PendingFile) error { t.Error("a file was written"); return nil }
			_, err = in.ExportPending(t.Context(), round.ID, false, unwritten)
			fails(t, err, survey.Conflict, "-final")
			after, err := in.Round(t.Context(), round.ID)
			ok(t, err)
			if after.State != survey.RoundClosed {
				t.Errorf("the round is %s, want closed", after.State)
			}
		})
	}
}

// Answers that were promised a larger group never wait for a round with a
// smaller one, though that round was opened before.
func TestWaitingKeepsItsPromise(t *testing.T) {
	in := surveytest.Service(t)
	in.Begin("2027-H1")
	round := in.Begin("2026-H2", func(n *survey.NewRound) { n.K = 18 })
	_, err := in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	_, err = in.ExportPending(t.Context(), round.ID, false, func(survey.PendingFile) error { return nil })
	fails(t, err, survey.Conflict, "no later open round")
	larger := in.Begin("2027-H2", func(n *survey.NewRound) { n.K = 21 })
	file, err := in.ExportPending(t.Context(), round.ID, false, func(survey.PendingFile) error { return nil })
	ok(t, err)
	if file.Next.ID != larger.ID {
		t.Errorf("answers that were promised k 18 would wait for %s", file.Next.Name)
	}
}

// Exporting can be repeated until the release is imported.
func TestExportAgain(t *testing.T) {
	in, round := reach(t, survey.RoundExported)
	first, err := in.ExportPending(t.Context(), round.ID, true, func(survey.PendingFile) error { return nil })
	ok(t, err)
	second, err := in.ExportPending(t.Context(), round.ID, true, func(survey.PendingFile) error { return nil })
	ok(t, err)
	if first.Digest != second.Digest || len(first.Answers) != 1 {
		t.Error("the second export is another file")
	}
}

// A file that could not be written leaves the round as it was.
func TestExportThatFails(t *testing.T) {
	in, round := reach(t, survey.RoundClosed)
	full := errors.New("no space left")
	_, err := in.ExportPending(t.Context(), round.ID, true, func(survey.PendingFile) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	after, err := in.Round(t.Context(), round.ID)
	ok(t, err)
	if after.State != survey.RoundClosed {
		t.Errorf("the round is %s, want closed", after.State)
	}
}

func TestParsePending(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	in.Answer(session, 2)
	file := export(t, in, round, true)
	text, err := file.Encode()
	ok(t, err)
	read, err := survey.ParsePending(text, "2027-07-01")
	ok(t, err)
	again, err := read.Encode()
	ok(t, err)
	if !bytes.Equal(text, again) {
		t.Error("a file that was read is other bytes")
	}
	if q, _ := read.Batteries[0].Question("K02"); q.Steps() != 4 {
		t.Error("the batteries of a file that was read are not prepared")
	}

	for _, cut := range []int{0, 1, len(text) / 2, len(text) - 3} {
		_, err := survey.ParsePending(text[:cut], "2027-07-01")
		fails(t, err, survey.Invalid, "export it again")
	}
	for _, edit := range [][2]string{
		{`"k":12`, `"k":15`}, {"2026-H2", "2026-H3"}, {`"final":true`, `"final":false`}, {`"prev":""`, `"prev":"00"`}, {`"id":"K02"`, `"id":"K03"`},
	} {
		changed := strings.Replace(string(text), edit[0], edit[1], 1)
		if changed == string(text) {
			t.Fatalf("%s is not in the file", edit[0])
		}
		_, err := survey.ParsePending([]byte(changed), "2027-07-01")
		fails(t, err, survey.Invalid, "changed or damaged")
	}
	_, err = survey.ParsePending([]byte(strings.Replace(string(text), file.Digest, "", 1)), "2027-07-01")
	fails(t, err, survey.Invalid, "changed or damaged")
	_, err = survey.ParsePending([]byte(strings.Replace(string(text), `"digest":"`+file.Digest+`"}`, `"digest":"" }`, 1)), "2027-07-01")
	fails(t, err, survey.Invalid, "changed or damaged")
	_, err = survey.ParsePending([]byte(strings.Replace(string(text), file.Format, "fragebatteri-pending/4", 1)), "2027-07-01")
	fails(t, err, survey.Invalid, "same version")
	_, err = survey.ParsePending([]byte(strings.Replace(string(text), `{"format"`, `{"more":1,"format"`, 1)), "2027-07-01")
	fails(t, err, survey.Invalid, "no whole pending file")
}
