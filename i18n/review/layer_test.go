package review_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
)

// texts are files by their names.
func texts(namesAndContents ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; i < len(namesAndContents); i += 2 {
		files[namesAndContents[i]] = &fstest.MapFile{Data: []byte(namesAndContents[i+1])}
	}
	return files
}

func TestLayer(t *testing.T) {
	t.Parallel()
	under := texts(
		"core.sv.json", `{"K02": "Två", "K01": {"description": "note", "other": "Ett"}, "n": {"one": "{{.N}} sak", "other": "{{.N}} saker"}}`,
		"core.so.json", `{"K01": "Kow"}`,
		"review.so.json", `{"core": {"K01": {"source": "a", "state": "draft1"}, "K02": {"state": "draft2"}}, "print": {"x": {"state": "draft2"}}}`,
		"glossary.json", `{"terms": [1, 2]}`,
	)
	over := texts(
		"core.sv.json", `{"K03": "Tre", "n": {"one": "en", "other": "{{.N}}"}, "K02": "2"}`,
		"kort.sv.json", `{"S1": "Kort"}`,
		"review.so.json", `{"core": {"K02": {"state": "approved"}}}`,
		"glossary.json", `{"terms": []}`, "notes.txt", "x",
	)
	layered, err := review.Layer(over, under)
	ok(t, err)
	for name, want := range map[string]string{
		"core.sv.json":   `{"K02":"2","K01":{"description":"note","other":"Ett"},"n":{"one":"en","other":"{{.N}}"},"K03":"Tre"}`,
		"core.so.json":   `{"K01":"Kow"}`,
		"kort.sv.json":   `{"S1":"Kort"}`,
		"review.so.json": `{"core":{"K01":{"source":"a","state":"draft1"},"K02":{"state":"approved"}},"print":{"x":{"state":"draft2"}}}`,
		"glossary.json":  `{"terms":[]}`,
	} {
		text, err := fs.ReadFile(layered, name)
		ok(t, err)
		plain := strings.NewReplacer("\n", "", `": `, `":`, "  ", "", ", ", ",").Replace(string(text))
		if plain != want {
			t.Errorf("%s is %s, want %s", name, plain, want)
		}
	}
	ok(t, fstest.TestFS(layered, "core.sv.json", "core.so.json", "kort.sv.json", "review.so.json", "glossary.json"))
	if names, err := fs.Glob(layered, "*"); err != nil || len(names) != 5 {
		t.Errorf("it holds %q, %v", names, err)
	}
}

// What lies under nothing is read as it is.
func TestLayerOfNothing(t *testing.T) {
	t.Parallel()
	layered, err := review.Layer(fstest.MapFS{}, locales.Files)
	ok(t, err)
	names, err := fs.Glob(locales.Files, "*")
	ok(t, err)
	for _, name := range names {
		want, err := fs.ReadFile(locales.Files, name)
		ok(t, err)
		if got, err := fs.ReadFile(layered, name); err != nil || string(got) != string(want) {
			t.Errorf("%s is another, %v", name, err)
		}
	}
	for _, l := range i18n.Languages {
		built, err := review.Texts(locales.Files, l)
		ok(t, err)
		if got, err := review.Texts(layered, l); err != nil || !slices.Equal(got, built) {
			t.Errorf("%s: the texts are others, %v", l.Tag, err)
		}
	}
}

func TestLayerThatCannotBeRead(t *testing.T) {
	t.Parallel()
	under := texts("core.sv.json", `{"K01": "Ett"}`, "review.so.json", `{"core": {}}`)
	for name, over := range map[string]fstest.MapFS{
		"core.sv.json":         texts("core.sv.json", `["Ett"]`),
		"review.so.json: core": texts("review.so.json", `{"core": 5}`),
		"review.so.json":       texts("review.so.json", ``),
	} {
		if _, err := review.Layer(over, under); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
