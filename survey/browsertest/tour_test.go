package browsertest

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// country is a service with everything that a participant can come to: a
// sealed round, and an open one with sessions that are open, closed and full.
type country struct {
	in       *surveytest.Instance
	pages    http.Handler
	round    survey.Round
	released string // id of the release
	seen     survey.Session
	few      survey.Session // of the sealed round, too small to be shown
	closed   survey.Session
	full     survey.Session
	used     string // address of a card that was answered with, below /s/
}

func newCountry(t *testing.T) *country {
	t.Helper()
	in := surveytest.Service(t)
	c := &country{in: in, pages: webtest.Pages(t, in.Service).Handler()}
	c.seal(t)
	c.round = in.Begin("2026-H2")
	c.closed, _ = in.Gather(c.round)
	if _, err := in.CloseSession(t.Context(), c.closed.Code, true); err != nil {
		t.Fatal(err)
	}
	c.full, _ = in.Gather(c.round, func(n *survey.NewSession) { n.Capacity = 1 })
	in.Answer(c.full, 1)
	cards, tickets := in.Gather(c.round, func(n *survey.NewSession) { n.Tickets = 1 })
	c.used = cards.Code + "/" + tickets[0]
	if err := in.SendForm(cards.Code, tickets[0], survey.Posted{Language: "sv", Nonce: survey.NewNonce()}); err != nil {
		t.Fatal(err)
	}
	return c
}

// seal takes a round from its sessions to a release.
func (c *country) seal(t *testing.T) {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	round := c.in.Begin("2026-H1")
	battery, err := c.in.Battery(round.Batteries[0])
	ok(err)
	send := func(session survey.Session, from, to int) {
		for n := from; n < to; n++ {
			var pairs []string
			for i, q := range battery.Questions {
				values := q.Values()
				pairs = append(pairs, q.ID, values[(n*n+i)%7%len(values)])
			}
			ok(c.in.Send(session, survey.NewNonce(), pairs...))
		}
	}
	for range 3 {
		c.seen, _ = c.in.Gather(round)
		send(c.seen, 0, 15)
	}
	c.few, _ = c.in.Gather(round, func(n *survey.NewSession) { n.Municipality, n.Intervention = "0513", "OG003" })
	send(c.few, 0, 4)
	_, err = c.in.CloseRound(t.Context(), round.ID, true)
	ok(err)
	file, err := c.in.ExportPending(t.Context(), round.ID, true, func(survey.PendingFile) error { return nil })
	ok(err)
	signer, err := release.NewSigner()
	ok(err)
	sealed, err := sealing.Seal(file, c.in.Private(round), signer, sealing.Options{})
	ok(err)
	dir := t.TempDir() + "/sealed"
	ok(sealing.Write(dir, sealing.ImportFile(dir), sealed))
	back, err := sealing.Read(sealing.ImportFile(dir), signer.Public())
	ok(err)
	ok(c.in.ImportRelease(t.Context(), back))
	c.released = back.Disposal.Release
	_, err = c.in.PublishRelease(t.Context(), c.released)
	ok(err)
}

// visitor goes to every page in one language, with a phone and a wire of their
// own.
type visitor struct {
	*scene
	country *country
	way     *wire
	phone   *phone
	lang    i18n.Language
	look    func(page string)
}

// pageNames are all stops of a tour in order.
var pageNames = []string{
	"home", "home-wrong", "languages", "form-without-script", "start", "scale", "hidden", "choice", "long", "multi", "multi-full", "hint", "end",
	"sending", "waiting", "done", "unsent", "mend", "used", "full", "full-first", "closed", "closed-results", "closed-few", "unknown", "no-language",
	"privacy", "privacy-of-form", "accessibility", "results", "release", "place",
}

// tour goes to every page that a participant can see, and has each looked at.
func (c *country) tour(t *testing.T, l i18n.Language, look func(p *phone, page string)) {
	t.Helper()
	session, _ := c.in.Gather(c.round)
	way := &wire{server: c.pages}
	v := &visitor{
		scene:   &scene{t: t, in: c.in, round: c.round, session: session, server: webtest.Browser{URL: way.serve(t)}},
		country: c, way: way, phone: newPhone(t, small), lang: l,
	}
	var seen []string
	v.look = func(page string) {
		v.phone.await(`document.readyState === 'complete'`)
		seen = append(seen, page)
		look(v.phone, page)
	}
	v.phone.holdTimers()
	v.phone.speaks(voice{Languages: []string{l.Tag}, Cancel: "at once"}) // as most phones do in most languages
	v.entrance()
	v.steps()
	v.sending()
	v.refusals()
	v.rest()
	if !slices.Equal(seen, pageNames) {
		t.Errorf("the tour went to %q", seen)
	}
}

func (v *visitor) visit(page, path string) {
	v.phone.open(v.url(path))
	v.look(page)
}

func (v *visitor) entrance() {
	v.visit("home", "/?lang="+v.lang.Tag)
	v.visit("home-wrong", "/?code=XXXXXXXX&lang="+v.lang.Tag)
	v.visit("languages", "/s/"+v.session.Code)
	v.way.blockScript(true)
	v.visit("form-without-script", "/s/"+v.session.Code+"/"+v.lang.Tag)
	v.way.blockScript(false)
}

