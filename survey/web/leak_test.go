package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// marks is what must not be found anywhere: what a simulated person's request
// carried, and when it came.
type marks struct {
	mu    sync.Mutex
	texts map[string]string // text in small letters → what it is
	bytes map[string]string // the same as bytes that are no text
}

func newMarks() *marks { return &marks{texts: map[string]string{}, bytes: map[string]string{}} }

func (m *marks) text(what, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts[strings.ToLower(text)] = what
}

func (m *marks) raw(what string, mark []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bytes[string(mark)] = what
}

// address marks an address as text and as a program would store it.
func (m *marks) address(address string) {
	m.text("address", address)
	if parsed, err := netip.ParseAddr(address); err == nil {
		m.raw("address as bytes", parsed.AsSlice())
	}
}

// nonce marks a nonce, and its digest without a salt.
func (m *marks) nonce(nonce string) {
	m.text("nonce", nonce)
	sum := sha256.Sum256([]byte(nonce))
	m.text("digest of a nonce", fmt.Sprintf("%x", sum[:8]))
	m.raw("digest of a nonce", sum[:8])
}

// answers marks the ways in which an answer is written without encryption.
func (m *marks) answers() {
	for _, text := range []string{`"K01":`, `"K19":[`, "K01=o", "K19=o", "map[K01", `"a":{"`} {
		m.text("answer", text)
	}
}

// times marks every second from one time to another, as people and programs
// write it.
func (m *marks) times(from, to time.Time) {
	for at := from.Truncate(time.Second); !at.After(to); at = at.Add(time.Second) {
		for _, zone := range []*time.Location{time.UTC, time.Local} {
			m.text("time", at.In(zone).Format("15:04:05"))
			m.text("time", at.In(zone).Format("150405"))
		}
		m.text("time in seconds", fmt.Sprint(at.Unix()))
		m.raw("time as bytes", binary.BigEndian.AppendUint32(nil, uint32(at.Unix())))
	}
}

// few bytes may stand somewhere by chance, in random keys and ciphertexts; what
// is stored of thirty people stands there more often.
const byChance = 2

// found lists what is in a content that must not be.
func (m *marks) found(content []byte) []string {
	var found []string
	small := bytes.ToLower(content)
	for text, what := range m.texts {
		if at := bytes.Index(small, []byte(text)); at >= 0 {
			found = append(found, fmt.Sprintf("%s %q in %q", what, text, content[max(0, at-40):min(len(content), at+60)]))
		}
	}
	kinds := map[string]map[string]bool{}
	for mark, what := range m.bytes {
		for rest, at := content, bytes.Index(content, []byte(mark)); at >= 0; at = bytes.Index(rest, []byte(mark)) {
			if kinds[what] == nil {
				kinds[what] = map[string]bool{}
			}
			// A page of a database is written many times: what stands before tells places apart.
			kinds[what][string(rest[max(0, at-12):at])+mark] = true
			rest = rest[at+len(mark):]
		}
	}
	for what, places := range kinds {
		if len(places) > byChance {
			found = append(found, fmt.Sprintf("%s in %d places", what, len(places)))
		}
	}
	return found
}

// inFolder looks for marks in all files of a folder and in their names.
func (m *marks) inFolder(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	files := 0
	ok(t, filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(name)
		for _, what := range m.found(append(content, filepath.Base(name)...)) {
			found = append(found, filepath.Base(name)+": "+what)
		}
		return err
	}))
	if files < 2 {
		t.Fatalf("the data folder has %d files", files)
	}
	return found
}

// The detector finds each kind of mark where it stands, and nothing in noise.
func TestDetector(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 8, 7, 0, time.UTC)
	m := newMarks()
	m.address("127.77.3.9")
	m.address("2001:db8::77")
	m.nonce("ABCDEFGHIJKLMNOPQRSTUVWXY2")
	m.text("agent", "Marked-Agent-07")
	m.answers()
	m.times(at, at.Add(30*time.Second))
	noise := make([]byte, 0, 1<<16)
	for i := range uint32(1 << 11) {
		sum := sha256.Sum256(binary.BigEndian.AppendUint32(nil, i))
		noise = append(noise, sum[:]...)
	}
	if found := m.found(noise); len(found) > 0 {
		t.Errorf("in noise it finds %v", found)
	}
	many := func(plant func(i int) []byte) []byte {
		var out []byte
		for i := range 30 {
			out = append(append(out, noise[i*99:i*99+50]...), plant(i)...)
		}
		return out
	}
	sum := sha256.Sum256([]byte("ABCDEFGHIJKLMNOPQRSTUVWXY2"))
	for name, planted := range map[string][]byte{
		"an address":           []byte("request from 127.77.3.9:4711"),
		"another address":      []byte(`for="[2001:DB8::77]"`),
		"addresses as bytes":   many(func(int) []byte { return []byte{127, 77, 3, 9} }),
		"a nonce":              []byte("nonce=abcdefghijklmnopqrstuvwxy2"),
		"digests":              many(func(int) []byte { return sum[:] }),
		"an agent":             []byte("marked-agent-07/1.0"),
		"an answer":            []byte(`{"K01":"o2"}`),
		"a posted answer":      []byte("K19=o2"),
		"a time":               []byte("2026-11-23T09:08:20Z"),
		"a time in seconds":    []byte(fmt.Sprint(at.Unix() + 3)),
		"times of a database":  many(func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(at.Unix())+uint32(i)) }),
		"gin's own log format": []byte("[GIN] 2026/11/23 - 09:08:07 | 303 |"),
	} {
		if found := m.found(append(append(noise[:len(noise):len(noise)], planted...), noise...)); len(found) == 0 {
			t.Errorf("%s is not found", name)
		}
	}
}
