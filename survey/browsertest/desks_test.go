package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// office is a service in the middle of its work, with somebody in each role: results that are published,
// others that wait for it, a round that is being sealed and one in which people answer, planned further.
type office struct {
	t       *testing.T
	in      *surveytest.Instance
	url     string
	staff   map[survey.Role]survey.Staff
	phones  map[survey.Role]*phone
	rounds  map[string]survey.Round // by name
	first   string                  // id of the release to which something is answered
	planned survey.Planned
	session survey.Session // that is running

	written, referred survey.BatteryDraft
}

// newOffice makes the office. All of it is of Östergötland, and of Norrköping where it is of one
// municipality.
func newOffice(t *testing.T) *office {
	t.Helper()
	host := surveytest.Host
	host.BaseURL = "http://127.0.0.1"
	o := &office{
		t: t, in: surveytest.ServiceOf(t, host), staff: map[survey.Role]survey.Staff{}, phones: map[survey.Role]*phone{}, rounds: map[string]survey.Round{},
	}
	o.url = webtest.Server(t, o.in.Service).URL
	o.first = o.in.County(1, "2025-H2")[0].ID
	must(t, o.in.PutReply(t.Context(), survey.Reply{
		Release: o.first, Intervention: "OG028", Language: "sv", Until: survey.DayOf(o.in.Clock.Now().Add(30 * 24 * time.Hour)),
		Heard: "Många vet inte vart de ska vända sig när de blir sjuka.", Text: "Vi visar vägen till vårdcentralen på kursen.",
	}))
	o.in.Clock.Advance(60 * 24 * time.Hour)
	o.in.County(1, "2026-H1")
	var members []string
	for _, m := range o.in.MunicipalitiesIn("05") {
		members = append(members, m.Code)
	}
	_, err := o.in.SetRegion(t.Context(), members, "")
	must(t, err)
	o.enter()
	o.seal()
	o.plan()
	o.write()
	return o
}

// enter signs somebody in each role in, on a screen of their own.
func (o *office) enter() {
	o.t.Helper()
	for _, s := range []survey.Staff{
		{Role: survey.Steward, Label: "Region Östergötland"}, {Role: survey.Officer, Label: "Norrköpings kommun", Municipalities: []string{"0581"}},
		{Role: survey.AmbassadorRole, Label: "Kretsen i Norrköping", Municipalities: []string{"0581"}, Languages: []string{"ti"}},
		{Role: survey.ReaderRole, Label: "Läsare i Kisa", Languages: []string{"ti", "ar"}},
	} {
		who, secret := o.in.SignIn(s)
		p := newPhone(o.t, small)
		p.run(network.SetCookie("staff", secret).WithURL(o.url))
		o.staff[s.Role], o.phones[s.Role] = who, p
	}
	_, _, err := o.in.Invite(o.t.Context(), survey.Staff{Role: survey.Officer, Label: "Kinda kommun", Municipalities: []string{"0513"}})
	must(o.t, err)
}

// as is what somebody in a role may do.
func (o *office) as(role survey.Role) *survey.Desk { return o.in.As(o.staff[role].Actor()) }

