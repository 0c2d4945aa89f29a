package main

import (
	"cmp"
	"context"
	"os"
	"slices"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/forecast"
	"fragebatteri/survey/plan"
)

var planImportCommand = command{"plan import", `fragebatteri plan import -data DIR -round R FILE.csv
    Add gatherings to the plan of a round, which need not be open yet, or change those
    with the same id. Columns, in any order: id (empty for a new one), week (2026-W48),
    municipality, intervention, timing (before, after, later or none), expected (people),
    ambassador (label or id, may be empty), state (planned or cancelled, may be empty).
    FILE is saved as for 'intervention import'. All rows or none.
`, planImport}

func planImport(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, round := f.data(), f.String("round", "", "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	if err := f.require("round"); err != nil {
		return err
	}
	table, err := os.ReadFile(f.rest[0])
	if err != nil {
		return operator.Refusef("the file cannot be read; check its name").Because(err)
	}
	return a.with(ctx, *dir, func(in *instance) error {
		changed, err := plan.Import(ctx, in.Desk, *round, table)
		if err != nil {
			return err
		}
		return a.print(map[string]int{"changed": changed})
	})
}

var planExportCommand = command{"plan export", `fragebatteri plan export -data DIR -round R -o FILE.csv
    Write the plan of a round as a table, with what became of each gathering: planned,
    held, not held or cancelled. It can be changed and imported again.
`, planExport}

func planExport(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, round, file := f.data(), f.String("round", "", ""), f.String("o", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("round", "o"); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		table, err := plan.Export(ctx, in.Desk, *round)
		if err != nil {
			return err
		}
		if err := os.WriteFile(*file, table, 0o644); err != nil {
			return operator.Refusef("the table cannot be written; check -o").Because(err)
		}
		return a.print(map[string]string{"round": *round, "file": *file})
	})
}

var planForecastCommand = command{"plan forecast", `fragebatteri plan forecast -data DIR -round R
    Say what the release of a round is likely to show of its plan: 200 times people
    come to its gatherings, as many of those expected as earlier releases say or 70 %,
    and are grouped as 'seal' groups them. Of each intervention and timing in a
    municipality: the share of times in which it is shown for itself, the share in which
    its intervention is, with all timings together, the step at which it is counted
    otherwise, and how many people at one more gathering would make it likely (-1: one
    more is not enough).
`, planForecast}

// forecastLine is what 'plan forecast' prints of one group.
type forecastLine struct {
	Municipality string        `json:"municipality"`
	Intervention string        `json:"intervention"`
	Timing       survey.Timing `json:"timing"`
	Alone        float64       `json:"alone"`
	Within       float64       `json:"within"`
	Step         int           `json:"otherwise_step"` // 3 to 6; 0: waits without company
	Area         string        `json:"otherwise_area,omitempty"`
	More         int           `json:"more"`
}

func planForecast(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, round := f.data(), f.String("round", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("round"); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		known, err := forecast.Read(ctx, in.Desk, *round)
		if err != nil {
			return err
		}
		found, err := forecast.Of(ctx, known)
		if err != nil {
			return err
		}
		lines := []forecastLine{}
		for g, o := range found {
			lines = append(lines, forecastLine{
				g.Municipality, g.Intervention, g.Timing, float64(o.Alone) / forecast.Draws, float64(o.Within) / forecast.Draws,
				int(o.Home.Step), o.Home.Area, o.More,
			})
		}
		slices.SortFunc(lines, func(x, y forecastLine) int {
			return cmp.Or(cmp.Compare(x.Municipality, y.Municipality), cmp.Compare(x.Intervention, y.Intervention), cmp.Compare(x.Timing, y.Timing))
		})
		return a.print(map[string]any{"round": *round, "turnout": known.Turnout.Share, "from_releases": known.Turnout.Releases, "groups": lines})
	})
}
