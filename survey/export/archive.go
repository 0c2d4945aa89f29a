package export

import (
	"archive/zip"
	"fmt"
	"io"
	"time"

	"fragebatteri/survey/release"
)

// entry begins a file in a zip. Its time is the day on which the release was sealed, so that two
// exports are the same bytes.
func entry(archive *zip.Writer, r release.Release, name string) (io.Writer, error) {
	sealed, err := time.Parse(time.DateOnly, r.Sealed)
	if err != nil {
		return nil, fmt.Errorf("write zip: %w", err)
	}
	file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: sealed})
	if err != nil {
		return nil, fmt.Errorf("write zip: %w", err)
	}
	return file, nil
}
