package sealing

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Names of the files of a sealed round.
const (
	ReleaseFile   = "release.json"
	SignatureFile = "release.sig"
	recordFile    = "disposal.json"
	recordSigFile = "disposal.sig"
)

func (r Record) encode() []byte {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // strings, numbers and bytes always marshal
	}
	return text
}

// Write makes the folder dir with the files of a sealed round. The folder
// appears whole or not at all; it must not exist, or be empty.
func Write(dir string, s Sealed) (err error) {
	parent := filepath.Dir(filepath.Clean(dir))
	if err := checkFree(dir, parent); err != nil {
		return err
	}
	unfinished, err := os.MkdirTemp(parent, ".sealing-")
	if err != nil {
		return fmt.Errorf("make folder for the release: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(unfinished)) }()
	for name, content := range map[string][]byte{
		ReleaseFile: s.JSON, SignatureFile: s.Signature, recordFile: s.Record.encode(), recordSigFile: s.RecordSig,
	} {
		if err := writeSynced(filepath.Join(unfinished, name), content); err != nil {
			return err
		}
	}
	if err := syncFolder(unfinished); err != nil {
		return err
	}
	if err := os.Chmod(unfinished, 0o755); err != nil {
		return err
	}
	// An empty folder is in the way of os.Rename.
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put the release in place: %w", err)
	}
	if err := os.Rename(unfinished, dir); err != nil {
		return fmt.Errorf("put the release in place: %w", err)
	}
	return syncFolder(parent)
}

// checkFree refuses a folder that has something in it.
func checkFree(dir, parent string) error {
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		return survey.Fail(survey.Invalid, "sealed.no_folder", "Parent", parent, "Folder", filepath.Base(dir))
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	return survey.Fail(survey.Invalid, "sealed.exists", "Folder", dir)
}

func writeSynced(name string, content []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}

func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Read reads the folder that Write made and checks both signatures and every
// number that can be checked without the folder's round.
func Read(dir string, signer release.PublicKey) (survey.SealedRound, error) {
	var contents [4][]byte
	for i, name := range []string{ReleaseFile, SignatureFile, recordFile, recordSigFile} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return survey.SealedRound{}, survey.Fail(survey.Invalid, "sealed.incomplete").Because(err)
		}
		contents[i] = content
	}
	text, signature, recordText, recordSig := contents[0], contents[1], contents[2], contents[3]
	if err := signer.VerifyDisposal(recordText, recordSig); err != nil {
		return survey.SealedRound{}, fmt.Errorf("%s: %w", recordFile, err)
	}
	files := []release.File{{Name: ReleaseFile, JSON: text, Signature: signature}}
	if err := release.Verify(signer, files).Err(); err != nil {
		return survey.SealedRound{}, err
	}
	parsed, err := release.Parse(text)
	if err != nil {
		return survey.SealedRound{}, err
	}
	var record Record
	if err := json.Unmarshal(recordText, &record); err != nil {
		return survey.SealedRound{}, survey.Fail(survey.Invalid, "sealed.record").Because(err)
	}
	if record.Disposal.Release != parsed.ID || record.Disposal.Hash != survey.HashOf(text) {
		return survey.SealedRound{}, survey.Fail(survey.Invalid, "sealed.mixed")
	}
	return survey.SealedRound{JSON: text, Signature: signature, Prev: parsed.Prev, Disposal: record.Disposal, Waiting: record.Waiting}, nil
}
