package browsertest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/surveytest"
)

// lineHeights are the least that a language needs, as a multiple of the letters.
var lineHeights = map[string]float64{"ar": 1.8, "fa-AF": 1.8, "ti": 1.6, "so": 1.5, "uk": 1.5, "sv": 1.5, "en": 1.5}

// measures is what measuring finds on a page. Each fault is a line of text.
type measures struct {
	Lang, Dir string
	Sideways  []string // what sticks out
	Small     []string // letters below 18 px
	Tight     []string // lines closer than they may be
	Targets   []string // rows, buttons and links that are hard to hit
	Broken    []string // words that go on in the next line, but for those that no line could hold
	Seen      int      // texts and targets measured
}

// measuring is run in the page with the least line heights.
const measuring = `(leasts => {
	const found = {Lang: document.documentElement.lang, Dir: document.documentElement.dir, Sideways: [], Small: [], Tight: [], Targets: [], Broken: [], Seen: 0}
	const name = el => el.tagName.toLowerCase() + (el.id ? '#' + el.id : '') + (el.className && el.className.baseVal === undefined ? '.' + el.className : '') + ' "' + el.textContent.trim().slice(0, 30) + '"'
	const visible = [...document.body.querySelectorAll('*')].filter(el => el.getClientRects().length && !el.closest('svg'))
	const wide = document.documentElement.clientWidth
	const letters = parseFloat(getComputedStyle(document.documentElement).fontSize)
	const brokenWords = (el, size) => [...el.childNodes].filter(n => n.nodeType === 3).flatMap(text => [...text.data.matchAll(/[^\s\/-]+/g)].filter(word => {
		const range = document.createRange()
		range.setStart(text, word.index)
		range.setEnd(text, word.index + word[0].length)
		const parts = [...range.getClientRects()], width = parts.reduce((sum, part) => sum + part.width, 0)
		return parts.some(part => part.top >= parts[0].bottom - 1) && width / size * letters < 0.9 * wide
	}).map(word => word[0]))
	if (document.documentElement.scrollWidth > wide) found.Sideways.push('the page is ' + document.documentElement.scrollWidth + ' px wide')
	for (const el of visible) {
		const box = el.getBoundingClientRect(), style = getComputedStyle(el), size = parseFloat(style.fontSize)
		if (box.left < -1 || box.right > wide + 1) found.Sideways.push(name(el) + ' from ' + Math.round(box.left) + ' to ' + Math.round(box.right))
		const own = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim())
		const base = own && el.closest('main') && !el.closest('small,.muted,.hint,.demo,.form-tools')
		if (base) {
			found.Seen++
			if (size < 18) found.Small.push(name(el) + ' ' + size + ' px')
			const least = leasts[el.closest('[lang]').lang]
			if (!least) found.Tight.push(name(el) + ' is in no language of ours')
			for (const word of brokenWords(el, size)) found.Broken.push(name(el) + ' in ' + word)
			if (el.matches('p,li,span,label,td,dd') && parseFloat(style.lineHeight) / size < least - 0.001) found.Tight.push(name(el) + ' ' + (parseFloat(style.lineHeight) / size).toFixed(2))
		}
		const row = el.matches('fieldset label,button,a.button,summary')
		if (row) {
			found.Seen++
			if (box.height < 48 || box.width < 48) found.Targets.push(name(el) + ' ' + Math.round(box.width) + '×' + box.height.toFixed(1))
		} else if (el.matches('a')) {
			found.Seen++
			// A link in a sentence is as high as its line.
			const height = style.display === 'inline' ? Math.max(box.height, parseFloat(style.lineHeight)) : box.height
			if (height < 24) found.Targets.push(name(el) + ' ' + height.toFixed(1) + ' px high')
		}
	}
	return found
})(%s)`

// withTables are pages whose tables are as wide as they have to be.
var withTables = []string{"results", "release", "place"}

