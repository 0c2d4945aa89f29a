package results

import (
	"sync"

	"fragebatteri/survey/web/page"
)

// keptPages are pages of places as they were made. They hold until staff change anything.
type keptPages struct {
	mu      sync.Mutex
	changes int64 // survey.Participants.Changes when they were made
	pages   map[keptKey]page.Packed
}

// keptKey names a page: how its address names the round and the place, and its language.
type keptKey struct{ round, place, lang string }

// mostKept is how many pages are kept at most, of some 50 kB each.
const mostKept = 256

// find returns a page that was made when there were so many changes.
func (k *keptPages) find(changes int64, key keptKey) (page.Packed, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changes != changes {
		return page.Packed{}, false
	}
	found, ok := k.pages[key]
	return found, ok
}

// keep keeps a page that was made when there were so many changes. What was made before is let go,
// and so is everything when there are too many.
func (k *keptPages) keep(changes int64, key keptKey, made page.Packed) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changes != changes || len(k.pages) >= mostKept || k.pages == nil {
		k.changes, k.pages = changes, map[keptKey]page.Packed{}
	}
	k.pages[key] = made
}
