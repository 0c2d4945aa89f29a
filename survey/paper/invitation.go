package paper

import (
	"html/template"
	"slices"
	"time"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// Invitation is what the card of an ambassador or a reader is made from.
type Invitation struct {
	Host    survey.Host
	Role    survey.Role // survey.AmbassadorRole or survey.ReaderRole
	For     []string    // the names of the municipalities or languages that it is for, as they are to be read
	Token   string      // the secret
	Until   time.Time
	Printer *i18n.Printer // the language of whoever is invited
	Swedish *i18n.Printer // the card says all in Swedish too, for whoever hands it out
}

// Card returns a card to cut out, which makes whoever scans it first staff. It is a
// secret until then.
func (i Invitation) Card() (Page, error) {
	drawing, err := draw(i.Host.InvitationURL(i.Token))
	if err != nil {
		return Page{}, err
	}
	content := invitation{
		top:  newTop(i.Printer, "invitation", i.Printer.T("print.invitation")),
		Host: i.Host.Name, Role: "print.invitation." + string(i.Role), For: i.For,
		QR: drawing, Address: i.Host.Address(), Token: groups(i.Token),
	}
	content.Demo = i.Host.Demo
	for _, p := range slices.Compact([]*i18n.Printer{i.Printer, i.Swedish}) {
		content.Readers = append(content.Readers, invitationReader{p, p.Date(survey.InSweden(i.Until))})
	}
	return content.make("invitation", content)
}

type invitation struct {
	top
	Host    string
	Role    string // the key of what it invites to
	For     []string
	QR      template.HTML
	Address string
	Token   []string // in groups
	Readers []invitationReader
}

// invitationReader is what a card says in one language.
type invitationReader struct {
	*i18n.Printer
	Until string // the day
}
