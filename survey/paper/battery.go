package paper

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// Battery is what the paper of a battery is made from: everything that is asked, in languages side by side.
type Battery struct {
	survey.Worded
	Notes     map[string]string // what matters in each text, by its key, as translators read it
	Languages []i18n.Language   // in the order of their columns
	K         int               // smallest number of answers that are shown together
	Common    func(language, key string) string
}

// Paper returns the battery as one document on A4 in landscape, in the language of whoever prints.
func (b Battery) Paper(p *i18n.Printer) (Page, error) {
	title := b.Word(p.Language().Tag, "title")
	if title == "" {
		title = b.Word(i18n.Source, "title")
	}
	content := batteryPaper{top: newTop(p, "battery", title), Battery: b, Shown: b.shown(p)}
	content.Use, content.Width = p.T("authors.print.use"), onScreen
	for _, l := range b.Languages {
		minutes := b.Minutes(l.Tag, func(key string) string { return b.Common(l.Tag, key) })
		content.Columns = append(content.Columns, languageColumn{l, minutes})
	}
	for i, q := range b.Worded.Battery.Questions {
		content.Questions = append(content.Questions, b.question(p, i+1, q))
	}
	if b.Word(i18n.Source, "intro") != "" {
		content.Intro = b.rows(func(l i18n.Language, key string) string { return b.Word(l.Tag, key) }, "intro")
	}
	content.OptOuts = b.rows(func(l i18n.Language, key string) string { return b.Common(l.Tag, key) },
		"option."+survey.DontKnow, "option."+survey.NoAnswer)
	return content.make("battery", content)
}

// batteryPaper is the page.
type batteryPaper struct {
	top
	Battery   Battery
	Shown     []string // how results are shown
	Columns   []languageColumn
	Intro     []batteryRow
	OptOuts   []batteryRow
	Questions []batteryQuestion
}

type languageColumn struct {
	i18n.Language
	Minutes int
}

// batteryQuestion is one question with everything that is known of it.
type batteryQuestion struct {
	survey.Question
	Place int
	Title string // in the language of whoever prints
	Note  string
	Facts []string
	Rows  []batteryRow
	Notes []batteryNote // on the rows below the first
}

// batteryNote is what matters in one answer, or in several beside each other of which the same is said.
type batteryNote struct{ Codes, Text string }

// batteryRow is one text in all columns.
type batteryRow struct {
	Code  string // of an option; "" for the question
	Cells []batteryCell
}

type batteryCell struct {
	i18n.Language
	Text string
}

// rows returns the texts of these keys, a row for each.
func (b Battery) rows(of func(l i18n.Language, key string) string, keys ...string) []batteryRow {
	var rows []batteryRow
	for _, key := range keys {
		var row batteryRow
		for _, l := range b.Languages {
			row.Cells = append(row.Cells, batteryCell{l, of(l, key)})
		}
		rows = append(rows, row)
	}
	return rows
}

// question returns what is printed of a question.
func (b Battery) question(p *i18n.Printer, place int, q survey.Question) batteryQuestion {
	printed := batteryQuestion{Question: q, Place: place, Note: b.Notes[q.ID], Facts: b.facts(p, q)}
	printed.Title = b.Word(p.Language().Tag, q.ID)
	if printed.Title == "" {
		printed.Title = b.Word(i18n.Source, q.ID)
	}
	keys, codes := []string{q.ID}, []string{""}
	if q.Hint {
		keys, codes = append(keys, q.HintKey()), append(codes, p.T("authors.print.hint"))
	}
	for _, option := range q.Options() {
		keys, codes = append(keys, q.TextKey(option)), append(codes, option)
	}
	printed.Rows = b.rows(func(l i18n.Language, key string) string { return b.Word(l.Tag, key) }, keys...)
	for i := range printed.Rows {
		printed.Rows[i].Code = codes[i]
	}
	printed.Notes = notesOn(codes[1:], func(i int) string { return b.Notes[keys[i+1]] })
	return printed
}

// notesOn returns the notes on the rows with these codes. Those on the steps of a scale differ in the number of
// the step only, and are one.
func notesOn(codes []string, note func(int) string) []batteryNote {
	withoutNumbers := func(text string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return -1
			}
			return r
		}, text)
	}
	var notes []batteryNote
	for first := 0; first < len(codes); {
		last := first
		for last+1 < len(codes) && note(first) != "" && withoutNumbers(note(last+1)) == withoutNumbers(note(first)) {
			last++
		}
		switch {
		case note(first) == "":
		case last == first:
			notes = append(notes, batteryNote{codes[first], note(first)})
		default:
			notes = append(notes, batteryNote{codes[first] + "–" + codes[last], note(first)})
		}
		first = last + 1
	}
	return notes
}

// facts says in words what a question is.
func (b Battery) facts(p *i18n.Printer, q survey.Question) []string {
	asked := b.Worded.Battery
	var said []string
	say := func(key string, pairs ...any) { said = append(said, p.T(key, pairs...)) }
	if slices.Contains(survey.Topics, q.Topic) {
		say("authors.print.topic", "Topic", p.T("officer.topic."+q.Topic))
	}
	switch n := len(q.Options()); {
	case q.Kind == survey.Scale:
		say("authors.print.scale", "N", q.Steps())
	case q.Kind == survey.Multi:
		say("authors.print.multi", "N", n, "Most", q.MostChosen())
	default:
		say("authors.print.choice", "N", n)
	}
	if q.DK {
		say("authors.print.dk")
	} else {
		say("authors.print.na")
	}
	if q.Sensitive {
		say("authors.print.sensitive")
	}
	if m, has := asked.Measures[q.ID]; has {
		say("authors.print.measure", "Measure", p.T(q.MeasureKey()))
		say("authors.print.way." + cmp.Or(string(m.Better), "neither"))
	}
	for _, pair := range asked.Pairs {
		if i := slices.Index(pair[:], q.ID); i >= 0 {
			say("authors.print.pair", "Question", pair[1-i])
		}
	}
	if q.Role != "" {
		say("authors.print.role." + string(q.Role))
	}
	for _, timing := range q.Timings {
		say("authors.print.timing", "Timing", p.T("results."+string(timing)))
	}
	return said
}

// shown says from how many answers on results are shown, and for which groups.
func (b Battery) shown(p *i18n.Printer) []string {
	plain, sensitive := treblock.Plain(b.K), treblock.Sensitive(b.K)
	said := []string{
		p.T("authors.print.shown.plain", "N", plain.K),
		p.T("authors.print.shown.sensitive", "N", sensitive.K, "Sessions", sensitive.Sessions, "Many", sensitive.Many),
		p.T("authors.print.shown.mixed", "Percent", treblock.MixPercent),
	}
	for _, d := range survey.Dimensions {
		_, defined := b.Worded.Battery.Defining(d)
		if defined || d == survey.ByLanguage || d == survey.ByChannel {
			said = append(said, p.T("authors.print.shown.view", "Groups", p.T("officer.by."+string(d)), "N", treblock.ViewAnswers))
		}
	}
	return said
}
