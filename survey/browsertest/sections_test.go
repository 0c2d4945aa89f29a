package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// aftermath is the page that shows what came of a session, of a municipality that
// has replied in Swedish.
type aftermath struct {
	*country
	url string
}

func newAftermath(t *testing.T) aftermath {
	t.Helper()
	c := newCountry(t)
	reply := survey.Reply{Release: c.released, Intervention: "OG028", Language: "sv", Text: "Vi öppnar ett café."}
	if err := c.in.PutReply(t.Context(), reply); err != nil {
		t.Fatal(err)
	}
	return aftermath{c, webtest.Serve(t, c.pages).URL}
}

func (a aftermath) address(lang string) string { return a.url + "/s/" + a.seen.Code + "/" + lang }

// TestAnotherSectionIsRead asks for one section while another is read. What the
// browser then tells of the first, and when, stops nothing.
func TestAnotherSectionIsRead(t *testing.T) {
	chromium(t)
	a := newAftermath(t)
	for _, cancel := range []string{"never", "at once", "late"} {
		t.Run(cancel, func(t *testing.T) {
			p := newPhone(t, small)
			p.speaks(voice{Languages: []string{"sv-SE"}, Cancel: cancel})
			p.open(a.address("sv"))
			const first, second = `.card .listen`, `.people-chart .listen`
			p.await(`document.querySelector("` + second + `")`)
			p.tap(first)
			p.isReading(first, true)
			p.tap(second)
			eval[bool](p, `tellLate()`)
			p.isReading(second, true)
			if pressed := eval[int](p, `document.querySelectorAll('[aria-pressed=true]').length`); pressed != 1 {
				t.Errorf("%d buttons say that they read", pressed)
			}
			parts := eval[int](p, `document.querySelectorAll('.people-chart')[0].querySelectorAll('h2,h3,p,li').length`)
			for range parts {
				p.isReading(second, true)
				eval[bool](p, `finish()`)
			}
			p.isReading(second, false)
			if said := eval[[]string](p, `said`); len(said) != 1+parts {
				t.Errorf("said %q, want the heading of the first section and %d parts of the second", said, parts)
			}
		})
	}
}

// TestEachPartIsReadInItsLanguage opens a page in Arabic with a reply in Swedish.
func TestEachPartIsReadInItsLanguage(t *testing.T) {
	chromium(t)
	a := newAftermath(t)
	heading := "ar-SA " + surveytest.Plain(surveytest.Catalog(t).Printer("ar").T("closed.next"))
	const reply = "sv-SE Vi öppnar ett café."
	for _, c := range []struct {
		voices []string
		want   []string
	}{
		{[]string{"sv-SE", "ar-SA"}, []string{heading, reply}},
		{[]string{"sv-SE"}, []string{reply}},
		{[]string{"uk-UA"}, nil},
	} {
		t.Run(strings.Join(c.voices, " "), func(t *testing.T) {
			p := newPhone(t, small)
			p.speaks(voice{Languages: c.voices})
			p.open(a.address("ar"))
			const button = `.card .listen`
			p.await(`document.querySelector("` + button + `")`)
			if hidden := eval[bool](p, `document.querySelector("`+button+`").hidden`); hidden != (len(c.want) == 0) {
				t.Fatalf("the button is hidden: %v", hidden)
			}
			if len(c.want) == 0 {
				return
			}
			p.tap(button)
			for range c.want {
				p.isReading(button, true)
				eval[bool](p, `finish()`)
			}
			p.isReading(button, false)
			if said := eval[[]string](p, `said.map(text => text.replace(/\s+/g, ' '))`); fmt.Sprint(said) != fmt.Sprint(c.want) {
				t.Errorf("said %q, want %q", said, c.want)
			}
		})
	}
}

// TestSectionButtonsStandBesideTheirHeadings measures the buttons: round, as large
// as a finger, named, and over nothing.
func TestSectionButtonsStandBesideTheirHeadings(t *testing.T) {
	chromium(t)
	a := newAftermath(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		p := newPhone(t, small)
		p.speaks(voice{Languages: []string{spokenAs[l.Tag], "sv-SE"}})
		p.open(a.address(l.Tag))
		p.await(`document.querySelector('.people-chart .listen')`)
		for _, fault := range eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll('section[data-listen]')].flatMap(section => {
			const faults = [], button = section.querySelector('.listen'), heading = section.querySelector('h2,h3')
			const b = button.getBoundingClientRect(), h = heading.getBoundingClientRect()
			if (Math.abs(b.width - b.height) > 1 || b.width < 44) faults.push('is ' + b.width + ' by ' + b.height)
			if (b.left < h.right && h.left < b.right) faults.push('lies over its heading')
			if (b.left < 0 || b.right > innerWidth || b.top < section.getBoundingClientRect().top) faults.push('sticks out')
			if (button.getAttribute('aria-label') !== %q || button.textContent) faults.push('is called ' + button.outerHTML)
			return faults.map(fault => heading.textContent + ': the button ' + fault)
		})`, surveytest.Catalog(t).Printer(l.Tag).T("form.listen"))) {
			t.Error(fault)
		}
	})
}
