package main

import (
	"context"
	"os"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/files"
	"fragebatteri/survey/sealing"
)

var pendingExportCommand = command{"pending export", `fragebatteri pending export -data DIR -round R -o FILE [-final]
    Write the round's pending answers, still encrypted, to FILE for the steward's
    computer. Answers that find no block wait for a later round, which must be open;
    with -final they are destroyed when the round is sealed.
`, pendingExport}

func pendingExport(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	id := f.String("round", "", "")
	name := f.String("o", "", "")
	final := f.Bool("final", false, "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("round", "o"); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		file, err := in.ExportPending(ctx, *id, *final, func(file survey.PendingFile) error {
			content, err := file.Encode()
			if err != nil {
				return err
			}
			return newFile(*name, content, files.Exchange)
		})
		if err != nil {
			return err
		}
		a.tell("Take %s to the computer with the round's key and run 'seal' there.", *name)
		return a.print(map[string]any{"round": file.Round.ID, "rows": len(file.Answers)})
	})
}

var sealCommand = command{"seal", `fragebatteri seal FILE -key FILE… -signer FILE [-passphrase-file F] -o DIR [-import FILE]
    On the steward's computer, without network: open the pending answers in FILE,
    group and round them, and write the signed release to the new folder DIR, to be
    published and verified, and beside it DIR.import, or the file that -import names,
    which only 'release import' needs. Give all shares of a split key. Sealing FILE
    again gives the same release; destroy FILE when it is imported.
fragebatteri seal -data DIR -round R -signer FILE [-final] -o DIR
    For a round that keeps its key, for trying out: export, seal and import in one.
`, seal}

func seal(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	id := f.String("round", "", "")
	signerName := f.String("signer", "", "")
	out := f.String("o", "", "")
	importFile := f.String("import", "", "")
	final := f.Bool("final", false, "")
	var keys, files list
	f.Var(&keys, "key", "")
	f.Var(&files, "passphrase-file", "")
	if err := f.parse(args, 0, 10); err != nil {
		return err
	}
	if err := f.require("o"); err != nil {
		return err
	}
	passphrases, err := readPassphrases(files)
	if err != nil {
		return err
	}
	if len(f.rest) == 0 && *id != "" {
		if *importFile != "" {
			return operator.Refusef("-import names the file that a server imports; a round that keeps its key is imported at once: leave it out")
		}
		return a.with(ctx, *dir, func(in *instance) error {
			summary, err := in.sealKept(ctx, a, *id, *signerName, passphrases, *final, *out)
			if err != nil {
				return err
			}
			return a.print(summary)
		})
	}
	if len(f.rest) == 0 {
		return operator.Refusef("name the file that 'pending export' wrote; or, for a round that keeps its key, give -data and -round")
	}
	if len(keys) == 0 {
		return operator.Refusef("-key is missing; give the round's key, or all shares of it")
	}
	if err := f.require("signer"); err != nil {
		return err
	}
	// Words after the pending file are further shares, as in -key round.key.1 round.key.2.
	if *importFile == "" {
		*importFile = sealing.ImportFile(*out)
	}
	return a.sealFile(f.rest[0], append(keys, f.rest[1:]...), *signerName, passphrases, *out, *importFile)
}

func (a *app) sealFile(name string, keys []string, signerName string, passphrases []string, out, importFile string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return operator.Refusef("the pending file cannot be read; check its name").Because(err)
	}
	file, err := survey.ParsePending(content, a.today())
	if err != nil {
		return err
	}
	if terminal, ok := a.terminal(); ok && len(passphrases) == 0 {
		typed, err := a.ask(terminal, "Passphrase of the key files (empty for none): ")
		if err != nil {
			return err
		}
		if typed != "" {
			passphrases = []string{typed}
		}
	}
	key, err := sealing.ReadKey(keys, passphrases)
	if err != nil {
		return err
	}
	signer, err := sealing.ReadSigner(signerName, passphrases)
	if err != nil {
		return err
	}
	sealed, err := sealing.Seal(file, key, signer, a.sealing())
	if err != nil {
		return err
	}
	if err := sealing.Write(out, importFile, sealed); err != nil {
		return err
	}
	a.tell("Take the file %s to the server and run 'release import' there. Then destroy it, the round's key and %s. The folder %s is to be published.", importFile, name, out)
	return a.print(summaryOf(sealed))
}

// sealing says how to seal, and shows somebody at a terminal, at most once a second, how far the
// attack on what is to be released has come. A log gets one line in the end.
func (a *app) sealing() sealing.Options {
	if !isTerminal(a.err) {
		return sealing.Options{}
	}
	shown := time.Now()
	return sealing.Options{
		Progress: func(so sealing.Progress) {
			if time.Since(shown) > time.Second {
				shown = time.Now()
				a.tell("Attacking what is to be released: %d of %d done, last %s.", so.Done, so.Of, so.Question)
			}
		},
	}
}

// summary is what 'seal' prints.
type summary struct {
	Release    string `json:"release"`
	Answers    int    `json:"answers"`
	Blocks     int    `json:"blocks"`
	Waiting    int    `json:"waiting"`
	Discarded  int    `json:"discarded"`
	Unreadable int    `json:"unreadable"`
	Destroyed  int    `json:"destroyed"`
}

func summaryOf(s sealing.Sealed) summary {
	d := s.Record.Disposal
	blocks := 0
	for _, part := range s.Release.Parts {
		blocks += len(part.Blocks)
	}
	return summary{d.Release, d.Answers, blocks, d.Waiting, d.Discarded, d.Unreadable, d.Destroyed}
}

// sealKept exports, seals and imports a round whose key is on the server.
func (in *instance) sealKept(ctx context.Context, a *app, id, signerName string, passphrases []string, final bool, out string) (summary, error) {
	round, err := in.Round(ctx, id)
	if err != nil {
		return summary{}, err
	}
	if signerName == "" {
		return summary{}, operator.Refusef("-signer is missing; give the file that 'signer new' made")
	}
	signer, err := sealing.ReadSigner(signerName, passphrases)
	if err != nil {
		return summary{}, err
	}
	sealed, err := in.keys.Seal(ctx, in.Desk, round, final, signer, out, a.sealing())
	if err != nil {
		return summary{}, err
	}
	return summaryOf(sealed), nil
}
