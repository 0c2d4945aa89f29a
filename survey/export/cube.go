package export

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Cube is what a release says of one question, as a table with an axis for each thing that tells its
// numbers apart. A question has one cube of blocks (place × intervention × timing × option × metric)
// and one for each dimension that it is viewed by (place × group × option × metric), because both
// count the same answers. Its cells are the cells of the CSV file in the machine profile.
//
// Of a question with several choices, each option stands for having been chosen, and after the
// options come the columns that say who chose any.
type Cube struct {
	Release  release.Release
	Battery  string // reference, as in "core@1"
	Question string
	By       survey.Dimension // of a view; "" where blocks are counted
	Base     int              // counts are multiples of it
	K        int              // smallest block
	Axes     []Axis           // the last one changes fastest

	cells map[int]string // by index; those that were not asked are not there
}

// Axis is one axis of a cube with the codes along it, in order.
type Axis struct {
	ID    string // one of the axes below
	Codes []string
}

// The axes of cubes.
const (
	PlaceAxis        = "place"        // code of a municipality or county; "area:" and its name of an area
	InterventionAxis = "intervention" // id, or Rest
	TimingAxis       = "timing"       // one of survey.Timings, or Undivided
	GroupAxis        = "group"        // key of a group of the view
	OptionAxis       = "option"       // column of the question's table
	MetricAxis       = "metric"       // name of a column of the CSV file
)

// Codes on an axis for blocks that say nothing else there.
const (
	Rest      = "other" // interventions that are counted together
	Undivided = "all"   // timings that are counted together
)

// What stands in a cell that has no number.
const (
	NotShown = ".." // too few answers yet; it never says of what
	NotAsked = "."  // nothing is said of this combination
)

// Cubes returns the cubes of a release, or of one place in it, as Rows does. Order: part, question, then blocks before views.
func Cubes(r release.Release, s Selection) []Cube {
	type of struct {
		battery, question string
		by                survey.Dimension
	}
	type asked struct {
		battery string
		base    int
	}
	rows, unmet := map[of][]Row{}, map[asked][]Row{}
	for _, row := range Rows(r, s) {
		if row.Table == "" {
			key := asked{row.Battery, row.Base}
			unmet[key] = append(unmet[key], row)
			continue
		}
		key := of{row.Battery, row.Question, row.By}
		rows[key] = append(rows[key], row)
	}
	var cubes []Cube
	for _, p := range r.Parts {
		for _, question := range p.Questions {
			c := Cube{Release: r, Battery: p.Battery, Question: question, Base: p.Base, K: p.K}
			options := optionsOf(r.Tables(p), question)
			all := rows[of{p.Battery, question, ""}]
			if len(p.Asked) == 0 {
				all = slices.Concat(all, unmet[asked{p.Battery, p.Base}])
			}
			if len(all) > 0 {
				cubes = append(cubes, c.filled(options, all))
			}
			for _, d := range survey.Dimensions {
				if all := rows[of{p.Battery, question, d}]; len(all) > 0 {
					c.By = d
					cubes = append(cubes, c.filled(options, all))
				}
			}
		}
	}
	return cubes
}

// optionsOf returns the codes on the option axis: the columns of the question's only table, or the
// options of a multi-select and then the columns of its status table.
func optionsOf(tables []survey.Table, question string) []string {
	var options, columns []string
	for _, t := range tables {
		switch {
		case t.Question != question:
		case t.Option == "":
			columns = t.Columns
		default:
			options = append(options, t.Option)
		}
	}
	return append(options, columns...)
}

// filled returns the cube with the axes and cells of these rows.
func (c Cube) filled(options []string, rows []Row) Cube {
	metrics := metricsOf(c.Release)
	c.Axes = append(placed(rows, c.By), Axis{OptionAxis, options}, Axis{MetricAxis, columnNames(metrics)})
	c.cells = make(map[int]string, len(rows)*len(metrics))
	machine := printer{profile: Machine, mixed: c.Release.Mixed > 0}
	for _, row := range rows {
		for _, option := range row.options(options) {
			first := c.index(append(row.codes(), option, metrics[0].name))
			for i, m := range metrics {
				c.cells[first+i] = cmp.Or(m.value(machine, row), NotShown)
			}
		}
	}
	return c
}

