package survey

import (
	"context"
	"slices"
)

// Region returns the codes of the counties that sessions are held in: the one of those that there are,
// and before the first all in which there are interventions.
func (d *Desk) Region(ctx context.Context) ([]string, error) {
	county, err := d.county(ctx)
	if err != nil || county != "" {
		return []string{county}, err
	}
	interventions, err := d.Interventions(ctx)
	var counties []string
	for _, i := range interventions {
		for _, code := range i.Municipalities {
			counties = append(counties, County(code))
		}
	}
	slices.Sort(counties)
	return slices.Compact(counties), err
}

// county returns the county of the sessions that there are, or "" before the first.
func (d *Desk) county(ctx context.Context) (string, error) {
	rounds, err := d.store.Rounds(ctx)
	if err != nil {
		return "", err
	}
	for _, round := range rounds {
		sessions, err := d.store.Sessions(ctx, round.ID)
		if err != nil {
			return "", err
		}
		if len(sessions) > 0 {
			return County(sessions[0].Municipality), nil
		}
	}
	return "", nil
}

// checkRegion keeps an instance within one county: answers that find no
// company nearer home are pooled in it.
func (d *Desk) checkRegion(ctx context.Context, municipality string) error {
	county, err := d.county(ctx)
	if err != nil {
		return err
	}
	if county != "" && county != County(municipality) {
		return Fail(Invalid, "session.region", "County", county, "Municipality", municipality, "Other", County(municipality))
	}
	return nil
}
