package survey

import (
	"context"
	"slices"
)

// Themes are what people talk about when they have answered, in the order in which they are shown.
// The list is fixed, so that nothing can be noted by which somebody is known.
var Themes = []string{
	"programme", "swedish", "work", "studies", "housing", "money", "health", "children", "authorities", "information",
	"respect", "friends", "travel", "times",
}

// Tone is whether people say that something works, or that it is hard.
type Tone string

// The tones.
const (
	ToneWorks Tone = "works"
	ToneHard  Tone = "hard"
)

// Tones lists all tones.
var Tones = []Tone{ToneWorks, ToneHard}

// Said is how many of a gathering said something. An ambassador remembers no closer than that, and
// nobody should count.
type Said string

// How many said it.
const (
	SaidFew  Said = "few" // one or two
	SaidSome Said = "some"
	SaidMost Said = "most"
)

// SaidBy lists how many can have said something, from few to most.
var SaidBy = []Said{SaidFew, SaidSome, SaidMost}

// Theme is one thing that a gathering said aloud.
type Theme struct {
	About string `json:"about"` // one of Themes
	Tone  Tone   `json:"tone"`
	Said  Said   `json:"said"`
}

// Voice is what one gathering said aloud.
type Voice struct {
	ID           string
	Round        string // id
	Municipality string // code
	Intervention string // id
	Session      string // code; empty once the round is sealed
	Themes       []Theme
}

// FewestVoices is how many gatherings must have said something before anybody reads what they said:
// of one or two, those who were there would be known.
const FewestVoices = 3

// fewestAlike is how many gatherings must have said the same: what one alone says could be one person.
const fewestAlike = 2

// NoteVoice keeps what a gathering said aloud, in place of what was noted of it before. It is noted
// when the session is over and as long as its round takes answers, so that what is read afterwards
// never changes.
func (d *Desk) NoteVoice(ctx context.Context, code string, themes []Theme) error {
	session, err := d.Session(ctx, code)
	if err != nil {
		return err
	}
	if err := d.may(NoteVoice, session.thing()); err != nil {
		return err
	}
	if err := checkThemes(themes); err != nil {
		return err
	}
	return d.change(ctx, NoteVoice, session.Code, func(ctx context.Context, tx RegistryTx) error {
		round, err := roundByID(ctx, tx, session.Round)
		if err != nil {
			return err
		}
		if session, err = tx.Session(ctx, session.Code); err != nil {
			return err
		}
		switch {
		case round.State.reached(RoundClosed):
			return Fail(Conflict, "voice.round", "Round", round.Name)
		case session.Discarded != "":
			return Fail(Conflict, "voice.discarded")
		case !session.Over(d.now()):
			return Fail(Conflict, "voice.running")
		case len(themes) == 0:
			return tx.ForgetVoice(ctx, session.Code)
		}
		return tx.PutVoice(ctx, Voice{
			ID: NewID(), Round: round.ID, Municipality: session.Municipality, Intervention: session.Intervention,
			Session: session.Code, Themes: themes,
		})
	})
}

// checkThemes wants themes of the list, each at most once for each tone.
func checkThemes(themes []Theme) error {
	type what struct {
		about string
		tone  Tone
	}
	seen := map[what]bool{}
	for _, t := range themes {
		known := slices.Contains(Themes, t.About) && slices.Contains(Tones, t.Tone) && slices.Contains(SaidBy, t.Said)
		if !known || seen[what{t.About, t.Tone}] {
			return Fail(Invalid, "voice.theme")
		}
		seen[what{t.About, t.Tone}] = true
	}
	return nil
}

// VoiceOf returns what was noted of a session, for whoever may note it; no themes where nothing was.
func (d *Desk) VoiceOf(ctx context.Context, code string) ([]Theme, error) {
	session, err := d.Session(ctx, code)
	if err != nil {
		return nil, err
	}
	if err := d.may(NoteVoice, session.thing()); err != nil {
		return nil, err
	}
	voices, err := d.store.Voices(ctx, session.Round)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(voices, func(v Voice) bool { return v.Session == session.Code })
	if i < 0 {
		return nil, nil
	}
	return voices[i].Themes, nil
}

