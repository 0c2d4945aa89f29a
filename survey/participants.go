package survey

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Participants is what everybody can do who needs no sign-in: visit a session, submit an answer,
// and read what is released. It reads the registry and writes answers, and by the types of its
// fields it can do nothing else: no request of a participant writes to the registry.
type Participants struct {
	*Catalogue
	registry RegistryReader
	answers  AnswerReceiver
	now      func() time.Time
	texts    sync.Map      // id of a round → *RoundTexts
	full     counted[bool] // sessions without room
}

// Now returns the time on the clock of the service.
func (p *Participants) Now() time.Time { return p.now() }

// Host returns who runs this instance.
func (p *Participants) Host(ctx context.Context) (Host, error) { return p.registry.Host(ctx) }

// Interventions returns all interventions, sorted by id.
func (p *Participants) Interventions(ctx context.Context) ([]Intervention, error) {
	return p.registry.Interventions(ctx)
}

// Areas returns the reporting areas of rounds that are opened from now on.
func (p *Participants) Areas(ctx context.Context) ([]Area, error) { return p.registry.Areas(ctx) }

// Intervention returns the intervention with this id.
func (p *Participants) Intervention(ctx context.Context, id string) (Intervention, error) {
	return interventionByID(ctx, p.registry, id)
}

func interventionByID(ctx context.Context, registry RegistryReader, id string) (Intervention, error) {
	all, err := registry.Interventions(ctx)
	if err != nil {
		return Intervention{}, err
	}
	i := slices.IndexFunc(all, func(i Intervention) bool { return i.ID == id })
	if i < 0 {
		return Intervention{}, Fail(NotFound, "intervention.unknown", "Intervention", id)
	}
	return all[i], nil
}

// Visit is what a phone that scanned a code meets.
type Visit struct {
	Session Session
	Round   Round
	Set     Set
	Texts   *RoundTexts // nil in a round that was opened before texts were frozen
	Early   bool        // the session has not opened yet
	Open    bool        // the form is shown; otherwise the session is early or over
	Accepts bool        // an answer that was under way is still taken

	ticket string // of the card it was looked up with; empty in a session without tickets
}

// Visit returns what is behind a code, with the ticket where the session wants
// one. A ticket that was never made is not found, until the session takes no
// more answers. Whether a card has been answered with is not looked up: that it
// has not could only be found out by answering.
func (p *Participants) Visit(ctx context.Context, code, ticket string) (Visit, error) {
	session, err := p.Session(ctx, code)
	if err != nil {
		return Visit{}, err
	}
	round, err := p.Round(ctx, session.Round)
	if err != nil {
		return Visit{}, err
	}
	// A session that was being opened while its round closed ends with the round.
	open := session.Shows(p.now()) && round.State == RoundOpen
	accepts := session.Accepts(p.now()) && (round.State == RoundOpen || round.State == RoundClosing)
	if err := p.checkTicket(ctx, session, ticket, accepts); err != nil {
		return Visit{}, err
	}
	texts, err := p.RoundTexts(ctx, round.ID)
	if err != nil {
		return Visit{}, err
	}
	set, err := findSet(session.Set, func(ref string) (*Battery, error) { return p.asked(ref, texts) })
	if err != nil {
		return Visit{}, err
	}
	return Visit{
		Session: session, Round: round, Set: set, Texts: texts, ticket: ticket,
		Early: session.early(p.now()) && round.State == RoundOpen, Open: open, Accepts: accepts,
	}, nil
}

// asked returns a battery as it is asked in a round with these texts.
func (p *Participants) asked(ref string, texts *RoundTexts) (*Battery, error) {
	if texts != nil {
		if battery := texts.battery(ref); battery != nil {
			return battery, nil
		}
	}
	return p.Battery(ref)
}

// Form returns what is asked in the session.
func (v Visit) Form() Form { return v.Set.Form(v.Session.Timing) }

// Token returns what a form holds to show that it was loaded while the session
// was open.
func (v Visit) Token() string { return v.mark("form") }

// Thanks returns what the address of the thanks holds to show that an answer was
// received in the session.
func (v Visit) Thanks() string { return v.mark("received") }

// mark returns what shows that somebody has come to something in the session. It is
// the same for everybody in the session, so that it marks nobody, and cannot be
// guessed: 13 characters, 64 bits.
func (v Visit) mark(of string) string {
	mac := hmac.New(sha256.New, []byte(v.Session.Tag))
	mac.Write([]byte(of))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:8])
}

