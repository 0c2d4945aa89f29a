package survey

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

// Reply is what a municipality says it will do now, because of a result. It is
// shown to participants beside the released results of the intervention.
type Reply struct {
	Release      string // id
	Intervention string // id
	Language     string // tag
	Text         string // see Paragraphs
}

// Paragraphs returns the paragraphs of the text, which blank lines part; a line
// with nothing but white space is blank, and so it is with any line ends.
func (r Reply) Paragraphs() []string {
	var list []string
	for _, paragraph := range blankLines.Split(strings.TrimSpace(lineEnds.Replace(r.Text)), -1) {
		list = append(list, strings.TrimSpace(paragraph))
	}
	return list
}

var (
	lineEnds   = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	blankLines = regexp.MustCompile(`\n[\s\p{Z}]*\n`)
)

// mostReply is the most bytes a reply may have: it is read on a phone.
const mostReply = 4000

// PutReply stores a reply, replacing an earlier one in the same language. The
// release must be stored and the intervention must exist.
func (d *Desk) PutReply(ctx context.Context, r Reply) error {
	r.Text = strings.TrimSpace(r.Text)
	if r.Text == "" || len(r.Text) > mostReply {
		return Fail(Invalid, "reply.length", "Most", mostReply, "Is", len(r.Text))
	}
	releases, err := d.store.Releases(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(releases, func(known ReleaseHeader) bool { return known.ID == r.Release }) {
		return Fail(NotFound, "release.unknown_listed", "Release", r.Release)
	}
	intervention, err := d.Intervention(ctx, r.Intervention)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(intervention.Municipalities, func(code string) bool {
		return d.actor.May(AnswerRelease, Thing{Municipality: code, Intervention: r.Intervention})
	}) {
		return d.may(AnswerRelease, Thing{Intervention: r.Intervention})
	}
	return d.change(ctx, AnswerRelease, r.Release+" "+r.Intervention+" "+r.Language, func(ctx context.Context, tx RegistryTx) error {
		return tx.PutReply(ctx, r)
	})
}

// SessionResult is what came of a session, for those who answered in it.
type SessionResult struct {
	Release *ReleaseHeader // nil until it is published
	Replies []Reply        // about the session's intervention, in any language
}

// Result returns what came of a session.
func (p *Participants) Result(ctx context.Context, session Session) (SessionResult, error) {
	releases, err := p.Releases(ctx)
	if err != nil {
		return SessionResult{}, err
	}
	i := slices.IndexFunc(releases, func(r ReleaseHeader) bool { return r.Round == session.Round })
	if i < 0 {
		return SessionResult{}, nil
	}
	replies, err := p.registry.Replies(ctx, releases[i].ID)
	if err != nil {
		return SessionResult{}, err
	}
	replies = slices.DeleteFunc(replies, func(r Reply) bool { return r.Intervention != session.Intervention })
	return SessionResult{Release: &releases[i], Replies: replies}, nil
}

// Replies returns what was replied to a release, in all languages, sorted by intervention.
func (p *Participants) Replies(ctx context.Context, releaseID string) ([]Reply, error) {
	return p.registry.Replies(ctx, releaseID)
}
