package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// The pages about the service lead back to the form that they were opened from, in whatever
// language, and else to the first page.
func TestAboutPagesLeadBack(t *testing.T) {
	s := newSite(t)
	cards, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	for _, l := range s.tags() {
		for _, path := range []string{"/s/" + s.session.Code, "/s/" + cards.Code + "/" + tickets[0]} {
			form := s.Get(path + "/" + l.Tag)
			for _, name := range []string{"privacy", "accessibility"} {
				if link := form.Find(`footer a[href="` + l.Tag + "/" + name + `"]`); link.Length() != 1 {
					t.Errorf("%s: the form does not lead to %s below it", path, name)
				}
				page := s.Get(path + "/" + l.Tag + "/" + name)
				if page.Status != http.StatusOK || page.Find("main a.button").AttrOr("href", "") != path+"/"+l.Tag || page.Value("main a.button") != s.text(l.Tag, "nav.back") {
					t.Errorf("%s/%s/%s: status %d does not lead back", path, l.Tag, name, page.Status)
				}
				for _, other := range s.tags() {
					link := page.Find("main nav a[lang=" + other.Tag + "]")
					if own := other.Tag == l.Tag; own != (link.Length() == 0) || !own && link.AttrOr("href", "") != path+"/"+other.Tag+"/"+name {
						t.Errorf("%s/%s/%s leads to %q in %s", path, l.Tag, name, link.AttrOr("href", ""), other.Tag)
					}
				}
			}
		}
		if back := s.Get("/privacy/"+l.Tag).Find("main a.button").AttrOr("href", ""); back != "/?lang="+l.Tag {
			t.Errorf("/privacy/%s leads back to %q", l.Tag, back)
		}
	}
	for _, path := range []string{"/s/nosuch00/sv/privacy", "/s/" + cards.Code + "/sv/privacy"} {
		if page := s.Get(path); page.Status != http.StatusNotFound {
			t.Errorf("%s has status %d", path, page.Status)
		}
	}
}

func TestAuthoritiesAreLinked(t *testing.T) {
	s := newSite(t)
	for _, l := range s.tags() {
		for path, domain := range map[string]string{"/privacy/": "imy.se", "/accessibility/": "digg.se"} {
			page := s.Get(path + l.Tag)
			if link := page.Find(`main p a[href="https://www.` + domain + `/"]`); link.Length() != 1 || link.Text() != domain {
				t.Errorf("%s%s does not link %s", path, l.Tag, domain)
			}
		}
	}
}

// How the host is reached is said where it is known.
func TestContactOfTheHost(t *testing.T) {
	host := surveytest.Host
	host.Contact = "013-10 00 00"
	with, without := siteOf(t, host), newSite(t)
	for _, l := range with.tags() {
		for _, path := range []string{"/privacy/", "/accessibility/"} {
			want := with.text(l.Tag, "privacy.contact", "Host", host.Name, "Contact", host.Contact)
			if text := surveytest.Plain(with.Get(path + l.Tag).Text()); !strings.Contains(text, want) {
				t.Errorf("%s%s does not say %q", path, l.Tag, want)
			}
			start, _, _ := strings.Cut(want, ":")
			if text := surveytest.Plain(without.Get(path + l.Tag).Text()); strings.Contains(text, start+":") {
				t.Errorf("%s%s speaks of a contact that is not known", path, l.Tag)
			}
		}
	}
}

// Pages whose address names no language are in the first of the phone's that there is.
func TestFirstLanguageOfThePhone(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/", "/?code=AAAAAAAA", "/s/AAAAAAAA", "/nothing", "/s/" + s.session.Code} {
		for header, want := range map[string]string{
			"ti": "ti", "ar-SY,ar;q=0.9,en;q=0.8": "ar", "ru,uk;q=0.8": "uk", "de,so;q=0.5": "so", "prs": "fa-AF",
			"ru": "sv", "": "sv", "*": "sv", "en;q=0.1,sv;q=0.9": "sv", "de,am": "sv",
		} {
			html := s.Get(path, "Accept-Language", header).Find("html")
			if html.AttrOr("lang", "") != want || html.AttrOr("dir", "") != s.language(want).Dir {
				t.Errorf("%s on a phone that asks for %q is in %s", path, header, html.AttrOr("lang", ""))
			}
		}
	}
}
