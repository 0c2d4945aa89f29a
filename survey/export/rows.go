package export

import (
	"math"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Row is one count of a release: one column of one table of one block, or of one group of a view.
// It is comparable. A table that is withheld has its rows too, and what was asked but has no block
// of its own has a single row with step 1, no table and no option, or, of questions that only some were asked, a row
// for each with its first table and no option; neither says why.
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
	CountedStep  int              // of what was asked and has no block of its own: the step of the block that counts it, if one does
	CountedIn    survey.Place     // where the answers of that block are from
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

// Selection is what of a release is wanted.
type Selection struct {
	Place survey.Place  // the zero Place for all
	Areas []survey.Area // the reporting areas of the round, which a release does not say
}

// Rows returns the rows of a release, or of one place in it. Order: part, block, table, column;
// then view, group, table, column; what was asked but has no block comes last in its part. The
// question that defines a view has no rows in it.
//
// The rows of a municipality are those of its own blocks and views, and of what was asked there.
// Where that has no block of its own, the row says where it is counted: in another block of the
// municipality, or together with other places, whose rows are not repeated. The rows of an area are
// those of its own blocks; those of a region are all from it, and of every area.
func Rows(r release.Release, s Selection) []Row {
	var rows []Row
	for i, p := range r.Parts {
		of := part{r, p, Row{
			Release: r.ID, Round: r.Round, Sealed: r.Sealed, Demo: r.Demo,
			Battery: p.Battery, Base: p.Base, K: p.K, Mixed: r.Mixed,
		}}
		for _, b := range p.Blocks {
			if s.includes(b.Place()) {
				rows = of.appendBlock(rows, b)
			}
		}
		for _, v := range p.Views {
			if s.includes(v.Place()) {
				rows = of.appendView(rows, v)
			}
		}
		for _, w := range r.Asked(i) {
			if place := survey.InMunicipality(w.Municipality); s.includes(place) {
				row := of.row
				row.Step, row.Place = int(treblock.InterventionTiming), place
				row.Intervention, row.Timing, row.Withheld = w.Intervention, w.Timing, true
				if b, counted := p.CountedIn(w, s.areaOf(w.Municipality)); counted {
					row.CountedStep, row.CountedIn = b.Step, b.Place()
				}
				for _, question := range of.spokenOf() {
					row.Table, row.Question = question, question
					rows = append(rows, row)
				}
			}
		}
	}
	return rows
}

// includes reports whether what is said of a place is wanted. An area may be of any region.
func (s Selection) includes(place survey.Place) bool {
	if s.Place.Kind == survey.KindRegion && place.Kind == survey.KindMunicipality {
		return survey.County(place.Code) == s.Place.Code
	}
	return s.Place == survey.Place{} || place == s.Place || s.Place.Kind == survey.KindRegion && place.Kind == survey.KindArea
}

// areaOf returns the name of the reporting area that the municipality is in, or "".
func (s Selection) areaOf(municipality string) string {
	for _, area := range s.Areas {
		if slices.Contains(area.Municipalities, municipality) {
			return area.Name
		}
	}
	return ""
}

// part is one part of a release, with a row of what is the same in all of its rows.
type part struct {
	release release.Release
	part    release.Part
	row     Row
}

// spokenOf returns the questions of which it is said where they were asked and have no block: each of
// those that only some were asked, and "" where they are all that everybody was asked.
func (p part) spokenOf() []string {
	if len(p.part.Asked) == 0 {
		return []string{""}
	}
	return p.part.Questions
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