func (p *phone) measure(t *testing.T, page string, l i18n.Language) {
	t.Helper()
	if slices.Contains(withTables, page) && slices.Contains(locales.LanguagesOf(locales.Results), l.Tag) {
		return // it is for those who plan and decide, whose pages have letters and links of their own: TestResultsFit
	}
	leasts, err := json.Marshal(lineHeights)
	if err != nil {
		t.Fatal(err)
	}
	for _, how := range []struct {
		name   string
		screen size
		text   string
	}{
		// 320 px are also what a screen of 640 px has at a zoom of 200 %.
		{"320 px", size{320, 568}, ""},
		{"640 px with letters of 200 %", size{640, 360}, "doubled"},
		{"360 px with letters of 200 %", small, "doubled"},
	} {
		if how.screen == small && slices.Contains(withTables, page) {
			continue
		}
		p.resize(how.screen)
		p.doubleLetters(how.text != "")
		found := eval[measures](p, fmt.Sprintf(measuring, leasts))
		if found.Seen < 2 && page != "hidden" {
			t.Errorf("%s, %s: only %d things were measured", page, how.name, found.Seen)
		}
		for what, faults := range map[string][]string{"sticks out": found.Sideways, "too small": found.Small, "lines too close": found.Tight, "hard to hit": found.Targets} {
			if len(faults) > 0 {
				t.Errorf("%s, %s, %s: %s", page, how.name, what, strings.Join(faults, "; "))
			}
		}
		if len(found.Broken) > 0 && !slices.Contains(withTables, page) {
			t.Errorf("%s, %s, broken: %s", page, how.name, strings.Join(found.Broken, "; "))
		}
		p.checkLanguage(t, page, l, found)
	}
	p.doubleLetters(false)
	p.resize(small)
}

// doubleLetters sets the letters to twice their size, as the phone's own setting
// does.
func (p *phone) doubleLetters(on bool) {
	p.t.Helper()
	script := `document.documentElement.style.fontSize = ''`
	if on {
		script += `; document.documentElement.style.fontSize = parseFloat(getComputedStyle(document.documentElement).fontSize) * 2 + 'px'`
	}
	eval[string](p, script)
}

// checkLanguage looks at lang and dir: the page's own, and those of each
// language's name.
func (p *phone) checkLanguage(t *testing.T, page string, l i18n.Language, found measures) {
	t.Helper()
	want := l
	if page == "languages" || page == "no-language" { // nobody has chosen yet: what the phone asks for
		want, _ = i18n.First(i18n.Languages, eval[string](p, `navigator.language`))
	}
	if found.Lang != want.Tag || found.Dir != want.Dir {
		t.Errorf("%s: the page is in %s and runs %s", page, found.Lang, found.Dir)
	}
	type link struct{ Lang, Dir, Text string }
	for _, one := range eval[[]link](p, `[...document.querySelectorAll('a[hreflang]')].map(a => ({Lang: a.lang, Dir: a.dir, Text: (a.querySelector('b') || a).textContent.trim()}))`) {
		of, _ := i18n.Find(i18n.Languages, one.Lang)
		if of.Tag != one.Lang || of.Dir != one.Dir || of.Name != one.Text {
			t.Errorf("%s: the link %+v is not that of a language", page, one)
		}
	}
}

// witness notes what a phone asks for and what goes wrong on it.
type witness struct {
	mu     sync.Mutex
	hosts  map[string]bool
	faults []string
}

func (p *phone) watch() *witness {
	p.t.Helper()
	w := &witness{hosts: map[string]bool{}}
	chromedp.ListenTarget(p.ctx, func(event any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			address, err := url.Parse(e.Request.URL)
			if err != nil {
				w.faults = append(w.faults, err.Error())
			} else if address.Scheme != "data" {
				w.hosts[address.Host] = true
			}
		case *runtime.EventExceptionThrown:
			w.faults = append(w.faults, e.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			// Pages that say no, and the network that is cut on purpose, are no faults. Scripts are kept from
			// running on purpose too; whether pages keep their policy is a test of its own.
			if e.Entry.Level == log.LevelError && e.Entry.Source != log.SourceNetwork && e.Entry.Source != log.SourceSecurity {
				w.faults = append(w.faults, e.Entry.Text)
			}
		}
	})
	p.run(log.Enable())
	return w
}

func (w *witness) report(t *testing.T, host string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.hosts) != 1 || !w.hosts[host] {
		t.Errorf("the pages of %s loaded things from %v", host, w.hosts)
	}
	for _, fault := range w.faults {
		t.Errorf("the browser complains: %s", fault)
	}
}

func TestLayout(t *testing.T) {
	chromium(t)
	c := newCountry(t)
	t.Run("languages", func(t *testing.T) {
		languages(t, func(t *testing.T, l i18n.Language) {
			var w *witness
			var host string
			c.tour(t, l, func(p *phone, page string) {
				if w == nil {
					w, host = p.watch(), eval[string](p, `location.host`)
					p.reload() // the first page counts too
				}
				p.measure(t, page, l)
			})
			w.report(t, host)
		})
	})
}

// row is an option as it stands on the screen.
type row struct {
	Question, Value  string
	Top, Left, Width float64
}

