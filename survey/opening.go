package survey

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var roundName = regexp.MustCompile(`^[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö ._-]{0,39}$`)

// IsRoundName reports whether a text can be the name of a round.
func IsRoundName(s string) bool { return roundName.MatchString(s) }

// mostReason is the most characters of a reason for the audit log.
const mostReason = 200

// NewRound is what a steward says when opening a round.
type NewRound struct {
	Name      string
	Batteries []string // ids, without version
	Asks      Asks     // which of their sets is asked about what; nil: the first battery about everything
	Languages []string // tags; which of them may be used is decided by whoever opens the round
	Drafts    []string // tags of those among them that no native speaker has signed off
	Because   string   // why drafts are used all the same, on one line; it goes to the audit log
	K         int
	PublicKey PublicKey
	KeyKept   bool
	Ends      string // day on which it is meant to be closed; "" where nobody says

	// Texts returns the text of a key in a language as it is now, or "". What participants read of the
	// batteries is frozen from it.
	Texts func(language, key string) string
}

// opening is what a round is opened with, once everything has been checked.
type opening struct {
	batteries, waiting []*Battery
	size               int // of padded submissions: their own, and those that may wait for the round
	areas              []Area
	texts              *RoundTexts
}

// OpenRound opens a round and returns it. The areas and texts that hold now hold
// for the whole round. K can not be lower than in a round whose answers may be waiting
// for this one, because of what those who gave them were promised. The error says everything that is
// wrong at once: it joins those of each check.
func (d *Desk) OpenRound(ctx context.Context, n NewRound) (Round, error) {
	if err := d.may(OpenRound, Thing{}); err != nil {
		return Round{}, err
	}
	with, err := d.checkOpening(ctx, n)
	if err != nil {
		return Round{}, err
	}
	round := Round{
		ID: NewID(), Name: n.Name, State: RoundOpen, K: n.K, Languages: n.Languages,
		Batteries: refsOf(with.batteries), TakesOver: refsOf(with.waiting), Size: with.size, Asks: n.Asks,
		PublicKey: n.PublicKey, KeyKept: n.KeyKept, Areas: with.areas, Opened: DayOf(d.now()), Ends: n.Ends,
	}
	what := round.Name
	if len(n.Drafts) > 0 {
		what += "; drafts " + strings.Join(n.Drafts, ", ") + ": " + n.Because
	}
	return round, d.change(ctx, OpenRound, what, func(ctx context.Context, tx RegistryTx) error {
		// Another round may have been opened since.
		rounds, err := tx.Rounds(ctx)
		if err == nil {
			err = errors.Join(n.against(rounds)...)
		}
		if err != nil {
			return err
		}
		return tx.AddRound(ctx, round, with.texts)
	})
}

// CheckRound returns what OpenRound would refuse a round for, and opens nothing.
func (d *Desk) CheckRound(ctx context.Context, n NewRound) error {
	if err := d.may(OpenRound, Thing{}); err != nil {
		return err
	}
	_, err := d.checkOpening(ctx, n)
	return err
}

// checkOpening returns what the round is opened with, or an error that joins all that is wrong.
func (d *Desk) checkOpening(ctx context.Context, n NewRound) (opening, error) {
	var with opening
	rounds, err := d.store.Rounds(ctx)
	if err != nil {
		return with, err
	}
	host, err := d.store.Host(ctx)
	if err != nil {
		return with, err
	}
	if with.areas, err = d.store.Areas(ctx); err != nil {
		return with, err
	}
	wrong := slices.Concat(n.check(DayOf(d.now())), n.against(rounds))
	// A data folder may be older than today's rules, and what it says could not be kept or released.
	if err := errors.Join(host.Check(), CheckSigner(host.Signer)); err != nil {
		wrong = append(wrong, Fail(Conflict, "round.host").Because(err))
	}
	if err := CheckAreas(with.areas, d.knowsMunicipality); err != nil {
		wrong = append(wrong, Fail(Conflict, "round.areas").Because(err))
	}
	if with.batteries, err = d.pickBatteries(ctx, n.Batteries); err != nil {
		return with, errors.Join(append(wrong, err)...)
	}
	if with.waiting, err = d.takenOver(rounds, with.batteries); err != nil {
		wrong = append(wrong, err)
	}
	if with.size = PlaintextSize(with.batteries); with.size > maxPlaintext {
		wrong = append(wrong, Fail(Invalid, "round.size", "Bytes", with.size, "Most", maxPlaintext))
	}
	wrong = append(wrong, d.checkAsks(ctx, n, with.batteries)...)
	for _, round := range rounds {
		if round.State != RoundSealed {
			with.size = max(with.size, round.Size)
		}
	}
	wholes, err := d.wholesOf(with.batteries)
	if err != nil {
		wrong = append(wrong, err)
	}
	if with.texts, err = freeze(with.batteries, wholes, n.Languages, n.Texts); err != nil {
		wrong = append(wrong, err)
	}
	return with, errors.Join(wrong...)
}

