package web_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey"
	"fragebatteri/survey/guide"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// guided returns the guide as an ambassador reads it in a language.
func (s *site) guided(tag string) webtest.Page {
	s.t.Helper()
	_, secret := s.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}, Interventions: []string{"OG028"}})
	page := s.Browser.As(secret).Get("/staff/" + tag + "/guide")
	if page.Status != 200 {
		s.t.Fatalf("the guide in %s is answered by %d", tag, page.Status)
	}
	return page
}

// An ambassador finds all sections of the guide in each language, closed, each at the name by which
// pages link to it.
func TestGuide(t *testing.T) {
	s := newSite(t)
	for _, l := range s.tags() {
		page := s.guided(l.Tag)
		if got := page.Value("h1"); got != s.text(l.Tag, "guide.title") {
			t.Errorf("%s: the heading is %q", l.Tag, got)
		}
		var names []guide.Name
		page.Find("main > details").Each(func(_ int, section *goquery.Selection) {
			names = append(names, guide.Name(section.AttrOr("id", "")))
			if _, open := section.Attr("open"); open || section.Find("summary").Length() != 1 || section.Find("li, blockquote p").Length() < 4 {
				t.Errorf("%s: a section is open or has little in it: %s", l.Tag, section.Text())
			}
		})
		if !slices.Equal(names, guide.Names) {
			t.Errorf("%s: the sections are %q", l.Tag, names)
		}
		if n := page.Find("#before input[type=checkbox]:not([name])").Length(); n < 5 {
			t.Errorf("%s: %d boxes to tick, which are never sent", l.Tag, n)
		}
		if got := page.Find(`header a[aria-current]`).AttrOr("href", ""); got != "/staff/"+l.Tag+"/guide" {
			t.Errorf("%s: the menu is at %q", l.Tag, got)
		}
	}
}

// What an ambassador reads aloud is what the form says, also in a round with larger groups, and never
// what is not so.
func TestGuidePromises(t *testing.T) {
	municipality := surveytest.Host
	municipality.Kind = survey.HostMunicipality
	larger := func(n *survey.NewRound) { n.K = 15 }
	for _, c := range []struct {
		name   string
		site   *site
		others int
		nobody bool
	}{
		{"one round", newSite(t), 11, true},
		{"a round with larger groups", newSite(t, larger), 14, true},
		{"a round that keeps its key", newSite(t, func(n *survey.NewRound) { n.KeyKept = true }), 11, false},
		{"a municipality", siteOf(t, municipality), 11, false},
	} {
		var read []string
		c.site.guided("so").Find("#say .promised").Each(func(_ int, line *goquery.Selection) {
			read = append(read, surveytest.Plain(line.Text()))
		})
		var want []string
		c.site.Get(c.site.path("so")).Find(".promise p").Each(func(_ int, line *goquery.Selection) {
			want = append(want, surveytest.Plain(line.Text()))
		})
		together := c.site.text("so", "promise.together", "N", c.others)
		if !slices.Equal(read, want) || (len(read) == 2) != c.nobody || !strings.Contains(strings.Join(read, "\n"), together) {
			t.Errorf("%s: read aloud is %q, and the form says %q", c.name, read, want)
		}
	}
	two := newSite(t)
	two.Begin("2027-H1", larger)
	if said, want := two.guided("so").Value("#say blockquote"), two.text("so", "promise.together", "N", 11); !strings.Contains(said, want) {
		t.Errorf("with two rounds open this is read aloud, which is not so in both: %s", said)
	}
}

// An ambassador is told of the guide what is needed then: before, while and after people answer.
func TestGuideInTheFlow(t *testing.T) {
	a := newAmbassador(t)
	told := func(page webtest.Page) string {
		var names []string
		page.Find("details.guide").Each(func(_ int, section *goquery.Selection) { names = append(names, section.AttrOr("id", "")) })
		return strings.Join(names, " ")
	}
	address := a.starts("many", "20")
	running := a.Browser.Get(address)
	if got := told(running); got != "say help never" {
		t.Errorf("while people answer it says %q", got)
	}
	if got, want := running.Value("#say blockquote"), a.text("sv", "promise.together", "N", 11); !strings.Contains(got, want) {
		t.Errorf("this is read aloud: %s", got)
	}
	a.Browser.Post(address+"/close", nil)
	if got := told(a.Browser.Get(address)); got != "after" {
		t.Errorf("afterwards it says %q", got)
	}
	tomorrow := survey.DayOf(a.Clock.Now().AddDate(0, 0, 1))
	if got := told(a.Browser.Get(a.starts("many", "20", "day", tomorrow, "clock", "10:00"))); got != "before say" {
		t.Errorf("of what is prepared it says %q", got)
	}
}

// The leaflet promises what the page does.
func TestGuideOnPaper(t *testing.T) {
	s := newSite(t, func(n *survey.NewRound) { n.K = 15 })
	_, secret := s.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}, Interventions: []string{"OG028"}})
	page := s.Browser.As(secret).Get("/staff/ti/guide")
	link := page.Find(`main p a[href]`).Last().AttrOr("href", "")
	paper := s.Browser.As(secret).Get(link)
	if paper.Status != 200 || !strings.Contains(surveytest.Plain(paper.Text()), s.text("ti", "promise.together", "N", 14)) {
		t.Errorf("%q is answered by %d and does not promise what the form does", link, paper.Status)
	}
}
