package files

import (
	"errors"
	"os"
)

// syncPath waits until the disk has a file. Windows keeps the names in a folder by itself, and has
// no way to wait for them.
func syncPath(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
