package survey

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Set is the batteries that are asked together in a session, in their order. No question stands in
// two of them. The first one's whole is the set's home: with what is at home there, an answer is counted
// or waits.
type Set []*Battery

// setJoint stands between the batteries of a set, as in "core+A" and "core@1+A@1".
const setJoint = "+"

// RefsIn returns the references of the batteries of a set, or their ids, from how it is written.
func RefsIn(set string) []string { return strings.Split(set, setJoint) }

// NewSet returns batteries as a set. The error is of kind Invalid when a battery or a question would
// stand in it twice.
func NewSet(batteries ...*Battery) (Set, error) {
	in := map[string]*Battery{} // by id of a question
	for i, b := range batteries {
		if slices.Contains(batteries[:i], b) {
			return nil, Fail(Invalid, "set.battery", "Battery", b.ID)
		}
		for _, q := range b.Questions {
			if other := in[q.ID]; other != nil {
				return nil, Fail(Invalid, "set.question", "Question", q.ID, "Battery", other.ID, "Other", b.ID)
			}
			in[q.ID] = b
		}
	}
	return batteries, nil
}

// Ref names the set by the references of its batteries, as in "core@1+A@1".
func (s Set) Ref() string { return strings.Join(refsOf(s), setJoint) }

// Home returns the reference of the set's home.
func (s Set) Home() string { return s[0].Whole() }

// Form returns what is asked in a session of a timing, in the order in which it is.
func (s Set) Form(t Timing) Form {
	var asked Form
	for _, b := range s {
		for _, q := range b.Questions {
			if q.AskedAt(t) {
				asked = append(asked, q)
			}
		}
	}
	return asked
}

// findSet returns the set that is written so, of batteries that battery returns by their references.
func findSet(written string, battery func(ref string) (*Battery, error)) (Set, error) {
	var batteries []*Battery
	for _, ref := range RefsIn(written) {
		b, err := battery(ref)
		if err != nil {
			return nil, err
		}
		batteries = append(batteries, b)
	}
	return NewSet(batteries...)
}

// SetIn returns the set that is written so, as in "core@1+A@1", of these batteries, and whether there is
// such a set.
func SetIn(batteries []*Battery, written string) (Set, bool) {
	set, err := findSet(written, func(ref string) (*Battery, error) {
		i := slices.IndexFunc(batteries, func(b *Battery) bool { return b.Ref() == ref })
		if i < 0 {
			return nil, Fail(NotFound, "battery.version", "Battery", ref)
		}
		return batteries[i], nil
	})
	return set, err == nil
}

// set returns the set of the round's batteries that is written so by ids, as in "core+A"; "" stands for
// its first battery alone. battery returns a battery as the round asks it.
func (r Round) set(ids string, battery func(ref string) (*Battery, error)) (Set, error) {
	if ids == "" {
		return findSet(r.Batteries[0], battery)
	}
	var refs []string
	for _, id := range RefsIn(ids) {
		i := slices.IndexFunc(r.Batteries, func(ref string) bool { return strings.HasPrefix(ref, id+"@") })
		if i < 0 {
			return nil, Fail(Invalid, "session.battery", "Round", r.Name, "Battery", id, "Batteries", strings.Join(r.Batteries, ", "))
		}
		refs = append(refs, r.Batteries[i])
	}
	return findSet(strings.Join(refs, setJoint), battery)
}

// Form is the questions of one form, in the order in which they are asked.
type Form []Question

// Question returns the question with that id.
func (f Form) Question(id string) (Question, bool) {
	i := slices.IndexFunc(f, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return f[i], true
}

// Parse reads the form as it was posted. Fields that are no question of it are an error of the form as a whole: a
// form that we did not make is not taken apart. An empty form is allowed: skipping is a right.
func (f Form) Parse(posted url.Values) (Answers, []FieldError, error) {
	answers := Answers{}
	var wrong []FieldError
	for _, q := range f {
		values := slices.Compact(slices.Sorted(slices.Values(posted[q.ID])))
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
	for field := range posted {
		if _, known := f.Question(field); !known && field != NonceField && field != TokenField {
			return nil, nil, Fail(Invalid, "form")
		}
	}
	return answers, wrong, nil
}

// Fits reports whether the answers could have been given to these questions. The seal counts those
// that could not as unreadable.
func (f Form) Fits(answers Answers) error {
	for id, values := range answers {
		q, ok := f.Question(id)
		if !ok {
			return fmt.Errorf("%s was not asked", id)
		}
		if len(values) == 0 || q.refuse(values) != "" {
			return fmt.Errorf("these are no values of %s", id)
		}
	}
	return nil
}
