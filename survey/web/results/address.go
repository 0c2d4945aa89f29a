package results

import "net/url"

// ListAddress returns the address of the list of releases.
func ListAddress(lang string) string { return address("/results", "lang", lang) }

// releaseAddress returns the address of the page of a release, with further names and values in turn.
func releaseAddress(id, lang string, pairs ...string) string {
	return address("/results/"+id, append([]string{"lang", lang}, pairs...)...)
}

// csvAddress returns the address of a release as CSV, or of what concerns one municipality.
func csvAddress(id, lang, municipality string) string {
	return address("/results/"+id+"/csv", "lang", lang, "municipality", municipality)
}

// address returns a path with names and values in turn. Empty values are left out.
func address(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return path + "?" + query.Encode()
}
