package staff

import (
	"crypto/rand"
	"sync"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/passkey"
)

// mostCeremonies is how many browsers can be asked for a passkey at the same time. When there are
// more, whoever has waited longest begins again.
const mostCeremonies = 10_000

// ceremony is what the answer of a browser needs.
type ceremony struct {
	staff string // id of whoever makes a passkey; "" where somebody signs in
	of    passkey.Ceremony
}

// ceremonies are those that browsers have not answered yet, by the secret that each browser was given.
type ceremonies struct {
	now     func() time.Time
	mu      sync.Mutex
	waiting map[string]ceremony
	begun   []begun // the oldest first; also of those that have been answered
}

type begun struct {
	secret string
	at     time.Time
}

// add keeps a ceremony and returns the secret by which it is found.
func (all *ceremonies) add(c ceremony) (secret string) {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.drop()
	if all.waiting == nil {
		all.waiting = map[string]ceremony{}
	}
	secret = rand.Text()
	all.waiting[secret] = c
	all.begun = append(all.begun, begun{secret, all.now()})
	return secret
}

// drop forgets those that are too old, and the oldest where there are too many.
func (all *ceremonies) drop() {
	n := 0
	for n < len(all.begun) && (all.now().Sub(all.begun[n].at) >= passkey.Holds || len(all.begun)-n >= mostCeremonies) {
		delete(all.waiting, all.begun[n].secret)
		n++
	}
	all.begun = all.begun[n:]
}

// take returns a ceremony, once, to whoever it was begun for. It returns an error of kind Closed where
// there is none, or no longer.
func (all *ceremonies) take(secret, staff string) (passkey.Ceremony, error) {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.drop()
	c, known := all.waiting[secret]
	delete(all.waiting, secret)
	if !known || c.staff != staff {
		return passkey.Ceremony{}, survey.Fail(survey.Closed, "passkey.late")
	}
	return c.of, nil
}
