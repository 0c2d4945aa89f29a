// Package reader serves the pages of those who read texts in their own language, and of stewards,
// who decide where readers differ.
package reader

import (
	"embed"
	"io/fs"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

//go:embed templates/text*.html
var textFiles embed.FS

// TextOptions is what the pages about texts need beside the door.
type TextOptions struct {
	Library  *review.Library
	Recorded fs.FS // approved clips; nil where there are none

	// Sample returns a page on which people meet a text, marked; false where there is none.
	Sample func(c *gin.Context, tag, key string) (page.Made, bool, error)
}

// Texts are the pages on which texts are judged and decided about.
type Texts struct {
	*staff.Door
	TextOptions
	templates *page.Templates
}

// Paths, as a Door takes them.
const (
	textsPath     = "/texts"
	textsInPath   = textsPath + "/:language"
	textPath      = textsInPath + "/:file/:key"
	languagesPath = "/languages"
	languagePath  = languagesPath + "/:language"
	decidePath    = languagePath + "/:file/:key"
	agreedPath    = "/agreed"
	checkPath     = "/check"
	samplePath    = "/sample"
)

// RegisterTexts registers the pages on the staff's door. It fails when a template is broken.
func RegisterTexts(door *staff.Door, options TextOptions) error {
	folder, err := fs.Sub(textFiles, "templates")
	if err != nil {
		return err
	}
	t := &Texts{Door: door, TextOptions: options}
	if t.templates, err = door.Parse(folder); err != nil {
		return err
	}
	readers := []survey.Role{survey.ReaderRole, survey.AmbassadorRole}
	door.Read(textsPath, readers, t.showLanguages)
	door.Read(textsInPath, readers, t.showTexts)
	door.Read(textPath, readers, t.showText)
	door.Receive(textPath, readers, t.receiveJudgement)
	door.Receive(textPath+checkPath, append(readers, survey.Steward), t.checkText)
	door.Read(textPath+samplePath, append(readers, survey.Steward), t.showSample)
	door.EnlistFor("reader.texts", textsPath, readsTexts)

	stewards := []survey.Role{survey.Steward}
	door.Read(languagesPath, append(stewards, survey.Officer), t.showProgress)
	door.Read(languagePath, stewards, t.showDecisions)
	door.Receive(languagePath+agreedPath, stewards, t.approveAgreed)
	door.Read(decidePath, stewards, t.showDecision)
	door.Receive(decidePath, stewards, t.receiveDecision)
	door.Enlist("languages.menu", languagesPath, survey.Steward, survey.Officer)
	return nil
}

// readsTexts reports whether somebody was given languages to read texts in, as some ambassadors are.
func readsTexts(a survey.Actor) bool { return len(a.Languages) > 0 }

// language returns the language that an address names, whose texts are read.
func (t *Texts) language(c *gin.Context) (i18n.Language, error) {
	l, known := i18n.Find(i18n.Languages, c.Param("language"))
	if !known || l.Tag == i18n.Source || l.Tag != c.Param("language") {
		return l, page.ErrNoPage
	}
	return l, nil
}

// everybodys returns the texts of a language that people are offered the language for: questions
// and answers as people meet them, and then the pages around them.
func (t *Texts) everybodys(l i18n.Language, batteries []*survey.Battery) ([]review.Wording, error) {
	all, err := t.Library.Now().Wordings(l)
	if err != nil {
		return nil, err
	}
	byFile := map[string][]review.Wording{}
	for _, w := range all {
		byFile[w.File] = append(byFile[w.File], w)
	}
	var list []review.Wording
	steps := map[string]bool{} // of scales that several batteries have: one text, read once
	for _, b := range batteries {
		for _, w := range inOrder(byFile[b.ID], b) {
			if !steps[w.Key] {
				list = append(list, w)
			}
			steps[w.Key] = i18n.IsScaleStep(w.Key)
		}
	}
	for _, s := range locales.Subjects {
		if len(s.Languages) == 0 {
			list = append(list, byFile[s.Name]...)
		}
	}
	return list, nil
}

// inOrder sorts the texts of a battery as they are met: each at the first question that has it.
func inOrder(list []review.Wording, b *survey.Battery) []review.Wording {
	place := map[string]int{}
	for _, q := range b.Questions {
		for _, key := range append([]string{q.ID, q.HintKey()}, q.Keys()...) {
			if place[key] == 0 {
				place[key] = len(place) + 1
			}
		}
	}
	slices.SortStableFunc(list, func(a, b review.Wording) int { return place[a.Key] - place[b.Key] })
	return list
}

// reading is the texts of one language as one reader has read them.
type reading struct {
	Language i18n.Language
	Texts    []review.Wording
	said     map[survey.TextName]survey.Judgement
}

func (t *Texts) reading(c *gin.Context, desk *survey.Desk, l i18n.Language) (reading, error) {
	own, err := desk.OwnJudgements(c, l.Tag)
	if err != nil {
		return reading{}, err
	}
	texts, err := t.everybodys(l, desk.Batteries())
	if err != nil {
		return reading{}, err
	}
	r := reading{Language: l, Texts: texts, said: map[survey.TextName]survey.Judgement{}}
	for _, j := range own {
		r.said[j.TextName] = j
	}
	return r, nil
}

func nameOf(w review.Wording) survey.TextName { return survey.TextName{File: w.File, Key: w.Key} }

// judged returns what the reader has said of a text as it is now.
func (r reading) judged(w review.Wording) (survey.Judgement, bool) {
	if j, said := r.said[nameOf(w)]; said && j.IsOf(w.SourceMark(), w.TextMark()) {
		return j, true
	}
	return survey.Judgement{}, false
}

// Read reports whether there is nothing left to say of a text: the reader has said it, or it is approved.
func (r reading) Read(w review.Wording) bool {
	_, judged := r.judged(w)
	return judged || w.State == review.Approved
}

// Count returns how many texts there is nothing left to say of.
func (r reading) Count() int {
	n := 0
	for _, w := range r.Texts {
		if r.Read(w) {
			n++
		}
	}
	return n
}

// Next returns the first text to read from a place on, and then from the beginning; false when all is
// read.
func (r reading) Next(from int) (review.Wording, bool) {
	for i := range r.Texts {
		if w := r.Texts[(from+i)%len(r.Texts)]; !r.Read(w) {
			return w, true
		}
	}
	return review.Wording{}, false
}

func (r reading) index(file, key string) int {
	return slices.IndexFunc(r.Texts, func(w review.Wording) bool { return w.File == file && w.Key == key })
}

// pathOf returns the path of a text.
func pathOf(root string, l i18n.Language, w review.Wording) string {
	return root + "/" + l.Tag + "/" + w.File + "/" + w.Key
}

// textsPage says how far a reader has come, in each language.
type textsPage struct {
	staff.Base
	Readings []progress
}

// progress is how far the reading of one language has come.
type progress struct {
	reading
	Here, Next string // addresses; Next is "" when all is read
	Entries    []entry
}

// entry is one text in the list of all.
type entry struct {
	URL, Text string
	Read      bool
}

func progressOf(b staff.Base, r reading) progress {
	p := progress{reading: r, Here: b.Path(textsPath + "/" + r.Language.Tag)}
	if w, more := r.Next(0); more {
		p.Next = b.Path(pathOf(textsPath, r.Language, w))
	}
	return p
}

func (t *Texts) base(c *gin.Context, desk *survey.Desk) staff.Base {
	b := t.Base(c, desk)
	b.Sheets = []string{"reader.css"}
	return b
}

func (t *Texts) showLanguages(c *gin.Context, desk *survey.Desk) error {
	content := textsPage{Base: t.base(c, desk)}
	for _, tag := range desk.Actor().Languages {
		l, known := i18n.Find(i18n.Languages, tag)
		if !known || l.Tag == i18n.Source {
			continue
		}
		r, err := t.reading(c, desk, l)
		if err != nil {
			return err
		}
		content.Readings = append(content.Readings, progressOf(content.Base, r))
	}
	if len(content.Readings) == 0 {
		return desk.MayJudge("") // an ambassador who reads in no language
	}
	t.templates.Render(c, http.StatusOK, "texts", content)
	return nil
}

// showTexts lists all texts of a language.
func (t *Texts) showTexts(c *gin.Context, desk *survey.Desk) error {
	l, err := t.language(c)
	if err != nil {
		return err
	}
	r, err := t.reading(c, desk, l)
	if err != nil {
		return err
	}
	content := textsPage{Base: t.base(c, desk)}
	p := progressOf(content.Base, r)
	for _, w := range r.Texts {
		p.Entries = append(p.Entries, entry{content.Path(pathOf(textsPath, l, w)), w.Forms[len(w.Forms)-1].Swedish, r.Read(w)})
	}
	content.Readings = []progress{p}
	t.templates.Render(c, http.StatusOK, "texts", content)
	return nil
}
