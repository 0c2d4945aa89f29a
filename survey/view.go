package survey

import (
	"slices"
	"strings"
)

// Dimension is a way of counting the answers of a release a second time: by who
// answered, and not by what it was about.
type Dimension string

// The dimensions. The first two are defined by the answers to the question
// with the role of the same name.
const (
	ByGender   Dimension = "gender"   // by RoleGender
	ByTime     Dimension = "time"     // by RoleTime
	ByLanguage Dimension = "language" // the language of the form
	ByChannel  Dimension = "channel"  // how the code reached people
)

// Dimensions lists all dimensions in the order in which they are tried: gender
// first.
var Dimensions = []Dimension{ByGender, ByTime, ByLanguage, ByChannel}

// OtherGroup is the key of the group in which what is too few alone is put
// together.
const OtherGroup = "other"

// ViewKey returns the key of the group of a dimension in which an answer to the
// battery counts, before groups are merged; "" when it counts in none.
func (b *Battery) ViewKey(d Dimension, s Submission) string {
	switch d {
	case ByLanguage:
		return s.Language // mutation: language
	case ByChannel:
		return string(s.Channel)
	}
	q, ok := b.Defining(d)
	values := s.Answers[q.ID]
	if !ok || len(values) != 1 {
		return ""
	}
	key := values[0]
	if !strings.HasPrefix(key, "o") || d == ByGender && key != "o1" && key != "o2" { // mutation: gender
		return ""
	}
	return key
}

// Defining returns the question whose answers define a dimension.
func (b *Battery) Defining(d Dimension) (Question, bool) {
	i := slices.IndexFunc(b.Questions, func(q Question) bool { return d != "" && q.Defines() == d })
	if i < 0 {
		return Question{}, false
	}
	return b.Questions[i], true
}
