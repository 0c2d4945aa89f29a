// Package audio finds and keeps the recorded clips of a deployment. A clip is a
// file <battery>/<language>/<key> with one of Extensions in the data folder's
// audio folder, and beside it <key>.hash with the mark of the text it was
// recorded from. When the text changes the clip is stale, and is not offered.
// A clip of an earlier text, which a round may still read, is <key>.<mark>.
//
// What is recorded on the pages of staff is a proposal until a second person has
// approved it. Proposals are in a folder of their own, which those who answer
// are never served from.
//
// Where to look:
//
//	audio.go     Find: which clips there are, and which of them fit their texts
//	mp3.go       Length: makes sure that a recording is what the page makes
//	script.go    Script: what is read aloud of a battery, and how much room it has
//	folder.go    Folder: keeps proposals, and makes clips of them
package audio

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Extensions are the kinds of clip, the one that is preferred first.
var Extensions = []string{".mp3", ".m4a", ".ogg", ".webm"}

// MostBytes is the size that the clips of one question may have together: on a
// slow network a minute of waiting is too long.
const MostBytes = 60_000

// Clip is one recording that fits its text.
type Clip struct {
	File string // path in the audio folder
	Size int64  // bytes
}

// MediaType returns the type of a clip, by its extension.
func (c Clip) MediaType() string { return mediaTypes[path.Ext(c.File)] }

var mediaTypes = map[string]string{".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".webm": "audio/webm"}

// Clips is what there is for one battery in one language.
type Clips struct {
	Fresh   map[string]Clip // by text key
	Missing []string        // keys without a clip
	Stale   []string        // keys whose clip was recorded from another text, or from nobody knows which
}

// Mark returns what <key>.hash must say for a text: the first 16 hexadecimal
// digits of its SHA-256.
func Mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// Find looks for the clips of these keys, and lists each key once however many
// questions share it. text gives the words that are shown for a key. A folder
// that does not exist has no clips.
func Find(fsys fs.FS, battery, language string, keys []string, text func(key string) string) (Clips, error) {
	found := Clips{Fresh: map[string]Clip{}, Missing: []string{}, Stale: []string{}}
	there, err := listed(fsys, path.Join(battery, language))
	if err != nil {
		return Clips{}, err
	}
	seen := map[string]bool{}
	for _, key := range keys {
		if seen[key] {
			continue
		}
		seen[key] = true
		mark := Mark(text(key))
		clip, err := there.find(key)
		if err != nil {
			return Clips{}, err
		}
		of, err := there.markOf(key)
		if err != nil {
			return Clips{}, err
		}
		if clip.File == "" || of != mark {
			earlier, err := there.find(key + "." + mark)
			if err != nil {
				return Clips{}, err
			}
			if earlier.File != "" {
				clip, of = earlier, mark
			}
		}
		switch {
		case clip.File == "":
			found.Missing = append(found.Missing, key)
		case of != mark:
			found.Stale = append(found.Stale, key)
		default:
			found.Fresh[key] = clip
		}
	}
	return found, nil
}

// languageFolder is the folder of one battery in one language. Most names that are looked for are not in it: what is
// there is listed once.
type languageFolder struct {
	fsys  fs.FS
	path  string
	names map[string]bool
}

// listed lists a folder. One that does not exist is empty.
func listed(fsys fs.FS, folder string) (languageFolder, error) {
	f := languageFolder{fsys: fsys, path: folder, names: map[string]bool{}}
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f, fmt.Errorf("look for clips: %w", err)
	}
	for _, entry := range entries {
		f.names[entry.Name()] = true
	}
	return f, nil
}

// markOf returns the mark of the text that a clip was recorded from, and "" where nobody knows which.
func (f languageFolder) markOf(key string) (string, error) {
	if !f.names[key+".hash"] {
		return "", nil
	}
	mark, err := fs.ReadFile(f.fsys, path.Join(f.path, key+".hash"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read mark of a clip: %w", err)
	}
	return strings.TrimSpace(string(mark)), nil
}

// find returns the clip of this name, or one without a file.
func (f languageFolder) find(name string) (Clip, error) {
	for _, ext := range Extensions {
		if !f.names[name+ext] {
			continue
		}
		file := path.Join(f.path, name+ext)
		info, err := fs.Stat(f.fsys, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return Clip{}, fmt.Errorf("look for a clip: %w", err)
		}
		if info.Mode().IsRegular() {
			return Clip{File: file, Size: info.Size()}, nil
		}
	}
	return Clip{}, nil
}

// Size returns the bytes of all these keys' clips together, and false when one
// of them has none: a question is read whole or not at all.
func (c Clips) Size(keys []string) (int64, bool) {
	var size int64
	for _, key := range keys {
		clip, ok := c.Fresh[key]
		if !ok {
			return 0, false
		}
		size += clip.Size
	}
	return size, true
}
