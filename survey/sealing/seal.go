// Package sealing turns a pending file into a signed release, on the steward's
// own computer: open, group into blocks, round, check, sign. It keeps nothing.
//
// Where to look:
//
//	seal.go    Seal: the pipeline from pending file to sealed round
//	open.go    which answers can be opened, and which are discarded
//	count.go   blocks and their rounded tables
//	withheld.go what has no numbers
//	folder.go  Write, Read: the sealed round as a folder of files
//	key.go     the files in which round keys and signers are kept
package sealing

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Sealed is a sealed round: what Write makes a folder of.
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

// Seal makes a release of a pending file. date is the day, YYYY-MM-DD; rnd is
// crypto/rand.Reader outside tests. A ciphertext that does not open, or fits no
// battery, is counted and never blocks the rest.
func Seal(file survey.PendingFile, key survey.PrivateKey, signer release.Signer, date string, rnd io.Reader) (Sealed, error) {
	if key.Public() != file.Round.PublicKey {
		return Sealed{}, survey.Invalidf("this is not the key of round %s; give the key file whose public key is %s", file.Round.Name, file.Round.PublicKey)
	}
	opened := open(file, key)
	r := release.Release{
		Method: release.Method, ID: survey.NewID(), Prev: file.Prev, Round: file.Round.Name, Sealed: date,
		K: file.Round.K, Demo: file.Demo, KeyKept: file.Round.KeyKept, Honesty: release.Honesty{},
	}
	var left []survey.Submission
	for _, battery := range file.Batteries {
		rest, err := addBattery(&r, file, battery, opened.answers[battery.Ref()], rnd)
		if err != nil {
			return Sealed{}, err
		}
		left = append(left, rest...)
		r.Batteries = append(r.Batteries, release.BatteryOf(battery))
	}
	finish(&r, file.Asked)
	if err := inspect(r, file.Batteries); err != nil {
		return Sealed{}, err
	}
	return sign(r, file, opened, left, signer)
}

// addBattery adds the parts of one battery and returns the answers that found
// no block.
func addBattery(r *release.Release, file survey.PendingFile, battery *survey.Battery, answers []survey.Submission, rnd io.Reader) ([]survey.Submission, error) {
	plain, sensitive := questionsOf(battery)
	patience := treblock.Patience
	if file.Final {
		patience = 0
	}
	homes := newHomes(file, answers)
	blocks, left, err := treblock.Partition(members(answers), treblock.Plain(file.Round.K), homes.geography, patience, rnd)
	if err != nil {
		return nil, fmt.Errorf("group answers into blocks: %w", err)
	}
	part, err := homes.part(battery, plain, treblock.Plain(file.Round.K), blocks, answers, rnd)
	if err != nil {
		return nil, err
	}
	r.Parts = append(r.Parts, part)
	if len(sensitive) > 0 {
		// Sensitive questions are counted of the same sealed people, in blocks of
		// their own; who finds none there is not counted in these questions.
		released := pick(answers, blocks)
		rules := treblock.Sensitive(file.Round.K)
		coarse, _, err := treblock.Partition(members(released), rules, homes.geography, 0, rnd)
		if err != nil {
			return nil, fmt.Errorf("group answers into blocks: %w", err)
		}
		part, err := homes.part(battery, sensitive, rules, coarse, released, rnd)
		if err != nil {
			return nil, err
		}
		r.Parts = append(r.Parts, part)
	}
	rest := make([]survey.Submission, 0, len(left))
	for _, i := range left {
		rest = append(rest, answers[i])
	}
	return rest, nil
}

// inspect reads the release as anybody else would, so that nothing is signed
// that 'verify' would refuse.
func inspect(r release.Release, batteries []*survey.Battery) error {
	text, err := r.Canonical()
	if err != nil {
		return err
	}
	if _, err := release.Parse(text); err != nil {
		return fmt.Errorf("the release that was made is wrong: %w", err)
	}
	if found := append(r.Check(), r.Against(batteries)...); len(found) > 0 {
		return fmt.Errorf("the release that was made is wrong: %s", strings.Join(found, "; "))
	}
	return nil
}

// pick returns the answers that are in a block.
func pick(answers []survey.Submission, blocks []treblock.Block) []survey.Submission {
	var picked []survey.Submission
	for _, block := range blocks {
		for _, i := range block.Members {
			picked = append(picked, answers[i])
		}
	}
	return picked
}

// questionsOf splits a battery into its ordinary and its sensitive questions.
func questionsOf(b *survey.Battery) (plain, sensitive []survey.Question) {
	for _, q := range b.Questions {
		if q.Sensitive {
			sensitive = append(sensitive, q)
		} else {
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
		return Sealed{}, fmt.Errorf("%d answers were exported and their fates do not add up: %+v", d.Rows, d)
	}
	sealed.Record.Disposal = d
	sealed.Signature = signer.Sign(sealed.JSON)
	sealed.RecordSig = signer.SignDisposal(sealed.Record.encode())
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
