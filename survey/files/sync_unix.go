//go:build !windows

package files

import (
	"errors"
	"os"
)

// syncPath waits until the disk has a file, or the names in a folder.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
