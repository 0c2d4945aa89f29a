package export

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// bookKeys lists the keys of the words of workbooks, after "export.xlsx.".
var bookKeys = []string{
	"title", "what", "language", "all", "yes", "no", "percent", "of",
	"cover", "charts", "results", "changes", "reading", "checks", "codebook", "rka",
	"demo", "key_kept", "key_kept.yes", "about", "host", "place", "place_code", "area", "round", "sealed", "release",
	"earlier", "earlier_release", "elsewhere", "sensitive_part", "answers", "announced", "received", "sure", "sure.unchecked", "sure.fine",
	"read", "read.first", "read.share", "read.mixed", "read.plain", "read.interval", "read.few", "read.sensitive", "read.change", "read.groups", "read.use",
	"licence", "licence.text", "mind", "fine", "unknown", "check", "outcome", "means",
	"topic", "kind", "kind.scale", "kind.choice", "kind.multi", "in_measure", "measure", "measures", "better", "better.more", "better.less", "better.neither", "sensitive",
	"row", "row.measure", "row.option", "said", "share", "low", "high", "in_words", "n", "among", "silent", "status.few",
	"compared", "before", "now", "difference", "certain", "for_the_better", "for_the_better.yes", "for_the_better.no", "no_change",
	"indicator", "indicator_text", "share_who", "year", "municipality", "municipality_name", "gender", "percent_value",
}

// BookKeys lists every key that Words.Text is asked for by a workbook beside Keys and the words of
// the batteries' measures.
func BookKeys() []string {
	var keys []string
	for _, key := range bookKeys {
		keys = append(keys, "export.xlsx."+key)
	}
	for _, topic := range append(slices.Clone(survey.Topics), "other") {
		keys = append(keys, "officer.topic."+topic)
	}
	outcomes := map[string][]string{"made_up": release.MadeUpWords}
	for _, name := range checkNames {
		outcomes[name] = release.Categories[name]
	}
	keys = append(keys, "officer.check."+release.TooFew, "officer.check."+release.TooFew+".means")
	for _, name := range append([]string{"made_up"}, checkNames...) {
		keys = append(keys, "officer.check."+name)
		for _, word := range outcomes[name] {
			keys = append(keys, "officer.check."+name+"."+word, "officer.check."+name+"."+word+".means")
		}
	}
	return keys
}
