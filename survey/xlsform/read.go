package xlsform

import (
	"io/fs"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/authors"
)

// Reading is what a form is read with.
type Reading struct {
	Languages []i18n.Language
	Texts     fs.FS             // locale files, with the words of the batteries that there are
	Batteries []*survey.Battery // all versions of all that there are
	Reserved  []string          // ids that no form can have: what is built in is called so
}

// Import is what a workbook says.
type Import struct {
	Form         // its battery is prepared
	Told []Found // what was left out or changed, and why, in the order of sheets and rows
}

// Read reads a battery from an XLSForm workbook. It returns an error of kind Invalid for a file that is
// no such workbook; and, with a Found for each, for all that cannot be asked. A battery that there is
// already is read as the version after its newest.
func Read(raw []byte, with Reading) (Import, error) {
	sheets, err := readBook(raw, with.Languages)
	if err != nil {
		return Import{}, err
	}
	r := &reader{Reading: with, sheets: sheets, lists: map[string]*list{}}
	if r.shared, err = sharedWords(with.Texts, with.Languages); err != nil {
		return Import{}, err
	}
	if r.scales, err = scaleWords(with.Texts, with.Languages, with.Batteries); err != nil {
		return Import{}, err
	}
	asked := sheets[surveySheet]
	if asked == nil || !asked.has(columnType) || !asked.has(columnName) {
		return Import{}, survey.Fail(survey.Invalid, "xlsform.survey")
	}
	r.readSettings()
	r.readLanguages()
	r.readLists()
	r.readQuestions()
	r.readTexts()
	r.passOver()
	form := r.assemble()
	if err := faults(r.refused); err != nil {
		return Import{}, err
	}
	inOrder(r.told)
	return Import{Form: form, Told: r.told}, nil
}

// reader reads one workbook.
type reader struct {
	Reading
	sheets map[string]*sheet
	shared map[string]map[string]string // by tag and key: answers that all batteries have
	scales map[string]map[string]string // by tag and key: steps of scales that there are
	tags   []string                     // of the languages that the form is in, that of the source first
	worded []string                     // of those that the options are in

	id       string
	version  int
	known    bool // there is a battery with the id
	fallback string
	titles   map[string]string // by tag

	lists   map[string]*list
	asked   []*question
	whole   map[string]map[string]string // texts of the whole battery, by key and tag
	notes   map[string]string
	refused []Found
	told    []Found
}

func (r *reader) refuse(sheet string, row int, err error) {
	r.refused = append(r.refused, Found{sheet, row, err})
}

func (r *reader) tell(sheet string, row int, err error) {
	r.told = append(r.told, Found{sheet, row, err})
}

// readLanguages finds which languages the form is in: those in which a question has words.
func (r *reader) readLanguages() {
	for _, name := range []string{surveySheet, choicesSheet, textsSheet} {
		if s := r.sheets[name]; s != nil {
			r.nameLanguages(s)
		}
	}
	for _, c := range r.sheets[surveySheet].columns {
		if c.name == columnLabel && c.tag != "" {
			r.tags = append(r.tags, c.tag)
		}
	}
	if i := slices.Index(r.tags, i18n.Source); i >= 0 {
		r.tags = slices.Insert(slices.Delete(r.tags, i, i+1), 0, i18n.Source)
	} else {
		r.refuse(surveySheet, 1, survey.Fail(survey.Invalid, "xlsform.swedish", "Column", headingOf(columnLabel, r.language(i18n.Source))))
	}
	choices := r.sheets[choicesSheet]
	for _, tag := range r.tags {
		if choices == nil || slices.ContainsFunc(choices.columns, func(c column) bool { return c.name == columnLabel && c.tag == tag }) {
			r.worded = append(r.worded, tag)
		} else {
			r.refuse(choicesSheet, 1, survey.Fail(survey.Invalid, "xlsform.language.missing", "Column", headingOf(columnLabel, r.language(tag))))
		}
	}
}

// language returns the language with a tag that is one of them.
func (r *reader) language(tag string) i18n.Language {
	l, _ := i18n.Find(r.Languages, tag)
	return l
}

