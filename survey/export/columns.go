package export

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// column is one column of a CSV file. Its name is its heading in the machine profile.
type column struct {
	name  string
	value func(p printer, r Row) string
}

// isLabel reports whether the column holds names or texts, which follow from the codes and are
// written for people only.
func (c column) isLabel() bool {
	return strings.HasSuffix(c.name, "_name") || strings.HasSuffix(c.name, "_text")
}

// The columns of a CSV file, in order, by whether answers were mixed. Where they were, nothing is
// certain of a count, and what it says of the answers that were given is an estimate.
var (
	plainColumns = slices.Concat(described, []column{
		{"count", func(p printer, r Row) string { return p.number(r.Count, !r.Withheld) }},
		{"certain_low", func(p printer, r Row) string { return p.number(r.Low, !r.Withheld) }},
		{"certain_high", func(p printer, r Row) string { return p.number(r.High, !r.Withheld) }},
		{"share", func(p printer, r Row) string { return p.share(r, math.Round, r.portion()) }},
		{"interval_low", func(p printer, r Row) string { low, _ := r.interval(); return p.share(r, math.Floor, low) }},
		{"interval_high", func(p printer, r Row) string { _, high := r.interval(); return p.share(r, math.Ceil, high) }},
	}, status)
	mixedColumns = slices.Concat(described, []column{
		{"one_session", printer.oneSession},
		{"mixed", func(p printer, r Row) string { return p.number(r.Mixed, r.Mixed > 0) }},
		{"released", func(p printer, r Row) string { return p.number(r.Count, !r.Withheld) }},
		{"estimate", func(p printer, r Row) string { return p.estimate(r, r.Estimate.Share) }},
		{"low", func(p printer, r Row) string { return p.estimate(r, r.Estimate.Low) }},
		{"high", func(p printer, r Row) string { return p.estimate(r, r.Estimate.High) }},
	}, status)
)

// described are the columns that say what was counted.
var described = []column{
	{"release", func(_ printer, r Row) string { return r.Release }},
	{"round", func(_ printer, r Row) string { return r.Round }},
	{"sealed", func(_ printer, r Row) string { return r.Sealed }},
	{"demo", func(p printer, r Row) string { return p.code("demo", strconv.FormatBool(r.Demo)) }},
	{"battery", func(_ printer, r Row) string { return r.Battery }},
	{"base", func(_ printer, r Row) string { return strconv.Itoa(r.Base) }},
	{"k", func(_ printer, r Row) string { return strconv.Itoa(r.K) }},
	{"step", func(p printer, r Row) string { return p.code("step", strconv.Itoa(r.Step)) }},
	{"place_kind", func(p printer, r Row) string { return p.code("place_kind", string(r.Place.Kind)) }},
	{"place", func(p printer, r Row) string { return p.place(r.Place) }},
	{"place_name", func(p printer, r Row) string { return placeName(p.words, r.Place) }},
	{"intervention", func(_ printer, r Row) string { return r.Intervention }},
	{"intervention_name", printer.interventionName},
	{"timing", func(p printer, r Row) string { return p.code("timing", string(r.Timing)) }},
	{"view", func(p printer, r Row) string { return p.code("view", string(r.By)) }},
	{"group", func(_ printer, r Row) string { return r.Group }},
	{"group_text", printer.groupText},
	{"table", func(_ printer, r Row) string { return r.Table }},
	{"question", func(_ printer, r Row) string { return r.questionRef() }},
	{"question_text", printer.questionText},
	{"option", func(_ printer, r Row) string { return r.Option }},
	{"option_text", printer.optionText},
	{"n", func(p printer, r Row) string { return p.number(r.N, r.N > 0) }},
}

// status are the last columns: whether there are numbers, and if not where they are.
var status = []column{
	{"status", func(p printer, r Row) string { return p.code("status", r.status()) }},
	{"counted_step", func(p printer, r Row) string { return p.code("step", countedStep(r)) }},
	{"counted_place", func(p printer, r Row) string { return p.place(r.CountedIn) }},
}

// countedStep returns the step as a code, "" where nothing is counted elsewhere.
func countedStep(r Row) string {
	if r.CountedStep == 0 {
		return ""
	}
	return strconv.Itoa(r.CountedStep)
}

// codes are our own codes in the columns that have any, by name of the column.
var codes = map[string][]string{
	"demo":        {"true", "false"},
	"step":        {"0", "1", "2", "3", "4", "5", "6"},
	"place_kind":  stringsOf(survey.PlaceKinds),
	"timing":      stringsOf(survey.Timings),
	"view":        stringsOf(survey.Dimensions),
	"one_session": {"true", "false"},
	"status":      {statusOK, statusTooFew},
}

func stringsOf[T ~string](list []T) []string {
	text := make([]string, len(list))
	for i, code := range list {
		text[i] = string(code)
	}
	return text
}

