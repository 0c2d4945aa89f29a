package release

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// Check returns what is wrong with the numbers of a release that Parse has read, one line for each
// fault, and nothing when it obeys its method: sizes and counts are multiples of the base, blocks
// are at least k, every table sums to its block, withstands the exact attacker on its own
// (treblock.Certified), and is either there or withheld; by FirstMethod, tables of sensitive
// questions are not unanimous; views can have been drawn from the blocks; it says how far answers
// can be relied on; the audit counts what is there. It does not attack tables together, and it takes
// the release's word for which questions are sensitive, see Against, and for what does not follow
// from counts: whether answers look made up, and whether most of a block are from one session.
func (r Release) Check() []string {
	var found []string
	addFault := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	if r.K < survey.SmallestK || r.K%3 != 0 || r.K > survey.MostAnswers {
		addFault("k is %d; it must be %d or a larger multiple of 3", r.K, survey.SmallestK)
	}
	for i, p := range r.Parts {
		r.checkRules(p, addFault)
		r.checkPeople(p, addFault)
		tables := r.Tables(p)
		for j, b := range p.Blocks {
			subject := fmt.Sprintf("%s, %s", p, b)
			r.checkCounts(p, subject, b.N, b.Q, addFault)
			r.checkOptions(p, subject, b.Counted(), addFault)
			for _, t := range tables {
				_, there := b.Q[t.ID]
				r.checkWithheld(subject, t.ID, there, Withheld{Part: i, Block: new(j), Table: t.ID}, addFault)
			}
		}
		r.checkViews(i, addFault)
		r.checkAsked(i, addFault)
	}
	for _, b := range r.Batteries {
		if r.Honesty[b.Ref()] == nil {
			addFault("it does not say how honest the answers to %s are", b.Ref())
		}
	}
	if r.MadeUp == "" && r.Method == Method {
		addFault("it does not say whether answers look made up")
	}
	r.checkParticipation(addFault)
	if counted := r.Count(); r.Audit != counted {
		addFault("the audit says %d tables asked, %d certified and %d withheld, and there are %d, %d and %d",
			r.Audit.Asked, r.Audit.Certified, r.Audit.Withheld, counted.Asked, counted.Certified, counted.Withheld)
	}
	return found
}

// checkRules checks the base and the smallest block of a part.
func (r Release) checkRules(p Part, addFault func(string, ...any)) {
	var rules treblock.Rules
	switch p.Base {
	case 3:
		rules = treblock.Plain(r.K)
	case 5:
		rules = treblock.Sensitive(r.K)
	default:
		addFault("%s: the base of a part is 3, or 5 for sensitive questions", p)
		return
	}
	if p.K < rules.K || p.K%p.Base != 0 || p.K > survey.MostAnswers {
		addFault("%s: its k is %d; it must be %d or a larger multiple of %d", p, p.K, rules.K, p.Base)
	}
}

// checkPeople checks that sensitive questions are counted of no more answers than
// the others of their battery that were asked of the same people: in all, and in each block of step 1. By
// FirstMethod such a block has an ordinary one only where it is half as large again as that must be.
func (r Release) checkPeople(p Part, addFault func(string, ...any)) {
	for _, other := range r.Parts {
		if !other.SharesPeople(p) || other.Base >= p.Base {
			continue
		}
		if n, all := p.Answers(), other.Answers(); n > all {
			addFault("%s: it has %d answers and %s only %d", p, n, other, all)
		}
		for _, b := range p.Blocks {
			if b.Step != int(treblock.InterventionTiming) || r.Method == FirstMethod && 2*b.N < 3*r.K {
				continue
			}
			j := slices.IndexFunc(other.Blocks, func(o Block) bool { return o.Compare(b) == 0 })
			if j < 0 || other.Blocks[j].N < b.N {
				addFault("%s, %s: it has %d answers, and fewer are counted there in %s", p, b, b.N, other)
			}
		}
	}
}

// checkCounts checks the tables of n answers that were counted together.
func (r Release) checkCounts(p Part, subject string, n int, tables map[string][]int, addFault func(string, ...any)) {
	if p.Base < 2 {
		return // checkRules reports it
	}
	if n < p.K || n%p.Base != 0 || n > survey.MostAnswers {
		addFault("%s: it has %d answers; there must be %d or more, and a multiple of %d", subject, n, p.K, p.Base)
	}
	for _, id := range slices.Sorted(maps.Keys(tables)) {
		if fault := r.fault(p, n, tables[id]); fault != "" {
			addFault("%s, table %s: %s", subject, id, fault)
		}
	}
}

// fault returns what is wrong with one table of n answers, or "".
func (r Release) fault(p Part, n int, counts []int) string {
	sum := 0
	for _, count := range counts {
		if count < 0 || count%p.Base != 0 || count > survey.MostAnswers {
			return fmt.Sprintf("the count %d is not a multiple of %d from 0", count, p.Base)
		}
		sum += count
	}
	switch {
	case sum != n:
		return fmt.Sprintf("the counts sum to %d and there are %d answers", sum, n)
	case !treblock.Certified(counts, p.Base):
		return "a count leaves too few possible true values"
	case r.Method == FirstMethod && p.Base == 5 && treblock.WithholdUnanimous(counts, p.Base):
		return "the answers to a sensitive question are nearly all alike; the table must be withheld"
	}
	return ""
}

