package participant

import (
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// receiveAnswer takes a posted form. There is no check of where the form was
// sent from: a participant has no cookie that somebody else could use, and old
// phones say nothing about it.
func (p *Pages) receiveAnswer(c *gin.Context) error {
	at := p.addressOf(c)
	if at.ticket == "" && c.Param(page.LanguagePart) != "" {
		return page.ErrNoPage
	}
	if !at.known {
		return p.unknownLanguage(c, at)
	}
	if err := page.ReadForm(c); err != nil {
		return err
	}
	// Only now: who sends slowly must not hold a place that others wait for.
	select {
	case p.storing <- struct{}{}:
		defer func() { <-p.storing }()
	default:
		return survey.Fail(survey.Unavailable, "busy")
	}
	visit, err := p.visit(c, at)
	if err != nil {
		return err
	}
	if !p.pace.take(visit.Session.Code, time.Now()) {
		return page.ErrTooFast
	}
	form := c.Request.PostForm
	err = p.service.Submit(c, visit, survey.Posted{
		Language: at.language.Tag, Nonce: form.Get(survey.NonceField), Token: form.Get(survey.TokenField), Form: form,
	})
	if err != nil {
		p.pace.giveBack(visit.Session.Code)
	}
	if invalid, ok := errors.AsType[*survey.InvalidAnswers](err); ok {
		return p.showMistakes(c, at, visit, invalid.Fields)
	}
	if err != nil {
		return err
	}
	done := doneAddress(at, visit)
	if page.WantsJSON(c) {
		p.JSON(c, http.StatusOK, page.Answer{State: "received", Next: done + "&" + wipedField})
		return nil
	}
	c.Redirect(http.StatusSeeOther, done)
	return nil
}

// showMistakes shows the form again as it was filled in, with what to mend.
func (p *Pages) showMistakes(c *gin.Context, at address, visit survey.Visit, wrong []survey.FieldError) error {
	content, clips, err := p.form(c, at, visit)
	if err != nil {
		return err
	}
	// Nothing was stored: it is still the same person's one answer.
	content.Nonce = c.Request.PostForm.Get(survey.NonceField)
	content.Questions = questionViews(content.Printer, visit, clips, c.Request.PostForm, wrong)
	for _, q := range content.Questions {
		if q.Error != "" {
			content.Wrong = append(content.Wrong, q)
		}
	}
	if page.WantsJSON(c) {
		p.JSON(c, http.StatusUnprocessableEntity, mistakes(content.Printer, content.Wrong))
		return nil
	}
	p.templates.RenderPlain(c, http.StatusUnprocessableEntity, "form", content)
	return nil
}

func mistakes(p *i18n.Printer, wrong []questionView) page.Answer {
	answer := page.Answer{State: page.StateOf(survey.Invalid), Message: p.N("form.wrong", len(wrong))}
	for _, q := range wrong {
		answer.Fields = append(answer.Fields, page.FieldError{Question: q.ID, Message: q.Error})
	}
	return answer
}
