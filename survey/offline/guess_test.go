package offline

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ccojocar/zxcvbn-go"
)

// What a passphrase is worth is what zxcvbn says, of whatever somebody types.
func TestGuessedAsZxcvbn(t *testing.T) {
	words := []string{"norrköping", "kommunen", "Vår 2027"}
	pieces := []string{
		"norrköping", "Kommunen", "vår 2027", "password", "p@ssw0rd", "m0n|<3y", "l!v1n9", "71|!", "åäö", "ååå", "éé", "anna", "Andersson", "tr0ub4dor",
		"qwerty", "QwErTy", "asdfgh", "zxcvbn", "74123", "aoeui", "1qaz", "!@#", "aaa", "AAa", "bbbbbb", "ÅÅÅ", "abc", "cba", "XYZ", "xyzabc", "987", "0123",
		"2026-11-29", "29/11/1984", "1-1-99", "11.12.13", "20081231", "31122008", "991231", "1999", "12345", "1234567", "12 12 2012", "31-31-31",
		"-", " ", ".", "x", "ሰላም", "م", "\U0001F600", "\xff",
	}
	random := rand.New(rand.NewPCG(1, 2))
	typed := append([]string{""}, pieces...)
	for range 100 {
		var text strings.Builder
		for range 1 + random.IntN(4) {
			text.WriteString(pieces[random.IntN(len(pieces))])
		}
		typed = append(typed, text.String())
	}
	for _, text := range typed {
		got, err := bitsToGuess(text, words)
		if want := zxcvbn.PasswordStrength(text, words).Entropy; err != nil || got != want {
			t.Errorf("%q: got %v bits, %v; want %v", text, got, err, want)
		}
	}
}
