package survey

import (
	"bytes"
	"context"
	"fmt"
	"slices"
)

// Disposal says what became of every answer that was exported. It is signed
// beside its release and kept as the record of disposal that Swedish archive
// rules ask for.
type Disposal struct {
	Release    string `json:"release"`    // id
	Hash       string `json:"hash"`       // SHA-256 of release.json
	Round      string `json:"round"`      // id
	Next       string `json:"next"`       // id of the round that waiting answers go to, or ""
	Date       string `json:"date"`       // the day of the release, on which the answers left the server
	Rows       int    `json:"rows"`       // answers exported
	Answers    int    `json:"answers"`    // counted in the release
	Waiting    int    `json:"waiting"`    // re-encrypted to the next round
	Discarded  int    `json:"discarded"`  // of discarded sessions
	Unreadable int    `json:"unreadable"` // could not be opened, or fit no battery
	Destroyed  int    `json:"destroyed"`  // found no block in the last round
}

// Adds up reports whether every exported answer has one fate.
func (d Disposal) AddsUp() bool {
	return d.Answers+d.Waiting+d.Discarded+d.Unreadable+d.Destroyed == d.Rows
}

// SealedRound is what comes back from the steward's computer, after its
// signatures have been checked.
type SealedRound struct {
	JSON      []byte // release.json
	Signature []byte
	Prev      string // hash of the release before, as the release itself says
	Disposal  Disposal
	Waiting   []PendingAnswer // encrypted to the next round
}

// ImportRelease stores a release and then, when it has been read back, destroys
// the answers of its round. A crash at any point leaves either the round as it
// was or, at the next start, the finished import.
func (desk *Desk) ImportRelease(ctx context.Context, sealed SealedRound) error {
	if err := desk.may(ImportRelease, Thing{}); err != nil {
		return err
	}
	d := sealed.Disposal
	round, err := desk.Round(ctx, d.Round)
	if err != nil {
		return err
	}
	if err := sealed.check(); err != nil {
		return err
	}
	stored := StoredRelease{
		ReleaseHeader: ReleaseHeader{ID: d.Release, Round: d.Round, Next: d.Next, Prev: sealed.Prev, Date: d.Date},
		JSON:          sealed.JSON, Signature: sealed.Signature, Disposal: d,
	}
	entry := desk.audit(ImportRelease, fmt.Sprintf("%s: release %s; %d answers released, %d waiting, %d discarded, %d unreadable, %d destroyed; %d rows deleted",
		round.Name, d.Release, d.Answers, d.Waiting, d.Discarded, d.Unreadable, d.Destroyed, d.Rows))
	if err := desk.imports.Keep(ctx, stored, sealed.Waiting); err != nil {
		return err
	}
	kept, err := desk.store.Release(ctx, d.Release)
	if err != nil {
		return err
	}
	if !bytes.Equal(kept.JSON, sealed.JSON) || !bytes.Equal(kept.Signature, sealed.Signature) {
		return Fail(Internal, "release.read_back")
	}
	if err := desk.imports.Seal(ctx, d.Release, entry); err != nil {
		return err
	}
	if err := desk.imports.Settle(ctx); err != nil {
		return err
	}
	return desk.imports.Compact(ctx)
}

// check returns an error when the parts of what came back do not belong together.
func (s SealedRound) check() error {
	d := s.Disposal
	if !d.AddsUp() || d.Waiting != len(s.Waiting) || d.Hash != HashOf(s.JSON) {
		return Fail(Invalid, "release.disposal")
	}
	if d.Next == "" && d.Waiting > 0 {
		return Fail(Invalid, "release.next_missing")
	}
	return nil
}

// Releases returns the headers of all published releases, oldest first.
func (p *Participants) Releases(ctx context.Context) ([]ReleaseHeader, error) {
	all, err := p.registry.Releases(ctx)
	return slices.DeleteFunc(all, func(r ReleaseHeader) bool { return r.Published == "" }), err
}

// Changes returns a number that rises with everything that staff change: as long as it is the same,
// so are results and all that is said of them.
func (p *Participants) Changes(ctx context.Context) (int64, error) { return p.registry.Changes(ctx) }

// Release returns the published release with this id.
func (p *Participants) Release(ctx context.Context, id string) (StoredRelease, error) {
	stored, err := p.imported(ctx, id)
	if err == nil && stored.Published == "" { // mutation: published
		return StoredRelease{}, Fail(NotFound, "release.unknown", "Release", id)
	}
	return stored, err
}

// imported returns the release with this id, published or not. One whose import is not finished
// is not found: sealing again would round the same answers a second time.
func (p *Participants) imported(ctx context.Context, id string) (StoredRelease, error) {
	stored, err := p.registry.Release(ctx, id)
	if err != nil {
		return StoredRelease{}, err
	}
	round, err := p.Round(ctx, stored.Round)
	if err != nil {
		return StoredRelease{}, err
	}
	if round.State != RoundSealed { // mutation: sealed
		return StoredRelease{}, Fail(NotFound, "release.unknown", "Release", id)
	}
	return stored, nil
}
