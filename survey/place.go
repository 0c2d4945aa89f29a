package survey

import (
	"cmp"
	"strings"
)

// PlaceKind says what kind of place a Place is. Exports and words of pages use the same text.
type PlaceKind string

// The kinds of place, in the order in which places are listed.
const (
	KindMunicipality PlaceKind = "municipality"
	KindArea         PlaceKind = "area"
	KindRegion       PlaceKind = "region"
)

// PlaceKinds lists the kinds of place.
var PlaceKinds = []PlaceKind{KindMunicipality, KindArea, KindRegion}

// Place is where answers are from: a municipality, a reporting area or the region. It is
// comparable. What kind of place it is was said by whoever made it, and is never guessed from the
// code: an area may be called anything.
type Place struct {
	Kind PlaceKind
	Code string // SCB's four digits of a municipality, the name of an area, SCB's two digits of a county
}

// InMunicipality returns the municipality with this code as a place.
func InMunicipality(code string) Place { return Place{KindMunicipality, code} }

// InArea returns the reporting area with this name as a place.
func InArea(name string) Place { return Place{KindArea, name} }

// InRegion returns the county with this code as a place.
func InRegion(code string) Place { return Place{KindRegion, code} }

// Compare orders places: municipalities by code, then areas by name, then the region.
func (p Place) Compare(other Place) int {
	rank := func(p Place) int {
		for i, kind := range PlaceKinds {
			if kind == p.Kind {
				return i
			}
		}
		return len(PlaceKinds)
	}
	return cmp.Or(cmp.Compare(rank(p), rank(other)), strings.Compare(p.Code, other.Code))
}
