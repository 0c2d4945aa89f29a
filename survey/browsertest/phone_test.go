package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/webtest"
)

// chromium returns the path of a Chromium: best the one without a window of its own, which is the same
// inside and takes less than half the time. Debian's command for it does not end with what it starts.
func chromium(t testing.TB) string {
	t.Helper()
	return tool.Need(t, "/usr/lib/chromium/chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
}

// scene is an open session on a server, with phones to answer it.
type scene struct {
	t       testing.TB
	in      *surveytest.Instance
	round   survey.Round
	session survey.Session
	server  webtest.Browser
}

func newScene(t testing.TB) *scene {
	t.Helper()
	in := surveytest.Service(t)
	s := &scene{t: t, in: in, round: in.Begin("2026-H2")}
	s.session, _ = in.Gather(s.round)
	s.server = webtest.Server(t, in.Service)
	return s
}

func (s *scene) url(path string) string { return s.server.URL + path }

func (s *scene) formURL(lang string) string { return s.url("/s/" + s.session.Code + "/" + lang) }

// answers opens what has been received.
func (s *scene) answers() []survey.Submission {
	s.t.Helper()
	pending, err := s.in.Store.Pending(s.t.Context(), s.round.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	key := s.in.Private(s.round)
	var all []survey.Submission
	for _, one := range pending {
		text, err := key.Decrypt(s.round.ID, one.Ciphertext)
		if err != nil {
			s.t.Fatal(err)
		}
		submission, err := survey.ParseSubmission(text)
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, submission)
	}
	return all
}

// phone is one browser tab on an emulated phone.
type phone struct {
	t        testing.TB
	profile  cdp.BrowserContextID
	ctx      context.Context
	closeTab func()
}

// size of a screen in CSS pixels.
type size struct{ width, height int64 }

var small = size{360, 640}

// newPhone opens a tab in a profile of its own, so that nothing is shared.
func newPhone(t testing.TB, screen size) *phone {
	t.Helper()
	p := newTab(t, newProfile(t), screen)
	t.Cleanup(func() { p.keepPicture() })
	return p
}

func (p *phone) resize(screen size) {
	p.t.Helper()
	p.run(emulation.SetDeviceMetricsOverride(screen.width, screen.height, 2, true))
}

// run does things in the browser. A failure says what the page was.
func (p *phone) run(actions ...chromedp.Action) {
	p.t.Helper()
	if err := chromedp.Run(p.ctx, actions...); err != nil {
		var text string
		if again := chromedp.Run(p.ctx, chromedp.Evaluate(`location.href + "\n" + document.body.innerText`, &text)); again != nil {
			err = errors.Join(err, again)
		}
		p.t.Fatalf("%v\n%s", err, text)
	}
}

// keepPicture keeps what a failed test saw last.
func (p *phone) keepPicture() {
	if !p.t.Failed() {
		return
	}
	var picture []byte
	if err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot(&picture)); err != nil {
		return
	}
	name := filepath.Join(os.TempDir(), strings.ReplaceAll(p.t.Name(), "/", "-")+".png")
	if err := os.WriteFile(name, picture, 0o600); err == nil {
		p.t.Logf("the last screen is in %s", name)
	}
}

func (p *phone) open(url string) {
	p.t.Helper()
	p.run(chromedp.Navigate(url))
}

// eval returns what an expression in the page comes to.
func eval[T any](p *phone, expression string) T {
	p.t.Helper()
	var value T
	p.run(chromedp.Evaluate(expression, &value, func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }))
	return value
}

// text returns what an element says.
func (p *phone) text(selector string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(`document.querySelector(%q).textContent`, selector))
}

// asking is how often a page is asked whether something is so: a few times while it is drawn once.
// Without a pause, asking takes the processors from what is waited for.
const asking = 5 * time.Millisecond

// comes reports whether something is so before patience ends, asking again and again.
func comes(ctx context.Context, so func(limit context.Context) bool) bool {
	limit, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(asking)
	defer again.Stop()
	for limit.Err() == nil {
		if so(limit) {
			return true
		}
		<-again.C
	}
	return false
}

