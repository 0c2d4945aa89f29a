package surveytest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"fragebatteri/survey"
)

// damages are what stands in the place of a value: another kind of it, nothing,
// and numbers out of range.
var damages = []string{`null`, `{}`, `[]`, `""`, `-1`, `0`, `9000000000000000000`, `"\u0000"`, `[null]`}

// Damaged tries every text that a JSON text becomes when one of its values is
// replaced, and when one of its lists loses its last entry. where says what was
// done, as in ".round.k = null". In a list of plain values the first two stand for all.
func Damaged(t testing.TB, text []byte, try func(where string, damaged []byte)) {
	t.Helper()
	j := jsonText{t: t, text: text, decoder: json.NewDecoder(bytes.NewReader(text))}
	j.value("")
	if len(j.found) < 2 {
		t.Fatalf("there are only %d values in %.80s", len(j.found), text)
	}
	for _, v := range j.found {
		for _, damage := range damages {
			try(v.path+" = "+damage, bytes.Join([][]byte{text[:v.start], []byte(damage), text[v.end:]}, nil))
		}
		if v.last > 0 {
			try(v.path+" cut", bytes.Join([][]byte{text[:v.last], []byte("]"), text[v.end:]}, nil))
		}
	}
}

// Digested makes a damaged pending file arrive whole: its digest is right.
func Digested(text []byte) []byte {
	const before, after = `"digest":"`, `"}`
	text = bytes.TrimSpace(text)
	i := bytes.LastIndex(text, []byte(before))
	if i < 0 {
		return text
	}
	start := string(text[:i]) + before
	return []byte(start + survey.HashOf([]byte(start+after)) + after)
}

// jsonText finds the values in a text.
type jsonText struct {
	t       testing.TB
	text    []byte
	decoder *json.Decoder
	found   []jsonValue
}

// jsonValue is where a value is. last is where the last entry of a list is taken
// away.
type jsonValue struct {
	path             string
	start, end, last int
}

// value reads one value and what is in it, and returns where it ends.
func (j *jsonText) value(path string) int {
	start := int(j.decoder.InputOffset())
	start += bytes.IndexFunc(j.text[start:], func(r rune) bool { return !bytes.ContainsRune([]byte(" \n\t\r,:"), r) })
	v := jsonValue{path: path, start: start}
	switch j.token() {
	case json.Delim('{'):
		for j.decoder.More() {
			key := j.token()
			j.value(fmt.Sprintf("%s.%v", path, key))
		}
		j.token()
	case json.Delim('['):
		before := start + len("[")
		for i := 0; j.decoder.More(); i++ {
			known := len(j.found)
			v.last = before
			before = j.value(fmt.Sprintf("%s[%d]", path, i))
			if i > 1 && len(j.found) == known+1 {
				j.found = j.found[:known]
			}
		}
		j.token()
	}
	v.end = int(j.decoder.InputOffset())
	j.found = append(j.found, v)
	return v.end
}

func (j *jsonText) token() json.Token {
	token, err := j.decoder.Token()
	if err != nil {
		j.t.Fatal(err)
	}
	return token
}
