package sqlite

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fragebatteri/survey"
)

const (
	orderSets = 200
	orderSize = 15 // answers: a small session
)

// orderStore returns a store whose answers file has pages of that size.
// Nothing is waited for to reach the disk: the layout is the same.
func orderStore(t *testing.T, pageSize int) *Store {
	t.Helper()
	s := newStore(t)
	ok(t, s.Close())
	file := filepath.Join(s.dir, answersFile)
	ok(t, os.Remove(file))
	_, answers, err := schemas()
	ok(t, err)
	ok(t, makeAnswers(t.Context(), answers, file, pageSize))
	s = reopen(t, s)
	var got int
	ok(t, s.Answers.db.QueryRow(`PRAGMA page_size`).Scan(&got))
	if got != pageSize {
		t.Fatalf("pages of %d bytes, want %d", got, pageSize)
	}
	_, err = s.Answers.db.Exec(`PRAGMA synchronous = OFF`)
	ok(t, err)
	return s
}

// tally counts in how many pairs of marks the one that came first stands first.
type tally struct{ first, pairs int }

// count looks for the marks, given in the order of their arrival, in the
// answers file, and in its log where that does not hold them.
func (c *tally) count(t *testing.T, s *Store, marks [][]byte) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(s.dir, answersFile))
	ok(t, err)
	log, err := os.ReadFile(filepath.Join(s.dir, answersFile+"-wal"))
	ok(t, err)
	places := make([]int, len(marks))
	for i, mark := range marks {
		places[i] = bytes.Index(file, mark)
		if places[i] < 0 {
			places[i] = len(file) + bytes.Index(log, mark)
		}
		if places[i] < len(file) && !bytes.Contains(file, mark) {
			t.Fatal("a mark is nowhere")
		}
		for _, before := range places[:i] {
			c.pairs++
			if before < places[i] {
				c.first++
			}
		}
	}
}

func (c tally) share() float64 { return float64(c.first) / float64(c.pairs) }

// shows reports whether whoever reads the file can tell the order, the same way
// round or the other.
func (c tally) shows() bool { return c.share() > 0.9 || c.share() < 0.1 }

func (c tally) hides() bool { return c.share() > 0.45 && c.share() < 0.55 }

// A session is five to thirty people, who fit one page. Where a row stands in
// the file must not tell who was first.
func TestOrderOfArrivalIsGone(t *testing.T) {
	for _, pageSize := range []int{4096, 8192} {
		// The smaller ones all fit one page, whose layout is what shows the order
		// when the log is gone; 593 bytes are a real answer.
		for length, sets := range map[int]int{150: orderSets, 593: orderSets / 2} {
			t.Run(fmt.Sprintf("pages of %d, answers of %d", pageSize, length), func(t *testing.T) {
				t.Parallel()
				s := orderStore(t, pageSize)
				var logged, laidOut, compacted, receipts tally
				for set := range sets {
					ciphertexts, macs := receiveInOrder(t, s, fmt.Sprintf("set %d", set), length)
					logged.count(t, s, ciphertexts)
					_, err := s.Answers.db.Exec(checkpoint)
					ok(t, err)
					laidOut.count(t, s, ciphertexts)
					ok(t, s.Compact(t.Context()))
					compacted.count(t, s, ciphertexts)
					receipts.count(t, s, macs)
					empty(t, s)
				}
				t.Logf("log %.1f %%, layout %.1f %%, compacted %.1f %%, receipts %.1f %%",
					100*logged.share(), 100*laidOut.share(), 100*compacted.share(), 100*receipts.share())
				if !logged.shows() || length == 150 && !laidOut.shows() {
					t.Error("the test would not notice an order")
				}
				if !compacted.hides() || !receipts.hides() {
					t.Error("the order of arrival can be read from the file")
				}
			})
		}
	}
}

// receiveInOrder stores a set of answers one by one and returns what is to be
// looked for.
func receiveInOrder(t *testing.T, s *Store, session string, length int) (ciphertexts, macs [][]byte) {
	t.Helper()
	var nonces []string
	for range orderSize {
		ciphertext := make([]byte, length)
		rand.Read(ciphertext)
		a := arrivalOf("round", session, ciphertext)
		receive(t, s, a)
		ciphertexts = append(ciphertexts, ciphertext)
		nonces = append(nonces, a.Nonce)
	}
	salt, err := first(t.Context(), s.Answers.db, value[[]byte], `SELECT salt FROM salt WHERE session = ?`, session)
	ok(t, err)
	for _, nonce := range nonces {
		macs = append(macs, mac(salt, nonce))
	}
	return ciphertexts, macs
}

