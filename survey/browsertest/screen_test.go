package browsertest

import (
	"testing"

	"fragebatteri/i18n"
)

// fit is how one question stands on the screen.
type fit struct {
	Question string
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
				Button: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth &&
					hit((box.left + box.right) / 2, box.top + 2) && hit((box.left + box.right) / 2, box.bottom - 2),
				Whole: step.getBoundingClientRect().top >= 0 && Math.max(...[...step.querySelectorAll('label')].map(row => row.getBoundingClientRect().bottom)) <= bar.top,
			})
		}
		button.click()
	}
})()`

// TestQuestionsFitTheScreen prints on how many questions nothing has to be scrolled into sight. The
// button that leads on can always be seen.
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
