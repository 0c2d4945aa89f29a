package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/files"
	"fragebatteri/survey/paper"
)

var sessionPosterCommand = command{"session poster", `fragebatteri session poster -data DIR -o FILE.html CODE
    Write a poster of an open session to hang up: where to answer, in all languages of
    its round, what is promised and when it is open. Open the file in a browser and
    print it on A4.
`, sessionPoster}

func sessionPoster(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, file := f.data(), f.String("o", "", "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	if err := f.require("o"); err != nil {
		return err
	}
	if err := checkPaper(*file, "-o"); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		code, _, _ := survey.ParseCode(f.rest[0])
		session, err := in.Session(ctx, code)
		if err != nil {
			return err
		}
		if session.Tickets {
			return operator.Refusef("session %s is answered with cards, and a poster has none; open a session without -tickets for a poster", session.Code)
		}
		if session.Discarded != "" || !a.now().Before(session.Closes) {
			return operator.Refusef("session %s is over, and nobody could answer by its poster; open another session", session.Code)
		}
		printed, err := in.paperOf(ctx, session)
		if err != nil {
			return err
		}
		poster, err := printed.Poster()
		if err != nil {
			return err
		}
		if err := newFile(*file, poster.HTML, files.Exchange); err != nil {
			return err
		}
		return a.print(map[string]string{"url": in.host.SessionURL(session.Code), "file": *file})
	})
}

var guidePrintCommand = command{"guide print", `fragebatteri guide print -data DIR -lang so -o FILE.html
    Write what an ambassador says and does in one language, as a leaflet: one paper of A4,
    printed on both sides and folded once. Open the file in a browser and print it.
`, guidePrint}

func guidePrint(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, tag, file := f.data(), f.String("lang", "", ""), f.String("o", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("lang", "o"); err != nil {
		return err
	}
	language, err := languageOf(*tag)
	if err != nil {
		return err
	}
	if err := checkPaper(*file, "-o"); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		rounds, err := in.Rounds(ctx)
		if err != nil {
			return err
		}
		catalog, err := in.catalog()
		if err != nil {
			return err
		}
		if !catalog.Complete(language.Tag, locales.Guide, locales.Print) {
			return operator.Refusef("the guide lacks texts in %s; add them, as 'locale check' says, or choose another language", language.Tag)
		}
		guide, err := paper.Guide(catalog.Printer(language.Tag), in.host, survey.PromiseToAll(in.host, rounds))
		if err != nil {
			return err
		}
		if err := newFile(*file, guide.HTML, files.Exchange); err != nil {
			return err
		}
		return a.print(map[string]string{"language": language.Tag, "file": *file})
	})
}

// checkPaper refuses a name that a browser would not open as a page. flag is the flag that gave it.
func checkPaper(name, flag string) error {
	if strings.ToLower(filepath.Ext(name)) != ".html" {
		return operator.Refusef("what is printed is a page; give %s a name that ends in .html", flag)
	}
	return nil
}

// paperOf returns what papers of a session are made from, for somebody who reads Swedish.
func (in *instance) paperOf(ctx context.Context, session survey.Session) (paper.Session, error) {
	round, err := in.Round(ctx, session.Round)
	if err != nil {
		return paper.Session{}, err
	}
	catalog, err := in.catalog()
	if err != nil {
		return paper.Session{}, err
	}
	return paper.Session{Host: in.host, Round: round, Session: session, Catalog: catalog, Printer: catalog.Printer(i18n.Source)}, nil
}

// writeCards fills the cards of a session into a file.
func (in *instance) writeCards(ctx context.Context, file *os.File, session survey.Session, tickets []string) error {
	cards, err := in.cards(ctx, session, tickets)
	return fillPaper(file, cards, err, "the addresses of the cards are in the output")
}

// fillPaper writes what was made, unless that failed, and closes the file. saved says how what should
// have been in it can still be used.
func fillPaper(file *os.File, printed paper.Page, made error, saved string) error {
	err := made
	if err == nil {
		_, err = file.Write(printed.HTML)
	}
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write %s; %s: %w", file.Name(), saved, err)
	}
	return nil
}

func (in *instance) cards(ctx context.Context, session survey.Session, tickets []string) (paper.Page, error) {
	printed, err := in.paperOf(ctx, session)
	if err != nil {
		return paper.Page{}, err
	}
	return printed.Cards(tickets)
}

// newSecretFile makes a file that only its owner can read, and takes no name
// that is taken. flag is the flag that gave the name.
func newSecretFile(name, flag string) (*os.File, error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, operator.Refusef("the file cannot be made; give %s a name in an existing folder that is not taken", flag).Because(err)
	}
	return file, nil
}
