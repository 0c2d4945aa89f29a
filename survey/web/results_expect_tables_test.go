package web_test

import (
	"cmp"
	"slices"
	"strings"

	"fragebatteri/survey"
)

// tables expects every question added up over some blocks of all releases.
func (c *recount) tables(is func(block) bool) {
	c.tablesOf(func(survey.Question) []func(block) bool { return []func(block) bool{is} })
}

// tablesOf expects every question with a column for each of some kinds of blocks.
func (c *recount) tablesOf(columns func(survey.Question) []func(block) bool) {
	for _, q := range c.battery.Questions {
		if c.counted(q) {
			c.question(q, columns(q))
		}
	}
}

// question expects one question: a row of the table and of the chart for each answer, or a bar of all answers for each
// column.
func (c *recount) question(q survey.Question, columns []func(block) bool) {
	_, options := c.answers(q)
	if q.Kind == survey.Multi {
		options = slices.DeleteFunc(q.Options(), func(o string) bool { return o == q.NoneOption() })
		options = append(options, survey.None)
	}
	text, heads := c.say(q.ID), []string{""}
	if len(columns) == 2 {
		heads = []string{c.say("results.before"), c.say("results.after")}
	}
	figures := map[string][]said{}
	known := false
	for _, option := range options {
		for _, is := range columns {
			f := c.figure(c.of(q, []string{option}, is))
			figures[option] = append(figures[option], f)
			known = known || f.known
		}
	}
	if !known {
		return // no chart and no table, but words
	}
	words := func(option string) string {
		if option == survey.None {
			option = q.NoneOption()
		}
		return c.say(q.TextKey(option))
	}
	silent := ""
	for i, f := range figures[options[0]] {
		if f.silent != "" && heads[i] != "" {
			silent += heads[i] + ": "
		}
		silent += f.silent
	}
	c.want["silent / "+text] = silent
	for _, option := range options {
		line := ""
		for _, f := range figures[option] {
			line += "|" + f.cell()
		}
		c.want["table / "+text+" / "+words(option)] = strings.TrimPrefix(line, "|")
	}
	if q.Kind == survey.Scale {
		c.scale(q, options, figures, heads)
		return
	}
	for _, option := range options {
		f := figures[option][len(columns)-1]
		if len(columns) == 1 {
			c.want["chart / "+text+" / "+words(option)] = f.cell() + f.drawn("bar", nil) + words(option) + ": " + f.text
			continue
		}
		was := figures[option][0]
		c.want["chart / "+text+" / "+words(option)] = f.cell() + heads[0] + was.text + f.drawn("bar", &was) +
			words(option) + ": " + heads[0] + " " + was.text + ", " + heads[1] + " " + f.text
	}
	if len(columns) == 2 {
		c.want["key / "+text] = heads[1] + heads[0]
	}
}

// scale expects a bar for each column.
func (c *recount) scale(q survey.Question, options []string, figures map[string][]said, heads []string) {
	key := ""
	for _, option := range options {
		key += c.say(q.TextKey(option))
		if len(heads) == 1 {
			key += figures[option][0].text
		}
	}
	c.want["key / "+c.say(q.ID)] = key
	for i, head := range heads {
		var parts []string
		for _, option := range options {
			parts = append(parts, c.say(q.TextKey(option))+": "+figures[option][i].text)
		}
		name := "chart / " + c.say(q.ID)
		if head != "" {
			name += " / " + head
			head += ": "
		}
		if !figures[options[0]][i].known {
			c.want[name] = c.say("share.few")
			continue
		}
		c.want[name] = head + strings.Join(parts, ", ") + cmp.Or(figures[options[0]][i].silent, "")
	}
}
