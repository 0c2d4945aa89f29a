package review

import (
	"io/fs"
	"slices"
	"strings"

	"fragebatteri/i18n"
)

// Status is where one language stands.
type Status struct {
	Language string        `json:"language"`
	Texts    int           `json:"texts"`
	Missing  int           `json:"missing"`
	States   map[State]int `json:"states"`
	Lowest   State         `json:"lowest"` // the state that the language has as a whole
}

// IsDraft reports whether some text has not been signed off by a native
// speaker. The source language never is.
func (s Status) IsDraft() bool { return s.Language != i18n.Source && s.Lowest.IsDraft() }

// StatusOf returns where a language stands in all its texts. Files named in
// always count as missing when the language does not have them.
func StatusOf(fsys fs.FS, l i18n.Language, always ...string) (Status, error) {
	return statusOf(fsys, l, always, everyFile)
}

// StatusIn returns where a language stands in the texts of these files alone.
func StatusIn(fsys fs.FS, l i18n.Language, files ...string) (Status, error) {
	return statusOf(fsys, l, files, func(file string) bool { return slices.Contains(files, file) })
}

func statusOf(fsys fs.FS, l i18n.Language, always []string, counts func(file string) bool) (Status, error) {
	status := Status{Language: l.Tag, States: map[State]int{}, Lowest: Approved}
	texts, err := textsIn(fsys, l, always, counts)
	if err != nil {
		return status, err
	}
	r, err := Load(fsys, l.Tag)
	if err != nil {
		return status, err
	}
	for _, t := range texts {
		status.Texts++
		if strings.TrimSpace(t.Language) == "" {
			status.Missing++
			status.Lowest = SourceChanged
			continue
		}
		state := r.StateOf(t)
		if l.Tag == i18n.Source {
			state = Approved
		}
		status.States[state]++
		if state.Rank() < status.Lowest.Rank() {
			status.Lowest = state
		}
	}
	return status, nil
}