// placed returns the axes that say whose answers were counted.
func placed(rows []Row, by survey.Dimension) []Axis {
	places := axisOf(rows, func(x, y Row) int { return x.Place.Compare(y.Place) }, 0)
	if by != "" {
		others := func(r Row) int { return order(r.Group == survey.OtherGroup) }
		groups := axisOf(rows, func(x, y Row) int { return cmp.Or(others(x)-others(y), cmp.Compare(x.Group, y.Group)) }, 1)
		return []Axis{{PlaceAxis, places}, {GroupAxis, groups}}
	}
	rest := func(r Row) int { return order(r.Intervention == "") }
	interventions := axisOf(rows, func(x, y Row) int {
		return cmp.Or(rest(x)-rest(y), cmp.Compare(x.Intervention, y.Intervention))
	}, 1)
	when := func(r Row) int {
		if r.Timing == "" {
			return len(survey.Timings)
		}
		return slices.Index(survey.Timings, r.Timing)
	}
	timings := axisOf(rows, func(x, y Row) int { return when(x) - when(y) }, 2)
	return []Axis{{PlaceAxis, places}, {InterventionAxis, interventions}, {TimingAxis, timings}}
}

// order sorts what is last behind everything else.
func order(last bool) int {
	if last {
		return 1
	}
	return 0
}

// axisOf returns the codes of all rows on one axis, given by its index, in the order of compare.
func axisOf(rows []Row, compare func(x, y Row) int, axis int) []string {
	rowOf := map[string]Row{}
	for _, row := range rows {
		rowOf[row.codes()[axis]] = row
	}
	return slices.SortedFunc(maps.Keys(rowOf), func(x, y string) int { return compare(rowOf[x], rowOf[y]) })
}

// codes returns the codes of a row on the axes that say whose answers were counted.
func (r Row) codes() []string {
	place := r.Place.Code
	if r.Place.Kind == survey.KindArea {
		// An area may be called like a municipality.
		place = string(survey.KindArea) + ":" + place
	}
	if r.By != "" {
		return []string{place, r.Group}
	}
	return []string{place, cmp.Or(r.Intervention, Rest), cmp.Or(string(r.Timing), Undivided)}
}

// options returns the codes on the option axis that a row is about: its own, or all of them where
// it says that something was asked. Not to have chosen an option is not on the axis.
func (r Row) options(all []string) []string {
	_, chosen, _ := strings.Cut(r.Table, ".")
	switch r.Option {
	case "":
		return all
	case survey.Chosen:
		return []string{chosen}
	case survey.NotChosen:
		return nil
	}
	return []string{r.Option}
}

// metricsOf returns the columns of the CSV file that are numbers of a table.
func metricsOf(r release.Release) []column {
	columns := printer{mixed: r.Mixed > 0}.columns()
	return slices.DeleteFunc(slices.Clone(columns), func(c column) bool { return !slices.Contains(metrics, c.name) })
}

// metrics are the columns of numbers by either method.
var metrics = slices.Concat(counts, shares)

var (
	counts = []string{"n", "count", "certain_low", "certain_high", "released"}
	shares = []string{"share", "interval_low", "interval_high", "estimate", "low", "high"}
)

// decimals returns how many decimals a metric has.
func decimals(r release.Release, metric string) int {
	switch {
	case !slices.Contains(shares, metric):
		return 0
	case r.Mixed == 0:
		return 3
	}
	return 4
}

func columnNames(columns []column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// ID returns a name that no other cube of the release has, as in "core-1-K12" or
// "core-1-K12-gender": letters, digits and hyphens, for names of files and addresses.
func (c Cube) ID() string {
	id := strings.ReplaceAll(c.Battery, "@", "-") + "-" + c.Question
	if c.By != "" {
		id += "-" + string(c.By)
	}
	return id
}

// Len returns how many cells the cube has.
func (c Cube) Len() int {
	n := 1
	for _, a := range c.Axes {
		n *= len(a.Codes)
	}
	return n
}

// Cell returns the cell with an index from 0: a number as the CSV file has it, NotShown or NotAsked.
func (c Cube) Cell(i int) string { return cmp.Or(c.cells[i], NotAsked) }

// At returns the cell at one code for each axis, and NotAsked where an axis does not have the code.
func (c Cube) At(codes ...string) string { return c.Cell(c.index(codes)) }

// index returns the index of the cell at one code for each axis, or -1.
func (c Cube) index(codes []string) int {
	if len(codes) != len(c.Axes) {
		return -1
	}
	index := 0
	for i, a := range c.Axes {
		at := slices.Index(a.Codes, codes[i])
		if at < 0 {
			return -1
		}
		index = index*len(a.Codes) + at
	}
	return index
}
