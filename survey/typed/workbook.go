package typed

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Errors of CheckWorkbook.
var (
	ErrWorkbookLarge  = errors.New("the workbook unpacks to more than it may")
	ErrWorkbookBroken = errors.New("this is no whole workbook")
)

// WorkbookLimits are the most that a workbook may be, unpacked, in bytes.
type WorkbookLimits struct {
	All, Part uint64 // of all parts together, and of one
	Parts     int
}

// CheckWorkbook returns ErrWorkbookLarge for an XLSX file that would unpack to more than the limits,
// and an error that wraps ErrWorkbookBroken for one that is no archive or has a sheet that ends halfway. excelize adds up
// the sizes that the file itself claims without looking for an overflow, and takes an end that comes too soon for the end.
func CheckWorkbook(raw []byte, limits WorkbookLimits) error {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return errors.Join(ErrWorkbookBroken, err)
	}
	if len(archive.File) > limits.Parts {
		return ErrWorkbookLarge
	}
	left := limits.All
	for _, part := range archive.File {
		if part.UncompressedSize64 > min(left, limits.Part) {
			return ErrWorkbookLarge
		}
		left -= part.UncompressedSize64
	}
	for _, part := range archive.File {
		if strings.HasPrefix(part.Name, "xl/worksheets/") && strings.HasSuffix(part.Name, ".xml") {
			if err := checkWhole(part, limits.Part); err != nil {
				return errors.Join(ErrWorkbookBroken, err)
			}
		}
	}
	return nil
}

// checkWhole reads a part to its end.
func checkWhole(part *zip.File, most uint64) error {
	content, err := part.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	for decoder := xml.NewDecoder(io.LimitReader(content, int64(most))); ; {
		switch _, err := decoder.Token(); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
	}
}
