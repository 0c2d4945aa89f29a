package audio

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fragebatteri/survey"
)

// script is a battery of two questions that share an answer, read in Somali.
func script(t *testing.T) Script {
	t.Helper()
	k01 := survey.Question{ID: "K01", Kind: survey.Choice, Own: 2}
	k02 := survey.Question{ID: "K02", Kind: survey.Choice, Own: 2}
	words := map[string]string{}
	s := Script{Battery: &survey.Battery{ID: "core", Questions: []survey.Question{k01, k02}}, Language: "so", Text: func(key string) string { return words[key] }}
	for _, key := range s.Keys() {
		words[key] = "the words of " + key
	}
	s.Text = func(key string) string { return words[key] }
	return s
}

// reworded is the script with other words for one key.
func reworded(s Script, key string) Script {
	text := s.Text
	s.Text = func(k string) string {
		if k == key {
			return "other words"
		}
		return text(k)
	}
	return s
}

// keeper is a folder of clips, with what is done in it.
type keeper struct {
	*Folder
	t   *testing.T
	dir string
}

func open(t *testing.T) keeper {
	t.Helper()
	dir := t.TempDir()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return keeper{f, t, dir}
}

func (k keeper) propose(s Script, key string, mp3 []byte, by string) {
	k.t.Helper()
	if changed, err := k.Propose(s, key, Mark(s.Text(key)), mp3, by); !changed || err != nil {
		k.t.Fatalf("propose %s: %v, %v", key, changed, err)
	}
}

func (k keeper) approve(s Script, key string, mp3 []byte, by string) {
	k.t.Helper()
	if changed, err := k.Approve(s, key, idOf(mp3), by); !changed || err != nil {
		k.t.Fatalf("approve %s: %v, %v", key, changed, err)
	}
}

// has makes sure that this recording of K01 is offered, or none where it is nil.
func (k keeper) has(s Script, mp3 []byte) {
	k.t.Helper()
	clips, err := k.Find(s)
	if err != nil {
		k.t.Fatal(err)
	}
	clip, ok := clips.Fresh["K01"]
	if ok != (mp3 != nil) {
		k.t.Fatalf("a clip is offered: %v", ok)
	}
	if ok && !k.holds(clip, idOf(mp3)) {
		k.t.Error("another clip is offered")
	}
}

func (k keeper) heard(s Script) string {
	k.t.Helper()
	mp3, _, err := k.Listen(s, "K01")
	if err != nil {
		return survey.CodeOf(err)
	}
	return idOf(mp3)
}

func refused(t *testing.T, code string, changed bool, err error) {
	t.Helper()
	if survey.CodeOf(err) != code || changed {
		t.Errorf("got %v, %v; want %s", changed, err, code)
	}
}

// A recording is offered when a second person has approved it, and never before.
func TestSecondPersonApproves(t *testing.T) {
	k, s, mp3 := open(t), script(t), sound(50, 'a')
	if got := k.heard(s); got != "clip.none" {
		t.Errorf("before anything is recorded there is %s to listen to", got)
	}
	k.propose(s, "K01", mp3, "7")
	k.has(s, nil)
	if got := k.heard(s); got != idOf(mp3) {
		t.Errorf("what was proposed sounds as %s", got)
	}
	proposals, err := k.Proposals(s)
	if want := (Proposal{Size: int64(len(mp3)), ID: idOf(mp3), By: "7"}); err != nil || len(proposals) != 1 || proposals["K01"] != want {
		t.Errorf("proposals are %v, %v", proposals, err)
	}
	changed, err := k.Approve(s, "K01", idOf(mp3), "7")
	refused(t, "clip.own", changed, err)
	k.has(s, nil)
	k.approve(s, "K01", mp3, "8")
	k.has(s, mp3)
	if got := k.heard(s); got != idOf(mp3) {
		t.Errorf("what was approved sounds as %s", got)
	}
	if changed, err := k.Approve(s, "K01", idOf(mp3), "8"); changed || err != nil {
		t.Errorf("approved twice: %v, %v", changed, err)
	}
	if left, err := filepath.Glob(filepath.Join(k.dir, "audio-proposed", "*", "*", "*")); err != nil || len(left) > 0 {
		t.Errorf("of the proposal there is left %q, %v", left, err)
	}
}

