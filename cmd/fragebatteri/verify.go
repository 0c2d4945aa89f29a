package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/honesty"
	"fragebatteri/survey/places"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/wording"
)

var verifyCommand = command{"verify", `fragebatteri verify -signer PUB[,PUB…] FILE… [-data DIR]
    Check releases anywhere, on files alone: signature, chain, form, arithmetic, that
    sensitive questions are counted as such, and that the words on how far answers
    can be relied on follow from the counts, where they do. Each FILE is a
    release.json with its release.sig beside it, or its folder, or the file beside
    the folder that is imported, or a file that 'export' or a page made of one of
    these releases as CSV, XLSX or JSON-stat: its codes, its numbers and the wordings
    of questions must be those of the release. Names of interventions are not
    compared. With -data wordings may be those of the data folder. Where the signer
    has been replaced give all its keys, oldest first.
`, verify}

func verify(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	signer := f.String("signer", "", "")
	if err := f.parse(args, 1, 1000); err != nil {
		return err
	}
	if err := f.require("signer"); err != nil {
		return err
	}
	has, err := contentOf(*dir)
	if err != nil {
		return err
	}
	report, exports, err := has.verify(release.PublicKeys(*signer), f.rest)
	if err != nil {
		return err
	}
	a.tellVerified(report, has.catalogue.Batteries())
	ids := make([]string, 0, len(report.Releases))
	for _, r := range report.Releases {
		ids = append(ids, r.ID)
	}
	return a.print(map[string]any{"verified": ids, "exports": exports})
}

// verify verifies releases and exports by the names of their files, and returns which are exports.
func (has content) verify(signers []release.PublicKey, names []string) (release.Report, []string, error) {
	exports, releases := parted(names)
	files, err := readReleases(releases, signers)
	if err != nil {
		return release.Report{}, nil, err
	}
	known := has.catalogue.Batteries()
	report := release.VerifyAll(signers, files)
	for _, r := range report.Releases {
		for _, fault := range slices.Concat(r.Against(known), honestyFaults(r, known)) {
			report.Problems = append(report.Problems, release.Problem{File: "release " + r.ID, Err: errors.New(fault + "; do not rely on it, and ask who sealed it")})
		}
	}
	if err := report.Err(); err != nil {
		return release.Report{}, nil, err
	}
	return report, exports, verifyExports(exports, report.Releases, has)
}

// verifyFiles is verify for pages.
func (has content) verifyFiles(signers []release.PublicKey, names []string) ([]release.Release, []string, error) {
	report, exports, err := has.verify(signers, names)
	return report.Releases, exports, err
}

// honestyFaults returns which words on how far the answers can be relied on do not follow from the
// counts.
func honestyFaults(r release.Release, known []*survey.Battery) []string {
	var faults []string
	for _, b := range known {
		faults = append(faults, honesty.Faults(r, b)...)
	}
	return faults
}

// parted parts the names of exports from those of releases.
func parted(names []string) (exports, releases []string) {
	exports = []string{}
	for _, name := range names {
		if isExport(name) {
			exports = append(exports, name)
		} else {
			releases = append(releases, name)
		}
	}
	return exports, releases
}

// isExport tells exports by the end of their names. A release is JSON too, and is told from
// JSON-stat by what is in it.
func isExport(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".xlsx":
		return true
	case ".json":
		content, err := os.ReadFile(name)
		return err == nil && export.IsJSONStat(content)
	}
	return false
}

// readReleases reads releases with their signatures.
func readReleases(names []string, signers []release.PublicKey) ([]release.File, error) {
	var files []release.File
	for _, name := range names {
		file, err := readRelease(name, signers)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// readRelease reads one release: a file with the signature beside it, the folder of both, or an
// import file, of which it checks everything that is signed.
func readRelease(name string, signers []release.PublicKey) (release.File, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		name = filepath.Join(name, sealing.ReleaseFile)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return release.File{}, operator.Refusef("the release cannot be read; check its name").Because(err)
	}
	if sealing.IsImportFile(content) {
		var sealed survey.SealedRound
		for _, signer := range signers {
			if sealed, err = sealing.Read(name, signer); err == nil {
				break
			}
		}
		return release.File{Name: name, JSON: sealed.JSON, Signature: sealed.Signature}, err
	}
	signature, err := os.ReadFile(strings.TrimSuffix(name, filepath.Ext(name)) + ".sig")
	if errors.Is(err, fs.ErrNotExist) {
		return release.File{}, operator.Refusef("%s has no signature beside it; copy its .sig file too", name)
	}
	return release.File{Name: name, JSON: content, Signature: signature}, err
}

// verifyExports compares each export with the release that it names. The error
// has one line for each that is not what its release says.
func verifyExports(names []string, releases []release.Release, has content) error {
	if len(names) == 0 {
		return nil
	}
	words, err := allWords(has)
	if err != nil {
		return err
	}
	var faults []error
	for _, name := range names {
		if err := verifyExport(name, words, has, releases); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
		}
	}
	if len(faults) > 0 {
		return operator.Refusef("the exports are not what the releases say").Because(errors.Join(faults...))
	}
	return nil
}

// allWords returns the words of every language that exports can be in, those with headings of their
// own first.
func allWords(has content) ([]export.Words, error) {
	texts, err := has.catalog()
	if err != nil {
		return nil, err
	}
	tags := slices.Clone(locales.LanguagesOf(locales.Export))
	for _, l := range i18n.Languages {
		if !slices.Contains(tags, l.Tag) && texts.Complete(l.Tag, locales.Participant) {
			tags = append(tags, l.Tag)
		}
	}
	var words []export.Words
	for _, tag := range tags {
		words = append(words, wording.In(texts.Printer(tag), has.catalogue, places.Interventions()))
	}
	return words, nil
}

func verifyExport(name string, words []export.Words, has content, releases []release.Release) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return operator.Refusef("the export cannot be read; check its name").Because(err)
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx":
		return export.VerifyXLSX(content, words, has.catalogue.Batteries(), releases...)
	case ".json":
		return export.VerifyJSONStat(content, words, releases...)
	}
	rows, err := export.Parse(bytes.NewReader(content), words...)
	if err != nil {
		return err
	}
	return export.Verify(rows, releases...)
}

// tellVerified says what was checked of each release, and what could not be.
func (a *app) tellVerified(report release.Report, known []*survey.Battery) {
	if report.From != "" {
		a.tell("The oldest of these releases continues from %s, which was not given.", report.From)
	}
	for _, r := range report.Releases {
		a.tell("Release %s of round %s: signature, chain and arithmetic are right; %d of %d tables are certified and %d withheld.",
			r.ID, r.Round, r.Audit.Certified, r.Audit.Asked, r.Audit.Withheld)
		for _, b := range r.Batteries {
			if !slices.ContainsFunc(known, func(k *survey.Battery) bool { return k.Ref() == b.Ref() }) {
				a.tell("Release %s: this version does not know %s, so nobody checked which of its questions are sensitive.", r.ID, b.Ref())
			}
		}
	}
}
