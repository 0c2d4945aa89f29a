package xlsform

import (
	"slices"
	"strings"

	"fragebatteri/survey"
)

// Types of XLSForm by what becomes of them.
var (
	metadataTypes = []string{
		"start", "end", "today", "deviceid", "device id", "phonenumber", "phone number", "get phone number", "username", "email", "simserial",
		"sim serial", "subscriberid", "subscriber id", "imei", "audit", "start-geopoint", "background-geopoint", "get device id", "get today", "get start time", "get end time", "start time", "end time",
	}
	freeTypes = []string{
		"text", "string", "integer", "int", "decimal", "range", "date", "time", "datetime", "date time", "add text prompt", "add integer prompt", "add decimal prompt", "add date prompt", "q string", "q int",
	}
	mediaTypes = []string{
		"image", "photo", "picture", "add image prompt", "audio", "add audio prompt", "video", "add video prompt", "file", "add file prompt", "background-audio", "barcode", "geopoint", "geotrace",
		"geoshape", "gps", "location", "osm", "draw", "signature", "annotate", "q picture", "q audio", "q location", "q geopoint", "q barcode",
	}
	computedTypes = []string{"calculate", "calculation", "q calculate", "hidden", "trigger", "acknowledge", "add acknowledge prompt", "xml-external", "csv-external"}
	noteTypes     = []string{"note", "add note prompt", "q note"}
	beginGroups   = []string{"begin group", "begin lgroup"}
	endGroups     = []string{"end group", "end lgroup"}
	repeatTypes   = []string{"begin repeat", "end repeat", "begin loop", "end loop"}
	onePrefixes   = []string{"select one from", "select one", "select1 from", "select1", "add select one prompt using"}
	manyPrefixes  = []string{"select multiple from", "select multiple", "select all that apply from", "select all that apply", "add select multiple prompt using"}
)

// typedRow is the type of a row of the sheet survey, read.
type typedRow struct {
	kind survey.QuestionKind // Choice or Multi; "" for what is no question
	list string              // of options
	mark rowMark             // what else it is
	err  error               // why it is refused
}

// rowMark is what a row is that is no question.
type rowMark int

const (
	isQuestion rowMark = iota
	isNote
	beginsGroup
	endsGroup
)

// readType reads the type of a row.
func readType(cell string) typedRow {
	whole := strings.ToLower(cell)
	// Only words of the format have spaces for underscores: "select_one yes_no" is of the list yes_no.
	word, rest, _ := strings.Cut(whole, " ")
	plain := strings.TrimSpace(strings.ReplaceAll(word, "_", " ") + " " + rest)
	first, _, _ := strings.Cut(plain, " over ")
	switch {
	case slices.Contains(noteTypes, plain):
		return typedRow{mark: isNote}
	case slices.Contains(beginGroups, plain):
		return typedRow{mark: beginsGroup}
	case slices.Contains(endGroups, plain):
		return typedRow{mark: endsGroup}
	case slices.Contains(metadataTypes, plain):
		return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.metadata", "Type", cell)}
	case slices.Contains(freeTypes, plain):
		return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.free", "Type", cell)}
	case slices.Contains(mediaTypes, plain):
		return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.media", "Type", cell)}
	case slices.Contains(computedTypes, plain):
		return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.computed", "Type", cell)}
	case slices.Contains(repeatTypes, first):
		return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.repeat", "Type", cell)}
	}
	return readSelect(cell, plain)
}

// readSelect reads the type of a question with options.
func readSelect(cell, plain string) typedRow {
	if strings.HasSuffix(plain, " or_other") || strings.HasSuffix(plain, " or other") || strings.HasSuffix(plain, "specify other") {
		return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.other", "Type", cell)}
	}
	for _, form := range []string{"select one external", "select one from file", "select multiple from file", "select multiple external", "osm "} {
		if strings.HasPrefix(plain, form) {
			return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.external", "Type", cell)}
		}
	}
	for _, kind := range []struct {
		prefixes []string
		kind     survey.QuestionKind
	}{{onePrefixes, survey.Choice}, {manyPrefixes, survey.Multi}} {
		for _, prefix := range kind.prefixes {
			if rest, is := strings.CutPrefix(plain+" ", prefix+" "); is {
				words := strings.Fields(rest)
				if len(words) != 1 {
					return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.list", "Type", cell)}
				}
				written := strings.Fields(cell) // where the list has its own letters
				return typedRow{kind: kind.kind, list: written[len(written)-1]}
			}
		}
	}
	return typedRow{err: survey.Fail(survey.Invalid, "xlsform.kind.unknown", "Type", cell)}
}
