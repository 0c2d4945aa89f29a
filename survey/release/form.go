package release

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

var (
	releaseID = regexp.MustCompile(`^[0-9a-z]{1,40}$`)
	tableID   = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,7}(\.o[1-9][0-9]?)?$`)
	asking    = regexp.MustCompile(`^[A-Za-z][a-z0-9-]{0,15}@[1-9][0-9]*(\+[A-Za-z][a-z0-9-]{0,15}@[1-9][0-9]*)* (before|after|later|none)$`)
)

// wellFormed returns the first thing in the release that has no meaning, as a clause for an error.
func (r Release) wellFormed() error {
	switch {
	case !releaseID.MatchString(r.ID):
		return fmt.Errorf("its id %q is not letters and digits", r.ID)
	case r.Prev != "" && !survey.IsHash(r.Prev):
		return fmt.Errorf("prev %q is no SHA-256 in lower-case hexadecimal", r.Prev)
	case !survey.IsName(r.Round):
		return fmt.Errorf("its round has the name %q", r.Round)
	case r.Method == FirstMethod && r.Mixed != 0 || r.Method == Method && r.Mixed != treblock.MixPercent:
		return fmt.Errorf("of a hundred answers %d were mixed, which is not the method %s", r.Mixed, r.Method)
	case r.MadeUp != "" && (r.Method == FirstMethod || !isMadeUpWord(r.MadeUp)):
		return fmt.Errorf("of made-up answers it says %q, which is no word of the method %s", r.MadeUp, r.Method)
	case !survey.IsDay(r.Sealed):
		return fmt.Errorf("sealed is %q and must be a date as in 2026-12-01", r.Sealed)
	}
	if err := r.wellFormedBatteries(); err != nil {
		return err
	}
	for ref, checks := range r.Honesty {
		if _, ok := r.Battery(ref); !ok || !checks.complete() {
			return fmt.Errorf("honesty of %q has checks or categories that no release has", ref)
		}
	}
	if err := r.wellFormedParts(); err != nil {
		return err
	}
	if err := r.wellFormedParticipation(); err != nil {
		return err
	}
	return r.wellFormedWithheld()
}

func (r Release) wellFormedBatteries() error {
	if len(r.Batteries) == 0 {
		return errors.New("it has no battery")
	}
	for i, b := range r.Batteries {
		if !survey.IsBatteryID(b.ID) || b.Version < 1 {
			return fmt.Errorf("it has a battery called %q", b.Ref())
		}
		if len(b.Tables) == 0 {
			return fmt.Errorf("battery %s has no tables", b.Ref())
		}
		if i > 0 && r.Batteries[i-1].Ref() >= b.Ref() {
			return fmt.Errorf("battery %s stands twice or out of order", b.Ref())
		}
		for id := range b.Tables {
			if !tableID.MatchString(id) {
				return fmt.Errorf("battery %s has a table called %q", b.Ref(), id)
			}
		}
		if err := r.wellFormedQuestions(b); err != nil {
			return fmt.Errorf("battery %s: %w", b.Ref(), err)
		}
	}
	return nil
}

// wellFormedQuestions checks the tables of each question, and how many options could be chosen of each with several
// choices.
func (r Release) wellFormedQuestions(b Battery) error {
	several := 0
	for _, question := range b.questions() {
		tables := b.tablesOf(question)
		if err := b.wellFormedTables(question, tables); err != nil {
			return err
		}
		if len(tables) == 1 || r.Method == FirstMethod {
			continue
		}
		several++
		if most := b.Most[question]; most < 1 || most >= len(tables) {
			return fmt.Errorf("of question %s at most %d of %d options could be chosen", question, most, len(tables)-1)
		}
	}
	if len(b.Most) != several {
		return errors.New("it says of other questions how many options could be chosen")
	}
	if !slices.IsSorted(b.Unasked) || len(slices.Compact(slices.Clone(b.Unasked))) < len(b.Unasked) {
		return errors.New("a question that nobody was asked stands twice or out of order")
	}
	for _, question := range b.Unasked {
		if r.Method == FirstMethod || !slices.Contains(b.questions(), question) {
			return fmt.Errorf("question %q was asked of nobody, and is not one of its questions", question)
		}
	}
	return r.wellFormedDefining(b)
}

// wellFormedDefining checks which questions define views.
func (r Release) wellFormedDefining(b Battery) error {
	if r.Method == FirstMethod && len(b.Views) > 0 {
		return errors.New("it says which questions define views, which this method does not")
	}
	for d, question := range b.Views {
		if d != survey.ByGender && d != survey.ByTime || b.options(question) == 0 {
			return fmt.Errorf("question %q cannot define a view by %q", question, d)
		}
	}
	if b.Views[survey.ByGender] != "" && b.Views[survey.ByGender] == b.Views[survey.ByTime] {
		return fmt.Errorf("question %s defines two views", b.Views[survey.ByGender])
	}
	return nil
}

// wellFormedTables checks the tables of one question against the shapes that survey.Question.Tables
// gives them.
func (b Battery) wellFormedTables(question string, tables []survey.Table) error {
	if len(tables) == 0 {
		return fmt.Errorf("%s has no status table", question)
	}
	for _, id := range slices.Sorted(maps.Keys(b.Tables)) {
		if of, option, _ := strings.Cut(id, "."); of == question && optionNumber(option) >= len(tables) {
			return fmt.Errorf("table %s comes without one for the option before it", id)
		}
	}
	first := tables[0]
	own := ownColumns(first.Columns)
	multi := slices.Equal(own, []string{survey.Answered}) || slices.Equal(own, []string{survey.Answered, survey.None})
	for i, column := range own {
		if !multi && column != fmt.Sprintf("o%d", i+1) {
			return fmt.Errorf("table %s has the columns %s", first.ID, strings.Join(first.Columns, " "))
		}
	}
	if len(own) == len(first.Columns) || !multi && len(own) < 2 || multi != (len(tables) > 1) {
		return fmt.Errorf("table %s has the columns %s", first.ID, strings.Join(first.Columns, " "))
	}
	for _, t := range tables[1:] {
		if !slices.Equal(t.Columns, []string{survey.Chosen, survey.NotChosen}) {
			return fmt.Errorf("table %s has the columns %s", t.ID, strings.Join(t.Columns, " "))
		}
	}
	return nil
}

// ownColumns returns the columns before [dk] na skip, or all of them when they do not end like
// that.
func ownColumns(columns []string) []string {
	for _, tail := range [][]string{{survey.DontKnow, survey.NoAnswer, survey.Skip}, {survey.NoAnswer, survey.Skip}} {
		if rest := len(columns) - len(tail); rest >= 0 && slices.Equal(columns[rest:], tail) {
			return columns[:rest]
		}
	}
	return columns
}

func (r Release) wellFormedParts() error {
	inPart := map[string]bool{} // battery and question
	for i, p := range r.Parts {
		battery, ok := r.Battery(p.Battery)
		if !ok {
			return fmt.Errorf("a part is of battery %q, which is not in the release", p.Battery)
		}
		twice := slices.ContainsFunc(r.Parts[:i], func(o Part) bool { return o.SharesPeople(p) && o.Base == p.Base })
		if twice || i > 0 && r.Parts[i-1].Compare(p) >= 0 {
			return fmt.Errorf("%s stands twice or out of order", p)
		}
		if err := p.wellFormedAsked(r.Method); err != nil {
			return err
		}
		for _, question := range p.Questions {
			if !slices.Contains(battery.questions(), question) {
				return fmt.Errorf("%s has a question %q, which its battery does not have", p, question)
			}
			if inPart[p.Battery+" "+question] {
				return fmt.Errorf("question %s of %s stands twice; each belongs to one part", question, p.Battery)
			}
			if battery.defines(question) {
				return fmt.Errorf("%s has the question %s, which defines a view and is not tabulated", p, question)
			}
			inPart[p.Battery+" "+question] = true
		}
		if err := r.wellFormedBlocks(p); err != nil {
			return fmt.Errorf("%s, %w", p, err)
		}
		if err := r.wellFormedViews(p); err != nil {
			return fmt.Errorf("%s, %w", p, err)
		}
	}
	for _, b := range r.Batteries {
		for _, question := range b.questions() {
			there, unasked := inPart[b.Ref()+" "+question] || b.defines(question), slices.Contains(b.Unasked, question)
			if !there && !unasked {
				return fmt.Errorf("question %s of %s is in no part", question, b.Ref())
			}
			if there && unasked {
				return fmt.Errorf("question %s of %s is counted, and was asked of nobody", question, b.Ref())
			}
		}
	}
	return nil
}

// wellFormedAsked checks how the part says who was asked.
func (p Part) wellFormedAsked(method string) error {
	if method == FirstMethod && len(p.Asked) > 0 {
		return fmt.Errorf("%s: it says who was asked, which the method %s does not", p, method)
	}
	for i, by := range p.Asked {
		if !asking.MatchString(by) {
			return fmt.Errorf("%s: nobody can be asked by %q", p, by)
		}
		if i > 0 && p.Asked[i-1] >= by {
			return fmt.Errorf("%s: %q stands twice or out of order", p, by)
		}
	}
	return nil
}

// String names the part in errors: "core@1 base 3", and from which question on where not everybody was asked.
func (p Part) String() string {
	if len(p.Asked) == 0 {
		return fmt.Sprintf("%s base %d", p.Battery, p.Base)
	}
	return fmt.Sprintf("%s base %d from %s", p.Battery, p.Base, p.first())
}

func (r Release) wellFormedBlocks(p Part) error {
	tables := r.Tables(p)
	for i, b := range p.Blocks {
		if err := b.wellFormedPlace(); err != nil {
			return fmt.Errorf("%s: %w", b, err)
		}
		if i > 0 && p.Blocks[i-1].Compare(b) >= 0 {
			return fmt.Errorf("%s: the block stands twice or out of order", b)
		}
		if b.OneSession && r.Method == FirstMethod {
			return fmt.Errorf("%s: it speaks of sessions, which the method %s does not", b, r.Method)
		}
		if err := wellFormedCounts(b.Q, tables); err != nil {
			return fmt.Errorf("%s: %w", b, err)
		}
	}
	return nil
}

// wellFormedPlace checks that the block says what its step calls for and nothing else.
func (b Block) wellFormedPlace() error {
	if b.Step < 1 || b.Step > 6 {
		return fmt.Errorf("there are steps 1 to 6, not %d", b.Step)
	}
	placed := b.Municipality == "" && b.Area == "" && survey.IsCountyCode(b.Region)
	switch b.Step {
	case 1, 2, 4:
		placed = survey.IsMunicipalityCode(b.Municipality) && b.Area == "" && b.Region == ""
	case 5:
		placed = b.Municipality == "" && survey.IsName(b.Area) && b.Region == ""
	}
	if !placed {
		return fmt.Errorf("a block of step %d does not have this place: municipality %q, area %q, region %q", b.Step, b.Municipality, b.Area, b.Region)
	}
	if (b.Step <= 3) != survey.IsInterventionID(b.Intervention) || b.Step > 3 && b.Intervention != "" {
		return fmt.Errorf("a block of step %d cannot have the intervention %q", b.Step, b.Intervention)
	}
	if (b.Step == 1) != slices.Contains(survey.Timings, b.Timing) || b.Step > 1 && b.Timing != "" {
		return fmt.Errorf("a block of step %d cannot have the timing %q", b.Step, b.Timing)
	}
	return nil
}

// wellFormedCounts checks that counts has no other tables than those of the part, each with all its
// columns.
func wellFormedCounts(counts map[string][]int, tables []survey.Table) error {
	columns := map[string]int{}
	for _, t := range tables {
		columns[t.ID] = len(t.Columns)
	}
	for id, row := range counts {
		if columns[id] == 0 {
			return fmt.Errorf("table %q is not of this part", id)
		}
		if len(row) != columns[id] {
			return fmt.Errorf("table %s has %d columns here and %d in its battery", id, len(row), columns[id])
		}
	}
	return nil
}

func (r Release) wellFormedWithheld() error {
	for i, w := range r.Withheld {
		if w.Part < 0 || w.Part >= len(r.Parts) {
			return fmt.Errorf("withheld names part %d, which does not exist", w.Part)
		}
		if i > 0 && r.Withheld[i-1].Compare(w) >= 0 {
			return fmt.Errorf("withheld entry %d stands twice or out of order", i+1)
		}
		p := r.Parts[w.Part]
		if w.View != nil {
			if err := r.wellFormedWithheldGroup(p, w); err != nil {
				return fmt.Errorf("withheld entry %d: %w", i+1, err)
			}
			continue
		}
		if w.Group != "" {
			return fmt.Errorf("withheld entry %d has a group of no view", i+1)
		}
		if w.Block == nil {
			asked := Block{Step: 1, Municipality: w.Municipality, Intervention: w.Intervention, Timing: w.Timing}
			if err := asked.wellFormedPlace(); err != nil || w.Table != "" {
				return fmt.Errorf("withheld entry %d is neither something asked nor a table of a block", i+1)
			}
			continue
		}
		if w.Municipality != "" || w.Intervention != "" || w.Timing != "" {
			return fmt.Errorf("withheld entry %d is both something asked and a table of a block", i+1)
		}
		if *w.Block < 0 || *w.Block >= len(p.Blocks) {
			return fmt.Errorf("withheld names block %d of %s, which does not exist", *w.Block, p)
		}
		if !slices.ContainsFunc(r.Tables(p), func(t survey.Table) bool { return t.ID == w.Table }) {
			return fmt.Errorf("withheld names table %q, which %s does not have", w.Table, p)
		}
	}
	return nil
}
