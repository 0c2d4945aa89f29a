package survey

import (
	"context"
	"slices"
)

// ImportBattery takes in a battery that was read from a file of another program, in a version that
// there is not yet. put keeps it with its words, whole or not at all, and comes last: where it fails the
// log says nothing of it.
func (d *Desk) ImportBattery(ctx context.Context, w Worded, put func(Worded) error) error {
	if err := d.may(ImportBattery, Thing{}); err != nil {
		return err
	}
	if err := w.Battery.Prepare(); err != nil {
		return Fail(Invalid, "battery.import", "Battery", w.Battery.ID).Because(err)
	}
	return d.change(ctx, ImportBattery, w.Battery.Ref(), func(ctx context.Context, tx RegistryTx) error {
		drafts, err := d.readDrafts(ctx, tx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(drafts, func(b BatteryDraft) bool {
			return b.Battery.ID == w.Battery.ID && (b.State == DraftWritten || b.State == DraftReferred)
		}) {
			return Fail(Conflict, "battery.import.written", "Battery", w.Battery.ID)
		}
		if slices.ContainsFunc(d.Batteries(), func(b *Battery) bool { return b.Ref() == w.Battery.Ref() }) {
			return Fail(Conflict, "battery.import.there", "Battery", w.Battery.Ref())
		}
		return put(w)
	})
}
