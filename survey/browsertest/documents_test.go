package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/network"

	"fragebatteri/survey"
)

// The documents are read with a screen reader, on a small screen too.
func TestDocumentsAreAccessible(t *testing.T) {
	source := axe(t)
	s := gatherings(t)
	_, secret := s.in.SignIn(survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}})
	p := newPhone(t, small)
	p.run(network.SetCookie("staff", secret).WithURL(s.server.URL))
	for _, path := range []string{"/documents", "/documents/assessment"} {
		p.open(s.url("/staff/sv" + path))
		if wide := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
			t.Errorf("%s is %d pixels wider than the screen", path, wide)
		}
		for _, v := range p.violations(source, allRules) {
			t.Errorf("%s: %s", path, v)
		}
	}
}
