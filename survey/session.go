package survey

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"time"
)

// Channel is how the QR code reached people.
type Channel string

// The channels.
const (
	Ambassador  Channel = "ambassador"  // somebody from the group itself
	Group       Channel = "group"       // staff are in the room
	Association Channel = "association" // an association
	Self        Channel = "self"        // a poster or a link
)

// Channels lists all channels.
var Channels = []Channel{Ambassador, Group, Association, Self}

// Timing is where in the intervention people are when they are asked.
type Timing string

// The timings.
const (
	Before   Timing = "before"
	After    Timing = "after"
	Later    Timing = "later" // some months after
	NoTiming Timing = "none"
)

// Timings lists all timings.
var Timings = []Timing{Before, After, Later, NoTiming}

// MaxHours is how long a session may be open: a poster may hang for twelve weeks.
const MaxHours = 24 * 7 * 12

// Session is one gathering, or one poster, with a code of its own.
type Session struct {
	Code         string
	Round        string // id
	Set          string // batteries that it asks, as in "core@1+A@1"
	Municipality string
	Intervention string
	Channel      Channel
	Timing       Timing
	Announced    int    // how many people it is for; 0 for what anybody may find (channel self)
	Capacity     int    // how many answers it takes, also in its grace
	Tag          string // goes into the answers; the only way back to the session, deleted at import
	Opens        time.Time
	Closes       time.Time
	GraceEnds    time.Time // answers under way are taken until here
	Tickets      bool      // answered with single-use cards only
	Discarded    string    // why its answers are not used; empty if they are
	OpenedBy     string    // id of the Staff; empty for the console, and once the round is sealed
	Opening      string    // of the form by which it was opened: sent twice, it opens one session
	Planned      string    // id of the PlanEntry that it was opened from, if there is one
}

// thing returns what is done to when something is done to the session.
func (s Session) thing() Thing {
	return Thing{Municipality: s.Municipality, Intervention: s.Intervention, Staff: s.OpenedBy}
}

// Accepts reports whether an answer that arrives at t can be taken.
func (s Session) Accepts(t time.Time) bool { return t.Before(s.GraceEnds) && s.Discarded == "" }

// Over reports whether the form is no longer shown at t.
func (s Session) Over(t time.Time) bool { return !t.Before(s.Closes) || s.Discarded != "" }

// Shows reports whether the form is shown at t.
func (s Session) Shows(t time.Time) bool { return !t.Before(s.Opens) && !s.Over(t) }

// ReceiptsEnd returns when the session's receipts and salt are deleted, and only the number of its
// answers is kept.
func (s Session) ReceiptsEnd() time.Time {
	if end := s.Closes.Add(ReceiptsKept); end.After(s.GraceEnds) {
		return end
	}
	return s.GraceEnds
}

// early reports whether the session opens after t.
func (s Session) early(t time.Time) bool { return t.Before(s.Opens) && !s.Over(t) }

// neverOpened reports whether the session was closed before it opened.
func (s Session) neverOpened() bool { return s.Closes.Before(s.Opens) }

// end closes the session at t and reports whether that changed anything. Before it has opened no
// answer is under way.
func (s *Session) end(t time.Time, now bool) bool {
	before := *s
	now = now || t.Before(s.Opens)
	if s.Closes.After(t) {
		s.Closes, s.GraceEnds = t, t.Add(Grace)
	}
	if now && s.GraceEnds.After(t) {
		s.GraceEnds = t
	}
	return *s != before
}

// NewSession is what somebody says when opening a session. Zero values stand
// for the set that the round asks about the intervention, channel ambassador, timing none, now and two hours.
// Without a capacity it is the number of tickets, else MostPlaces of how many are
// announced, else 20; without an announced number that is the capacity.
type NewSession struct {
	Round        string // id or name
	Municipality string
	Intervention string
	Set          string // ids, as in "core+A"
	Channel      Channel
	Timing       Timing
	Announced    int
	Capacity     int
	Opens        time.Time // later than now where it is prepared
	Hours        int
	Tickets      int    // how many cards to make; 0: anybody with the code can answer
	Opening      string // of the form; a session that was opened by it is returned in place of another
	Planned      string // id of the PlanEntry that it is opened from; fills in what is not said here
}

