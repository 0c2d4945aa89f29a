package batteries

import (
	"bytes"
	"io/fs"
	"testing"
	"testing/fstest"
)

// What is encoded is what the files of the batteries that are built in say, to the byte.
func TestEncode(t *testing.T) {
	names, err := fs.Glob(Embedded, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		want, err := fs.ReadFile(Embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		list, err := Load(fstest.MapFS{name: {Data: want}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Encode(list[0])
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is encoded as %s, %v", name, got, err)
		}
	}
}
