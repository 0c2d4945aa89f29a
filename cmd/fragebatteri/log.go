package main

import (
	"context"
	"slices"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
)

var logListCommand = command{"log list", `fragebatteri log list -data DIR [-from 2026-09-01] [-to 2026-12-31] [-action ACTION]
    Print what staff have done, the earliest first: one JSON object on each line. Days
    are those of Sweden, both with all of them; at is UTC, to the minute. ACTION is one
    of rounds, sessions, releases, people, texts, setup, register and plan, or an action
    as the log has it, such as session.open. Nothing in it is about those who answer,
    and ambassadors and readers are not told apart.
`, logList}

// logListLine is what 'log list' prints of one line.
type logListLine struct {
	Line   int64  `json:"line"`
	At     string `json:"at"` // RFC 3339, UTC
	Actor  string `json:"actor"`
	Action string `json:"action"`
	What   string `json:"what"`
}

func logList(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, action := f.data(), f.String("action", "", "")
	var wanted survey.LogFilter
	f.StringVar(&wanted.From, "from", "", "")
	f.StringVar(&wanted.To, "to", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if wanted.Actions = survey.LogActions(*action); *action != "" && wanted.Actions == nil {
		return operator.Refusef("there is no action %q in the log; 'fragebatteri help log' lists the groups", *action)
	}
	return a.with(ctx, *dir, func(in *instance) error {
		lines, _, err := in.AuditLog(ctx, wanted)
		if err != nil {
			return err
		}
		for _, l := range slices.Backward(lines) {
			if err := a.print(logListLine{l.Number, l.At.Format(time.RFC3339), l.Actor, string(l.Action), l.What}); err != nil {
				return err
			}
		}
		return nil
	})
}
