// Package xlsform takes batteries in from XLSForm, the workbooks in which other survey programs keep
// their questions, and writes them as XLSForm and as ODK XForm. What the other format can say and a
// battery cannot is refused with its sheet and row, or told in a list; nothing is dropped in silence.
//
// Where to look:
//
//	xlsform.go    Form: a battery with all its words; the names of sheets and columns
//	languages.go  which language a column is in, and which answers are "don't know"
//	write.go      WriteXLSX: the workbook
//	xform.go      WriteXForm: the XML that phones and web forms load
//	book.go       reading a workbook, within limits
//	read.go       Read: a battery from a workbook
//	survey.go     its sheet of questions
//	kinds.go      the kinds of question that there are in XLSForm
//	choices.go    its sheet of options
//	settings.go   id, version and title
//	ids.go        ids of questions
//	assemble.go   scales, options and words of what was read
//	found.go      Found: what is said of a row
//
// A list of options that several questions choose one of is a scale, its lowest step first; so is one
// that the column scale of a question names. "no" in that column says that it is none.
package xlsform

import (
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// XLSXType and XMLType are the media types of what is written.
const (
	XLSXType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	XMLType  = "application/xml; charset=utf-8"
)

// Form is a battery with all that its form says.
type Form struct {
	survey.Worded
	Around map[string]map[string]string // by tag and key: "option.dk" and "option.na", and the words of measures
}

// Sheets of a workbook. All but the last are XLSForm's; the last has texts that it has no place for.
const (
	surveySheet   = "survey"
	choicesSheet  = "choices"
	settingsSheet = "settings"
	textsSheet    = "texts"
)

// Columns of XLSForm that are read and written.
const (
	columnType       = "type"
	columnName       = "name"
	columnLabel      = "label"
	columnHint       = "hint"
	columnConstraint = "constraint"
	columnRequired   = "required"
	columnRelevant   = "relevant"
	columnFilter     = "choice_filter"
	columnDisabled   = "disabled"
	columnList       = "list_name"
)

// Columns of our own. Other programs pass them over.
const (
	columnTopic     = "topic"
	columnScale     = "scale"
	columnSensitive = "sensitive"
	columnReverse   = "reverse"
	columnRole      = "role"
	columnTimings   = "timings" // at which a question is asked only
	columnPair      = "pair"    // the other question of a pair, on the first of them
	columnMeasure   = "measure" // names of the options that sum the question up
	columnBetter    = "better"
	columnMeasured  = "measure_words"
	columnNote      = "translator_note"
	columnHintNote  = "hint_note"
	columnKind      = "kind" // of an option: one of the next
)

// Kinds of option.
const (
	kindStep = "step" // of a scale
	kindOwn  = "own"  // after the steps of a scale
	kindNone = "none" // "none of these"
)

// noScale says in the column scale that a list is none.
const noScale = "no"

// defaultTopic is what a question is about that does not say it.
const defaultTopic = "needs"

// titleKey is the key of the battery's name.
const titleKey = "title"

// languagesOf returns the languages that a form is in, the one that others are translated from first.
func (f Form) languagesOf(languages []i18n.Language) []i18n.Language {
	var in []i18n.Language
	for _, l := range languages {
		switch {
		case len(f.Words[l.Tag]) == 0:
		case l.Tag == i18n.Source:
			in = slices.Insert(in, 0, l)
		default:
			in = append(in, l)
		}
	}
	return in
}

// word returns the text of a key in a language, wherever it belongs.
func (f Form) word(tag, key string) string {
	if text := f.Word(tag, key); text != "" {
		return text
	}
	return f.Around[tag][key]
}

// optionKind returns what the column kind says of an option.
func optionKind(q survey.Question, option string) string {
	i := slices.Index(q.Options(), option)
	switch {
	case i < 0:
		return option // dk, na
	case option == q.NoneOption():
		return kindNone
	case i < q.Steps():
		return kindStep
	}
	return kindOwn
}

// typeOf returns the type of a question.
func typeOf(q survey.Question) string {
	if q.Kind == survey.Multi {
		return "select_multiple " + q.ID
	}
	return "select_one " + q.ID
}

// pairedWith returns the ids of the questions with which one begins a pair.
func pairedWith(b *survey.Battery, id string) string {
	var others []string
	for _, pair := range b.Pairs {
		if pair[0] == id {
			others = append(others, pair[1])
		}
	}
	return strings.Join(others, " ")
}