// nameLanguages finds the language of each column with words, and puts aside those that have none.
func (r *reader) nameLanguages(s *sheet) {
	seen := map[string]bool{}
	for i := range s.columns {
		c := &s.columns[i]
		if !slices.Contains([]string{columnLabel, columnHint, columnMeasured}, c.name) {
			continue
		}
		filled := slices.ContainsFunc(s.rows, func(w row) bool { return i < len(w.cells) && !isBlank(w.cells[i]) })
		if c.said == "" {
			c.tag = r.fallback
		}
		switch {
		case !filled && c.name == columnLabel && len(s.rows) > 0 && c.tag != i18n.Source:
			r.tell(s.name, 1, survey.Fail(survey.Invalid, "xlsform.told.empty", "Column", c.heading))
			c.tag = ""
		case c.said == "" && c.tag == "" && filled:
			r.refuse(s.name, 1, survey.Fail(survey.Invalid, "xlsform.language", "Column", c.heading))
		case c.tag == "" && filled:
			r.tell(s.name, 1, survey.Fail(survey.Invalid, "xlsform.told.language", "Column", c.heading))
		case c.tag != "" && seen[c.name+c.tag]:
			r.refuse(s.name, 1, survey.Fail(survey.Invalid, "xlsform.language.twice", "Column", c.heading))
		}
		if c.tag != "" {
			seen[c.name+c.tag] = true
		}
	}
}

// isBlank reports whether nothing is written in a cell. Other programs write a dash where a
// translation is missing.
func isBlank(cell string) bool { return cell == "" || cell == "-" }

// longestText is how many characters a question or an option has at most.
const longestText = 300

// words returns the texts of a row in all languages of the form, and refuses those that cannot be shown.
func (r *reader) words(s *sheet, w row, name string) map[string]string {
	texts := map[string]string{}
	for _, tag := range r.tags {
		text := s.in(w, name, tag)
		if err := r.problem(tag, text); err != nil {
			r.refuse(s.name, w.number, err)
		}
		texts[tag] = text
	}
	return texts
}

// problem says why a text cannot be shown.
func (r *reader) problem(tag, text string) error {
	switch {
	case isBlank(text):
		return survey.Fail(survey.Invalid, "xlsform.blank", "Language", nameOf(r.language(tag)))
	case len([]rune(text)) > longestText:
		return survey.Fail(survey.Invalid, "xlsform.long", "Most", longestText)
	case strings.Contains(text, "${") || strings.Contains(text, "{{"):
		return survey.Fail(survey.Invalid, "xlsform.inserted", "Text", text)
	case strings.Contains(text, "</") || strings.Contains(text, "**"):
		return survey.Fail(survey.Invalid, "xlsform.markup", "Text", text)
	}
	if never := authors.NeverAsked(tag, text); len(never) > 0 {
		return survey.Fail(survey.Invalid, "xlsform.never", "Word", never[0].Words)
	}
	return nil
}

// readColumns are the columns that are read, by sheet.
var readColumns = map[string][]string{
	surveySheet: {
		columnType, columnName, columnLabel, columnHint, columnConstraint, columnRequired, columnRelevant, columnFilter, columnDisabled, "parameters", columnTopic, columnScale,
		columnSensitive, columnReverse, columnRole, columnTimings, columnPair, columnMeasure, columnBetter, columnMeasured, columnNote, columnHintNote,
	},
	choicesSheet:  {columnList, columnName, columnLabel, columnKind, columnNote},
	settingsSheet: {"form_title", "form_id", "version", "default_language", "style"},
	textsSheet:    {columnName, columnLabel, columnNote},
}

// passOver tells of the sheets and columns that are not read and have something.
func (r *reader) passOver() {
	for name, s := range r.sheets {
		known, read := readColumns[name]
		if !read {
			if len(s.rows) > 0 || len(s.columns) > 0 {
				r.tell(name, 0, survey.Fail(survey.Invalid, "xlsform.told.sheet"))
			}
			continue
		}
		for i := range mostCells {
			filled := slices.ContainsFunc(s.rows, func(w row) bool { return i < len(w.cells) && w.cells[i] != "" })
			c := column{}
			if i < len(s.columns) {
				c = s.columns[i]
			}
			if filled && !slices.Contains(known, c.name) {
				r.tell(name, 1, survey.Fail(survey.Invalid, "xlsform.told.column", "Column", c.heading, "Number", i+1))
			}
		}
	}
}
