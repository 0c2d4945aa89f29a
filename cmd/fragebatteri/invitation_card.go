package main

import (
	"cmp"
	"context"
	"os"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/paper"
)

// invitationCard is where an invitation is written as a card, "" for nowhere, and in which language
// beside Swedish.
type invitationCard struct{ file, language string }

// check refuses what cannot be a card whoever is invited, and completes the language.
func (c *invitationCard) check() error {
	if c.file == "" && c.language == "" {
		return nil
	}
	if c.file == "" {
		return operator.Refusef("-card-lang is the language of a card; give -card FILE.html too")
	}
	language, err := languageOf(cmp.Or(c.language, i18n.Source))
	if err != nil {
		return err
	}
	c.language = language.Tag
	return checkPaper(c.file, "-card")
}

// open makes the file before anybody is invited: without it there would be an invitation and no card.
func (c *invitationCard) open(in *instance, role survey.Role) (*os.File, error) {
	if !paper.HasCard(role) {
		return nil, operator.Refusef("only ambassadors and readers are invited by a card; leave out -card, and send the address that is printed")
	}
	catalog, err := in.catalog()
	if err != nil {
		return nil, err
	}
	if !catalog.Complete(c.language, locales.Print) {
		return nil, operator.Refusef("the card lacks texts in %s; add them, as 'locale check' says, or choose another language", c.language)
	}
	return newSecretFile(c.file, "-card")
}

// write fills the card of an invitation into its file.
func (c *invitationCard) write(ctx context.Context, in *instance, file *os.File, token string) error {
	card, err := c.make(ctx, in, token)
	return fillPaper(file, card, err, "the address of the invitation is in the output")
}

func (c *invitationCard) make(ctx context.Context, in *instance, token string) (paper.Page, error) {
	catalog, err := in.catalog()
	if err != nil {
		return paper.Page{}, err
	}
	invitation, err := in.Door().Invitation(ctx, token)
	if err != nil {
		return paper.Page{}, err
	}
	return paper.Invitation{
		Host: in.host, Invitation: invitation, Token: token, Municipality: in.Municipality,
		Printer: catalog.Printer(c.language), Swedish: catalog.Printer(i18n.Source),
	}.Card()
}
