package i18n

import (
	"os"
	"slices"
	"testing"

	"fragebatteri/locales"
)

// A text that somebody writes has the faults that Check would find in the files afterwards.
func TestProof(t *testing.T) {
	fsys := os.DirFS(inFolder(t, sound()))
	other := func(text string) map[string]string { return map[string]string{"other": text} }
	for _, c := range []struct {
		name, tag, file, key string
		forms                map[string]string
		want                 []FaultKind
	}{
		{"as it is", "ti", "participant", "hello", other("ሰላም {{.Who}}"), nil},
		{"another word", "ti", "participant", "hello", other("ደሓን {{.Who}}"), nil},
		{"no placeholder", "ti", "participant", "hello", other("ሰላም"), []FaultKind{FaultPlaceholders}},
		{"another placeholder", "ti", "participant", "hello", other("ሰላም {{.N}}"), []FaultKind{FaultPlaceholders}},
		{"a broken placeholder", "ti", "participant", "hello", other("ሰላም {{.Who}"), []FaultKind{FaultBraces}},
		{"Latin letters", "ti", "participant", "hello", other("selam {{.Who}}"), []FaultKind{FaultLetters}},
		{"Arabic digits", "ar", "participant", "hello", other("مرحبا ٣ {{.Who}}"), []FaultKind{FaultDigits}},
		{"markup", "so", "participant", "dk", other("<b>Ma aqaan</b>"), []FaultKind{FaultMarkup}},
		{"an invisible mark", "so", "participant", "dk", other("Ma\u200b aqaan"), []FaultKind{FaultHidden}},
		{"nothing", "so", "participant", "dk", other("  "), []FaultKind{FaultEmpty}},
		{"Swedish", "so", "participant", "dk", other("vet inte"), []FaultKind{FaultSwedish}},
		{"a missing form", "uk", "participant", "n", map[string]string{"one": "{{.N}} а", "few": "{{.N}} б", "other": "{{.N}} в"}, []FaultKind{FaultForms}},
		{"a form too many", "so", "participant", "n", map[string]string{"one": "{{.N}} a", "few": "{{.N}} b", "other": "{{.N}} c"}, []FaultKind{FaultMoreForms}},
		{"a form without its number", "so", "participant", "n", map[string]string{"one": "hal", "other": "{{.N}} c"}, []FaultKind{FaultPlaceholders}},
		{"like the option after it", "en", "core", "K01.o1", other("Man"), []FaultKind{FaultAlike}},
		{"a scale that stands in two files", "en", "core", "scale.x.o1", other("A bit"), []FaultKind{FaultScale}},
		{"far too long", "en", "core", "K01", other("Do you study Swedish (sfi) now or have you perhaps studied it before?"), []FaultKind{FaultLong}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := Find(Languages, c.tag)
			var got []FaultKind
			for _, fault := range NewProof(fsys, Languages, l, wants()).Check(c.file, c.key, c.forms) {
				got = append(got, fault.Kind)
				if fault.Language != c.tag {
					t.Errorf("%v is in %q", fault, fault.Language)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// The glossary is kept by what is written, too.
func TestProofAsksTheGlossary(t *testing.T) {
	l, _ := Find(Languages, "en")
	p := NewProof(locales.Files, Languages, l, nil)
	for text, want := range map[string]int{
		"Do you understand letters from a government agency?": 0, "Do you understand letters from an office?": 1,
	} {
		faults := p.Check("core", "K02", map[string]string{"other": text})
		if len(faults) != want || want > 0 && (faults[0].Kind != FaultGlossary || faults[0].Found != "myndighet") {
			t.Errorf("%q: %v", text, faults)
		}
	}
}
