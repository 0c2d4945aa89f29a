package review_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
)

// The columns of a sheet, by their letters.
const (
	colKey, colSwedish, colText, colBack, colComment, colState = "A", "C", "D", "E", "F", "G"
)

var (
	signing = review.Signature{Role: "native reader", Date: "2026-11-22"}
	unknown = review.Signature{Date: "2026-11-22"}
	words   = review.Words{Sheet: "Texter", Headings: [7]string{"Nyckel", "Plats", "Svenska", "Översättning", "Åter", "Kommentar", "Läge"}}
)

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func language(t testing.TB, tag string) i18n.Language {
	t.Helper()
	l, known := i18n.Find(i18n.Languages, tag)
	if !known {
		t.Fatalf("there is no language %s", tag)
	}
	return l
}

// folder is a copy of locale files, and of what is known about them.
type folder struct {
	t   testing.TB
	dir string
}

// few are the files that most tests need: two that sheets always have, and one more.
var few = []string{"core", "participant", "reminder"}

// newFolder copies the few files in all languages.
func newFolder(t testing.TB) folder {
	t.Helper()
	return folderWith(t, func(name string) bool { return slices.Contains(few, name) })
}

// wholeFolder copies all files in all languages.
func wholeFolder(t testing.TB) folder {
	t.Helper()
	return folderWith(t, func(string) bool { return true })
}

func folderWith(t testing.TB, has func(name string) bool) folder {
	t.Helper()
	f := folder{t, t.TempDir()}
	names, err := fs.Glob(locales.Files, "*.json")
	ok(t, err)
	for _, name := range names {
		of, _, isOfLanguage := strings.Cut(strings.TrimSuffix(name, ".json"), ".")
		if isOfLanguage && of != "review" && !has(of) {
			continue
		}
		text, err := fs.ReadFile(locales.Files, name)
		ok(t, err)
		f.write(name, text)
	}
	return f
}

func (f folder) write(name string, text []byte) {
	f.t.Helper()
	ok(f.t, os.WriteFile(filepath.Join(f.dir, name), text, 0o644))
}

// replace changes one place in a file.
func (f folder) replace(name, old, new string) {
	f.t.Helper()
	text := f.files()[name]
	if strings.Count(text, old) != 1 {
		f.t.Fatalf("%s has %q %d times", name, old, strings.Count(text, old))
	}
	f.write(name, []byte(strings.Replace(text, old, new, 1)))
}

// files are the contents of all files, by name.
func (f folder) files() map[string]string {
	f.t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(f.dir)
	ok(f.t, err)
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(f.dir, entry.Name()))
		ok(f.t, err)
		all[entry.Name()] = string(text)
	}
	return all
}

// exported are the sheets that were made, by what they were made of: most tests begin with the same.
var exported sync.Map

// export makes a sheet of a language, or returns the one that was made of the same files.
func (f folder) export(tag string) []byte {
	f.t.Helper()
	of := fmt.Sprintf("%s %x", tag, sha256.Sum256(fmt.Append(nil, f.files())))
	if made, has := exported.Load(of); has {
		return bytes.Clone(made.([]byte))
	}
	var sheet bytes.Buffer
	ok(f.t, review.Export(&sheet, os.DirFS(f.dir), language(f.t, tag), words, "participant", "core"))
	exported.Store(of, bytes.Clone(sheet.Bytes()))
	return sheet.Bytes()
}

func (f folder) tryImport(sheet []byte, s review.Signature) (review.Changes, error) {
	return review.Import(bytes.NewReader(sheet), os.DirFS(f.dir), f.dir, i18n.Languages, s, "participant", "core")
}

// importing takes a sheet back and returns what it changed, and the names of
// the files that are not what they were.
func (f folder) importing(sheet []byte, s review.Signature) (review.Changes, []string) {
	f.t.Helper()
	before := f.files()
	changes, err := f.tryImport(sheet, s)
	ok(f.t, err)
	return changes, differing(before, f.files())
}

// refuses takes back a sheet that has to be refused with these words, and
// nothing changed.
func (f folder) refuses(sheet []byte, s review.Signature, says ...string) {
	f.t.Helper()
	before := f.files()
	changes, err := f.tryImport(sheet, s)
	if err == nil || changes != (review.Changes{}) {
		f.t.Fatalf("it was taken: %+v", changes)
	}
	for _, word := range says {
		if !strings.Contains(err.Error(), word) {
			f.t.Errorf("the error does not say %q: %v", word, err)
		}
	}
	if changed := differing(before, f.files()); len(changed) > 0 {
		f.t.Errorf("changed %v", changed)
	}
}

// states are the entries of a language.
func (f folder) states(tag string) review.Review {
	f.t.Helper()
	r, err := review.Load(os.DirFS(f.dir), tag)
	ok(f.t, err)
	return r
}

// differing names what is not the same in both.
func differing(before, after map[string]string) []string {
	all := maps.Clone(before)
	maps.Copy(all, after)
	var names []string
	for name := range all {
		if before[name] != after[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// members are the values of an object as they are written, and its keys in
// order. The values of objects inside are not taken apart.
func members(t testing.TB, text string) (map[string]string, []string) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	_, err := decoder.Token()
	ok(t, err)
	values := map[string]string{}
	var keys []string
	for decoder.More() {
		key, err := decoder.Token()
		ok(t, err)
		var value json.RawMessage
		ok(t, decoder.Decode(&value))
		values[key.(string)] = string(value)
		keys = append(keys, key.(string))
	}
	return values, keys
}

// book is a sheet that is being edited.
type book struct {
	*excelize.File
	t    testing.TB
	name string
	rows map[string]int // by key
}

func open(t testing.TB, sheet []byte) *book {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(sheet))
	ok(t, err)
	b := &book{file, t, file.GetSheetName(0), map[string]int{}}
	lines, err := b.GetRows(b.name)
	ok(t, err)
	for i, cells := range lines {
		if len(cells) > 0 {
			b.rows[cells[0]] = i + 1
		}
	}
	return b
}

func (b *book) at(column, key string) string {
	b.t.Helper()
	row, known := b.rows[key]
	if !known {
		b.t.Fatalf("the sheet has no row %s", key)
	}
	at, err := excelize.JoinCellName(column, row)
	ok(b.t, err)
	return at
}

func (b *book) get(column, key string) string {
	b.t.Helper()
	text, err := b.GetCellValue(b.name, b.at(column, key))
	ok(b.t, err)
	return text
}

func (b *book) set(column, key, text string) *book {
	b.t.Helper()
	ok(b.t, b.SetCellStr(b.name, b.at(column, key), text))
	return b
}

func (b *book) bytes() []byte {
	b.t.Helper()
	var out bytes.Buffer
	ok(b.t, b.Write(&out))
	return out.Bytes()
}
