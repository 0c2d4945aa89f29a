package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n/review"
	"fragebatteri/survey"
	"fragebatteri/survey/places"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/typed"
)

var initCommand = command{"init", `fragebatteri init -data DIR -base-url URL [-host-name TEXT -host-kind region|county|university|municipality]
                  [-host-contact TEXT] [-signer PUB]
    Make a data folder. URL is where participants reach the service, without a path.
    PUB is what 'signer new' printed. What is left out the first steward says on the
    page where signing in leads, and no round opens before. A host that is a
    municipality makes a weaker promise to those who answer. The contact is a
    telephone number, an address or a web page where people reach the host without
    saying who they are; pages show it.
    It prints the invitation of the first steward, who invites all others.
`, setUp}

func setUp(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	base := f.String("base-url", "", "")
	given := hostFlags(f)
	signer := f.String("signer", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("data", "base-url"); err != nil {
		return err
	}
	words := given.over(survey.HostWords{})
	host := survey.Host{BaseURL: typed.BaseURL(*base), Name: words.Name, Kind: words.Kind, Contact: words.Contact, Signer: *signer}
	err := host.CheckAddress()
	if host.Signer != "" {
		err = errors.Join(err, survey.CheckSigner(host.Signer))
	}
	if err != nil {
		return err
	}
	interventions, areas := places.Interventions(), places.Areas()
	if host.Name == "" {
		// A steward says which county it is for before anything is there.
		interventions, areas = nil, nil
	}
	store, err := sqlite.Create(*dir, host, interventions, areas)
	if err != nil {
		return err
	}
	invitation, err := a.firstInvitation(ctx, store, *dir)
	if err != nil {
		return errors.Join(err, store.Close())
	}
	if host.Name != "" && host.Signer != "" {
		a.tell("Made %s. Next: open a round with 'round open', and start 'serve'.", *dir)
	} else {
		a.tell("Made %s. Next: start 'serve'. The first steward sets up the rest on the pages.", *dir)
	}
	a.tell("Then open this once, within 14 days, to sign in as the first steward: %s", invitation)
	return store.Close()
}

// firstInvitation invites the first steward, and returns the address of the invitation.
func (a *app) firstInvitation(ctx context.Context, store *sqlite.Store, dir string) (string, error) {
	has, err := builtIn()
	if err != nil {
		return "", err
	}
	in, err := newInstance(ctx, store, dir, has, a.now)
	if err != nil {
		return "", err
	}
	_, token, err := in.Invite(ctx, survey.Staff{Role: survey.Steward, Label: in.host.Called()})
	return in.host.InvitationURL(token), err
}

var backupCommand = command{"backup", `fragebatteri backup -data DIR -o FILE
    Copy the registry: rounds, sessions, interventions, releases. Answers that wait
    to be sealed are never in a backup; a lost disk loses the open round.
`, backUp}

func backUp(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, file := f.data(), f.String("o", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("o"); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error { return in.store.Backup(ctx, *file) })
}

var restoreCommand = command{"restore", `fragebatteri restore -data DIR FILE
    Make a new data folder from a backup. Sessions that were open can be answered
    again; what had been answered in an unsealed round is gone.
`, restore}

func restore(_ context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	if err := f.require("data"); err != nil {
		return err
	}
	if err := sqlite.Restore(*dir, f.rest[0]); err != nil {
		return err
	}
	a.tell("Made %s. Everybody on the staff is signed out, and no invitation holds any more.", *dir)
	a.tell("Passkeys are those of the backup: whomever you have revoked since it was made, revoke again. 'staff list' says who they are.")
	return nil
}

var checkCommand = command{"check", `fragebatteri check -data DIR
    Check both database files and every release, and list the rounds and their
    states.
`, check}

func check(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		if err := in.store.Check(ctx); err != nil {
			return err
		}
		report, err := in.verify(ctx)
		if err != nil {
			return err
		}
		rounds, err := in.Rounds(ctx)
		if err != nil {
			return err
		}
		type line struct {
			ID    string            `json:"id"`
			Name  string            `json:"name"`
			State survey.RoundState `json:"state"`
			K     int               `json:"k"`
			// Languages maps the tags of the round's languages to how far their texts have come.
			Languages map[string]review.State `json:"languages"`
		}
		lines := make([]line, 0, len(rounds))
		for _, r := range rounds {
			states, err := languageStates(in.texts, in.Catalogue, r)
			if err != nil {
				return err
			}
			lines = append(lines, line{r.ID, r.Name, r.State, r.K, states})
		}
		return a.print(map[string]any{"rounds": lines, "releases": report})
	})
}

// verify checks every stored release and returns how many there are.
func (in *instance) verify(ctx context.Context) (int, error) {
	imported := in.Imported()
	releases, err := imported.Releases(ctx)
	if err != nil || len(releases) == 0 {
		return 0, err
	}
	var files []release.File
	for _, header := range releases {
		r, err := imported.Release(ctx, header.ID)
		if err != nil {
			return 0, err
		}
		files = append(files, release.File{Name: "release " + r.ID, JSON: r.JSON, Signature: r.Signature})
	}
	keys, err := in.Signers(ctx)
	if err != nil {
		return 0, err
	}
	var signers []release.PublicKey
	for _, key := range keys {
		signers = append(signers, release.PublicKey(key))
	}
	return len(files), release.VerifyAll(signers, files).Err()
}

var healthCommand = command{"health", `fragebatteri health [-url http://127.0.0.1:8080]
    Ask a running service whether it can receive answers. For HEALTHCHECK and
    monitoring; the exit code is 0 or 1.
`, health}

func health(ctx context.Context, _ *app, args []string) error {
	f := newFlags()
	base := f.String("url", envOr("FRAGEBATTERI_HEALTH", "http://127.0.0.1:8080"), "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, *base+"/readyz", nil)
	if err != nil {
		return operator.Refusef("%q is no URL; write it as in http://127.0.0.1:8080", *base)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the service does not answer: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New("the service answers but is not ready; look at its messages, then run 'check'")
	}
	return nil
}

func envOr(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