// OpenSession opens a session and returns it with the tickets that were asked
// for. Only hashes of tickets are stored: what is returned here cannot be had
// again.
//
// A form that is sent again, because its answer did not arrive, opens nothing: what it opened is
// returned, without tickets.
func (d *Desk) OpenSession(ctx context.Context, n NewSession) (Session, []string, error) {
	n, err := d.fromPlan(ctx, n)
	if err != nil {
		return Session{}, nil, err
	}
	if err := d.may(OpenSession, Thing{Municipality: n.Municipality, Intervention: n.Intervention}); err != nil {
		return Session{}, nil, err
	}
	round, err := d.Round(ctx, n.Round)
	if err != nil {
		return Session{}, nil, err
	}
	if err := round.takesSessions(); err != nil {
		return Session{}, nil, err
	}
	if err := d.checkIntervention(ctx, n.Municipality, n.Intervention); err != nil {
		return Session{}, nil, err
	}
	if err := d.checkRegion(ctx, n.Municipality); err != nil {
		return Session{}, nil, err
	}
	if n, err = n.withDefaults(); err != nil {
		return Session{}, nil, err
	}
	set, err := d.chosenSet(ctx, round, n)
	if err != nil {
		return Session{}, nil, err
	}
	opens, closes, err := n.window(d.now())
	if err != nil {
		return Session{}, nil, err
	}
	session := Session{
		Code: NewCode(), Round: round.ID, Set: set.Ref(), Municipality: n.Municipality, Intervention: n.Intervention,
		Channel: n.Channel, Timing: n.Timing, Announced: n.Announced, Capacity: n.Capacity, Tag: NewID(),
		Opens: opens, Closes: closes, GraceEnds: closes.Add(Grace), Tickets: n.Tickets > 0,
		OpenedBy: d.actor.ID, Opening: n.Opening, Planned: n.Planned,
	}
	tickets := make([]string, n.Tickets)
	hashes := make([][]byte, n.Tickets)
	for i := range tickets {
		tickets[i] = NewNonce()
		hashes[i] = TicketHash(tickets[i])
	}
	if opened, err := d.openedBy(ctx, n.Opening); err == nil || KindOf(err) != NotFound {
		return opened, nil, err
	}
	err = d.addSession(ctx, session, hashes)
	if CodeOf(err) == "session.not_added" && n.Opening != "" {
		// The same form arrived twice at the same time.
		if opened, again := d.openedBy(ctx, n.Opening); again == nil {
			return opened, nil, nil
		}
	}
	return session, tickets, err
}

// addSession stores a session. Somebody else may be closing its round, or what it is about: a session
// that came after would be open in a round that is being exported, or about what is no more.
func (d *Desk) addSession(ctx context.Context, session Session, tickets [][]byte) error {
	return d.change(ctx, OpenSession, session.Code, func(ctx context.Context, tx RegistryTx) error {
		round, err := roundByID(ctx, tx, session.Round)
		if err != nil {
			return err
		}
		if err := round.takesSessions(); err != nil {
			return err
		}
		if err := stillPlanned(ctx, tx, session); err != nil {
			return err
		}
		if err := checkStillOffered(ctx, tx, session); err != nil {
			return err
		}
		return tx.AddSession(ctx, session, tickets)
	})
}

// checkStillOffered is Intervention.checkOffered with the lock held.
func checkStillOffered(ctx context.Context, tx RegistryReader, s Session) error {
	i, err := interventionByID(ctx, tx, s.Intervention)
	if err != nil {
		return err
	}
	return i.checkOffered(s.Municipality)
}

// openedBy returns the actor's session that a form opened. It returns an error of kind NotFound when
// there is none.
func (d *Desk) openedBy(ctx context.Context, opening string) (Session, error) {
	if opening == "" {
		return Session{}, Fail(NotFound, "session.opening")
	}
	session, err := d.store.SessionByOpening(ctx, opening)
	if err == nil && session.OpenedBy != d.actor.ID {
		return Session{}, Fail(Conflict, "session.opening_taken")
	}
	return session, err
}

// takesSessions returns an error of kind Conflict unless sessions are opened in the round.
func (r Round) takesSessions() error {
	if r.State != RoundOpen {
		return Fail(Conflict, "session.round", "Round", r.Name, "State", r.State)
	}
	return nil
}

// withDefaults fills in what was left out and refuses what is out of range.
func (n NewSession) withDefaults() (NewSession, error) {
	if n.Channel == "" {
		n.Channel = Ambassador
	}
	if n.Timing == "" {
		n.Timing = NoTiming
	}
	if n.Hours == 0 {
		n.Hours = 2
	}
	switch {
	case !slices.Contains(Channels, n.Channel):
		return n, Fail(Invalid, "session.channel", "Channel", n.Channel)
	case !slices.Contains(Timings, n.Timing):
		return n, Fail(Invalid, "session.timing", "Timing", n.Timing)
	case n.Hours < 1 || n.Hours > MaxHours:
		return n, Fail(Invalid, "session.hours", "Hours", n.Hours, "Most", MaxHours)
	case n.Tickets < 0 || n.Tickets > MaxCapacity:
		return n, Fail(Invalid, "session.tickets", "Tickets", n.Tickets, "Most", MaxCapacity)
	case n.Tickets > 0 && n.Capacity != 0 && n.Capacity < n.Tickets:
		return n, Fail(Invalid, "session.tickets_capacity", "Tickets", n.Tickets, "Capacity", n.Capacity)
	}
	return n.withCapacity()
}

