package survey

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
)

// memory tells a repeated sending from another answer on the same nonce. It is
// never written to disk: a digest of an answer beside its receipt would join
// the two for anybody who holds the round's key. After a restart a known nonce
// is answered as received, whatever comes with it, and a card as used.
type memory struct {
	mu     sync.Mutex
	key    [32]byte
	bodies map[string]map[digest]digest // session → nonce → answers
}

type digest [16]byte

func newMemory() *memory {
	m := &memory{bodies: map[string]map[digest]digest{}}
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

// keep remembers what was stored for a nonce.
func (m *memory) keep(session, nonce string, answers Answers) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bodies[session] == nil {
		m.bodies[session] = map[digest]digest{}
	}
	m.bodies[session][m.digest([]byte(nonce))] = m.digest([]byte(nonce), answers.Canonical())
}

// same reports whether it is known what was stored for a nonce, and whether it
// is these answers.
func (m *memory) same(session, nonce string, answers Answers) (same, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	stored, known := m.bodies[session][m.digest([]byte(nonce))]
	return known && stored == m.digest([]byte(nonce), answers.Canonical()), known
}

// forget drops a session whose receipts are forgotten too.
func (m *memory) forget(session string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.bodies, session)
}
