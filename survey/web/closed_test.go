package web_test

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// sessionAbout returns a session of a sealed round about an intervention.
func (s *site) sessionAbout(round, intervention string) survey.Session {
	s.t.Helper()
	sessions, err := s.Store.Sessions(s.t.Context(), round)
	ok(s.t, err)
	return sessions[slices.IndexFunc(sessions, func(one survey.Session) bool { return one.Intervention == intervention })]
}

func TestClosedSession(t *testing.T) {
	s := newSite(t)
	form, loaded := fill("K01", "o1"), fill("K01", "o1")
	s.Post(s.path("ar"), form)
	loaded.Set(survey.TokenField, s.Get(s.path("ar")).Find("[name=token]").AttrOr("value", ""))
	s.Clock.Advance(2 * time.Hour)
	for _, path := range []string{s.path("ar"), "/s/" + s.session.Code} {
		if page := s.Get(path); page.Status != http.StatusGone || page.Find("form, [name=token]").Length() != 0 {
			t.Errorf("%s: status %d", path, page.Status)
		}
	}
	if page := s.Post(s.path("ar"), loaded); page.Status != http.StatusSeeOther {
		t.Errorf("within the grace, a form that was loaded before has status %d", page.Status)
	}
	if page := s.Post(s.path("ar"), fill("K01", "o1")); page.Status != http.StatusGone {
		t.Errorf("within the grace, a form that was made up has status %d", page.Status)
	}
	s.Clock.Advance(survey.Grace)
	page := s.Post(s.path("ar"), fill("K01", "o1"))
	if page.Status != http.StatusGone {
		t.Fatalf("after the grace the status is %d", page.Status)
	}
	s.says(t, page, "error.closed")
	if state := stateOf(t, s.Post(s.path("ar"), fill(), "Accept", "application/json")); state != "closed" {
		t.Errorf("a script is told %q", state)
	}
	if again := s.Post(s.path("ar"), form); again.Status != http.StatusSeeOther {
		t.Errorf("the one who was received is told %d", again.Status)
	}
	if n := s.Count(s.round); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
}

func TestWhatCameOfIt(t *testing.T) {
	s := newSite(t)
	stored := s.release()
	session := s.sessionAbout(stored.Round, "OG028")
	path := "/s/" + session.Code + "/"

	page := s.Get(path + "ti")
	if page.Status != http.StatusOK || page.Value("h1") != s.text("ti", "closed.answered") {
		t.Fatalf("status %d: %s", page.Status, page.Value("h1"))
	}
	if page.Find(".people-chart").Length() == 0 || page.Find(".people-chart svg rect").Length() == 0 {
		t.Error("no figures are shown")
	}
	if text := surveytest.Plain(page.Text()); !strings.Contains(text, s.text("ti", "results.mixed")) || strings.Contains(text, s.text("ti", "results.rounded")) {
		t.Error("the page does not say that its numbers are approximate")
	}
	said := surveytest.Plain(page.Find(".people-chart small").First().Text())
	if people := number.FindAllString(said, -1); len(people) != 2 || said != s.text("ti", "closed.about", "R", people[0], "N", people[1]) {
		t.Errorf("the first answer was given by %q", said)
	}
	if page.Find(".card").Length() != 0 {
		t.Error("a reply is shown that nobody wrote")
	}
	for _, reply := range []survey.Reply{
		{Release: stored.ID, Intervention: "OG028", Language: "sv", Text: "Vi öppnar ett <café>.\n\nVälkommen."},
		{Release: stored.ID, Intervention: "OG003", Language: "ti", Text: "ካልእ"},
	} {
		ok(t, s.PutReply(t.Context(), reply))
	}
	card := s.Get(path + "ti").Find(".card")
	if card.AttrOr("lang", "") != "sv" || card.Find("p").Length() != 2 || !strings.Contains(card.Text(), "<café>") {
		t.Errorf("the reply in Swedish reads %q in %q", card.Text(), card.AttrOr("lang", ""))
	}
	ok(t, s.PutReply(t.Context(), survey.Reply{Release: stored.ID, Intervention: "OG028", Language: "ti", Text: "ሓዲሽ"}))
	if card := s.Get(path + "ti").Find(".card"); card.AttrOr("lang", "") != "ti" || !strings.Contains(card.Text(), "ሓዲሽ") {
		t.Errorf("the reply in Tigrinya reads %q", card.Text())
	}

	few := s.sessionAbout(stored.Round, "OG003")
	if page := s.Get("/s/" + few.Code + "/sv"); page.Status != http.StatusOK || page.Value(".lead") != s.text("sv", "closed.few") || page.Find(".people-chart").Length() != 0 {
		t.Errorf("too few answers: status %d, %s", page.Status, page.Value(".lead"))
	}
}

