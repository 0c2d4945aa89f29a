// Package export writes a release in formats that other programs read. Everything comes from the release: two exports
// of one release with the same options are the same bytes.
//
// Where to look:
//
//	export.go   Words and Keys: what the texts of an export come from
//	rows.go     Rows: a release as one long table, without words
//	columns.go  the columns of a CSV file and what stands in them
//	csv.go      CSV, in two profiles
//	machine.go  ParseMachine: the machine profile back to rows
package export

// Words are the texts of an export in one language. Implementations return something readable for what they do not
// know, such as the code itself.
type Words interface {
	Text(key string) string                         // one of Keys, without inserted values
	Municipality(code string) string                // name of "0581"
	Region(code string) string                      // name of the county "05"
	Intervention(id string) string                  // name of "OG028"
	Question(battery, question string) string       // text of "K12" in "core@1"
	Option(battery, question, column string) string // text of o1 … , dk, na, skip; "none" is the option "none of these"
}

// Keys lists every key that Words.Text is asked for.
func Keys() []string {
	var keys []string
	for _, c := range columns {
		keys = append(keys, c.key())
	}
	return append(keys,
		"export.demo.true", "export.demo.false",
		"export.step.1", "export.step.2", "export.step.3", "export.step.4", "export.step.5", "export.step.6",
		"export.place_kind.municipality", "export.place_kind.area", "export.place_kind.region",
		"export.timing.before", "export.timing.after", "export.timing.none",
		"export.option.answered", "export.option.chosen", "export.option.not",
		"export.status.ok", "export.status.too_few",
	)
}
