package survey

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Answers maps the id of a question to the values chosen for it. A question
// that was left out has no entry.
type Answers map[string][]string

// Submission is what arrives from a phone, as it is encrypted. It has no field
// for a person, an address, a device or a time, so none can be stored.
type Submission struct {
	Set          string  `json:"b"` // that was asked, as in "core@1+A@1"
	Origin       string  `json:"r"` // the round in which it was given
	Tag          string  `json:"s"` // the session's random tag
	Municipality string  `json:"m"`
	Intervention string  `json:"i"`
	Channel      Channel `json:"c"`
	Timing       Timing  `json:"t"`
	Language     string  `json:"l"`
	Waited       int     `json:"w,omitempty"` // how many seals it has waited through
	Answers      Answers `json:"a"`
}

// MarshalJSON writes a single value without its list, which keeps every
// submission well below its fixed size.
func (a Answers) MarshalJSON() ([]byte, error) {
	short := make(map[string]any, len(a))
	for id, values := range a {
		if len(values) == 1 {
			short[id] = values[0]
		} else {
			short[id] = values
		}
	}
	return json.Marshal(short)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Answers) UnmarshalJSON(text []byte) error {
	var short map[string]json.RawMessage
	if err := json.Unmarshal(text, &short); err != nil {
		return err
	}
	*a = make(Answers, len(short))
	for id, raw := range short {
		var one string
		if err := json.Unmarshal(raw, &one); err == nil {
			(*a)[id] = []string{one}
			continue
		}
		var several []string
		if err := json.Unmarshal(raw, &several); err != nil {
			return fmt.Errorf("answers to %s: %w", id, err)
		}
		(*a)[id] = several
	}
	return nil
}

// FieldError tells a participant what to mend in one question. Key is a text
// key; Most is the number of options allowed, where Key speaks of it.
type FieldError struct {
	Question string `json:"question"`
	Key      string `json:"error"`
	Most     int    `json:"most,omitempty"`
}

// Text keys of field errors.
const (
	ErrUnknownOption = "error.option" // a value that the question does not have
	ErrOnlyOne       = "error.one"    // several values where one is asked for
	ErrTooMany       = "error.most"   // more than Most options
	ErrAlone         = "error.alone"  // "none of these", dk or na together with another value
)

// Names of the form's hidden fields.
const (
	TokenField = "token" // Visit.Token
	NonceField = "nonce"
)

// refuse returns the key of what is wrong with the values of a question, or "".
func (q Question) refuse(values []string) string {
	allowed := q.Values()
	alone := 0
	for _, v := range values {
		if !slices.Contains(allowed, v) {
			return ErrUnknownOption
		}
		if v == DontKnow || v == NoAnswer || v == q.NoneOption() {
			alone++
		}
	}
	switch {
	case q.Kind != Multi && len(values) > 1:
		return ErrOnlyOne
	case alone > 0 && len(values) > 1:
		return ErrAlone
	case q.Most > 0 && len(values) > q.Most:
		return ErrTooMany
	}
	return ""
}

// inOrder sorts values as the question lists them, so that the same choice is
// always the same bytes.
func (q Question) inOrder(values []string) []string {
	all := q.Values()
	slices.SortFunc(values, func(x, y string) int { return slices.Index(all, x) - slices.Index(all, y) })
	return values
}

// Sizes of a padded submission in bytes. The smallest holds the core battery; the largest, once
// encrypted, still fits a database page together with its key: a page of 8192 bytes keeps 2030 of a row.
const (
	minPlaintext = 512
	maxPlaintext = 1536
)

// isPlaintextSize reports whether submissions can be padded to a size.
func isPlaintextSize(size int) bool { return size >= minPlaintext && size <= maxPlaintext }

// PlaintextSize returns the one size that every submission of a round with these batteries is padded
// to, whichever set is asked: the next multiple of 512 that the set of all of them would need, short forms
// beside their wholes left out.
func PlaintextSize(batteries []*Battery) int {
	return max(minPlaintext, (largestAnswer(batteries)+minPlaintext-1)/minPlaintext*minPlaintext)
}

// largestAnswer returns the length of the longest submission that any set of these batteries can give
// rise to: the longest values in every question.
func largestAnswer(batteries []*Battery) int {
	largest := map[string]*Battery{} // by whole, what has most to answer
	for _, b := range batteries {
		if other := largest[b.Whole()]; other == nil || b.longestAnswers() > other.longestAnswers() {
			largest[b.Whole()] = b
		}
	}
	set := slices.SortedFunc(maps.Values(largest), func(x, y *Battery) int { return cmp.Compare(x.Ref(), y.Ref()) })
	id := strings.Repeat("x", idLength)
	longest := Submission{
		Set: Set(set).Ref(), Origin: id, Tag: id,
		Municipality: "0000", Intervention: "OG0000000000", Channel: Association, Timing: Before, Language: longestLanguageTag,
		Waited: 99, Answers: Answers{},
	}
	text, err := json.Marshal(longest)
	if err != nil {
		panic(err) // strings and ints always marshal
	}
	n := len(text) - 1 // the first battery's answers have no comma before them
	for _, b := range set {
		n += b.longestAnswers() + 1
	}
	return n
}

// longestAnswers returns the length of the longest answers to all of the battery, without their braces.
func (b *Battery) longestAnswers() int {
	longest := Answers{}
	for _, q := range b.Questions {
		options := q.Options()
		if len(options) == 0 {
			continue
		}
		most := 1
		if q.Kind == Multi {
			most = q.MostChosen()
		}
		longest[q.ID] = options[len(options)-most:]
	}
	text, err := json.Marshal(longest)
	if err != nil {
		panic(err) // strings and ints always marshal
	}
	return len(text) - len("{}")
}

// Pad writes the submission as JSON, filled up with spaces to size bytes.
func (s Submission) Pad(size int) ([]byte, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode submission: %w", err)
	}
	if len(text) > size {
		return nil, fmt.Errorf("a submission of %d bytes does not fit %d", len(text), size)
	}
	return append(text, bytes.Repeat([]byte{' '}, size-len(text))...), nil
}

// ParseSubmission reads what Pad wrote.
func ParseSubmission(text []byte) (Submission, error) {
	var s Submission
	if err := json.Unmarshal(text, &s); err != nil {
		return Submission{}, fmt.Errorf("decode submission: %w", err)
	}
	return s, nil
}
