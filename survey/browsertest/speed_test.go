package browsertest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"fragebatteri/i18n"
	"fragebatteri/survey/webtest"
)

// BenchmarkFirstAnswer measures how long somebody waits for a form: from the tap on a language until
// the page's script has run and the first button can be tapped, on a phone that has loaded nothing
// before, at 50 kB/s and a second for a round trip. Beside it is the least that can be: the same
// questions as a bare form without style or script, until all of it is there.
//
//	go test ./survey/browsertest -bench FirstAnswer -run ^$
//
// Chromium adds the second to each request. What a phone waits for a new connection (name,
// handshakes) comes on top for both, and is not in these numbers; nor are lost packets.
func BenchmarkFirstAnswer(b *testing.B) {
	s := newScene(b)
	for _, l := range i18n.Languages {
		bare := bareForm(b, s.server.Get("/s/"+s.session.Code+"/"+l.Tag))
		b.Run(l.Tag, func(b *testing.B) {
			var form, least time.Duration
			for b.Loop() {
				form += firstTap(b, s.formURL(l.Tag), `document.querySelector('html.js #begin:enabled:not([hidden])')`)
				least += firstTap(b, bare, `document.readyState !== 'loading'`)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(form.Seconds()/float64(b.N), "form-s")
			b.ReportMetric(least.Seconds()/float64(b.N), "bare-s")
			b.ReportMetric(form.Seconds()/least.Seconds(), "ratio")
		})
	}
}

// firstTap opens an address on a new phone on a slow network, and returns how long after the tap that
// leads there an expression is true when the phone next draws the page.
func firstTap(b *testing.B, url, ready string) time.Duration {
	b.Helper()
	p := newPhone(b, small)
	defer p.closeTab()
	script := fmt.Sprintf(`(function look() {
		if (document.documentElement && (%s)) window.ready = performance.now()
		else requestAnimationFrame(look)
	})()`, ready)
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
	p.secondGeneration()
	p.open(url)
	p.await(`window.ready`)
	return time.Duration(eval[float64](p, `window.ready`) * float64(time.Millisecond))
}

// bareForm serves the questions of a form without style, script or anything that is for these, and
// returns where.
func bareForm(b *testing.B, form webtest.Page) string {
	b.Helper()
	form.Find("style, script, link, #start, .change-language, footer").Remove()
	for _, e := range form.Find("form, form *").EachIter() {
		e.Nodes[0].Attr = slices.DeleteFunc(e.Nodes[0].Attr, func(a html.Attribute) bool {
			return a.Key == "class" || strings.HasPrefix(a.Key, "data-")
		})
	}
	text, err := form.Html()
	if err != nil {
		b.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, text); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return webtest.Serve(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes()) // the phone may be gone
	})).URL
}
