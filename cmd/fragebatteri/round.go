package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/sealing"
)

var roundOpenCommand = command{"round open", `fragebatteri round open -data DIR -name 2026-H2 -battery core[,kort…] [-k 12] (-public-key K | -keep-key) [-accept-drafts ti,so]
    Open a round. K is what 'key new' printed on the steward's computer. With
    -keep-key the key is made and kept here: for trying out only, and participants
    are then promised less. -k is the smallest group that is ever shown.
    Languages whose texts no native speaker has signed off are drafts, and are only
    used when they are named in -accept-drafts ("all" names all of them).
`, roundOpen}

func roundOpen(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	name := f.String("name", "", "")
	batteries := f.String("battery", "", "")
	k := f.Int("k", survey.SmallestK, "")
	public := f.String("public-key", "", "")
	keep := f.Bool("keep-key", false, "")
	accept := f.String("accept-drafts", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("name", "battery"); err != nil {
		return err
	}
	if (*public == "") == !*keep {
		return operator.Refusef("give either -public-key with what 'key new' printed, or -keep-key for trying out")
	}
	ids := strings.Split(*batteries, ",")
	return a.with(ctx, *dir, func(in *instance) error {
		languages, leftOut, err := pickLanguages(in.texts, ids, splitList(*accept))
		if err != nil {
			return err
		}
		round, err := in.openRound(ctx, survey.NewRound{
			Name: *name, Batteries: ids, Languages: languages, K: *k, PublicKey: survey.PublicKey(*public), KeyKept: *keep,
		})
		if err != nil {
			return err
		}
		for _, why := range leftOut {
			a.tell("%s", why)
		}
		return a.print(map[string]string{"round": round.ID})
	})
}

// openRound opens a round, with the texts as they are now. For one that keeps its key the key is made, and
// written before the round exists: a round without its key would be lost.
func (in *instance) openRound(ctx context.Context, n survey.NewRound) (survey.Round, error) {
	catalog, err := in.catalog()
	if err != nil {
		return survey.Round{}, err
	}
	n.Texts = catalog.Text
	if !n.KeyKept {
		return in.OpenRound(ctx, n)
	}
	key, err := survey.NewPrivateKey()
	if err != nil {
		return survey.Round{}, err
	}
	n.PublicKey = key.Public()
	file := in.keyFile(n.PublicKey)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return survey.Round{}, err
	}
	if err := sealing.WriteKey([]string{file}, key, []string{""}); err != nil {
		return survey.Round{}, err
	}
	round, err := in.OpenRound(ctx, n)
	if err != nil {
		err = errors.Join(err, os.Remove(file))
		_ = os.Remove(filepath.Dir(file)) // stays where another round's key is in it
		return survey.Round{}, err
	}
	return round, nil
}

// keyFile is where the key of a round for trying out is kept.
func (in *instance) keyFile(public survey.PublicKey) string {
	return filepath.Join(in.dir, "keys", survey.HashOf([]byte(public))[:16]+".key")
}

// dropKeys removes the kept keys of rounds that are sealed. It is called when a
// folder is opened too, because a crash may have come between.
func (in *instance) dropKeys(ctx context.Context) error {
	rounds, err := in.Rounds(ctx)
	if err != nil {
		return err
	}
	for _, round := range rounds {
		if round.State != survey.RoundSealed || !round.KeyKept {
			continue
		}
		if err := os.Remove(in.keyFile(round.PublicKey)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

var roundCloseCommand = command{"round close", `fragebatteri round close -data DIR -round R [-now]
    Close a round and its sessions. Answers under way are taken for 24 hours more;
    with -now for no longer at all.
`, roundClose}

func roundClose(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	id := f.String("round", "", "")
	now := f.Bool("now", false, "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("round"); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		round, err := in.CloseRound(ctx, *id, *now)
		if err != nil {
			return err
		}
		if round.State == survey.RoundClosing {
			a.tell("Answers under way are taken until %s UTC. Then export with 'pending export'.", round.GraceEnds.UTC().Format("2006-01-02 15:04"))
		}
		return a.print(map[string]string{"round": round.ID, "state": string(round.State)})
	})
}
