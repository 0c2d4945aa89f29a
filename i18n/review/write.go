package review

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey/files"
)

// edit is what somebody changes about a text.
type edit struct {
	Text
	entry    Entry
	reworded bool
	words    string // the new translation, where it is reworded
}

// write stores in dir what was edited in texts of a language that were read from fsys: the one way
// in which words and their states change. Members of a file that were not edited keep their bytes
// and their order.
func write(fsys fs.FS, dir string, l i18n.Language, edits []edit) error {
	if len(edits) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	states, err := readObject(os.DirFS(dir), fileOf(l.Tag))
	if err != nil {
		return err
	}
	texts := map[string]object{}
	for _, e := range edits {
		if states, err = states.putEntry(e.Text, e.entry); err != nil {
			return fmt.Errorf("%s: %w", fileOf(l.Tag), err)
		}
		if !e.reworded {
			continue
		}
		name := e.File + "." + l.Tag + ".json"
		if texts[name] == nil {
			if texts[name], err = readObject(os.DirFS(dir), name); err != nil {
				return err
			}
		}
		if texts[name], err = texts[name].withForms(fsys, name, e.ID); err != nil {
			return err
		}
		if texts[name], err = texts[name].put(e.ID, e.words); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	contents := map[string][]byte{fileOf(l.Tag): states.encode()}
	for name, edited := range texts {
		contents[name] = edited.encode()
	}
	return files.Replace(dir, contents)
}

// withForms adds a text that counts something as another folder has it, if it is
// not there: one that lies over it has all its forms.
func (o object) withForms(fsys fs.FS, name, id string) (object, error) {
	key, _, counts := strings.Cut(id, "#")
	if !counts || len(o.find(key).value) > 0 {
		return o, nil
	}
	other, err := readObject(fsys, name)
	if m := other.find(key); len(m.value) > 0 {
		o = append(o, m)
	}
	return o, err
}

// put sets the text of a key, or of one plural form of it.
func (o object) put(id, text string) (object, error) {
	value, err := encodeValue(text)
	if err != nil {
		return nil, err
	}
	key, form, counts := strings.Cut(id, "#")
	current := o.find(key).value
	isObject := bytes.HasPrefix(current, []byte("{"))
	if !counts && !isObject {
		return o.set(key, value), nil
	}
	if !counts {
		form = "other"
	}
	var forms object
	if isObject {
		if forms, err = parseObject(current); err != nil {
			return nil, err
		}
	} else if len(current) > 0 {
		forms = object{{"other", current}} // a text that should have had forms
	}
	return o.set(key, forms.set(form, value).encode()), nil
}

// putEntry sets what a review says about a text.
func (o object) putEntry(t Text, entry Entry) (object, error) {
	var entries object
	if current := o.find(t.File).value; len(current) > 0 {
		var err error
		if entries, err = parseObject(current); err != nil {
			return nil, err
		}
	}
	value, err := encodeValue(entry)
	if err != nil {
		return nil, err
	}
	return o.set(t.File, entries.set(t.ID, value).encode()), nil
}

// set replaces the value of a member, or adds it at the end.
func (o object) set(key string, value json.RawMessage) object {
	for i := range o {
		if o[i].key == key {
			o[i].value = value
			return o
		}
	}
	return append(o, member{key: key, value: value})
}

func encodeValue(value any) (json.RawMessage, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSpace(out.Bytes()), err
}

// encode writes the members in their order, indented by two spaces.
func (o object) encode() []byte {
	var compact, out bytes.Buffer
	compact.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			compact.WriteByte(',')
		}
		key, err := encodeValue(m.key)
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