// checkTicket makes sure that a session is visited with a card where it wants
// one. When nothing is taken any more none is needed, and all are alike, also
// those that were never made.
func (p *Participants) checkTicket(ctx context.Context, session Session, ticket string, accepts bool) error {
	unknown := Fail(NotFound, "ticket")
	switch {
	case ticket == "" && (!session.Tickets || !accepts):
		return nil
	case ticket == "":
		return Fail(NotFound, "card")
	case !session.Tickets || !validNonce(ticket):
		return unknown
	case !accepts:
		return nil
	}
	known, err := p.registry.HasTicket(ctx, session.Code, TicketHash(ticket))
	if err == nil && !known {
		return unknown
	}
	return err
}

// Posted is a form as it arrived, with nothing of the request but the form.
type Posted struct {
	Language string // tag
	Nonce    string // of the form: the same each time that one form is sent
	Token    string // Visit.Token, as the form had it
	Form     url.Values
}

// Submit checks a form that was posted to what Visit has just returned, and
// stores it encrypted. It returns nil when the answer is durable, or another
// was with the same nonce: that a form is sent twice, whatever it then holds, is
// the same to everybody. Field errors are in an InvalidAnswers; a language that
// the round does not have is an error of kind Invalid. A card that another form
// was sent with is an error of kind AlreadySent.
func (p *Participants) Submit(ctx context.Context, visit Visit, posted Posted) error {
	switch {
	case !validNonce(posted.Nonce):
		return Fail(Invalid, "form")
	case !slices.Contains(visit.Round.Languages, posted.Language):
		return Fail(Invalid, "language")
	}
	answers, wrong, err := visit.Form().Parse(posted.Form)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &InvalidAnswers{Fields: wrong}
	}
	arrival, err := visit.arrival(answers, posted.Language, posted.Nonce) // mutation: nonce
	if err != nil {
		return err
	}
	arrival.Outdated = p.changedSince(visit.Session)
	// After closing, what was under way is taken: forms that were loaded before.
	takes := visit.Open || visit.Accepts && posted.Token == visit.Token() // mutation: takes
	if !takes {
		arrival.Capacity = 0 // an answer that was received before is still told so
	}
	// The phone may be gone; what it sent is finished all the same.
	outcome, err := p.answers.Receive(context.WithoutCancel(ctx), arrival)
	switch {
	case err != nil:
		return err
	case outcome == Outdated:
		if visit, err = p.Visit(ctx, visit.Session.Code, visit.ticket); err != nil {
			return err
		}
		return p.Submit(ctx, visit, posted)
	case outcome == AtCapacity && visit.Early:
		return Fail(Closed, "session.early")
	case outcome == AtCapacity && !takes:
		return Fail(Closed, "closed")
	case outcome == AtCapacity:
		return Fail(Full, "full")
	case outcome == SpentTicket:
		return Fail(AlreadySent, "used")
	}
	return nil
}

// changedSince returns what finds out whether a session is about something else by now.
func (p *Participants) changedSince(read Session) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		session, err := p.registry.Session(ctx, read.Code)
		return session.Municipality != read.Municipality || session.Intervention != read.Intervention, err
	}
}

// arrival encrypts the answers to the round's public key.
func (v Visit) arrival(answers Answers, language, nonce string) (Arrival, error) {
	submission := Submission{
		Set: v.Set.Ref(), Origin: v.Round.ID, Tag: v.Session.Tag, Municipality: v.Session.Municipality,
		Intervention: v.Session.Intervention, Channel: v.Session.Channel, Timing: v.Session.Timing,
		Language: language, Answers: answers,
	}
	padded, err := submission.Pad(v.Round.Size)
	if err != nil {
		return Arrival{}, err
	}
	ciphertext, err := v.Round.PublicKey.Encrypt(v.Round.ID, padded)
	if err != nil {
		return Arrival{}, err
	}
	arrival := Arrival{
		Answer: PendingAnswer{Key: NewKey(), Ciphertext: ciphertext},
		Round:  v.Round.ID, Session: v.Session.Code, Capacity: v.Session.Capacity, Nonce: nonce,
	}
	if v.Session.Tickets {
		arrival.Ticket = TicketHash(v.ticket)
	}
	return arrival, nil
}

// NewKey returns a fresh random key of a pending answer.
func NewKey() []byte {
	key := make([]byte, 16)
	rand.Read(key)
	return key
}

// InvalidAnswers is the error of a form that breaks rules of the battery. The
// participant mends it; nothing was stored.
type InvalidAnswers struct{ Fields []FieldError }

func (e *InvalidAnswers) Error() string { return "the form breaks rules of the battery" }
