// Package export writes a release in formats that other programs read. Everything comes from the
// release: two exports of one release with the same options are the same bytes.
//
// Where to look:
//
//	export.go   Words and Keys: what the texts of an export come from
//	rows.go     Rows: a release as one long table, without words
//	columns.go  the columns of a CSV file, by method of the release, and what stands in them
//	csv.go      CSV, in two profiles
//	cube.go     Cubes: a table of several axes for each question, without words
//	cube_words.go what cubes, their axes and codes are called
//	jsonstat.go JSON-stat 2.0; jsonstat_verify.go whether such a file says what a release says
//	xlsx.go     XLSX: a workbook to present from; xlsx_book.go says what sheets it has, and each has
//	            a file; xlsx_verify.go whether a workbook says what a release says
//	rows_json.go rows as JSON, without words
//	dcat.go     DCAT: a catalogue of releases for data portals
//	dcat_rdf.go its elements in RDF/XML
//	px.go       PX, in several languages
//	archive.go  files of a zip
//	datapackage.go DataPackage: a zip with everything, and what it says to programs
//	codebook.go the questions of a release and their options in all languages
//	readme.go   what it says to people
//	parse.go    Parse: a CSV file of either profile back to rows, and whether its words are ours
//	verify.go   Verify: whether such rows say what a release says
package export

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Words are the texts of an export in one language. Implementations return something readable for
// what they do not know, such as the code itself.
type Words interface {
	Text(key string) string                         // one of Keys, or "<question>.measure"; without inserted values
	Municipality(code string) string                // name of "0581"
	Region(code string) string                      // name of the county "05"
	Intervention(id string) string                  // name of "OG028"
	Question(battery, question string) string       // text of "K12" in "core@1"
	Option(battery, question, column string) string // text of o1 … , dk, na, skip; "none" is the option "none of these"
}

// languages are the languages of forms that there are words for.
var languages = []string{"ar", "fa-AF", "ti", "so", "uk", "sv", "en"}

// FileName returns the name of a file of a release that says what it holds: the round, the place
// and what is special of it, as in "frageomgang-2026-h1-norrkoping.csv". The zero Place is all of
// the release.
func FileName(r release.Release, place survey.Place, words Words, extension string) string {
	name := "frageomgang-" + survey.Slug(r.Round)
	if place != (survey.Place{}) {
		name += "-" + survey.Slug(placeName(words, place))
	}
	return name + extension
}

// Keys lists every key that Words.Text is asked for. A release may have a language that is not
// among them, whose tag then ends the key.
func Keys() []string {
	keys := []string{"export.group." + survey.OtherGroup, "export.option.answered", "export.option.chosen", "export.option.not"}
	for _, c := range slices.Concat(plainColumns, mixedColumns) {
		if key := "export." + c.name; !slices.Contains(keys, key) {
			keys = append(keys, key)
			for _, code := range codes[c.name] {
				keys = append(keys, key+"."+code)
			}
		}
	}
	keys = append(keys,
		"export.kind", "export.scale", "export.topic", "export.role", "export.measure", "export.better",
		"export.metric", "export.source", "export.licence", "export.unit.answers", "export.unit.share",
		"export.place.rest", "export.intervention.other", "export.timing.all")
	for _, kind := range noteKinds {
		keys = append(keys, "export.note."+kind)
	}
	for _, kind := range []string{"results", "codebook", "release", "signature", "package"} {
		keys = append(keys, "export.file."+kind)
	}
	for _, tag := range languages {
		keys = append(keys, "export.language."+tag)
	}
	for _, channel := range survey.Channels {
		keys = append(keys, "export.channel."+string(channel))
	}
	return keys
}
