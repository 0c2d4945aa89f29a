package audio

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// words are the texts of keys, as the pages show them.
var words = map[string]string{"K01": "Vet du?", "K01.o1": "Ja", "K01.o2": "Nej", "K02": "Hur lätt?", "option.na": "Vill inte svara"}

func text(key string) string { return words[key] }

// folder writes files with these contents below a folder of the test's own.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func clipsIn(t *testing.T, dir string, keys ...string) Clips {
	t.Helper()
	clips, err := Find(os.DirFS(dir), "core", "so", keys, text)
	if err != nil {
		t.Fatal(err)
	}
	return clips
}

func TestFind(t *testing.T) {
	dir := folder(t, map[string]string{
		"core/so/K01.mp3": "12345", "core/so/K01.hash": Mark(words["K01"]) + "\n",
		"core/so/K01.o1.webm": "123", "core/so/K01.o1.ogg": "1234", "core/so/K01.o1.hash": Mark(words["K01.o1"]),
		"core/so/K01.o2.m4a": "1", "core/so/K01.o2.hash": Mark("Nä"), // recorded from another text
		"core/so/K02.mp3":        "1",                        // nobody knows from which text
		"core/so/option.na.hash": Mark(words["option.na"]),   // a mark without a clip
		"core/so/option.na.wav":  "1",                        // no kind of clip
		"core/ti/option.na.mp3":  "1", "kort/so/K09.mp3": "", // another language, another battery
	})
	clips := clipsIn(t, dir, "K01", "K01.o1", "K01.o2", "option.na", "K02", "option.na", "K01", "K01.o2")
	want := Clips{
		Fresh: map[string]Clip{
			"K01":    {File: "core/so/K01.mp3", Size: 5},
			"K01.o1": {File: "core/so/K01.o1.ogg", Size: 4},
		},
		Missing: []string{"option.na"},
		Stale:   []string{"K01.o2", "K02"},
	}
	if !reflect.DeepEqual(clips, want) {
		t.Errorf("got  %+v\nwant %+v", clips, want)
	}
}

// A text that changes by one letter makes its clip stale, and only its clip.
func TestChangedTextIsStale(t *testing.T) {
	dir := folder(t, map[string]string{
		"core/so/K01.mp3": "1", "core/so/K01.hash": Mark("Vet Du?"),
		"core/so/K02.mp3": "1", "core/so/K02.hash": Mark(words["K02"]),
	})
	clips := clipsIn(t, dir, "K01", "K02")
	if !slices.Equal(clips.Stale, []string{"K01"}) || !slices.Equal(slices.Collect(maps.Keys(clips.Fresh)), []string{"K02"}) {
		t.Errorf("got %+v", clips)
	}
}

func TestFindWithoutClips(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "nothing")} {
		clips := clipsIn(t, dir, "K01", "K02", "K01")
		if len(clips.Fresh) > 0 || !slices.Equal(clips.Missing, []string{"K01", "K02"}) || len(clips.Stale) > 0 {
			t.Errorf("got %+v", clips)
		}
	}
	// A folder is no clip.
	dir := folder(t, map[string]string{"core/so/K01.mp3/inside": "1"})
	if clips := clipsIn(t, dir, "K01"); !slices.Equal(clips.Missing, []string{"K01"}) {
		t.Errorf("a folder gives %+v", clips)
	}
}

// A clip that cannot be read is a failure, not a clip that is missing.
func TestFindFails(t *testing.T) {
	dir := folder(t, map[string]string{"core/so/K01.mp3": "1", "core/so/K01.hash/inside": "1"})
	if _, err := Find(os.DirFS(dir), "core", "so", []string{"K01"}, text); err == nil {
		t.Error("a mark that is a folder was read")
	}
	dir = folder(t, map[string]string{"core/so": "a file where a folder should be"})
	if _, err := Find(os.DirFS(dir), "core", "so", []string{"K01"}, text); err == nil {
		t.Error("clips were looked for below a file")
	}
}

func TestSize(t *testing.T) {
	clips := Clips{Fresh: map[string]Clip{"K01": {Size: 40_000}, "K01.o1": {Size: 15_000}, "option.na": {Size: 5_001}}}
	for _, test := range []struct {
		keys []string
		size int64
		ok   bool
	}{
		{[]string{"K01", "K01.o1"}, 55_000, true},
		{[]string{"K01", "K01.o1", "option.na"}, MostBytes + 1, true},
		{[]string{"K01", "K01.o2"}, 0, false},
		{nil, 0, true},
	} {
		if size, ok := clips.Size(test.keys); size != test.size || ok != test.ok {
			t.Errorf("%v: got %d, %v", test.keys, size, ok)
		}
	}
}

// The mark is what a person can compute too: printf %s 'Ja' | sha256sum | cut -c-16.
func TestMark(t *testing.T) {
	if got := Mark("Ja"); got != "cde9e58a9a4e1f36" {
		t.Errorf("got %q", got)
	}
	if strings.ToLower(Mark("ሕጂ")) != Mark("ሕጂ") || Mark("ሕጂ") == Mark("ሕጂ ") {
		t.Error("marks differ in case, or do not differ in text")
	}
}
