package release

import (
	"bytes"
	"encoding/json"
	"fmt"

	"fragebatteri/survey"
)

// Canonical returns the release as bytes, the only bytes that stand for it: JSON in UTF-8 with
// sorted keys, integers only, no insignificant white space, no HTML escapes and no final line
// break; empty lists are written as []. These bytes are what is hashed (survey.HashOf) and signed.
// They are not checked; Parse does that.
func (r Release) Canonical() ([]byte, error) {
	text, err := json.Marshal(r.filled())
	if err != nil {
		return nil, fmt.Errorf("encode release: %w", err)
	}
	// Marshal writes the keys of a struct in the order of its fields, and those of a map sorted.
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var sorted any
	if err := decoder.Decode(&sorted); err != nil {
		return nil, fmt.Errorf("encode release: %w", err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(sorted); err != nil {
		return nil, fmt.Errorf("encode release: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// Parse reads the bytes of a release. It refuses bytes that Canonical would not have written
// (a method it does not know, unknown keys, fractions, a different order, anything before or after) and
// releases whose values have no meaning: a block without a place, columns that the battery does not
// have, the same block twice. The error is of kind survey.Invalid and says in one line what is
// wrong. The arithmetic is for Check.
func Parse(text []byte) (Release, error) {
	var probe struct {
		Method string `json:"method"`
	}
	if err := json.Unmarshal(text, &probe); err != nil {
		return Release{}, survey.Fail(survey.Invalid, "release.broken").Because(err)
	}
	if probe.Method != Method && probe.Method != FirstMethod {
		return Release{}, survey.Fail(survey.Invalid, "release.method", "Method", probe.Method, "Reads", Method)
	}
	var r Release
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return Release{}, survey.Fail(survey.Invalid, "release.foreign").Because(err)
	}
	again, err := r.Canonical()
	if err != nil {
		return Release{}, err
	}
	if !bytes.Equal(text, again) {
		return Release{}, survey.Fail(survey.Invalid, "release.canonical", "Byte", firstDifference(text, again)+1)
	}
	if err := r.wellFormed(); err != nil {
		return Release{}, survey.Fail(survey.Invalid, "release.senseless", "Fault", err)
	}
	return r, nil
}

func firstDifference(x, y []byte) int {
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return i
		}
	}
	return min(len(x), len(y))
}

// filled returns a copy in which no list or map is nil, because nil is written as null.
func (r Release) filled() Release {
	r.Batteries = orEmpty(r.Batteries)
	for i := range r.Batteries {
		r.Batteries[i].Tables = orEmptyMap(r.Batteries[i].Tables)
		for id, columns := range r.Batteries[i].Tables {
			r.Batteries[i].Tables[id] = orEmpty(columns)
		}
	}
	r.Parts = orEmpty(r.Parts)
	for i := range r.Parts {
		p := &r.Parts[i]
		p.Questions, p.Blocks, p.Views = orEmpty(p.Questions), orEmpty(p.Blocks), orEmpty(p.Views)
		for j := range p.Blocks {
			p.Blocks[j].Q = filledTables(p.Blocks[j].Q)
		}
		for j := range p.Views {
			p.Views[j].Groups = orEmpty(p.Views[j].Groups)
			for g := range p.Views[j].Groups {
				p.Views[j].Groups[g].Q = filledTables(p.Views[j].Groups[g].Q)
			}
		}
	}
	r.Withheld = orEmpty(r.Withheld)
	r.Honesty = orEmptyMap(r.Honesty)
	r.Participation = orEmpty(r.Participation)
	return r
}

func filledTables(tables map[string][]int) map[string][]int {
	filled := orEmptyMap(tables)
	for id, counts := range filled {
		filled[id] = orEmpty(counts)
	}
	return filled
}

// orEmpty copies a list, so that filling in below it changes nothing of the caller's.
func orEmpty[T any](list []T) []T {
	return append(make([]T, 0, len(list)), list...)
}

func orEmptyMap[M ~map[string]V, V any](m M) M {
	filled := make(M, len(m))
	for key, value := range m {
		filled[key] = value
	}
	return filled
}