// window returns when the session opens and closes, to the minute. One that is prepared opens within
// the time that a poster may hang.
func (n NewSession) window(now time.Time) (opens, closes time.Time, err error) {
	opens = n.Opens.Truncate(time.Minute)
	if n.Opens.IsZero() {
		opens = now.Truncate(time.Minute)
	}
	closes = opens.Add(time.Duration(n.Hours) * time.Hour)
	if !closes.After(now) || opens.After(now.Add(MaxHours*time.Hour)) {
		return opens, closes, Fail(Invalid, "session.opens", "Opens", opens.Format(time.DateTime), "Most", MaxHours/24)
	}
	return opens, closes, nil
}

// chosenSet returns the set that a session asks: the one that was said, else what its round asks about
// its intervention.
func (d *Desk) chosenSet(ctx context.Context, round Round, n NewSession) (Set, error) {
	texts, err := d.RoundTexts(ctx, round.ID)
	if err != nil {
		return nil, err
	}
	about, err := d.Intervention(ctx, n.Intervention)
	if err != nil {
		return nil, err
	}
	return round.set(cmp.Or(n.Set, round.Asks.Of(about)), func(ref string) (*Battery, error) { return d.asked(ref, texts) })
}

func (d *Desk) checkIntervention(ctx context.Context, municipality, id string) error {
	if _, ok := d.Municipality(municipality); !ok {
		return Fail(Invalid, "municipality.unknown", "Code", municipality)
	}
	i, err := d.Intervention(ctx, id)
	if err != nil {
		return err
	}
	return i.checkOffered(municipality)
}

// Session returns the session with this code, or whose address this is.
func (p *Participants) Session(ctx context.Context, typed string) (Session, error) {
	code, _, _ := ParseCode(typed)
	session, err := p.registry.Session(ctx, code)
	if KindOf(err) == NotFound {
		return Session{}, Fail(NotFound, "code")
	}
	return session, err
}

// CloseSession closes a session. Answers under way are taken for the time of
// Grace, or not at all when now is true.
func (d *Desk) CloseSession(ctx context.Context, code string, now bool) (Session, error) {
	session, err := d.Session(ctx, code)
	if err != nil {
		return Session{}, err
	}
	if err := d.may(CloseSession, session.thing()); err != nil {
		return Session{}, err
	}
	err = d.change(ctx, CloseSession, session.Code, func(ctx context.Context, tx RegistryTx) error {
		if session, err = tx.Session(ctx, session.Code); err != nil {
			return err
		}
		if !session.end(d.now(), now) {
			return Fail(Conflict, "session.closed", "Session", session.Code)
		}
		return tx.UpdateSession(ctx, session)
	})
	return session, err
}

// DiscardSession says that a session's answers are not to be used, and why;
// they are taken out when the round is sealed. It closes the session at once.
// It can be done until the round is exported.
func (d *Desk) DiscardSession(ctx context.Context, code, reason string) (Session, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || len(reason) > 500 {
		return Session{}, Fail(Invalid, "session.reason")
	}
	session, err := d.Session(ctx, code)
	if err != nil {
		return Session{}, err
	}
	if err := d.may(DiscardSession, session.thing()); err != nil {
		return Session{}, err
	}
	err = d.change(ctx, DiscardSession, session.Code+": "+reason, func(ctx context.Context, tx RegistryTx) error {
		// With the lock held: once the round is exported, nobody would leave the answers out.
		round, err := roundByID(ctx, tx, session.Round)
		if err != nil {
			return err
		}
		if round.State.reached(RoundExported) {
			return Fail(Conflict, "session.round_done", "Round", round.Name, "State", round.State)
		}
		if session, err = tx.Session(ctx, session.Code); err != nil {
			return err
		}
		if session.Discarded != "" {
			return Fail(Conflict, "session.discarded", "Session", session.Code)
		}
		session.end(d.now(), true)
		session.Discarded = reason
		return errors.Join(tx.UpdateSession(ctx, session), tx.ForgetVoice(ctx, session.Code))
	})
	return session, err
}

// TicketHash returns what is stored of a ticket.
func TicketHash(ticket string) []byte {
	sum := sha256.Sum256([]byte(ticket))
	return sum[:]
}
