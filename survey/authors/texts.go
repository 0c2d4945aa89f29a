package authors

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fragebatteri/survey"
)

// mostGrowth is how many times as many letters as in the source a text of another language may have.
const mostGrowth = 2.5

// fewestLetters is from how many letters of the source on lengths are compared.
const fewestLetters = 20

// questionMarks are the marks at the end of a question, in the scripts of all languages.
const questionMarks = "?؟፧"

// texts looks at the words of a question in one language.
func (c *checker) texts(q survey.Question, language string) {
	text := c.Word(language, q.ID)
	if strings.Count(strings.Map(markOnly, text), "?") > 1 {
		c.advise("two", q.ID, q.ID, language)
	}
	if language != c.source {
		c.translated(q, language)
	}
	if !listedIn(language) {
		return
	}
	c.neverAsked(q, language)
	c.worded(q, language, text)
	if !q.Sensitive && language == c.source {
		if words := find("sensitive", language, text); words != "" {
			c.advise("sensitive", q.ID, q.ID, language, "Words", words)
		}
	}
	if language == "sv" {
		c.plain(q)
	}
}

func markOnly(r rune) rune {
	if strings.ContainsRune(questionMarks, r) {
		return '?'
	}
	return ' '
}

// neverAsked refuses what must never be asked, by question or by option.
func (c *checker) neverAsked(q survey.Question, language string) {
	seen := map[string]bool{}
	for _, key := range textsOf(q) {
		for _, trigger := range NeverAsked(language, c.Word(language, key)) {
			if !seen[trigger.About] {
				c.refuse(never+trigger.About, q.ID, key, language, "Words", trigger.Words)
			}
			seen[trigger.About] = true
		}
	}
}

// worded looks at how a question is put.
func (c *checker) worded(q survey.Question, language, text string) {
	most := MostWords
	if language == "en" {
		most = MostEnglish
	}
	if n := len(strings.Fields(text)); n > most {
		c.advise("long", q.ID, q.ID, language, "N", n, "Most", most)
	}
	if words := c.double(q, language, text); words != "" {
		c.advise("double", q.ID, q.ID, language, "Words", words)
	}
	leading := ""
	if find("fair", language, text) == "" {
		leading = find("leading", language, text)
	}
	if leading != "" {
		c.advise("leading", q.ID, q.ID, language, "Words", leading)
	}
	negation, absolute := find("negation", language, text), find("absolute", language, text)
	// What leads is often put as a denial, and a word like "never" is both; to say so once is enough.
	if negation != "" && !strings.Contains(leading, negation) {
		c.advise("negation", q.ID, q.ID, language, "Words", negation)
	}
	if absolute != "" && absolute != negation && !strings.Contains(leading, absolute) {
		c.advise("absolute", q.ID, q.ID, language, "Words", absolute)
	}
}

// plain advises on words of officials and long words.
func (c *checker) plain(q survey.Question) {
	for _, key := range textsOf(q) {
		for _, a := range survey.Advise(c.Word("sv", key), c.Instead) {
			switch {
			case a.Kind == survey.Officialese:
				c.advise("officialese", q.ID, key, "sv", "Words", a.Where, "Instead", a.Instead)
			case a.Kind == survey.LongWord && find("known", "sv", a.Where) == "":
				c.advise("word", q.ID, key, "sv", "Words", a.Where, "Most", survey.MostLetters)
			}
		}
	}
}

// double returns the words around "and" or "or" where a question asks two things in one, or "".
func (c *checker) double(q survey.Question, language, text string) string {
	sentences := slices.Collect(strings.SplitSeq(strings.Join(tokens(text), " "), " "+stop))
	for i, sentence := range sentences {
		// What goes before the question tells of a situation.
		if asked := i == len(sentences)-1 || strings.TrimSpace(strings.Join(sentences[i+1:], "")) == ""; !asked {
			continue
		}
		words := strings.Fields(sentence)
		if at := index("example", language, words); at >= 0 {
			words = words[:at]
		}
		for at, word := range words {
			if find("and", language, word) == "" || at == 0 || at == len(words)-1 {
				continue
			}
			if !c.oneThing(q, language, words, at) {
				return strings.Join(words[at-1:at+2], " ")
			}
		}
	}
	return ""
}

// oneThing tells whether what is joined by the word at an index is one thing, or the answers to choose among.
func (c *checker) oneThing(q survey.Question, language string, words []string, at int) bool {
	either := find("or", language, words[at]) != ""
	if either && q.Kind != survey.Scale {
		return true
	}
	if either {
		steps := strings.ToLower(strings.Join(c.stepTexts(q, language), " "))
		if strings.Contains(steps, words[at-1]) && strings.Contains(steps, words[at+1]) {
			return true
		}
	}
	for _, p := range listed()["together "+language] {
		for i := max(0, at-mostBetween); i <= at; i++ {
			if n := p.match(words[i:]); n > 0 && i+n > at {
				return true
			}
		}
	}
	return false
}

// index returns where a pattern of a list begins, or -1.
func index(name, language string, words []string) int {
	for i := range words {
		if slices.ContainsFunc(listed()[name+" "+language], func(p pattern) bool { return p.match(words[i:]) > 0 }) {
			return i
		}
	}
	return -1
}

var placeholder = regexp.MustCompile(`{{[^}]*}}`)

// translated compares the texts of a question with those they are translated from.
func (c *checker) translated(q survey.Question, language string) {
	for _, key := range textsOf(q) {
		from, to := c.Word(c.source, key), c.Word(language, key)
		if from == "" || to == "" {
			continue
		}
		had, has := placeholder.FindAllString(from, -1), placeholder.FindAllString(to, -1)
		slices.Sort(had)
		slices.Sort(has)
		switch {
		case !slices.Equal(had, has):
			c.advise("placeholders", q.ID, key, language)
		case from == to && strings.ContainsFunc(from, unicode.IsLetter) && !mayBeAlike(q, key):
			c.advise("same", q.ID, key, language)
		case utf8.RuneCountInString(from) >= fewestLetters && float64(utf8.RuneCountInString(to)) > mostGrowth*float64(utf8.RuneCountInString(from)):
			c.advise("grown", q.ID, key, language)
		}
	}
}

// mayBeAlike tells whether a text can be the same in two languages: "Man" is.
func mayBeAlike(q survey.Question, key string) bool {
	return q.Role == survey.RoleGender && key == q.TextKey("o2")
}
