package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
)

// before runs a script before those of every page that is opened from now on.
func (p *phone) before(script string) {
	p.t.Helper()
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
}

// voice is what a phone can say, and how it tells of it. Browsers differ in all
// of it, and the one that drives these tests has no voice at all.
type voice struct {
	Languages []string // as the phone writes them: sv-SE, ar_SA
	Remote    []string // of voices that are not in the phone
	Late      bool     // there are none until window.voicesCome is called
	Silent    bool     // there is no addEventListener, so nobody is told when they come
	Cancel    string   // when cancel() makes an error event: "never", "at once" or "late"
}

// speaks gives a phone a voice. Nothing is said to its end until window.finish is
// called; window.said has what was begun, each with its language, and window.tellLate
// makes the events that come late.
func (p *phone) speaks(v voice) {
	p.t.Helper()
	how, err := json.Marshal(v)
	if err != nil {
		p.t.Fatal(err)
	}
	p.before(`(how => {
		const queue = [], late = [], listeners = []
		const list = (langs, localService) => (langs || []).map(lang => ({lang, localService}))
		const voices = [...list(how.Remote, false), ...list(how.Languages, true)]
		let come = !how.Late
		window.said = []
		window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
		const begin = () => { if (queue.length) said.push(queue[0].voice.lang + ' ' + queue[0].text) }
		const speech = {
			getVoices: () => come ? voices : [],
			speak(one) { if (queue.push(one) === 1) begin() },
			cancel() {
				const stopped = queue.splice(0), tell = () => stopped.forEach(one => { one.onerror({}); one.onend({}) })
				if (how.Cancel === 'at once') tell()
				if (how.Cancel === 'late') late.push(tell)
			},
		}
		if (!how.Silent) speech.addEventListener = (type, listener) => { if (type === 'voiceschanged') listeners.push(listener) }
		window.voicesCome = () => { come = true; listeners.forEach(listener => listener({})); return true }
		window.finish = () => { const done = queue.shift(); begin(); done.onend({}); done.onend({}); return true }
		window.tellLate = () => { late.splice(0).forEach(tell => tell()); return true }
		Object.defineProperty(window, 'speechSynthesis', {value: speech})
	})(` + string(how) + `)`)
}

// speaker is the button of the form that reads aloud.
const speaker = `.form-tools button[aria-pressed]`

// isReading makes sure that a button shows, or does not show, that it reads.
func (p *phone) isReading(button string, want bool) {
	p.t.Helper()
	if got := eval[string](p, fmt.Sprintf(`document.querySelector(%q).getAttribute('aria-pressed')`, button)); got != fmt.Sprint(want) {
		p.t.Errorf("%s is pressed: %s, want %v", button, got, want)
	}
	if marked := eval[int](p, `document.querySelectorAll('.reading').length`); (marked == 1) != want || marked > 1 {
		p.t.Errorf("%d things are marked as being read, and it is %v that something is", marked, want)
	}
}

// spokenAs is how phones name the languages that we have.
var spokenAs = map[string]string{"ar": "ar-SA", "fa-AF": "fa_IR", "ti": "ti-ER", "so": "so_SO", "uk": "uk-UA", "sv": "sv-SE", "en": "en-GB"}

// TestVoiceLeavesTheFormItsRoom compares the form on a phone that can read it
// aloud with one that cannot.
func TestVoiceLeavesTheFormItsRoom(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		width := func(languages ...string) (label float64) {
			p := newPhone(t, small)
			p.speaks(voice{Languages: languages})
			p.open(s.formURL(l.Tag))
			p.goTo("K01")
			if n := eval[int](p, `[...document.querySelectorAll('button[aria-pressed]')].filter(b => b.offsetParent).length`); n != len(languages) {
				t.Errorf("with the voices %q there are %d buttons to listen", languages, n)
			}
			return eval[float64](p, `document.querySelector('#K01 label').getBoundingClientRect().width`)
		}
		mute, speaking := width(), width(spokenAs[l.Tag])
		if mute != speaking || speaking < float64(small.width)/2 {
			t.Errorf("an answer is %v wide, and %v on a phone that has a voice", mute, speaking)
		}
	})
}

func TestVoiceReadsTheQuestion(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.speaks(voice{Languages: []string{"de-DE", spokenAs[l.Tag]}, Cancel: "at once"})
		p.open(s.formURL(l.Tag))
		p.goTo("K01")
		p.isReading(speaker, false)
		want := eval[[]string](p, `[...document.querySelectorAll('#K01 legend b, #K01 label')].map(el => el.textContent.trim())`)
		for i := range want {
			want[i] = spokenAs[l.Tag] + " " + want[i]
		}
		p.tap(speaker)
		for range want {
			p.isReading(speaker, true)
			eval[bool](p, `finish()`)
		}
		p.isReading(speaker, false)
		if said := eval[[]string](p, `said`); !slices.Equal(said, want) {
			t.Errorf("said %q, want %q", said, want)
		}
		p.tap(speaker)
		p.tap(forward)
		p.isReading(speaker, false) // what is left behind is not read on
	})
}

func TestVoicesThatCannotRead(t *testing.T) {
	chromium(t)
	s := newScene(t)
	for name, v := range map[string]voice{
		"none":              {},
		"another language":  {Languages: []string{"en-US", "svx-SE"}},
		"not in the phone":  {Languages: []string{"en-US"}, Remote: []string{"sv-SE"}},
		"none, and no news": {Silent: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPhone(t, small)
			p.speaks(v)
			p.open(s.formURL("sv"))
			p.goTo("K01")
			if !eval[bool](p, `document.querySelector(`+"`"+speaker+"`"+`).hidden`) {
				t.Error("the form offers to be read, and nothing can read it")
			}
		})
	}
}

func TestVoicesThatComeLate(t *testing.T) {
	chromium(t)
	s := newScene(t)
	for name, silent := range map[string]bool{"and tell": false, "and do not tell": true} {
		t.Run(name, func(t *testing.T) {
			p := newPhone(t, small)
			p.speaks(voice{Languages: []string{"sv-SE"}, Late: true, Silent: silent})
			p.open(s.formURL("sv"))
			p.goTo("K01")
			hidden := `document.querySelector("` + speaker + `").hidden`
			if !eval[bool](p, hidden) {
				t.Error("the form offers to be read before there is a voice")
			}
			eval[bool](p, `voicesCome()`)
			p.await("!" + hidden)
			p.tap(speaker)
			if said := eval[[]string](p, `said`); len(said) != 1 || !strings.HasPrefix(said[0], "sv-SE ") {
				t.Errorf("said %q", said)
			}
		})
	}
}

// TestTranslatedButtonStops has the browser translate the page, as many readers
// of other languages have it do.
func TestTranslatedButtonStops(t *testing.T) {
	chromium(t)
	s := newScene(t)
	for _, cancel := range []string{"never", "at once", "late"} {
		t.Run(cancel, func(t *testing.T) {
			p := newPhone(t, small)
			p.speaks(voice{Languages: []string{"sv-SE"}, Cancel: cancel})
			p.open(s.formURL("sv"))
			p.goTo("K01")
			eval[bool](p, `document.querySelectorAll('button').forEach(button => {
				button.innerHTML = '<font>another word</font>'
				button.setAttribute('aria-label', 'another word')
			}) || true`)
			for range 2 {
				p.tap(speaker)
				p.isReading(speaker, true)
				p.tap(speaker)
				p.isReading(speaker, false)
				eval[bool](p, `tellLate()`)
				p.isReading(speaker, false)
			}
		})
	}
}
