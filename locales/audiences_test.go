package locales_test

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/batteries"
)

// subjects are all files of texts that there should be, those of batteries among them.
func subjects(t *testing.T) []locales.Subject {
	t.Helper()
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Clone(locales.Subjects)
	for _, b := range list {
		all = append(all, locales.Subject{Name: b.ID, Readers: locales.Participants})
	}
	return all
}

// languagesOf returns the tags that the table names for a subject.
func languagesOf(s locales.Subject) []string {
	if s.Languages != nil {
		return s.Languages
	}
	var all []string
	for _, l := range i18n.Languages {
		all = append(all, l.Tag)
	}
	return all
}

// The folder holds the files that the table asks for and no others.
func TestTableIsTheFolder(t *testing.T) {
	want := []string{"glossary.json"}
	for _, l := range i18n.Languages {
		if l.Tag != i18n.Source {
			want = append(want, "review."+l.Tag+".json")
		}
	}
	for _, s := range subjects(t) {
		for _, tag := range languagesOf(s) {
			want = append(want, s.Name+"."+tag+".json")
		}
	}
	slices.Sort(want)
	got, err := fs.Glob(locales.Files, "*")
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q (%v)", got, want, err)
	}
}

// Nobody who answers meets a text that is not in the own language.
func TestParticipantsReadAllLanguages(t *testing.T) {
	if got, want := locales.ReadBy(locales.Participants), []string{locales.Participant, locales.Print}; !slices.Equal(got, want) {
		t.Errorf("participants read %q, want %q", got, want)
	}
	for _, s := range locales.Subjects {
		if s.Readers == locales.Participants && s.Languages != nil {
			t.Errorf("%s is only wanted in %q", s.Name, s.Languages)
		}
		if got := locales.LanguagesOf(s.Name); !slices.Equal(got, s.Languages) {
			t.Errorf("%s is wanted in %q, and in %q by the table", s.Name, got, s.Languages)
		}
	}
	if tags := locales.LanguagesOf("core"); tags != nil {
		t.Errorf("a battery is only wanted in %q", tags)
	}
}

// Translators are told the same as the program.
func TestTranslatorsSeeTheTable(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range subjects(t) {
		in := "all"
		if s.Languages != nil {
			in = strings.NewReplacer("sv", "Swedish", "en", "English").Replace(strings.Join(s.Languages, ", "))
		}
		if row := fmt.Sprintf("| `%s.<language>.json` | %s | %s | ", s.Name, s.Readers, in); !strings.Contains(string(text), row) {
			t.Errorf("README.md has no row that begins %q", row)
		}
	}
}
