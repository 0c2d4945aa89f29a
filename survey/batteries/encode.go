package batteries

import (
	"bytes"
	"encoding/json"
	"strings"

	"fragebatteri/survey"
)

// Encode returns the JSON of a battery as Load reads it, laid out as people read it: a line for each
// question, scale and measure.
func Encode(b *survey.Battery) ([]byte, error) {
	whole := *b
	if whole.Scales == nil {
		whole.Scales = map[string]int{}
	}
	if whole.Pairs == nil {
		whole.Pairs = [][2]string{}
	}
	compact, err := json.Marshal(&whole)
	if err != nil {
		return nil, err
	}
	members, err := membersOf(compact)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, m := range members {
		lines = append(lines, "  "+m.name+": "+laidOut(m.value))
	}
	return []byte("{\n" + strings.Join(lines, ",\n") + "\n}\n"), nil
}

// member is one member of an object, as it is written.
type member struct {
	name  string
	value json.RawMessage
}

// membersOf returns the members of an object in their order.
func membersOf(object []byte) ([]member, error) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	var members []member
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		quoted, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		m := member{name: string(quoted)}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

// laidOut returns a member's value: objects, and lists of objects, with a line for each of theirs.
func laidOut(value json.RawMessage) string {
	var items []json.RawMessage
	switch {
	case len(value) > 2 && value[0] == '{':
		members, err := membersOf(value)
		if err != nil {
			return spaced(value)
		}
		var lines []string
		for _, m := range members {
			lines = append(lines, "    "+m.name+": "+spaced(m.value))
		}
		return "{\n" + strings.Join(lines, ",\n") + "\n  }"
	case bytes.HasPrefix(value, []byte("[{")) && json.Unmarshal(value, &items) == nil:
		var lines []string
		for _, item := range items {
			lines = append(lines, "    "+spaced(item))
		}
		return "[\n" + strings.Join(lines, ",\n") + "\n  ]"
	}
	return spaced(value)
}

// spaced returns JSON on one line, with a space after each comma and colon.
func spaced(value json.RawMessage) string {
	var line strings.Builder
	quoted := false
	for i, c := range value {
		line.WriteByte(c)
		switch {
		case c == '"' && (i == 0 || value[i-1] != '\\'):
			quoted = !quoted
		case !quoted && (c == ',' || c == ':'):
			line.WriteByte(' ')
		}
	}
	return line.String()
}
