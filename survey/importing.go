package survey

import (
	"context"
	"errors"
	"sync/atomic"
)

// Importer takes a release into the registry and its answers out of the answer store. No
// transaction spans the two, so an import is a row of steps, and a process that is killed before,
// in or after any of them leaves the round as it was or the finished import, once Recover has run:
//
//	Keep     the release is in the registry and counts for nothing; what waits is staged under its id
//	Seal     the round is sealed and the release counts: from here on the import is only finished
//	Settle   the round's answers are deleted, and what was staged moves to the next round
//	Compact  what was deleted cannot be read in free space either
//
// Answers are deleted by Settle alone, and only when the registry says that their round is sealed
// or that it does not know of them.
//
// Where both stores take part, the registry's lock is taken first and held until the answers are
// written. That order keeps several processes from getting in each other's way, or waiting for
// each other for ever.
type Importer struct {
	registry  Registry
	answers   AnswerStore
	forgotten atomic.Bool // tags were, and the registry has not been rewritten since
}

// NewImporter returns an importer for the two stores of one instance.
func NewImporter(registry Registry, answers AnswerStore) *Importer {
	return &Importer{registry: registry, answers: answers}
}

// Recover brings the two stores in line after a crash: an import whose round is sealed is
// finished, any other is undone. Whoever opens the stores calls it before they are used.
func (im *Importer) Recover(ctx context.Context) error {
	changed, err := im.settle(ctx)
	if err != nil || !changed {
		return err
	}
	im.forgotten.Store(true)
	return im.Compact(ctx)
}

// Keep stores a release whose round is not sealed yet, in place of an earlier one of the same
// round, and stages the answers that wait for the next round. It destroys no answer of the round,
// and can be repeated. It returns an error of kind Conflict when the release cannot be imported.
func (im *Importer) Keep(ctx context.Context, r StoredRelease, waiting []PendingAnswer) error {
	// An import before this one may have failed when its round was sealed already. What it has
	// staged for this round has to be in it before answers are compared and deleted.
	if err := im.Settle(ctx); err != nil {
		return err
	}
	return im.registry.WithLock(ctx, func(ctx context.Context, registry LockedRegistry) error {
		if err := im.importable(ctx, registry, r); err != nil {
			return err
		}
		replaced, err := registry.KeepRelease(ctx, r)
		if err != nil {
			return err
		}
		return im.answers.Stage(ctx, r.ID, replaced, waiting)
	})
}

// errSealed ends a transaction in which nothing is left to do.
var errSealed = errors.New("the round is sealed already")

// Seal seals the round of a kept release and forgets which tag belonged to which of its sessions.
// For a release whose round is sealed it does nothing. It returns an error of kind Conflict when
// the release cannot be imported any more, or fewer answers are staged than wait.
func (im *Importer) Seal(ctx context.Context, release string, entry AuditEntry) error {
	err := im.registry.Change(ctx, entry, func(ctx context.Context, tx RegistryTx) error {
		r, err := tx.Release(ctx, release)
		if err != nil {
			return err
		}
		round, err := roundByID(ctx, tx, r.Round)
		if err != nil {
			return err
		}
		if round.State == RoundSealed {
			return errSealed
		}
		if err := im.importable(ctx, tx, r); err != nil {
			return err
		}
		if err := im.checkStaged(ctx, r); err != nil {
			return err
		}
		im.forgotten.Store(true)
		return tx.SealRound(ctx, release)
	})
	if errors.Is(err, errSealed) {
		return nil
	}
	return err
}

// Settle brings the answers in line with the registry: answers of sealed rounds are deleted,
// answers staged by a release whose round is sealed move to its next round, and answers under any
// other id that is no round's are dropped.
func (im *Importer) Settle(ctx context.Context) error {
	_, err := im.settle(ctx)
	return err
}

