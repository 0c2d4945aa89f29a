package survey

import (
	"context"
	"slices"
	"strings"
)

// RoundTexts are what everybody who answers in a round reads of its batteries, frozen when the round
// opens: a wording that is approved later, or a newer program, changes nothing in it.
type RoundTexts struct {
	Batteries []*Battery                   `json:"batteries"`
	Texts     map[string]map[string]string `json:"texts"` // by language and key
}

// Text returns the text of a key in a language of the round, and whether the round has it.
func (r *RoundTexts) Text(language, key string) (string, bool) {
	if r == nil {
		return "", false
	}
	text, ok := r.Texts[language][key]
	return text, ok
}

// In reports whether the round can be read in a language.
func (r *RoundTexts) In(language string) bool { return r != nil && r.Texts[language] != nil }

// battery returns a battery as it is asked in the round, or nil.
func (r *RoundTexts) battery(ref string) *Battery {
	i := slices.IndexFunc(r.Batteries, func(b *Battery) bool { return b.Ref() == ref })
	if i < 0 {
		return nil
	}
	return r.Batteries[i]
}

// freeze collects what participants read of these batteries in these languages. text gives the text
// of a key in a language, "" where there is none; a language with gaps cannot be used. wholes are those of
// short forms that are not asked themselves: without them nobody could tell what a short form asks.
func freeze(batteries, wholes []*Battery, languages []string, text func(language, key string) string) (*RoundTexts, error) {
	frozen := &RoundTexts{Batteries: slices.Concat(batteries, wholes), Texts: map[string]map[string]string{}}
	for _, language := range languages {
		texts := map[string]string{}
		for _, b := range batteries {
			for _, key := range b.textKeys() {
				if texts[key] = text(language, key); strings.TrimSpace(texts[key]) == "" {
					return nil, Fail(Invalid, "round.text", "Battery", b.ID, "Language", language, "Key", key)
				}
			}
			for _, key := range []string{b.TitleKey(), b.IntroKey()} {
				if said := text(language, key); strings.TrimSpace(said) != "" {
					texts[key] = said
				}
			}
		}
		frozen.Texts[language] = texts
	}
	return frozen, nil
}

// textKeys returns the keys of everything that participants read of the battery but its heading.
func (b *Battery) textKeys() []string {
	var keys []string
	for _, q := range b.Questions {
		keys = append(keys, q.Keys()...)
		if q.Hint {
			keys = append(keys, q.HintKey())
		}
	}
	return keys
}

// RoundTexts returns the frozen texts of a round, and nil for a round that was opened before texts
// were frozen. They are not to be changed: everybody reads the same.
func (p *Participants) RoundTexts(ctx context.Context, round string) (*RoundTexts, error) {
	if known, ok := p.texts.Load(round); ok {
		return known.(*RoundTexts), nil
	}
	texts, err := p.registry.RoundTexts(ctx, round)
	if err != nil {
		return nil, err
	}
	if texts != nil {
		texts.resolve()
	}
	p.texts.Store(round, texts) // a round gets its texts when it opens, or never
	return texts, nil
}

// resolve fills in what is not in the JSON of the batteries.
func (r *RoundTexts) resolve() {
	for _, b := range r.Batteries {
		b.derive()
	}
	for _, b := range r.Batteries {
		if whole := r.battery(b.PartOf); whole != nil {
			_ = b.takeFrom(whole) // it was checked when it was frozen
			b.derive()
		}
	}
}

// CheckBatteries returns an error of kind Conflict when a round that is not sealed asks a battery
// that the catalogue does not have, or has with other questions under the same version: answers
// would be counted as what was not asked.
func (p *Participants) CheckBatteries(ctx context.Context) error {
	rounds, err := p.Rounds(ctx)
	if err != nil {
		return err
	}
	for _, round := range rounds {
		if round.State == RoundSealed {
			continue
		}
		texts, err := p.RoundTexts(ctx, round.ID)
		if err != nil {
			return err
		}
		if texts == nil {
			continue
		}
		for _, asked := range texts.Batteries {
			known, err := p.Battery(asked.Ref())
			if err != nil {
				return Fail(Conflict, "battery.gone", "Battery", asked.Ref(), "Round", round.Name)
			}
			if !known.countsLike(asked) {
				return Fail(Conflict, "battery.changed", "Battery", asked.Ref(), "Round", round.Name)
			}
		}
	}
	return nil
}

// countsLike reports whether two batteries give rise to the same tables, in the same parts of a
// release.
func (b *Battery) countsLike(other *Battery) bool {
	return slices.EqualFunc(b.Questions, other.Questions, func(q, o Question) bool {
		return q.Sensitive == o.Sensitive && slices.Equal(q.Timings, o.Timings) && slices.EqualFunc(q.Tables(), o.Tables(), func(t, u Table) bool {
			return t.ID == u.ID && slices.Equal(t.Columns, u.Columns)
		})
	})
}
