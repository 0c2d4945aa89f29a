package review_test

import (
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
)

// signedOff is a folder in which a Tigrinya text has this state.
func signedOff(t *testing.T, key string, state review.State) folder {
	t.Helper()
	f := newFolder(t)
	f.importing(open(t, f.export("ti")).set(colState, "core/"+key, string(state)).bytes(), signing)
	if got := f.states("ti")["core"][key].State; got != state {
		t.Fatalf("%s is %s, want %s", key, got, state)
	}
	return f
}

func TestChangedTranslationFallsBack(t *testing.T) {
	t.Parallel()
	for _, state := range review.States[review.Draft2.Rank():] {
		f := newFolder(t)
		if state != review.Draft2 {
			f = signedOff(t, "K01", state)
		}
		changes, _ := f.importing(open(t, f.export("ti")).set(colText, "core/K01", "ትፈልጡ ዶ?").bytes(), signing)
		entry := f.states("ti")["core"]["K01"]
		if changes.Texts != 1 || changes.States != 1 || entry.State != review.Draft1 || entry.Signed != nil {
			t.Errorf("%s: changed %+v, the entry is %+v", state, changes, entry)
		}
	}
}

// Who edits a text and says how far it has come is believed.
func TestChangedTranslationWithItsState(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	sheet := open(t, f.export("ti")).set(colText, "core/K01", "ትፈልጡ ዶ?").set(colState, "core/K01", "adjudicated")
	changes, _ := f.importing(sheet.bytes(), signing)
	if want := (review.Changes{Language: "ti", Texts: 1, States: 1}); changes != want {
		t.Errorf("changed %+v, want %+v", changes, want)
	}
	entry := f.states("ti")["core"]["K01"]
	if entry.State != review.Adjudicated || entry.Signed == nil || *entry.Signed != (review.Signature{Role: "native reader", Date: "2026-11-22"}) {
		t.Errorf("the entry is %+v", entry)
	}
}

func TestSignOffNeedsARole(t *testing.T) {
	t.Parallel()
	for _, state := range review.States {
		f := newFolder(t)
		sheet := open(t, f.export("ar")).set(colState, "core/K01", string(state)).bytes()
		if !state.IsDraft() {
			f.refuses(sheet, unknown, "core/K01", "-role")
		}
		f.importing(sheet, signing)
		var entries map[string]map[string]map[string]any
		ok(t, json.Unmarshal([]byte(f.files()["review.ar.json"]), &entries))
		entry := entries["core"]["K01"]
		if entry["state"] != string(state) {
			t.Errorf("%s became %v", state, entry["state"])
		}
		signed, is := entry["signed"].(map[string]any)
		if is == state.IsDraft() {
			t.Errorf("%s is signed: %v", state, is)
		}
		for member := range signed {
			if member != "role" && member != "date" {
				t.Errorf("the signature has %q", member)
			}
		}
	}
	f := signedOff(t, "K01", review.Approved)
	f.importing(open(t, f.export("ti")).set(colState, "core/K01", "draft2").bytes(), unknown)
	if entry := f.states("ti")["core"]["K01"]; entry.Signed != nil || entry.State != review.Draft2 {
		t.Errorf("a draft is signed: %+v", entry)
	}
}

// A comment or a back-translation takes nothing away from a signature.
func TestCommentKeepsTheSignature(t *testing.T) {
	t.Parallel()
	f := signedOff(t, "K01", review.Pretested)
	later := review.Signature{Role: "coordinator", Date: "2027-02-01"}
	f.importing(open(t, f.export("ti")).set(colComment, "core/K01", "Bra så").set(colBack, "core/K01", "Vet du vart du går?").bytes(), later)
	entry := f.states("ti")["core"]["K01"]
	if entry.State != review.Pretested || entry.Signed == nil || entry.Signed.Role != "native reader" || entry.Comment != "Bra så" {
		t.Errorf("the entry is %+v, signed %+v", entry, entry.Signed)
	}
}