// checkOptions checks that the tables of a multi-select question fit each other: no option was
// certainly chosen by more people than answered, and all options together were chosen by as many.
func (r Release) checkOptions(p Part, subject string, c Counted, addFault func(string, ...any)) {
	battery, _ := r.Battery(p.Battery)
	for _, question := range p.Questions {
		tables := battery.tablesOf(question)
		answered := p.boundsOfAll(tables[0], []Counted{c})
		times := 0
		for _, t := range tables[1:] {
			chosen := p.boundsOfAll(t, []Counted{c})
			times += chosen.High[0]
			if chosen.Low[0] > answered.High[0] {
				addFault("%s, table %s: at least %d chose it and at most %d answered %s", subject, t.ID, chosen.Low[0], answered.High[0], question)
			}
		}
		if len(tables) > 1 && times < answered.Low[0] {
			addFault("%s, table %s: at least %d answered, and all its options were chosen at most %d times", subject, question, answered.Low[0], times)
		}
	}
}

// checkWithheld checks that a table is either there or listed as withheld.
func (r Release) checkWithheld(subject, table string, there bool, entry Withheld, addFault func(string, ...any)) {
	_, listed := slices.BinarySearchFunc(r.Withheld, entry, Withheld.Compare)
	switch {
	case there && listed:
		addFault("%s, table %s: it is both there and withheld", subject, table)
	case !there && !listed:
		addFault("%s, table %s: it is neither there nor withheld", subject, table)
	}
}

// checkAsked checks that all parts of one battery that were asked of the same people speak of the same things that were asked: in each
// part each of them has a block of its own or is withheld.
func (r Release) checkAsked(part int, addFault func(string, ...any)) {
	here := r.withOwnBlock(part)
	for _, w := range r.Asked(part) {
		if here[w.asking()] {
			addFault("%s, %s: it is withheld and has a block of its own", r.Parts[part], describe(w.asking()))
		}
		here[w.asking()] = true
	}
	for i, other := range r.Parts {
		if i == part || !other.SharesPeople(r.Parts[part]) {
			continue
		}
		elsewhere := r.withOwnBlock(i)
		for _, w := range r.Asked(i) {
			elsewhere[w.asking()] = true
		}
		for _, a := range slices.SortedFunc(maps.Keys(elsewhere), compareAsking) {
			if !here[a] {
				addFault("%s, %s: it neither has a block of its own nor is withheld, but is spoken of in %s", r.Parts[part], describe(a), other)
			}
		}
	}
}

// withOwnBlock returns what has a block of its own in a part.
func (r Release) withOwnBlock(part int) map[survey.Asking]bool {
	own := map[survey.Asking]bool{}
	for _, b := range r.Parts[part].Blocks {
		if b.Step == int(treblock.InterventionTiming) {
			own[survey.Asking{Municipality: b.Municipality, Intervention: b.Intervention, Timing: b.Timing}] = true
		}
	}
	return own
}

func (w Withheld) asking() survey.Asking {
	return survey.Asking{Municipality: w.Municipality, Intervention: w.Intervention, Timing: w.Timing}
}

func describe(a survey.Asking) string {
	return fmt.Sprintf("%s %s %s", a.Municipality, a.Intervention, a.Timing)
}

func compareAsking(x, y survey.Asking) int { return cmp.Compare(describe(x), describe(y)) }

// fitsSet returns what speaks against these questions having been asked by a set at a timing, written as
// in "core@1+A@1 after", or "". A set of which a battery is not known is no difference.
func fitsSet(known []*survey.Battery, by string, questions []string) string {
	written, timing, _ := strings.Cut(by, " ")
	set, ok := survey.SetIn(known, written)
	if !ok {
		return ""
	}
	form := set.Form(survey.Timing(timing))
	for _, id := range questions {
		if _, asked := form.Question(id); !asked {
			return fmt.Sprintf("question %s is not asked by %s", id, by)
		}
	}
	return ""
}

// Against compares the release with the batteries that a program knows, and returns one line for
// each difference: tables that are counted otherwise, sensitive questions outside the part with
// base 5, other questions in it, questions that a set does not ask, views that another question defines. A battery that is not known
// is no difference.
func (r Release) Against(known []*survey.Battery) []string {
	var found []string
	addFault := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	for _, b := range known {
		said, ok := r.Battery(b.Ref())
		if !ok {
			continue
		}
		want := BatteryOf(b)
		if r.Method == FirstMethod {
			want.Most, want.Views = nil, nil
		}
		if !maps.EqualFunc(said.Tables, want.Tables, slices.Equal[[]string]) || !maps.Equal(said.Most, want.Most) || !maps.Equal(said.Views, want.Views) {
			addFault("the tables or views of %s are not those of the battery", b.Ref())
		}
		for _, p := range r.Parts {
			if p.Battery != b.Ref() {
				continue
			}
			for _, by := range p.Asked {
				if fault := fitsSet(known, by, p.Questions); fault != "" {
					addFault("%s: %s", p, fault)
				}
			}
			for _, id := range p.Questions {
				if question, ok := b.Question(id); ok && question.Sensitive != (p.Base == 5) {
					addFault("%s: question %s belongs in the other part", p, id)
				}
			}
			for _, v := range p.Views {
				if question, _ := b.Defining(v.By); question.ID != v.Question {
					addFault("%s, %s: the question that defines it is not %q", p, v, v.Question)
				}
			}
		}
	}
	return found
}
