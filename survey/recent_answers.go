package survey

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
)

// recentAnswers tells a repeated sending from another answer on the same nonce. It is
// never written to disk: a digest of an answer beside its receipt would join
// the two for anybody who holds the round's key. After a restart nothing is
// remembered.
type recentAnswers struct {
	mu     sync.Mutex
	key    [32]byte
	bodies map[string]map[digest]digest // session → nonce → answers
	busy   map[digest]bool              // sessions and nonces whose answer is being stored
	done   *sync.Cond                   // one of busy is stored
}

type digest [16]byte

func newRecentAnswers() *recentAnswers {
	r := &recentAnswers{bodies: map[string]map[digest]digest{}, busy: map[digest]bool{}}
	r.done = sync.NewCond(&r.mu)
	rand.Read(r.key[:])
	return r
}

func (r *recentAnswers) digest(parts ...[]byte) digest {
	mac := hmac.New(sha256.New, r.key[:])
	for _, part := range parts {
		mac.Write(part)
		mac.Write([]byte{0})
	}
	return digest(mac.Sum(nil)[:16])
}

// alone waits until no other answer with this nonce is being stored, and keeps
// others waiting until the function that it returns is called: what comes twice
// at once is compared with what was remembered of the first.
func (r *recentAnswers) alone(session, nonce string) func() {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := r.digest([]byte(session), []byte(nonce))
	for r.busy[key] {
		r.done.Wait()
	}
	r.busy[key] = true
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.busy, key)
		r.done.Broadcast()
	}
}

// keep remembers what was stored for a nonce.
func (r *recentAnswers) keep(session, nonce string, answers Answers) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bodies[session] == nil {
		r.bodies[session] = map[digest]digest{}
	}
	r.bodies[session][r.digest([]byte(nonce))] = r.digest([]byte(nonce), answers.Canonical())
}

// same reports whether these are the answers that were stored for a nonce, and
// whether it is remembered which they were.
func (r *recentAnswers) same(session, nonce string, answers Answers) (same, remembered bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	stored, remembered := r.bodies[session][r.digest([]byte(nonce))]
	return remembered && stored == r.digest([]byte(nonce), answers.Canonical()), remembered
}

// forget drops a session whose receipts are forgotten too.
func (r *recentAnswers) forget(session string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.bodies, session)
}
