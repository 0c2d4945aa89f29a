package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// IsJSONStat reports whether a file is a JSON-stat collection, and not a release.
func IsJSONStat(content []byte) bool {
	var head struct{ Class string }
	return json.Unmarshal(content, &head) == nil && head.Class == "collection"
}

// VerifyJSONStat checks that a JSON-stat collection says what the release that it names says, of all
// of it or of one place: everything but the names of interventions, which are in no release. It is
// compared with what this version writes in the language of those of the words that it is in. The
// error is of kind survey.Invalid and names where in the file the first difference is.
func VerifyJSONStat(content []byte, words []Words, releases ...release.Release) error {
	is, err := decoded(content)
	if err != nil {
		return survey.Fail(survey.Invalid, "export.not_json_stat").Because(err)
	}
	id := ""
	if extension, ok := is["extension"].(map[string]any); ok {
		id, _ = extension["release"].(string)
	}
	i := slices.IndexFunc(releases, func(r release.Release) bool { return r.ID == id })
	if i < 0 {
		return survey.Fail(survey.Invalid, "export.release", "Release", id)
	}
	r := releases[i]
	var closest []jsonDifference
	for _, w := range words {
		if is["source"] != w.Text("export.source") {
			continue // in another language
		}
		for _, s := range selectable(r) {
			var out bytes.Buffer
			if err := JSONStat(&out, r, Options{Selection: s, Words: w}); err != nil {
				return err
			}
			says, err := decoded(out.Bytes())
			if err != nil {
				return err
			}
			found := differences(nil, "", is, says)
			if len(found) == 0 {
				return nil
			}
			if closest == nil || len(found) < len(closest) {
				closest = found
			}
		}
	}
	if closest == nil {
		return survey.Fail(survey.Invalid, "export.not_json_stat")
	}
	d := closest[0]
	return survey.Fail(survey.Invalid, "export.differs_at", "Path", d.path, "Is", brief(d.is), "Release", id, "Says", brief(d.says))
}

// decoded returns a collection without the names of interventions.
func decoded(content []byte) (map[string]any, error) {
	var collection map[string]any
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&collection); err != nil {
		return nil, err
	}
	removeNames(collection)
	return collection, nil
}

// removeNames takes the names of interventions out of every dataset of a collection.
func removeNames(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			removeNames(item)
		}
	case map[string]any:
		if axis, ok := value[InterventionAxis].(map[string]any); ok {
			if category, ok := axis["category"].(map[string]any); ok {
				delete(category, "label")
			}
		}
		for _, item := range value {
			removeNames(item)
		}
	}
}

// jsonDifference is where two JSON values differ.
type jsonDifference struct {
	path     string // as in ".link.item[2].value.17"
	is, says any
}

// differences appends where two JSON values differ, in the order of the names in them.
func differences(found []jsonDifference, path string, is, says any) []jsonDifference {
	switch want := says.(type) {
	case map[string]any:
		if have, ok := is.(map[string]any); ok {
			names := maps.Clone(want)
			maps.Copy(names, have)
			for _, name := range slices.Sorted(maps.Keys(names)) {
				found = differences(found, path+"."+name, have[name], want[name])
			}
			return found
		}
	case []any:
		if have, ok := is.([]any); ok {
			for i := range max(len(have), len(want)) {
				found = differences(found, fmt.Sprintf("%s[%d]", path, i), at(have, i), at(want, i))
			}
			return found
		}
	default:
		if !isList(is) && is == says {
			return found
		}
	}
	return append(found, jsonDifference{path, is, says})
}

// at returns an item of a list, nil where it has none.
func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// isList reports whether a value holds others, and so cannot be compared by itself.
func isList(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

// brief is a JSON value as an error can show it.
func brief(value any) string {
	text, _ := json.Marshal(value)
	const longest = 80
	if runes := []rune(string(text)); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return string(text)
}
