package sealing

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"fragebatteri/survey"
	"fragebatteri/survey/files"
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
func Write(dir string, s Sealed) error {
	err := files.NewFolder(dir, map[string][]byte{
		ReleaseFile: s.JSON, SignatureFile: s.Signature, recordFile: s.Record.encode(), recordSigFile: s.RecordSig,
	}, files.Exchange)
	switch {
	case errors.Is(err, fs.ErrExist):
		return survey.Fail(survey.Invalid, "sealed.exists", "Folder", dir)
	case errors.Is(err, fs.ErrNotExist):
		return survey.Fail(survey.Invalid, "sealed.no_folder", "Parent", filepath.Dir(filepath.Clean(dir)), "Folder", filepath.Base(dir))
	}
	return err
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
	given := []release.File{{Name: ReleaseFile, JSON: text, Signature: signature}}
	if err := release.Verify(signer, given).Err(); err != nil {
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
