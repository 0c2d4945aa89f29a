// Package sealing turns a pending file into a signed release, on the steward's
// own computer: open, group into blocks, round, divide into views, attack, check,
// sign. It keeps nothing.
//
// Where to look:
//
//	seal.go    Make, Sign, Seal: the pipeline from pending file to sealed round
//	progress.go  how somebody follows a seal while it works, and stops it
//	open.go    which answers can be opened, and which are discarded
//	asked.go   who was asked what: questions by the sets and timings that asked them
//	home.go    what is counted and what waits, and the parts of each battery
//	count.go   blocks and their rounded tables
//	view.go    views, and what the attack takes away
//	participation.go  how many came of those announced
//	made_up.go whether answers look made up
//	withheld.go what has no numbers
//	waiting.go what found no block, and why
//	folder.go  Write: the folder that is published, and the import file
//	import_file.go  Read: that file, checked
//	kept.go    rounds whose key is on the server
//	key.go     the files in which round keys and signers are kept
//	key_folder.go  a key in a folder of its own, and what can be told of a key file that is not opened
package sealing

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fragebatteri/survey"
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

// Made is a release that is made, checked and not signed yet, for somebody to look at first. It has
// no answer in clear in it.
type Made struct {
	Release release.Release
	JSON    []byte // the release as it will be signed
	Record  Record
	Waits   []Waits // what found no block, in the order of municipality, intervention, timing and why
}

// Seal makes a release of a pending file and signs it.
func Seal(file survey.PendingFile, key survey.PrivateKey, signer release.Signer, o Options) (Sealed, error) {
	made, err := Make(file, key, o)
	if err != nil {
		return Sealed{}, err
	}
	return made.Sign(signer), nil
}

// Make makes a release of a pending file, and writes nothing. A ciphertext that does not open, or
// fits no battery, is counted and never blocks the rest. Making it again gives the same release.
// The error is ErrStopped when o says to stop.
func Make(file survey.PendingFile, key survey.PrivateKey, o Options) (Made, error) {
	if key.Public() != file.Round.PublicKey {
		return Made{}, survey.Fail(survey.Invalid, "key.wrong", "Round", file.Round.Name, "PublicKey", file.Round.PublicKey)
	}
	lots, err := newRandomness(undated(file), key)
	if err != nil {
		return Made{}, err
	}
	opened, err := open(file, key, lots)
	if err != nil {
		return Made{}, err
	}
	random, err := lots.release()
	if err != nil {
		return Made{}, err
	}
	id, err := survey.DrawID(random) // mutation: id
	if err != nil {
		return Made{}, err
	}
	r := release.Release{
		Method: release.Method, ID: id, Mixed: treblock.MixPercent, Prev: file.Prev, Round: file.Round.Name, Sealed: file.Exported,
		K: file.Round.K, Demo: file.Demo, KeyKept: file.Round.KeyKept, Honesty: release.Honesty{},
	}
	c := newCounting(file, opened, random, newFollower(o)) // mutation: counted
	for _, b := range c.wholes() {
		if err := c.battery(&r, b); err != nil {
			return Made{}, err
		}
	}
	left, waits := c.left(opened)
	if r.Participation, err = participation(file, opened, random); err != nil {
		return Made{}, err
	}
	if r.MadeUp, err = madeUp(file, opened, c.people(c.parts), random); err != nil {
		return Made{}, err
	}
	c.finish(&r)
	if err := inspect(r, file.Batteries, c.parts, c.follow); err != nil {
		return Made{}, err
	}
	made, err := account(r, file, opened, left)
	made.Waits = waits
	return made, err
}

// undated returns a file without the day of its export and the digest that follows from it. Lots are
// drawn by what is left: a file that is exported again on another day is sealed to the same numbers.
func undated(file survey.PendingFile) survey.PendingFile {
	file.Exported, file.Digest = "", "" // mutation: undated
	return file
}

// patienceOf returns how many rounds answers of a file wait for company in their own municipality.
func patienceOf(file survey.PendingFile) int {
	if file.Final {
		return 0
	}
	return treblock.Patience
}

// inspect reads the release as anybody else would, and attacks once more what
// was read, so that nothing is signed that 'verify' would refuse or that says
// more than it should.
func inspect(r release.Release, batteries []*survey.Battery, parts []*partBuilder, follow *follower) error {
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
		a := p.attack(follow)
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

// account says what became of every answer, and encrypts those that wait.
func account(r release.Release, file survey.PendingFile, opened opened, left []survey.Submission) (Made, error) {
	made := Made{Release: r}
	var err error
	if made.JSON, err = r.Canonical(); err != nil {
		return Made{}, err
	}
	d := survey.Disposal{
		Release: r.ID, Hash: survey.HashOf(made.JSON), Round: file.Round.ID, Date: r.Sealed, Rows: len(file.Answers),
		Answers: opened.count() - len(left), Discarded: opened.discarded, Unreadable: opened.unreadable,
	}
	if file.Final {
		d.Destroyed = len(left)
	} else {
		d.Waiting, d.Next = len(left), file.Next.ID
		if made.Record.Waiting, err = encryptAgain(left, *file.Next); err != nil {
			return Made{}, err
		}
	}
	if !d.AddsUp() {
		return Made{}, fmt.Errorf("%d answers were exported, and the disposal record does not add up to them: %+v", d.Rows, d)
	}
	made.Record.Disposal = d
	return made, nil
}

// Sign signs the release and the disposal record.
func (m Made) Sign(signer release.Signer) Sealed {
	return Sealed{
		Release: m.Release, JSON: m.JSON, Signature: signer.Sign(m.JSON),
		Record: m.Record, RecordSig: signer.SignDisposal(encode(m.Record)),
	}
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
