package i18n

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestNothingElseFormatsNumbers keeps away what would print a number or a date in digits of its own choosing: the
// browser and x/text/message disagree, for one and the same language, on which digits and which calendar to use.
func TestNothingElseFormatsNumbers(t *testing.T) {
	// Put together here, so that this file is not among those it looks for.
	inGo := []string{`"golang.org/x/text/` + `message`}
	inPages := []string{"toLocale" + "String", "toLocale" + "DateString", "toLocale" + "TimeString"}

	search(t, "..", []string{".go"}, inGo)
	search(t, "../static", []string{".js", ".mjs", ".html", ".tmpl", ".svg"}, inPages)
	search(t, "../survey/web", []string{".js", ".mjs", ".html", ".tmpl", ".svg"}, inPages)
}

// search looks for words in all files under root with one of the extensions. A root that is not there holds none.
func search(t *testing.T, root string, extensions, words []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains(extensions, filepath.Ext(path)) {
			return ignoreMissing(err)
		}
		content, err := os.ReadFile(path)
		for _, word := range words {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%s uses %s; let Printer write numbers and dates", path, word)
			}
		}
		return ignoreMissing(err)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
