package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"os"
	"slices"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/qr"
)

//go:embed cards.html
var cardsHTML string

var cardsTemplate = template.Must(template.New("cards").Parse(cardsHTML))

// cardSheet is a page with a session's answer cards, to print and cut apart.
type cardSheet struct {
	Code    string
	Swedish *i18n.Printer   // for whoever prints
	Readers []*i18n.Printer // the languages that the session can be answered in
	Cards   []answerCard
}

// answerCard is what stands on one card beside its words.
type answerCard struct {
	QR      template.HTML
	Address string   // of the session, to be typed: without scheme
	Groups  []string // the ticket in pieces that the eye can hold
}

// newCardSheet draws the cards of a session.
func (in *instance) newCardSheet(ctx context.Context, session survey.Session, tickets []string) (cardSheet, error) {
	round, err := in.Round(ctx, session.Round)
	if err != nil {
		return cardSheet{}, err
	}
	catalog, err := in.catalog()
	if err != nil {
		return cardSheet{}, err
	}
	sheet := cardSheet{Code: session.Code, Swedish: catalog.Printer(i18n.Source)}
	for _, l := range i18n.Languages {
		if slices.Contains(round.Languages, l.Tag) && catalog.Complete(l.Tag, locales.Print) {
			sheet.Readers = append(sheet.Readers, catalog.Printer(l.Tag))
		}
	}
	for _, ticket := range tickets {
		drawing, err := qr.SVG(qr.Compact(in.host.CardURL(session.Code, ticket)), "")
		if err != nil {
			return cardSheet{}, err
		}
		sheet.Cards = append(sheet.Cards, answerCard{
			QR: template.HTML(drawing), Address: in.host.Address() + "/s/" + session.Code, Groups: groups(ticket),
		})
	}
	return sheet, nil
}

// groups divides a ticket into pieces of four.
func groups(ticket string) []string {
	var pieces []string
	for piece := range slices.Chunk([]byte(ticket), 4) {
		pieces = append(pieces, string(piece))
	}
	return pieces
}

// writeCards fills the sheet into a file.
func (in *instance) writeCards(ctx context.Context, file *os.File, session survey.Session, tickets []string) error {
	sheet, err := in.newCardSheet(ctx, session, tickets)
	if err == nil {
		err = cardsTemplate.Execute(file, sheet)
	}
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write %s; the addresses of the cards are in the output: %w", file.Name(), err)
	}
	return nil
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
