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

// Room returns how many bytes a clip of a key may have, so that no question that
// says it becomes larger than MostBytes. size gives the bytes of the other clips,
// 0 for those that have not been recorded.
func (s Script) Room(key string, size func(key string) int64) int64 {
	room := int64(MostBytes)
	for _, q := range s.Battery.Questions {
		keys := q.Keys()
		if !slices.Contains(keys, key) {
			continue
		}
		left := int64(MostBytes)
		for _, other := range keys {
			if other != key {
				left -= size(other)
			}
		}
		room = min(room, left)
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
