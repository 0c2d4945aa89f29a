package xlsform

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

//go:embed recognised.json
var recognisedFile []byte

// recognised are names by which forms of others call what we have: languages by our tags, and
// answers by our codes.
var recognised = func() (names struct {
	Languages map[string][]string `json:"languages"`
	Answers   map[string][]string `json:"answers"`
}) {
	if err := json.Unmarshal(recognisedFile, &names); err != nil {
		panic(err) // the file is part of the program
	}
	return names
}()

// headingOf returns how a column in a language is headed, as in "label::svenska (sv)".
func headingOf(column string, l i18n.Language) string { return column + "::" + nameOf(l) }

// nameOf returns what a language is called in a form: its own name, and a code that other programs
// know. They do not know fa-AF.
func nameOf(l i18n.Language) string {
	code := l.Tag
	if len(l.Aliases) > 0 {
		code = l.Aliases[0]
	}
	return l.Name + " (" + code + ")"
}

// languageCalled returns the language that a heading names by a code, by what it is called in
// Swedish, in English or by its speakers, or by both.
func languageCalled(languages []i18n.Language, name string) (i18n.Language, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" {
		return i18n.Language{}, false
	}
	if before, code, both := strings.Cut(strings.TrimSuffix(name, ")"), "("); both {
		if l, known := i18n.Find(languages, strings.TrimSpace(code)); known {
			return l, true
		}
		name = strings.TrimSpace(before)
	}
	if l, known := i18n.Find(languages, name); known {
		return l, true
	}
	i := slices.IndexFunc(languages, func(l i18n.Language) bool {
		return name == strings.ToLower(l.Name) || name == l.Swedish || slices.Contains(recognised.Languages[l.Tag], name)
	})
	if i < 0 {
		return i18n.Language{}, false
	}
	return languages[i], true
}

// answerCalled returns the code of an answer that all batteries have or "none of these", which an
// option's name in a form stands for, or "".
func answerCalled(name string) string {
	name = strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(name))
	for _, code := range []string{survey.DontKnow, survey.NoAnswer, kindNone} {
		if slices.Contains(recognised.Answers[code], name) {
			return code
		}
	}
	return ""
}
