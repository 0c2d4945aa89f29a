package offline

import (
	"sync"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/sealing"
)

// stage is how far a round is on its way.
type stage string

const (
	taken   stage = "taken"   // the pending file is read and waits for its key
	working stage = "working" // the release is being made
	made    stage = "made"    // it waits for somebody to look at it and sign
	saved   stage = "saved"   // the import file is written
	failed  stage = "failed"
)

// work is one round on its way from pending file to import file. It is in memory alone until the
// import file is written at once: whoever is interrupted begins again and gets the same release.
type work struct {
	file survey.PendingFile
	name string // of the pending file

	mu      sync.Mutex
	stage   stage
	stopped bool
	began   time.Time
	so      sealing.Progress
	made    sealing.Made
	err     error
	saved   string // the name of the import file
}

// current returns the round that is on its way, or nil.
func (d *Desk) current() *work {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.work
}

// begin takes a pending file in place of the one before, which is stopped.
func (d *Desk) begin(w *work) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.work != nil {
		d.work.stop()
	}
	d.work = w
}

// seal makes the release, in the background. It does nothing when somebody else has begun.
func (w *work) seal(key survey.PrivateKey) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stage != taken && w.stage != failed {
		return
	}
	w.stage, w.began, w.so, w.err = working, time.Now(), sealing.Progress{}, nil
	go func() {
		made, err := sealing.Make(w.file, key, sealing.Options{Progress: w.follow, Stopped: w.isStopped})
		w.finish(made, err)
	}()
}

func (w *work) follow(so sealing.Progress) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.so = so
}

func (w *work) isStopped() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stopped
}

func (w *work) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
}

func (w *work) finish(m sealing.Made, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stage, w.made, w.err = made, m, err
	if err != nil {
		w.stage = failed
	}
}

// progress is how far the release that is being made has come.
type progress struct {
	sealing.Progress
	Stage stage
	Left  time.Duration // about; 0 where it cannot be told yet
}

// Percent returns how much of the attacks is done.
func (p progress) Percent() int { return 100 * p.Done / max(1, p.Of) }

// tellable is how many attacks it takes before anybody can tell how long the rest will.
const tellable = 3

func (w *work) progress() progress {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := progress{Progress: w.so, Stage: w.stage}
	if p.Done >= tellable {
		p.Left = time.Since(w.began) * time.Duration(p.Of-p.Done) / time.Duration(p.Done)
	}
	return p
}

// sign signs what was made and writes the import file, which keep does: once.
func (w *work) sign(keep func(sealing.Made) (string, error)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stage != made {
		return nil // it was pressed twice
	}
	name, err := keep(w.made)
	if err == nil {
		w.stage, w.saved = saved, name
	}
	return err
}
