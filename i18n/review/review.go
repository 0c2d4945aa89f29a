// Package review keeps track of who has read which text: the state of every
// text in every language, its back-translation into Swedish, and the sheets on
// which native speakers read and mend texts without knowing how to program.
//
// Where to look:
//
//	review.go  State, Review: what is known about a text
//	texts.go   the texts of a language, in the order of the Swedish files
//	status.go  Status: where a language stands as a whole
//	sheet.go   Export: the spreadsheet
//	read.go    reading a spreadsheet that comes back, within limits
//	kinds.go   which of its cells hold no text
//	import.go  Import: what a sheet that comes back changes
//	write.go   writing locale files without touching what did not change
//	layer.go   Layer: approved texts over those that are built in
//	wording.go Wording: a text as people judge it, with all its forms
//	library.go Library: the texts of an instance that runs, and deciding about them
//	add.go     Add: texts that an instance that runs gets
//	patch.go   Patch: what was decided, for those who build the program
package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// State is how far a text has come. It only ever rises by somebody's decision,
// and falls by itself when the Swedish text changes.
type State string

// The states, in their order.
const (
	SourceChanged State = "source_changed" // the Swedish text is another than the one that was translated
	Draft1        State = "draft1"         // translated
	Draft2        State = "draft2"         // read by a second person, back-translated and mended
	Reviewed      State = "reviewed"       // read by a native speaker
	Adjudicated   State = "adjudicated"    // differences between readers decided
	Pretested     State = "pretested"      // tried on people it is meant for
	Approved      State = "approved"       // signed off for use
)

// States lists all states, lowest first.
var States = []State{SourceChanged, Draft1, Draft2, Reviewed, Adjudicated, Pretested, Approved}

// Rank returns the state's place in States, and -1 for a word that is none.
func (s State) Rank() int { return slices.Index(States, s) }

// IsDraft reports whether no native speaker has signed the text off.
func (s State) IsDraft() bool { return s.Rank() < Reviewed.Rank() }

// Entry is what is known about one text in one language.
type Entry struct {
	Source  string     `json:"source"` // hash of the Swedish text that was translated
	Back    string     `json:"back"`   // what a second reader made of the translation, in Swedish
	State   State      `json:"state"`
	Comment string     `json:"comment,omitempty"`
	Signed  *Signature `json:"signed,omitempty"` // by whom the state was given, from Reviewed on
}

// Signature says in which role and on which day somebody signed a text off. It
// has no name: the role is what counts, and names do not belong in files that
// everybody can read.
type Signature struct {
	Role string `json:"role"`
	Date string `json:"date"` // YYYY-MM-DD
}

// Review holds the entries of one language, by file and text.
type Review map[string]map[string]Entry

// fileOf returns the name of a language's review file.
func fileOf(tag string) string { return "review." + tag + ".json" }

// Load reads the review of a language. One that does not exist is empty.
func Load(fsys fs.FS, tag string) (Review, error) {
	text, err := fs.ReadFile(fsys, fileOf(tag))
	if errors.Is(err, fs.ErrNotExist) {
		return Review{}, nil
	}
	if err != nil {
		return nil, err
	}
	var r Review
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("%s: %w", fileOf(tag), err)
	}
	for file, entries := range r {
		for id, entry := range entries {
			if entry.State.Rank() < 0 {
				return nil, fmt.Errorf("%s: %s %s: there is no state %q", fileOf(tag), file, id, entry.State)
			}
		}
	}
	return r, nil
}

// StateOf returns the state of a text: that of its entry, unless the Swedish
// text has changed since.
func (r Review) StateOf(t Text) State {
	entry, ok := r[t.File][t.ID]
	switch {
	case !ok:
		return Draft1
	case entry.Source != Hash(t.Swedish):
		return SourceChanged
	}
	return entry.State
}

// Hash returns the mark by which a changed Swedish text is noticed: eight bytes
// of its SHA-256 in hexadecimal.
func Hash(swedish string) string {
	sum := sha256.Sum256([]byte(swedish))
	return hex.EncodeToString(sum[:8])
}
