package paper_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/surveytest"
)

const code = "8WK3QZMX"

// session returns a session in Swedish of a round in all languages.
func session(t *testing.T) paper.Session {
	t.Helper()
	catalog := surveytest.Catalog(t)
	return paper.Session{
		Host:    survey.Host{BaseURL: "https://svar.example", Name: "Region Östergötland", Kind: survey.HostRegion},
		Round:   survey.Round{K: 12, Languages: surveytest.AllLanguages},
		Session: survey.Session{Code: code, Opens: surveytest.Start, Closes: surveytest.Start.Add(2 * time.Hour)},
		Catalog: catalog, Printer: catalog.Printer("sv"),
	}
}

func tickets(n int) []string {
	made := make([]string, n)
	for i := range made {
		made[i] = survey.NewNonce()
	}
	return made
}

func made(t *testing.T, page paper.Page, err error) paper.Page {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return page
}

var (
	element = regexp.MustCompile(`(?s)<(script|style)>(.*?)</(script|style)>`)
	tag     = regexp.MustCompile(`<[^>]*>`)
	outside = regexp.MustCompile(`(?i)src=|href=|url\(|@import|style=| on[a-z]+=`)
)

// plain returns what a page says.
func plain(page paper.Page) string {
	return tag.ReplaceAllString(element.ReplaceAllString(string(page.HTML), ""), "")
}

// A paper has all it needs in it, and its policy allows that and nothing else.
func TestPapersLoadNothing(t *testing.T) {
	s := session(t)
	poster, err := s.Poster()
	poster = made(t, poster, err)
	cards, err := s.Cards(tickets(1))
	cards = made(t, cards, err)
	invitation, err := paper.Invitation{
		Host: s.Host, Invitation: survey.Invitation{Staff: survey.Staff{Role: survey.ReaderRole}}, Token: survey.NewNonce(),
		Printer: s.Printer, Swedish: s.Printer,
	}.Card()
	invitation = made(t, invitation, err)
	guide, err := paper.Guide(s.Printer, s.Host, survey.PromiseOf(s.Host, s.Round))
	guide = made(t, guide, err)

	for name, page := range map[string]paper.Page{"poster": poster, "cards": cards, "invitation": invitation, "guide": guide} {
		inside := bytes.ReplaceAll(page.HTML, []byte("url(data:font/woff2;base64,"), nil)
		if len(inside) == len(page.HTML) {
			t.Errorf("%s: it has no font in it", name)
		}
		if found := outside.Find(inside); found != nil {
			t.Errorf("%s: it loads something, or does what no policy can name: %s", name, found)
		}
		found := element.FindAllSubmatch(page.HTML, -1)
		if len(found) != 2 {
			t.Fatalf("%s: it has %d style sheets and scripts", name, len(found))
		}
		for _, one := range found {
			sum := sha256.Sum256(one[2])
			if source := string(one[1]) + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(page.Policy, source) {
				t.Errorf("%s: the policy %s does not allow its %s", name, page.Policy, one[1])
			}
		}
	}
}

// Nothing on a sheet tells in which order the cards were made: they are shuffled, and but for what
// is theirs alone they are the same.
func TestCardsAreShuffled(t *testing.T) {
	s := session(t)
	want := tickets(25)
	page, err := s.Cards(want)
	text := string(made(t, page, err).HTML)
	if n := strings.Count(text, `class="sheet"`); n != 3 {
		t.Errorf("25 cards are on %d sheets", n)
	}
	var got []string
	kinds := map[string]bool{}
	for _, card := range strings.Split(text, `<li class="card">`)[1:] {
		card, after, _ := strings.Cut(card, "</li>")
		if says := strings.TrimSpace(tag.ReplaceAllString(element.ReplaceAllString(after, ""), "")); says != "" {
			t.Errorf("between cards it says %q", says)
		}
		_, ticket, _ := survey.ParseCode(tag.ReplaceAllString(card[strings.Index(card, `<p class="type"`):], ""))
		got = append(got, ticket)
		card = regexp.MustCompile(`(?s)<svg.*?</svg>`).ReplaceAllString(card, "")
		for _, group := range regexp.MustCompile(`.{1,4}`).FindAllString(ticket, -1) {
			card = strings.Replace(card, `<span class="group">`+group+"</span>", "", 1)
		}
		kinds[card] = true
	}
	if slices.Equal(got, want) {
		t.Error("the cards are printed in the order in which they were made")
	}
	if len(kinds) != 1 {
		t.Errorf("cards differ by more than what is theirs: %v", kinds)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the cards are %q, want %q", got, want)
	}
}

