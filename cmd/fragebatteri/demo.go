package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/places"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/typed"
)

var demoCommand = command{"demo", `fragebatteri demo [-addr 127.0.0.1:8080] [-data DIR]
    Start a working instance with made-up answers: two rounds that are sealed, and
    one that is open. Without -data it lives in a temporary folder and is gone when it
    stops.
`, demo}

//go:embed demo.csv
var demoInterventions string

func demo(ctx context.Context, a *app, args []string) (err error) {
	f := newFlags()
	addr := f.String("addr", "127.0.0.1:8080", "")
	dir := f.String("data", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if *dir == "" {
		temporary, err := os.MkdirTemp("", "fragebatteri-demo-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
		*dir = filepath.Join(temporary, "data")
	}
	hangUp, forget := hangUps()
	defer forget()
	listener, err := listen(*addr)
	if err != nil {
		return err
	}
	in, err := a.demoInstance(ctx, *dir, typed.BaseURL("http://"+listener.Addr().String()))
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, in.store.Close()) }()
	if err := in.showDemo(ctx, a, listener.Addr()); err != nil {
		return err
	}
	return a.serveOn(ctx, in, listener, nil, hangUp)
}

// demoInstance opens the demo in a folder, or makes it there.
func (a *app) demoInstance(ctx context.Context, dir, baseURL string) (*instance, error) {
	if _, err := os.Stat(dir); err == nil {
		in, err := a.open(ctx, dir)
		if err == nil && !in.host.Demo {
			err = errors.Join(operator.Refusef("%s is no demo; give -data a new folder", dir), in.store.Close())
		}
		return in, err
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	a.tell("Making up answers and sealing them …")
	signer, err := release.NewSigner()
	if err != nil {
		return nil, err
	}
	host := survey.Host{BaseURL: baseURL, Name: "Region Påhitt", Kind: survey.HostRegion, Signer: string(signer.Public()), Demo: true}
	if err := host.Check(); err != nil {
		return nil, err
	}
	store, err := sqlite.Create(dir, host, places.Interventions(), places.Areas())
	if err != nil {
		return nil, err
	}
	has, err := builtIn()
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	in, err := newInstance(ctx, store, dir, has, a.now)
	if err == nil {
		err = in.fillDemo(ctx, a, signer)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return in, nil
}

// demoSealed are the demo's sealed rounds, each with how much better things are
// for people than in the first, where nothing else differs, and in how many days what is promised
// because of it should be done: the first promise is to be followed up.
var demoSealed = []struct {
	name   string
	better float64
	until  int
}{{"2025-H2", 0, -14}, {"2026-H1", 0.6, 90}}

// The open round, and where its one session is.
const (
	demoOpen         = "2026-H2"
	demoMunicipality = "0581"
	demoIntervention = "OG028"
)

// fillDemo runs the real thing: rounds, many sessions, encrypted answers, seals
// and imports.
func (in *instance) fillDemo(ctx context.Context, a *app, signer release.Signer) error {
	list, err := places.ReadInterventions(strings.NewReader(demoInterventions))
	if err != nil {
		return err
	}
	if err := in.PutInterventions(ctx, list); err != nil {
		return err
	}
	var members []string
	for _, m := range in.MunicipalitiesIn(survey.County(demoMunicipality)) {
		members = append(members, m.Code)
	}
	if _, err := in.SetRegion(ctx, members, ""); err != nil {
		return err
	}
	languages, leftOut, err := pickLanguages(in.texts, in.WordedAs(in.BatteryIDs()), []string{survey.AllDrafts})
	if err != nil {
		return err
	}
	for _, why := range leftOut {
		a.tell("%s", why)
	}
	file := in.keys.SignerFile()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	if err := sealing.WriteSigner(file, signer, ""); err != nil {
		return err
	}
	open := func(name string) (survey.Round, error) {
		return in.openRound(ctx, survey.NewRound{Name: name, Batteries: in.BatteryIDs(), Languages: languages.all, Drafts: languages.drafts, Because: "a demo", K: survey.SmallestK, KeyKept: true})
	}
	round, err := open(demoSealed[0].name)
	for i, sealed := range demoSealed {
		if err != nil {
			return err
		}
		if err := in.answerDemo(ctx, round, sealed.better); err != nil {
			return err
		}
		if _, err := in.CloseRound(ctx, round.ID, true); err != nil {
			return err
		}
		following := demoOpen
		if i+1 < len(demoSealed) {
			following = demoSealed[i+1].name
		}
		next, err := open(following)
		if err != nil {
			return err
		}
		summary, err := in.sealKept(ctx, a, round.ID, file, nil, false, in.demoFolder(sealed.name))
		if err != nil {
			return err
		}
		if _, err := in.PublishRelease(ctx, summary.Release); err != nil {
			return err
		}
		if err := in.replyDemo(ctx, summary.Release, sealed.until); err != nil {
			return err
		}
		round = next
	}
	return nil
}

// demoFolder is where a sealed round of the demo lies.
func (in *instance) demoFolder(round string) string { return filepath.Join(in.dir, "sealed-"+round) }

// replyDemo says, in the demo's name, what was heard in a result and what is done because of it, until a
// day that lies so many days ahead.
func (in *instance) replyDemo(ctx context.Context, releaseID string, days int) error {
	catalog, err := in.catalog()
	if err != nil {
		return err
	}
	reply := func(tag string) survey.Reply {
		words := catalog.Printer(tag)
		return survey.Reply{Release: releaseID, Intervention: demoIntervention, Language: tag, Heard: words.T("example.heard"), Text: words.T("example.reply")}
	}
	swedish := reply(i18n.Source)
	swedish.Until = survey.DayOf(in.Now().AddDate(0, 0, days))
	for _, l := range i18n.Languages {
		r := reply(l.Tag)
		r.Source = swedish.Mark()
		if l.Tag == i18n.Source {
			r = swedish
		}
		if err := in.PutReply(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// answerDemo opens sessions in every municipality and answers in all of them.
func (in *instance) answerDemo(ctx context.Context, round survey.Round, better float64) error {
	battery, err := in.Battery(round.Batteries[0])
	if err != nil {
		return err
	}
	dice := rand.New(rand.NewPCG(2026, 11)) // the same made-up people every time
	senders := make(chan struct{}, 32)
	var work sync.WaitGroup
	var mu sync.Mutex
	var errs []error
	for _, plan := range demoPlan {
		plan.mood += better
		session, _, err := in.OpenSession(ctx, survey.NewSession{
			Round: round.ID, Municipality: plan.municipality, Intervention: plan.intervention,
			Channel: plan.channel, Timing: plan.timing, Capacity: plan.answers + plan.answers/4,
		})
		if err != nil {
			return err
		}
		visit, err := in.Visit(ctx, session.Code, "")
		if err != nil {
			return err
		}
		for range plan.answers {
			posted := survey.Posted{
				Nonce: survey.NewNonce(), Language: demoLanguages[dice.IntN(len(demoLanguages))], Form: makeUp(battery, plan, dice),
			}
			senders <- struct{}{}
			work.Go(func() {
				defer func() { <-senders }()
				if err := in.Submit(ctx, visit, posted); err != nil {
					mu.Lock()
					errs = append(errs, err)
					mu.Unlock()
				}
			})
		}
	}
	work.Wait()
	return errors.Join(errs...)
}

// gatherDemo opens a session to answer in, and returns its path: that of the first page where somebody
// has closed all rounds.
func (in *instance) gatherDemo(ctx context.Context) (string, error) {
	rounds, err := in.Rounds(ctx)
	if err != nil {
		return "", err
	}
	for _, round := range rounds {
		if round.State != survey.RoundOpen {
			continue
		}
		session, _, err := in.OpenSession(ctx, survey.NewSession{
			Round: round.ID, Municipality: demoMunicipality, Intervention: demoIntervention, Capacity: 200, Hours: 24,
		})
		return "/s/" + session.Code, err
	}
	return "/", nil
}

// showDemo prints where to go.
func (in *instance) showDemo(ctx context.Context, a *app, addr net.Addr) error {
	answer, err := in.gatherDemo(ctx)
	if err != nil {
		return err
	}
	if err := in.letInDemo(ctx); err != nil {
		return err
	}
	if err := in.planDemo(ctx); err != nil {
		return err
	}
	base := "http://" + addr.String()
	releases, err := in.Releases(ctx)
	if err != nil {
		return err
	}
	if err := a.showQR(base + answer); err != nil {
		return err
	}
	var lines strings.Builder
	line := func(what, path string) { fmt.Fprintf(&lines, "  %-25s %s%s\n", what, base, path) }
	line("Answer as a newcomer:", answer)
	if len(releases) > 0 {
		sessions, err := in.store.Sessions(ctx, releases[len(releases)-1].Round)
		if err != nil {
			return err
		}
		for _, old := range sessions {
			if old.Intervention == demoIntervention {
				line("What came of it:", "/s/"+old.Code)
				break
			}
		}
	}
	line("Type a code:", "/")
	line("Released results:", "/results")
	line("About the answers:", "/privacy/sv")
	line("Open data:", "/api/v1/releases")
	for _, role := range survey.Invited {
		line("Signed in as "+string(role)+":", "/staff/demo/"+string(role))
	}
	fmt.Fprintf(&lines, "\n  A demo: the answers are made up, and the keys that open them are kept here.\n  Check the %d releases:\n", len(releases))
	fmt.Fprintf(&lines, "  fragebatteri verify -signer %s", in.host.Signer)
	for _, sealed := range demoSealed {
		fmt.Fprintf(&lines, " %s", in.demoFolder(sealed.name))
	}
	lines.WriteString("\n\n  Stop it with Ctrl+C.")
	a.tell("\n%s", lines.String())
	return nil
}
