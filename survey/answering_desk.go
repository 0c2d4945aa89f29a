package survey

import (
	"context"
	"slices"
)

// Answering is a release to which a municipality answers back.
type Answering struct {
	Release ReleaseHeader
	Round   Round
	Asked   []Replied // what was asked about there in its round, and what was replied about it
}

// Unanswered reports whether something was asked about and nothing is replied.
func (a Answering) Unanswered() bool {
	return len(a.Asked) > 0 && !slices.ContainsFunc(a.Asked, func(about Replied) bool { return about.Swedish().Text != "" })
}

// Replied is what is replied about an intervention, to one release.
type Replied struct {
	Intervention Intervention
	Replies      []Reply
	Drafts       []ReplyDraft
	Due          bool // what was promised should be done, and nobody has said whether it is
}

// Swedish returns the reply in Swedish; the zero value where there is none.
func (a Replied) Swedish() Reply {
	r, _ := ReplyIn(a.Replies, a.Intervention.ID, sourceLanguage)
	return r
}

// ReplyState is how far a reply has come in a language.
type ReplyState string

// The states, the first where nobody reads anything but Swedish.
const (
	ReplyMissing  ReplyState = "missing"
	ReplyProposed ReplyState = "proposed" // waits for a second person
	ReplyOlder    ReplyState = "older"    // says the same as an older Swedish
	ReplyThere    ReplyState = "there"
)

// State returns how far the reply has come in a language other than Swedish.
func (a Replied) State(language string) ReplyState {
	if draft, has := a.Draft(language); has && draft.Source == a.Swedish().Mark() {
		return ReplyProposed
	}
	r, has := ReplyIn(a.Replies, a.Intervention.ID, language)
	switch {
	case !has:
		return ReplyMissing
	case r.Source != "" && r.Source != a.Swedish().Mark():
		return ReplyOlder
	}
	return ReplyThere
}

// Draft returns what is proposed in a language.
func (a Replied) Draft(language string) (ReplyDraft, bool) {
	i := slices.IndexFunc(a.Drafts, func(d ReplyDraft) bool { return d.Language == language })
	if i < 0 {
		return ReplyDraft{}, false
	}
	return a.Drafts[i], true
}

// Answering returns all imported releases as a municipality answers them, the newest first.
func (d *Desk) Answering(ctx context.Context, municipality string) ([]Answering, error) {
	if err := d.may(AnswerRelease, Thing{Municipality: municipality}); err != nil {
		return nil, err
	}
	releases, err := d.store.Releases(ctx)
	if err != nil {
		return nil, err
	}
	known, err := d.Interventions(ctx)
	if err != nil {
		return nil, err
	}
	var list []Answering
	later := false // what was asked about there has come back in a later release
	for _, r := range slices.Backward(releases) {
		a := Answering{Release: r}
		if a.Round, err = d.Round(ctx, r.Round); err != nil {
			return nil, err
		}
		asked, err := d.askedIn(ctx, r.Round)
		if err != nil {
			return nil, err
		}
		all, err := d.repliedTo(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		for _, i := range known {
			about := all.about(i)
			if !slices.Contains(asked[municipality], i.ID) && (len(about.Replies) == 0 || !slices.Contains(i.Municipalities, municipality)) {
				continue
			}
			swedish := about.Swedish()
			about.Due = later && swedish.Until != "" && swedish.Until < DayOf(d.now()) && swedish.Done == NotSaid
			a.Asked = append(a.Asked, about)
		}
		later = later || len(asked[municipality]) > 0
		list = append(list, a)
	}
	return list, nil
}

// askedIn returns the ids of what was asked about in a round, by the code of the municipality.
func (d *Desk) askedIn(ctx context.Context, round string) (map[string][]string, error) {
	sessions, err := d.store.Sessions(ctx, round)
	asked := map[string][]string{}
	for _, s := range sessions {
		if s.Discarded == "" && !slices.Contains(asked[s.Municipality], s.Intervention) {
			asked[s.Municipality] = append(asked[s.Municipality], s.Intervention)
		}
	}
	return asked, err
}

// toRelease is all that is replied to a release.
type toRelease struct {
	replies []Reply
	drafts  []ReplyDraft
}

func (d *Desk) repliedTo(ctx context.Context, release string) (all toRelease, err error) {
	if all.replies, err = d.Replies(ctx, release); err != nil {
		return all, err
	}
	all.drafts, err = d.store.ReplyDrafts(ctx, release)
	return all, err
}

// about returns what is replied about an intervention.
func (r toRelease) about(i Intervention) Replied {
	a := Replied{Intervention: i}
	for _, reply := range r.replies {
		if reply.Intervention == i.ID {
			a.Replies = append(a.Replies, reply)
		}
	}
	for _, draft := range r.drafts {
		if draft.Intervention == i.ID {
			a.Drafts = append(a.Drafts, draft)
		}
	}
	return a
}

// RepliedAbout returns what is replied to a release about an intervention, for whoever may answer, or
// write or approve the answer in a language; "" stands for Swedish.
func (d *Desk) RepliedAbout(ctx context.Context, release, intervention, language string) (Replied, error) {
	verb := AnswerRelease
	if language != "" && language != sourceLanguage {
		verb = TranslateReply
	}
	err := d.mayReply(ctx, verb, Reply{Release: release, Intervention: intervention, Language: language})
	if err != nil {
		return Replied{}, err
	}
	i, err := d.Intervention(ctx, intervention)
	if err != nil {
		return Replied{}, err
	}
	all, err := d.repliedTo(ctx, release)
	return all.about(i), err
}

// ReplyTask is a reply that somebody who reads a language may write or approve in it.
type ReplyTask struct {
	Replied
	Release  ReleaseHeader
	Language string
	Own      bool // the actor wrote what is proposed, and waits for a second person
}

// ReplyTasks returns the replies that are not there yet in the languages of the actor, those to the newest
// release first.
func (d *Desk) ReplyTasks(ctx context.Context) ([]ReplyTask, error) {
	releases, err := d.store.Releases(ctx)
	if err != nil {
		return nil, err
	}
	known, err := d.Interventions(ctx)
	if err != nil {
		return nil, err
	}
	var tasks []ReplyTask
	for _, r := range slices.Backward(releases) {
		all, err := d.repliedTo(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		for _, i := range known {
			about := all.about(i)
			for _, tag := range d.actor.Languages {
				if about.Swedish().Text == "" || tag == sourceLanguage || about.State(tag) == ReplyThere || !d.actor.May(TranslateReply, Thing{Language: tag}) {
					continue
				}
				draft, _ := about.Draft(tag)
				tasks = append(tasks, ReplyTask{about, r, tag, draft.Staff == d.actor.ID})
			}
		}
	}
	return tasks, nil
}
