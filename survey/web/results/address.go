package results

import (
	"cmp"
	"net/url"
	"slices"

	"fragebatteri/survey"
)

// ListAddress returns the address of the list of rounds and places.
func ListAddress(lang string) string { return addresses{lang: lang}.List() }

// addresses are those of the pages about one place in one round, in one language. root is where
// staff read them before they are published; "" stands for where everybody does.
type addresses struct{ root, round, place, lang string }

// openRoot is where everybody reads results.
const openRoot = "/results"

// List returns the address of the list of rounds.
func (a addresses) List() string { return address(cmp.Or(a.root, openRoot), "lang", a.lang) }

// Page returns the address of the place, or of a page below it, as in "tables" or "csv".
func (a addresses) Page(below ...string) string {
	path := cmp.Or(a.root, openRoot) + "/" + url.PathEscape(a.round) + "/" + url.PathEscape(a.place)
	for _, part := range below {
		path += "/" + url.PathEscape(part)
	}
	return address(path, "lang", a.lang)
}

// Round returns the address of what is about the whole round, as in "csv".
func (a addresses) Round(below string) string {
	return address(openRoot+"/"+url.PathEscape(a.round)+"/"+below, "lang", a.lang)
}

// RoundFile returns the address of a file about a round, as in "zip". The history is of all releases.
func RoundFile(history []Release, r Release, file string) string {
	return addresses{round: roundSlug(history, r)}.Round(file)
}

// at returns the addresses of another place in the same round.
func (a addresses) at(place string) addresses { a.place = place; return a }

// address returns a path with names and values in turn. Empty values are left out.
func address(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// roundSlug returns how a release is named in addresses: by the name of its round. Of two rounds
// whose names are written alike there, the older one is named by the release's id.
func roundSlug(history []Release, r Release) string {
	slug := survey.Slug(r.Round)
	later := history[slices.IndexFunc(history, func(other Release) bool { return other.ID == r.ID })+1:]
	if slices.ContainsFunc(later, func(other Release) bool { return survey.Slug(other.Round) == slug }) {
		return r.ID
	}
	return slug
}

// placeSlug returns how a place is named in addresses: by its Swedish name. Areas are named by the
// people who run an instance; one that is written like another place of the release has a mark of
// its own behind its name.
func (r *Reader) placeSlug(in Release, place survey.Place) string {
	slug := r.plainSlug(place)
	alike := func(other survey.Place) bool { return other != place && r.plainSlug(other) == slug }
	if place.Kind == survey.KindArea && slices.ContainsFunc(in.places(), alike) {
		return slug + "-" + survey.HashOf([]byte(place.Code))[:8]
	}
	return slug
}

func (r *Reader) plainSlug(place survey.Place) string {
	catalogue := r.service.Catalogue
	switch place.Kind {
	case survey.KindMunicipality:
		if m, ok := catalogue.Municipality(place.Code); ok {
			return survey.Slug(m.Name)
		}
	case survey.KindRegion:
		return survey.Slug(catalogue.CountyName(place.Code))
	}
	return survey.Slug(place.Code)
}
