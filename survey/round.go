package survey

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
)

// RoundState is where a round stands. A round only ever moves forward.
type RoundState string

// The states of a round, in their order.
const (
	Open     RoundState = "open"     // sessions can be opened and answered
	Closing  RoundState = "closing"  // no new sessions; answers under way are still taken
	Ended    RoundState = "closed"   // nothing can arrive any more
	Exported RoundState = "exported" // the pending answers have been handed to the steward
	Sealed   RoundState = "sealed"   // the release is stored and the answers are destroyed
)

// Grace is how long after closing an answer that was under way is still taken.
const Grace = 24 * time.Hour

// ReceiptsKept is how long after closing a session's receipts and salt are
// kept, so that a phone that sends again is told that its answer was received.
const ReceiptsKept = 48 * time.Hour

// SmallestK is the lowest number of answers that any block may have.
const SmallestK = 12

// Round is a period in which answers are collected in the whole region, with
// one public key.
type Round struct {
	ID        string
	Name      string // as in "2026-H2"; no two rounds share one
	State     RoundState
	K         int      // smallest block, a multiple of 3 and at least SmallestK
	Batteries []string // references, as in "core@1"
	Languages []string // tags of the languages that it can be answered in
	Size      int      // bytes of a padded submission
	PublicKey PublicKey
	KeyKept   bool // the private key is on the server: for trying out only
	Areas     []Area
	GraceEnds time.Time // in state Closing: when nothing can arrive any more
}

var roundName = regexp.MustCompile(`^[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö ._-]{0,39}$`)

// LanguageTag is the regular expression of the tags of languages that answers
// can be counted by: a language, in what script where it has several, and where
// it is spoken, as in ti, ku-Latn or fa-AF. It knows the shape of tags and not
// which languages there are.
const LanguageTag = `[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?`

var languageTag = regexp.MustCompile(`^` + LanguageTag + `$`)

// longestLanguageTag is as long as a tag can be.
const longestLanguageTag = "xxx-Xxxx-XX"

// NewRound is what a steward says when opening a round.
type NewRound struct {
	Name      string
	Batteries []string // ids, without version
	Languages []string // tags; which of them may be used is decided by whoever opens the round
	K         int
	PublicKey PublicKey
	KeyKept   bool
}

// OpenRound opens a round and returns it. The areas that hold now hold for the
// whole round. K can not be lower than in a round whose answers may be waiting
// for this one, because of what those who gave them were promised.
func (s *Service) OpenRound(ctx context.Context, n NewRound) (Round, error) {
	if !roundName.MatchString(n.Name) {
		return Round{}, Invalidf("%q is no name for a round; use letters, digits and dashes, as in 2026-H2", n.Name)
	}
	if n.K < SmallestK || n.K%3 != 0 {
		return Round{}, Invalidf("k is %d; it must be %d or a larger multiple of 3", n.K, SmallestK)
	}
	if err := n.PublicKey.Check(); err != nil {
		return Round{}, &Error{Kind: Invalid, Text: "the public key cannot be read; copy all of what 'key new' printed", Err: err}
	}
	if len(n.Languages) == 0 {
		return Round{}, Invalidf("no language can be used; see 'locale status', and accept drafts with -accept-drafts")
	}
	for _, tag := range n.Languages {
		if !languageTag.MatchString(tag) {
			return Round{}, Invalidf("%q is no tag of a language; write it as in ti, ku-Latn or fa-AF", tag)
		}
	}
	batteries, err := s.pickBatteries(n.Batteries)
	if err != nil {
		return Round{}, err
	}
	rounds, err := s.store.Rounds(ctx)
	if err != nil {
		return Round{}, err
	}
	for _, other := range rounds {
		switch {
		case other.Name == n.Name:
			return Round{}, Conflictf("there is a round called %s already; choose another name", n.Name)
		case other.PublicKey == n.PublicKey:
			return Round{}, Conflictf("the round %s has this key already; make a new one with 'key new', one for each round", other.Name)
		case other.State != Sealed && n.K < other.K:
			return Round{}, Conflictf("answers in round %s were promised k %d, and may wait for this round; open it with -k %d or more", other.Name, other.K, other.K)
		}
	}
	areas, err := s.store.Areas(ctx)
	if err != nil {
		return Round{}, err
	}
	round := Round{
		ID: NewID(), Name: n.Name, State: Open, K: n.K, Languages: n.Languages, Size: PlaintextSize(batteries),
		PublicKey: n.PublicKey, KeyKept: n.KeyKept, Areas: areas,
	}
	for _, b := range batteries {
		round.Batteries = append(round.Batteries, b.Ref())
	}
	return round, s.store.AddRound(ctx, round, s.audit("round.open", round.Name))
}

func (s *Service) pickBatteries(ids []string) ([]*Battery, error) {
	if len(ids) == 0 {
		return nil, Invalidf("name at least one battery, as in -battery core")
	}
	var picked []*Battery
	for _, id := range ids {
		b, ok := s.newestBattery(id)
		if !ok {
			return nil, Invalidf("there is no battery called %q; choose among %s", id, strings.Join(s.batteryIDs(), ", "))
		}
		if slices.Contains(picked, b) {
			return nil, Invalidf("the battery %s is named twice", id)
		}
		picked = append(picked, b)
	}
	return picked, nil
}

// CloseRound closes a round and the sessions in it that are still open.
// Answers under way are taken for the time of Grace, or not at all when now is
// true ("the code has leaked").
func (s *Service) CloseRound(ctx context.Context, id string, now bool) (Round, error) {
	round, err := s.Round(ctx, id)
	if err != nil {
		return Round{}, err
	}
	if round.State != Open && !(round.State == Closing && now) {
		return Round{}, Conflictf("round %s is %s already; nothing was changed", round.Name, round.State)
	}
	sessions, err := s.store.Sessions(ctx, round.ID)
	if err != nil {
		return Round{}, err
	}
	at := s.now()
	round.State, round.GraceEnds = Closing, at
	var ended []Session
	for _, session := range sessions {
		if session.end(at, now) {
			ended = append(ended, session)
		}
		if session.GraceEnds.After(round.GraceEnds) {
			round.GraceEnds = session.GraceEnds
		}
	}
	if !round.GraceEnds.After(at) {
		round.State = Ended
	}
	return round, s.store.UpdateRound(ctx, round, ended, s.audit("round.close", round.Name))
}

// Round returns a round by its id or its name, brought up to date: a round
// whose grace has passed is closed.
func (s *Service) Round(ctx context.Context, idOrName string) (Round, error) {
	rounds, err := s.Rounds(ctx)
	if err != nil {
		return Round{}, err
	}
	for _, round := range rounds {
		if round.ID == idOrName || round.Name == idOrName {
			return round, nil
		}
	}
	return Round{}, NotFoundf("there is no round %q; 'check' lists them", idOrName)
}

// Rounds returns all rounds in the order in which they were opened, brought up
// to date.
func (s *Service) Rounds(ctx context.Context) ([]Round, error) {
	rounds, err := s.store.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	for i := range rounds {
		if rounds[i].State == Closing && !rounds[i].GraceEnds.After(s.now()) {
			rounds[i].State = Ended
		}
	}
	return rounds, nil
}
