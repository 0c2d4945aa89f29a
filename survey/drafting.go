package survey

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// DraftState says how far a battery of a region's own has come. It only moves forward, but for a
// battery that comes back from its referral to be worked on.
type DraftState string

// The states in which a battery is stored.
const (
	DraftWritten  DraftState = "draft"    // stewards write it
	DraftReferred DraftState = "referred" // others read it, and say what they think, until a day
	DraftFrozen   DraftState = "frozen"   // what it asks no longer changes; its words are translated
	DraftApproved DraftState = "approved" // a round may ask it
	DraftRetired  DraftState = "retired"  // no new round may
)

// DraftTranslated is what people read of a frozen battery that has words in all languages. It is
// never stored: words come and go.
const DraftTranslated DraftState = "translated"

// DraftStates lists what people read of how far a battery has come, in order.
var DraftStates = []DraftState{DraftWritten, DraftReferred, DraftFrozen, DraftTranslated, DraftApproved, DraftRetired}

// BatteryDraft is a battery of a region's own, with how far it has come. Once it is frozen the
// catalogue has it too, and its words are among all others.
type BatteryDraft struct {
	Worded
	State  DraftState
	Prefix string // capital letters that the ids of its questions begin with
	Given  int    // the highest number that any of them has been given, in any version
	Until  string // last day of the referral, YYYY-MM-DD; "" before there was one
	Edit   int    // rises with each change
}

// Ref names the battery and its version.
func (b BatteryDraft) Ref() string { return b.Battery.Ref() }

// Inherits reports whether an earlier version, which is known to the catalogue, asks the question.
// Its answers have been counted, or can be, so that only its words may be mended.
func (c *Catalogue) Inherits(b *Battery, question string) bool {
	return slices.ContainsFunc(c.Batteries(), func(other *Battery) bool {
		_, asks := other.Question(question)
		return asks && other.ID == b.ID && other.Version < b.Version
	})
}

// Wordings is where the words of batteries that exist are taken from.
type Wordings struct {
	Languages []string                          // tags
	Text      func(language, key string) string // "" where there is none
}

// NewBattery says with what a battery of a region's own begins.
type NewBattery struct {
	ID     string // small letters
	Prefix string // one to three capital letters, which no other battery's questions begin with
	Title  string // in Swedish
	From   string // reference of the battery whose questions it begins with; "" for none
}

var questionPrefix = regexp.MustCompile(`^[A-Z]{1,3}$`)

// NewBattery begins a battery. Questions that are taken from another get ids of its own.
func (d *Desk) NewBattery(ctx context.Context, n NewBattery, words Wordings) (BatteryDraft, error) {
	draft := BatteryDraft{
		Worded: Worded{Battery: &Battery{ID: n.ID, Version: 1}, Words: map[string]map[string]string{}},
		State:  DraftWritten, Prefix: n.Prefix, Edit: 1,
	}
	if err := d.may(WriteBattery, Thing{}); err != nil {
		return draft, err
	}
	switch {
	case !IsBatteryID(n.ID):
		return draft, Fail(Invalid, "draft.id", "Battery", n.ID)
	case !questionPrefix.MatchString(n.Prefix):
		return draft, Fail(Invalid, "draft.prefix", "Prefix", n.Prefix)
	}
	if err := draft.rename(BatteryName{Title: n.Title}); err != nil {
		return draft, err
	}
	return draft, d.change(ctx, WriteBattery, draft.Ref()+" begun", func(ctx context.Context, tx RegistryTx) error {
		drafts, err := d.readDrafts(ctx, tx)
		if err != nil {
			return err
		}
		if err := d.checkNames(drafts, n); err != nil {
			return err
		}
		if n.From != "" {
			from, err := d.Battery(n.From)
			if err != nil {
				return err
			}
			draft.takeAll(from, words)
		}
		if err := draft.checkWhole(); err != nil {
			return err
		}
		return tx.PutBatteryDraft(ctx, draft)
	})
}

// checkNames returns an error of kind Conflict where another battery, or another text, has a name.
func (d *Desk) checkNames(drafts []BatteryDraft, n NewBattery) error {
	batteries := slices.Clone(d.Batteries())
	for _, other := range drafts {
		batteries = append(batteries, other.Battery)
		if other.Prefix == n.Prefix {
			return Fail(Conflict, "draft.prefix_taken", "Prefix", n.Prefix, "Battery", other.Battery.ID)
		}
	}
	if slices.Contains(d.reserved, n.ID) {
		return Fail(Conflict, "draft.id_taken", "Battery", n.ID)
	}
	for _, b := range batteries {
		if b.ID == n.ID {
			return Fail(Conflict, "draft.id_taken", "Battery", n.ID)
		}
		for _, q := range b.Questions {
			if _, numbered := numberIn(n.Prefix, q.ID); numbered {
				return Fail(Conflict, "draft.prefix_taken", "Prefix", n.Prefix, "Battery", b.ID)
			}
		}
	}
	return nil
}

// numberIn returns the number of a question whose id is a prefix and a number.
func numberIn(prefix, id string) (int, bool) {
	digits, begins := strings.CutPrefix(id, prefix)
	n, err := strconv.Atoi(digits)
	return n, begins && err == nil
}

