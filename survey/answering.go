package survey

import (
	"context"
	"slices"
	"strings"
)

// AnswerRelease stores what a municipality heard and does now, in Swedish, from which on everybody who
// reads the release reads it. seen is the Mark of the reply that it comes in place of: where somebody
// else has changed it meanwhile the error is of kind Conflict. What was said of whether it was done stays.
func (d *Desk) AnswerRelease(ctx context.Context, r Reply, seen string) error {
	r.Language, r.Source = sourceLanguage, ""
	r = r.clean()
	if err := d.mayReply(ctx, AnswerRelease, r); err != nil {
		return err
	}
	if err := r.check(); err != nil {
		return err
	}
	return d.change(ctx, AnswerRelease, r.what(), func(ctx context.Context, tx RegistryTx) error {
		was, err := swedishReply(ctx, tx, r)
		if err != nil {
			return err
		}
		if was.Mark() != seen {
			return Fail(Conflict, "reply.changed")
		}
		r.Done, r.Note = was.Done, was.Note
		return tx.PutReply(ctx, r)
	})
}

// swedishReply returns what is replied in Swedish to what a reply is about; the zero value where nothing is.
func swedishReply(ctx context.Context, from RegistryReader, about Reply) (Reply, error) {
	replies, err := from.Replies(ctx, about.Release)
	swedish, _ := ReplyIn(replies, about.Intervention, sourceLanguage)
	return swedish, err
}

// FollowUp says whether what a municipality promised in Swedish was done, with a sentence about it, which
// only needs to be there where it was not. seen is the Mark of the reply, as for AnswerRelease.
func (d *Desk) FollowUp(ctx context.Context, release, intervention string, done Done, note, seen string) error {
	about := Reply{Release: release, Intervention: intervention, Language: sourceLanguage}
	if err := d.mayReply(ctx, FollowUpReply, about); err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	switch {
	case !slices.Contains(DoneKinds, done):
		return Fail(Invalid, "reply.done")
	case note == "" && done != DoneYes:
		return Fail(Invalid, "reply.why")
	}
	return d.change(ctx, FollowUpReply, about.what(), func(ctx context.Context, tx RegistryTx) error {
		r, err := swedishReply(ctx, tx, about)
		switch {
		case err != nil:
			return err
		case r.Text == "":
			return Fail(Conflict, "reply.no_swedish")
		case r.Mark() != seen:
			return Fail(Conflict, "reply.changed")
		}
		r.Done, r.Note = done, note
		if err := r.check(); err != nil {
			return err
		}
		return tx.PutReply(ctx, r)
	})
}

// ProposeReply keeps a reply in another language until a second person approves it, in place of what was
// proposed before. Source is the Mark of the Swedish that it says the same as: where that has been changed
// meanwhile the error is of kind Conflict.
func (d *Desk) ProposeReply(ctx context.Context, r Reply) error {
	r = r.clean()
	r.Until, r.Done = "", NotSaid
	if err := d.mayReply(ctx, TranslateReply, r); err != nil {
		return err
	}
	if r.Language == sourceLanguage {
		return Fail(Invalid, "reply.swedish")
	}
	if err := r.check(); err != nil {
		return err
	}
	return d.change(ctx, TranslateReply, r.what(), func(ctx context.Context, tx RegistryTx) error {
		swedish, err := swedishReply(ctx, tx, r)
		switch {
		case err != nil:
			return err
		case swedish.Text == "":
			return Fail(Conflict, "reply.no_swedish")
		case swedish.Mark() != r.Source:
			return Fail(Conflict, "reply.changed")
		}
		return tx.PutReplyDraft(ctx, ReplyDraft{Reply: r, Staff: d.actor.ID})
	})
}

// ApproveReply lets participants read what is proposed in a language. seen is the Mark of what was read.
// Nobody approves what they wrote themselves, nor what says the same as an older Swedish.
func (d *Desk) ApproveReply(ctx context.Context, release, intervention, language, seen string) error {
	about := Reply{Release: release, Intervention: intervention, Language: language}
	if err := d.mayReply(ctx, ApproveReply, about); err != nil {
		return err
	}
	return d.change(ctx, ApproveReply, about.what(), func(ctx context.Context, tx RegistryTx) error {
		drafts, err := tx.ReplyDrafts(ctx, release)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(drafts, func(known ReplyDraft) bool { return known.Intervention == intervention && known.Language == language })
		if i < 0 {
			return Fail(Conflict, "reply.no_draft")
		}
		swedish, err := swedishReply(ctx, tx, about)
		switch draft := drafts[i]; {
		case err != nil:
			return err
		case draft.Mark() != seen || draft.Source != swedish.Mark():
			return Fail(Conflict, "reply.changed")
		case draft.Staff == d.actor.ID:
			return Fail(Conflict, "reply.own")
		}
		if err := tx.ForgetReplyDraft(ctx, release, intervention, language); err != nil {
			return err
		}
		return tx.PutReply(ctx, drafts[i].Reply)
	})
}
