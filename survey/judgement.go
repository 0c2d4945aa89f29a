package survey

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// Verdict is what a reader says of a text.
type Verdict string

// The verdicts.
const (
	VerdictRight  Verdict = "right"
	VerdictBetter Verdict = "better" // it could be better: there is a proposal
	VerdictWrong  Verdict = "wrong"  // there are reasons, and perhaps a proposal
)

// Reasons are why a text can be wrong, in the order in which they are offered. The list is fixed, so
// that nobody is named.
var Reasons = []string{"meaning", "strength", "unclear", "grammar", "tone", "gender", "term"}

// TextName says which text of a language it is.
type TextName struct {
	File, Key string
}

// String names the text in the audit log.
func (n TextName) String() string { return n.File + "/" + n.Key }

// Judgement is what one reader says of one text.
type Judgement struct {
	TextName
	Language string // tag
	Verdict  Verdict
	Proposal map[string]string // by plural form; "other" where the text counts nothing
	Back     string            // what the proposal says, in Swedish
	Reasons  []string
	Source   string // SHA-256 of the Swedish text that was read
	Text     string // SHA-256 of the text that was judged
	Day      string // YYYY-MM-DD
	Role     Role
	Staff    string // id; nobody but the reader is told, and it is forgotten with the judgement
}

// IsOf reports whether a judgement is of a text as it is now: of the same Swedish text and the same
// translation, by their hashes.
func (j Judgement) IsOf(source, text string) bool { return j.Source == source && j.Text == text }

// mostLetters is how many letters a text can have, and more than any has.
const mostLetters = 2000

// check returns what is wrong with a judgement.
func (j Judgement) check() error {
	proposes := false
	for _, text := range j.Proposal {
		proposes = proposes || strings.TrimSpace(text) != ""
		if utf8.RuneCountInString(text) > mostLetters {
			return Fail(Invalid, "judgement.long", "Most", mostLetters)
		}
	}
	if utf8.RuneCountInString(j.Back) > mostLetters {
		return Fail(Invalid, "judgement.long", "Most", mostLetters)
	}
	known := true
	for _, reason := range j.Reasons {
		known = known && slices.Contains(Reasons, reason)
	}
	switch {
	case j.File == "" || j.Key == "" || j.Source == "" || j.Text == "" || !known:
		return Fail(Invalid, "judgement.text")
	case j.Verdict == VerdictRight && !proposes && len(j.Reasons) == 0:
		return nil
	case j.Verdict == VerdictBetter && len(j.Reasons) == 0:
		if !proposes {
			return Fail(Invalid, "judgement.proposal")
		}
		return nil
	case j.Verdict == VerdictWrong:
		if len(j.Reasons) == 0 {
			return Fail(Invalid, "judgement.reason")
		}
		return nil
	}
	return Fail(Invalid, "judgement.text")
}

// MayJudge returns an error of kind Forbidden unless the actor may judge texts of a language.
func (d *Desk) MayJudge(language string) error { return d.may(JudgeTexts, Thing{Language: language}) }

// JudgeText keeps what the actor says of a text, in place of what the actor said of it before. It
// has no line in the audit log: it changes nothing that anybody reads, and is kept itself until it
// is decided about.
func (d *Desk) JudgeText(ctx context.Context, j Judgement) error {
	if err := d.MayJudge(j.Language); err != nil {
		return err
	}
	if err := j.check(); err != nil {
		return err
	}
	j.Day, j.Role, j.Staff = DayOf(d.now()), d.actor.Role, d.actor.ID
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error { return tx.PutJudgement(ctx, j) })
}

// OwnJudgements returns what the actor has said of texts of a language and is not decided about.
func (d *Desk) OwnJudgements(ctx context.Context, language string) ([]Judgement, error) {
	if err := d.MayJudge(language); err != nil {
		return nil, err
	}
	all, err := d.store.Judgements(ctx, language)
	return slices.DeleteFunc(all, func(j Judgement) bool { return j.Staff != d.actor.ID }), err
}

// Judgements returns what all readers have said of texts of a language and is not decided about,
// without saying who said what.
func (d *Desk) Judgements(ctx context.Context, language string) ([]Judgement, error) {
	if err := d.may(DecideTexts, Thing{Language: language}); err != nil {
		return nil, err
	}
	all, err := d.store.Judgements(ctx, language)
	for i := range all {
		all[i].Staff = ""
	}
	return all, err
}

// DecideTexts writes the words that hold from now on for texts of a language, and forgets who said
// what of them. write is told in which role and on which day it is decided. Nobody else can decide
// while it runs; where it fails nothing is forgotten.
func (d *Desk) DecideTexts(ctx context.Context, language string, texts []TextName, write func(by Role, day string) error) error {
	if err := d.may(DecideTexts, Thing{Language: language}); err != nil {
		return err
	}
	names := make([]string, len(texts))
	for i, t := range texts {
		names[i] = t.String()
	}
	return d.change(ctx, DecideTexts, language+" "+strings.Join(names, " "), func(ctx context.Context, tx RegistryTx) error {
		for _, t := range texts {
			if err := tx.ForgetJudgements(ctx, language, t); err != nil {
				return err
			}
		}
		return write(d.actor.Role, DayOf(d.now()))
	})
}
