package review_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
)

// library returns the built-in texts with a folder that does not exist yet over them.
func library(t *testing.T) (*review.Library, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "locales")
	l, err := review.OpenLibrary(dir, locales.Files, i18n.Languages, nil)
	ok(t, err)
	return l, dir
}

func wording(t *testing.T, l *review.Library, tag, file, key string) review.Wording {
	t.Helper()
	w, known, err := l.Now().Wording(language(t, tag), file, key)
	ok(t, err)
	if !known {
		t.Fatalf("there is no text %s/%s", file, key)
	}
	return w
}

func TestDecide(t *testing.T) {
	t.Parallel()
	l, dir := library(t)
	before := l.Now()
	plain, counting := wording(t, l, "uk", "core", "K01"), wording(t, l, "uk", "participant", "form.wrong")
	if plain.State != review.Draft2 || plain.Counts() || !counting.Counts() || len(counting.Forms) != 4 {
		t.Fatalf("they are %+v and %+v", plain, counting)
	}
	words := counting.Words()
	words["few"] = "Треба {{.N}} рази"
	ok(t, l.Decide(language(t, "uk"), signing,
		review.Decision{File: "core", Key: "K01", Words: plain.Words(), Seen: plain.TextMark()},
		review.Decision{File: "participant", Key: "form.wrong", Words: words, Back: "Måste {{.N}} gånger", Seen: counting.TextMark()}))

	if before.Catalog == l.Now().Catalog {
		t.Error("the texts are those of before")
	}
	if got := wording(t, l, "uk", "core", "K01"); got.State != review.Approved || got.Forms[0] != plain.Forms[0] {
		t.Errorf("K01 is now %+v", got)
	}
	got := wording(t, l, "uk", "participant", "form.wrong")
	if got.State != review.Approved || got.Words()["few"] != words["few"] || got.Words()["many"] != words["many"] {
		t.Errorf("form.wrong is now %+v", got)
	}
	for _, f := range got.Forms {
		if (f.Back == "Måste {{.N}} gånger") != (f.Name == "few") {
			t.Errorf("%s says %q in Swedish", f.Name, f.Back)
		}
	}
	if printed := l.Now().Catalog.Printer("uk").N("form.wrong", 3); !strings.HasPrefix(printed, "Треба") {
		t.Errorf("pages say %q", printed)
	}
	r, err := review.Load(os.DirFS(dir), "uk")
	ok(t, err)
	if signed := r["core"]["K01"].Signed; len(r["core"]) != 1 || signed == nil || *signed != signing {
		t.Errorf("the folder says %+v", r)
	}
}

// A step of a scale is decided about for all batteries that have it.
func TestDecideAStepOfAScale(t *testing.T) {
	t.Parallel()
	l, _ := library(t)
	step := wording(t, l, "uk", "core", "scale.often.o2")
	ok(t, l.Decide(language(t, "uk"), signing, review.Decision{File: "core", Key: step.Key, Words: map[string]string{"other": "Часом"}, Back: "Ibland", Seen: step.TextMark()}))
	for _, file := range []string{"core", "B", "C"} {
		if got := wording(t, l, "uk", file, step.Key); got.State != review.Approved || got.Forms[0].Text != "Часом" || got.Forms[0].Back != "Ibland" {
			t.Errorf("in %s it is %+v", file, got)
		}
	}
}

// What cannot be decided changes nothing, also not in what is decided with it.
func TestDecisionsThatAreRefused(t *testing.T) {
	t.Parallel()
	l, dir := library(t)
	ti, k01, k02 := language(t, "ti"), wording(t, l, "ti", "core", "K01"), wording(t, l, "ti", "core", "K02")
	var faulty review.FaultyError
	for name, c := range map[string]struct {
		with review.Decision
		is   func(error) bool
	}{
		"no such text":    {review.Decision{File: "core", Key: "K99"}, func(err error) bool { return errors.Is(err, review.ErrNoText) }},
		"another text":    {review.Decision{File: "core", Key: "K02", Words: k02.Words(), Seen: k01.TextMark()}, func(err error) bool { return errors.Is(err, review.ErrChanged) }},
		"foreign letters": {review.Decision{File: "core", Key: "K02", Words: map[string]string{"other": "selam"}, Seen: k02.TextMark()}, func(err error) bool { return errors.As(err, &faulty) }},
	} {
		err := l.Decide(ti, signing, review.Decision{File: "core", Key: "K01", Words: map[string]string{"other": "ትፈልጡ ዶ?"}, Seen: k01.TextMark()}, c.with)
		if err == nil || !c.is(err) || !strings.Contains(err.Error(), "core.ti.json: "+c.with.Key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a folder: %v", err)
	}
}

// What was decided becomes part of the program by a patch.
func TestPatch(t *testing.T) {
	t.Parallel()
	l, _ := library(t)
	if patch, err := review.Patch("locales", locales.Files, l.Now().Files); err != nil || patch != "" {
		t.Errorf("of nothing there is the patch %q, %v", patch, err)
	}
	var decisions []review.Decision
	for _, key := range []string{"title", "K01", "Q2"} {
		w := wording(t, l, "ti", "core", key)
		decisions = append(decisions, review.Decision{File: "core", Key: key, Words: map[string]string{"other": "ትፈልጡ ዶ " + w.Forms[0].Text}, Seen: w.TextMark()})
	}
	ok(t, l.Decide(language(t, "ti"), signing, decisions...))
	patch, err := review.Patch("locales", locales.Files, l.Now().Files)
	ok(t, err)
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git here to apply a patch with")
	}
	repository := t.TempDir()
	ok(t, os.CopyFS(filepath.Join(repository, "locales"), locales.Files))
	apply := exec.Command(git, "apply", "--whitespace=error-all", "-")
	apply.Dir, apply.Stdin = repository, strings.NewReader(patch)
	if said, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, said, patch)
	}
	names, err := fs.Glob(locales.Files, "*.json")
	ok(t, err)
	for _, name := range names {
		want, err := fs.ReadFile(l.Now().Files, name)
		ok(t, err)
		got, err := os.ReadFile(filepath.Join(repository, "locales", name))
		ok(t, err)
		if string(got) != string(want) {
			t.Errorf("%s is another after the patch", name)
		}
	}
}
