package paper

import (
	"html/template"
	"math/rand/v2"
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// Session is what papers of a session are made from.
type Session struct {
	Host    survey.Host
	Round   survey.Round
	Session survey.Session
	Catalog *i18n.Catalog
	Printer *i18n.Printer // the language of whoever prints; the paper has all those of the round
}

// Poster returns a page to hang up: where to answer, in each language of the
// round, what is promised and until when. It is for a session that anybody with
// the code can answer in.
func (s Session) Poster() (Page, error) {
	drawing, err := draw(s.Host.SessionURL(s.Session.Code))
	if err != nil {
		return Page{}, err
	}
	poster := poster{
		top:  newTop(s.Printer, "poster", s.Printer.T("print.poster", "Code", s.Session.Code)),
		Host: s.Host.Name, QR: drawing, Address: s.Host.Address(), Code: survey.CodeGroups(s.Session.Code),
		Promise: survey.PromiseOf(s.Host, s.Round),
	}
	poster.Demo = s.Host.Demo
	for _, p := range readers(s.Catalog, s.Round) {
		poster.Readers = append(poster.Readers, posterReader{p, times(p, s.Session)})
	}
	return poster.make("poster", poster)
}

type poster struct {
	top
	Host    string
	QR      template.HTML
	Address string   // of the first page, to be typed
	Code    []string // in groups
	Promise survey.Promise
	Readers []posterReader
}

// posterReader is what a poster says in one language.
type posterReader struct {
	*i18n.Printer
	Open open
}

// open is when a session is open, by clocks in Sweden.
type open struct {
	Day, From string
	Until     string // the day; empty where it closes on the day on which it opens
	To        string
}

func times(p *i18n.Printer, s survey.Session) open {
	opens, closes := survey.InSweden(s.Opens), survey.InSweden(s.Closes)
	o := open{Day: p.Date(opens), From: opens.Format("15:04"), To: closes.Format("15:04")}
	if survey.DayOf(s.Opens) != survey.DayOf(s.Closes) {
		o.Until = p.Date(closes)
	}
	return o
}

// cardsOnSheet is how many answer cards go on one side of A4.
const cardsOnSheet = 10

// Cards returns the answer cards of these tickets, to cut apart. They are shuffled
// and nothing numbers them, so that neither a card nor its place says which ticket
// was made when. Whoever has the page can answer.
func (s Session) Cards(tickets []string) (Page, error) {
	cards := cards{
		top:     newTop(s.Printer, "cards", s.Printer.T("print.cards", "Code", s.Session.Code)),
		Readers: readers(s.Catalog, s.Round),
	}
	cards.Use, cards.Demo = s.Printer.T("print.cards.use"), s.Host.Demo
	shuffled := slices.Clone(tickets)
	rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for onSheet := range slices.Chunk(shuffled, cardsOnSheet) {
		var sheet []card
		for _, ticket := range onSheet {
			drawing, err := draw(s.Host.CardURL(s.Session.Code, ticket))
			if err != nil {
				return Page{}, err
			}
			sheet = append(sheet, card{drawing, s.Host.Address(), survey.CodeGroups(s.Session.Code), groups(ticket)})
		}
		cards.Sheets = append(cards.Sheets, sheet)
	}
	return cards.make("cards", cards)
}

type cards struct {
	top
	Readers []*i18n.Printer
	Sheets  [][]card
}

// card is what stands on one card beside its words. Address, code and ticket
// together are typed.
type card struct {
	QR           template.HTML
	Address      string
	Code, Ticket []string // in groups
}
