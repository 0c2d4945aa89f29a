package audio

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"fragebatteri/survey"
	"fragebatteri/survey/files"
)

// Propose keeps a recording of the text of a key until somebody else approves it,
// in place of what was proposed before. mark is that of the text that was on the
// screen, and by the id of who recorded. It reports whether that changed anything:
// a recording that is received twice is one. It returns an error of kind Invalid
// when the recording is not what the page makes, or is too long for its questions,
// and of kind Conflict when the text has changed.
func (f *Folder) Propose(s Script, key, mark string, mp3 []byte, by string) (changed bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := s.knows(key); err != nil {
		return false, err
	}
	if _, err := Length(mp3); err != nil {
		return false, err
	}
	if mark != Mark(s.Text(key)) {
		return false, survey.Fail(survey.Conflict, "clip.changed")
	}
	proposals, err := f.proposals(s)
	if err != nil {
		return false, err
	}
	clips, err := f.Find(s)
	if err != nil {
		return false, err
	}
	if proposals[key].ID == idOf(mp3) || f.holds(clips.Fresh[key], idOf(mp3)) {
		return false, nil
	}
	if int64(len(mp3)) > s.Room(key, Sizes(clips, proposals)) {
		return false, survey.Fail(survey.Invalid, "clip.long")
	}
	about, err := json.Marshal(record{mark, by})
	if err != nil {
		return false, err
	}
	return true, replace(f.proposed, s, map[string][]byte{key + recorded: mp3, key + ".json": append(about, '\n')})
}

// Sizes gives the bytes of what is recorded of a key: of what is proposed, and of
// the approved clip where nothing is.
func Sizes(clips Clips, proposals map[string]Proposal) func(key string) int64 {
	return func(key string) int64 {
		if p, ok := proposals[key]; ok {
			return p.Size
		}
		return clips.Fresh[key].Size
	}
}

// Approve makes a clip of what is proposed for a key, and forgets who recorded it.
// id is that of the recording that the actor, whose own id is by, has heard. It
// reports whether that changed anything. It returns an error of kind Forbidden to
// whoever recorded it, and of kind Conflict when something else is proposed now.
func (f *Folder) Approve(s Script, key, id, by string) (changed bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := s.knows(key); err != nil {
		return false, err
	}
	mp3, about, err := f.proposal(s, key)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err != nil || idOf(mp3) != id || about.Mark != Mark(s.Text(key)) {
		clips, err := f.Find(s)
		if err != nil {
			return false, err
		}
		if f.holds(clips.Fresh[key], id) {
			return false, nil
		}
		return false, survey.Fail(survey.Conflict, "clip.gone")
	}
	if about.By == by {
		return false, survey.Fail(survey.Forbidden, "clip.own")
	}
	clip, err := f.earlier(s, key, about.Mark)
	if err != nil {
		return false, err
	}
	clip[key+recorded], clip[key+".hash"] = mp3, []byte(about.Mark+"\n")
	if err := replace(f.approved, s, clip); err != nil {
		return false, err
	}
	return true, f.forget(s, key)
}

// earlier returns the clip of a key under the name of its own text, when that is another than the one
// with this mark: rounds that are open go on reading the words that they began with.
func (f *Folder) earlier(s Script, key, mark string) (map[string][]byte, error) {
	now, err := listed(f.Clips(), path.Join(s.Battery.ID, s.Language))
	if err != nil {
		return nil, err
	}
	clip, err := now.find(key)
	if err != nil {
		return nil, err
	}
	of, err := now.markOf(key)
	if err != nil {
		return nil, err
	}
	kept := map[string][]byte{}
	if clip.File != "" && of != "" && of != mark {
		kept[key+"."+of+path.Ext(clip.File)], err = fs.ReadFile(f.Clips(), clip.File)
	}
	return kept, err
}

// forget deletes the proposal of a key that has been approved, and clips of other
// kinds, which were recorded from nobody knows which text.
func (f *Folder) forget(s Script, key string) error {
	proposal, clip := base(f.proposed, s, key), base(f.approved, s, key)
	old := []string{proposal + recorded, proposal + ".json"}
	for _, ext := range Extensions {
		if ext != recorded {
			old = append(old, clip+ext)
		}
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// holds reports whether a clip is the recording with this id.
func (f *Folder) holds(clip Clip, id string) bool {
	if clip.File == "" {
		return false
	}
	content, err := fs.ReadFile(f.Clips(), clip.File)
	return err == nil && idOf(content) == id
}

// replace puts files in the place of those of a script in a folder.
func replace(root string, s Script, contents map[string][]byte) error {
	dir := filepath.Join(root, s.Battery.ID, s.Language)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return files.Replace(dir, contents)
}
