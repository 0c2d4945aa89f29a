// Package frozen takes in batteries that a region has frozen: their structure and their words into the
// data folder, and into a service that runs.
package frozen

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/files"
)

// Shelf is where frozen batteries stand.
type Shelf struct {
	Folder    string // of the batteries of a data folder; it need not exist
	Texts     *review.Library
	Catalogue *survey.Catalogue
	Languages []i18n.Language
	Wants     func([]*survey.Battery) []i18n.Want // what is asked of the words of these batteries, and of all others
}

// Put takes in a battery. Its words are written first: without its structure nobody reads them. One that
// stands there already, because somebody was cut short, is replaced.
func (s Shelf) Put(w survey.Worded) error {
	if err := w.Battery.Prepare(); err != nil {
		return err
	}
	structure, err := batteries.Encode(w.Battery)
	if err != nil {
		return fmt.Errorf("write battery %s: %w", w.Battery.Ref(), err)
	}
	asked := slices.DeleteFunc(slices.Clone(s.Catalogue.Batteries()), func(b *survey.Battery) bool { return b.Ref() == w.Battery.Ref() })
	if err := s.Texts.Add(s.Wants(append(asked, w.Battery)), s.additions(w)...); err != nil {
		return fmt.Errorf("take in the words of battery %s: %w", w.Battery.Ref(), err)
	}
	if err := os.MkdirAll(s.Folder, 0o755); err != nil {
		return err
	}
	if err := files.Replace(s.Folder, map[string][]byte{fileOf(w.Battery): structure}); err != nil {
		return err
	}
	s.Catalogue.TakeIn(w.Battery)
	return nil
}

// fileOf returns the name of the file of a battery. A version never takes the place of another.
func fileOf(b *survey.Battery) string {
	if b.Version == 1 {
		return b.ID + ".json"
	}
	return fmt.Sprintf("%s.%d.json", b.ID, b.Version)
}

// introKey is the key of a text that a battery need not have.
const introKey = "intro"

// additions returns the words of a battery by the files that they stand in. Every language has a file, so
// that readers find what is missing; what sums up questions stands with the words of results.
func (s Shelf) additions(w survey.Worded) []review.Addition {
	known := s.Texts.Now().Catalog
	var all []review.Addition
	for _, l := range s.Languages {
		asked := review.Addition{File: w.Battery.ID, Tag: l.Tag, Words: map[string]string{}}
		summed := review.Addition{File: locales.Results, Tag: l.Tag, Words: map[string]string{}}
		if l.Tag == i18n.Source {
			asked.Notes = w.Notes
		}
		for _, key := range append(w.Battery.OwnKeys(), introKey) {
			text := w.Word(l.Tag, key)
			to := &asked
			switch {
			case strings.HasSuffix(key, ".measure"):
				to = &summed
			case strings.HasPrefix(key, "scale."):
				if now := known.Text(l.Tag, key); now != "" {
					text = now // the words of a scale are the same in all batteries
				}
			}
			to.Keys, to.Words[key] = append(to.Keys, key), text
		}
		all = append(all, asked)
		if tags := locales.LanguagesOf(locales.Results); len(summed.Keys) > 0 && slices.Contains(tags, l.Tag) {
			all = append(all, summed)
		}
	}
	return all
}
