package drafting

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// wholeBattery stands in addresses for the texts of a battery that are of none of its questions.
const wholeBattery = "battery"

// wordsPage lists the questions of a battery with what is missing of them in a language.
type wordsPage struct {
	staff.Base
	Title   string
	Read    i18n.Language
	Open    bool // its words can be changed here
	Lines   []wordsLine
	Missing int
	Back    string
	Readers string // address of where readers judge its words, once it is frozen
}

type wordsLine struct {
	ID, Swedish, Text string
	Missing           int
	URL               string
}

// read returns the battery and the language of an address, which is not Swedish.
func (p *pages) read(c *gin.Context, desk *survey.Desk) (survey.BatteryDraft, i18n.Language, error) {
	draft, err := p.draft(c, desk)
	l, known := i18n.Find(i18n.Languages, c.Param("language"))
	if err == nil && (!known || l.Tag == i18n.Source) {
		err = page.ErrNoPage
	}
	return draft, l, err
}

// keysOf returns the keys of the texts of a question, or of the battery, that are read in a language. The
// words of a scale that other batteries have too are theirs.
func (p *pages) keysOf(w survey.Worded, question, language string) []string {
	keys := []string{"title"}
	if w.Name().Intro != "" {
		keys = append(keys, "intro")
	}
	if question != wholeBattery {
		q, known := w.Battery.Question(question)
		if !known {
			return nil
		}
		keys = w.Battery.KeysOf(q)
	}
	return slices.DeleteFunc(keys, func(key string) bool {
		scale := strings.Split(key, ".")
		return !survey.IsRead(key, language) || scale[0] == "scale" && p.isShared(scale[1])
	})
}

func (p *pages) showWords(c *gin.Context, desk *survey.Desk) error {
	draft, l, err := p.read(c, desk)
	if err != nil {
		return err
	}
	content := wordsPage{Base: p.base(c, desk), Title: draft.Word(i18n.Source, "title"), Read: l, Open: draft.State == survey.DraftWritten}
	content.Back = at(content.Base, draft.Ref(), "")
	content.Readers = content.Path("/languages/" + l.Tag)
	now := draft.Now(p.words())
	missing := now.MissingWords(l.Tag)
	content.Missing = len(missing)
	for _, id := range p.inOrder(draft.Battery) {
		key := id
		if id == wholeBattery {
			key = "title"
		}
		line := wordsLine{ID: id, Swedish: now.Word(i18n.Source, key), Text: now.Word(l.Tag, key), URL: at(content.Base, draft.Ref(), "/words/"+l.Tag+"/"+id)}
		for _, key := range p.keysOf(now, id, l.Tag) {
			if slices.Contains(missing, key) {
				line.Missing++
			}
		}
		content.Lines = append(content.Lines, line)
	}
	p.templates.Render(c, http.StatusOK, "draft-words", content)
	return nil
}

// inOrder returns what the texts of a battery are of, in the order in which they are translated.
func (p *pages) inOrder(b *survey.Battery) []string {
	list := []string{wholeBattery}
	for _, q := range b.Questions {
		list = append(list, q.ID)
	}
	return list
}

// textsPage is where the texts of a question are translated.
type textsPage struct {
	staff.Base
	Title  string
	Read   i18n.Language
	Of     string // the question; "" for the battery
	Texts  []textField
	Seen   string
	Last   bool // there is no question after it
	Open   bool
	Back   string
	Action string
	Shown  string // address of the page in the frame; "" where the texts are on none
	Wrong  string
}

type textField struct {
	Key, Swedish, Text string
	Stored             string // what somebody else has written meanwhile
	Most               int
	Fault              string
}

