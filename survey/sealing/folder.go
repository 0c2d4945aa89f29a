package sealing

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"fragebatteri/survey"
	"fragebatteri/survey/files"
)

// Names of the files of a release in its folder.
const (
	ReleaseFile   = "release.json"
	SignatureFile = "release.sig"
)

// Write makes the folder dir with what is published and verified of a sealed round, the release and
// its signature, and a file with what the server takes in and nobody else needs. Both are made whole,
// or on an error neither; nothing is overwritten. A crash can leave the folder without the file: Seal
// makes the same release again.
func Write(dir, file string, s Sealed) error {
	err := files.NewFolderAndFile(dir, s.published(), file, s.encodeImport(), files.Exchange)
	return refused(err, dir, file)
}

// WriteFolder makes the folder dir alone, of a round that is imported where it is sealed.
func WriteFolder(dir string, s Sealed) error {
	return refused(files.NewFolder(dir, s.published(), files.Exchange), dir)
}

// ImportFile returns the usual name of the import file: that of the folder, and ".import".
func ImportFile(dir string) string { return filepath.Clean(dir) + ".import" }

func (s Sealed) published() map[string][]byte {
	return map[string][]byte{ReleaseFile: s.JSON, SignatureFile: s.Signature}
}

// refused says which of the names cannot be made.
func refused(err error, names ...string) error {
	if taken, ok := errors.AsType[*fs.PathError](err); ok && errors.Is(err, fs.ErrExist) {
		return survey.Fail(survey.Invalid, "sealed.exists", "Name", taken.Path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, name := range names {
		parent := filepath.Dir(filepath.Clean(name))
		if _, err := os.Stat(parent); errors.Is(err, fs.ErrNotExist) {
			return survey.Fail(survey.Invalid, "sealed.no_folder", "Parent", parent, "Name", filepath.Base(name))
		}
	}
	return err
}

// WriteImport makes the import file alone, which has everything in it: the server publishes the
// release. It is made whole or not at all; where there is something with its name already the error is
// fs.ErrExist.
func WriteImport(file string, s Sealed) error {
	return files.New(file, s.encodeImport(), files.Exchange)
}
