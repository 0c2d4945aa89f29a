package survey

import (
	"context"
	"slices"
)

// WaitingReplies are the replies of municipalities that wait for somebody who reads a language of their
// round.
type WaitingReplies struct {
	Language string // tag
	N        int    // at least 1
	First    Reply  // one of them, of the newest release: which release, which intervention
}

// addWaiting says in which languages replies wait for whoever writes them, and for a second person.
func (d *Desk) addWaiting(ctx context.Context, p *Progress) error {
	releases, err := d.Releases(ctx)
	if err != nil {
		return err
	}
	interventions, err := d.Interventions(ctx)
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(releases) {
		round, err := d.Round(ctx, r.Round)
		if err != nil {
			return err
		}
		all, err := d.repliedTo(ctx, r.ID)
		if err != nil {
			return err
		}
		for _, i := range interventions {
			if about := all.about(i); about.Swedish().Text != "" {
				p.addWaiting(r.ID, about, round.Languages)
			}
		}
	}
	return nil
}

// addWaiting counts what is replied about an intervention in the languages of its round.
func (p *Progress) addWaiting(release string, about Replied, languages []string) {
	for _, tag := range languages {
		if tag == sourceLanguage {
			continue
		}
		switch one := (Reply{Release: release, Intervention: about.Intervention.ID, Language: tag}); about.State(tag) {
		case ReplyProposed:
			p.Unapproved = withOneMore(p.Unapproved, one)
		case ReplyMissing, ReplyOlder:
			p.Unwritten = withOneMore(p.Unwritten, one)
		}
	}
}

// withOneMore counts a reply in its language.
func withOneMore(list []WaitingReplies, one Reply) []WaitingReplies {
	i := slices.IndexFunc(list, func(w WaitingReplies) bool { return w.Language == one.Language })
	if i < 0 {
		return append(list, WaitingReplies{one.Language, 1, one})
	}
	list[i].N++
	return list
}
