package i18n

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fragebatteri/locales"
)

// TestShippedPlurals prints every text that counts something, in every language, as a page does. The word that goes
// with the number must be the one that the language's own rule asks for.
func TestShippedPlurals(t *testing.T) {
	files, problems := readFiles(locales.Files, Languages)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c := load(t, locales.Files, Languages)
	digits := regexp.MustCompile(`\p{N}+`)
	counting := map[string]bool{}
	for _, f := range files {
		for _, key := range f.keys() {
			if f.tag != Source || !isPlural(f.messages[key]) {
				continue
			}
			counting[key] = true
			for _, l := range Languages {
				i := slices.IndexFunc(files, func(other *file) bool { return other.name == f.name && other.tag == l.Tag })
				if i < 0 {
					continue // nobody reads the file in the language
				}
				translated := files[i]
				for n := range 121 {
					want := strings.ReplaceAll(formText(translated.messages[key], handWritten[l.Tag](n)), "{{.N}}", fmt.Sprint(n))
					text := c.Printer(l.Tag).N(key, n)
					if got := strings.NewReplacer(isolateStart, "", isolateEnd, "").Replace(text); got != want || want == "" {
						t.Errorf("%s in %s, %d: got %q, want %q", key, l.Tag, n, got, want)
					}
					if got := digits.FindAllString(text, -1); !slices.Equal(got, []string{fmt.Sprint(n)}) {
						t.Errorf("%s in %s, %d: the digits are %q", key, l.Tag, n, got)
					}
					if !strings.Contains(text, fmt.Sprintf("%s%d%s", isolateStart, n, isolateEnd)) {
						t.Errorf("%s in %s, %d: the number is not isolated", key, l.Tag, n)
					}
					page := string(c.Printer(l.Tag).NHTML(key, n))
					if !strings.Contains(page, fmt.Sprintf("<bdi>%d</bdi>", n)) {
						t.Errorf("%s in %s, %d: the number on the page is not isolated: %s", key, l.Tag, n, page)
					}
					if got := html.UnescapeString(strings.NewReplacer("<bdi>", "", "</bdi>", "").Replace(page)); got != want {
						t.Errorf("%s in %s, %d: the page says %q, want %q", key, l.Tag, n, got, want)
					}
				}
			}
		}
	}
	if !counting["form.wrong"] || !counting["answers.count"] {
		t.Errorf("only %v count something", counting)
	}
}

func TestShippedLanguagesAreComplete(t *testing.T) {
	c := load(t, locales.Files, Languages)
	for _, l := range Languages {
		if !c.Complete(l.Tag, "participant", "core") {
			t.Errorf("%s is not complete", l.Tag)
		}
	}
}