// Compact rewrites the answers, and the registry too when tags were forgotten since it was
// rewritten the last time.
func (im *Importer) Compact(ctx context.Context) error {
	if err := im.answers.Compact(ctx); err != nil {
		return err
	}
	if !im.forgotten.Swap(false) {
		return nil
	}
	if err := im.registry.EraseForgotten(ctx); err != nil {
		im.forgotten.Store(true)
		return err
	}
	return nil
}

// settle is Settle, and reports whether anything had to be done.
func (im *Importer) settle(ctx context.Context) (changed bool, err error) {
	err = im.registry.WithLock(ctx, func(ctx context.Context, registry LockedRegistry) error {
		ids, err := im.answers.PendingIDs(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		rounds, err := registry.Rounds(ctx)
		if err != nil {
			return err
		}
		releases, err := registry.Releases(ctx)
		if err != nil {
			return err
		}
		moves := planMoves(ids, rounds, releases)
		if len(moves) == 0 {
			return nil
		}
		changed = true
		return im.answers.Move(ctx, moves)
	})
	return changed, err
}

// planMoves returns where pending answers go that are kept under ids where they may not stay.
func planMoves(ids []string, rounds []Round, releases []ReleaseHeader) map[string]string {
	stays, next := map[string]bool{}, map[string]string{}
	for _, round := range rounds {
		stays[round.ID] = round.State != RoundSealed
	}
	for _, release := range releases {
		next[release.ID] = release.Next
	}
	moves := map[string]string{}
	for _, id := range ids {
		if !stays[id] {
			moves[id] = next[id]
		}
	}
	return moves
}

// importable returns an error of kind Conflict when taking a release in would lose answers, count
// some of them twice or fork the chain. It is asked before anything is written, and again when the
// round is about to be sealed: both with the lock held, so that no other process keeps, seals or
// settles meanwhile.
func (im *Importer) importable(ctx context.Context, registry RegistryReader, r StoredRelease) error {
	round, err := roundByID(ctx, registry, r.Round)
	if err != nil {
		return err
	}
	switch round.State {
	case RoundExported: // mutation: exported
	case RoundSealed:
		return Fail(Conflict, "round.sealed", "Round", round.Name)
	default:
		return Fail(Conflict, "release.not_exported", "Round", round.Name, "State", round.State)
	}
	newest, err := newestRelease(ctx, registry)
	if err != nil {
		return err
	}
	if r.Prev != newest {
		return Fail(Conflict, "release.chain", "Round", round.Name)
	}
	pending, err := im.answers.CountPending(ctx, r.Round)
	if err != nil {
		return err
	}
	if pending != r.Disposal.Rows {
		return Fail(Conflict, "release.rows", "Round", round.Name, "Pending", pending, "Sealed", r.Disposal.Rows)
	}
	return checkIDs(ctx, registry, round, r)
}

// checkIDs returns an error when the ids of a release would send waiting answers where nobody
// counts them.
func checkIDs(ctx context.Context, registry RegistryReader, round Round, r StoredRelease) error {
	// Answers staged under the id of a round would be taken for answers of that round.
	switch _, err := roundByID(ctx, registry, r.ID); {
	case err == nil:
		return Fail(Conflict, "release.id_taken", "Release", r.ID)
	case KindOf(err) != NotFound:
		return err
	}
	if r.Next == "" {
		return nil
	}
	next, err := roundByID(ctx, registry, r.Next)
	if err != nil {
		return err
	}
	if next.State.reached(RoundExported) {
		return Fail(Conflict, "release.next_done", "Next", next.Name, "State", next.State, "Round", round.Name)
	}
	return nil
}

// checkStaged returns an error when sealing would lose answers that wait.
func (im *Importer) checkStaged(ctx context.Context, r StoredRelease) error {
	staged, err := im.answers.CountPending(ctx, r.ID)
	if err == nil && staged < r.Disposal.Waiting {
		return Fail(Conflict, "release.staged", "Waiting", r.Disposal.Waiting, "Staged", staged)
	}
	return err
}
