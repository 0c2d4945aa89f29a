package browsertest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"fragebatteri/survey"
	"fragebatteri/survey/webtest"
)

// fate is what becomes of a posted form on its way.
type fate int

const (
	arrives fate = iota // and so does what the server says
	unheard             // the server stores it, and its answer is lost
	held                // the server stores it, and its answer never comes
)

// wire is the way between phones and a server. It can break, and remembers
// what went over it.
type wire struct {
	server http.Handler
	slow   *gate                  // what /forget.css goes through; nil where it is not held up
	lost   func(path string) bool // what never arrives; nil where everything does

	mu       sync.Mutex
	fate     fate
	blocked  bool     // pages run none of their scripts, as where these are broken on an old phone
	requests []string // method and path
	nonces   []string // of the posted forms, in turn
}

// ServeHTTP passes a request on.
func (w *wire) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if w.lost != nil && w.lost(r.URL.Path) {
		panic(http.ErrAbortHandler)
	}
	if w.slow != nil && r.URL.Path == "/forget.css" {
		w.slow.pass(r)
	}
	fate := w.note(r, body)
	if w.blocksScript() {
		out = withoutScript{out}
	}
	if fate == arrives {
		w.server.ServeHTTP(out, r)
		return
	}
	w.server.ServeHTTP(httptest.NewRecorder(), r)
	if fate == held {
		<-r.Context().Done()
	}
	panic(http.ErrAbortHandler)
}

// blockScript makes pages come without leave to run their scripts. What a test does in the page
// still works, which it would not with script switched off.
func (w *wire) blockScript(blocked bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.blocked = blocked
}

func (w *wire) blocksScript() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.blocked
}

// withoutScript is a response under whose policy no script runs.
type withoutScript struct{ http.ResponseWriter }

var scriptSource = regexp.MustCompile(`;script-src [^;]*`)

// WriteHeader takes the page's scripts out of its policy.
func (p withoutScript) WriteHeader(code int) {
	policy := p.Header().Get("Content-Security-Policy")
	p.Header().Set("Content-Security-Policy", scriptSource.ReplaceAllString(policy, ""))
	p.ResponseWriter.WriteHeader(code)
}

// gate holds requests up until the test lets them through.
type gate struct{ asked, open chan struct{} }

func newGate() *gate { return &gate{make(chan struct{}), make(chan struct{})} }

// pass waits to be let through, and gives up when the phone is gone.
func (g *gate) pass(r *http.Request) {
	select {
	case g.asked <- struct{}{}:
	case <-r.Context().Done():
		return
	}
	select {
	case <-g.open:
	case <-r.Context().Done():
	}
}

// await waits until a request is held up, and no longer than the phone is there.
func (g *gate) await(p *phone) {
	p.t.Helper()
	select {
	case <-g.asked:
	case <-p.ctx.Done():
		p.t.Fatalf("the phone never asked for what is held up: %v", p.ctx.Err())
	}
}

// let lets the request through that is held up.
func (g *gate) let(p *phone) {
	p.t.Helper()
	select {
	case g.open <- struct{}{}:
	case <-p.ctx.Done():
		p.t.Fatalf("the phone no longer asks for what is held up: %v", p.ctx.Err())
	}
}

func (w *wire) note(r *http.Request, body []byte) fate {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests = append(w.requests, r.Method+" "+r.URL.Path)
	if r.Method != http.MethodPost {
		return arrives
	}
	form, _ := url.ParseQuery(string(body))
	w.nonces = append(w.nonces, form.Get(survey.NonceField))
	return w.fate
}

// set says what becomes of forms from now on.
func (w *wire) set(f fate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fate = f
}

// sent returns the requests so far and the nonces of the posted forms.
func (w *wire) sent() (requests, nonces []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.requests), slices.Clone(w.nonces)
}

// behindWire puts a wire between the phones of a scene and its server.
func (s *scene) behindWire() *wire {
	s.t.Helper()
	w := &wire{server: webtest.Pages(s.t, s.in.Service).Handler()}
	s.server.URL = w.serve(s.t)
	return w
}

func (w *wire) serve(t testing.TB) string {
	t.Helper()
	server := httptest.NewServer(w)
	t.Cleanup(func() {
		server.CloseClientConnections() // what is held would never end
		server.Close()
	})
	return server.URL
}

// oneNonce makes sure that every try carried the same nonce, and that there
// were at least so many.
func (w *wire) oneNonce(t testing.TB, least int) {
	t.Helper()
	_, nonces := w.sent()
	if len(nonces) < least {
		t.Errorf("the form was sent %d times, not at least %d", len(nonces), least)
	}
	if len(slices.Compact(nonces)) != 1 {
		t.Errorf("the nonce changed between tries: %q", nonces)
	}
}

// holdTimers keeps the page's long timers from ending by themselves, on every
// page that is opened from now on. What they wait for is in window.waits, and
// window.fire() ends the oldest.
func (p *phone) holdTimers() {
	p.t.Helper()
	const script = `(() => {
		const start = window.setTimeout, stop = window.clearTimeout, held = []
		window.setTimeout = (does, wait, ...more) => {
			if (!(wait >= 500 && wait < 50000)) return start(does, wait, ...more)
			window.waits.push(Math.round(wait))
			return -held.push(does)
		}
		window.clearTimeout = id => { if (id < 0) held[-id - 1] = null; else stop(id) }
		window.waits = []
		window.fire = () => {
			const i = held.findIndex(does => does)
			if (i < 0) return false
			const does = held[i]
			held[i] = null
			does()
			return true
		}
	})()`
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
}

// goTo goes forward to the step with this id, leaving out what is before it.
func (p *phone) goTo(id string) {
	p.t.Helper()
	p.await(`!!document.querySelector('html.js')`)
	if eval[string](p, fmt.Sprintf(`document.querySelector(%q).id`, current)) == "start" {
		p.tap("#begin")
	}
	there := eval[bool](p, fmt.Sprintf(`(() => {
		const shown = () => document.querySelector(%q)
		for (let i = 0; i < 40 && shown().id !== %[2]q; i++) document.querySelector(%[3]q).click()
		return shown().id === %[2]q
	})()`, current, id, forward))
	if !there {
		p.t.Fatalf("there is no way to the step %s", id)
	}
}