// await asks the page until an expression is true. A page that is just being
// left is asked again; polling inside the page would not survive that, and
// would not work without script.
func (p *phone) await(expression string) {
	p.t.Helper()
	if comes(p.ctx, func(limit context.Context) (is bool) {
		err := chromedp.Run(limit, chromedp.Evaluate("!!("+expression+")", &is))
		return err == nil && is
	}) {
		return
	}
	p.run() // says what the page was if the browser is gone
	p.t.Fatalf("after %v it is still not so that %s\n%s", patience, expression, eval[string](p, `location.href + "\n" + document.body.innerText`))
}

// tap touches an element as a finger does: where it is once the page has its styles and has stopped moving.
func (p *phone) tap(selector string) {
	p.t.Helper()
	p.await(fmt.Sprintf(`document.readyState !== 'loading' && document.querySelector(%q) &&
		[...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)`, selector))
	var was, is struct{ X, Y float64 }
	for moving := true; moving; moving = is != was {
		was = is
		p.run(chromedp.Evaluate(fmt.Sprintf(`(() => {
			const el = document.querySelector(%q)
			el.scrollIntoView({block: 'center', behavior: 'instant'})
			const box = el.getBoundingClientRect()
			return {X: box.x + box.width / 2, Y: box.y + box.height / 2}
		})()`, selector), &is))
	}
	p.run(chromedp.MouseClickXY(is.X, is.Y))
}

const (
	current = `.step:not([hidden])`
	forward = `.step-buttons button:not(.secondary)`
	back    = `.step-buttons button.secondary`
	hide    = `form .hide`
	sending = `#end button:not([type=button])`
)

func (p *phone) begin() {
	p.t.Helper()
	p.await(`!!document.querySelector('html.js')`)
	p.tap("#begin")
}

// choose touches an answer of the question that is shown and goes on.
func (p *phone) choose(question, value string) {
	p.t.Helper()
	p.await(fmt.Sprintf(`document.querySelector(%q).id === %q`, current, question))
	p.tap(fmt.Sprintf(`#%s label:has(input[value=%s])`, question, value))
	if !eval[bool](p, fmt.Sprintf(`document.querySelector('#%s input[value=%s]').checked`, question, value)) {
		p.t.Fatalf("%s of %s was touched and is not chosen", value, question)
	}
	p.tap(forward)
}

// received waits for the thanks.
func (p *phone) received() {
	p.t.Helper()
	p.await(`location.pathname.endsWith('/done') && document.readyState === 'complete'`)
}

func (p *phone) conditions(offline bool, c network.Conditions) {
	p.t.Helper()
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := network.EmulateNetworkConditionsByRule(offline, []*network.Conditions{&c}).Do(ctx)
		return err
	}))
}

// offline cuts the network, or brings it back.
func (p *phone) offline(cut bool) {
	p.t.Helper()
	p.conditions(cut, network.Conditions{DownloadThroughput: -1, UploadThroughput: -1})
	p.run(network.OverrideNetworkState(cut, 0, -1, -1)) // what navigator.onLine says, and its events
}

// secondGeneration is the network of the slow phone: 50 kB/s and a second for a
// round trip.
func (p *phone) secondGeneration() {
	p.t.Helper()
	p.conditions(false, network.Conditions{Latency: 1000, DownloadThroughput: 50_000, UploadThroughput: 50_000})
}

func (p *phone) withoutScript() {
	p.t.Helper()
	p.run(emulation.SetScriptExecutionDisabled(true))
}

func (p *phone) reload() {
	p.t.Helper()
	p.run(chromedp.Reload(), chromedp.WaitReady("body"))
}

// full gives an answer to every question of the core battery: the first option
// of each, and two of K19.
func full(t testing.TB, in *surveytest.Instance, round survey.Round) (order []string, answers survey.Answers) {
	t.Helper()
	battery, err := in.Battery(round.Batteries[0])
	if err != nil {
		t.Fatal(err)
	}
	answers = survey.Answers{}
	for i, q := range battery.Questions {
		order = append(order, q.ID)
		values := q.Values()
		answers[q.ID] = []string{values[i%len(values)]}
	}
	return order, answers
}
