package release

import (
	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// Estimate is the share of those who gave an answer, before mixing, with its 95 % interval; all are between 0 and 1. See
// treblock.MixedShare, and treblock.Interval for releases of FirstMethod.
type Estimate struct{ Share, Low, High float64 }

// Estimate returns the share of those whose answer is in one of these columns of the table. Several columns must be
// beside each other: those are rounded as one.
func (s Sum) Estimate(columns ...int) Estimate {
	if s.Mixed == 0 {
		low, high := treblock.Interval(s.released(columns), s.N, s.Blocks, s.Base)
		return Estimate{s.share(columns), low, high}
	}
	share, low, high := s.mixed(columns).Estimate()
	return Estimate{share, low, high}
}

func (s Sum) mixed(columns []int) treblock.MixedShare {
	drawn := 0.0
	for _, column := range columns {
		drawn += s.Drawn[column]
	}
	return treblock.MixedShare{Share: s.counted(columns), Percent: s.Mixed, Drawn: drawn}
}

func (s Sum) released(columns []int) int {
	count := 0
	for _, column := range columns {
		count += s.Counts[column]
	}
	return count
}

func (s Sum) share(columns []int) float64 {
	if s.N == 0 {
		return 0
	}
	return float64(s.released(columns)) / float64(s.N)
}

// drawn returns for each column of a table the probability that an answer which was replaced is counted there.
func (b Battery) drawn(t survey.Table) []float64 {
	drawn := make([]float64, len(t.Columns))
	if t.Option == "" {
		for i := range drawn {
			drawn[i] = 1 / float64(len(drawn))
		}
		return drawn
	}
	tables := b.tablesOf(t.Question)
	chosen := treblock.Several{
		Statuses: len(tables[0].Columns), Options: len(tables) - 1, Most: b.Most[t.Question],
	}.Drawn()
	return []float64{chosen, 1 - chosen}
}
