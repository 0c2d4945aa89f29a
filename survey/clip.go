package survey

import (
	"context"
	"errors"
)

// ClipName says which text a recorded clip is read from.
type ClipName struct {
	Battery  string // id
	Language string // tag
	Key      string
}

// String names the clip in the audit log.
func (n ClipName) String() string { return n.Battery + " " + n.Language + " " + n.Key }

// A ClipChange changes what is recorded, for whoever has the id by. It reports whether that made any
// difference: a recording that is received twice is one. The id must be forgotten when a second
// person has approved the recording.
type ClipChange func(by string) (changed bool, err error)

// MayRecord returns an error of kind Forbidden unless the actor may read aloud the texts of a language.
func (d *Desk) MayRecord(language string) error { return d.may(RecordClips, Thing{Language: language}) }

// RecordClip keeps a recording of a text, which is offered to nobody before it is approved.
func (d *Desk) RecordClip(ctx context.Context, n ClipName, keep ClipChange) error {
	return d.changeClip(ctx, RecordClips, n, keep)
}

// ApproveClip lets participants hear a recording.
func (d *Desk) ApproveClip(ctx context.Context, n ClipName, approve ClipChange) error {
	return d.changeClip(ctx, ApproveClips, n, approve)
}

// errUnchanged takes back the line of the audit log about what made no difference.
var errUnchanged = errors.New("unchanged")

func (d *Desk) changeClip(ctx context.Context, verb Verb, n ClipName, change ClipChange) error {
	if err := d.may(verb, Thing{Language: n.Language}); err != nil {
		return err
	}
	err := d.change(ctx, verb, n.String(), func(context.Context, RegistryTx) error {
		changed, err := change(d.actor.ID)
		if err == nil && !changed {
			return errUnchanged
		}
		return err
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}
