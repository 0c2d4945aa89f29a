package survey

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Reply is what a municipality heard in a result and what it does now because of it. It is shown to
// participants beside the released results of the intervention.
type Reply struct {
	Release      string // id
	Intervention string // id
	Language     string // tag
	Text         string // what is done now; see Paragraphs
	Heard        string // what was heard; may be empty
	Until        string // day by which it is done, YYYY-MM-DD; may be empty. All languages have that of the Swedish
	Done         Done   // whether it was done; all languages have that of the Swedish
	Note         string // one sentence about that; may be empty
	Source       string // Mark of the Swedish that it says the same as; "" where nobody knows
}

// ReplyDraft is a reply in another language than Swedish, which nobody reads until a second person has
// approved it.
type ReplyDraft struct {
	Reply
	Staff string // id of whoever wrote it
}

// Done is whether what was promised was done.
type Done string

// Whether it was done.
const (
	NotSaid    Done = "" // nobody has said
	DoneYes    Done = "yes"
	DonePartly Done = "partly"
	DoneNo     Done = "no"
)

// DoneKinds lists what can be said.
var DoneKinds = []Done{DoneYes, DonePartly, DoneNo}

// sourceLanguage is the tag of the language in which municipalities write.
const sourceLanguage = "sv"

// Paragraphs returns the paragraphs of what is done, which blank lines part; a line with nothing but
// white space is blank, and so it is with any line ends.
func (r Reply) Paragraphs() []string { return paragraphsOf(r.Text) }

// HeardParagraphs is Paragraphs of what was heard; none where nobody has said.
func (r Reply) HeardParagraphs() []string {
	if strings.TrimSpace(r.Heard) == "" {
		return nil
	}
	return paragraphsOf(r.Heard)
}

func paragraphsOf(text string) []string {
	var list []string
	for _, paragraph := range blankLines.Split(strings.TrimSpace(lineEnds.Replace(text)), -1) {
		list = append(list, strings.TrimSpace(paragraph))
	}
	return list
}

var (
	lineEnds   = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	blankLines = regexp.MustCompile(`\n[\s\p{Z}]*\n`)
)

// Mark tells replies apart by their words; "" where there are none.
func (r Reply) Mark() string {
	if r.Text == "" {
		return ""
	}
	return HashOf([]byte(strings.Join([]string{r.Heard, r.Text, r.Note}, "\x00")))
}

// The most that a reply may have: it is read on a phone.
const (
	mostReply = 4000 // bytes, in each of its two parts
	mostNote  = 400  // letters
)

// clean returns the reply without white space around its parts.
func (r Reply) clean() Reply {
	r.Text, r.Heard, r.Note = strings.TrimSpace(r.Text), strings.TrimSpace(r.Heard), strings.TrimSpace(r.Note)
	r.Until = strings.TrimSpace(r.Until)
	return r
}

// check returns all that is wrong with a reply at once.
func (r Reply) check() error {
	var faults []error
	if r.Text == "" || len(r.Text) > mostReply {
		faults = append(faults, Fail(Invalid, "reply.length", "Most", mostReply, "Is", len(r.Text)))
	}
	if len(r.Heard) > mostReply {
		faults = append(faults, Fail(Invalid, "reply.heard", "Most", mostReply))
	}
	if r.Until != "" && !IsDay(r.Until) {
		faults = append(faults, Fail(Invalid, "reply.until"))
	}
	if utf8.RuneCountInString(r.Note) > mostNote {
		faults = append(faults, Fail(Invalid, "reply.note", "Most", mostNote))
	}
	return errors.Join(faults...)
}

// PutReply stores a reply, replacing an earlier one in the same language; what was said of whether it was
// done stays. One that is not in Swedish needs no second person, and so only those who approve replies may.
// The release must be stored and the intervention must exist.
func (d *Desk) PutReply(ctx context.Context, r Reply) error {
	r = r.clean()
	if err := r.check(); err != nil {
		return err
	}
	verb := AnswerRelease
	if r.Language != sourceLanguage {
		verb = ApproveReply
	}
	if err := d.mayReply(ctx, verb, r); err != nil {
		return err
	}
	return d.change(ctx, AnswerRelease, r.what(), func(ctx context.Context, tx RegistryTx) error {
		replies, err := tx.Replies(ctx, r.Release)
		if err != nil {
			return err
		}
		was, _ := ReplyIn(replies, r.Intervention, r.Language)
		r.Done, r.Note = was.Done, was.Note
		return tx.PutReply(ctx, r)
	})
}

// what names a reply in the audit log.
func (r Reply) what() string { return r.Release + " " + r.Intervention + " " + r.Language }

// mayReply returns an error unless the release and the intervention of a reply are there and the actor
// may do something to it.
func (d *Desk) mayReply(ctx context.Context, verb Verb, r Reply) error {
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
		return d.actor.May(verb, Thing{Municipality: code, Intervention: r.Intervention, Language: r.Language})
	}) {
		return d.may(verb, Thing{Intervention: r.Intervention})
	}
	return nil
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
	replies, err := p.Replies(ctx, releases[i].ID)
	if err != nil {
		return SessionResult{}, err
	}
	replies = slices.DeleteFunc(replies, func(r Reply) bool { return r.Intervention != session.Intervention })
	return SessionResult{Release: &releases[i], Replies: replies}, nil
}

// Replies returns what was replied to a release, in all languages, sorted by intervention. Until when
// and whether it was done is the same in all of them.
func (p *Participants) Replies(ctx context.Context, releaseID string) ([]Reply, error) {
	replies, err := p.registry.Replies(ctx, releaseID)
	for i, r := range replies {
		if swedish, has := ReplyIn(replies, r.Intervention, sourceLanguage); has {
			replies[i].Until, replies[i].Done = swedish.Until, swedish.Done
		}
	}
	return replies, err
}

// ReplyIn returns the reply about an intervention in the first of some languages that has one.
func ReplyIn(replies []Reply, intervention string, languages ...string) (Reply, bool) {
	for _, tag := range languages {
		i := slices.IndexFunc(replies, func(r Reply) bool { return r.Intervention == intervention && r.Language == tag })
		if i >= 0 {
			return replies[i], true
		}
	}
	return Reply{}, false
}
