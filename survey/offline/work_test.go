package offline

import (
	"errors"
	"testing"
	"time"

	"fragebatteri/survey/sealing"
)

// The rest takes as long as what is done has taken, by its share; nothing is promised before there is
// something to go by.
func TestProgress(t *testing.T) {
	for _, test := range []struct {
		so      sealing.Progress
		percent int
		left    time.Duration
	}{
		{sealing.Progress{}, 0, 0},
		{sealing.Progress{Done: 2, Of: 40}, 5, 0},
		{sealing.Progress{Done: 10, Of: 40}, 25, 30 * time.Second},
		{sealing.Progress{Done: 40, Of: 40}, 100, 0},
	} {
		w := &work{stage: working, began: time.Now().Add(-10 * time.Second)}
		w.follow(test.so)
		p := w.progress()
		if p.Percent() != test.percent || p.Left.Round(10*time.Second) != test.left {
			t.Errorf("of %+v: %d %%, %s left, want %d %% and %s", test.so, p.Percent(), p.Left, test.percent, test.left)
		}
	}
}

// What was stopped comes to nothing that is here any more, and only what is made can be signed, once.
func TestWorkInItsOrder(t *testing.T) {
	d := &Desk{}
	first := &work{stage: working}
	d.begin(first)
	d.begin(nil)
	first.finish(sealing.Made{}, sealing.ErrStopped)
	if d.current() != nil || !first.isStopped() || first.progress().Stage != failed {
		t.Error("what was stopped is still here")
	}
	signed := 0
	keep := func(sealing.Made) (string, error) { signed++; return "a.import", nil }
	for _, s := range []stage{taken, working, saved, failed} {
		if err := (&work{stage: s}).sign(keep); err != nil || signed > 0 {
			t.Errorf("what is %s was signed: %v", s, err)
		}
	}
	w := &work{stage: made}
	full := errors.New("the disk is full")
	if err := w.sign(func(sealing.Made) (string, error) { return "", full }); !errors.Is(err, full) || w.stage != made {
		t.Errorf("after a disk that was full it is %s: %v", w.stage, err)
	}
	for range 2 {
		if err := w.sign(keep); err != nil || signed != 1 || w.saved != "a.import" {
			t.Errorf("signed %d times: %v", signed, err)
		}
	}
}
