package survey

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// QuestionKind is one of the three kinds of question that exist. There is no
// kind that takes free text, a number, a date, a place or a file: what cannot
// be asked cannot be stored.
type QuestionKind string

// The kinds of question.
const (
	Scale  QuestionKind = "scale"  // one of the ordered steps of a scale, low to high
	Choice QuestionKind = "choice" // one of several options without order
	Multi  QuestionKind = "multi"  // several options, at most Most of them
)

// Values that a question can have beside its own options.
const (
	DontKnow = "dk"   // "don't know"
	NoAnswer = "na"   // "don't want to answer"
	Skip     = "skip" // not answered; never sent, only counted
)

// Status columns and table columns of a multi-select question.
const (
	Answered  = "answered" // at least one option was chosen
	None      = "none"     // "none of these"
	Chosen    = "chosen"
	NotChosen = "not"
)

// Topics are what questions are about, in the order in which results are shown.
var Topics = []string{"work", "housing", "health", "swedish", "authorities", "law", "balance", "own", "family", "community", "support", "needs", "about", "quality"}

// Needs is the topic of what would help people.
const Needs = "needs"

// Battery is a versioned set of questions with the same ids for ever. Its
// words are in locales/<id>.<language>.json. A short form has no questions of its own: it asks some of
// its whole's, in the words of the whole, and the answers count as the whole's.
type Battery struct {
	ID        string             `json:"id"`
	Version   int                `json:"version"`
	PartOf    string             `json:"part_of,omitempty"`  // of a short form, the reference of its whole, as in "core@1"
	Asks      []string           `json:"asks,omitempty"`     // of a short form, the ids of what it asks, in the order of the whole
	Scales    map[string]int     `json:"scales"`             // name of a scale → number of steps
	Pairs     [][2]string        `json:"pairs"`              // questions that ask the same thing from two sides
	Measures  map[string]Measure `json:"measures,omitempty"` // by question, the share that sums it up
	Questions []Question         `json:"questions"`
}

// Question is one question of a battery. No question depends on the answer to
// another: a route would repeat a count.
type Question struct {
	ID        string       `json:"id"`
	Kind      QuestionKind `json:"kind"`
	Scale     string       `json:"scale,omitempty"`     // the scale whose steps come first
	Own       int          `json:"own,omitempty"`       // options of its own, after the steps
	None      bool         `json:"none,omitempty"`      // a multi-select ends with "none of these"
	Most      int          `json:"most,omitempty"`      // most options in a multi-select; 0: all of them
	Hint      bool         `json:"hint,omitempty"`      // a line of help below the question
	Topic     string       `json:"topic"`               // one of Topics
	DK        bool         `json:"dk,omitempty"`        // offers "don't know"
	Sensitive bool         `json:"sensitive,omitempty"` // counted in the coarser part of a release
	Reverse   bool         `json:"reverse,omitempty"`   // a high step is unfavourable
	Role      QuestionRole `json:"role,omitempty"`      // what it is for beside being counted
	Timings   []Timing     `json:"timings,omitempty"`   // asked in sessions of these timings only; none: in all

	steps int
}

// Ref names a battery and its version, as in "core@1".
func (b *Battery) Ref() string { return fmt.Sprintf("%s@%d", b.ID, b.Version) }

