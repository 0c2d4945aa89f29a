package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/qr"
)

var sessionOpenCommand = command{"session open", `fragebatteri session open -data DIR -round R -municipality 0581 -intervention OG028
    [-battery core+A] [-channel ambassador|group|association|self] [-timing before|after|later|none]
    [-announced N] [-capacity 20] [-hours 2] [-tickets N [-cards FILE.html]]
    [-planned ID]
    Open a session and print its code and address. -battery names what it asks: one of
    the round's batteries, or several in one form, in this order. -announced is how many people are
    expected: it then takes a tenth more answers, at least two, or as many as -capacity
    says, but never more than that. 'session places' adds places when more come. With -tickets N only N printed
    cards can answer, each once; their addresses are printed here and nowhere else.
    -planned is the id of an entry of the round's plan, which says what is left out here.
    -cards writes the cards with their QR codes as a page to print and cut apart, ten to
    a sheet of A4, shuffled.
    Whoever has the file can answer: delete it when it is printed.
`, sessionOpen}

func sessionOpen(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	var n survey.NewSession
	f.StringVar(&n.Round, "round", "", "")
	f.StringVar(&n.Municipality, "municipality", "", "")
	f.StringVar(&n.Intervention, "intervention", "", "")
	f.StringVar(&n.Planned, "planned", "", "")
	f.StringVar(&n.Set, "battery", "", "")
	f.StringVar((*string)(&n.Channel), "channel", "", "")
	f.StringVar((*string)(&n.Timing), "timing", "", "")
	f.IntVar(&n.Announced, "announced", 0, "")
	f.IntVar(&n.Capacity, "capacity", 0, "")
	f.IntVar(&n.Hours, "hours", 0, "")
	f.IntVar(&n.Tickets, "tickets", 0, "")
	cards := f.String("cards", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if n.Planned == "" {
		if err := f.require("round", "municipality", "intervention"); err != nil {
			return err
		}
	}
	if err := checkCards(*cards, n.Tickets); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		if *cards == "" {
			session, tickets, err := in.OpenSession(ctx, n)
			if err != nil {
				return err
			}
			return a.showOpened(in, session, tickets)
		}
		// The file is made first: without it there would be a session and no cards.
		file, err := newSecretFile(*cards, "-cards")
		if err != nil {
			return err
		}
		session, tickets, err := in.OpenSession(ctx, n)
		if err != nil {
			return errors.Join(err, file.Close(), os.Remove(*cards))
		}
		return errors.Join(a.showOpened(in, session, tickets), in.writeCards(ctx, file, session, tickets))
	})
}

func checkCards(file string, tickets int) error {
	switch {
	case file == "":
		return nil
	case tickets == 0:
		return operator.Refusef("-cards prints the cards of -tickets N; say how many")
	}
	return checkPaper(file, "-cards")
}

// showOpened prints what a session that was opened is reached by.
func (a *app) showOpened(in *instance, session survey.Session, tickets []string) error {
	opened := openedSession{
		Code: session.Code, URL: in.host.SessionURL(session.Code), Tickets: make([]string, 0, len(tickets)),
		Opens: session.Opens.UTC().Format(time.RFC3339), Closes: session.Closes.UTC().Format(time.RFC3339),
	}
	for _, ticket := range tickets {
		opened.Tickets = append(opened.Tickets, in.host.CardURL(session.Code, ticket))
	}
	if _, ok := a.terminal(); ok && len(tickets) == 0 {
		if err := a.showQR(opened.URL); err != nil {
			return err
		}
	}
	return a.print(opened)
}

// openedSession is what 'session open' prints.
type openedSession struct {
	Code    string   `json:"code"`
	URL     string   `json:"url"`
	Opens   string   `json:"opens"`
	Closes  string   `json:"closes"`
	Tickets []string `json:"tickets"`
}

func (a *app) showQR(url string) error {
	drawing, err := qr.Terminal(qr.Compact(url))
	if err != nil {
		return err
	}
	a.tell("%s\n%s", drawing, url)
	return nil
}

var sessionQRCommand = command{"session qr", `fragebatteri session qr -data DIR [-ticket T] [-o FILE.svg|FILE.png] CODE
    Draw the QR code of a session, or of one card of it: to a file, or in the
    terminal. The address of a card can also be given instead of the code.
`, sessionQR}

func sessionQR(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, file, ticket := f.data(), f.String("o", "", ""), f.String("ticket", "", "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		code, card, _ := survey.ParseCode(strings.TrimSuffix(f.rest[0], "/") + "/" + *ticket)
		if *ticket != "" && card == "" {
			return operator.Refusef("%q is no ticket; give the last part of a card's address, 26 letters and digits", *ticket)
		}
		session, err := in.Session(ctx, code)
		if err != nil {
			return err
		}
		if session.Tickets && card == "" {
			return operator.Refusef("session %s is answered with cards; each card has an address of its own, printed by 'session open': give its last part with -ticket", session.Code)
		}
		if _, err := in.Visit(ctx, code, card); err != nil {
			return err
		}
		url := in.host.SessionURL(code)
		if card != "" {
			url = in.host.CardURL(code, card)
		}
		if *file == "" {
			return a.showQR(url)
		}
		drawing, err := drawQR(qr.Compact(url), url, strings.ToLower(filepath.Ext(*file)))
		if err != nil {
			return err
		}
		if err := writePicture(*file, drawing, card != ""); err != nil {
			return err
		}
		return a.print(map[string]string{"url": url, "file": *file})
	})
}

// writePicture writes a drawing to a file. That of a card is a secret.
func writePicture(name string, drawing []byte, secret bool) error {
	if secret {
		file, err := newSecretFile(name, "-o")
		if err != nil {
			return err
		}
		_, err = file.Write(drawing)
		return errors.Join(err, file.Close())
	}
	if err := os.WriteFile(name, drawing, 0o644); err != nil {
		return operator.Refusef("the picture cannot be written; check -o").Because(err)
	}
	return nil
}

func drawQR(text, title, ext string) ([]byte, error) {
	switch ext {
	case ".svg":
		return qr.SVG(text, title)
	case ".png":
		return qr.PNG(text, 1024)
	}
	return nil, operator.Refusef("the picture's name must end in .svg or .png")
}

var sessionPlacesCommand = command{"session places", `fragebatteri session places -data DIR [-n 3] CODE
    Add up to three places to an open session, when more people come than it has
    places. Give it again for more. The audit log says each time who did it.
`, sessionPlaces}

func sessionPlaces(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, places := f.data(), f.Int("n", survey.PlacesAtOnce, "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		session, err := in.AddPlaces(ctx, f.rest[0], *places, 0)
		if err != nil {
			return err
		}
		return a.print(map[string]any{"code": session.Code, "capacity": session.Capacity})
	})
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
