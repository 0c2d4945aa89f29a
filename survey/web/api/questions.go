package api

import (
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/web/results"
)

var errQuestion = survey.Fail(survey.NotFound, "question")

// questionEntry is one question of a battery with its texts.
type questionEntry struct {
	URL       string              `json:"url"`
	Battery   string              `json:"battery"`  // with its version, as in "core@1"
	Question  string              `json:"question"` // with the version of its battery, as in "K12@1"
	Kind      survey.QuestionKind `json:"kind"`
	Topic     string              `json:"topic"`
	Sensitive bool                `json:"sensitive"`
	Role      survey.QuestionRole `json:"role,omitempty"` // what it is for beside being counted
	Most      int                 `json:"most"`           // how many options can be chosen
	Text      string              `json:"text"`
	Options   []optionEntry       `json:"options"`
	Measure   *measureEntry       `json:"measure,omitempty"`
}

// optionEntry is one answer that can be given, or none at all.
type optionEntry struct {
	Option string `json:"option"`
	Text   string `json:"text"`
}

// measureEntry is the one share by which the question is summed up.
type measureEntry struct {
	Options []string         `json:"options"`
	Better  survey.Direction `json:"better"`
	Text    string           `json:"text,omitempty"` // what follows after "39 % ", in Swedish and English
}

// questionLanguages are those in which all batteries are worded.
func (a *API) questionLanguages() []string {
	var tags []string
	for _, l := range a.Languages() {
		complete := true
		for _, id := range a.service.BatteryIDs() {
			complete = complete && a.Catalog().Complete(l.Tag, id)
		}
		if complete {
			tags = append(tags, l.Tag)
		}
	}
	return tags
}

// questionID returns the part of an address that names a question, as in "core-1-K12".
func questionID(battery, question string) string {
	return strings.ReplaceAll(battery, "@", "-") + "-" + question
}

// questionRef returns a question with the version of its battery, as in "K12@1".
func questionRef(battery, question string) string {
	_, version, _ := strings.Cut(battery, "@")
	return question + "@" + version
}

// questions returns all questions of all batteries, in the order in which they are asked. What is
// said of one in another language is at its address with a parameter more.
func (a *API) questions(c *gin.Context) ([]questionEntry, error) {
	words, err := a.Words(c, a.printer(c))
	if err != nil {
		return nil, err
	}
	list := []questionEntry{}
	for _, b := range a.service.Batteries() {
		for _, q := range b.Questions {
			e := a.questionOf(words, b, q)
			if c.Request.URL.RawQuery != "" {
				e.URL += "?" + c.Request.URL.RawQuery
			}
			list = append(list, e)
		}
	}
	return list, nil
}

func (a *API) questionOf(words results.Words, b *survey.Battery, q survey.Question) questionEntry {
	e := questionEntry{
		URL: root + "/questions/" + questionID(b.Ref(), q.ID), Battery: b.Ref(), Question: questionRef(b.Ref(), q.ID),
		Kind: q.Kind, Topic: q.Topic, Sensitive: q.Sensitive, Role: q.Role, Most: q.MostChosen(), Text: words.Question(b.Ref(), q.ID),
	}
	for _, option := range append(q.Values(), survey.Skip) {
		e.Options = append(e.Options, optionEntry{option, words.Option(b.Ref(), q.ID, option)})
	}
	if m, summed := b.Measures[q.ID]; summed {
		e.Measure = &measureEntry{Options: m.Options, Better: m.Better}
		if a.Catalog().Complete(words.Language().Tag, locales.Results) {
			e.Measure.Text = words.T(q.MeasureKey())
		}
	}
	return e
}

// listQuestions lists the questions with their texts.
func (a *API) listQuestions(c *gin.Context) error {
	all, err := a.questions(c)
	if err != nil {
		return err
	}
	return sendJSON(c, struct {
		URL       string          `json:"url"`
		Language  string          `json:"language"`
		Questions []questionEntry `json:"questions"`
	}{c.Request.URL.RequestURI(), a.printer(c).Language().Tag, all})
}

// showQuestion says what one code stands for.
func (a *API) showQuestion(c *gin.Context) error {
	all, err := a.questions(c)
	if err != nil {
		return err
	}
	for _, q := range all {
		if questionID(q.Battery, strings.Split(q.Question, "@")[0]) == c.Param("question") {
			return sendJSON(c, q)
		}
	}
	return errQuestion
}
