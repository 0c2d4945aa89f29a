package drafting

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// previewPage shows the form of a battery in a frame as large as a phone.
type previewPage struct {
	staff.Base
	Title string
	Read  i18n.Language
	In    []page.Choice
	Back  string
	Shown string
}

// showPreview shows a battery as those who answer will see it.
func (p *pages) showPreview(c *gin.Context, desk *survey.Desk) error {
	draft, err := p.draft(c, desk)
	if err != nil {
		return err
	}
	l, known := i18n.Find(i18n.Languages, c.DefaultQuery("lang", i18n.Source))
	if !known {
		return page.ErrNoPage
	}
	content := previewPage{Base: p.base(c, desk), Title: draft.Word(i18n.Source, "title"), Read: l}
	content.Frames = true
	for _, one := range i18n.Languages {
		content.In = append(content.In, page.Choice{Value: one.Tag, Text: one.Name, Chosen: one.Tag == l.Tag})
	}
	content.Back = p.lineOf(content.Base, desk, draft).URL
	content.Shown = at(content.Base, draft.Ref(), "/preview/page?"+url.Values{"lang": {l.Tag}}.Encode())
	p.templates.Render(c, http.StatusOK, "draft-preview", content)
	return nil
}

// sendPreview sends the page that stands in a frame: all questions, or one of them. A question that is not
// written yet has no words.
func (p *pages) sendPreview(c *gin.Context, desk *survey.Desk) error {
	draft, err := p.draft(c, desk)
	if err != nil {
		return err
	}
	question := c.Query("question")
	if question == newQuestion {
		return p.send(c, i18n.Source, p.service.Shown(draft, survey.QuestionDraft{Question: survey.Question{Kind: survey.Choice}}, p.words()))
	}
	if _, known := draft.Battery.Question(question); question != "" && !known {
		return page.ErrNoPage
	}
	now := draft.Now(p.words())
	return p.send(c, c.DefaultQuery("lang", i18n.Source), now.Only(question))
}

// send sends a battery as those who answer will see it in a language, to be shown in a frame.
func (p *pages) send(c *gin.Context, tag string, w survey.Worded) error {
	l, known := i18n.Find(i18n.Languages, tag)
	if !known {
		return page.ErrNoPage
	}
	made, err := p.options.Preview(c, l.Tag, w)
	if err != nil {
		return err
	}
	made.Pack().Send(c)
	return nil
}
