// Package files writes a file, or several that belong together, whole or not at all: also when the
// power fails or the disk is full in the middle.
//
// Where to look:
//
//	files.go    New, Make, NewFolder, NewFolderAndFile: what must not exist yet
//	replace.go  Replace, Finish: several files of a folder at once
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Permissions of new files.
const (
	Secret   fs.FileMode = 0o600 // keys and copies of the registry: only for their owner
	Exchange fs.FileMode = 0o640 // what people hand on: also readable for their group
	Public   fs.FileMode = 0o644 // what anybody may read
)

// unfinished begins the names of what is not whole yet. What a crash leaves under such a name can
// be deleted.
const unfinished = ".unfinished-"

// taken is the error of a name that something has already: an *fs.PathError with the name, that is
// fs.ErrExist.
func taken(name string) error { return &fs.PathError{Op: "make", Path: name, Err: fs.ErrExist} }

// New makes a file with a content. Where there is something with its name already it changes
// nothing and returns an *fs.PathError with the name, that is fs.ErrExist.
func New(name string, content []byte, mode fs.FileMode) error {
	return Make(name, mode, func(temporary string) error { return os.WriteFile(temporary, content, mode) })
}

// Make makes a file and lets fill write it under a temporary name in the same folder, where an empty
// file is. Where there is something with its name already it changes nothing and returns an error
// that is fs.ErrExist.
func Make(name string, mode fs.FileMode, fill func(temporary string) error) (err error) {
	if _, err := os.Lstat(name); err == nil {
		return taken(name)
	}
	file, err := os.CreateTemp(filepath.Dir(name), unfinished)
	if err != nil {
		return err
	}
	temporary := file.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(temporary))
		}
	}()
	if err := errors.Join(file.Chmod(mode), file.Close(), fill(temporary), syncPath(temporary)); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := place(temporary, name); err != nil {
		return err
	}
	if err := syncPath(filepath.Dir(name)); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// place gives a finished file its name. A link, unlike a rename, takes no name that somebody else
// took meanwhile: it could be the only copy of a key.
func place(temporary, name string) error {
	err := os.Link(temporary, name)
	switch {
	case err == nil:
		if err := os.Remove(temporary); err != nil {
			return errors.Join(err, os.Remove(name))
		}
		return nil
	case errors.Is(err, fs.ErrExist):
		return taken(name)
	}
	return os.Rename(temporary, name) // some disks, such as memory sticks, have no links
}

// NewFolder makes a folder with the contents of its files by name. It must not exist, or be empty;
// otherwise it changes nothing and returns an error that is fs.ErrExist. Its parent must exist.
func NewFolder(dir string, contents map[string][]byte, mode fs.FileMode) (err error) {
	switch entries, err := os.ReadDir(dir); {
	case err == nil && len(entries) > 0, err != nil && !errors.Is(err, fs.ErrNotExist):
		return taken(dir)
	}
	parent := filepath.Dir(filepath.Clean(dir))
	work, err := os.MkdirTemp(parent, unfinished)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := writeAll(work, contents, mode); err != nil {
		return fmt.Errorf("write %s: %w", dir, err)
	}
	// Whoever may read the files may list them.
	if err := os.Chmod(work, mode|mode>>2&0o111|0o100); err != nil {
		return err
	}
	// An empty folder is in the way of os.Rename.
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(work, dir); err != nil {
		return err
	}
	if err := syncPath(parent); err != nil {
		return errors.Join(err, takeBack(dir))
	}
	return nil
}

// NewFolderAndFile makes a folder as NewFolder does and a file as New does: both, or on an error
// neither. The file gets its name last, so that after a crash it is never there without the folder.
func NewFolderAndFile(dir string, contents map[string][]byte, name string, content []byte, mode fs.FileMode) error {
	made := false
	err := Make(name, mode, func(temporary string) error {
		if err := errors.Join(os.WriteFile(temporary, content, mode), syncPath(temporary)); err != nil {
			return err
		}
		err := NewFolder(dir, contents, mode)
		made = err == nil
		return err
	})
	if err != nil && made {
		return errors.Join(err, takeBack(dir))
	}
	return err
}

// takeBack removes a folder that was made. It loses its name first, so that what a disk leaves of it
// that fails once more is not taken for the whole.
func takeBack(dir string) error {
	dir = filepath.Clean(dir)
	rest := filepath.Join(filepath.Dir(dir), unfinished+filepath.Base(dir))
	if err := errors.Join(os.RemoveAll(rest), os.Rename(dir, rest)); err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	return os.RemoveAll(rest)
}

// writeAll writes files into a folder, and waits until the disk has them.
func writeAll(dir string, contents map[string][]byte, mode fs.FileMode) error {
	for name, content := range contents {
		file, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err != nil {
			return err
		}
		_, err = file.Write(content)
		if err := errors.Join(err, file.Chmod(mode), file.Sync(), file.Close()); err != nil {
			return err
		}
	}
	return syncPath(dir)
}