// VoiceGroup is what at least FewestVoices gatherings said aloud, together. Each gathering is in at
// most one group, so that nothing can be subtracted.
type VoiceGroup struct {
	Municipality string // code; "" where gatherings of several municipalities are together
	Intervention string // id; "" where those of several are
	Themes       []GroupTheme
}

// GroupTheme is what several gatherings of a group said.
type GroupTheme struct {
	About string
	Tone  Tone
	Often Often
	Most  bool // in most of the gatherings that said it, most people did
}

// Often is in how many of a group's gatherings something was said.
type Often string

// How often something was said.
const (
	InSome Often = "some"
	InHalf Often = "half" // at least a third
	InMost Often = "most" // at least two thirds
)

// Voices returns what gatherings said aloud in a round that no longer takes answers: an officer those
// of the own municipality, a steward those of all. Before that there is nothing to read: what is
// added day by day would tell what the last gathering said.
func (d *Desk) Voices(ctx context.Context, round string) ([]VoiceGroup, error) {
	r, err := d.Round(ctx, round)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(append(d.actor.Municipalities, ""), func(code string) bool {
		return d.actor.May(ReadVoices, Thing{Municipality: code})
	}) {
		return nil, d.may(ReadVoices, Thing{})
	}
	if !r.State.reached(RoundClosed) {
		return nil, nil
	}
	voices, err := d.store.Voices(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	var groups []VoiceGroup
	for _, g := range groupVoices(voices) {
		if d.actor.May(ReadVoices, Thing{Municipality: g.Municipality}) {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

// groupVoices puts every gathering in the first group that is large enough: the intervention in the
// municipality, the municipality's other gatherings, those of the whole region. What is left is read
// by nobody.
func groupVoices(voices []Voice) []VoiceGroup {
	var groups []VoiceGroup
	for _, at := range []func(Voice) VoiceGroup{
		func(v Voice) VoiceGroup {
			return VoiceGroup{Municipality: v.Municipality, Intervention: v.Intervention}
		},
		func(v Voice) VoiceGroup { return VoiceGroup{Municipality: v.Municipality} },
		func(Voice) VoiceGroup { return VoiceGroup{} },
	} {
		type place struct{ municipality, intervention string }
		together := map[place][]Voice{}
		var order []place
		for _, v := range voices {
			g := at(v)
			p := place{g.Municipality, g.Intervention}
			if together[p] == nil {
				order = append(order, p)
			}
			together[p] = append(together[p], v)
		}
		voices = nil
		for _, p := range order {
			if len(together[p]) < FewestVoices {
				voices = append(voices, together[p]...)
				continue
			}
			groups = append(groups, VoiceGroup{p.municipality, p.intervention, themesOf(together[p])})
		}
	}
	return groups
}

// themesOf returns what at least fewestAlike gatherings said, what was said in most of them first.
func themesOf(voices []Voice) []GroupTheme {
	var themes []GroupTheme
	for _, about := range Themes {
		for _, tone := range Tones {
			said, most := 0, 0
			for _, v := range voices {
				for _, t := range v.Themes {
					if t.About == about && t.Tone == tone {
						said++
						if t.Said == SaidMost {
							most++
						}
					}
				}
			}
			if said < fewestAlike {
				continue
			}
			themes = append(themes, GroupTheme{about, tone, oftenOf(said, len(voices)), 2*most > said})
		}
	}
	rank := map[Often]int{InMost: 0, InHalf: 1, InSome: 2}
	slices.SortStableFunc(themes, func(x, y GroupTheme) int { return rank[x.Often] - rank[y.Often] })
	return themes
}

func oftenOf(said, of int) Often {
	switch {
	case 3*said >= 2*of:
		return InMost
	case 3*said >= of:
		return InHalf
	}
	return InSome
}
