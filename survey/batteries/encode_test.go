package batteries

import (
	"bytes"
	"io/fs"
	"testing"
)

// What is encoded is what the files of the batteries that are built in say, to the byte.
func TestEncode(t *testing.T) {
	names, err := fs.Glob(Embedded, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	list, err := Load(Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		want, err := fs.ReadFile(Embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Encode(list[i])
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is encoded as %s, %v", name, got, err)
		}
	}
}
