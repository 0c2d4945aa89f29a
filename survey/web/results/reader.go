package results

import (
	"context"
	"slices"
	"sync"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/wording"
)

var errRelease = survey.Fail(survey.NotFound, "release")

// Reader reads releases, what they say of places, and the words for them. It may be used by many
// requests at once.
type Reader struct {
	service  *survey.Participants
	source   Source
	releases sync.Map // id → Release
	found    sync.Map // foundKey → findings.Place
}

// foundKey names what was found: a release says the same of a place for ever.
type foundKey struct {
	release string
	place   survey.Place
}

// Source is where a Reader has releases from.
type Source interface {
	Releases(context.Context) ([]survey.ReleaseHeader, error) // oldest first
	Release(ctx context.Context, id string) (survey.StoredRelease, error)
}

// NewReader returns a reader of what a service has published.
func NewReader(service *survey.Participants) *Reader { return NewReaderOf(service, service) }

// NewReaderOf is NewReader for the releases of a source of the service.
func NewReaderOf(service *survey.Participants, source Source) *Reader {
	return &Reader{service: service, source: source}
}

// Release is a release as pages read it. It never changes.
type Release struct {
	findings.Edition
	stored survey.StoredRelease
	hash   string // SHA-256 of its bytes
}

// Release returns the release with this id. It is read and parsed once: one that is sealed is the
// same for ever.
func (r *Reader) Release(ctx context.Context, id string) (Release, error) {
	if known, ok := r.releases.Load(id); ok {
		return known.(Release), nil
	}
	stored, err := r.source.Release(ctx, id)
	if survey.KindOf(err) == survey.NotFound {
		return Release{}, errRelease
	}
	if err != nil {
		return Release{}, err
	}
	parsed, err := release.Parse(stored.JSON)
	if err != nil {
		return Release{}, err
	}
	rounds, err := r.service.Rounds(ctx)
	if err != nil {
		return Release{}, err
	}
	found := Release{Edition: findings.Edition{Release: parsed}, stored: stored, hash: survey.HashOf(stored.JSON)}
	if i := slices.IndexFunc(rounds, func(round survey.Round) bool { return round.ID == stored.Round }); i >= 0 {
		found.Areas = rounds[i].Areas
	}
	r.releases.Store(id, found)
	return found, nil
}

// JSON returns the exact bytes that were signed.
func (r Release) JSON() []byte { return r.stored.JSON }

// Signature returns the signature of JSON.
func (r Release) Signature() []byte { return r.stored.Signature }

// Hash returns the SHA-256 of JSON in lower-case hexadecimal.
func (r Release) Hash() string { return r.hash }

// Releases returns all releases, oldest first.
func (r *Reader) Releases(ctx context.Context) ([]Release, error) {
	headers, err := r.source.Releases(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Release, 0, len(headers))
	for _, header := range headers {
		found, err := r.Release(ctx, header.ID)
		if err != nil {
			return nil, err
		}
		found.stored.ReleaseHeader = header // it may have been published since it was read
		list = append(list, found)
	}
	return list, nil
}

// until returns the editions up to a release, oldest first.
func until(history []Release, last Release) []findings.Edition {
	var editions []findings.Edition
	for _, r := range history {
		editions = append(editions, r.Edition)
		if r.ID == last.ID {
			break
		}
	}
	return editions
}

// place returns what a release says of a place. It is computed once.
func (r *Reader) place(history []Release, last Release, place survey.Place) findings.Place {
	key := foundKey{last.ID, place}
	if known, ok := r.found.Load(key); ok {
		return known.(findings.Place)
	}
	found := findings.Of(until(history, last), place, r.service.Catalogue)
	r.found.Store(key, found)
	return found
}

// Prepare reads all releases and computes what each says of its places, so that the first who asks
// waits no longer than others.
func (r *Reader) Prepare(ctx context.Context) error {
	history, err := r.Releases(ctx)
	if err != nil {
		return err
	}
	for _, last := range history {
		for _, place := range last.places() {
			r.place(history, last, place)
		}
	}
	return nil
}

// places returns the places that there are pages about: those that the release says something of,
// and the region, which is all of it.
func (r Release) places() []survey.Place {
	places := r.Places()
	if len(places) == 0 || places[len(places)-1].Kind == survey.KindRegion {
		return places
	}
	for _, place := range places {
		if place.Kind == survey.KindMunicipality {
			return append(places, survey.InRegion(survey.County(place.Code)))
		}
	}
	return places
}

// Words says what releases say, in the words of one language.
type Words struct{ wording.Words }

// Words returns the words of results in the language that a printer prints.
func (r *Reader) Words(ctx context.Context, p *i18n.Printer) (Words, error) {
	interventions, err := r.service.Interventions(ctx)
	return Words{wording.In(p, r.service.Catalogue, interventions)}, err
}
