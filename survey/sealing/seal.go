// Package sealing turns a pending file into a signed release, on the steward's
// own computer: open, group into blocks, round, divide into views, attack, check,
// sign. It keeps nothing.
//
// Where to look:
//
//	seal.go    Seal: the pipeline from pending file to sealed round
//	open.go    which answers can be opened, and which are discarded
//	count.go   blocks and their rounded tables
//	view.go    views, and what the attack takes away
//	participation.go  how many came of those announced
//	made_up.go whether answers look made up
//	withheld.go what has no numbers
//	folder.go  Write: the folder that is published, and the import file
//	import_file.go  Read: that file, checked
//	kept.go    rounds whose key is on the server
//	key.go     the files in which round keys and signers are kept
package sealing

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/honesty"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Sealed is a sealed round: what Write writes.
type Sealed struct {
	Release   release.Release
	JSON      []byte
	Signature []byte
	Record    Record
	RecordSig []byte
}

// Record is the disposal record together with the answers that wait, as it is
// signed and carried back to the server.
type Record struct {
	Disposal survey.Disposal        `json:"disposal"`
	Waiting  []survey.PendingAnswer `json:"waiting"` // encrypted to the next round, in the order of their keys
}

// Options are how somebody follows a seal while it works.
type Options struct {
	Progress func(question string) // called when a question has been attacked, from any goroutine; may be nil
}

// Seal makes a release of a pending file. A ciphertext that does not open, or
// fits no battery, is counted and never blocks the rest.
func Seal(file survey.PendingFile, key survey.PrivateKey, signer release.Signer, o Options) (Sealed, error) {
	if key.Public() != file.Round.PublicKey {
		return Sealed{}, survey.Fail(survey.Invalid, "key.wrong", "Round", file.Round.Name, "PublicKey", file.Round.PublicKey)
	}
	lots, err := newRandomness(undated(file), key)
	if err != nil {
		return Sealed{}, err
	}
	opened, err := open(file, key, lots)
	if err != nil {
		return Sealed{}, err
	}
	random, err := lots.release()
	if err != nil {
		return Sealed{}, err
	}
	id, err := survey.DrawID(random) // mutation: id
	if err != nil {
		return Sealed{}, err
	}
	r := release.Release{
		Method: release.Method, ID: id, Mixed: treblock.MixPercent, Prev: file.Prev, Round: file.Round.Name, Sealed: file.Exported,
		K: file.Round.K, Demo: file.Demo, KeyKept: file.Round.KeyKept, Honesty: release.Honesty{},
	}
	var left []survey.Submission
	var parts []*partBuilder
	for _, battery := range file.Batteries {
		answers := opened.answers[battery.Ref()]
		if len(answers) == 0 && slices.Contains(file.TakenOver, battery.Ref()) {
			continue // nobody was asked, and nobody's answers waited
		}
		r.Batteries = append(r.Batteries, release.BatteryOf(battery))
		counted, rest, err := addBattery(&r, file, battery, opened.mixed[battery.Ref()], random, o) // mutation: counted
		if err != nil {
			return Sealed{}, err
		}
		parts = append(parts, counted...)
		for _, i := range rest {
			left = append(left, answers[i]) // as they were given
		}
	}
	if r.Participation, err = participation(file, opened, random); err != nil {
		return Sealed{}, err
	}
	if r.MadeUp, err = madeUp(file, opened, parts, random); err != nil {
		return Sealed{}, err
	}
	finish(&r, file)
	if err := inspect(r, file.Batteries, parts, o); err != nil {
		return Sealed{}, err
	}
	return sign(r, file, opened, left, signer)
}

// undated returns a file without the day of its export and the digest that follows from it. Lots are
// drawn by what is left: a file that is exported again on another day is sealed to the same numbers.
func undated(file survey.PendingFile) survey.PendingFile {
	file.Exported, file.Digest = "", "" // mutation: undated
	return file
}

