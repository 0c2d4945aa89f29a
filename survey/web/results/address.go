package results

import (
	"net/url"

	"fragebatteri/survey"
)

// ListAddress returns the address of the list of rounds and places.
func ListAddress(lang string) string { return address("/results", "lang", lang) }

// addresses are those of the pages about one place in one round, in one language.
type addresses struct{ round, place, lang string }

// Page returns the address of the place, or of a page below it, as in "tables" or "csv".
func (a addresses) Page(below ...string) string {
	path := "/results/" + a.round + "/" + a.place
	for _, part := range below {
		path += "/" + url.PathEscape(part)
	}
	return address(path, "lang", a.lang)
}

// Round returns the address of what is about the whole round, as in "csv".
func (a addresses) Round(below string) string {
	return address("/results/"+a.round+"/"+below, "lang", a.lang)
}

// in returns the same addresses in another language.
func (a addresses) in(lang string) addresses { a.lang = lang; return a }

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
	for _, other := range history {
		if other.ID != r.ID && survey.Slug(other.Round) == slug && other.stored.Date >= r.stored.Date {
			return r.ID
		}
	}
	return slug
}

// placeSlug returns how a place is named in addresses: by its Swedish name. An area that is written
// like a municipality or the region is named so that the two differ.
func (r *Reader) placeSlug(place survey.Place) string {
	catalogue := r.service.Catalogue
	switch place.Kind {
	case survey.KindMunicipality:
		if m, ok := catalogue.Municipality(place.Code); ok {
			return survey.Slug(m.Name)
		}
		return place.Code
	case survey.KindRegion:
		return survey.Slug(catalogue.CountyName(place.Code))
	}
	slug := survey.Slug(place.Code)
	for _, m := range catalogue.Municipalities() {
		if survey.Slug(m.Name) == slug {
			return "area-" + slug
		}
	}
	return slug
}
