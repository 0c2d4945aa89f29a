package audio

import (
	"slices"

	"fragebatteri/survey"
)

// Script is what is read aloud of a battery in one language.
type Script struct {
	Battery  *survey.Battery
	Language string                  // tag
	Text     func(key string) string // the words that are shown for a key
}

// Keys returns the keys of everything that is read aloud, each once, in the order
// in which it is first shown.
func (s Script) Keys() []string {
	var keys []string
	for _, q := range s.Battery.Questions {
		for _, key := range q.Keys() {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// Left returns how many bytes are left to the clips of a question; it is negative when they are larger
// than MostBytes. size gives the bytes of what is recorded of a key, 0 where nothing is.
func (s Script) Left(q survey.Question, size func(key string) int64) int64 {
	left := int64(MostBytes)
	for _, key := range q.Keys() {
		left -= size(key)
	}
	return left
}

// Room returns how many bytes a clip of a key may have in place of what is recorded of it, so that no
// question that says it becomes larger than MostBytes.
func (s Script) Room(key string, size func(key string) int64) int64 {
	room := int64(MostBytes)
	for _, q := range s.Battery.Questions {
		if slices.Contains(q.Keys(), key) {
			room = min(room, s.Left(q, size)+size(key))
		}
	}
	return max(room, 0)
}

// knows returns an error of kind NotFound unless the script has a key.
func (s Script) knows(key string) error {
	if slices.Contains(s.Keys(), key) {
		return nil
	}
	return survey.Fail(survey.NotFound, "clip.unknown")
}