// Question returns the question with that id.
func (b *Battery) Question(id string) (Question, bool) {
	i := slices.IndexFunc(b.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return b.Questions[i], true
}

// AskedAt reports whether the question is asked in sessions of a timing.
func (q Question) AskedAt(t Timing) bool {
	return len(q.Timings) == 0 || slices.Contains(q.Timings, t)
}

// TitleKey returns the key of the battery's name.
func (b *Battery) TitleKey() string { return b.ID + ".title" }

// IntroKey returns the key of the line below the heading where the battery begins beside others. Not
// every battery has one.
func (b *Battery) IntroKey() string { return b.ID + ".intro" }

// Steps returns how many of the question's options are steps of a scale.
func (q Question) Steps() int { return q.steps }

// Options returns the question's own option codes o1, o2 … in the order in
// which they are shown and counted. "None of these" is the last of them.
func (q Question) Options() []string {
	n := q.steps + q.Own
	if q.None {
		n++
	}
	options := make([]string, n)
	for i := range options {
		options[i] = optionCode(i + 1)
	}
	return options
}

// MostChosen returns how many options can be chosen at most.
func (q Question) MostChosen() int {
	if q.Kind != Multi {
		return 1
	}
	return max(1, cmp.Or(q.Most, q.Own))
}

// NoneOption returns the code of "none of these", or "".
func (q Question) NoneOption() string {
	if !q.None {
		return ""
	}
	return optionCode(q.steps + q.Own + 1)
}

// optionCode returns the code of the n-th option.
func optionCode(n int) string { return "o" + strconv.Itoa(n) }

// Values returns everything a phone may send for the question: its options,
// then dk where it is offered, then na.
func (q Question) Values() []string {
	values := q.Options()
	if q.DK {
		values = append(values, DontKnow)
	}
	return append(values, NoAnswer)
}

// TextKey returns the key of an option's words. The words of a scale's steps
// are written once for all questions that use it, so that they cannot differ.
func (q Question) TextKey(option string) string {
	switch option {
	case DontKnow, NoAnswer, Skip:
		return "option." + option
	}
	if i := slices.Index(q.Options(), option); i >= 0 && i < q.steps {
		return fmt.Sprintf("scale.%s.%s", q.Scale, option)
	}
	return q.ID + "." + option
}

// HintKey returns the key of the line of help below the question, which it has if Hint is true.
func (q Question) HintKey() string { return q.ID + ".hint" }

// Keys returns the keys of everything that is read aloud of the question, in
// the order in which it is shown: the question, then its values.
func (q Question) Keys() []string {
	keys := []string{q.ID}
	for _, value := range q.Values() {
		keys = append(keys, q.TextKey(value))
	}
	return keys
}

// Table is one table of counts that a question gives rise to, with its columns
// in the fixed order that rounding depends on.
type Table struct {
	ID       string // the question's id, or id.option for one option of a multi-select
	Question string
	Option   string // the option of a multi-select that this table is about
	Columns  []string
}

// Tables returns the question's tables. A multi-select question is one status
// table and one table [chosen, not chosen] for each option, so that dk, na and
// skip are counted once and not once for each option.
func (q Question) Tables() []Table {
	tail := []string{NoAnswer, Skip}
	if q.DK {
		tail = []string{DontKnow, NoAnswer, Skip}
	}
	if q.Kind != Multi {
		return []Table{{ID: q.ID, Question: q.ID, Columns: append(q.Options(), tail...)}}
	}
	status := []string{Answered}
	if q.None {
		status = append(status, None)
	}
	tables := []Table{{ID: q.ID, Question: q.ID, Columns: append(status, tail...)}}
	for _, option := range q.Options() {
		if option != q.NoneOption() {
			tables = append(tables, Table{ID: q.ID + "." + option, Question: q.ID, Option: option, Columns: []string{Chosen, NotChosen}}) // mutation: columns
		}
	}
	return tables
}

// Column returns the column of table t in which an answer with these values of
// the question counts. No values count as skip.
func (q Question) Column(t Table, values []string) string {
	if t.Option != "" {
		if slices.Contains(values, t.Option) {
			return Chosen
		}
		return NotChosen
	}
	switch {
	case len(values) == 0:
		return Skip
	case q.Kind != Multi || values[0] == DontKnow || values[0] == NoAnswer:
		return values[0]
	case values[0] == q.NoneOption():
		return None
	}
	return Answered
}

// Prepare fills in what is derived from the battery's JSON and checks it. The
// error joins everything that is wrong, each with what to do.
func (b *Battery) Prepare() error {
	var errs []error
	wrong := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("battery %s: "+format, append([]any{b.ID}, args...)...))
	}
	if err := b.Countable(); err != nil {
		return err
	}
	if !IsBatteryID(b.ID) || b.Version < 1 {
		wrong("give it an id of lower-case letters, or of one capital for a module, and a version from 1")
	}
	if len(b.Questions) == 0 {
		wrong("has no questions")
	}
	seen := map[string]bool{}
	used := map[string]bool{}
	cast := map[QuestionRole]bool{}
	b.derive()
	for i := range b.Questions {
		q := &b.Questions[i]
		used[q.Scale] = true
		if seen[q.ID] {
			wrong("%s stands twice; ids are never used again", q.ID)
		}
		seen[q.ID] = true
		if q.Role != "" && cast[q.Role] {
			wrong("%s has the role %s a second time; one question has it", q.ID, q.Role)
		}
		cast[q.Role] = true
		for _, what := range q.problems(b) {
			wrong("%s: %s", q.ID, what)
		}
	}
	for scale := range b.Scales {
		if !used[scale] {
			wrong("no question uses the scale %s; remove it", scale)
		}
	}
	for _, pair := range b.Pairs {
		b.checkPair(pair, wrong)
	}
	b.checkMeasures(wrong)
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	if size := largestAnswer([]*Battery{b}); size > maxPlaintext {
		wrong("an answer may need %d bytes and %d is the most; split the battery", size, maxPlaintext)
	}
	return errors.Join(errs...)
}

