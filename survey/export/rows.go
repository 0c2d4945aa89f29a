package export

import (
	"slices"

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
	Withheld     bool             // the numbers below are not known and 0
	Count        int              // released
	Low, High    int              // the true count is certainly between these
}

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
		part := Row{
			Release: r.ID, Round: r.Round, Sealed: r.Sealed, Demo: r.Demo,
			Battery: p.Battery, Base: p.Base, K: p.K,
		}
		tables := r.Tables(p)
		for _, b := range p.Blocks {
			if concerns(b.Place(), municipality) {
				block := part
				block.Step, block.Place, block.Intervention, block.Timing = b.Step, b.Place(), b.Intervention, b.Timing
				rows = block.appendTables(rows, b.Counted(), tables)
			}
		}
		for _, v := range p.Views {
			if concerns(v.Place(), municipality) {
				rows = part.appendView(rows, v, tables)
			}
		}
		for _, w := range r.Asked(i) {
			if place := survey.InMunicipality(w.Municipality); concerns(place, municipality) {
				row := part
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

// appendView appends the rows of a view.
func (r Row) appendView(rows []Row, v release.View, tables []survey.Table) []Row {
	tables = slices.DeleteFunc(slices.Clone(tables), func(t survey.Table) bool { return t.Question == v.Question })
	r.Place, r.By = v.Place(), v.By
	for _, g := range v.Groups {
		r.Group = g.Key
		rows = r.appendTables(rows, g.Counted(), tables)
	}
	return rows
}

// appendTables appends the rows of all tables of answers that were counted together.
func (r Row) appendTables(rows []Row, c release.Counted, tables []survey.Table) []Row {
	r.N = c.N
	for _, t := range tables {
		r.Table, r.Question = t.ID, t.Question
		counts := c.Q[t.ID]
		low, high := treblock.Bounds(counts, r.Base)
		for j, column := range t.Columns {
			row := r
			row.Option = column
			// Counts without bounds are no table of this method; they are not shown either.
			if row.Withheld = len(low) != len(t.Columns); !row.Withheld {
				row.Count, row.Low, row.High = counts[j], low[j], high[j]
			}
			rows = append(rows, row)
		}
	}
	return rows
}
