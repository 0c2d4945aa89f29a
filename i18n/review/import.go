package review

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey/files"
)

// Changes counts what an import changed.
type Changes struct {
	Language string `json:"language"`

	Texts    int `json:"texts"`
	Backs    int `json:"back_translations"`
	Comments int `json:"comments"`
	States   int `json:"states"`
}

// Import reads a sheet back that was made of the locale files in fsys, and writes
// what was edited to those in dir: the same files, or a folder of texts that lie
// over them, which is made if need be. Which of the languages the sheet is in
// stands in its heading. Cells that were not edited change nothing, and
// rows that are not in the sheet are not touched. A row with an unknown key, a
// Swedish text that has changed since the sheet was made, an emptied translation
// or an unknown state is refused with its number, and then nothing at all is
// changed.
//
// A text whose translation was edited but whose state was left as it was goes
// back to Draft1: what was signed off is not what stands there now. A text left
// at SourceChanged stays there until somebody gives it another state.
func Import(sheet io.Reader, fsys fs.FS, dir string, languages []i18n.Language, signing Signature, always ...string) (Changes, error) {
	read, err := readSheet(sheet, languages)
	if err != nil {
		return Changes{}, err
	}
	if err := files.Finish(dir); err != nil {
		return Changes{}, err
	}
	l := read.language
	texts, err := Texts(fsys, l, always...)
	if err != nil {
		return Changes{}, err
	}
	r, err := Load(fsys, l.Tag)
	if err != nil {
		return Changes{}, err
	}
	work := importing{
		language: l, texts: texts, review: r, signing: signing,
		edited: map[string]string{}, touched: map[string]bool{}, changes: Changes{Language: l.Tag},
	}
	var errs []error
	seen := map[string]bool{}
	for _, line := range read.rows {
		err := line.notText
		if err == nil {
			err = work.take(line)
		}
		if key := line.cells[colKey]; seen[key] && err == nil {
			err = fmt.Errorf("%s stands twice", key)
		} else {
			seen[key] = true
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("row %d: %w", line.number, err))
		}
	}
	if len(errs) > 0 {
		return Changes{}, errors.Join(errs...)
	}
	return work.changes, write(fsys, dir, l, work.edits())
}

// importing collects what a sheet changes.
type importing struct {
	language i18n.Language
	texts    []Text
	review   Review
	signing  Signature
	edited   map[string]string // text → new translation
	touched  map[string]bool   // texts of which anything was edited
	changes  Changes
}

// edits returns what was edited, in the order of the texts.
func (w *importing) edits() []edit {
	var all []edit
	for _, t := range w.texts {
		if w.touched[t.key()] {
			words, reworded := w.edited[t.key()]
			all = append(all, edit{t, w.review[t.File][t.ID], reworded, words})
		}
	}
	return all
}

func (w *importing) take(line row) error {
	key := line.cells[colKey]
	i := slices.IndexFunc(w.texts, func(t Text) bool { return t.key() == key })
	if i < 0 {
		return fmt.Errorf("there is no text %q; do not change the first column", key)
	}
	t := w.texts[i]
	if line.cells[colSwedish] != clean(t.Swedish) {
		return fmt.Errorf("%s: the Swedish text is now %q; export a new sheet and look at this text again", key, t.Swedish)
	}
	state := State(line.cells[colState])
	if state.Rank() < 0 {
		return fmt.Errorf("%s: there is no state %q; choose one of the list", key, line.cells[colState])
	}
	mark := rowMark(line.cells[colText], line.cells[colBack], line.cells[colComment], state)
	if mark == line.cells[colMark] {
		return nil
	}
	entry := w.review[t.File][t.ID]
	now := rowMark(t.Language, entry.Back, entry.Comment, w.review.StateOf(t))
	if line.cells[colMark] != "" && line.cells[colMark] != now && mark != now {
		return fmt.Errorf("%s: somebody else has changed this row since the sheet was exported; export a new sheet and edit it there", key)
	}
	if line.cells[colText] == "" && clean(t.Language) != "" {
		return fmt.Errorf("%s: the translation is empty; write one, or put the old one back", key)
	}
	if line.cells[colText] == "" && state != w.review.StateOf(t) {
		return fmt.Errorf("%s: there is no translation that could be %s; write one", key, state)
	}
	return w.apply(t, line, state)
}

// apply notes what is different from what is known.
func (w *importing) apply(t Text, line row, state State) error {
	if w.review[t.File] == nil {
		w.review[t.File] = map[string]Entry{}
	}
	entry, before := w.review[t.File][t.ID], w.review.StateOf(t)
	changed := false
	note := func(different bool, count *int) {
		if different {
			*count++
			changed = true
		}
	}
	newText := line.cells[colText] != clean(t.Language)
	note(newText, &w.changes.Texts)
	note(line.cells[colBack] != clean(entry.Back), &w.changes.Backs)
	note(line.cells[colComment] != clean(entry.Comment), &w.changes.Comments)
	if newText && state == before && state.Rank() > Draft1.Rank() {
		state = Draft1
	}
	note(state != before, &w.changes.States)
	if !changed {
		return nil
	}
	w.touched[t.key()] = true
	if newText {
		w.edited[t.key()] = line.cells[colText]
	}
	entry.Back, entry.Comment = line.cells[colBack], line.cells[colComment]
	if state != before {
		if !state.IsDraft() && w.signing.Role == "" {
			return fmt.Errorf("%s is signed off as %s; say in which role, with -role (no name)", t.key(), state)
		}
		entry.Signed = nil
		if !state.IsDraft() {
			entry.Signed = &Signature{Role: w.signing.Role, Date: w.signing.Date}
		}
	}
	// What still waits for a translation of the new Swedish text keeps the mark of the old.
	if state != before || state != SourceChanged {
		entry.Source, entry.State = Hash(t.Swedish), state
	}
	w.review[t.File][t.ID] = entry
	return nil
}