// addBattery adds the parts of one battery, made of its mixed answers. It returns
// them together with the indexes of the answers that found no block.
func addBattery(r *release.Release, file survey.PendingFile, battery *survey.Battery, answers []survey.Submission, random io.Reader, o Options) (parts []*partBuilder, left []int, err error) {
	patience := treblock.Patience
	if file.Final {
		patience = 0
	}
	grouper := newGrouper(file, answers)
	plain, sensitive := questionsOf(battery)
	first, left, err := grouper.part(battery, plain, treblock.Plain(file.Round.K), answers, patience, random) // mutation: plain part
	if err != nil {
		return nil, nil, err
	}
	parts = []*partBuilder{first}
	if len(sensitive) > 0 {
		// Sensitive questions are counted of the answers that the first part has a block for, in
		// blocks of their own. Answers without a block there are not counted in these questions.
		second, _, err := grouper.part(battery, sensitive, treblock.Sensitive(file.Round.K), first.answers, 0, random) // mutation: sensitive part
		if err != nil {
			return nil, nil, err
		}
		parts = append(parts, second)
	}
	var made []release.Part
	for _, p := range parts {
		if err := p.addViews(grouper.region); err != nil {
			return nil, nil, err
		}
		if err := p.certify(o); err != nil {
			return nil, nil, err
		}
		made = append(made, p.Part)
	}
	r.Parts = append(r.Parts, made...)
	r.Honesty[battery.Ref()] = honesty.Assess(*r, battery, made, first.answers)
	return parts, left, nil
}

// inspect reads the release as anybody else would, and attacks once more what
// was read, so that nothing is signed that 'verify' would refuse or that says
// more than it should.
func inspect(r release.Release, batteries []*survey.Battery, parts []*partBuilder, o Options) error {
	wrong := func(found error) error { return fmt.Errorf("the release that was made is wrong: %w", found) }
	text, err := r.Canonical()
	if err != nil {
		return err
	}
	read, err := release.Parse(text)
	if err != nil {
		return wrong(err)
	}
	if found := append(read.Check(), read.Against(batteries)...); len(found) > 0 {
		return wrong(errors.New(strings.Join(found, "; ")))
	}
	for _, p := range parts {
		i := slices.IndexFunc(read.Parts, func(part release.Part) bool { return part.Compare(p.Part) == 0 })
		if i < 0 {
			return wrong(fmt.Errorf("it has no part %s", p.Part))
		}
		a := p.attack(o)
		a.Part = read.Parts[i]
		found, err := a.Findings()
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return wrong(errors.New(found[0].String()))
		}
	}
	return nil
}

// questionsOf splits a battery into its ordinary and its sensitive questions. Those that define views
// are tabulated nowhere: a table of them beside the sizes of their views' groups would say too much.
func questionsOf(b *survey.Battery) (plain, sensitive []survey.Question) {
	for _, q := range b.Questions {
		switch {
		case q.Defines() != "": // mutation: defining question
		case q.Sensitive: // mutation: sensitive question
			sensitive = append(sensitive, q)
		default:
			plain = append(plain, q)
		}
	}
	return plain, sensitive
}

// sign puts the release, the answers that wait and the disposal record
// together and signs them.
func sign(r release.Release, file survey.PendingFile, opened opened, left []survey.Submission, signer release.Signer) (Sealed, error) {
	sealed := Sealed{Release: r}
	var err error
	if sealed.JSON, err = r.Canonical(); err != nil {
		return Sealed{}, err
	}
	d := survey.Disposal{
		Release: r.ID, Hash: survey.HashOf(sealed.JSON), Round: file.Round.ID, Date: r.Sealed, Rows: len(file.Answers),
		Answers: opened.count() - len(left), Discarded: opened.discarded, Unreadable: opened.unreadable,
	}
	if file.Final {
		d.Destroyed = len(left)
	} else {
		d.Waiting, d.Next = len(left), file.Next.ID
		if sealed.Record.Waiting, err = encryptAgain(left, *file.Next); err != nil {
			return Sealed{}, err
		}
	}
	if !d.AddsUp() {
		return Sealed{}, fmt.Errorf("%d answers were exported, and the disposal record does not add up to them: %+v", d.Rows, d)
	}
	sealed.Record.Disposal = d
	sealed.Signature = signer.Sign(sealed.JSON)
	sealed.RecordSig = signer.SignDisposal(encode(sealed.Record))
	return sealed, nil
}

// encryptAgain encrypts answers that wait to the next round's key, under fresh
// random keys.
func encryptAgain(left []survey.Submission, next survey.NextRound) ([]survey.PendingAnswer, error) {
	waiting := make([]survey.PendingAnswer, 0, len(left))
	for _, answer := range left {
		answer.Waited++
		padded, err := answer.Pad(next.Size)
		if err != nil {
			return nil, err
		}
		ciphertext, err := next.PublicKey.Encrypt(next.ID, padded)
		if err != nil {
			return nil, err
		}
		waiting = append(waiting, survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: ciphertext})
	}
	slices.SortFunc(waiting, func(x, y survey.PendingAnswer) int { return bytes.Compare(x.Key, y.Key) })
	return waiting, nil
}
