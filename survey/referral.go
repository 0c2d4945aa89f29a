package survey

import (
	"context"
	"strings"
	"unicode/utf8"
)

// MostCommentLetters is how many letters a comment on a question has at most, and mostComments how many
// comments a battery.
const (
	MostCommentLetters = 500
	mostComments       = 2000
)

// WholeBattery stands for a question where a comment is on the battery as a whole.
const WholeBattery = ""

// Comment is what somebody says of a question while its battery is referred. Nobody is named: it is by
// a role, and a municipality where the role has one.
type Comment struct {
	Battery      string // id
	Version      int
	Question     string // id, or WholeBattery
	Role         Role
	Municipality string // code; "" for those of the region, and for readers
	Day          string // YYYY-MM-DD
	Text         string
}

// CommentOnBattery adds what the actor says of a question of a battery that is referred. It has no line in
// the audit log, which would tell who of a municipality it was.
func (d *Desk) CommentOnBattery(ctx context.Context, ref, question, text string) error {
	if err := d.may(CommentOnBattery, Thing{}); err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "" || !utf8.ValidString(text):
		return Fail(Invalid, "comment.empty")
	case utf8.RuneCountInString(text) > MostCommentLetters:
		return Fail(Invalid, "comment.long", "Most", MostCommentLetters)
	}
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		draft, err := d.readDraft(ctx, tx, ref)
		switch {
		case err != nil:
			return err
		case draft.State != DraftReferred || draft.Until < DayOf(d.now()):
			return Fail(Conflict, "comment.over")
		}
		if _, asked := draft.Battery.Question(question); !asked && question != WholeBattery {
			return Fail(NotFound, "draft.question", "Question", question)
		}
		said, err := tx.Comments(ctx, draft.Battery.ID, draft.Battery.Version)
		if err != nil {
			return err
		}
		if len(said) >= mostComments {
			return Fail(Conflict, "comment.many", "Most", mostComments)
		}
		comment := Comment{
			Battery: draft.Battery.ID, Version: draft.Battery.Version, Question: question, Role: d.actor.Role, Day: DayOf(d.now()), Text: text,
		}
		if d.actor.Role == Officer && len(d.actor.Municipalities) > 0 {
			comment.Municipality = d.actor.Municipalities[0]
		}
		return tx.AddComment(ctx, comment)
	})
}

// Comments returns what was said of a battery that the actor may read, in the order in which it was said.
func (d *Desk) Comments(ctx context.Context, ref string) ([]Comment, error) {
	draft, err := d.DraftBattery(ctx, ref)
	if err != nil {
		return nil, err
	}
	return d.store.Comments(ctx, draft.Battery.ID, draft.Battery.Version)
}
