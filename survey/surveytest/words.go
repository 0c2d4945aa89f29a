package surveytest

import (
	"strings"
	"sync"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
)

// builtIn reads all words once for all tests; nobody can change them.
var builtIn = sync.OnceValues(func() (*i18n.Catalog, error) { return i18n.Load(locales.Files, i18n.Languages) })

// Catalog returns all words that are built in.
func Catalog(t testing.TB) *i18n.Catalog {
	t.Helper()
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// Plain returns a text without the isolates around inserted values and with
// single spaces.
func Plain(text string) string {
	text = strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text)
	return strings.Join(strings.Fields(text), " ")
}
