package results

import (
	"context"
	"sync"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/wording"
)

var errRelease = survey.Fail(survey.NotFound, "release")

// Reader reads releases, and the words for them. It may be used by many requests at once.
type Reader struct {
	service  *survey.Participants
	releases sync.Map // id → Release
}

// NewReader returns a reader of what a service has released.
func NewReader(service *survey.Participants) *Reader { return &Reader{service: service} }

// Release is a release as pages read it. It never changes.
type Release struct {
	release.Release
	stored survey.StoredRelease
	hash   string // SHA-256 of its bytes
}

// Release returns the release with this id. It is read and parsed once: one that is sealed is the
// same for ever.
func (r *Reader) Release(ctx context.Context, id string) (Release, error) {
	if known, ok := r.releases.Load(id); ok {
		return known.(Release), nil
	}
	stored, err := r.service.Release(ctx, id)
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
	found := Release{parsed, stored, survey.HashOf(stored.JSON)}
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
	headers, err := r.service.Releases(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Release, 0, len(headers))
	for _, header := range headers {
		found, err := r.Release(ctx, header.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, found)
	}
	return list, nil
}

// Words says what releases say, in the words of one language.
type Words struct{ wording.Words }

// Words returns the words of results in the language that a printer prints.
func (r *Reader) Words(ctx context.Context, p *i18n.Printer) (Words, error) {
	interventions, err := r.service.Interventions(ctx)
	return Words{wording.In(p, r.service.Catalogue, interventions)}, err
}
