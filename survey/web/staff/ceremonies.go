package staff

import (
	"crypto/rand"
	"sync"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/passkey"
)

// ceremony is what the answer of a browser that is asked for a passkey needs.
type ceremony struct {
	staff string // id of whoever makes a passkey; "" where somebody signs in
	of    passkey.Ceremony
}

// mostUnanswered is how many browsers can be asked something at the same time. When there are more,
// whoever has waited longest begins again.
const mostUnanswered = 10_000

// unanswered is what the answers of browsers need that have not come yet, by the secret that each
// browser was given.
type unanswered[T any] struct {
	holds   time.Duration
	now     func() time.Time
	mu      sync.Mutex
	waiting map[string]T
	begun   []begun // the oldest first; also of those that have been answered
}

type begun struct {
	secret string
	at     time.Time
}

// add keeps what an answer needs and returns the secret by which it is found.
func (u *unanswered[T]) add(needed T) (secret string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.drop()
	if u.waiting == nil {
		u.waiting = map[string]T{}
	}
	secret = rand.Text()
	u.waiting[secret] = needed
	u.begun = append(u.begun, begun{secret, u.now()})
	return secret
}

// drop forgets what is too old, and the oldest where there is too much.
func (u *unanswered[T]) drop() {
	n := 0
	for n < len(u.begun) && (u.now().Sub(u.begun[n].at) >= u.holds || len(u.begun)-n >= mostUnanswered) {
		delete(u.waiting, u.begun[n].secret)
		n++
	}
	u.begun = u.begun[n:]
}

// take returns what an answer needs, once, and whether there is anything, or still.
func (u *unanswered[T]) take(secret string) (needed T, known bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.drop()
	needed, known = u.waiting[secret]
	delete(u.waiting, secret)
	return needed, known
}

// takeCeremony returns a ceremony, once, to whoever it was begun for. It returns an error of kind
// Closed where there is none, or no longer.
func (d *Door) takeCeremony(secret, staff string) (passkey.Ceremony, error) {
	c, known := d.ceremonies.take(secret)
	if !known || c.staff != staff {
		return passkey.Ceremony{}, survey.Fail(survey.Closed, "passkey.late")
	}
	return c.of, nil
}