// Who recorded is in no file once somebody else has approved it.
func TestWhoRecordedIsForgotten(t *testing.T) {
	k, s, mp3 := open(t), script(t), sound(50, 'a')
	who := "staff-of-this-test"
	holds := func() (found bool) {
		err := filepath.WalkDir(k.dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			found = found || strings.Contains(string(text), who)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	k.propose(s, "K01", mp3, who)
	if !holds() {
		t.Error("nobody knows who must not approve it")
	}
	k.approve(s, "K01", mp3, "8")
	if holds() {
		t.Error("who recorded is still known")
	}
}

// What arrives twice is one recording, also when it was approved meanwhile.
func TestSameRecordingTwice(t *testing.T) {
	k, s, mp3 := open(t), script(t), sound(50, 'a')
	again := func() {
		t.Helper()
		if changed, err := k.Propose(s, "K01", Mark(s.Text("K01")), mp3, "7"); changed || err != nil {
			t.Errorf("sent again: %v, %v", changed, err)
		}
	}
	k.propose(s, "K01", mp3, "7")
	again()
	k.approve(s, "K01", mp3, "8")
	again()
	if proposals, err := k.Proposals(s); err != nil || len(proposals) > 0 {
		t.Errorf("proposals are %v, %v", proposals, err)
	}
}

// A new recording takes the place of the one before, and is not approved by who has heard that one.
func TestRecordedAgain(t *testing.T) {
	k, s := open(t), script(t)
	first, second, third := sound(50, 'a'), sound(50, 'b'), sound(50, 'c')
	k.propose(s, "K01", first, "7")
	k.propose(s, "K01", second, "8")
	changed, err := k.Approve(s, "K01", idOf(first), "9")
	refused(t, "clip.gone", changed, err)
	k.approve(s, "K01", second, "7")
	k.propose(s, "K01", third, "7")
	k.has(s, second) // until the new one is approved
	k.approve(s, "K01", third, "8")
	k.has(s, third)
}

// A text that changes takes its proposal and its clip out of use.
func TestTextOfARecordingChanges(t *testing.T) {
	k, s, mp3 := open(t), script(t), sound(50, 'a')
	other := reworded(s, "K01")
	changed, err := k.Propose(other, "K01", Mark(s.Text("K01")), mp3, "7")
	refused(t, "clip.changed", changed, err)
	k.propose(s, "K01", mp3, "7")
	changed, err = k.Approve(other, "K01", idOf(mp3), "8")
	refused(t, "clip.gone", changed, err)
	if got := k.heard(other); got != "clip.none" {
		t.Errorf("of the new text there is %s to listen to", got)
	}
	k.propose(other, "K01", sound(40, 'b'), "7")
	k.approve(other, "K01", sound(40, 'b'), "8")
	k.has(other, sound(40, 'b'))
	k.has(s, nil)
}

// A text that is worded anew is recorded anew, and the clip of what it said before is still there for
// the rounds that say it.
func TestClipOfAnEarlierTextIsKept(t *testing.T) {
	k, s := open(t), script(t)
	other := reworded(s, "K01")
	before, after, again := sound(50, 'a'), sound(50, 'b'), sound(50, 'c')
	k.propose(s, "K01", before, "7")
	k.approve(s, "K01", before, "8")
	k.propose(other, "K01", after, "7")
	k.approve(other, "K01", after, "8")
	k.has(s, before)
	k.has(other, after)
	k.propose(s, "K01", again, "7")
	k.approve(s, "K01", again, "8")
	k.has(s, again)
	k.has(other, after)
}

// The clips of a question are together no larger than a slow network takes; those of what several
// questions say count in each.
func TestRoom(t *testing.T) {
	k, s := open(t), script(t)
	k.propose(s, "K01", sound(400, 'a'), "7")       // 43,200 bytes
	k.propose(s, "option.na", sound(100, 'b'), "7") // 10,800
	for _, c := range []struct {
		key    string
		frames int
		fits   bool
	}{{"K01.o1", 56, false}, {"K01.o1", 55, true}, {"K01.o2", 6, false}, {"K02", 455, true}, {"K02", 456, false}, {"K01", 401, false}} {
		changed, err := k.Propose(s, c.key, Mark(s.Text(c.key)), sound(c.frames, 'c'), "7")
		if c.fits != changed || !c.fits && survey.CodeOf(err) != "clip.long" {
			t.Errorf("%d frames of %s: %v, %v", c.frames, c.key, changed, err)
		}
	}
	clips, err := k.Find(s)
	if err != nil {
		t.Fatal(err)
	}
	proposals, err := k.Proposals(s)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]int64{"K01": 60_000 - 155*108, "K01.o2": 60, "option.na": 10_860} {
		if room := s.Room(key, Sizes(clips, proposals)); room != want {
			t.Errorf("%s has room for %d bytes, want %d", key, room, want)
		}
	}
}

func TestWhatIsNotKept(t *testing.T) {
	k, s := open(t), script(t)
	for _, key := range []string{"", "K99", "../K01", "K01/../../../registry.db"} {
		changed, err := k.Propose(s, key, Mark(""), sound(50, 'a'), "7")
		refused(t, "clip.unknown", changed, err)
		changed, err = k.Approve(s, key, "", "8")
		refused(t, "clip.unknown", changed, err)
		_, _, err = k.Listen(s, key)
		refused(t, "clip.unknown", false, err)
	}
	changed, err := k.Propose(s, "K01", Mark(s.Text("K01")), []byte("sound"), "7")
	refused(t, "clip.sound", changed, err)
	if entries, err := os.ReadDir(k.dir); err != nil || len(entries) > 0 {
		t.Errorf("refused recordings left %v, %v", entries, err)
	}
}

// Of two who approve at once, and one who records anew, none breaks what is offered.
func TestClipsAtOnce(t *testing.T) {
	k, s := open(t), script(t)
	var work sync.WaitGroup
	for i := range 8 {
		work.Go(func() {
			mp3 := sound(50, byte('a'+i))
			if _, err := k.Propose(s, "K01", Mark(s.Text("K01")), mp3, "7"); err != nil {
				t.Error(err)
			}
			if _, err := k.Approve(s, "K01", idOf(mp3), "8"); err != nil && survey.CodeOf(err) != "clip.gone" {
				t.Error(err)
			}
		})
	}
	work.Wait()
	mp3, _, err := k.Listen(s, "K01")
	if err != nil {
		t.Fatal(err)
	}
	k.has(s, mp3)
}

// An approval that was cut short is finished when the folder is opened.
func TestApprovalCutShort(t *testing.T) {
	k, s, mp3 := open(t), script(t), sound(50, 'a')
	dir := filepath.Join(k.dir, "audio", "core", "so")
	for name, content := range map[string]string{
		"K01.mp3": "old", "K01.hash": Mark("old words"),
		".replacing/K01.mp3": string(mp3), ".replacing/K01.hash": Mark(s.Text("K01")),
	} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(k.dir, "audio", "core", "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var err error
	if k.Folder, err = Open(k.dir); err != nil {
		t.Fatal(err)
	}
	k.has(s, mp3)
}

// A clip of another kind, of nobody knows which text, does not live on below the new one's mark.
func TestOtherKindsOfClipGo(t *testing.T) {
	k, s, mp3 := open(t), script(t), sound(50, 'a')
	dir := filepath.Join(k.dir, "audio", "core", "so")
	if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "K01.ogg"), []byte("old"), 0o644)); err != nil {
		t.Fatal(err)
	}
	k.propose(s, "K01", mp3, "7")
	k.approve(s, "K01", mp3, "8")
	if err := os.Remove(filepath.Join(dir, "K01.mp3")); err != nil {
		t.Fatal(err)
	}
	k.has(s, nil)
}
