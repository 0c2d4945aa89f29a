package web_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// What is said first is what limits the use of the results most.
func TestTrust(t *testing.T) {
	s := newSite(t)
	few := release.Checks{}
	for name := range release.Categories {
		few[name] = release.TooFew
	}
	plain := release.Checks{
		release.Straight: "few", release.Contradiction: "few", release.Ceiling: "some", release.Nonresponse: "some",
		release.Help: "some", release.Frank: "some", release.Channel: "none", release.ChannelSees: "half",
	}
	with := func(pairs ...string) release.Checks {
		checks := maps.Clone(plain)
		for i := 0; i < len(pairs); i += 2 {
			checks[pairs[i]] = pairs[i+1]
		}
		return checks
	}
	for i, c := range []struct {
		madeUp string
		checks release.Checks
		want   string
	}{
		{"many", nil, "made_up.many"},
		{"many", with(release.Channel, "clear"), "made_up.many"},
		{"some", nil, "unchecked"},
		{"some", few, "few"},
		{"some", with(release.Channel, "clear"), "made_up.some"},
		{"none", nil, "unchecked"},
		{release.TooFew, few, "few"},
		{"none", with(release.Channel, "clear", release.Contradiction, "many"), "channel.clear"},
		{"none", with(release.Channel, "possible", release.Straight, "many"), "channel.possible"},
		{"none", with(release.Channel, release.TooFew, release.Contradiction, "many", release.Straight, "many", release.Help, "many"), "contradiction"},
		{"none", with(release.Straight, "many", release.Help, "many", release.Frank, "low"), "straight"},
		{"none", with(release.Help, "many", release.Frank, "low", release.Ceiling, "many"), "help"},
		{"none", with(release.Frank, "low", release.Nonresponse, "high"), "frank"},
		{"none", with(release.Ceiling, "many", release.Nonresponse, "high"), "ceiling"},
		{"none", with(release.Nonresponse, "high", release.Channel, release.TooFew), "nonresponse"},
		{"none", with(release.Channel, release.TooFew, release.ChannelSees, release.TooFew, release.Contradiction, release.TooFew), "unseen"},
		{"none", plain, "fine"},
		{"", plain, "fine"},
	} {
		r := s.made(1, 0).release("round " + string(rune('a'+i)))
		if c.madeUp == "" {
			r = releasetest.First(t, r)
		}
		r.Honesty, r.MadeUp = release.Honesty{}, c.madeUp
		for p := range r.Parts { // without tables the pages are quickly made
			r.Parts[p].Blocks, r.Parts[p].Views = []release.Block{{Step: 4, Municipality: "0581", N: 30}}, nil
		}
		if c.checks != nil {
			r.Honesty["core@1"] = c.checks
		}
		s.imported(r)
		for _, tag := range []string{"sv", "en"} {
			page := s.Get(address(r.Round, "ostergotlands-lan", "", tag))
			sign := s.text(tag, "check.think")
			if c.want == "fine" {
				sign = s.text(tag, "check.ok")
			}
			want := sign + ": " + s.text(tag, "officer.trust."+c.want) + " " + s.text(tag, "place.sure.more")
			if got := page.Value("p.sure"); got != want || page.Find("p.sure").Length() != 1 {
				t.Errorf("%v: the page says %q, want %q", c.checks, got, want)
			}
			if got := s.Get(address(r.Round, "norrkoping", "", tag)).Value("p.sure"); got != want {
				t.Errorf("%v: a municipality is told %q", c.checks, got)
			}
			listed := maps.Clone(c.checks)
			if listed != nil && c.madeUp != "" {
				listed["made_up"] = c.madeUp
			}
			s.wantChecks(t, page, tag, listed)
		}
	}
}

// goodOutcomes are those that ask nothing of the reader.
var goodOutcomes = map[string]string{
	"made_up": "none", release.Straight: "few", release.Contradiction: "few", release.Help: "few", release.Frank: "most",
	release.Nonresponse: "low", release.Ceiling: "none", release.Channel: "none", release.ChannelSees: "half one",
}

