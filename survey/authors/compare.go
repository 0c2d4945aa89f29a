package authors

import (
	"maps"
	"slices"

	"fragebatteri/survey"
)

// Change is one thing that two versions of a battery differ in.
type Change struct {
	Code     string // what was done; its words are those of Key
	Question string // its id, or "" for the whole battery
	Language string // tag, of a text that is not in the source; otherwise ""
	Args     []any  // names and values in turn, as Say takes them
}

// Key returns the key of the words of the change.
func (c Change) Key() string { return "authors.changed." + c.Code }

// TextKey is a value that has words of its own: their key.
type TextKey string

// Say returns the words of a finding or a change in the language of t, which is the T of a printer.
func Say(t func(key string, pairs ...any) string, key string, args []any) string {
	worded := slices.Clone(args)
	for i, value := range worded {
		if own, is := value.(TextKey); is {
			worded[i] = t(string(own))
		}
	}
	return t(key, worded...)
}

// Compare returns what has been changed from one version of a battery to another: of the whole, then of each
// question in the order of the new version, then which were taken out, then translations. languages are
// tags, the source first. Questions are the same where their ids are, answers where their words are.
func Compare(before, after survey.Worded, languages []string) []Change {
	d := &difference{before: counted(before), after: counted(after), source: languages[0]}
	d.whole()
	for i, q := range d.after.Battery.Questions {
		if old, was := d.before.Battery.Question(q.ID); was {
			d.question(old, q)
		} else {
			d.add("added", q.ID, "Place", i+1, "Text", d.after.Word(d.source, q.ID))
		}
	}
	for _, q := range d.before.Battery.Questions {
		if _, is := d.after.Battery.Question(q.ID); !is {
			d.add("removed", q.ID, "Text", d.before.Word(d.source, q.ID))
		}
	}
	d.order()
	for _, language := range languages[1:] {
		d.translations(language)
	}
	return d.found
}

// counted returns a battery whose options can be counted, with no more of them than there can be.
func counted(w survey.Worded) survey.Worded {
	b := *w.Battery
	b.Questions, b.Scales = slices.Clone(b.Questions), maps.Clone(b.Scales)
	for i := range b.Questions {
		b.Questions[i].Own = min(max(b.Questions[i].Own, 0), mostMulti)
	}
	for scale, steps := range b.Scales {
		b.Scales[scale] = min(max(steps, 1), mostMulti)
	}
	_ = b.Prepare() // fills in the steps of scales; a version in the making may be wrong in other ways
	return survey.Worded{Battery: &b, Words: w.Words}
}

// difference collects changes.
type difference struct {
	before, after survey.Worded
	source        string
	found         []Change
}

func (d *difference) add(code, question string, args ...any) {
	d.found = append(d.found, Change{Code: code, Question: question, Args: args})
}

// words adds a change of words from one text to another, if they differ. A text that came or went has its
// own code.
func (d *difference) words(code, question, from, to string, args ...any) {
	switch {
	case from == to:
	case from == "":
		d.add(code+".added", question, append(args, "To", to)...)
	case to == "":
		d.add(code+".removed", question, append(args, "From", from)...)
	default:
		d.add(code, question, append(args, "From", from, "To", to)...)
	}
}

// whole compares what is not about a single question.
func (d *difference) whole() {
	d.words("title", "", d.before.Word(d.source, "title"), d.after.Word(d.source, "title"))
	d.words("intro", "", d.before.Word(d.source, "intro"), d.after.Word(d.source, "intro"))
	was, is := d.before.Battery, d.after.Battery
	for _, pair := range is.Pairs {
		if !slices.Contains(was.Pairs, pair) {
			d.add("pair.added", "", "First", pair[0], "Second", pair[1])
		}
	}
	for _, pair := range was.Pairs {
		if !slices.Contains(is.Pairs, pair) {
			d.add("pair.removed", "", "First", pair[0], "Second", pair[1])
		}
	}
}

// question compares one question that both versions have.
func (d *difference) question(old, q survey.Question) {
	d.words("text", q.ID, d.before.Word(d.source, q.ID), d.after.Word(d.source, q.ID))
	d.words("hint", q.ID, hintOf(d.before, old, d.source), hintOf(d.after, q, d.source))
	if old.Kind != q.Kind {
		d.add("kind", q.ID, "From", TextKey("authors.kind."+string(old.Kind)), "To", TextKey("authors.kind."+string(q.Kind)))
	}
	d.options(old, q)
	if from, to := old.MostChosen(), q.MostChosen(); from != to && old.Kind == survey.Multi && q.Kind == survey.Multi {
		d.add("most", q.ID, "From", from, "To", to)
	}
	if old.Topic != q.Topic {
		d.add("topic", q.ID, "From", topicKey(old), "To", topicKey(q))
	}
	d.flag("dk", q.ID, old.DK, q.DK)
	d.flag("sensitive", q.ID, old.Sensitive, q.Sensitive)
	d.flag("reverse", q.ID, old.Reverse, q.Reverse)
	if old.Role != q.Role {
		d.add("role", q.ID)
	}
	if !slices.Equal(old.Timings, q.Timings) {
		d.add("timings", q.ID)
	}
	d.measure(q)
}

func hintOf(w survey.Worded, q survey.Question, language string) string {
	if !q.Hint {
		return ""
	}
	return w.Word(language, q.HintKey())
}

// topicKey returns the key of the name of a question's topic.
func topicKey(q survey.Question) TextKey {
	if !slices.Contains(survey.Topics, q.Topic) {
		return "officer.topic.other"
	}
	return TextKey("officer.topic." + q.Topic)
}

// flag adds that something holds now or no longer.
func (d *difference) flag(code, question string, was, is bool) {
	switch {
	case is && !was:
		d.add(code+".on", question)
	case was && !is:
		d.add(code+".off", question)
	}
}

// measure compares by what share a question is summed up.
func (d *difference) measure(q survey.Question) {
	was, had := d.before.Battery.Measures[q.ID]
	is, has := d.after.Battery.Measures[q.ID]
	switch {
	case has && !had:
		d.add("measure.on", q.ID)
	case had && !has:
		d.add("measure.off", q.ID)
	case !slices.Equal(was.Options, is.Options):
		d.add("measure", q.ID)
	}
	if had && has && was.Better != is.Better {
		d.add("better", q.ID, "From", betterKey(was.Better), "To", betterKey(is.Better))
	}
}

// betterKey returns the key of what is better of a measure.
func betterKey(way survey.Direction) TextKey {
	if way == survey.Neither {
		return "authors.way.neither"
	}
	return TextKey("authors.way." + string(way))
}
