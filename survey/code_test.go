package survey_test

import (
	"regexp"
	"strings"
	"testing"

	"fragebatteri/survey"
)

func TestNewCode(t *testing.T) {
	form := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{8}$`)
	seen := map[string]bool{}
	used := map[rune]bool{}
	for range 2000 {
		code := survey.NewCode()
		if read, ticket, ok := survey.ParseCode(code); !form.MatchString(code) || read != code || ticket != "" || !ok {
			t.Fatalf("%q is no code", code)
		}
		if seen[code] {
			t.Fatalf("%q came twice", code)
		}
		seen[code] = true
		for _, letter := range code {
			used[letter] = true
		}
	}
	if len(used) != 32 {
		t.Errorf("codes use %d letters, want 32", len(used))
	}
}

func TestNoncesAndIDs(t *testing.T) {
	nonce, id := regexp.MustCompile(`^[A-Z2-7]{26}$`), regexp.MustCompile(`^[a-z2-7]{16}$`)
	seen := map[string]bool{}
	for range 1000 {
		n, i := survey.NewNonce(), survey.NewID()
		if !nonce.MatchString(n) || !id.MatchString(i) {
			t.Fatalf("%q and %q have another form", n, i)
		}
		if seen[n] || seen[i] {
			t.Fatal("one came twice")
		}
		seen[n], seen[i] = true, true
	}
	if string(survey.TicketHash("A")) == string(survey.TicketHash("B")) || strings.Contains(string(survey.TicketHash("ABC")), "ABC") {
		t.Error("a ticket's hash shows the ticket, or is that of another")
	}
}
