package survey

import (
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Norrköping":                        "norrkoping",
		"Östergötlands län":                 "ostergotlands-lan",
		"Åtvidaberg":                        "atvidaberg",
		"Kinda – Ydre":                      "kinda-ydre",
		"Ödeshög–Boxholm–Vadstena":          "odeshog-boxholm-vadstena",
		"2026-H1":                           "2026-h1",
		"  Café  É! ":                       "cafe-e",
		"A\u030angstro\u0308m":              "angstrom", // marks as characters of their own
		"Rävö/../..\\etc\r\n\"; filename=x": "ravo-etc-filename-x",
		"İzmir":                             "izmir",
		"ŁÓDŹ ß":                            "lodz-ss",
	} {
		if got := Slug(name); got != want {
			t.Errorf("the slug of %q is %q, want %q", name, got, want)
		}
	}
}

// A name in another script has a slug of its own.
func TestSlugIsNeverEmpty(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"", "–", "منطقة", "ውጽኢት", "Україна", "\xff"} {
		slug := Slug(name)
		if slug == "" || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || seen[slug] != "" {
			t.Errorf("the slug of %q is %q, which %q has", name, slug, seen[slug])
		}
		seen[slug] = name
	}
}
