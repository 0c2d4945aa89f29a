package main

import (
	"context"
	"os"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

var hostSetCommand = command{"host set", `fragebatteri host set -data DIR [-host-name TEXT] [-host-kind region|county|university|municipality] [-host-contact TEXT]
    Say who runs the service, as participants read it. What is not given stays as it
    is. A host becomes no municipality while a round is not sealed: those who have
    answered were promised that nobody at the municipality can see it.
`, hostSet}

func hostSet(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	given := hostFlags(f)
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		words := given.over(in.host.Words())
		if err := in.SetHost(ctx, words, ""); err != nil {
			return err
		}
		return a.print(map[string]string{"host": words.Name, "kind": string(words.Kind), "contact": words.Contact})
	})
}

// hostWords are the flags that say who runs the service.
type hostWords struct{ name, kind, contact *string }

func hostFlags(f *flags) hostWords {
	return hostWords{f.String("host-name", "", ""), f.String("host-kind", "", ""), f.String("host-contact", "", "")}
}

// over returns words with what was given in place of what was there.
func (g hostWords) over(w survey.HostWords) survey.HostWords {
	if name := typed.Line(*g.name); name != "" {
		w.Name = name
	}
	if *g.kind != "" {
		w.Kind = survey.HostKind(*g.kind)
	}
	if contact := typed.Line(*g.contact); contact != "" {
		w.Contact = contact
	}
	return w
}

var regionSetCommand = command{"region set", `fragebatteri region set -data DIR (-county 05 | -municipality 0580 [-municipality 0581]…)
    Say which municipalities take part: all of a county, or those that are given, of
    one county. Reporting areas lose those that do not. Refused while a session is
    open where it would no longer be.
`, regionSet}

func regionSet(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, county := f.data(), f.String("county", "", "")
	var codes []string
	f.Var((*list)(&codes), "municipality", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if (*county == "") == (len(codes) == 0) {
		return operator.Refusef("give either -county with the two digits of a county, or -municipality for each that takes part")
	}
	return a.with(ctx, *dir, func(in *instance) error {
		if *county != "" {
			for _, m := range in.MunicipalitiesIn(*county) {
				codes = append(codes, m.Code)
			}
			if len(codes) == 0 {
				return operator.Refusef("no county has the code %q; give two digits, as in 05", *county)
			}
		}
		lost, err := in.SetRegion(ctx, codes, "")
		if err != nil {
			return err
		}
		if len(lost) > 0 {
			a.tell("Reporting areas that have changed: %s.", strings.Join(lost, ", "))
		}
		return a.print(map[string]int{"municipalities": len(codes)})
	})
}

var signerSetCommand = command{"signer set", `fragebatteri signer set -data DIR PUB
    Say with which key releases are signed from now on: PUB is what 'signer new'
    printed. If the key that was there is lost, or somebody else may have it, this is
    how to go on: releases up to now are verified with the old key, the next ones with
    the new one, and none that the old key signed is imported any more. Import first
    what has been sealed with it.
`, signerSet}

func signerSet(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	// What is given by mistake is often the file of the key itself, which must not come near the server.
	if _, err := os.Stat(f.rest[0]); err == nil {
		return operator.Refusef("give the public key that 'signer new' printed, not a file; the file is the secret half, and stays on the steward's own computer")
	}
	return a.with(ctx, *dir, func(in *instance) error {
		if err := in.SetSigner(ctx, f.rest[0], ""); err != nil {
			return err
		}
		former, err := in.FormerSigners(ctx)
		if err != nil {
			return err
		}
		keys := []string{}
		for _, was := range former {
			keys = append(keys, was.PublicKey)
		}
		return a.print(map[string]any{"signer": f.rest[0], "former": keys})
	})
}