// wantChecks checks that a page says how each check came out, what it means, and whether there is something to think of.
func (s *site) wantChecks(t *testing.T, page webtest.Page, tag string, checks release.Checks) {
	t.Helper()
	var said []string
	page.Find("#sure .checks li").Each(func(_ int, line *goquery.Selection) { said = append(said, surveytest.Plain(line.Text())) })
	if len(said) != len(checks) {
		t.Errorf("the page has %d checks, want %d", len(said), len(checks))
	}
	text := strings.Join(said, "\n") + "\n"
	for name, outcome := range checks {
		key, sign := "officer.check."+name+"."+outcome, "check.think"
		switch {
		case outcome == release.TooFew:
			key, sign = "officer.check."+release.TooFew, "check.unknown"
		case strings.Contains(goodOutcomes[name], outcome):
			sign = "check.ok"
		}
		line := s.text(tag, sign) + " – " + s.text(tag, "officer.check."+name) + ": " + s.text(tag, key) + ". " + s.text(tag, key+".means") + "\n"
		if !strings.Contains(text, line) {
			t.Errorf("the page does not say %q: %q", line, text)
		}
	}
}

// Checks are put in words beside answers, and never where there are none.
func TestNoTrustWithoutAnswers(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	for _, tag := range []string{"sv", "en"} {
		page := s.Get(address(r.Round, "finspang", "", tag))
		if page.Value("h1") == "" || page.Find(".few").Length() != 1 {
			t.Fatalf("the place shows answers: %s", page.Value("main"))
		}
		text := surveytest.Plain(page.Find("main").Text())
		if page.Find(".sure, #sure").Length() > 0 || strings.Contains(text, s.text(tag, "officer.trust.fine")) {
			t.Errorf("%s: checks stand above answers that are not there: %s", tag, text)
		}
	}
}

// Two batteries in one release are told apart by their titles.
func TestTrustOfTwoBatteries(t *testing.T) {
	s := newSite(t)
	r := s.made(1, 0).release("2026-H1")
	second := s.made(2, 0).release("2026-H1")
	second.Batteries[0].Version = 2
	for i := range second.Parts {
		second.Parts[i].Battery = "core@2"
	}
	r.Batteries, r.Parts = append(r.Batteries, second.Batteries...), append(r.Parts, second.Parts...)
	s.imported(r)
	page := s.Get(address(r.Round, "ostergotlands-lan", "", "sv"))
	title := s.text("sv", "core.title")
	for i, version := range []int{1, 2} {
		want := s.text("sv", "officer.version", "Title", title, "Version", version) + ". "
		if got := surveytest.Plain(page.Find("p.sure").Eq(i).Text()); !strings.Contains(got, want) {
			t.Errorf("the reservation of version %d is %q", version, got)
		}
	}
	if page.Find("p.sure").Length() != 2 || page.Find("#sure .checks").Length() != 3 {
		t.Errorf("there are %d reservations, and checks in %d groups", page.Find("p.sure").Length(), page.Find("#sure .checks").Length())
	}
	if text := surveytest.Plain(s.Get(address(r.Round, "ostergotlands-lan", "/tables", "sv")).Text()); !strings.Contains(text, s.text("sv", "officer.topic.other")) {
		t.Error("questions of a battery that is not known are not shown")
	}
}

// That most answers are from one session is said of the intervention, and of no other.
func TestOneSession(t *testing.T) {
	s := newSite(t)
	r := s.made(1, 0).release("2026-H1")
	r.Parts[0].Blocks[2].OneSession = true
	s.imported(r)
	for _, tag := range []string{"sv", "en"} {
		for path, want := range map[string]bool{"norrkoping/interventions/OG028": true, "kinda-ydre/interventions/OG003": false, "ostergotlands-lan/interventions/OG049": false} {
			place, below, _ := strings.Cut(path, "/")
			page := s.Get(address(r.Round, place, "/"+below, tag))
			if got := strings.Contains(surveytest.Plain(page.Text()), s.text(tag, "officer.block.one_session")); got != want {
				t.Errorf("%s in %s: that answers are from one session is said: %v", path, tag, got)
			}
		}
	}
}