// seal seals a round, whose result waits to be published; hands the answers of another out to be sealed;
// and opens a third.
func (o *office) seal() {
	o.t.Helper()
	var before survey.Round
	var file survey.PendingFile
	for i, name := range []string{"2026-H2", "2027-H1", "2027-H2"} {
		round := o.in.Begin(name)
		o.rounds[name] = round
		if i > 0 {
			_, err := o.in.CloseRound(o.t.Context(), before.ID, true)
			must(o.t, err)
			file, err = o.in.ExportPending(o.t.Context(), before.ID, false, func(survey.PendingFile) error { return nil })
			must(o.t, err)
		}
		if i == 1 {
			signer, err := release.NewSigner()
			must(o.t, err)
			sealed, err := sealing.Seal(file, o.in.Private(before), signer, sealing.Options{})
			must(o.t, err)
			dir := o.t.TempDir() + "/sealed"
			must(o.t, sealing.Write(dir, sealing.ImportFile(dir), sealed))
			back, err := sealing.Read(sealing.ImportFile(dir), signer.Public())
			must(o.t, err)
			must(o.t, o.in.ImportRelease(o.t.Context(), back))
		}
		for range 2 {
			session, _, err := o.as(survey.AmbassadorRole).OpenSession(o.t.Context(), survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028"})
			must(o.t, err)
			o.answer(session, 14-2*i)
			o.session = session
		}
		before = round
	}
}

// answer answers in a session, no two in the same way.
func (o *office) answer(session survey.Session, n int) {
	o.t.Helper()
	battery, err := o.in.Battery(o.rounds["2026-H2"].Batteries[0])
	must(o.t, err)
	for i := range n {
		var pairs []string
		for q, question := range battery.Questions {
			options := question.Options()
			pairs = append(pairs, question.ID, options[(i*i+i*q+q)%len(options)])
		}
		must(o.t, o.in.Send(session, survey.NewNonce(), pairs...))
	}
}

// plan plans the open round.
func (o *office) plan() {
	o.t.Helper()
	week := survey.WeekOf(o.in.Clock.Now())
	_, err := o.in.PutPlan(o.t.Context(), "2027-H2", []survey.PlanEntry{
		{Municipality: "0581", Intervention: "OG028", Timing: survey.Before, Week: week, Expected: 15, Ambassador: o.staff[survey.AmbassadorRole].ID},
		{Municipality: "0581", Intervention: "OG030", Timing: survey.NoTiming, Week: week.Add(2), Expected: 8},
		{Municipality: "0513", Intervention: "OG003", Timing: survey.NoTiming, Week: week.Add(3), Expected: 6, Cancelled: true},
	})
	must(o.t, err)
	plan, err := o.in.Plan(o.t.Context(), "2027-H2")
	must(o.t, err)
	o.planned = plan[0]
}

// write writes two batteries of the region's own, of which one is on referral.
func (o *office) write() {
	o.t.Helper()
	words := survey.Wordings{Languages: surveytest.AllLanguages, Text: surveytest.Catalog(o.t).Text}
	for _, n := range []survey.NewBattery{
		{ID: "skola", Prefix: "SK", Title: "Barnens skola", From: "core@1"}, {ID: "grannar", Prefix: "GR", Title: "Grannar", From: "core@1"},
	} {
		draft, err := o.in.NewBattery(o.t.Context(), n, words)
		must(o.t, err)
		o.written, o.referred = o.referred, draft
	}
	must(o.t, o.in.ReferBattery(o.t.Context(), o.referred.Ref(), survey.DayOf(o.in.Clock.Now().Add(14*24*time.Hour)), o.referred.Edit))
}

// deskPage is a page of staff, and what is done on it before it is looked at.
type deskPage struct {
	name     string
	role     survey.Role
	path     string
	do       func(*phone)
	measured bool // also in letters and rows: it has no tables
}

// pages are the pages of all desks.
func (o *office) pages() []deskPage {
	round := func(name string) string { return "/rounds/" + o.rounds[name].ID }
	draft, asked := "/batteries/drafts/"+o.written.Ref(), o.written.Battery.Questions[0].ID
	send := func(p *phone) {
		p.tap("main form button")
		p.await(`document.readyState === 'complete' && document.querySelector('[role=alert]')`)
	}
	wrong := filepath.Join(o.t.TempDir(), "insatser.csv")
	must(o.t, os.WriteFile(wrong, []byte("id,name,municipalities,funding,period,category,asked\nOG901,,0581,,,språk,participants\nOG902,Språkcafé,9999,,,språk,participants\nOG903,Språkcafé,0581,,,språk,nobody\n"), 0o600))
	list := []deskPage{
		{name: "start", path: "/start"}, {name: "host", measured: true, path: "/start/host"}, {name: "region", path: "/start/region"}, {name: "areas", measured: true, path: "/start/areas"},
		{name: "signer", measured: true, path: "/start/signer"},
		{name: "people", measured: true, path: "/people"}, {name: "new-ambassador", path: "/people/new/ambassador"}, {name: "new-officer", measured: true, path: "/people/new/officer"},
		{name: "person", measured: true, path: "/people/person/" + o.staff[survey.ReaderRole].ID},
		{name: "link", measured: true, path: "/people/new/steward", do: func(p *phone) {
			p.run(chromedp.SetValue("#label", "Länsstyrelsen"))
			p.tap("main form button")
			p.await(`!!document.querySelector('.invitation .qr svg')`)
		}},
		{name: "rounds", path: "/rounds"}, {name: "opening", path: "/rounds/new?from=" + o.rounds["2027-H2"].ID}, {name: "opening-wrong", path: "/rounds/new", do: func(p *phone) {
			p.run(chromedp.SetValue("#name", "2027-H2"))
			send(p)
		}},
		{name: "round-open", path: round("2027-H2")}, {name: "round-exported", path: round("2027-H1")}, {name: "round-sealed", path: round("2026-H2")},
		{name: "disposal", path: round("2026-H2") + "/disposal"},
		{name: "preview", path: "/preview"}, {name: "preview-place", path: "/preview/2026-h2/norrkoping"},
		{name: "plan", path: "/plan?round=2027-H2"}, {name: "plan-new", path: "/plan/new?round=2027-H2"}, {name: "plan-entry", path: "/plan/entry/" + o.planned.ID},
		{name: "reminder", path: "/plan/entry/" + o.planned.ID + "/reminder?language=ar"},
		{name: "register", path: "/interventions"}, {name: "register-new", path: "/interventions/new"}, {name: "register-one", path: "/interventions/OG028"},
		{name: "register-files", path: "/interventions/files"}, {name: "register-wrong", path: "/interventions/files", do: func(p *phone) {
			p.run(chromedp.SetUploadFiles("#file", []string{wrong}))
			send(p)
		}},
		{name: "batteries", path: "/batteries"}, {name: "battery-files", path: "/batteries/files"}, {name: "battery", path: "/batteries/core@1/preview?lang=ar&page=end"},
		{name: "drafts", path: "/batteries/drafts"}, {name: "draft-new", path: "/batteries/drafts/new"}, {name: "draft", path: draft},
		{name: "draft-question", path: draft + "/questions/" + asked}, {name: "draft-words", path: draft + "/words/ti"},
		{name: "draft-texts", path: draft + "/words/ti/" + asked}, {name: "draft-preview", path: draft + "/preview"},
		{name: "referral", role: survey.Officer, path: "/batteries/drafts/" + o.referred.Ref() + "/referral"},
		{name: "documents", path: "/documents"}, {name: "document", path: "/documents/assessment"},
		{name: "log", path: "/log"}, {name: "languages", path: "/languages"}, {name: "language", path: "/languages/ti"}, {name: "deciding", path: "/languages/ti/core/K13"},
		{name: "voices", path: "/voices"}, {name: "municipalities", path: "/municipality"}, {name: "account", path: "/account"},

		{name: "municipality", role: survey.Officer, path: "/municipality"},
		{name: "follow-up", role: survey.Officer, path: fmt.Sprintf("/municipality/replies/%s/OG028", o.first)},
		{name: "translation", role: survey.Officer, path: fmt.Sprintf("/replies/%s/OG028/ti", o.first)},
		{name: "officers-plan", role: survey.Officer, path: "/plan?round=2027-H2"}, {name: "officers-register", role: survey.Officer, path: "/interventions"},

		{name: "sessions", role: survey.AmbassadorRole, path: "/sessions"}, {name: "new-session", role: survey.AmbassadorRole, path: "/sessions/new"},
		{name: "session", role: survey.AmbassadorRole, path: "/sessions/" + o.session.Code}, {name: "guide", role: survey.AmbassadorRole, path: "/guide"},

		{name: "texts", role: survey.ReaderRole, path: "/texts"}, {name: "texts-of", role: survey.ReaderRole, path: "/texts/ti"},
		{name: "text", role: survey.ReaderRole, path: "/texts/ti/core/K12"}, {name: "clips", role: survey.ReaderRole, path: "/clips"},
		{name: "clips-of", role: survey.ReaderRole, path: "/clips/ti"}, {name: "clip", role: survey.ReaderRole, path: "/clips/ti/core/K12"},
		{name: "replies", role: survey.ReaderRole, path: "/replies"}, {name: "approving", role: survey.ReaderRole, path: fmt.Sprintf("/replies/%s/OG028/ti", o.first)},
	}
	for i := range list {
		if list[i].role == "" {
			list[i].role = survey.Steward
		}
	}
	return list
}

// visit opens a page of a desk in a language, with everything unfolded that is folded.
func (o *office) visit(page deskPage, tag string) *phone {
	o.t.Helper()
	p := o.phones[page.role]
	p.found(o.url + "/staff/" + tag + page.path)
	if wrong := eval[[]string](p, elsewhere); len(wrong) > 0 {
		o.t.Errorf("%s in other languages is at %q", page.name, wrong)
	}
	if page.do != nil {
		page.do(p)
	}
	eval[int](p, `[...document.querySelectorAll('main details')].map(d => d.open = true).length`)
	return p
}

// elsewhere lists links to a page in other languages that lead to another page.
const elsewhere = `[...document.querySelectorAll('.staff > footer a[hreflang]')].map(a => a.pathname + a.search).filter(to =>
	to.replace(/^.staff.[^/]+/, '') !== (location.pathname + location.search).replace(/^.staff.[^/]+/, ''))`
