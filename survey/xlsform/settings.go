package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// mostVersion is above all versions of batteries. Other programs write days and times there.
const mostVersion = 999

// readSettings reads id, version, title and language of the form.
func (r *reader) readSettings() {
	s := r.sheets[settingsSheet]
	line := row{number: 2}
	if s == nil {
		s = &sheet{name: settingsSheet}
	} else if len(s.rows) > 0 {
		line = s.rows[0]
		for _, w := range s.rows[1:] {
			r.tell(settingsSheet, w.number, survey.Fail(survey.Invalid, "xlsform.told.setting"))
		}
	}
	if named := s.cell(line, "default_language"); named != "" {
		l, _ := languageCalled(r.Languages, named)
		r.fallback = l.Tag
	}
	r.readID(line.number, s.cell(line, "form_id"))
	r.readVersion(line.number, s.cell(line, "version"))
	title := s.cell(line, "form_title")
	if title == "" {
		title = r.id
		r.tell(settingsSheet, line.number, survey.Fail(survey.Invalid, "xlsform.told.title", "Title", title))
	}
	r.titles = map[string]string{i18n.Source: title}
}

// readID makes the id of a battery of the id of a form.
func (r *reader) readID(row int, cell string) {
	if r.id = cell; !survey.IsBatteryID(cell) {
		r.id = formID(cell)
	}
	switch {
	case cell == "":
		r.refuse(settingsSheet, row, survey.Fail(survey.Invalid, "xlsform.id.missing"))
	case !survey.IsBatteryID(r.id):
		r.refuse(settingsSheet, row, survey.Fail(survey.Invalid, "xlsform.id.form", "ID", cell))
	case slices.Contains(r.Reserved, r.id):
		r.refuse(settingsSheet, row, survey.Fail(survey.Invalid, "xlsform.id.reserved", "ID", r.id))
	case r.id != cell:
		r.tell(settingsSheet, row, survey.Fail(survey.Invalid, "xlsform.told.id", "Name", cell, "ID", r.id))
	}
}

// formID returns what the id of a form becomes, which may be none.
func formID(cell string) string {
	return strings.Trim(strings.NewReplacer("_", "-", " ", "-", ".", "-").Replace(strings.ToLower(cell)), "-")
}

// readVersion finds which version of the battery the form is: of one that there is the next, and of
// another the one that it says.
func (r *reader) readVersion(row int, cell string) {
	next := 1
	for _, b := range r.Batteries {
		if b.ID == r.id {
			next, r.known = max(next, b.Version+1), true
		}
	}
	r.version = next
	given, err := strconv.Atoi(cell)
	switch {
	case cell == "":
		r.tell(settingsSheet, row, survey.Fail(survey.Invalid, "xlsform.told.version.none", "Next", next))
	case err != nil || given > mostVersion:
		r.tell(settingsSheet, row, survey.Fail(survey.Invalid, "xlsform.told.version", "Version", cell, "Next", next))
	case !r.known:
		r.version = max(given, 1)
	case given != next:
		r.refuse(settingsSheet, row, survey.Fail(survey.Invalid, "xlsform.version", "Version", given, "Next", next))
	}
}

// readTexts reads the texts of the whole battery.
func (r *reader) readTexts() {
	r.whole = map[string]map[string]string{titleKey: r.titles}
	r.notes = map[string]string{}
	s := r.sheets[textsSheet]
	if s == nil {
		s = &sheet{name: textsSheet}
	}
	for _, w := range s.rows {
		key := s.cell(w, columnName)
		if !slices.Contains(wholeKeys, key) {
			r.refuse(textsSheet, w.number, survey.Fail(survey.Invalid, "xlsform.text", "Name", key))
			continue
		}
		r.whole[key] = r.wholeText(s, w)
		r.note(key, s.cell(w, columnNote))
	}
	var missing []string
	for _, tag := range r.tags {
		for _, texts := range r.whole {
			if texts[tag] == "" {
				missing = append(missing, nameOf(r.language(tag)))
			}
		}
	}
	slices.Sort(missing)
	missing = slices.Compact(missing)
	if len(missing) > 0 {
		r.tell(settingsSheet, 2, survey.Fail(survey.Invalid, "xlsform.told.title.language", "Languages", strings.Join(missing, ", ")))
	}
}

// wholeText returns a text of the whole battery. Where it is not translated the language is told to lack
// it, as a form has no place for its name in other languages.
func (r *reader) wholeText(s *sheet, w row) map[string]string {
	texts := map[string]string{}
	for _, tag := range r.tags {
		text := s.in(w, columnLabel, tag)
		if isBlank(text) && tag != i18n.Source {
			continue
		}
		if err := r.problem(tag, text); err != nil {
			r.refuse(s.name, w.number, err)
		}
		texts[tag] = text
	}
	return texts
}

// note keeps what translators are told of a text.
func (r *reader) note(key, text string) {
	if text != "" {
		r.notes[key] = text
	}
}
