package release

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"fragebatteri/survey"
)

// File is a release on disk: the contents of release.json and of the release.sig beside it.
type File struct {
	Name      string // what problems call it
	JSON      []byte
	Signature []byte
}

// Problem is one thing that is wrong with one file.
type Problem struct {
	File string
	Err  error
}

// Error returns the problem with the name of its file, in one line.
func (p Problem) Error() string { return fmt.Sprintf("%s: %v", p.File, p.Err) }

// Unwrap returns what is wrong with the file.
func (p Problem) Unwrap() error { return p.Err }

// Report is what Verify found.
type Report struct {
	Releases []Release // those that could be read, in the order of the chain, oldest first
	From     string    // hash of the release that the oldest one continues from; "" when it is the first of all
	Problems []Problem
}

// Err returns nil when there are no problems, and otherwise an error of kind survey.Invalid with
// one line for each.
func (r Report) Err() error {
	if len(r.Problems) == 0 {
		return nil
	}
	lines := make([]error, len(r.Problems))
	for i, p := range r.Problems {
		lines[i] = p
	}
	return survey.Fail(survey.Invalid, "release.unreliable").Because(errors.Join(lines...))
}

// Verify is VerifyAll for an instance that has had one signer.
func Verify(signer PublicKey, files []File) Report { return VerifyAll([]PublicKey{signer}, files) }

// VerifyAll checks releases on files alone, given in any order: the signature of each, its bytes and
// their meaning (Parse), its numbers (Check), and that together they are one unbroken chain. Only
// the oldest may continue from a release that is not given; the report says which. Faults are
// listed file by file, those of the chain last.
//
// signers are the public keys that the instance has had, oldest first. One that has been replaced
// signs nothing that follows a release of its successor: it may have been replaced because somebody
// else has it.
func VerifyAll(signers []PublicKey, files []File) Report {
	var report Report
	for _, signer := range signers {
		if err := signer.Check(); err != nil {
			report.Problems = append(report.Problems, Problem{File: "signer", Err: err})
			return report
		}
	}
	if len(signers) == 0 {
		report.Problems = append(report.Problems, Problem{File: "signer", Err: survey.Fail(survey.Invalid, "signer.none")})
		return report
	}
	if len(files) == 0 {
		report.Problems = append(report.Problems, Problem{File: "verify", Err: survey.Fail(survey.Invalid, "release.none")})
		return report
	}
	var links []link
	for _, f := range files {
		addProblem := func(err error) { report.Problems = append(report.Problems, Problem{File: f.Name, Err: err}) }
		by, err := signedBy(signers, f)
		if err != nil {
			addProblem(err)
		}
		r, err := Parse(f.JSON)
		if err != nil {
			addProblem(err)
			continue
		}
		for _, fault := range r.Check() {
			addProblem(errors.New(fault))
		}
		links = append(links, link{name: f.Name, hash: survey.HashOf(f.JSON), release: r, signer: by})
	}
	report.chain(links)
	return report
}

// signedBy returns which of the signers signed a file, or the last one's error.
func signedBy(signers []PublicKey, f File) (by int, err error) {
	for by = range signers {
		if err = signers[by].Verify(f.JSON, f.Signature); err == nil {
			break
		}
	}
	return by, err
}

// link is a release that could be read, with the hash that the next one in the chain names.
type link struct {
	name    string
	hash    string
	release Release
	signer  int // its place among the signers
}

// chain puts the links in order and reports what keeps them from being one chain.
func (r *Report) chain(links []link) {
	links = r.dropDuplicates(links)
	follows := map[string][]link{}
	given := map[string]bool{}
	for _, l := range links {
		follows[l.release.Prev] = append(follows[l.release.Prev], l)
		given[l.hash] = true
	}
	var starts []link
	for _, l := range links {
		if !given[l.release.Prev] {
			starts = append(starts, l)
		}
	}
	slices.SortStableFunc(starts, func(x, y link) int { return cmp.Compare(x.release.Sealed, y.release.Sealed) })
	for i, start := range starts {
		switch {
		case i == 0:
			r.From = start.release.Prev
		case start.release.Prev == "":
			r.addProblem(start, "it says that it is the first release, but %s is older", starts[0].name)
		default:
			r.addProblem(start, "it follows the release with the hash %s, which is not among the files; give that file too, unchanged", start.release.Prev)
		}
		r.appendChain(start, follows)
	}
}

// appendChain appends a link and what follows it to the report, oldest first. It ends, because no
// file can hold its own hash.
func (r *Report) appendChain(at link, follows map[string][]link) {
	r.Releases = append(r.Releases, at.release)
	for i, next := range follows[at.hash] {
		if i > 0 {
			r.addProblem(next, "it follows %s, and so does %s; a chain has no branches", at.name, follows[at.hash][0].name)
		}
		if next.release.Sealed < at.release.Sealed {
			r.addProblem(next, "it is dated %s, before the release that it follows, %s", next.release.Sealed, at.release.Sealed)
		}
		if next.signer < at.signer {
			r.addProblem(next, "it is signed with a key that had been replaced when %s was signed", at.name)
		}
		r.appendChain(next, follows)
	}
}

// dropDuplicates drops files given twice, and reports releases that call themselves the same.
func (r *Report) dropDuplicates(links []link) []link {
	var kept []link
	for _, l := range links {
		if slices.ContainsFunc(kept, func(k link) bool { return k.hash == l.hash }) {
			continue
		}
		for _, k := range kept {
			if k.release.ID == l.release.ID {
				r.addProblem(l, "it is another release with the id of %s", k.name)
			}
			if k.release.Round == l.release.Round {
				r.addProblem(l, "it is another release of the round %s, as %s is", l.release.Round, k.name)
			}
		}
		kept = append(kept, l)
	}
	return kept
}

// addProblem reports what is wrong with a link.
func (r *Report) addProblem(at link, format string, args ...any) {
	r.Problems = append(r.Problems, Problem{File: at.name, Err: fmt.Errorf(format, args...)})
}