// NewBatteryVersion begins the next version of a battery of the region's own, as a copy of its newest.
// Batteries that are built in get theirs with the program.
func (d *Desk) NewBatteryVersion(ctx context.Context, id string, words Wordings) (BatteryDraft, error) {
	if err := d.may(WriteBattery, Thing{}); err != nil {
		return BatteryDraft{}, err
	}
	newest, known := d.NewestBattery(id)
	switch {
	case !known:
		return BatteryDraft{}, Fail(NotFound, "battery.version", "Battery", id)
	case d.IsBuiltIn(id):
		return BatteryDraft{}, Fail(Conflict, "draft.built_in", "Battery", id)
	case newest.PartOf != "":
		return BatteryDraft{}, Fail(Conflict, "draft.short_form", "Battery", newest.PartOf)
	}
	copied := newest.clone()
	copied.Version++
	draft := BatteryDraft{Worded: Worded{Battery: copied, Words: copied.wordsFrom(words)}, State: DraftWritten, Edit: 1}
	return draft, d.change(ctx, WriteBattery, draft.Ref()+" begun", func(ctx context.Context, tx RegistryTx) error {
		drafts, err := d.readDrafts(ctx, tx)
		if err != nil {
			return err
		}
		for _, other := range drafts {
			if other.Battery.ID == id && other.Battery.Version > newest.Version {
				return Fail(Conflict, "draft.begun", "Battery", other.Ref())
			}
			if other.Battery.ID == id {
				draft.Prefix, draft.Given = other.Prefix, max(draft.Given, other.Given)
			}
		}
		if draft.Prefix == "" { // it was put into the data folder by hand
			first := newest.Questions[0].ID
			draft.Prefix = first[:len(first)-len(strings.TrimLeft(first, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
		}
		for _, b := range d.Batteries() {
			for _, q := range b.Questions {
				if n, numbered := numberIn(draft.Prefix, q.ID); numbered {
					draft.Given = max(draft.Given, n)
				}
			}
		}
		return tx.PutBatteryDraft(ctx, draft)
	})
}

// DraftBatteries returns all batteries of the region's own that were begun at a desk, by id and version:
// to stewards all of them, to others those that are referred.
func (d *Desk) DraftBatteries(ctx context.Context) ([]BatteryDraft, error) {
	if err := d.may(SeeReferral, Thing{}); err != nil {
		return nil, err
	}
	all, err := d.readDrafts(ctx, d.store)
	return slices.DeleteFunc(all, func(b BatteryDraft) bool { return !d.sees(b) }), err
}

// DraftBattery returns the battery with this reference; see DraftBatteries.
func (d *Desk) DraftBattery(ctx context.Context, ref string) (BatteryDraft, error) {
	if err := d.may(SeeReferral, Thing{}); err != nil {
		return BatteryDraft{}, err
	}
	draft, err := d.readDraft(ctx, d.store, ref)
	if err == nil && !d.sees(draft) {
		return BatteryDraft{}, Fail(NotFound, "battery.version", "Battery", ref)
	}
	return draft, err
}

// sees reports whether the actor may read a battery.
func (d *Desk) sees(b BatteryDraft) bool {
	return b.State == DraftReferred || d.actor.May(WriteBattery, Thing{})
}

// DeleteDraft deletes a battery that was never frozen, with what was said of it. edit is the number of
// the change that was seen last.
func (d *Desk) DeleteDraft(ctx context.Context, ref string, edit int) error {
	if err := d.may(WriteBattery, Thing{}); err != nil {
		return err
	}
	return d.change(ctx, WriteBattery, ref+" deleted", func(ctx context.Context, tx RegistryTx) error {
		draft, err := d.readDraft(ctx, tx, ref)
		switch {
		case err != nil:
			return err
		case draft.State != DraftWritten && draft.State != DraftReferred:
			return Fail(Conflict, "draft.frozen")
		case draft.Edit != edit:
			return Fail(Conflict, "draft.changed")
		}
		return tx.DeleteBatteryDraft(ctx, draft.Battery.ID, draft.Battery.Version)
	})
}

// readDrafts returns all batteries that were begun at a desk, ready to be counted with.
func (d *Desk) readDrafts(ctx context.Context, from RegistryReader) ([]BatteryDraft, error) {
	drafts, err := from.BatteryDrafts(ctx)
	for _, draft := range drafts {
		draft.Battery.derive()
	}
	return drafts, err
}

// readDraft returns one of them by its reference.
func (d *Desk) readDraft(ctx context.Context, from RegistryReader, ref string) (BatteryDraft, error) {
	drafts, err := d.readDrafts(ctx, from)
	if err != nil {
		return BatteryDraft{}, err
	}
	i := slices.IndexFunc(drafts, func(b BatteryDraft) bool { return b.Ref() == ref })
	if i < 0 {
		return BatteryDraft{}, Fail(NotFound, "battery.version", "Battery", ref)
	}
	return drafts[i], nil
}

// clone returns a copy that shares nothing with the battery.
func (b *Battery) clone() *Battery {
	var copied Battery
	text, err := json.Marshal(b)
	if err == nil {
		err = json.Unmarshal(text, &copied)
	}
	if err != nil {
		panic(fmt.Sprintf("copy battery %s: %v", b.ID, err)) // it was read from JSON
	}
	copied.derive()
	return &copied
}

// wordsFrom collects what people read of the battery.
func (b *Battery) wordsFrom(words Wordings) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range words.Languages {
		all[language] = map[string]string{}
		for _, key := range append(b.OwnKeys(), introKey) {
			from := key
			switch key { // several batteries have them
			case titleKey:
				from = b.TitleKey()
			case introKey:
				from = b.IntroKey()
			}
			if text := words.Text(language, from); text != "" {
				all[language][key] = text
			}
		}
	}
	return all
}
