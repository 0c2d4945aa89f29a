package survey

import (
	"context"
	"slices"
)

// Region returns the codes of the counties that sessions are held in: that of the municipalities that
// take part, else the one of the sessions that there are, and before the first all in which there are
// interventions.
func (d *Desk) Region(ctx context.Context) ([]string, error) {
	members, err := d.Members(ctx)
	if err != nil {
		return nil, err
	}
	if len(members) > 0 {
		return []string{County(members[0])}, nil
	}
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

// Members returns the codes of the municipalities that a steward has said take part, sorted, and none
// where nobody has.
func (d *Desk) Members(ctx context.Context) ([]string, error) { return d.store.Members(ctx) }

// TakingPart returns the municipalities that take part, sorted by code: those that a steward has named,
// and where nobody has, all of the counties that sessions are held in.
func (d *Desk) TakingPart(ctx context.Context) ([]Municipality, error) {
	members, err := d.Members(ctx)
	if err != nil {
		return nil, err
	}
	counties, err := d.Region(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(d.Municipalities()), func(m Municipality) bool {
		if len(members) > 0 {
			return !slices.Contains(members, m.Code)
		}
		return !slices.Contains(counties, County(m.Code))
	}), nil
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

// checkRegion keeps an instance within one county, because answers that find no company nearer home
// are pooled in it, and within the municipalities that take part, where they have been named.
func (d *Desk) checkRegion(ctx context.Context, municipality string) error {
	county, err := d.county(ctx)
	if err != nil {
		return err
	}
	if county != "" && county != County(municipality) {
		return Fail(Invalid, "session.region", "County", county, "Municipality", municipality, "Other", County(municipality))
	}
	members, err := d.Members(ctx)
	if err != nil {
		return err
	}
	if len(members) > 0 && !slices.Contains(members, municipality) {
		m, _ := d.Municipality(municipality)
		return Fail(Invalid, "region.outside", "Municipality", m.Name)
	}
	return nil
}