// mostOptions is the most options of any kind of question.
const mostOptions = 12

// uncountable says which number of options there cannot be, or returns "". It
// comes before everything that counts options.
func (b *Battery) uncountable() string {
	for scale, steps := range b.Scales {
		if steps < 1 || steps > mostOptions {
			return fmt.Sprintf("the scale %s has %d steps; it can have 3 to 7", scale, steps)
		}
	}
	for _, q := range b.Questions {
		switch {
		case q.Own < 0:
			return q.ID + ": own counts options and cannot be negative"
		case q.Own > mostOptions:
			return fmt.Sprintf("%s: no question has %d options of its own; %d are the most", q.ID, q.Own, mostOptions)
		}
	}
	return ""
}

// Countable returns an error unless the numbers of options and steps are such as there can be. Of a battery
// that is not countable nothing may be listed that counts options.
func (b *Battery) Countable() error {
	if why := b.uncountable(); why != "" {
		return fmt.Errorf("battery %s: %s", b.ID, why)
	}
	return nil
}

// derive fills in what is not in the battery's JSON.
func (b *Battery) derive() {
	for i := range b.Questions {
		b.Questions[i].steps = b.Scales[b.Questions[i].Scale]
	}
}

func (b *Battery) checkPair(pair [2]string, wrong func(string, ...any)) {
	first, ok1 := b.Question(pair[0])
	second, ok2 := b.Question(pair[1])
	switch {
	case !ok1 || !ok2:
		wrong("the pair %s–%s names a question that does not exist", pair[0], pair[1])
	case first.Kind != Scale || second.Kind != Scale || first.Reverse == second.Reverse:
		wrong("the pair %s–%s must be two scales of which one is marked reverse", pair[0], pair[1])
	}
}

// problems lists what is wrong with one question on its own.
func (q *Question) problems(b *Battery) []string {
	var found []string
	check := func(ok bool, what string) {
		if !ok {
			found = append(found, what)
		}
	}
	check(IsQuestionID(q.ID), "an id is a capital letter followed by capitals and digits")
	check(slices.Contains(Topics, q.Topic), fmt.Sprintf("unknown topic %q", q.Topic))
	options := len(q.Options())
	switch q.Kind {
	case Scale:
		check(b.Scales[q.Scale] >= 3, "a scale question names a scale of at least 3 steps")
		check(options <= 7, "at most 7 options fit a small screen")
	case Choice:
		check(q.Scale == "" && !q.Reverse, "a choice has no scale and no direction")
		check(options >= 2 && options <= 7, "a choice has 2 to 7 options")
	case Multi:
		check(q.Scale == "" && !q.Reverse, "a multi-select has no scale and no direction")
		check(options >= 3 && options <= mostOptions, "a multi-select has 3 to 12 options")
		check(q.Most == 0 || q.Most >= 2 && q.Most < q.Own, "most is 2 or more and lower than the number of options")
	default:
		check(false, fmt.Sprintf("there is no kind of question called %q; scale, choice and multi are the only ones", q.Kind))
	}
	check(q.Kind == Multi || !q.None && q.Most == 0, "only a multi-select has none and most")
	check(all(q.Timings, func(t Timing) bool { return slices.Contains(Timings, t) }) && allDiffer(q.Timings, func(t Timing) Timing { return t }),
		"timings names some of before, after, later and none, each once")
	check(len(q.Timings) < len(Timings), "a question that is asked at all timings needs no timings; remove them")
	why := q.roleProblem()
	check(why == "", why)
	return found
}