func empty(t *testing.T, s *Store) {
	t.Helper()
	for _, table := range []string{"pending", "receipt", "salt"} {
		_, err := s.Answers.db.Exec(`DELETE FROM ` + table)
		ok(t, err)
	}
	ok(t, s.Compact(t.Context()))
}

// What shares a commit shows no order even before Compact.
func TestOrderWithinACommit(t *testing.T) {
	s := orderStore(t, answersPageSize)
	var shared tally
	for range orderSets {
		var batch []queuedAnswer
		var ciphertexts [][]byte
		for range orderSize {
			ciphertext := make([]byte, 150)
			rand.Read(ciphertext)
			ciphertexts = append(ciphertexts, ciphertext)
			batch = append(batch, queuedAnswer{Arrival: arrivalOf("round", "session", ciphertext)})
		}
		_, err := s.store(batch)
		ok(t, err)
		shared.count(t, s, ciphertexts)
		empty(t, s)
	}
	t.Logf("%.1f %%", 100*shared.share())
	if !shared.hides() {
		t.Error("the order of arrival can be read from the file")
	}
}

// marked returns bytes of the size of an answer that can be found again.
func marked(i int) []byte {
	ciphertext := make([]byte, 593)
	rand.Read(ciphertext)
	copy(ciphertext[100:], fmt.Sprintf("MARKED<%04d>", i))
	return ciphertext
}

// left returns how often any of the marks stands in any file of the folder.
func left(t *testing.T, s *Store, marks ...[]byte) int {
	t.Helper()
	n := 0
	for _, content := range folder(t, s.dir) {
		for _, mark := range marks {
			n += bytes.Count(content, mark)
		}
	}
	return n
}

func TestDestructionLeavesNoByte(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	round := newRound(t, s, "2026-H2")
	session := newSession(t, s, round)
	for i := range 300 {
		receive(t, s, arrivalOf(round.ID, session.Code, marked(i)))
	}
	mark, tag := []byte("MARKED<"), []byte(session.Tag)
	if left(t, s, mark) < 300 || left(t, s, tag) == 0 {
		t.Fatal("the test does not find what is there")
	}
	next := newRound(t, s, "2027-H1")
	exported(t, s, round)
	r, waiting := releaseOf(round, next.ID, 300, 5)
	imports := survey.NewImporter(s, s)
	ok(t, imports.Keep(ctx, r, waiting))
	ok(t, imports.Seal(ctx, r.ID, testEntry))
	ok(t, imports.Settle(ctx))
	ok(t, imports.Compact(ctx))
	if n := left(t, s, mark); n != 0 {
		t.Errorf("%d answers can still be read", n)
	}
	if n := left(t, s, tag); n != 0 {
		t.Errorf("the tag of a session can still be read in %d places", n)
	}
	if n := pendingOf(t, s, next.ID); n != 5 {
		t.Errorf("%d answers wait", n)
	}
}

func TestForgottenReceiptsLeaveNoByte(t *testing.T) {
	s := newStore(t)
	ticket := survey.TicketHash("one")
	a := arrivalOf("round", "SESSION0", []byte("ciphertext"))
	a.Ticket = ticket
	receive(t, s, a)
	receive(t, s, arrivalOf("round", "SESSION0", []byte("ciphertext")))
	salt, err := first(t.Context(), s.Answers.db, value[[]byte], `SELECT salt FROM salt`)
	ok(t, err)
	marks := [][]byte{salt, mac(salt, a.Nonce), ticket}
	if left(t, s, marks...) < len(marks) {
		t.Fatal("the test does not find what is there")
	}
	for range 2 {
		ok(t, s.ForgetReceipts(t.Context(), "SESSION0"))
		ok(t, s.Compact(t.Context()))
	}
	if n := left(t, s, marks...); n != 0 {
		t.Errorf("receipts can still be read in %d places", n)
	}
	n, err := first(t.Context(), s.Answers.db, value[int], `SELECT n FROM final_count WHERE session = 'SESSION0'`)
	ok(t, err)
	if n != 2 {
		t.Errorf("final count %d", n)
	}
	before := folder(t, s.dir)
	ok(t, s.ForgetReceipts(t.Context(), "SESSION0"))
	sameFiles(t, folder(t, s.dir), before)
}
