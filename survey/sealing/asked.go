package sealing

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
)

// combination is what somebody was asked by: a set of batteries at a timing.
type combination struct {
	set    string // as in "core@1+A@1"
	timing survey.Timing
}

// String writes the combination as a release does: "core@1+A@1 after".
func (c combination) String() string { return c.set + " " + string(c.timing) }

func (c combination) compare(other combination) int {
	return cmp.Or(cmp.Compare(c.set, other.set), cmp.Compare(c.timing, other.timing))
}

// askers knows by which combinations a file's questions were asked: those of its sessions, and those of
// its answers, some of which may have waited since earlier rounds. It depends on nothing that anybody
// answered.
type askers struct {
	sets         map[string]survey.Set // by how they are written
	combinations []combination         // sorted, each once
	sessions     []survey.Asking       // that were held in the round, with their sets
}

func askersOf(file survey.PendingFile, found opened) askers {
	a := askers{sets: map[string]survey.Set{}, sessions: sessionsOf(file)}
	for _, s := range a.sessions {
		a.combinations = append(a.combinations, combination{s.Set, s.Timing})
	}
	for _, answers := range found.answers {
		for _, s := range answers {
			a.combinations = append(a.combinations, combinationOf(s.Submission))
		}
	}
	slices.SortFunc(a.combinations, combination.compare)
	a.combinations = slices.Compact(a.combinations)
	for _, c := range a.combinations {
		if set, known := survey.SetIn(file.Batteries, c.set); known {
			a.sets[c.set] = set
		}
	}
	return a
}

func combinationOf(s survey.Submission) combination { return combination{s.Set, s.Timing} }

// sessionsOf returns what sessions were held about, with their sets. Files of rounds without sets do not
// say which battery a session asked: it may be any of the round's.
func sessionsOf(file survey.PendingFile) []survey.Asking {
	var list []survey.Asking
	for _, a := range file.Asked {
		if a.Set != "" {
			list = append(list, a)
			continue
		}
		for _, b := range file.Batteries {
			if !slices.Contains(file.TakenOver, b.Ref()) {
				a.Set = b.Ref()
				list = append(list, a)
			}
		}
	}
	return list
}

// form returns what a combination asks.
func (a askers) form(c combination) survey.Form { return a.sets[c.set].Form(c.timing) }

// home returns the reference of the battery at home in a combination.
func (a askers) home(c combination) string { return a.sets[c.set].Home() }

// of returns the combinations that ask a question of a whole battery.
func (a askers) of(whole *survey.Battery, q survey.Question) []combination {
	var by []combination
	for _, c := range a.combinations {
		asks := slices.ContainsFunc(a.sets[c.set], func(b *survey.Battery) bool {
			_, has := b.Question(q.ID)
			return has && b.Whole() == whole.Ref()
		})
		if asks && q.AskedAt(c.timing) {
			by = append(by, c)
		}
	}
	return by
}

// class is the questions of a whole battery that were asked by the same combinations, and so of the same
// people.
type class struct {
	by        []combination // sorted
	questions []survey.Question
	home      string // of those who were asked, when they are all that are at home there and nobody else
}

// asks reports whether a combination asks the questions of the class.
func (c class) asks(of combination) bool { return slices.Contains(c.by, of) }

// same reports whether two classes were asked of the same people.
func (c class) same(other class) bool { return slices.Equal(c.by, other.by) }

// asked is by, as a release writes it in parts of a battery: nil where it is everybody at home there.
func (c class) asked(battery *survey.Battery) []string {
	if c.home == battery.Ref() {
		return nil
	}
	var list []string
	for _, by := range c.by {
		list = append(list, by.String())
	}
	slices.Sort(list)
	return list
}

// split splits the class into its ordinary and its sensitive questions. Those that define views
// are tabulated nowhere: a table of them beside the sizes of their views' groups would say too much.
func (c class) split() (plain, sensitive []survey.Question) {
	for _, q := range c.questions {
		switch {
		case q.Defines() != "": // mutation: defining question
		case q.Sensitive: // mutation: sensitive question
			sensitive = append(sensitive, q)
		default:
			plain = append(plain, q)
		}
	}
	return plain, sensitive
}

// classes returns the questions of a whole battery by who was asked them, in the order of their first
// questions, and the ids of those that nobody was asked. Of a battery that nobody was asked anything of,
// all questions are one class.
func (a askers) classes(whole *survey.Battery) (classes []class, unasked []string) {
	for _, q := range whole.Questions {
		by := a.of(whole, q)
		if len(by) == 0 {
			unasked = append(unasked, q.ID)
			continue
		}
		i := slices.IndexFunc(classes, func(c class) bool { return slices.Equal(c.by, by) })
		if i < 0 {
			i = len(classes)
			classes = append(classes, class{by: by, home: a.allOf(by)})
		}
		classes[i].questions = append(classes[i].questions, q)
	}
	if len(classes) == 0 {
		return []class{{questions: whole.Questions, home: whole.Ref()}}, nil
	}
	everybody := class{by: a.at(whole.Ref()), home: whole.Ref()}
	if len(everybody.by) > 0 && !slices.ContainsFunc(classes, everybody.same) {
		classes = append(classes, everybody) // so that everybody is counted, though nothing was asked of all
	}
	return classes, unasked
}

// at returns the combinations that are at home at a battery.
func (a askers) at(home string) []combination {
	return slices.DeleteFunc(slices.Clone(a.combinations), func(c combination) bool { return a.home(c) != home })
}

// allOf returns the home of which these are all combinations, or "".
func (a askers) allOf(by []combination) string {
	if home := a.home(by[0]); slices.Equal(a.at(home), by) {
		return home
	}
	return ""
}
