package reader

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// clipLanguagesPage lists the languages that somebody may read aloud.
type clipLanguagesPage struct {
	staff.Base
	Offered []page.LanguageLink
}

// clipsPage says how far the recording of a language has come.
type clipsPage struct {
	staff.Base
	Read    i18n.Language
	Counts  []clipCount
	Record  string // address of the first text to record; empty when there is none
	Hear    string // address of the first recording to hear
	Scripts []clipScript
}

// clipScript is what is read aloud of one battery.
type clipScript struct {
	Title     string // of the battery, in the language of the page
	Questions []clipQuestion
}

// clipCount is how many texts are in a state.
type clipCount struct {
	State state
	N     int
}

// clipQuestion is what is read aloud of one question.
type clipQuestion struct {
	Number  int
	Seconds int64 // left of what its clips may last together
	Open    int   // how many of its texts somebody has to record
	Texts   []clipText
}

// clipText is one text that is read aloud.
type clipText struct {
	Text, URL string
	State     state
}

// showLanguages leads to the one language that somebody may read aloud, or lists several.
func (p *Clips) showLanguages(c *gin.Context, desk *survey.Desk) error {
	content := clipLanguagesPage{Base: p.base(c, desk)}
	for _, l := range p.Languages() {
		if desk.MayRecord(l.Tag) == nil {
			content.Offered = append(content.Offered, page.LanguageLink{Language: l, URL: content.Path(listPath(l))})
		}
	}
	switch len(content.Offered) {
	case 0:
		return desk.MayRecord("")
	case 1:
		c.Redirect(http.StatusSeeOther, content.Offered[0].URL)
	default:
		p.templates.Render(c, http.StatusOK, "clip-languages", content)
	}
	return nil
}

// base returns what each of these pages has.
func (p *Clips) base(c *gin.Context, desk *survey.Desk) staff.Base {
	b := p.Base(c, desk)
	b.Sheets = []string{"record.css"}
	return b
}

// listPath returns the path of the list of a language that is read aloud.
func listPath(read i18n.Language) string { return clipsPath + "/" + read.Tag }

// path returns the path of one text.
func (s sheet) path(key string) string {
	return clipsPath + "/" + s.Language + "/" + s.Battery.ID + "/" + key
}

func (p *Clips) showList(c *gin.Context, desk *survey.Desk) error {
	l, err := p.readIn(c, desk)
	if err != nil {
		return err
	}
	sheets, err := p.sheets(desk, l)
	if err != nil {
		return err
	}
	content := clipsPage{Base: p.base(c, desk), Read: l}
	counts := map[state]int{}
	for _, s := range sheets {
		for _, key := range s.Keys() {
			at := s.state(key)
			counts[at]++
			if at.Open() && content.Record == "" {
				content.Record = content.Path(s.path(key))
			}
			if at == unheard && content.Hear == "" {
				content.Hear = content.Path(s.path(key))
			}
		}
		content.Scripts = append(content.Scripts, clipScript{content.T(s.Battery.TitleKey()), clipQuestions(content.Base, s)})
	}
	for _, at := range []state{missing, stale, unheard, waiting, approved} {
		if counts[at] > 0 {
			content.Counts = append(content.Counts, clipCount{at, counts[at]})
		}
	}
	p.templates.Render(c, http.StatusOK, "clips", content)
	return nil
}

// clipQuestions returns the questions of a battery with their texts.
func clipQuestions(b staff.Base, s sheet) []clipQuestion {
	var questions []clipQuestion
	for i, q := range s.Battery.Questions {
		line := clipQuestion{Number: i + 1, Seconds: max(0, s.left(q)/bytesPerSecond)}
		for _, key := range q.Keys() {
			at := s.state(key)
			if at.Open() {
				line.Open++
			}
			line.Texts = append(line.Texts, clipText{Text: s.Text(key), URL: b.Path(s.path(key)), State: at})
		}
		questions = append(questions, line)
	}
	return questions
}
