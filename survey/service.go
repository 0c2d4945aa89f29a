package survey

import (
	"context"
	"crypto/rand"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Service holds the rules. Every request and every command goes through one of
// its verbs; it alone decides what is stored.
type Service struct {
	*Catalogue
	store  Store
	now    func() time.Time
	memory *memory
}

// New returns a service on a store, with what the catalogue knows. now is the
// clock, time.Now outside tests.
func New(store Store, catalogue *Catalogue, now func() time.Time) *Service {
	return &Service{Catalogue: catalogue, store: store, now: now, memory: newMemory()}
}

// Host returns who runs this instance.
func (s *Service) Host(ctx context.Context) (Host, error) { return s.store.Host(ctx) }

// Interventions returns all interventions, sorted by id.
func (s *Service) Interventions(ctx context.Context) ([]Intervention, error) {
	return s.store.Interventions(ctx)
}

// Intervention returns the intervention with this id.
func (s *Service) Intervention(ctx context.Context, id string) (Intervention, error) {
	all, err := s.store.Interventions(ctx)
	if err != nil {
		return Intervention{}, err
	}
	i := slices.IndexFunc(all, func(i Intervention) bool { return i.ID == id })
	if i < 0 {
		return Intervention{}, Fail(NotFound, "intervention.unknown", "Intervention", id)
	}
	return all[i], nil
}

// PutInterventions adds interventions, and replaces those with the same id. It
// changes nothing when one of them is wrong.
func (s *Service) PutInterventions(ctx context.Context, list []Intervention) error {
	ids := map[string]bool{}
	for _, i := range list {
		if err := i.Check(s.knowsMunicipality); err != nil {
			return err
		}
		if ids[i.ID] {
			return Fail(Invalid, "intervention.twice", "Intervention", i.ID)
		}
		ids[i.ID] = true
	}
	var names []string
	for _, i := range list {
		names = append(names, i.ID)
	}
	return s.store.PutInterventions(ctx, list, s.audit("intervention.import", strings.Join(names, " ")))
}

// SetAreas replaces the reporting areas. Rounds that are open keep those that
// held when they were opened.
func (s *Service) SetAreas(ctx context.Context, areas []Area) error {
	if err := CheckAreas(areas, s.knowsMunicipality); err != nil {
		return err
	}
	var names []string
	for _, a := range areas {
		names = append(names, a.Name)
	}
	return s.store.SetAreas(ctx, areas, s.audit("area.import", strings.Join(names, ", ")))
}

func (s *Service) audit(action, what string) AuditEntry {
	return AuditEntry{At: s.now().UTC().Truncate(time.Minute), Action: action, What: what}
}

// Visit is what a phone that scanned a code meets.
type Visit struct {
	Session Session
	Round   Round
	Battery *Battery
	Open    bool // the form is shown; otherwise the session is over
	Accepts bool // an answer that was under way is still taken
	Used    bool // the card has been answered with; only its owner may be sending again

	ticket string // of the card it was looked up with; empty in a session without tickets
}

// Visit returns what is behind a code, with the ticket where the session wants
// one. A ticket that was never made is not found.
func (s *Service) Visit(ctx context.Context, code, ticket string) (Visit, error) {
	session, err := s.Session(ctx, code)
	if err != nil {
		return Visit{}, err
	}
	if err := s.checkTicket(ctx, session, ticket); err != nil {
		return Visit{}, err
	}
	round, err := s.Round(ctx, session.Round)
	if err != nil {
		return Visit{}, err
	}
	battery, err := s.Battery(session.Battery)
	if err != nil {
		return Visit{}, err
	}
	used := false
	if session.Tickets {
		if used, err = s.store.Spent(ctx, session.Code, TicketHash(ticket)); err != nil {
			return Visit{}, err
		}
	}
	// A session that was being opened while its round closed ends with the round.
	return Visit{
		Session: session, Round: round, Battery: battery, ticket: ticket,
		Open:    session.Shows(s.now()) && round.State == Open,
		Accepts: session.Accepts(s.now()) && (round.State == Open || round.State == Closing),
		Used:    used,
	}, nil
}

func (s *Service) checkTicket(ctx context.Context, session Session, ticket string) error {
	unknown := Fail(NotFound, "ticket")
	switch {
	case !session.Tickets && ticket == "":
		return nil
	case ticket == "":
		return Fail(NotFound, "card")
	case !session.Tickets || !validNonce(ticket):
		return unknown
	}
	known, err := s.store.HasTicket(ctx, session.Code, TicketHash(ticket))
	if err == nil && !known {
		return unknown
	}
	return err
}

// Posted is a form as it arrived, with nothing of the request but the form.
type Posted struct {
	Language string // tag
	Nonce    string // not looked at in a session with tickets: the ticket is the nonce
	Form     url.Values
}

// Submit checks a form that was posted to what Visit has just returned, and
// stores it encrypted. It returns nil when the answer is durable, or was
// before. Field errors are in an InvalidAnswers; a language that the round does
// not have is an error of kind Invalid. Another answer than the one that was
// received is an error of kind AlreadySent.
func (s *Service) Submit(ctx context.Context, visit Visit, p Posted) error {
	nonce := p.Nonce
	if visit.Session.Tickets {
		nonce = visit.ticket
	}
	switch {
	case !validNonce(nonce):
		return Fail(Invalid, "form")
	case !slices.Contains(visit.Round.Languages, p.Language):
		return Fail(Invalid, "language")
	}
	answers, wrong, err := visit.Battery.Parse(p.Form)
	if visit.Used && (err != nil || len(wrong) > 0) {
		return visit.alreadySent() // mending the form would be of no use
	}
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &InvalidAnswers{Fields: wrong}
	}
	arrival, err := visit.arrival(answers, p.Language, nonce)
	if err != nil {
		return err
	}
	if !visit.Accepts {
		arrival.Capacity = 0 // an answer that was received before is still told so
	}
	err = s.receive(ctx, visit, arrival, answers)
	if KindOf(err) == Full && !visit.Accepts {
		return Fail(Closed, "closed")
	}
	return err
}

// alreadySent is the error of another answer than the one that was received.
func (v Visit) alreadySent() error {
	if v.Session.Tickets {
		return Fail(AlreadySent, "used")
	}
	return Fail(AlreadySent, "sent")
}

// receive stores an arrival and tells a repeated sending from another answer on
// the same nonce. Where that cannot be told, after a restart, a form was sent
// again by whoever filled it in; a card may have come to somebody else.
func (s *Service) receive(ctx context.Context, visit Visit, arrival Arrival, answers Answers) error {
	defer s.memory.alone(arrival.Session, arrival.Nonce)()
	// The phone may be gone; what it sent is finished all the same.
	outcome, err := s.store.Receive(context.WithoutCancel(ctx), arrival)
	if err != nil {
		return err
	}
	switch outcome {
	case AtCapacity:
		return Fail(Full, "full")
	case Duplicate:
		same, remembered := s.memory.same(arrival.Session, arrival.Nonce, answers)
		if same || !remembered && !visit.Session.Tickets {
			return nil
		}
		return visit.alreadySent()
	}
	s.memory.keep(arrival.Session, arrival.Nonce, answers)
	return nil
}

// arrival encrypts the answers to the round's public key.
func (v Visit) arrival(answers Answers, language, nonce string) (Arrival, error) {
	submission := Submission{
		Battery: v.Battery.Ref(), Origin: v.Round.ID, Tag: v.Session.Tag, Municipality: v.Session.Municipality,
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
		arrival.Ticket = TicketHash(nonce)
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
