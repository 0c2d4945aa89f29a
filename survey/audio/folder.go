package audio

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"fragebatteri/survey"
	"fragebatteri/survey/files"
)

// Folder keeps the clips of a deployment, and what has been recorded and not been
// approved. It may be used by many requests at once.
type Folder struct {
	approved, proposed string
	mu                 sync.Mutex // one change at a time
}

// Proposal is a recording that nobody has approved.
type Proposal struct {
	Size int64  // bytes
	ID   string // of exactly this recording; another one of the same text has another
	By   string // the id of who recorded it
}

// record is what stands beside a proposal, in <key>.json.
type record struct {
	Mark string `json:"mark"` // of the text that was read
	By   string `json:"by"`   // who must not approve it; forgotten when somebody else does
}

// Open returns the folder of clips below a data folder. It does what a change that
// was cut short had decided and not done. Folders are made when there is something
// to keep.
func Open(dir string) (*Folder, error) {
	f := &Folder{approved: filepath.Join(dir, "audio"), proposed: filepath.Join(dir, "audio-proposed")}
	for _, root := range []string{f.approved, f.proposed} {
		languages, err := filepath.Glob(filepath.Join(root, "*", "*"))
		if err != nil {
			return nil, err
		}
		for _, language := range languages {
			if info, err := os.Stat(language); err != nil || !info.IsDir() {
				continue
			}
			if err := files.Finish(language); err != nil {
				return nil, fmt.Errorf("finish a change of clips: %w", err)
			}
		}
	}
	return f, nil
}

// Exists reports whether anything has ever been put there.
func (f *Folder) Exists() bool {
	for _, root := range []string{f.approved, f.proposed} {
		if _, err := os.Stat(root); err == nil {
			return true
		}
	}
	return false
}

// Clips returns the folder of approved clips, for Find. Nothing else can be reached
// through it.
func (f *Folder) Clips() fs.FS { return os.DirFS(f.approved) }

// Find looks for the approved clips of a script.
func (f *Folder) Find(s Script) (Clips, error) {
	return Find(f.Clips(), s.Battery.ID, s.Language, s.Keys(), s.Text)
}

// Proposals returns the recordings of a script's present texts that nobody has
// approved, by key.
func (f *Folder) Proposals(s Script) (map[string]Proposal, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.proposals(s)
}

func (f *Folder) proposals(s Script) (map[string]Proposal, error) {
	found := map[string]Proposal{}
	for _, key := range s.Keys() {
		mp3, about, err := f.proposal(s, key)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if about.Mark == Mark(s.Text(key)) {
			found[key] = Proposal{Size: int64(len(mp3)), ID: idOf(mp3), By: about.By}
		}
	}
	return found, nil
}

// proposal reads the proposal of a key, of its present text or another.
func (f *Folder) proposal(s Script, key string) (mp3 []byte, about record, err error) {
	name := base(f.proposed, s, key)
	if mp3, err = os.ReadFile(name + recorded); err != nil {
		return nil, record{}, err
	}
	text, err := os.ReadFile(name + ".json")
	if err != nil {
		return nil, record{}, err
	}
	if err := json.Unmarshal(text, &about); err != nil {
		return nil, record{}, fmt.Errorf("read %s.json: %w", name, err)
	}
	return mp3, about, nil
}

// base returns where the files of a key are in one of the folders, but for how their
// names end.
func base(root string, s Script, key string) string {
	return filepath.Join(root, s.Battery.ID, s.Language, key)
}

// recorded is the kind of clip that the page makes.
const recorded = ".mp3"

// idOf names a recording by what it is.
func idOf(mp3 []byte) string {
	sum := sha256.Sum256(mp3)
	return hex.EncodeToString(sum[:8])
}

// Listen returns a recording of the present text of a key, and its media type: what was proposed last,
// or the clip that is approved where nothing is. It returns an error of kind NotFound where there is
// none.
func (f *Folder) Listen(s Script, key string) (sound []byte, mediaType string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := s.knows(key); err != nil {
		return nil, "", err
	}
	mp3, about, err := f.proposal(s, key)
	if err == nil && about.Mark == Mark(s.Text(key)) {
		return mp3, mediaTypes[recorded], nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, "", err
	}
	clips, err := f.Find(s)
	if err != nil {
		return nil, "", err
	}
	clip, ok := clips.Fresh[key]
	if !ok {
		return nil, "", survey.Fail(survey.NotFound, "clip.none")
	}
	sound, err = fs.ReadFile(f.Clips(), clip.File)
	return sound, clip.MediaType(), err
}
