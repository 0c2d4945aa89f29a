package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fragebatteri/i18n"
)

// write stores the edited texts and the review. Members of a file that were not
// edited keep their bytes and their order.
func (w *importing) write(dir string, l i18n.Language) error {
	if w.changes == (Changes{}) {
		return nil
	}
	contents := map[string][]byte{}
	for file, edited := range w.edited {
		name := file + "." + l.Tag + ".json"
		members, err := readObject(os.DirFS(dir), name)
		if err != nil {
			return err
		}
		for id, text := range edited {
			if members, err = members.put(id, text); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		contents[name] = members.encode()
	}
	text, err := encodeIndented(w.review)
	if err != nil {
		return err
	}
	contents[fileOf(l.Tag)] = text
	return replaceAll(dir, contents)
}

// put sets the text of a key, or of one plural form of it.
func (o object) put(id, text string) (object, error) {
	key, form, counts := strings.Cut(id, "#")
	current := o.find(key)
	value, err := encodeText(text)
	if err != nil {
		return nil, err
	}
	if counts {
		forms, err := current.forms()
		if err != nil {
			return nil, err
		}
		if forms == nil {
			forms = map[string]string{}
		}
		forms[form] = text
		if value, err = encodeIndented(forms); err != nil {
			return nil, err
		}
	}
	for i := range o {
		if o[i].key == key {
			o[i].value = value
			return o, nil
		}
	}
	return append(o, member{key: key, value: value}), nil
}

func encodeText(text string) (json.RawMessage, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(text)
	return bytes.TrimSpace(out.Bytes()), err
}

func encodeIndented(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return out.Bytes(), err
}

// encode writes the members in their order, indented by two spaces.
func (o object) encode() []byte {
	var compact, out bytes.Buffer
	compact.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			compact.WriteByte(',')
		}
		key, err := encodeText(m.key)
		if err != nil {
			panic(err) // a string always encodes
		}
		compact.Write(key)
		compact.WriteByte(':')
		compact.Write(m.value)
	}
	compact.WriteByte('}')
	if err := json.Indent(&out, compact.Bytes(), "", "  "); err != nil {
		panic(err) // every member was read from JSON or encoded above
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// replaceAll writes new files beside the old ones first, and then puts them in
// place, so that a full disk changes nothing.
func replaceAll(dir string, contents map[string][]byte) (err error) {
	var finished []string
	defer func() {
		for _, name := range finished {
			err = errors.Join(err, os.Remove(name))
		}
	}()
	places := map[string]string{}
	for name, content := range contents {
		file, err := os.CreateTemp(dir, ".unfinished-")
		if err != nil {
			return err
		}
		finished = append(finished, file.Name())
		places[file.Name()] = filepath.Join(dir, name)
		_, err = file.Write(content)
		if err := errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close()); err != nil {
			return err
		}
	}
	for len(finished) > 0 {
		if err := os.Rename(finished[0], places[finished[0]]); err != nil {
			return err
		}
		finished = finished[1:]
	}
	return nil
}
