package review

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Wording is one text of one language as people read it, with all its plural forms.
type Wording struct {
	File, Key string
	Note      string // where it is shown and what matters
	Forms     []Form
	State     State // the lowest of its forms
	Comment   string
}

// Form is a wording where it counts nothing, and one plural form of it where it does.
type Form struct {
	Name    string // "other" where it counts nothing
	Swedish string
	Text    string
	Back    string // what the text says, in Swedish
}

// Counts reports whether the wording has plural forms.
func (w Wording) Counts() bool { return len(w.Forms) > 1 }

// Words returns the texts by plural form.
func (w Wording) Words() map[string]string {
	words := map[string]string{}
	for _, f := range w.Forms {
		words[f.Name] = f.Text
	}
	return words
}

// SourceMark is the mark by which it is noticed that the Swedish text is another: its SHA-256.
func (w Wording) SourceMark() string { return w.mark(func(f Form) string { return f.Swedish }) }

// TextMark is the same of the translation.
func (w Wording) TextMark() string { return w.mark(func(f Form) string { return f.Text }) }

func (w Wording) mark(of func(Form) string) string {
	texts := make([]string, len(w.Forms))
	for i, f := range w.Forms {
		texts[i] = of(f)
	}
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// wordings puts the texts that are forms of one another together.
func wordings(texts []Text, r Review) []Wording {
	var all []Wording
	for _, t := range texts {
		key, form, counts := strings.Cut(t.ID, "#")
		if !counts {
			form = "other"
		}
		entry, state := r[t.File][t.ID], r.StateOf(t)
		if last := len(all) - 1; last < 0 || all[last].File != t.File || all[last].Key != key {
			all = append(all, Wording{File: t.File, Key: key, Note: t.Note, State: state, Comment: entry.Comment})
		}
		w := &all[len(all)-1]
		w.Forms = append(w.Forms, Form{Name: form, Swedish: t.Swedish, Text: t.Language, Back: entry.Back})
		if state.Rank() < w.State.Rank() {
			w.State = state
		}
	}
	return all
}
