package sealing

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// What one pending file is sealed to, with randomness that is always the same,
// has not changed by a byte since the method was released: whoever seals with
// another version of this program gets what the method's name says. Only the
// release's id is drawn anew each time.
func TestFixedPendingFileIsSealedToTheSameBytes(t *testing.T) {
	text, err := os.ReadFile("testdata/pending.json")
	must(t, err)
	file, err := survey.ParsePending(text)
	must(t, err)
	keyText, err := os.ReadFile("testdata/key.txt")
	must(t, err)
	raw, err := hex.DecodeString(strings.TrimSpace(string(keyText)))
	must(t, err)
	key, err := survey.ParsePrivateKey(raw)
	must(t, err)
	signer, err := release.NewSigner()
	must(t, err)
	sealed, err := Seal(file, key, signer, Options{Date: "2027-07-01"})
	must(t, err)
	r := sealed.Release
	r.ID = "fixed"
	got, err := r.Canonical()
	must(t, err)
	const name = "testdata/release.json"
	want, err := os.ReadFile(name)
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("the release has other bytes than %s", name)
	}
}