// longest is the question with the most words to read in this language.
func (v *visitor) longest() string {
	battery, err := v.in.Battery(v.round.Batteries[0])
	if err != nil {
		v.t.Fatal(err)
	}
	p := surveytest.Catalog(v.t).Printer(v.lang.Tag)
	return slices.MaxFunc(battery.Questions, func(x, y survey.Question) int {
		return cmp.Compare(utf8.RuneCountInString(p.T(x.ID)), utf8.RuneCountInString(p.T(y.ID)))
	}).ID
}

func (v *visitor) steps() {
	p := v.phone
	p.open(v.formURL(v.lang.Tag))
	p.await(`!!document.querySelector('html.js')`)
	v.look("start")
	p.goTo("K01")
	v.look("scale")
	p.tap(hide)
	v.look("hidden")
	p.tap(`.unhide`)
	p.choose("K01", "o2")
	p.goTo("K04")
	p.tap(`#K04 label:has(input[value=o1])`)
	v.look("choice")
	v.jump(v.longest())
	v.look("long")
	v.jump("K19")
	v.look("multi")
	for _, value := range []string{"o1", "o3", "o5", "o6"} {
		p.tick(value)
	}
	v.look("multi-full")
	p.goTo("D1")
	v.look("hint")
	p.goTo("end")
	v.look("end")
}

// jump goes to a step, also to one that is further back.
func (v *visitor) jump(id string) {
	v.t.Helper()
	p := v.phone
	for range 40 {
		if eval[string](p, fmt.Sprintf(`document.querySelector(%q).id`, current)) == "K01" {
			break
		}
		eval[bool](p, fmt.Sprintf(`(document.querySelector(%q).click(), true)`, back))
		p.settled()
	}
	p.goTo(id)
}

func (v *visitor) sending() {
	p := v.phone
	v.way.set(held)
	p.tap(sending)
	p.await(`document.querySelector('#state.sending')`)
	v.look("sending")
	p.offline(true)
	p.await(waiting)
	v.look("waiting")
	v.way.set(arrives)
	p.offline(false)
	p.received()
	v.look("done")
	v.visit("unsent", "/s/"+v.session.Code+"/"+v.lang.Tag+"/done")
}

// post sends a form as a browser without script does.
func (v *visitor) post(code, nonce string, pairs ...string) {
	v.t.Helper()
	form := surveytest.Form(append(pairs, survey.NonceField, nonce)...)
	var fields strings.Builder
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			fmt.Fprintf(&fields, "add(%q, %q);", name, value)
		}
	}
	v.phone.open(v.url("/s/" + v.session.Code))
	eval[bool](v.phone, fmt.Sprintf(`(() => {
		const form = document.createElement('form')
		form.method = 'post'
		form.action = %q
		const add = (name, value) => { const field = document.createElement('input'); field.name = name; field.value = value; form.append(field) }
		%s
		document.body.append(form)
		form.submit()
		return window.left = true
	})()`, "/s/"+code+"/"+v.lang.Tag, fields.String()))
	v.phone.await(`!window.left && document.readyState === 'complete'`)
}

func (v *visitor) refusals() {
	v.way.blockScript(true)
	v.post(v.session.Code, survey.NewNonce(), "K02", "o99", "K19", "o1", "K19", "dk")
	v.look("mend")
	v.way.blockScript(false)
	v.post(v.country.used, survey.NewNonce(), "K01", "o1")
	v.look("used")
	v.post(v.country.full.Code, survey.NewNonce(), "K01", "o1")
	v.look("full")
	v.visit("full-first", "/s/"+v.country.full.Code+"/"+v.lang.Tag)
	v.visit("closed", "/s/"+v.country.closed.Code+"/"+v.lang.Tag)
	v.visit("closed-results", "/s/"+v.country.seen.Code+"/"+v.lang.Tag)
	v.visit("closed-few", "/s/"+v.country.few.Code+"/"+v.lang.Tag)
	v.visit("unknown", "/s/XXXXXXXX/"+v.lang.Tag)
	v.visit("no-language", "/s/"+v.session.Code+"/xx")
}

func (v *visitor) rest() {
	query := url.Values{"lang": {v.lang.Tag}}
	v.visit("privacy", "/privacy/"+v.lang.Tag)
	v.visit("privacy-of-form", "/s/"+v.session.Code+"/"+v.lang.Tag+"/privacy")
	v.visit("accessibility", "/accessibility/"+v.lang.Tag)
	v.visit("results", "/results?"+query.Encode())
	v.visit("release", "/results/"+v.country.released+"?"+query.Encode())
	query.Set("place", v.country.seen.Municipality)
	v.phone.open(v.url("/results/" + v.country.released + "?" + query.Encode()))
	if n := eval[int](v.phone, `(() => { const all = document.querySelectorAll('details'); all.forEach((one, i) => { one.open = i < 2 }); return all.length })()`); n == 0 {
		v.t.Error("the place has no results")
	}
	v.look("place")
}
