package review

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"fragebatteri/i18n"
)

// Library is the texts of an instance that runs: those that are built in, and over them those of a
// folder of its own, where what is decided about them is written. It may be used by many goroutines
// at once.
type Library struct {
	dir       string
	under     fs.FS
	languages []i18n.Language
	wants     []i18n.Want
	deciding  sync.Mutex
	now       atomic.Pointer[Edition]
}

// Edition is all texts as they are between two decisions. It does not change.
type Edition struct {
	Files   fs.FS // locale files
	Catalog *i18n.Catalog

	languages []i18n.Language
	wants     []i18n.Want
	mu        sync.Mutex
	wordings  map[string][]Wording   // by tag
	proofs    map[string]*i18n.Proof // by tag
}

// OpenLibrary returns the texts of under with those of the folder dir over them; it need not exist.
// wants say what is asked of the texts. It fails when they cannot be used.
func OpenLibrary(dir string, under fs.FS, languages []i18n.Language, wants []i18n.Want) (*Library, error) {
	l := &Library{dir: dir, under: under, languages: languages, wants: wants}
	return l, l.read()
}

// Now returns the texts as they are.
func (l *Library) Now() *Edition { return l.now.Load() }

func (l *Library) read() error {
	all, catalog, err := Layered(l.dir, l.under, l.languages)
	if err != nil {
		return err
	}
	l.now.Store(&Edition{
		Files: all, Catalog: catalog, languages: l.languages, wants: l.wants,
		wordings: map[string][]Wording{}, proofs: map[string]*i18n.Proof{},
	})
	return nil
}

// Wordings returns the texts of a language, in the order of the Swedish files and of the keys in
// them.
func (e *Edition) Wordings(l i18n.Language) ([]Wording, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if known, ok := e.wordings[l.Tag]; ok {
		return known, nil
	}
	texts, err := Texts(e.Files, l)
	if err != nil {
		return nil, err
	}
	r, err := Load(e.Files, l.Tag)
	if err != nil {
		return nil, err
	}
	e.wordings[l.Tag] = wordings(texts, r)
	return e.wordings[l.Tag], nil
}

// Wording returns one text of a language, and whether there is one.
func (e *Edition) Wording(l i18n.Language, file, key string) (Wording, bool, error) {
	all, err := e.Wordings(l)
	i := slices.IndexFunc(all, func(w Wording) bool { return w.File == file && w.Key == key })
	if err != nil || i < 0 {
		return Wording{}, false, err
	}
	return all[i], true, nil
}

// Proof returns what checks texts of a language.
func (e *Edition) Proof(l i18n.Language) *i18n.Proof {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.proofs[l.Tag] == nil {
		e.proofs[l.Tag] = i18n.NewProof(e.Files, e.languages, l, e.wants)
	}
	return e.proofs[l.Tag]
}

// Decision is the words that somebody has decided on for one text.
type Decision struct {
	File, Key string
	Words     map[string]string // by plural form; "other" where it counts nothing
	Back      string            // what they say in Swedish, if they are new and somebody has said it
	Seen      string            // TextMark of the text that they take the place of
}

// Errors of decisions.
var (
	ErrNoText  = errors.New("there is no such text")
	ErrChanged = errors.New("the text is another than the one that was decided about")
)

// FaultyError says what is wrong with words that were decided on.
type FaultyError []i18n.Fault

func (e FaultyError) Error() string {
	lines := make([]string, len(e))
	for i, f := range e {
		lines[i] = f.String()
	}
	return strings.Join(lines, "; ")
}

// Decide writes words of a language to the library's own folder, as approved and with a signature:
// all of them, or none where one cannot be. From then on Now has them. The words of a step of a scale are
// those of all batteries that have it.
func (l *Library) Decide(of i18n.Language, signing Signature, decisions ...Decision) error {
	l.deciding.Lock()
	defer l.deciding.Unlock()
	// Somebody may have taken in a sheet meanwhile.
	if err := l.read(); err != nil {
		return err
	}
	now := l.Now()
	var all []edit
	for _, d := range now.everywhere(of, decisions) {
		edits, err := now.edits(of, d, signing)
		if err != nil {
			return fmt.Errorf("%s.%s.json: %s: %w", d.File, of.Tag, d.Key, err)
		}
		all = append(all, edits...)
	}
	if err := write(now.Files, l.dir, of, all); err != nil {
		return err
	}
	return l.read()
}

// everywhere returns decisions with those that follow from them: about the same step of a scale in other files.
func (e *Edition) everywhere(l i18n.Language, decisions []Decision) []Decision {
	all := slices.Clone(decisions)
	for _, d := range decisions {
		for _, w := range e.alike(l, d.File, d.Key) {
			if !slices.ContainsFunc(all, func(other Decision) bool { return other.File == w.File && other.Key == w.Key }) {
				all = append(all, Decision{File: w.File, Key: w.Key, Words: d.Words, Back: d.Back, Seen: w.TextMark()})
			}
		}
	}
	return all
}

// alike returns the texts of other files that are the same step of a scale.
func (e *Edition) alike(l i18n.Language, file, key string) []Wording {
	if !i18n.IsScaleStep(key) {
		return nil
	}
	all, err := e.Wordings(l)
	if err != nil {
		return nil // whoever asks for the text itself is told
	}
	return slices.DeleteFunc(slices.Clone(all), func(w Wording) bool { return w.Key != key || w.File == file })
}

// edits returns what a decision changes.
func (e *Edition) edits(l i18n.Language, d Decision, signing Signature) ([]edit, error) {
	w, known, err := e.Wording(l, d.File, d.Key)
	switch {
	case err != nil:
		return nil, err
	case !known:
		return nil, ErrNoText
	case w.TextMark() != d.Seen:
		return nil, ErrChanged
	}
	faults := slices.DeleteFunc(e.Proof(l).Check(d.File, d.Key, d.Words), func(f i18n.Fault) bool {
		return f.Kind == i18n.FaultLong || f.Kind == i18n.FaultScale // the others are changed with it
	})
	if len(faults) > 0 {
		return nil, FaultyError(faults)
	}
	var edits []edit
	for _, f := range w.Forms {
		id := d.Key
		if w.Counts() {
			id += "#" + f.Name
		}
		words := clean(d.Words[f.Name])
		changed := edit{
			Text:     Text{File: d.File, ID: id, Swedish: f.Swedish, Language: f.Text},
			entry:    Entry{Source: Hash(f.Swedish), Back: f.Back, State: Approved, Comment: w.Comment, Signed: &signing},
			reworded: words != clean(f.Text), words: words,
		}
		if changed.reworded { // what was said of the old words
			changed.entry.Back, changed.entry.Comment = clean(d.Back), ""
		}
		edits = append(edits, changed)
	}
	return edits, nil
}
