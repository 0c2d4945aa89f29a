package authors

import (
	"slices"
	"strings"
	"unicode"

	"fragebatteri/survey"
)

// described are the topics of questions that say who answers and how, which no measure sums up.
var described = []string{"about", "quality"}

// structure looks at what a question is, whatever its words are.
func (c *checker) structure(q survey.Question) {
	most := mostOptions
	if q.Kind == survey.Multi {
		most = mostMulti
	}
	if n := len(q.Options()); n > most {
		c.refuse("options.many", q.ID, "", "", "N", n, "Most", most)
	}
	if !slices.Contains(survey.Topics, q.Topic) {
		c.refuse("topic", q.ID, "", "")
	}
	if q.Kind == survey.Scale && q.Steps() < 3 {
		c.refuse("scale.few", q.ID, "", "")
	}
	if q.Kind != survey.Scale || slices.Contains(described, q.Topic) {
		return
	}
	measure, has := c.Battery.Measures[q.ID]
	switch {
	case !has:
		c.advise("measure", q.ID, "", "")
	case measure.Better == survey.Neither:
		c.advise("direction", q.ID, "", "")
	}
}

// answers looks at what can be answered, in the languages that there are lists for.
func (c *checker) answers(q survey.Question) {
	c.labelled(q)
	for _, language := range c.Languages {
		if !listedIn(language) {
			continue
		}
		c.alike(q, language)
		for _, option := range q.Options() {
			key := q.TextKey(option)
			if words := optOut(language, c.Word(language, key)); words != "" && option != q.NoneOption() && !c.isStep(q, option) {
				c.refuse("optout.twice", q.ID, key, language, "Words", words)
			}
		}
		switch q.Kind {
		case survey.Scale:
			c.scale(q, language)
		case survey.Choice:
			c.yesOrNo(q, language)
		}
	}
	if q.Kind == survey.Scale && !q.DK && !slices.Contains(described, q.Topic) && !c.unsure(q) && find("knows", c.source, c.Word(c.source, q.ID)) == "" {
		c.advise("dk", q.ID, "", "")
	}
}

// optOut returns the words of an answer that says no more than that somebody does not know or does not want to
// answer, or "". "I don't know which jobs there are" says more.
func optOut(language, text string) string {
	words := find("optout", language, text)
	if words == "" || len(tokens(text)) > len(strings.Fields(words))+1 {
		return ""
	}
	return words
}

// isStep tells whether an option is a step of the question's scale.
func (c *checker) isStep(q survey.Question, option string) bool {
	return slices.Index(q.Options(), option) < q.Steps()
}

// labelled refuses answers without words, and steps that are only numbers.
func (c *checker) labelled(q survey.Question) {
	for _, key := range textsOf(q) {
		text := c.Word(c.source, key)
		step := strings.HasPrefix(key, "scale.")
		switch {
		case step && c.scales[key]:
		case step && !strings.ContainsFunc(text, unicode.IsLetter):
			c.refuse("step", q.ID, key, c.source)
			c.scales[key] = true
		case !step && strings.TrimSpace(text) == "":
			c.refuse("words.none", q.ID, key, c.source)
		}
	}
}

// alike finds two answers that nobody could tell apart.
func (c *checker) alike(q survey.Question, language string) {
	seen := map[string]bool{}
	for _, option := range q.Options() {
		text := strings.ToLower(strings.TrimSpace(c.Word(language, q.TextKey(option))))
		if text != "" && seen[text] {
			c.advise("options.alike", q.ID, q.TextKey(option), language, "Words", text)
		}
		seen[text] = true
	}
}

// stepTexts returns the words of the steps of a scale, or nil where one is missing.
func (c *checker) stepTexts(q survey.Question, language string) []string {
	var texts []string
	for _, option := range q.Options()[:q.Steps()] {
		text := c.Word(language, q.TextKey(option))
		if text == "" {
			return nil
		}
		texts = append(texts, text)
	}
	return texts
}

// unsure tells whether a step of the question's scale says that one is not sure, so that "don't know" would
// say the same again.
func (c *checker) unsure(q survey.Question) bool {
	return slices.ContainsFunc(c.stepTexts(q, c.source), func(text string) bool { return find("unsure", c.source, text) != "" })
}

// scale looks at the steps of a scale.
func (c *checker) scale(q survey.Question, language string) {
	steps := c.stepTexts(q, language)
	if len(steps) < 3 {
		return
	}
	has := func(list, text string) bool { return find(list, language, text) != "" }
	first, last := steps[0], steps[len(steps)-1]
	agree := slices.IndexFunc(steps, func(text string) bool { return has("agree", text) })
	if agree >= 0 {
		c.advise("agree", q.ID, q.ID, language, "Words", steps[agree])
	}
	if has("top", first) && has("bottom", last) {
		c.advise("scale.order", q.ID, q.ID, language, "First", first, "Last", last)
	}
	if i := slices.IndexFunc(steps, func(text string) bool { return has("middle", text) }); i >= 0 {
		c.advise("scale.middle", q.ID, q.ID, language, "Words", steps[i])
	}
	positive, negative, zero := 0, 0, false
	for _, text := range steps {
		switch {
		case has("middle", text):
		case has("zero", text) && !has("negative", text):
			zero = true
		case has("negative", text):
			negative++
		case has("positive", text):
			positive++
		}
	}
	// A scale of how much of one thing begins with none of it; only one with two ends has two sides.
	if !zero && agree < 0 && positive+negative >= 3 && positive != negative {
		c.advise("scale.balance", q.ID, q.ID, language, "Good", positive, "Bad", negative)
	}
}

// yesOrNo finds choices between yes and no, to which people who want to please say yes.
func (c *checker) yesOrNo(q survey.Question, language string) {
	options := q.Options()
	if len(options) != 2 {
		return
	}
	first, second := c.Word(language, q.TextKey(options[0])), c.Word(language, q.TextKey(options[1]))
	yes := func(text string) bool { return find("yes", language, text) != "" }
	no := func(text string) bool { return find("no", language, text) != "" }
	if yes(first) && no(second) || no(first) && yes(second) {
		c.advise("yesno", q.ID, q.ID, language)
	}
}
