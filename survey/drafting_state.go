package survey

import (
	"context"
	"errors"
)

// step moves a battery on and writes the line of the log. edit is the number of the change that was
// seen last, so that nobody decides about what somebody else has changed meanwhile.
func (d *Desk) step(ctx context.Context, verb Verb, ref string, edit int, does func(*BatteryDraft) error) error {
	if err := d.may(verb, Thing{}); err != nil {
		return err
	}
	return d.change(ctx, verb, ref, func(ctx context.Context, tx RegistryTx) error {
		draft, err := d.readDraft(ctx, tx, ref)
		switch {
		case err != nil:
			return err
		case draft.Edit != edit:
			return Fail(Conflict, "draft.changed")
		}
		if err := does(&draft); err != nil {
			return err
		}
		draft.Edit++
		return tx.PutBatteryDraft(ctx, draft)
	})
}

// checkWorded returns an error of kind Conflict for a battery without questions, or whose Swedish words
// are not all there.
func (b BatteryDraft) checkWorded(languages ...string) error {
	if len(b.Battery.Questions) == 0 {
		return Fail(Conflict, "draft.empty")
	}
	if err := b.Battery.clone().Prepare(); err != nil {
		return Fail(Conflict, "draft.structure").Because(err)
	}
	for _, language := range languages {
		for _, key := range b.MissingWords(language) {
			if language == sourceLanguage || !IsRead(key, "") { // other words are the readers'
				return Fail(Conflict, "draft.words", "Key", key, "Language", language)
			}
		}
	}
	return nil
}

// ReferBattery sends a battery on referral: until the end of a day officers and readers say what they
// think of it, and it does not change.
func (d *Desk) ReferBattery(ctx context.Context, ref, until string, edit int) error {
	return d.step(ctx, ReferBattery, ref, edit, func(b *BatteryDraft) error {
		switch {
		case b.State != DraftWritten:
			return Fail(Conflict, "draft.state")
		case !IsDay(until) || until < DayOf(d.now()):
			return ColumnError{"until", Fail(Invalid, "draft.until")}
		}
		b.State, b.Until = DraftReferred, until
		return b.checkWorded(sourceLanguage)
	})
}

// EndReferral takes a battery back from its referral, to be worked on. What was said of it stays.
func (d *Desk) EndReferral(ctx context.Context, ref string, edit int) error {
	return d.step(ctx, ReferBattery, ref, edit, func(b *BatteryDraft) error {
		if b.State != DraftReferred {
			return Fail(Conflict, "draft.state")
		}
		b.State, b.Until = DraftWritten, min(b.Until, DayOf(d.now()))
		return nil
	})
}

// FreezeBattery decides that a battery that has been referred no longer changes. put takes it in among
// those that are asked, with its words, or says why it cannot; no round may ask it before it is approved.
func (d *Desk) FreezeBattery(ctx context.Context, ref string, edit int, put func(Worded) error) error {
	return d.step(ctx, FreezeBattery, ref, edit, func(b *BatteryDraft) error {
		switch {
		case b.State == DraftReferred && b.Until >= DayOf(d.now()):
			return Fail(Conflict, "draft.still_referred", "Day", b.Until)
		case b.State == DraftWritten && b.Until == "":
			return Fail(Conflict, "draft.not_referred")
		case b.State != DraftReferred && b.State != DraftWritten:
			return Fail(Conflict, "draft.state")
		}
		if err := errors.Join(b.checkWorded(staffLanguages...), d.checkUnused(b.Battery)); err != nil {
			return err
		}
		b.State = DraftFrozen
		return put(b.Worded)
	})
}

// checkUnused returns an error of kind Conflict where a battery that has been taken in meanwhile asks
// something under the same id.
func (d *Desk) checkUnused(b *Battery) error {
	for _, other := range d.Batteries() {
		for _, q := range b.Questions {
			if _, asks := other.Question(q.ID); asks && other.ID != b.ID {
				return Fail(Conflict, "draft.question_taken", "Question", q.ID, "Battery", other.ID)
			}
		}
	}
	return nil
}

// ApproveBattery lets rounds ask a frozen battery, once it has words in all languages. Older versions are
// no longer asked by new rounds.
func (d *Desk) ApproveBattery(ctx context.Context, ref string, edit int, words Wordings) error {
	return d.step(ctx, ApproveBattery, ref, edit, func(b *BatteryDraft) error {
		known, err := d.Battery(ref)
		switch {
		case b.State != DraftFrozen:
			return Fail(Conflict, "draft.state")
		case err != nil:
			return err // its file is gone
		}
		now := Worded{Battery: known, Words: known.wordsFrom(words)}
		for _, language := range words.Languages {
			if missing := now.MissingWords(language); len(missing) > 0 {
				return Fail(Conflict, "draft.untranslated", "Language", language, "N", len(missing))
			}
		}
		b.State = DraftApproved
		return nil
	})
}

// RetireBattery keeps new rounds from asking a battery that was frozen. Rounds that ask it go on, and
// answers that wait are counted.
func (d *Desk) RetireBattery(ctx context.Context, ref string, edit int) error {
	return d.step(ctx, RetireBattery, ref, edit, func(b *BatteryDraft) error {
		if b.State != DraftFrozen && b.State != DraftApproved {
			return Fail(Conflict, "draft.state")
		}
		b.State = DraftRetired
		return nil
	})
}

// Askable returns the batteries that a new round may ask, each in its newest version: those that are
// built in or were put into the data folder, and those of the region's own that are approved.
func (d *Desk) Askable(ctx context.Context) ([]*Battery, error) {
	var list []*Battery
	for _, id := range d.BatteryIDs() {
		b, err := d.askable(ctx, id)
		if KindOf(err) == Conflict {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, b)
	}
	return list, nil
}

// askable returns the version of a battery that a new round asks, or an error of kind Conflict that says
// why it may not. A version that is not approved yet leaves the one before it in use.
func (d *Desk) askable(ctx context.Context, id string) (*Battery, error) {
	drafts, err := d.store.BatteryDrafts(ctx)
	if err != nil {
		return nil, err
	}
	states := map[string]DraftState{}
	for _, draft := range drafts {
		states[draft.Ref()] = draft.State
	}
	var newest *Battery
	for _, b := range d.Batteries() {
		state, begun := states[b.Ref()]
		settled := !begun || state == DraftApproved || state == DraftRetired
		if b.ID == id && settled && (newest == nil || b.Version > newest.Version) {
			newest = b
		}
	}
	switch {
	case newest == nil:
		return nil, Fail(Conflict, "battery.unapproved", "Battery", id)
	case states[newest.Ref()] == DraftRetired:
		return nil, Fail(Conflict, "battery.retired", "Battery", id)
	}
	return newest, nil
}
