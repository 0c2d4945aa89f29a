package survey_test

import (
	"slices"
	"testing"

	"fragebatteri/survey"
)

// Also a reply that was stored as it came.
func TestParagraphsOfReply(t *testing.T) {
	for text, want := range map[string][]string{
		"Ett.":                               {"Ett."},
		"Ett.\nett.\n\nTvå.":                 {"Ett.\nett.", "Två."},
		"Ett.\n \t\u00a0\nTvå.":              {"Ett.", "Två."},
		"Ett.\r\n\r\nTvå.\r\n":               {"Ett.", "Två."},
		"\rEtt.\r\rTvå.\r":                   {"Ett.", "Två."},
		"Ett.\n\n\n \n\nTvå.\n\u2003\nTre. ": {"Ett.", "Två.", "Tre."},
	} {
		if got := (survey.Reply{Text: text}).Paragraphs(); !slices.Equal(got, want) {
			t.Errorf("%q has the paragraphs %q, want %q", text, got, want)
		}
	}
}
