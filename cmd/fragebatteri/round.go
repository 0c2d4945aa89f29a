package main

import (
	"context"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
)

var roundOpenCommand = command{"round open", `fragebatteri round open -data DIR -name 2026-H2 -battery core[,kort,A…] [-k 12] [-asks samhällsorientering=core+A,OG031=kort] (-public-key K | -keep-key) [-accept-drafts ti,so [-because TEXT]] [-ends 2026-12-18]
    Open a round. Its sessions ask one of its batteries, or several together as in
    core+A; -asks says which about which category of interventions, or about one
    intervention, and all others are asked the first. K is what 'key new' printed on the steward's computer. With
    -keep-key the key is made and kept here: for trying out only, and participants
    are then promised less. -k is the smallest group that is ever shown.
    Languages whose texts no native speaker has signed off are drafts, and are only
    used when they are named in -accept-drafts ("all" names all of them); the audit
    log says -because what. -ends says on which day it is meant to be closed;
    nothing closes it by itself.
`, roundOpen}

func roundOpen(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	name := f.String("name", "", "")
	batteries := f.String("battery", "", "")
	about := f.String("asks", "", "")
	k := f.Int("k", survey.SmallestK, "")
	public := f.String("public-key", "", "")
	keep := f.Bool("keep-key", false, "")
	accept := f.String("accept-drafts", "", "")
	because := f.String("because", "given with -accept-drafts", "")
	ends := f.String("ends", "", "")
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
	asks, err := survey.ParseAsks(*about)
	if err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		languages, leftOut, err := pickLanguages(in.texts, in.WordedAs(ids), splitList(*accept))
		if err != nil {
			return err
		}
		round, err := in.openRound(ctx, survey.NewRound{
			Name: *name, Batteries: ids, Asks: asks, Languages: languages.all, Drafts: languages.drafts, Because: *because, K: *k,
			PublicKey: survey.PublicKey(*public), KeyKept: *keep, Ends: *ends,
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

// openRound opens a round with the texts as they are now, and with a key that is made and kept here where it asks for one.
func (in *instance) openRound(ctx context.Context, n survey.NewRound) (survey.Round, error) {
	catalog, err := in.catalog()
	if err != nil {
		return survey.Round{}, err
	}
	n.Texts = catalog.Text
	if n.KeyKept {
		return in.keys.OpenRound(ctx, in.Desk, n)
	}
	return in.OpenRound(ctx, n)
}

var roundChangeCommand = command{"round change", `fragebatteri round change -data DIR -round R -ends (2026-12-18 | none)
    Say on which day an open round is meant to be closed, or that nobody knows. Nothing
    closes it by itself.
`, roundChange}

func roundChange(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	id := f.String("round", "", "")
	ends := f.String("ends", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("round", "ends"); err != nil {
		return err
	}
	if *ends == "none" {
		*ends = ""
	}
	return a.with(ctx, *dir, func(in *instance) error {
		round, err := in.Round(ctx, *id)
		if err != nil {
			return err
		}
		if round, err = in.SetRoundEnds(ctx, round.ID, *ends, round.Ends); err != nil {
			return err
		}
		return a.print(map[string]string{"round": round.ID, "ends": round.Ends})
	})
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