// The poster promises what the round's form does, and a demo says what it is.
func TestPosterPromises(t *testing.T) {
	sv := surveytest.Catalog(t).Printer("sv")
	nobody, demo := sv.T("promise.nobody"), sv.T("demo.banner")
	for name, test := range map[string]struct {
		change     func(*paper.Session)
		full, demo bool
	}{
		"region":       {func(*paper.Session) {}, true, false},
		"county":       {func(s *paper.Session) { s.Host.Kind = survey.HostCounty }, true, false},
		"university":   {func(s *paper.Session) { s.Host.Kind = survey.HostUniversity }, true, false},
		"municipality": {func(s *paper.Session) { s.Host.Kind = survey.HostMunicipality }, false, false},
		"key kept":     {func(s *paper.Session) { s.Round.KeyKept = true }, false, false},
		"demo":         {func(s *paper.Session) { s.Round.KeyKept, s.Host.Demo = true, true }, true, true},
	} {
		s := session(t)
		test.change(&s)
		page, err := s.Poster()
		text := plain(made(t, page, err))
		if strings.Contains(text, nobody) != test.full || strings.Contains(text, demo) != test.demo {
			t.Errorf("%s: it says %s", name, text)
		}
		if !strings.Contains(text, "minst 11 andra") || !strings.Contains(text, s.Host.Name) {
			t.Errorf("%s: it does not say with how many, or who asks: %s", name, text)
		}
	}
}

// The poster has the languages of the round and no others, the code and the address to type.
func TestPosterIsOfItsRound(t *testing.T) {
	s := session(t)
	s.Round.Languages, s.Round.K = []string{"ti", "ar"}, 15
	page, err := s.Poster()
	text := plain(made(t, page, err))
	for _, tag := range surveytest.AllLanguages {
		p := s.Catalog.Printer(tag)
		if has := strings.Contains(text, p.T("print.answer")); has != slices.Contains(s.Round.Languages, tag) {
			t.Errorf("it says where to answer in %s: %v", tag, has)
		}
	}
	if !strings.Contains(text, "14") || !strings.Contains(text, "svar.example"+code) {
		t.Errorf("it says %s", text)
	}
}

// The poster says when it is open by clocks in Sweden, and the day on which it closes where that is another.
func TestPosterSaysWhen(t *testing.T) {
	s := session(t)
	for hours, want := range map[time.Duration]string{2: "1 september 2026 10:00 – 12:00", 14: "1 september 2026 10:00 – 2 september 2026 00:00"} {
		s.Session.Closes = s.Session.Opens.Add(hours * time.Hour)
		page, err := s.Poster()
		if text := plain(made(t, page, err)); !strings.Contains(text, want) {
			t.Errorf("after %d hours: it says %s", hours, text)
		}
	}
}

// An invitation says who invites to what and until when, once in each language that is not the same.
func TestInvitation(t *testing.T) {
	catalog := surveytest.Catalog(t)
	token := survey.NewNonce()
	for _, tag := range surveytest.AllLanguages {
		for role, name := range map[survey.Role]string{survey.AmbassadorRole: "Kinda", survey.ReaderRole: "ትግርኛ"} {
			p := catalog.Printer(tag)
			page, err := paper.Invitation{
				Host: session(t).Host, Token: token, Municipality: surveytest.Catalogue(t).Municipality,
				Invitation: survey.Invitation{
					Staff: survey.Staff{Role: role, Municipalities: []string{"0581", "0513"}, Languages: []string{"so", "ti"}}, Ends: surveytest.Start,
				},
				Printer: p, Swedish: catalog.Printer("sv"),
			}.Card()
			text := plain(made(t, page, err))
			if !strings.Contains(strings.ReplaceAll(text, " ", ""), "svar.example/i/"+token) || strings.Count(text, "print.") > 0 {
				t.Errorf("%s, %s: it says %s", tag, role, text)
			}
			times := 2
			if tag == "sv" {
				times = 1
			}
			if n := strings.Count(text, name); n != times || strings.Count(text, "1 september 2026") != 1 {
				t.Errorf("%s, %s: it says %d times whom it is for: %s", tag, role, n, text)
			}
			if !strings.Contains(text, p.T("print.invitation.never")) || !strings.Contains(text, p.Date(surveytest.Start)) {
				t.Errorf("%s, %s: it says %s", tag, role, text)
			}
		}
	}
}
