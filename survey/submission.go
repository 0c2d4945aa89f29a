package survey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Answers maps the id of a question to the values chosen for it. A question
// that was left out has no entry.
type Answers map[string][]string

// Submission is what arrives from a phone, as it is encrypted. It has no field
// for a person, an address, a device or a time, so none can be stored.
type Submission struct {
	Battery      string  `json:"b"` // reference, as in "core@1"
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
// submission of a battery well below its fixed size.
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

// Parse reads a posted form against the battery. Fields that are no question
// of the battery are an error of the form as a whole: a form that we did not
// make is not taken apart. An empty form is allowed: skipping is a right.
func (b *Battery) Parse(form url.Values) (Answers, []FieldError, error) {
	answers := Answers{}
	var wrong []FieldError
	for _, q := range b.Questions {
		values := slices.Compact(slices.Sorted(slices.Values(form[q.ID])))
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) == 0 {
			continue
		}
		if key := q.refuse(values); key != "" {
			wrong = append(wrong, FieldError{Question: q.ID, Key: key, Most: q.Most})
			continue
		}
		answers[q.ID] = q.inOrder(values)
	}
	for field := range form {
		if _, known := b.Question(field); !known && field != NonceField && field != TokenField {
			return nil, nil, Fail(Invalid, "form")
		}
	}
	return answers, wrong, nil
}

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

// Fits reports whether the answers could have been given to this battery. The
// seal counts those that could not as unreadable.
func (b *Battery) Fits(answers Answers) error {
	for id, values := range answers {
		q, ok := b.Question(id)
		if !ok {
			return fmt.Errorf("no question %s in %s", id, b.Ref())
		}
		if len(values) == 0 || q.refuse(values) != "" {
			return fmt.Errorf("values of %s do not fit %s", id, b.Ref())
		}
	}
	return nil
}

// Sizes of a padded submission in bytes. The smallest holds the core battery;
// the largest still fits a database page together with its key.
const (
	minPlaintext = 512
	maxPlaintext = 1024
)

// isPlaintextSize reports whether submissions can be padded to a size.
func isPlaintextSize(size int) bool { return size >= minPlaintext && size <= maxPlaintext }

// PlaintextSize returns the one size that every submission of a round with
// these batteries is padded to: 512, or the next power of two.
func PlaintextSize(batteries []*Battery) int {
	size := minPlaintext
	for _, b := range batteries {
		for size < b.largestAnswer() {
			size *= 2
		}
	}
	return size
}

// largestAnswer returns the length of the longest submission the battery can
// give rise to: the longest values in every question.
func (b *Battery) largestAnswer() int {
	id := strings.Repeat("x", idLength)
	longest := Submission{
		Battery: b.Ref(), Origin: id, Tag: id,
		Municipality: "0000", Intervention: "OG0000000000", Channel: Association, Timing: Before, Language: longestLanguageTag,
		Waited: 99, Answers: Answers{},
	}
	for _, q := range b.Questions {
		options := q.Options()
		if len(options) == 0 {
			continue
		}
		most := 1
		if q.Kind == Multi {
			most = q.MostChosen()
		}
		longest.Answers[q.ID] = options[len(options)-most:]
	}
	text, err := json.Marshal(longest)
	if err != nil {
		panic(err) // strings and ints always marshal
	}
	return len(text)
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