// printer writes cells in one profile.
type printer struct {
	words   Words
	profile Profile
	mixed   bool            // whether the answers were mixed before counting
	release release.Release // the rows are of it; nothing but texts is read from it
}

func (p printer) columns() []column {
	if p.mixed {
		return mixedColumns
	}
	return plainColumns
}

// code writes a code of ours: as it is for machines, in words for people.
func (p printer) code(of, code string) string {
	if p.profile == Machine || code == "" {
		return code
	}
	return p.words.Text("export." + of + "." + code)
}

// number writes a number, or the sign for one that is not shown.
func (p printer) number(n int, known bool) string {
	switch {
	case known:
		return strconv.Itoa(n)
	case p.profile == Machine:
		return ""
	}
	return ".."
}

// share writes a share between 0 and 1 in thousandths. The bounds of an interval are rounded
// outwards.
func (p printer) share(r Row, round func(float64) float64, share float64) string {
	if r.Withheld || r.N < release.LeastForShares {
		return p.number(0, false)
	}
	return p.fraction(strconv.FormatFloat(round(share*1000)/1000, 'f', 3, 64))
}

// estimate writes an estimated share, or a bound of it, that is given in ten-thousandths.
func (p printer) estimate(r Row, share int) string {
	if r.Withheld || r.N < release.LeastForShares {
		return p.number(0, false)
	}
	return p.fraction(fmt.Sprintf("%d.%04d", share/wholeShare, share%wholeShare))
}

// fraction writes a number with a decimal point as it is for programs, with a comma for people.
func (p printer) fraction(number string) string {
	if p.profile == Machine {
		return number
	}
	return strings.Replace(number, ".", ",", 1)
}

// place returns the code, for people followed by the name, because a spreadsheet program takes a
// code alone for a number and drops its leading zero.
func (p printer) place(place survey.Place) string {
	if p.profile == Machine || placeName(p.words, place) == place.Code {
		return place.Code
	}
	return place.Code + " " + placeName(p.words, place)
}

// oneSession is of blocks; of the groups of a view, and of what has no block, nothing is said.
func (p printer) oneSession(r Row) string {
	if r.Step == 0 || r.N == 0 {
		return ""
	}
	return p.code("one_session", strconv.FormatBool(r.OneSession))
}

func placeName(words Words, place survey.Place) string {
	switch place.Kind {
	case survey.KindMunicipality:
		return words.Municipality(place.Code)
	case survey.KindRegion:
		return words.Region(place.Code)
	}
	return place.Code
}

func (p printer) interventionName(r Row) string {
	if r.Intervention == "" {
		return ""
	}
	return p.words.Intervention(r.Intervention)
}

// groupText is who or what is in a group of a view, in the words of the option, language or
// channel. Neighbouring options that were put together are written as a range, first – last.
func (p printer) groupText(r Row) string {
	switch {
	case r.Group == "":
		return ""
	case r.Group == survey.OtherGroup:
		return p.words.Text("export.group." + r.Group)
	case r.By == survey.ByLanguage:
		return p.words.Text("export.language." + r.Group)
	case r.By == survey.ByChannel:
		return p.words.Text("export.channel." + r.Group)
	}
	options := strings.Split(r.Group, "-")
	for i, option := range options {
		options[i] = p.words.Option(r.Battery, p.defining(r), option)
	}
	return strings.Join(options, " – ")
}

// defining returns the question that defines the view of a row; each battery has one for a
// dimension.
func (p printer) defining(r Row) string {
	for _, part := range p.release.Parts {
		for _, v := range part.Views {
			if part.Battery == r.Battery && v.By == r.By {
				return v.Question
			}
		}
	}
	return ""
}

func (p printer) questionText(r Row) string {
	if r.Question == "" {
		return ""
	}
	return p.words.Question(r.Battery, r.Question)
}

// optionText writes what a column counts. For one option of a multi-select that is the option and
// whether it was chosen.
func (p printer) optionText(r Row) string {
	switch r.Option {
	case "":
		return ""
	case survey.Answered:
		return p.words.Text("export.option." + r.Option)
	case survey.Chosen, survey.NotChosen:
		_, option, _ := strings.Cut(r.Table, ".")
		return p.words.Option(r.Battery, r.Question, option) + ": " + p.words.Text("export.option."+r.Option)
	}
	return p.words.Option(r.Battery, r.Question, r.Option)
}

// questionRef returns the question with the version of its battery, as in "K12@1".
func (r Row) questionRef() string {
	if r.Question == "" {
		return ""
	}
	_, version, _ := strings.Cut(r.Battery, "@")
	return r.Question + "@" + version
}

func (r Row) portion() float64 { return float64(r.Count) / float64(r.N) }

func (r Row) interval() (low, high float64) { return treblock.Interval(r.Count, r.N, 1, r.Base) }

// Status of a row, as written for machines.
const (
	statusOK     = "ok"
	statusTooFew = "too_few"
)

func (r Row) status() string {
	if r.Withheld {
		return statusTooFew
	}
	return statusOK
}
