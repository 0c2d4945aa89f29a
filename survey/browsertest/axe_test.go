package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/survey/surveytest/tool"
)

// axe returns the source of axe-core.
func axe(t *testing.T) string {
	t.Helper()
	name := os.Getenv("FRAGEBATTERI_AXE")
	if name == "" {
		name = filepath.Join("..", "..", ".ci", "node_modules", "axe-core", "axe.min.js")
	}
	source, err := os.ReadFile(name)
	if err != nil {
		tool.Missing(t, "axe-core ("+name+")")
	}
	return string(source)
}

// violation is what axe-core says about a page.
type violation struct {
	ID    string
	Help  string
	Nodes []struct {
		HTML    string
		Target  []any
		Summary string `json:"failureSummary"`
	}
}

const (
	allRules    = `{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'], preload: false}`
	wcagRules   = `{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], preload: false}`
	colourRules = `{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}, resultTypes: ['violations'], preload: false}`
)

// violations has axe-core look at the page as it is.
func (p *phone) violations(source, rules string) []violation {
	p.t.Helper()
	if !eval[bool](p, `!!window.axe`) {
		p.run(chromedp.Evaluate(source, nil))
	}
	// A row that is scrolled half behind the bar at the foot of a question would be too small a target.
	eval[bool](p, `(document.querySelector('form .step-buttons') && document.querySelector('form').scrollIntoView({block: 'end', behavior: 'instant'}), true)`)
	text := eval[string](p, `axe.run(document, `+rules+`).then(found => JSON.stringify(found.violations))`)
	var found []violation
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		p.t.Fatal(err)
	}
	return found
}

// shorten leaves the first few of many results that are made alike, which would
// take axe-core most of its time.
func (p *phone) shorten() {
	p.t.Helper()
	eval[int](p, `[...document.querySelectorAll('details table:nth-of-type(n+4), section.people-chart:nth-of-type(n+5)')].map(el => el.remove()).length`)
}

func (v violation) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s", v.ID, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&text, "\n  %v %s\n    %s", n.Target, n.HTML, strings.ReplaceAll(n.Summary, "\n", " "))
	}
	return text.String()
}

// TestAxe has every page looked at by all rules in light colours, and by those
// about colours in dark ones: the others cannot come out differently there.
func TestAxe(t *testing.T) {
	source := axe(t)
	chromium(t)
	c := newCountry(t)
	t.Run("languages", func(t *testing.T) {
		languages(t, func(t *testing.T, l i18n.Language) {
			c.tour(t, l, func(p *phone, page string) {
				rules := allRules
				if page == "hidden" {
					rules = wcagRules // a blank screen has neither a heading nor landmarks, on purpose
				}
				p.shorten()
				for _, look := range []struct{ colours, rules string }{{"light", rules}, {"dark", colourRules}} {
					p.media("prefers-color-scheme", look.colours)
					for _, v := range p.violations(source, look.rules) {
						t.Errorf("%s, %s: %s", page, look.colours, v)
					}
				}
				p.media("prefers-color-scheme", "light")
			})
		})
	})
}

// TestAxeFinds makes sure that axe-core is asked in a way that finds things.
func TestAxeFinds(t *testing.T) {
	source := axe(t)
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.url("/"))
	eval[bool](p, `(() => {
		document.querySelector('label[for]').remove()
		document.querySelector('h1').style.color = '#ddd'
		return true
	})()`)
	found := map[string]bool{}
	for _, rules := range []string{allRules, colourRules} {
		for _, v := range p.violations(source, rules) {
			found[rules+v.ID] = true
		}
	}
	if len(found) != 3 || !found[allRules+"label"] || !found[allRules+"color-contrast"] || !found[colourRules+"color-contrast"] {
		t.Errorf("on a page with two faults it finds %v", found)
	}
}
