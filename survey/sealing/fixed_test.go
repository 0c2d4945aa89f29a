package sealing

import (
	"bytes"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// What one pending file is sealed to has not changed by a byte since the method
// was released: whoever seals with another version of this program gets what the
// method's name says.
func TestFixedPendingFileIsSealedToTheSameBytes(t *testing.T) {
	text, err := os.ReadFile("testdata/pending.json")
	must(t, err)
	file, err := survey.ParsePending(text, "2027-07-01")
	must(t, err)
	keyText, err := os.ReadFile("testdata/key.txt")
	must(t, err)
	raw, err := hex.DecodeString(strings.TrimSpace(string(keyText)))
	must(t, err)
	key, err := survey.ParsePrivateKey(raw)
	must(t, err)
	signer, err := release.NewSigner()
	must(t, err)
	sealed, err := Seal(file, key, signer, Options{})
	must(t, err)
	const name = "testdata/release.json"
	want, err := os.ReadFile(name)
	must(t, err)
	if !bytes.Equal(sealed.JSON, want) {
		t.Errorf("the release has other bytes than %s", name)
	}
}
