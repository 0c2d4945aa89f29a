package export

import (
	"math"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Row is one count of a release: one column of one table of one block, or of one group of a view.
// It is comparable. A table that is withheld has its rows too, and what was asked but has no block
// of its own has a single row with step 1, no table and no option; neither says why.
type Row struct {
	Release      string // id
	Round        string // name
	Sealed       string // date, YYYY-MM-DD
	Demo         bool
	Battery      string // reference, as in "core@1"
	Base         int    // of the part: counts are multiples of it
	K            int    // smallest block of the part
	Step         int    // 1–6; 0 for a group of a view, whose answers are in the blocks too
	Place        survey.Place
	Intervention string // id, in steps 1–3
	Timing       survey.Timing
	By           survey.Dimension // of the view, where there is one
	Group        string           // key of the group, as in "o1-o2"
	Table        string           // id, as in "K19.o3"
	Question     string           // id, as in "K19"
	Option       string           // column of the table: o1 …, dk, na, skip, answered, none, chosen, not
	N            int              // answers in the block or group; 0 where there is none
	OneSession   bool             // of a block: more than half of its answers are from one session
	Withheld     bool             // the numbers below are not known and 0
	Mixed        int              // so many of a hundred answers were replaced; 0 by release.FirstMethod
	Count        int              // released
	Low, High    int              // where nothing was mixed, the true count is certainly between these
	Estimate     Estimate         // where answers were mixed, of release.LeastForShares or more
}

// Estimate is release.Estimate in ten-thousandths, the bounds rounded outwards.
type Estimate struct{ Share, Low, High int }

// wholeShare is a share of 1.
const wholeShare = 10_000

func estimateOf(e release.Estimate) Estimate {
	return Estimate{
		Share: int(math.Round(tenThousandths(e.Share))),
		Low:   int(math.Floor(tenThousandths(e.Low))),
		High:  int(math.Ceil(tenThousandths(e.High))),
	}
}

// tenThousandths returns a share in ten-thousandths. It is rounded to six digits more, so that
// processors whose last digits differ write the same.
func tenThousandths(share float64) float64 { return math.Round(share*wholeShare*1e6) / 1e6 }

// Rows returns the rows of a release, or of one municipality when its code is given. Order: part,
// block, table, column; then view, group, table, column; what was asked but has no block comes last
// in its part. The question that defines a view has no rows in it.
//
// A municipality's rows are those of its own blocks and views, of the blocks and views of its
// county (shared interventions, the rest of the region, the regional views), and of every reporting
// area, because a release does not say which municipalities an area has. All of them may hold
// answers of the municipality. Each row says what place it is about.
func Rows(r release.Release, municipality string) []Row {
	var rows []Row
	for i, p := range r.Parts {
		of := part{r, p, Row{
			Release: r.ID, Round: r.Round, Sealed: r.Sealed, Demo: r.Demo,
			Battery: p.Battery, Base: p.Base, K: p.K, Mixed: r.Mixed,
		}}
		for _, b := range p.Blocks {
			if concerns(b.Place(), municipality) {
				rows = of.appendBlock(rows, b)
			}
		}
		for _, v := range p.Views {
			if concerns(v.Place(), municipality) {
				rows = of.appendView(rows, v)
			}
		}
		for _, w := range r.Asked(i) {
			if place := survey.InMunicipality(w.Municipality); concerns(place, municipality) {
				row := of.row
				row.Step, row.Place = int(treblock.InterventionTiming), place
				row.Intervention, row.Timing, row.Withheld = w.Intervention, w.Timing, true
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// concerns reports whether what is said of a place may be of answers of the municipality. A release
// does not say which municipalities an area has.
func concerns(place survey.Place, municipality string) bool {
	return municipality == "" || place.Kind == survey.KindArea ||
		place == survey.InMunicipality(municipality) || place == survey.InRegion(survey.County(municipality))
}

// part is one part of a release, with a row of what is the same in all of its rows.
type part struct {
	release release.Release
	part    release.Part
	row     Row
}

// appendBlock appends the rows of a block.
func (p part) appendBlock(rows []Row, b release.Block) []Row {
	row := p.row
	row.Step, row.Place, row.Intervention, row.Timing, row.OneSession = b.Step, b.Place(), b.Intervention, b.Timing, b.OneSession
	return p.appendTables(rows, row, b.Counted(), p.release.Tables(p.part))
}

// appendView appends the rows of a view.
func (p part) appendView(rows []Row, v release.View) []Row {
	row := p.row
	row.Place, row.By = v.Place(), v.By
	for _, g := range v.Groups {
		row.Group = g.Key
		rows = p.appendTables(rows, row, g.Counted(), p.release.ViewTables(p.part, v))
	}
	return rows
}

// appendTables appends the rows of all tables of answers that were counted together.
func (p part) appendTables(rows []Row, row Row, c release.Counted, tables []survey.Table) []Row {
	row.N = c.N
	for _, t := range tables {
		row.Table, row.Question = t.ID, t.Question
		// Counts without bounds are no table of either method; they are not in the sum, and not shown.
		sum := p.release.Sum(p.part, t, []release.Counted{c})
		row.Withheld = sum.Blocks == 0
		for j, column := range t.Columns {
			row.Option = column
			rows = append(rows, row.counted(sum, j))
		}
	}
	return rows
}

// counted returns the row with the numbers of one column of its table, if it is shown.
func (r Row) counted(s release.Sum, column int) Row {
	switch {
	case r.Withheld:
		return r
	case r.Mixed == 0:
		r.Low, r.High = s.Low[column], s.High[column]
	case r.N >= release.LeastForShares:
		r.Estimate = estimateOf(s.Estimate(column))
	}
	r.Count = s.Counts[column]
	return r
}
