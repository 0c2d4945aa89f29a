package sealing

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"filippo.io/age/armor"
)

// realWorkFactor is that of keys outside tests.
var realWorkFactor = workFactor

// TestMain has the keys of tests opened quickly.
func TestMain(m *testing.M) {
	workFactor = 10
	os.Exit(m.Run())
}

// A key file that is found must stay shut: each guess takes about a second.
func TestGuessingAPassphraseIsDear(t *testing.T) {
	defer func(quick int) { workFactor = quick }(workFactor)
	workFactor = realWorkFactor
	content, err := keyFile{Format: roundKeyFormat}.encode("rätt häst batteri")
	must(t, err)
	text, err := io.ReadAll(armor.NewReader(bytes.NewReader(content)))
	must(t, err)
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); words[0] == "->" {
			if words[1] != "scrypt" || words[3] != "18" {
				t.Errorf("the key is protected with %q", line)
			}
			return
		}
	}
	t.Error("the key is not protected")
}
