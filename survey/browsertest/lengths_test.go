package browsertest

import (
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// What came of a session, with a reply, is read within three screens of a small phone, and nobody
// has to move it sideways.
func TestWhatCameOfItFitsThreeScreens(t *testing.T) {
	chromium(t)
	c := newCountry(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		reply := survey.Reply{Release: c.released, Intervention: c.seen.Intervention, Language: l.Tag, Text: surveytest.Catalog(t).Printer(l.Tag).T("example.reply")}
		if err := c.in.PutReply(t.Context(), reply); err != nil {
			t.Fatal(err)
		}
		p := newPhone(t, small)
		p.open((&wire{server: c.pages}).serve(t) + "/s/" + c.seen.Code + "/" + l.Tag)
		long, wide := eval[int](p, `Math.round(document.querySelector('main').getBoundingClientRect().bottom)`), eval[int](p, `document.documentElement.scrollWidth`)
		t.Logf("%d px", long)
		if long > 3*int(small.height) || wide > int(small.width) {
			t.Errorf("the page takes %d × %d px", wide, long)
		}
		if eval[int](p, `document.querySelectorAll('.card p').length`) != 1 {
			t.Error("the reply is not shown")
		}
	})
}

// The banner of a demo takes one line.
func TestBannerOfADemoTakesOneLine(t *testing.T) {
	chromium(t)
	host := surveytest.Host
	host.Demo = true
	in := surveytest.ServiceOf(t, host)
	server := webtest.Server(t, in.Service)
	languages(t, func(t *testing.T, l i18n.Language) {
		p := newPhone(t, small)
		p.open(server.URL + "/?lang=" + l.Tag)
		lines := eval[float64](p, `(() => {
			const range = document.createRange()
			range.selectNodeContents(document.querySelector('.demo'))
			return new Set([...range.getClientRects()].map(line => Math.round(line.top))).size
		})()`)
		if lines != 1 {
			t.Errorf("the banner takes %v lines", lines)
		}
	})
}
