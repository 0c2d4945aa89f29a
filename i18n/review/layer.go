package review

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey/files"
)

// Layer returns a folder of locale files in which those of one folder lie over those of another,
// text by text: a text that over has is taken from there and every other from under, and so is what
// is known about a text. Other files are taken whole. The error names the file that cannot be read.
func Layer(over, under fs.FS) (fs.FS, error) {
	upper, err := readAll(over)
	if err != nil {
		return nil, err
	}
	lower, err := readAll(under)
	if err != nil {
		return nil, err
	}
	for name, text := range upper {
		if lower[name] != nil {
			if text, err = layText(name, text, lower[name]); err != nil {
				return nil, err
			}
		}
		lower[name] = text
	}
	return folderOf(lower)
}

// Layered returns the texts of under with those of a folder over them, as files and as a catalog.
// All of them can be used: the folder's alone, too. A folder that does not exist has none.
func Layered(dir string, under fs.FS, languages []i18n.Language) (fs.FS, *i18n.Catalog, error) {
	all := under
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		// A change that was cut short is finished first.
		if err := files.Finish(dir); err != nil {
			return nil, nil, err
		}
		over := os.DirFS(dir)
		// Alone first: what stands twice in a file would be one thing after it was laid over another.
		if _, err := i18n.Load(over, languages); err != nil {
			return nil, nil, err
		}
		if all, err = Layer(over, under); err != nil {
			return nil, nil, err
		}
	}
	catalog, err := i18n.Load(all, languages)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range languages {
		if _, err := Load(all, l.Tag); err != nil {
			return nil, nil, err
		}
	}
	return all, catalog, nil
}

// readAll returns the JSON files at the root of a folder by their names.
func readAll(fsys fs.FS) (map[string][]byte, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	contents := map[string][]byte{}
	for _, entry := range entries {
		if entry.IsDir() || path.Ext(entry.Name()) != ".json" {
			continue
		}
		if contents[entry.Name()], err = fs.ReadFile(fsys, entry.Name()); err != nil {
			return nil, err
		}
	}
	return contents, nil
}

// layText lays one file over another of the same name.
func layText(name string, over, under []byte) ([]byte, error) {
	upper, err := parseObject(over)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	lower, err := parseObject(under)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, m := range upper {
		value := m.value
		if below := lower.find(m.key).value; isReview(name) && below != nil {
			if value, err = layText(name+": "+m.key, m.value, below); err != nil {
				return nil, err
			}
		}
		lower = lower.set(m.key, value)
	}
	return lower.encode(), nil
}

// isReview tells a file of states, whose texts stand by file, from a file of texts.
func isReview(name string) bool {
	return strings.HasPrefix(name, "review.") && strings.HasSuffix(name, ".json")
}

// folderOf returns a folder with these files: an archive in memory, which the standard library reads
// as one.
func folderOf(contents map[string][]byte) (fs.FS, error) {
	var packed bytes.Buffer
	to := zip.NewWriter(&packed)
	for name, text := range contents {
		file, err := to.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = file.Write(text)
		}
		if err != nil {
			return nil, errors.Join(err, to.Close())
		}
	}
	if err := to.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
}
