package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// shown lists the texts that can be seen, and everything that takes up room.
func (p *phone) shown() (text, boxes string) {
	p.t.Helper()
	both := eval[[2]string](p, `[document.body.innerText.trim(), [...document.body.querySelectorAll('*')]
		.filter(el => el.getClientRects().length && getComputedStyle(el).visibility !== 'hidden').map(el => el.className || el.tagName).join(' ')]`)
	return both[0], both[1]
}

func TestHideBlanksEverything(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.open(s.formURL(l.Tag))
		words := surveytest.Catalog(t).Printer(l.Tag)
		p.goTo("K09")
		p.tap(`#K09 label:has(input[value=o1])`)
		before, _ := p.shown()
		for name, reveal := range map[string]func(){
			"button": func() { p.tap(`.unhide`) },
			"Escape": func() { p.run(chromedp.KeyEvent(kb.Escape)) },
			"Enter":  func() { p.run(chromedp.KeyEvent(kb.Enter)) }, // the button has the focus
		} {
			p.tap(hide)
			text, boxes := p.shown()
			if text != words.T("form.show") || boxes != "unhide" {
				t.Errorf("hidden, the page still shows %q in %s", text, boxes)
			}
			if title := eval[string](p, `document.title`); strings.Contains(title, words.T("K09")) {
				t.Errorf("hidden, the page has the title %q", title)
			}
			reveal()
			if after, _ := p.shown(); after != before {
				t.Errorf("%s brings back %q and not %q", name, after, before)
			}
			if !eval[bool](p, `document.querySelector('#K09 input[value=o1]').checked`) {
				t.Errorf("after %s the answer is gone", name)
			}
		}
	})
}

// ticked lists what is chosen at K19.
func (p *phone) ticked() string {
	p.t.Helper()
	return eval[string](p, `[...document.querySelectorAll('#K19 input:checked')].map(box => box.value).join(' ')`)
}

func (p *phone) tick(value string) {
	p.t.Helper()
	p.tap(fmt.Sprintf(`#K19 label:has(input[value=%s])`, value))
}

func TestAtMostThree(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.open(s.formURL(l.Tag))
		p.goTo("K19")
		words := surveytest.Catalog(t).Printer(l.Tag)
		want := surveytest.Plain(words.T("form.most", "N", 3))
		message := func() string { return surveytest.Plain(p.text(`.notice`)) }
		counted := func(n int) {
			t.Helper()
			want := surveytest.Plain(words.T("form.chosen", "N", n, "Total", 3))
			if said := surveytest.Plain(p.text(`#K19 .count[role=status]`)); said != want {
				t.Errorf("beside the advice stands %q, not %q", said, want)
			}
		}
		counted(0)
		for _, value := range []string{"o1", "o4", "o7"} {
			p.tick(value)
		}
		if message() != "" || p.ticked() != "o1 o4 o7" {
			t.Errorf("three are chosen: %q, and the page says %q", p.ticked(), message())
		}
		p.tick("o2")
		if message() != want || p.ticked() != "o1 o4 o7" {
			t.Errorf("a fourth leaves %q, and the page says %q, not %q", p.ticked(), message(), want)
		}
		counted(3)
		if visible := eval[bool](p, `(() => { const box = document.querySelector('.notice').getBoundingClientRect(); return box.height > 10 && box.bottom > 0 && box.bottom < innerHeight })()`); !visible {
			t.Error("the message is not on the screen where the fourth was touched")
		}
		p.tick("o4")
		counted(2)
		p.tick("o2")
		if message() != "" || p.ticked() != "o1 o2 o7" {
			t.Errorf("another instead of one: %q, and the page says %q", p.ticked(), message())
		}
	})
}

// TestChoicesThatRuleEachOtherOut also has to hold when three are chosen
// already: none, don't know and don't want to answer replace them.
func TestChoicesThatRuleEachOtherOut(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	p.goTo("K19")
	battery, err := s.in.Battery(s.round.Batteries[0])
	if err != nil {
		t.Fatal(err)
	}
	question, _ := battery.Question("K19")
	for _, alone := range []string{question.NoneOption(), survey.DontKnow, survey.NoAnswer} {
		for _, value := range []string{"o1", "o2", "o3"} {
			p.tick(value)
		}
		p.tick(alone)
		if p.ticked() != alone {
			t.Errorf("%s after three others leaves %q", alone, p.ticked())
		}
		words := surveytest.Catalog(t).Printer("sv")
		if text := p.text(`.notice`); text != words.T("form.alone") {
			t.Errorf("%s after three others says %q", alone, text)
		}
		if text := surveytest.Plain(p.text(`#K19 .count`)); text != surveytest.Plain(words.T("form.chosen", "N", 0, "Total", 3)) {
			t.Errorf("%s after three others counts %q", alone, text)
		}
		p.tick("o1")
		if text := p.text(`.notice`); text != "" {
			t.Errorf("o1 after %s says %q", alone, text)
		}
		if p.ticked() != "o1" {
			t.Errorf("o1 after %s leaves %q", alone, p.ticked())
		}
		p.tick("o1")
	}
}

// TestMistakeIsShownAtItsQuestion sends values that the page cannot send by
// itself.
func TestMistakeIsShownAtItsQuestion(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.open(s.formURL(l.Tag))
		words := surveytest.Catalog(t).Printer(l.Tag)
		p.goTo("K02")
		eval[bool](p, `!!(document.querySelector('#K02 input[value=o1]').value = 'o99')`)
		p.choose("K02", "o99")
		p.goTo("end")
		nonce := p.memory().Nonce
		p.tap(sending)
		p.await(fmt.Sprintf(`document.querySelector(%q).id === 'K02'`, current))
		message := surveytest.Plain(words.T("error.option"))
		if text, _ := p.shown(); !strings.Contains(surveytest.Plain(text), message) {
			t.Errorf("at the question the page does not say %q but %q", message, text)
		}
		if focused := eval[bool](p, `!!document.activeElement.closest('#K02')`); !focused {
			t.Error("the focus is not at the question that has to be mended")
		}
		p.tap(`#K02 label:has(input[value=o2])`)
		if text, _ := p.shown(); strings.Contains(surveytest.Plain(text), message) {
			t.Error("the message is still there when the answer is mended")
		}
		p.goTo("end")
		p.tap(sending)
		p.received()
		s.one(l.Tag, survey.Answers{"K02": {"o2"}})
		if nonce == "" || slices.Contains(strings.Split(eval[string](p, `JSON.stringify({...sessionStorage})`), `"`), nonce) {
			t.Error("the nonce is still on the phone")
		}
	})
}