// check returns what is wrong with what was said, whatever else there is.
func (n NewRound) check(today string) (wrong []error) {
	if !roundName.MatchString(n.Name) {
		wrong = append(wrong, Fail(Invalid, "round.name", "Name", n.Name))
	}
	if !isK(n.K) {
		wrong = append(wrong, Fail(Invalid, "round.k", "K", n.K, "Smallest", SmallestK, "Largest", MostAnswers))
	}
	if err := n.PublicKey.Check(); err != nil {
		wrong = append(wrong, Fail(Invalid, "round.public_key").Because(err))
	}
	if err := checkEnds(n.Ends, today); err != nil {
		wrong = append(wrong, err)
	}
	if len(n.Languages) == 0 {
		wrong = append(wrong, Fail(Invalid, "round.languages"))
	}
	for _, tag := range n.Languages {
		if !IsLanguageTag(tag) {
			wrong = append(wrong, Fail(Invalid, "round.language", "Language", tag))
		}
	}
	if len(n.Drafts) > 0 && !isReason(n.Because) {
		wrong = append(wrong, Fail(Invalid, "round.drafts_reason", "Drafts", strings.Join(n.Drafts, ", "), "Most", mostReason))
	}
	return wrong
}

// isReason reports whether a text can stand in the audit log as a reason.
func isReason(s string) bool {
	return strings.TrimSpace(s) != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= mostReason &&
		!strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) })
}

// against returns what keeps the round from being opened beside those that there are.
func (n NewRound) against(rounds []Round) (wrong []error) {
	for _, other := range rounds {
		switch {
		case other.Name == n.Name:
			wrong = append(wrong, Fail(Conflict, "round.name_taken", "Round", n.Name))
		case other.PublicKey == n.PublicKey:
			wrong = append(wrong, Fail(Conflict, "round.key_used", "Round", other.Name))
		case other.State != RoundSealed && n.K < other.K: // mutation: lower k
			wrong = append(wrong, Fail(Conflict, "round.k_promised", "Round", other.Name, "K", other.K, "Least", other.K))
		}
	}
	return wrong
}

// takenOver returns the batteries, other than those that are asked, whose
// answers may wait for a round that is opened now: those of all rounds that are
// not sealed. Without them the answers would be stranded when a battery gets a
// new version or is not asked any more. The wholes of short forms that are asked are among them,
// because answers are counted as theirs.
func (d *Desk) takenOver(rounds []Round, asked []*Battery) ([]*Battery, error) {
	waiting, err := d.wholesOf(asked)
	if err != nil {
		return nil, err
	}
	for _, round := range rounds {
		if round.State == RoundSealed {
			continue
		}
		for _, ref := range round.holds() {
			b, err := d.Battery(ref)
			if err != nil {
				return nil, err
			}
			if !slices.Contains(asked, b) && !slices.Contains(waiting, b) {
				waiting = append(waiting, b)
			}
		}
	}
	return waiting, nil
}

// wholesOf returns the wholes of short forms, as far as they are not among the batteries themselves.
func (d *Desk) wholesOf(batteries []*Battery) ([]*Battery, error) {
	var wholes []*Battery
	for _, b := range batteries {
		whole, err := d.Battery(b.Whole())
		if err != nil {
			return nil, err
		}
		if !slices.Contains(batteries, whole) && !slices.Contains(wholes, whole) {
			wholes = append(wholes, whole)
		}
	}
	return wholes, nil
}

func (d *Desk) pickBatteries(ctx context.Context, ids []string) ([]*Battery, error) {
	if len(ids) == 0 {
		return nil, Fail(Invalid, "round.batteries")
	}
	var picked []*Battery
	for _, id := range ids {
		if _, known := d.NewestBattery(id); !known {
			return nil, Fail(Invalid, "battery.unknown", "Battery", id, "Known", strings.Join(d.BatteryIDs(), ", "))
		}
		b, err := d.askable(ctx, id)
		if err != nil {
			return nil, err
		}
		if slices.Contains(picked, b) {
			return nil, Fail(Invalid, "battery.twice", "Battery", id)
		}
		picked = append(picked, b)
	}
	return picked, nil
}
