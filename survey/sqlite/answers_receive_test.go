package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fragebatteri/survey"
)

// Sixty-four phones in four sessions, two of which are too small, while files
// are compacted and other commands open and close the folder.
func TestReceiveConcurrently(t *testing.T) {
	const senders, each, shared, sessions = 64, 50, 10, 4
	s := newStore(t)
	round := newRound(t, s, "2026-H2")
	capacity := [sessions]int{2000, 2000, 100, 7}
	var stored, duplicate, full [sessions]atomic.Int64
	var kept sync.Map
	var wg sync.WaitGroup
	for sender := range senders {
		wg.Go(func() {
			in := sender % sessions
			for i := range each {
				a := arrivalOf(round.ID, fmt.Sprintf("SESSION%d", in), marked(i))
				a.Capacity = capacity[in]
				if i%5 == 0 {
					a.Nonce = fmt.Sprintf("shared %d", i/5)
				}
				outcome, err := s.Receive(t.Context(), a)
				if err != nil {
					t.Error(err)
				}
				switch outcome {
				case survey.Stored:
					stored[in].Add(1)
					kept.Store(string(a.Answer.Key), string(a.Answer.Ciphertext))
				case survey.Duplicate:
					duplicate[in].Add(1)
				case survey.AtCapacity:
					full[in].Add(1)
				}
			}
		})
	}
	for range 5 {
		wg.Go(func() {
			other, err := Open(s.dir)
			if err != nil {
				t.Error(err)
				return
			}
			if err := errors.Join(other.Ready(t.Context()), s.Compact(t.Context()), survey.NewImporter(s, s).Settle(t.Context()), other.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()

	const inSession = senders / sessions
	for in := range sessions {
		distinct := int64(inSession*(each-shared) + shared)
		want := min(distinct, int64(capacity[in]))
		if got := stored[in].Load(); got != want {
			t.Errorf("session %d: %d stored, want %d", in, got, want)
		}
		if sum := stored[in].Load() + duplicate[in].Load() + full[in].Load(); sum != inSession*each {
			t.Errorf("session %d: %d outcomes", in, sum)
		}
		if distinct == want && duplicate[in].Load() != inSession*shared-shared {
			t.Errorf("session %d: %d duplicates", in, duplicate[in].Load())
		}
		receipts, err := first(t.Context(), s.Answers.db, value[int64], `SELECT count(*) FROM receipt WHERE session = ?`, fmt.Sprintf("SESSION%d", in))
		ok(t, err)
		if receipts != want {
			t.Errorf("session %d: %d receipts", in, receipts)
		}
	}
	pending, err := s.Pending(t.Context(), round.ID)
	ok(t, err)
	for _, answer := range pending {
		if want, ok := kept.LoadAndDelete(string(answer.Key)); !ok || want != string(answer.Ciphertext) {
			t.Error("an answer was stored that nobody was told of")
		}
	}
	kept.Range(func(any, any) bool { t.Error("an acknowledged answer is lost"); return true })
}

// Phones that go away neither lose what was acknowledged nor break anything
// for those that stay.
func TestReceiveCancelled(t *testing.T) {
	const senders, each = 64, 50
	s := newStore(t)
	session := newSession(t, s, newRound(t, s, "2026-H2"))
	arrivals := make([][]survey.Arrival, senders)
	var cancelled, acknowledged atomic.Int64
	var wg sync.WaitGroup
	for sender := range senders {
		wg.Go(func() {
			for i := range each {
				a := arrivalOf(session.Round, session.Code, marked(i))
				a.Capacity = senders * each
				arrivals[sender] = append(arrivals[sender], a)
				ctx, cancel := context.WithCancel(t.Context())
				switch i % 3 {
				case 0:
					go cancel()
				case 1:
					wg.Go(func() { s.Session(ctx, session.Code); cancel() })
				}
				outcome, err := s.Receive(ctx, a)
				cancel()
				switch {
				case errors.Is(err, context.Canceled):
					cancelled.Add(1)
				case err != nil || outcome != survey.Stored:
					t.Errorf("outcome %d, error %v", outcome, err)
				default:
					acknowledged.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if cancelled.Load() == 0 || acknowledged.Load() == 0 {
		t.Fatalf("%d cancelled, %d acknowledged: the test tests nothing", cancelled.Load(), acknowledged.Load())
	}
	ok(t, s.Ready(t.Context()))
	if n := pendingOf(t, s, session.Round); int64(n) < acknowledged.Load() {
		t.Errorf("%d answers are stored, %d were acknowledged", n, acknowledged.Load())
	}
	// Sent again, each is stored once.
	for _, list := range arrivals {
		for _, a := range list {
			wg.Go(func() {
				if _, err := s.Receive(t.Context(), a); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if n := pendingOf(t, s, session.Round); n != senders*each {
		t.Errorf("%d answers, want %d", n, senders*each)
	}
}

// hold keeps the writer waiting until the returned function is called.
func hold(t *testing.T, s *Store) (release func()) {
	t.Helper()
	conn, err := s.Answers.db.Conn(t.Context())
	ok(t, err)
	return func() { ok(t, conn.Close()) }
}

func TestReceiveOverloaded(t *testing.T) {
	s := newStore(t)
	release := hold(t, s)
	var waiting []queuedAnswer
	for {
		d := queuedAnswer{Arrival: arrivalOf("round", "SESSION0", []byte("x")), outcome: make(chan result, 1)}
		d.Capacity = queueLength + batchLength
		if err := s.enqueue(d); err != nil {
			fails(t, err, survey.Unavailable, "too many")
			break
		}
		waiting = append(waiting, d)
	}
	if len(waiting) < queueLength {
		t.Errorf("only %d could wait", len(waiting))
	}
	if _, err := s.Receive(t.Context(), arrivalOf("round", "SESSION0", []byte("x"))); survey.KindOf(err) != survey.Unavailable {
		t.Errorf("error %v", err)
	}
	release()
	for _, d := range waiting {
		if r := <-d.outcome; r.err != nil || r.outcome != survey.Stored {
			t.Fatalf("%+v", r)
		}
	}
	total(t, s, len(waiting))
}

func TestCloseDrains(t *testing.T) {
	s := newStore(t)
	round := newRound(t, s, "2026-H2")
	release := hold(t, s)
	var waiting []queuedAnswer
	for i := range 20 {
		d := queuedAnswer{Arrival: arrivalOf(round.ID, "SESSION0", marked(i)), outcome: make(chan result, 1)}
		ok(t, s.enqueue(d))
		waiting = append(waiting, d)
	}
	done := make(chan error)
	go func() { done <- s.Close() }()
	release()
	ok(t, <-done)
	for _, d := range waiting {
		if r := <-d.outcome; r.err != nil || r.outcome != survey.Stored {
			t.Errorf("%+v", r)
		}
	}
	s = reopen(t, s)
	total(t, s, 20)
}

func TestCloseLeavesNoGoroutine(t *testing.T) {
	s := newStore(t)
	receive(t, s, arrivalOf("round", "SESSION0", []byte("x")))
	mine := fmt.Sprintf("(*Answers).write(%p", s.Answers)
	running := func() bool {
		stacks := make([]byte, 1<<20)
		return strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), mine)
	}
	if !running() {
		t.Fatal("the test does not find the writer")
	}
	ok(t, s.Close())
	for begun := time.Now(); running(); runtime.Gosched() {
		if time.Since(begun) > 10*time.Second {
			t.Fatal("the writer is still there")
		}
	}
}

// A batch is stored or not as a whole, and everybody in it is told.
func TestFailedBatch(t *testing.T) {
	s := newStore(t)
	_, err := s.Answers.db.Exec(`DROP TABLE spent_ticket`)
	ok(t, err)
	release := hold(t, s)
	var waiting []queuedAnswer
	for i := range 20 {
		d := queuedAnswer{Arrival: arrivalOf("round", "SESSION0", marked(i)), outcome: make(chan result, 1)}
		d.Ticket = survey.TicketHash(d.Nonce)
		ok(t, s.enqueue(d))
		waiting = append(waiting, d)
	}
	release()
	for _, d := range waiting {
		if r := <-d.outcome; r.err == nil {
			t.Error("told that it was stored")
		}
	}
	total(t, s, 0)
	receive(t, s, arrivalOf("round", "SESSION0", marked(1)))
}

func BenchmarkReceive(b *testing.B) {
	for _, senders := range []int{1, 64} {
		b.Run(fmt.Sprintf("senders=%d", senders), func(b *testing.B) {
			s := newStore(b)
			ciphertext := marked(1)
			var sent atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for sender := range senders {
				wg.Go(func() {
					for n := sent.Add(1); n <= int64(b.N); n = sent.Add(1) {
						// As in a region: many sessions of some dozens.
						a := arrivalOf("round", fmt.Sprintf("SESSION%d-%d", sender, n/2000), ciphertext)
						if _, err := s.Receive(context.Background(), a); err != nil {
							b.Error(err)
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
		})
	}
}
