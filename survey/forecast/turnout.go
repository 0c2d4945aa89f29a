package forecast

import (
	"context"
	"fmt"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// UsualShare is the share of those expected that is counted with where no release says how many
// usually answer.
const UsualShare = 0.7

// Turnout is how many of those expected answer.
type Turnout struct {
	Share    float64
	Releases int // whose released counts say so; 0: it is UsualShare
}

// TurnoutOf returns the share of those announced who answered, by the released counts of all
// municipalities that have one.
func TurnoutOf(releases []release.Release) Turnout {
	announced, received, from := 0, 0, 0
	for _, r := range releases {
		counted := false
		for _, p := range r.Participation {
			if p.Received != nil && p.Announced > 0 {
				announced, received, counted = announced+p.Announced, received+*p.Received, true
			}
		}
		if counted {
			from++
		}
	}
	if from == 0 {
		return Turnout{Share: UsualShare}
	}
	return Turnout{Share: float64(received) / float64(announced), Releases: from}
}

// Read reads what is known of the round that has a name or will have it.
func Read(ctx context.Context, desk *survey.Desk, round string) (Plan, error) {
	basis, err := desk.PlanBasis(ctx, round)
	if err != nil {
		return Plan{}, err
	}
	headers, err := desk.Releases(ctx)
	if err != nil {
		return Plan{}, err
	}
	var releases []release.Release
	for _, h := range headers {
		stored, err := desk.Release(ctx, h.ID)
		if err != nil {
			return Plan{}, err
		}
		r, err := release.Parse(stored.JSON)
		if err != nil {
			return Plan{}, fmt.Errorf("read release %s: %w", h.ID, err)
		}
		releases = append(releases, r)
	}
	return Plan{PlanBasis: basis, Turnout: TurnoutOf(releases)}, nil
}
