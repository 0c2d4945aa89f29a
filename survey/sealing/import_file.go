package sealing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// importFormat names the format of an import file, importFormats how those of all versions
// begin.
const (
	importFormats = "fragebatteri-import/"
	importFormat  = importFormats + "1"
)

// importFile is what the server takes in of a sealed round: the exact bytes that were signed, and
// their signatures. It has one spelling, the one that encodeImport writes.
type importFile struct {
	Format          string `json:"format"`
	Release         []byte `json:"release"`   // of release.json
	Signature       []byte `json:"signature"` // of release.sig
	Record          []byte `json:"record"`    // a Record
	RecordSignature []byte `json:"record_signature"`
}

func (f importFile) encode() []byte { return append(encode(f), '\n') }

// encodeImport returns the bytes of the import file.
func (s Sealed) encodeImport() []byte {
	return importFile{importFormat, s.JSON, s.Signature, encode(s.Record), s.RecordSig}.encode()
}

// encode returns a value of strings, numbers and bytes as JSON.
func encode(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // such values always marshal
	}
	return text
}

// IsImportFile reports whether a file begins as the import files of all versions do, whether or not
// it is whole.
func IsImportFile(text []byte) bool {
	return bytes.HasPrefix(text, []byte(`{"format":"`+importFormats))
}

// Read reads the import file that Write made, and checks both signatures and every number
// that can be checked without the file's round.
func Read(name string, signer release.PublicKey) (survey.SealedRound, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return survey.SealedRound{}, unread(name, err)
	}
	return parseImport(text, signer)
}

// unread says why there is no import file, and which one to give where a folder was given.
func unread(name string, err error) error {
	if info, statErr := os.Stat(name); statErr != nil || !info.IsDir() {
		return survey.Fail(survey.Invalid, "import.unreadable").Because(err)
	}
	// Older versions wrote what is imported into the folder.
	if _, err := os.Stat(filepath.Join(name, "disposal.json")); !errors.Is(err, fs.ErrNotExist) {
		return survey.Fail(survey.Invalid, "import.older_folder", "Folder", name)
	}
	return survey.Fail(survey.Invalid, "import.folder", "Folder", name, "File", ImportFile(name))
}

func parseImport(text []byte, signer release.PublicKey) (survey.SealedRound, error) {
	var said struct{ Format string }
	var f importFile
	if json.Unmarshal(text, &said) != nil || !strings.HasPrefix(said.Format, importFormats) {
		return survey.SealedRound{}, survey.Fail(survey.Invalid, "import.broken")
	}
	if said.Format != importFormat {
		return survey.SealedRound{}, survey.Fail(survey.Invalid, "import.format", "Format", said.Format, "Reads", importFormat)
	}
	if json.Unmarshal(text, &f) != nil || !bytes.Equal(f.encode(), text) {
		return survey.SealedRound{}, survey.Fail(survey.Invalid, "import.broken")
	}
	return f.check(signer)
}

// check checks what a file says, and returns it.
func (f importFile) check(signer release.PublicKey) (survey.SealedRound, error) {
	if err := signer.VerifyDisposal(f.Record, f.RecordSignature); err != nil {
		return survey.SealedRound{}, fmt.Errorf("the disposal record: %w", err)
	}
	given := []release.File{{Name: ReleaseFile, JSON: f.Release, Signature: f.Signature}}
	if err := release.Verify(signer, given).Err(); err != nil {
		return survey.SealedRound{}, err
	}
	parsed, err := release.Parse(f.Release)
	if err != nil {
		return survey.SealedRound{}, err
	}
	var record Record
	if err := json.Unmarshal(f.Record, &record); err != nil {
		return survey.SealedRound{}, survey.Fail(survey.Invalid, "import.record").Because(err)
	}
	if record.Disposal.Release != parsed.ID || record.Disposal.Hash != survey.HashOf(f.Release) {
		return survey.SealedRound{}, survey.Fail(survey.Invalid, "import.mixed")
	}
	return survey.SealedRound{JSON: f.Release, Signature: f.Signature, Prev: parsed.Prev, Disposal: record.Disposal, Waiting: record.Waiting}, nil
}
