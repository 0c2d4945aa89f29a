package sealing

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// KeptKeys is the folder of the private keys that a service keeps itself, of rounds for trying
// things out. Participants of such a round are promised less.
type KeptKeys struct {
	Folder string
}

// file returns the name of the file of a round's private key.
func (k KeptKeys) file(public survey.PublicKey) string {
	return filepath.Join(k.Folder, survey.HashOf([]byte(public))[:16]+".key")
}

// OpenRound opens a round that keeps its key. The key is written before the round exists: a round
// without its key would be lost.
func (k KeptKeys) OpenRound(ctx context.Context, desk *survey.Desk, n survey.NewRound) (survey.Round, error) {
	key, err := survey.NewPrivateKey()
	if err != nil {
		return survey.Round{}, err
	}
	n.KeyKept, n.PublicKey = true, key.Public()
	file := k.file(n.PublicKey)
	if err := os.MkdirAll(k.Folder, 0o700); err != nil {
		return survey.Round{}, err
	}
	if err := WriteKey([]string{file}, key, []string{""}); err != nil {
		return survey.Round{}, err
	}
	round, err := desk.OpenRound(ctx, n)
	if err != nil {
		err = errors.Join(err, os.Remove(file))
		_ = os.Remove(k.Folder) // stays where another round's key is in it
		return survey.Round{}, err
	}
	return round, nil
}

// SignerFile returns the name of the file in which the signer lies, where it is kept beside the keys.
func (k KeptKeys) SignerFile() string { return filepath.Join(k.Folder, "signer.key") }

// Seals reports whether a round can be sealed by SealHere, but for how it stands: it keeps its key, and
// the signer is kept beside it.
func (k KeptKeys) Seals(round survey.Round) bool {
	_, err := os.Stat(k.SignerFile())
	return round.KeyKept && err == nil
}

// SealHere is Seal with the signer that is kept beside the keys, for whoever has no files to give:
// nothing is written but what is imported. follow is called with how many attacks are done, of how many.
func (k KeptKeys) SealHere(ctx context.Context, desk *survey.Desk, round survey.Round, final bool, follow func(done, of int)) error {
	signer, err := ReadSigner(k.SignerFile(), nil)
	if err != nil {
		return err
	}
	_, err = k.Seal(ctx, desk, round, final, signer, "", Options{Progress: func(so Progress) { follow(so.Done, so.Of) }})
	return err
}

// Seal exports, seals and imports a round that keeps its key, and writes the release and its
// signature to the folder out, or not at all where that is "". o says how somebody follows it.
func (k KeptKeys) Seal(ctx context.Context, desk *survey.Desk, round survey.Round, final bool, signer release.Signer, out string, o Options) (Sealed, error) {
	switch {
	case !round.KeyKept:
		return Sealed{}, survey.Fail(survey.Conflict, "key.elsewhere", "Round", round.Name)
	case round.State == survey.RoundSealed: // its key is removed
		return Sealed{}, survey.Fail(survey.Conflict, "round.answers_gone", "Round", round.Name)
	}
	key, err := ReadKey([]string{k.file(round.PublicKey)}, nil)
	if err != nil {
		return Sealed{}, err
	}
	file, err := desk.ExportPending(ctx, round.ID, final, func(survey.PendingFile) error { return nil })
	if err != nil {
		return Sealed{}, err
	}
	sealed, err := Seal(file, key, signer, o)
	if err != nil {
		return Sealed{}, err
	}
	host, err := desk.Host(ctx)
	if err != nil {
		return Sealed{}, err
	}
	checked, err := parseImport(sealed.encodeImport(), release.PublicKey(host.Signer))
	if err != nil {
		return Sealed{}, err
	}
	if out != "" {
		if err := WriteFolder(out, sealed); err != nil {
			return Sealed{}, err
		}
	}
	_, err = k.importChecked(ctx, desk, checked)
	return sealed, err
}

// Import checks and imports the file that Write made of a sealed round, removes the key of the round
// if it was kept, and returns what became of the answers.
func (k KeptKeys) Import(ctx context.Context, desk *survey.Desk, file string) (survey.Disposal, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return survey.Disposal{}, unread(file, err)
	}
	return k.ImportContent(ctx, desk, text)
}

// ImportContent is Import for what the file holds.
func (k KeptKeys) ImportContent(ctx context.Context, desk *survey.Desk, content []byte) (survey.Disposal, error) {
	host, err := desk.Host(ctx)
	if err != nil {
		return survey.Disposal{}, err
	}
	sealed, err := parseImport(content, release.PublicKey(host.Signer))
	if err != nil {
		return survey.Disposal{}, err
	}
	return k.importChecked(ctx, desk, sealed)
}

func (k KeptKeys) importChecked(ctx context.Context, desk *survey.Desk, sealed survey.SealedRound) (survey.Disposal, error) {
	if err := desk.ImportRelease(ctx, sealed); err != nil {
		return survey.Disposal{}, err
	}
	return sealed.Disposal, k.RemoveSealed(ctx, desk)
}

// RemoveSealed removes the keys of rounds that are sealed. It has to be called when a data folder
// is opened too, because a crash may have come between.
func (k KeptKeys) RemoveSealed(ctx context.Context, desk *survey.Desk) error {
	rounds, err := desk.Rounds(ctx)
	if err != nil {
		return err
	}
	for _, round := range rounds {
		if round.State != survey.RoundSealed || !round.KeyKept {
			continue
		}
		if err := os.Remove(k.file(round.PublicKey)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
