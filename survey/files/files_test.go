package files

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// holds makes sure that a folder has these files, with their contents, and nothing else.
func holds(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	entries, err := os.ReadDir(dir)
	ok(t, err)
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		ok(t, err)
		got[entry.Name()] = string(content)
	}
	if !maps.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

func TestNew(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a")
	ok(t, New(name, []byte("one"), Exchange))
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != Exchange {
		t.Errorf("its permissions are %v, %v", info.Mode(), err)
	}
	if err := New(name, []byte("two"), Exchange); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	failed := errors.New("the disk is full")
	if err := Make(filepath.Join(dir, "b"), Secret, func(string) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	if err := New(filepath.Join(dir, "none", "c"), nil, Secret); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in no folder: %v", err)
	}
	holds(t, dir, map[string]string{"a": "one"})
}

// Of many that want one name at the same time, one gets it and the others are told.
func TestNewAtOnce(t *testing.T) {
	name := filepath.Join(t.TempDir(), "key")
	var work sync.WaitGroup
	var made atomic.Int32
	for range 20 {
		work.Go(func() {
			switch err := New(name, []byte("secret"), Secret); {
			case err == nil:
				made.Add(1)
			case !errors.Is(err, fs.ErrExist):
				t.Error(err)
			}
		})
	}
	work.Wait()
	if made.Load() != 1 {
		t.Errorf("%d writers were told that the file is theirs", made.Load())
	}
	holds(t, filepath.Dir(name), map[string]string{"key": "secret"})
}

func TestNewFolder(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "a")
	contents := map[string][]byte{"x": []byte("1"), "y": []byte("2")}
	ok(t, NewFolder(dir, contents, Exchange))
	holds(t, dir, map[string]string{"x": "1", "y": "2"})
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o750 {
		t.Errorf("its permissions are %v, %v", info.Mode(), err)
	}
	if err := NewFolder(dir, nil, Exchange); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a folder: %v", err)
	}
	empty := filepath.Join(parent, "b")
	ok(t, os.Mkdir(empty, 0o700))
	ok(t, NewFolder(empty, contents, Exchange))
	holds(t, empty, map[string]string{"x": "1", "y": "2"})
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != 2 {
		t.Errorf("beside them there is %v, %v", entries, err)
	}
}

// A folder and the file that belongs to it are made both or neither: whichever of the two names is
// taken, or has no folder to be in, nothing is there that was not before.
func TestNewFolderAndFile(t *testing.T) {
	contents := map[string][]byte{"x": []byte("1")}
	for _, test := range []struct {
		name    string
		prepare func(t *testing.T, parent string)
		file    string
		want    error
		left    []string
	}{
		{"nothing is there", func(*testing.T, string) {}, "a.file", nil, []string{"a", "a.file"}},
		{"the folder is taken", func(t *testing.T, parent string) {
			ok(t, os.MkdirAll(filepath.Join(parent, "a", "mine"), 0o700))
		}, "a.file", fs.ErrExist, []string{"a"}},
		{"the file is taken", func(t *testing.T, parent string) {
			ok(t, os.WriteFile(filepath.Join(parent, "a.file"), []byte("mine"), 0o600))
		}, "a.file", fs.ErrExist, []string{"a.file"}},
		{"both have one name", func(*testing.T, string) {}, "a", fs.ErrExist, nil},
		{"the file has no folder to be in", func(*testing.T, string) {}, "none/a.file", fs.ErrNotExist, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			test.prepare(t, parent)
			dir, file := filepath.Join(parent, "a"), filepath.Join(parent, test.file)
			if err := NewFolderAndFile(dir, contents, file, []byte("2"), Exchange); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			entries, err := os.ReadDir(parent)
			ok(t, err)
			var left []string
			for _, entry := range entries {
				left = append(left, entry.Name())
			}
			if !slices.Equal(left, test.left) {
				t.Errorf("there is %q, want %q", left, test.left)
			}
			if test.want == nil {
				holds(t, dir, map[string]string{"x": "1"})
				content, err := os.ReadFile(file)
				ok(t, err)
				if string(content) != "2" {
					t.Errorf("the file holds %q", content)
				}
			}
		})
	}
}

// Whenever a replacement was cut short, what is read after Finish is all old or all new.
func TestReplaceCutShort(t *testing.T) {
	old := map[string]string{"a": "old a", "b": "old b", "c": "old c"}
	fresh := map[string]string{"a": "old a", "b": "new b", "c": "new c", "d": "new d"}
	names := []string{"b", "c", "d"}
	for moved := range len(names) + 1 {
		dir := t.TempDir()
		for name, content := range old {
			ok(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
		}
		ok(t, os.Mkdir(filepath.Join(dir, replacing), 0o700))
		for i, name := range names {
			to := filepath.Join(dir, replacing)
			if i < moved {
				to = dir
			}
			ok(t, os.WriteFile(filepath.Join(to, name), []byte(fresh[name]), 0o644))
		}
		ok(t, Finish(dir))
		holds(t, dir, fresh)
		ok(t, Finish(dir))
	}
	dir := t.TempDir()
	ok(t, Replace(dir, map[string][]byte{"a": []byte("1")}))
	ok(t, Replace(dir, map[string][]byte{"a": []byte("2"), "b": []byte("3")}))
	holds(t, dir, map[string]string{"a": "2", "b": "3"})
}

// A replacement that cannot be written changes nothing.
func TestReplaceFails(t *testing.T) {
	dir := t.TempDir()
	ok(t, Replace(dir, map[string][]byte{"a": []byte("1")}))
	if err := Replace(dir, map[string][]byte{"a": []byte("2"), filepath.Join("no", "folder"): nil}); err == nil {
		t.Error("a file in a folder that is not there was written")
	}
	holds(t, dir, map[string]string{"a": "1"})
}