// textsPage returns the form of the texts of a question, as they are stored.
func (p *pages) textsPage(c *gin.Context, desk *survey.Desk) (survey.BatteryDraft, textsPage, error) {
	draft, l, err := p.read(c, desk)
	if err != nil {
		return draft, textsPage{}, err
	}
	of := c.Param("question")
	keys := p.keysOf(draft.Worded, of, l.Tag)
	if keys == nil {
		return draft, textsPage{}, page.ErrNoPage
	}
	content := textsPage{Base: p.base(c, desk), Title: draft.Word(i18n.Source, "title"), Read: l, Open: draft.State == survey.DraftWritten}
	seen := map[string]string{}
	for _, key := range keys {
		seen[key] = draft.Word(l.Tag, key)
		content.Texts = append(content.Texts, textField{Key: key, Swedish: draft.Word(i18n.Source, key), Text: seen[key], Most: survey.MostLettersOf(key, l.Tag)})
	}
	content.Seen = survey.VersionOf(seen)
	content.Back = at(content.Base, draft.Ref(), "/words/"+l.Tag)
	content.Action = content.Back + "/" + of
	order := p.inOrder(draft.Battery)
	content.Last = order[len(order)-1] == of
	if of != wholeBattery {
		content.Of, content.Frames = of, true
		content.Shown = at(content.Base, draft.Ref(), "/preview/page?"+url.Values{"question": {of}, "lang": {l.Tag}}.Encode())
	}
	return draft, content, nil
}

func (p *pages) showTexts(c *gin.Context, desk *survey.Desk) error {
	_, content, err := p.textsPage(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "draft-texts", content)
	return nil
}

// typedTexts returns what was typed in the fields of a form.
func (t textsPage) typedTexts(c *gin.Context) map[string]string {
	texts := map[string]string{}
	for _, field := range t.Texts {
		texts[field.Key] = typed.Line(c.PostForm(field.Key))
	}
	return texts
}

// putTexts keeps the texts of a question in a language and leads to the next, or shows them again with what
// is wrong, beside what is stored where somebody else has changed it.
func (p *pages) putTexts(c *gin.Context, desk *survey.Desk) error {
	draft, content, err := p.textsPage(c, desk)
	if err != nil {
		return err
	}
	if err := page.ReadForm(c); err != nil {
		return err
	}
	texts := content.typedTexts(c)
	err = desk.TranslateDraft(c, draft.Ref(), content.Read.Tag, texts, c.PostForm("seen"))
	kind := survey.KindOf(err)
	switch {
	case err == nil:
		p.to(c, desk, draft.Ref(), "/words/"+content.Read.Tag+p.after(draft.Battery, c.Param("question")))
		return nil
	case kind != survey.Invalid && kind != survey.Conflict:
		return err
	}
	faults := map[string]string{}
	for _, one := range apart(err) {
		if at, is := errors.AsType[survey.ColumnError](one); is {
			faults[at.Column] = p.Say(c, one)
		}
	}
	if content.Wrong = content.T("drafting.wrong"); len(faults) == 0 {
		content.Wrong = p.Say(c, err)
	}
	for i, field := range content.Texts {
		if survey.CodeOf(err) == "draft.changed" && field.Text != texts[field.Key] {
			content.Texts[i].Stored = field.Text
		}
		content.Texts[i].Text, content.Texts[i].Fault = texts[field.Key], faults[field.Key]
	}
	p.templates.Render(c, page.StatusOf(kind), "draft-texts", content)
	return nil
}

// after returns the address of the texts that follow, below those of the language.
func (p *pages) after(b *survey.Battery, of string) string {
	order := p.inOrder(b)
	if i := slices.Index(order, of); i+1 < len(order) {
		return "/" + order[i+1]
	}
	return ""
}

// showTypedTexts shows a question with the words that are being written.
func (p *pages) showTypedTexts(c *gin.Context, desk *survey.Desk) error {
	draft, content, err := p.textsPage(c, desk)
	if err != nil {
		return err
	}
	if err := page.ReadForm(c); err != nil {
		return err
	}
	if content.Of == "" {
		return page.ErrNoPage
	}
	return p.send(c, content.Read.Tag, draft.With(content.Read.Tag, content.typedTexts(c)).Only(content.Of))
}
