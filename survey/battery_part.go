package survey

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Whole returns the reference of the battery as which answers to this one are counted: the whole that
// it is a short form of, or itself.
func (b *Battery) Whole() string {
	if b.PartOf != "" {
		return b.PartOf
	}
	return b.Ref()
}

// WordedAs returns the id of the battery with whose words this one asks: its whole's.
func (b *Battery) WordedAs() string {
	id, _, _ := strings.Cut(b.Whole(), "@")
	return id
}

// ResolveParts gives the short forms among these batteries the questions, scales, pairs and measures of
// their wholes, in the order of the whole, and prepares all of them. Words, order and ids of a short form can
// therefore not differ from those of its whole. The error joins everything that is wrong.
func ResolveParts(batteries []*Battery) []error {
	var errs []error
	for _, b := range batteries {
		if b.PartOf == "" {
			if err := b.Prepare(); err != nil {
				errs = append(errs, err)
			}
		}
	}
	for _, b := range batteries {
		if b.PartOf == "" {
			continue
		}
		i := slices.IndexFunc(batteries, func(whole *Battery) bool { return whole.Ref() == b.PartOf })
		if i < 0 {
			errs = append(errs, fmt.Errorf("battery %s: part_of names %s, which there is none of; name a battery and its version, as in core@1", b.ID, b.PartOf))
			continue
		}
		if err := b.takeFrom(batteries[i]); err != nil {
			errs = append(errs, err)
		} else if err := b.Prepare(); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// takeFrom fills in a short form from its whole.
func (b *Battery) takeFrom(whole *Battery) error {
	wrong := func(what string, args ...any) error {
		return fmt.Errorf("battery %s: "+what, append([]any{b.ID}, args...)...)
	}
	switch {
	case whole.PartOf != "":
		return wrong("%s is a short form itself; name the battery that has the questions", b.PartOf)
	case whole.ID == b.ID:
		return wrong("it is a part of itself; give it another id")
	case len(b.Asks) == 0:
		return wrong("a short form asks something; name questions of %s in asks", b.PartOf)
	}
	asks := func(id string) bool { return slices.Contains(b.Asks, id) }
	var questions []Question
	for _, q := range whole.Questions {
		if asks(q.ID) {
			questions = append(questions, q)
		}
	}
	if ids := idsOf(questions); !slices.Equal(ids, b.Asks) {
		return wrong("asks names questions of %s, each once and in its order: of these it has %v", b.PartOf, ids)
	}
	b.Questions, b.Scales, b.Measures, b.Pairs = questions, map[string]int{}, nil, nil
	for _, q := range questions {
		if q.Scale != "" {
			b.Scales[q.Scale] = whole.Scales[q.Scale]
		}
	}
	if whole.Measures != nil {
		b.Measures = maps.Clone(whole.Measures)
		maps.DeleteFunc(b.Measures, func(id string, _ Measure) bool { return !asks(id) })
	}
	for _, pair := range whole.Pairs {
		if asks(pair[0]) && asks(pair[1]) {
			b.Pairs = append(b.Pairs, pair)
		}
	}
	return nil
}

// hasOwn reports whether a short form says anything that is its whole's to say.
func (b *Battery) hasOwn() bool {
	return len(b.Questions)+len(b.Scales)+len(b.Pairs)+len(b.Measures) > 0
}

// CheckWritten returns an error unless the battery can stand so in a file of its own: what is asked
// is either there or named, never both.
func (b *Battery) CheckWritten() error {
	switch {
	case b.PartOf != "" && b.hasOwn():
		return fmt.Errorf("battery %s: a short form has no questions, scales, pairs and measures of its own; remove them, or part_of", b.ID)
	case b.PartOf == "" && len(b.Asks) > 0:
		return fmt.Errorf("battery %s: asks names questions of a whole; say which in part_of, or remove asks", b.ID)
	}
	return nil
}

// MarshalJSON writes a short form without what it has from its whole.
func (b *Battery) MarshalJSON() ([]byte, error) {
	type plain Battery
	if b.PartOf == "" {
		return json.Marshal((*plain)(b))
	}
	return json.Marshal(struct {
		ID      string   `json:"id"`
		Version int      `json:"version"`
		PartOf  string   `json:"part_of"`
		Asks    []string `json:"asks"`
	}{b.ID, b.Version, b.PartOf, b.Asks})
}

func idsOf(questions []Question) []string {
	ids := make([]string, 0, len(questions))
	for _, q := range questions {
		ids = append(ids, q.ID)
	}
	return ids
}
