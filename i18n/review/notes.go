package review

import (
	"fmt"
	"io/fs"

	"fragebatteri/i18n"
)

// Notes returns what translators are told of the texts of a file, by key: what each is for and what
// matters in it. A text without a note is left out.
func Notes(fsys fs.FS, file string) (map[string]string, error) {
	name := file + "." + i18n.Source + ".json"
	source, err := readObject(fsys, name)
	if err != nil {
		return nil, err
	}
	notes := map[string]string{}
	for _, m := range source {
		forms, err := m.forms()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, m.key, err)
		}
		if note := forms["description"]; note != "" {
			notes[m.key] = note
		}
	}
	return notes, nil
}
