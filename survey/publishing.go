package survey

import (
	"context"
	"fmt"
	"slices"
)

// Imported is what staff read of releases: those that are not published yet, too. Who may read what
// of them is asked at a Desk.
type Imported struct{ participants *Participants }

// Imported returns all releases that are imported.
func (s *Service) Imported() Imported { return Imported{s.Participants} }

// Releases returns the headers of all releases, oldest first.
func (i Imported) Releases(ctx context.Context) ([]ReleaseHeader, error) {
	return i.participants.registry.Releases(ctx)
}

// Release returns the release with this id.
func (i Imported) Release(ctx context.Context, id string) (StoredRelease, error) {
	return i.participants.imported(ctx, id)
}

// PreviewRelease returns an error of kind Forbidden unless the actor may read what a release says of
// a place before it is published. areas are those of the release's round: an officer reads the one
// that the own municipality belongs to.
func (d *Desk) PreviewRelease(place Place, areas []Area) error {
	things := []Thing{{}}
	switch place.Kind {
	case KindMunicipality:
		things = []Thing{{Municipality: place.Code}}
	case KindArea:
		things = []Thing{{Municipality: place.Code}} // of no municipality, where there is no such area
		if i := slices.IndexFunc(areas, func(a Area) bool { return a.Name == place.Code }); i >= 0 {
			for _, code := range areas[i].Municipalities {
				things = append(things, Thing{Municipality: code})
			}
		}
	}
	if slices.ContainsFunc(things, func(t Thing) bool { return d.actor.May(PreviewRelease, t) }) {
		return nil
	}
	return d.may(PreviewRelease, things[0])
}

// PublishRelease lets everybody read a release: on pages, as open data, and where participants see
// what came of their answers. That cannot be undone. Releases are published in the order in which
// their rounds were sealed: each is compared with those before it, and continues their chain.
func (d *Desk) PublishRelease(ctx context.Context, id string) (ReleaseHeader, error) {
	if err := d.may(PublishRelease, Thing{}); err != nil {
		return ReleaseHeader{}, err
	}
	stored, err := d.Imported().Release(ctx, id)
	if err != nil {
		return ReleaseHeader{}, err
	}
	round, err := d.Round(ctx, stored.Round)
	if err != nil {
		return ReleaseHeader{}, err
	}
	header := stored.ReleaseHeader
	header.Published = DayOf(d.now())
	return header, d.change(ctx, PublishRelease, fmt.Sprintf("%s: release %s", round.Name, id), func(ctx context.Context, tx RegistryTx) error {
		releases, err := tx.Releases(ctx)
		if err != nil {
			return err
		}
		for _, r := range releases {
			switch {
			case r.ID == id && r.Published != "":
				return Fail(Conflict, "release.published", "Round", round.Name, "Day", r.Published)
			case r.ID == id:
				return tx.PublishRelease(ctx, id, header.Published)
			case r.Published == "":
				return Fail(Conflict, "release.earlier", "Round", round.Name, "Release", r.ID)
			}
		}
		return Fail(NotFound, "release.unknown", "Release", id)
	})
}
