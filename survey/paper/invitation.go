package paper

import (
	"html/template"
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// Invitation is what the card of an ambassador or a reader is made from.
type Invitation struct {
	Host         survey.Host
	Invitation   survey.Invitation // of somebody in a role that HasCard
	Token        string            // the secret
	Municipality func(code string) (survey.Municipality, bool)
	Printer      *i18n.Printer // the language of whoever is invited
	Swedish      *i18n.Printer // the card says all in Swedish too, for whoever hands it out
}

// HasCard reports whether those in a role are invited by a card: people met in person.
func HasCard(r survey.Role) bool { return r == survey.AmbassadorRole || r == survey.ReaderRole }

// names returns what the invitation is for as it is to be read: the municipalities of an ambassador,
// the languages of a reader.
func (i Invitation) names() []string {
	var names []string
	if i.Invitation.Staff.Role == survey.AmbassadorRole {
		for _, code := range i.Invitation.Staff.Municipalities {
			m, _ := i.Municipality(code)
			names = append(names, m.Name)
		}
		return names
	}
	for _, tag := range i.Invitation.Staff.Languages {
		l, _ := i18n.Find(i18n.Languages, tag)
		names = append(names, l.Name)
	}
	return names
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
		Host: i.Host.Called(), Role: "print.invitation." + string(i.Invitation.Staff.Role), For: i.names(),
		QR: drawing, Address: i.Host.Address(), Token: groups(i.Token),
	}
	content.Demo = i.Host.Demo
	for _, p := range slices.Compact([]*i18n.Printer{i.Printer, i.Swedish}) {
		content.Readers = append(content.Readers, invitationReader{p, p.Date(survey.InSweden(i.Invitation.Ends))})
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
