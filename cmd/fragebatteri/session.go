package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/qr"
)

var sessionOpenCommand = command{"session open", `fragebatteri session open -data DIR -round R -municipality 0581 -intervention OG028
    [-battery core] [-channel ambassador|group|association|self] [-timing before|after|none]
    [-capacity 20] [-hours 2] [-tickets N]
    Open a session and print its code and address. With -tickets N only N printed
    cards can answer, each once; their addresses are printed here and nowhere else.
`, sessionOpen}

func sessionOpen(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	var n survey.NewSession
	f.StringVar(&n.Round, "round", "", "")
	f.StringVar(&n.Municipality, "municipality", "", "")
	f.StringVar(&n.Intervention, "intervention", "", "")
	f.StringVar(&n.Battery, "battery", "", "")
	f.StringVar((*string)(&n.Channel), "channel", "", "")
	f.StringVar((*string)(&n.Timing), "timing", "", "")
	f.IntVar(&n.Capacity, "capacity", 0, "")
	f.IntVar(&n.Hours, "hours", 0, "")
	f.IntVar(&n.Tickets, "tickets", 0, "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("round", "municipality", "intervention"); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		session, tickets, err := in.OpenSession(ctx, n)
		if err != nil {
			return err
		}
		opened := openedSession{
			Code: session.Code, URL: in.address(session.Code), Tickets: make([]string, 0, len(tickets)),
			Opens: session.Opens.UTC().Format(time.RFC3339), Closes: session.Closes.UTC().Format(time.RFC3339),
		}
		for _, ticket := range tickets {
			opened.Tickets = append(opened.Tickets, in.host.BaseURL+"/S/"+session.Code+"/"+ticket)
		}
		if _, ok := a.terminal(); ok && len(tickets) == 0 {
			if err := a.showQR(opened.URL); err != nil {
				return err
			}
		}
		return a.print(opened)
	})
}

// openedSession is what 'session open' prints.
type openedSession struct {
	Code    string   `json:"code"`
	URL     string   `json:"url"`
	Opens   string   `json:"opens"`
	Closes  string   `json:"closes"`
	Tickets []string `json:"tickets"`
}

// address is where a session is answered.
func (in *instance) address(code string) string { return in.host.BaseURL + "/s/" + code }

func (a *app) showQR(url string) error {
	drawing, err := qr.Terminal(qr.Compact(url))
	if err != nil {
		return err
	}
	a.tell("%s\n%s", drawing, url)
	return nil
}

var sessionQRCommand = command{"session qr", `fragebatteri session qr -data DIR [-o FILE.svg|FILE.png] CODE
    Draw the QR code of a session: to a file, or in the terminal.
`, sessionQR}

func sessionQR(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, file := f.data(), f.String("o", "", "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		session, err := in.Session(ctx, f.rest[0])
		if err != nil {
			return err
		}
		if session.Tickets {
			return survey.Conflictf("session %s is answered with cards; each card has an address of its own, printed by 'session open'", session.Code)
		}
		url := in.address(session.Code)
		if *file == "" {
			return a.showQR(url)
		}
		drawing, err := drawQR(qr.Compact(url), url, strings.ToLower(filepath.Ext(*file)))
		if err != nil {
			return err
		}
		if err := os.WriteFile(*file, drawing, 0o644); err != nil {
			return &survey.Error{Kind: survey.Invalid, Text: "the picture cannot be written; check -o", Err: err}
		}
		return a.print(map[string]string{"url": url, "file": *file})
	})
}

func drawQR(text, title, ext string) ([]byte, error) {
	switch ext {
	case ".svg":
		return qr.SVG(text, title)
	case ".png":
		return qr.PNG(text, 1024)
	}
	return nil, survey.Invalidf("the picture's name must end in .svg or .png")
}

var sessionCloseCommand = command{"session close", `fragebatteri session close [-now] -data DIR CODE
    Close a session before its time. Answers under way are taken for 24 hours more;
    with -now ("the code has leaked") for no longer at all.
`, sessionClose}

func sessionClose(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, now := f.data(), f.Bool("now", false, "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		session, err := in.CloseSession(ctx, f.rest[0], *now)
		if err != nil {
			return err
		}
		return a.print(map[string]string{"code": session.Code, "closes": session.Closes.UTC().Format(time.RFC3339), "grace_ends": session.GraceEnds.UTC().Format(time.RFC3339)})
	})
}

var sessionDiscardCommand = command{"session discard", `fragebatteri session discard -data DIR CODE -reason TEXT
    Say that a session's answers are not to be used, and why; name nobody. The
    session is closed at once and its answers are taken out when the round is
    sealed.
`, sessionDiscard}

func sessionDiscard(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, reason := f.data(), f.String("reason", "", "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		session, err := in.DiscardSession(ctx, f.rest[0], *reason)
		if err != nil {
			return err
		}
		return a.print(map[string]string{"code": session.Code, "discarded": session.Discarded})
	})
}