// TestOptionsStandInOrder makes sure that in every language the options stand
// below each other, in the order of the battery.
func TestOptionsStandInOrder(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.withoutScript()
		p.open(s.formURL(l.Tag))
		rows := eval[[]row](p, `[...document.querySelectorAll('fieldset input')].map(box => {
			const label = box.closest('label').getBoundingClientRect()
			return {Question: box.name, Value: box.value, Top: label.top, Left: label.left, Width: label.width}
		})`)
		battery, err := s.in.Battery(s.round.Batteries[0])
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, q := range battery.Questions {
			for _, value := range q.Values() {
				want = append(want, q.ID+"="+value)
			}
		}
		for i, r := range rows {
			got = append(got, r.Question+"="+r.Value)
			if i > 0 && (r.Top <= rows[i-1].Top || r.Left != rows[0].Left || r.Width != rows[0].Width) {
				t.Errorf("%s %s stands at %g, %g and not below the one before", r.Question, r.Value, r.Left, r.Top)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("the options stand in the order %q", got)
		}
	})
}

// TestForcedColoursAndLessMotion answers with the colours of the phone's own
// choice and with motion turned off.
func TestForcedColoursAndLessMotion(t *testing.T) {
	s := newScene(t)
	way := s.behindWire()
	p := newPhone(t, small)
	w := p.watch()
	p.holdTimers()
	p.open(s.formURL("sv"))
	p.goTo("K01")
	plain := eval[string](p, seenChoice)
	p.media("forced-colors", "active", "prefers-reduced-motion", "reduce")
	if !eval[bool](p, `matchMedia('(forced-colors: active)').matches && matchMedia('(prefers-reduced-motion: reduce)').matches`) {
		t.Fatal("the browser does not emulate forced colours and less motion")
	}
	if forced := eval[string](p, seenChoice); forced == plain {
		t.Errorf("forced colours change nothing: %s", forced)
	}
	for _, selector := range []string{current + ` label`, forward, hide} {
		seen := eval[bool](p, fmt.Sprintf(`(() => {
			const s = getComputedStyle(document.querySelector(%q))
			return s.borderTopStyle === 'solid' && s.borderTopColor !== s.backgroundColor && s.color !== s.backgroundColor
		})()`, selector))
		if !seen {
			t.Errorf("in forced colours %s has no edge or no text that can be seen", selector)
		}
	}
	p.choose("K01", "o1")
	p.goTo("end")
	way.set(unheard)
	p.tap(sending)
	p.await(waiting)
	const motion = `getComputedStyle(document.getElementById('state'), '::before').animationName`
	if name := eval[string](p, motion); name != "none" {
		t.Errorf("%s moves although motion is turned off", name)
	}
	p.media()
	if name := eval[string](p, motion); name == "none" {
		t.Error("nothing shows that the page is waiting")
	}
	way.set(arrives)
	p.tap(resume)
	p.received()
	if n := s.in.Count(s.round); n != 1 {
		t.Errorf("%d answers were received", n)
	}
	w.report(t, strings.TrimPrefix(s.server.URL, "http://"))
	if text := surveytest.Plain(eval[string](p, `document.querySelector('h1').innerText`)); text == "" {
		t.Error("the thanks are empty")
	}
}

// seenChoice is how an option looks.
const seenChoice = `(() => { const s = getComputedStyle(document.querySelector('fieldset:not([hidden]) label')); return s.color + s.backgroundColor + s.borderTopColor })()`

// TestMeasuringFinds makes sure that a page with faults does not pass.
func TestMeasuringFinds(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.url("/?lang=sv"))
	eval[bool](p, `(() => {
		const add = (tag, style) => {
			const el = document.createElement(tag)
			el.textContent = 'wrong'
			Object.assign(el.style, style)
			document.querySelector('main').append(el)
		}
		add('p', {width: '500px'})
		add('p', {fontSize: '17px'})
		add('p', {lineHeight: '1.4'})
		add('p', {width: '30px'})
		add('button', {minHeight: 0, height: '40px', padding: 0, width: '90px'})
		return true
	})()`)
	leasts, err := json.Marshal(lineHeights)
	if err != nil {
		t.Fatal(err)
	}
	found := eval[measures](p, fmt.Sprintf(measuring, leasts))
	if len(found.Sideways) != 2 || len(found.Small) != 1 || len(found.Tight) != 1 || len(found.Targets) != 1 || len(found.Broken) != 1 {
		t.Errorf("on a page with five faults it finds %+v", found)
	}
}