func TestChangedSourceSetsTranslationsBack(t *testing.T) {
	t.Parallel()
	f := signedOff(t, "K03", review.Approved)
	f.replace("core.sv.json", "när någon pratar svenska med dig?", "när någon talar svenska med dig?")
	f.replace("participant.sv.json", "{{.N}} fråga behöver rättas", "{{.N}} fråga måste rättas")
	for _, l := range i18n.Languages {
		if l.Tag == i18n.Source {
			continue
		}
		texts, err := review.Texts(os.DirFS(f.dir), l, "participant", "core")
		ok(t, err)
		var back []string
		r := f.states(l.Tag)
		for _, text := range texts {
			if r.StateOf(text) == review.SourceChanged {
				back = append(back, text.File+"/"+text.ID)
			}
		}
		// Only the Swedish form of one was changed.
		if want := []string{"core/K03", "participant/form.wrong#one"}; !slices.Equal(back, want) {
			t.Errorf("%s: %v fell back, want %v", l.Tag, back, want)
		}
		status, err := review.StatusOf(os.DirFS(f.dir), l, "participant", "core")
		ok(t, err)
		if status.Lowest != review.SourceChanged || status.States[review.SourceChanged] != 2 || !status.IsDraft() || status.Missing != 0 {
			t.Errorf("%s: the status is %+v", l.Tag, status)
		}
	}

	// The new sheet says so. It stays so until somebody says that the text is right.
	sheet := open(t, f.export("ti"))
	if got := sheet.get(colState, "core/K03"); got != "source_changed" {
		t.Errorf("the sheet says %s", got)
	}
	f.importing(sheet.set(colText, "core/K03", "ክንደይ ይርድኣኩም?").set(colComment, "participant/form.wrong#one", "?").bytes(), signing)
	sheet = open(t, f.export("ti"))
	if got := sheet.get(colState, "core/K03") + " " + sheet.get(colState, "participant/form.wrong#one"); got != "source_changed source_changed" {
		t.Errorf("after an edit the sheet says %s", got)
	}
	f.importing(sheet.set(colState, "core/K03", "draft1").set(colState, "participant/form.wrong#one", "reviewed").bytes(), signing)
	sheet = open(t, f.export("ti"))
	if got := sheet.get(colState, "core/K03") + " " + sheet.get(colState, "participant/form.wrong#one"); got != "draft1 reviewed" {
		t.Errorf("after the states were set the sheet says %s", got)
	}
}

// A reader may say that a translation does not fit the Swedish text.
func TestReaderSetsTextBack(t *testing.T) {
	t.Parallel()
	f := signedOff(t, "K01", review.Approved)
	sheet := open(t, f.export("ti")).set(colState, "core/K01", "source_changed").bytes()
	f.importing(sheet, unknown)
	if entry := f.states("ti")["core"]["K01"]; entry.State != review.SourceChanged || entry.Signed != nil {
		t.Errorf("the entry is %+v", entry)
	}
	if changes, changed := f.importing(f.export("ti"), unknown); changes != (review.Changes{Language: "ti"}) || len(changed) > 0 {
		t.Errorf("the unedited sheet changed %+v in %v", changes, changed)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	all, err := review.StatusOf(os.DirFS(f.dir), language(t, "en"), "participant", "core")
	ok(t, err)
	some, err := review.StatusIn(os.DirFS(f.dir), language(t, "en"), "participant", "core")
	ok(t, err)
	if all.Texts <= some.Texts || all.Missing+some.Missing > 0 || !some.Lowest.IsDraft() || some.States[review.Draft1]+some.States[review.Draft2] != some.Texts {
		t.Errorf("the status is %+v, of the pages and the core alone %+v", all, some)
	}
	source, err := review.StatusOf(os.DirFS(f.dir), language(t, i18n.Source), "participant", "core")
	ok(t, err)
	if source.IsDraft() || source.Missing > 0 || source.Lowest != review.Approved {
		t.Errorf("Swedish is %+v", source)
	}

	// A battery that a round does not have keeps nobody out of it.
	f.write("kort.sv.json", []byte(`{"S1": "Mår du bra?", "S2": "Sover du bra?"}`))
	f.write("kort.en.json", []byte(`{"S1": "Are you well?", "S2": " "}`))
	for _, test := range []struct {
		files   []string
		missing int
	}{{[]string{"participant", "core"}, 0}, {[]string{"participant", "kort"}, 1}, {[]string{"kort", "core"}, 1}} {
		status, err := review.StatusIn(os.DirFS(f.dir), language(t, "en"), test.files...)
		ok(t, err)
		if status.Missing != test.missing || (status.Missing > 0) != (status.Lowest == review.SourceChanged) {
			t.Errorf("%v: the status is %+v", test.files, status)
		}
	}
	status, err := review.StatusIn(os.DirFS(f.dir), language(t, "so"), "kort")
	ok(t, err)
	if status.Missing != 2 || status.Texts != 2 {
		t.Errorf("without a file the status is %+v", status)
	}
}

func TestBrokenReview(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{`{"core": {"K01": {"state": "done"}}}`, `{"core": 5}`, `{`, `[]`, ``} {
		f := newFolder(t)
		sheet := f.export("so")
		f.write("review.so.json", []byte(broken))
		f.refuses(sheet, signing, "review.so.json")
		err := review.Export(io.Discard, os.DirFS(f.dir), language(t, "so"), words, "participant")
		if err == nil || !strings.Contains(err.Error(), "review.so.json") {
			t.Errorf("%s: exporting says %v", broken, err)
		}
	}
	f := newFolder(t)
	sheet := f.export("so")
	f.write("core.so.json", []byte(`{"K01": ["a"]}`))
	f.refuses(sheet, signing, "core.so.json", "K01")
	f.write("core.so.json", []byte(`{"K01": "a"`))
	f.refuses(sheet, signing, "core.so.json")
}
