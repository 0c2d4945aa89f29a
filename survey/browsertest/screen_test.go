package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"fragebatteri/i18n"
)

// fit is how one question stands on the screen.
type fit struct {
	Question string
	Rows     int  // answers that can be chosen
	Button   bool // the button forward can be seen whole, and touched
	Whole    bool // so can everything else, without scrolling
}

// fits goes through all questions and looks at each as it is before anybody scrolls.
const fits = `(() => {
	const found = []
	for (;;) {
		const step = document.querySelector('.step:not([hidden])')
		const button = document.querySelector('.step-buttons button:not(.secondary)')
		if (step.id === 'end' || found.length > 40) return found
		if (step.id !== 'start') {
			const box = button.getBoundingClientRect(), bar = button.parentNode.getBoundingClientRect()
			const hit = (x, y) => button === document.elementFromPoint(x, y)
			found.push({
				Question: step.id,
				Rows: step.querySelectorAll('label').length,
				Button: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth &&
					hit((box.left + box.right) / 2, box.top + 2) && hit((box.left + box.right) / 2, box.bottom - 2),
				Whole: step.getBoundingClientRect().top >= 0 && Math.max(...[...step.querySelectorAll('label')].map(row => row.getBoundingClientRect().bottom)) <= bar.top,
			})
		}
		button.click()
	}
})()`

// TestQuestionsFitTheScreen prints on how many questions nothing has to be scrolled into sight: on
// the smallest phone none with up to seven answers. The button that leads on can always be seen.
func TestQuestionsFitTheScreen(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		for _, screen := range []size{{360, 640}, {360, 560}, {640, 360}} {
			p := newPhone(t, screen)
			p.open(s.formURL(l.Tag))
			p.begin()
			all := eval[[]fit](p, fits)
			var scrolled []string
			for _, q := range all {
				if !q.Button {
					t.Errorf("%d×%d: at %s the button forward is not wholly on the screen", screen.width, screen.height, q.Question)
				}
				if screen == small && q.Rows <= 7 && !q.Whole {
					t.Errorf("%s has to be scrolled", q.Question)
				}
				if !q.Whole {
					scrolled = append(scrolled, q.Question)
				}
			}
			if len(all) < 24 {
				t.Fatalf("only %d questions were seen", len(all))
			}
			t.Logf("%s, %d×%d: %d of %d fit; not %v", l.Tag, screen.width, screen.height, len(all)-len(scrolled), len(all), scrolled)
		}
	})
}

// Whoever comes to a question by keyboard comes to its answers first, and not to what blanks the page.
func TestAnswersAreTheFirstStop(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	p.goTo("K01")
	p.run(chromedp.KeyEvent(kb.Tab))
	if !eval[bool](p, `document.activeElement.name === 'K01'`) {
		t.Errorf("the first stop is %s", eval[string](p, `document.activeElement.outerHTML`))
	}
	p.tabTo(fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, forward))
	p.tabTo(fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, hide))
}

// Whoever scans a code sees all languages at once.
func TestAllLanguagesAreInSight(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.url("/s/" + s.session.Code))
	if hidden := eval[[]string](p, `[...document.querySelectorAll('ul.languages a')].filter(a => a.getBoundingClientRect().bottom > innerHeight).map(a => a.lang)`); len(hidden) > 0 {
		t.Errorf("%v are below the screen", hidden)
	}
}

// Without script the first question stands as far from what is said above it as from the next.
func TestFirstQuestionWithoutScript(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.withoutScript()
	p.open(s.formURL("sv"))
	gaps := eval[[2]float64](p, `(() => {
		const box = selector => document.querySelector(selector).getBoundingClientRect()
		return [box('#K01').top - box('#start').bottom, box('#K02').top - box('#K01').bottom]
	})()`)
	if gaps[0] < gaps[1] || gaps[1] < 16 {
		t.Errorf("it stands %g px below what is said, the next %g px below it", gaps[0], gaps[1])
	}
}

// Without script a form that has to be mended stands apart from what is said above it, and the
// border around a question is whole.
func TestMendingWithoutScript(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.withoutScript()
	p.open(s.formURL("sv"))
	eval[bool](p, `!!(document.querySelector('#K01 input').value = 'o99')`)
	p.tap(`#K01 label`)
	p.tap(sending)
	p.await(`document.querySelector('.error-summary') && document.readyState === 'complete'`)
	found := eval[struct{ Gap, Legend, Error float64 }](p, `(() => {
		const box = selector => document.querySelector(selector).getBoundingClientRect()
		return {
			Gap: box('#K01').top - box('.error-summary').bottom,
			Legend: box('#K01 legend').top - box('#K01').top,
			Error: box('#K01 .error').top - box('#K01 legend').bottom,
		}
	})()`)
	if found.Gap < 16 || found.Legend < 8 || found.Error < 0 {
		t.Errorf("the box is %g px above the question, its words %g px below its border, the mistake %g px below them", found.Gap, found.Legend, found.Error)
	}
}