// What matters most comes first: what would help, and the first questions with the answer that most
// gave. All questions are behind one heading, without answers that nobody gave.
func TestWhatCameOfItIsShort(t *testing.T) {
	// Nobody here wishes anything, and what is shown was mixed in by lot: nothing in about every second round.
	var s *site
	var session survey.Session
	for range 40 {
		s = newSite(t)
		session = s.sessionAbout(s.release().Round, "OG028")
		if s.Get("/s/"+session.Code+"/sv").Find("main > .people-chart li").Length() > 0 {
			break
		}
	}
	for _, l := range s.tags() {
		page := s.Get("/s/" + session.Code + "/" + l.Tag)
		wishes := page.Find("main > .people-chart")
		if title := surveytest.Plain(wishes.Find("h2").Text()); title != s.text(l.Tag, "K19") || wishes.Find("li").Length() < 1 || wishes.Find("li").Length() > 3 {
			t.Errorf("%s: %d wishes under %q", l.Tag, wishes.Find("li").Length(), title)
		}
		checkCharts(t, wishes.Find("li"), true)
		if sentences := page.Find("main > .foremost"); sentences.Length() != 3 || sentences.Find("p").Length() != 3 || surveytest.Plain(sentences.Find("h2").First().Text()) != s.text(l.Tag, "K01") {
			t.Errorf("%s: the first questions are %q", l.Tag, sentences.Text())
		}
		all := page.Find("main > details")
		if n := all.Find(".people-chart").Length(); all.Length() != 1 || n < 15 {
			t.Errorf("%s: %d questions stand behind %d headings", l.Tag, n, all.Length())
		}
		if figure := all.Find("summary + p").Text(); surveytest.Plain(figure) != surveytest.Plain(s.catalog.Printer(l.Tag).N("closed.figure", (peopleIn(all)+5)/10)) {
			t.Errorf("%s: of %d people a figure is said to be %q", l.Tag, peopleIn(all), figure)
		}
		all.Find(".people-chart").Each(func(_ int, chart *goquery.Selection) { checkCharts(t, chart.Find("li"), false) })
		for _, option := range []string{"option.dk", "option.na", "option.skip"} {
			if strings.Contains(surveytest.Plain(all.Find("li").Text()), s.text(l.Tag, option)) {
				t.Errorf("%s: %s is a row of its own", l.Tag, option)
			}
		}
		if all.Find(".people-chart p.muted").Length() == 0 {
			t.Errorf("%s: nothing is said of those who gave no answer", l.Tag)
		}
		if back := page.Find(`main > p a[href="/s/` + session.Code + `"]`); surveytest.Plain(back.Text()) != s.text(l.Tag, "nav.languages") {
			t.Errorf("%s: the page does not lead to other languages", l.Tag)
		}
	}
	if page := s.Get("/s/" + session.Code); page.Find("ul.languages a").Length() < 3 || page.Find("ul.languages span").Length() != 0 {
		t.Error("the languages of a session that is over invite to answer")
	}
}

// checkCharts makes sure that each row was somebody's answer, and if sorted that more gave the first.
func checkCharts(t *testing.T, rows *goquery.Selection, sorted bool) {
	t.Helper()
	last := math.MaxInt
	rows.Each(func(_ int, row *goquery.Selection) {
		n, err := strconv.Atoi(number.FindString(surveytest.Plain(row.Find("small").Text())))
		if err != nil || n == 0 || sorted && n > last {
			t.Errorf("a row says %q", row.Text())
		}
		last = n
	})
}

// peopleIn returns how many people the first row speaks of.
func peopleIn(charts *goquery.Selection) int {
	said := number.FindAllString(surveytest.Plain(charts.Find("small").First().Text()), -1)
	n, _ := strconv.Atoi(said[len(said)-1])
	return n
}

func TestRepliesThatCannotBe(t *testing.T) {
	s := newSite(t)
	stored := s.release()
	good := survey.Reply{Release: stored.ID, Intervention: "OG028", Language: "sv", Text: "Vi öppnar."}
	for name, change := range map[string]func(*survey.Reply){
		"empty":                func(r *survey.Reply) { r.Text = " \n" },
		"too long":             func(r *survey.Reply) { r.Text = strings.Repeat("a", 4001) },
		"unknown release":      func(r *survey.Reply) { r.Release = "none" },
		"unknown intervention": func(r *survey.Reply) { r.Intervention = "XX999" },
	} {
		bad := good
		change(&bad)
		if err := s.PutReply(t.Context(), bad); survey.KindOf(err) != survey.Invalid && survey.KindOf(err) != survey.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	replies, err := s.Store.Replies(t.Context(), stored.ID)
	ok(t, err)
	if len(replies) != 0 {
		t.Errorf("%d replies were stored", len(replies))
	}
}
