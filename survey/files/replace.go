package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// replacing is the folder of new files that are about to take the place of others: once it has its
// name, they do, whatever happens.
const replacing = ".replacing"

// Replace puts files by name in the place of those of the folder dir: all of them, or on an error
// none. When it is cut short in the middle, Finish does the rest.
func Replace(dir string, contents map[string][]byte) (err error) {
	if err := Finish(dir); err != nil {
		return err
	}
	work, err := os.MkdirTemp(dir, unfinished)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := writeAll(work, contents, Public); err != nil {
		return err
	}
	if err := os.Rename(work, filepath.Join(dir, replacing)); err != nil {
		return err
	}
	if err := syncPath(dir); err != nil {
		return err
	}
	return Finish(dir)
}

// Finish does what a Replace in the folder dir had decided and not done. It is called before files
// of the folder are read.
func Finish(dir string) error {
	from := filepath.Join(dir, replacing)
	entries, err := os.ReadDir(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.Rename(filepath.Join(from, entry.Name()), filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	if err := syncPath(dir); err != nil {
		return err
	}
	if err := os.Remove(from); err != nil {
		return err
	}
	return syncPath(dir)
}
