package export

import (
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Row is one count of a release: one column of one table of one block. It is comparable. A table that is withheld has
// its rows too, and what was asked but has no block of its own has a single row with step 1, no table and no option;
// neither says why.
type Row struct {
	Release      string // id
	Round        string // name
	Sealed       string // date, YYYY-MM-DD
	Demo         bool
	Battery      string // reference, as in "core@1"
	Base         int    // of the part: counts are multiples of it
	K            int    // smallest block of the part
	Step         int    // 1–6
	Place        string // municipality code, name of the area, or county code; the step says which
	Intervention string // id, in steps 1–3
	Timing       survey.Timing
	Table        string // id, as in "K19.o3"
	Question     string // id, as in "K19"
	Option       string // column of the table: o1 …, dk, na, skip, answered, none, chosen, not
	N            int    // answers in the block; 0 where there is no block
	Withheld     bool   // the numbers below are not known and 0
	Count        int    // released
	Low, High    int    // the true count is certainly between these
}

// Rows returns the rows of a release, or of one municipality when its code is given. Order: part, block, table, column;
// what was asked but has no block comes last in its part.
//
// A municipality's rows are those of its own blocks, of the blocks of its county (shared interventions and the rest of
// the region), and of every reporting area, because a release does not say which municipalities an area has. All of
// them may hold answers of the municipality. Each row says what place it is about.
func Rows(r release.Release, municipality string) []Row {
	var rows []Row
	for i, p := range r.Parts {
		part := Row{
			Release: r.ID, Round: r.Round, Sealed: r.Sealed, Demo: r.Demo,
			Battery: p.Battery, Base: p.Base, K: p.K,
		}
		tables := r.Tables(p)
		for _, b := range p.Blocks {
			if !concerns(b, municipality) {
				continue
			}
			for _, t := range tables {
				rows = append(rows, part.of(b, t)...)
			}
		}
		for _, w := range r.Asked(i) {
			if municipality == "" || w.Municipality == municipality {
				row := part
				row.Step, row.Place = int(treblock.InterventionTiming), w.Municipality
				row.Intervention, row.Timing, row.Withheld = w.Intervention, w.Timing, true
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// concerns reports whether a block may hold answers of the municipality.
func concerns(b release.Block, municipality string) bool {
	return municipality == "" || b.Area != "" || b.Municipality == municipality || b.Region == survey.County(municipality) && b.Region != ""
}

// of returns the rows of one table of a block.
func (r Row) of(b release.Block, t survey.Table) []Row {
	r.Step, r.Place, r.Intervention, r.Timing, r.N = b.Step, b.Place(), b.Intervention, b.Timing, b.N
	r.Table, r.Question = t.ID, t.Question
	counts := b.Q[t.ID]
	low, high := treblock.Bounds(counts, r.Base)
	rows := make([]Row, len(t.Columns))
	for j, column := range t.Columns {
		row := r
		row.Option = column
		// What has no bounds is no table of this method; it is not shown either.
		if row.Withheld = len(low) != len(t.Columns); !row.Withheld {
			row.Count, row.Low, row.High = counts[j], low[j], high[j]
		}
		rows[j] = row
	}
	return rows
}

// PlaceKind says what kind of place the row is about: "municipality", "area" or "region".
func (r Row) PlaceKind() string {
	switch treblock.Step(r.Step) {
	case treblock.Area:
		return "area"
	case treblock.SharedIntervention, treblock.Region:
		return "region"
	}
	return "municipality"
}
