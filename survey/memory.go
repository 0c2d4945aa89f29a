package survey

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
)

// memory tells a repeated sending from another answer on the same nonce. It is
// never written to disk: a digest of an answer beside its receipt would join
// the two for anybody who holds the round's key. After a restart nothing is
// remembered.
type memory struct {
	mu     sync.Mutex
	key    [32]byte
	bodies map[string]map[digest]digest // session → nonce → answers
	busy   map[digest]bool              // sessions and nonces whose answer is being stored
	done   *sync.Cond                   // one of busy is stored
}

type digest [16]byte

func newMemory() *memory {
	m := &memory{bodies: map[string]map[digest]digest{}, busy: map[digest]bool{}}
	m.done = sync.NewCond(&m.mu)
	rand.Read(m.key[:])
	return m
}

func (m *memory) digest(parts ...[]byte) digest {
	mac := hmac.New(sha256.New, m.key[:])
	for _, part := range parts {
		mac.Write(part)
		mac.Write([]byte{0})
	}
	return digest(mac.Sum(nil)[:16])
}

// alone waits until no other answer with this nonce is being stored, and keeps
// others waiting until the function that it returns is called: what comes twice
// at once is compared with what was remembered of the first.
func (m *memory) alone(session, nonce string) func() {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := m.digest([]byte(session), []byte(nonce))
	for m.busy[key] {
		m.done.Wait()
	}
	m.busy[key] = true
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.busy, key)
		m.done.Broadcast()
	}
}

// keep remembers what was stored for a nonce.
func (m *memory) keep(session, nonce string, answers Answers) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bodies[session] == nil {
		m.bodies[session] = map[digest]digest{}
	}
	m.bodies[session][m.digest([]byte(nonce))] = m.digest([]byte(nonce), answers.Canonical())
}

// same reports whether these are the answers that were stored for a nonce, and
// whether it is remembered which they were.
func (m *memory) same(session, nonce string, answers Answers) (same, remembered bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	stored, remembered := m.bodies[session][m.digest([]byte(nonce))]
	return remembered && stored == m.digest([]byte(nonce), answers.Canonical()), remembered
}

// forget drops a session whose receipts are forgotten too.
func (m *memory) forget(session string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.bodies, session)
}
