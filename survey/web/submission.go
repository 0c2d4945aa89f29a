package web

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
)

// largestForm is the most bytes a posted form may have. A whole battery with
// every box ticked is below 4 kB.
const largestForm = 64 << 10

// formTime is how long a form may take to arrive. The page's own script gives
// up after the same time and sends again.
const formTime = time.Minute

// showForm shows the whole battery as one form, or the languages when the
// address ends with a ticket.
func (s *Server) showForm(c *gin.Context) error {
	at := s.placeOf(c)
	if !at.known {
		if at.ticket != "" && c.Param("third") == "" {
			return s.showLanguages(c)
		}
		return s.unknownLanguage(c, at)
	}
	visit, err := s.visit(c, at)
	if err != nil {
		return err
	}
	switch {
	case !visit.Open:
		return s.showClosed(c, at, visit)
	case visit.Used:
		return errUsed
	}
	page, clips, err := s.form(c, at, visit)
	if err != nil {
		return err
	}
	packed, err := s.packed(page, visit, clips)
	if err != nil {
		return err
	}
	packed.write(c, page.Nonce)
	return nil
}

// unknownLanguage tells an address of a session that exists, but in a language
// that does not, from one that never existed.
func (s *Server) unknownLanguage(c *gin.Context, at place) error {
	if _, err := s.service.Session(c, at.code); err != nil {
		return err
	}
	return errLanguage
}

// showFormOrDone serves three-part addresses: a form for a card, or the thanks
// of a session without cards.
func (s *Server) showFormOrDone(c *gin.Context) error {
	switch {
	case c.Param("third") == "done":
		return s.showDone(c)
	case s.placeOf(c).ticket == "":
		return errNoPage
	}
	return s.showForm(c)
}

// visit looks up a session and makes sure that it can be answered here: with a
// card where it wants cards, and in a language it is offered in.
func (s *Server) visit(c *gin.Context, at place) (survey.Visit, error) {
	visit, err := s.service.Visit(c, at.code, at.ticket)
	if err != nil {
		return survey.Visit{}, err
	}
	if !s.offered(visit, at.language.Tag) {
		return survey.Visit{}, errLanguage
	}
	return visit, nil
}

// form returns the page of a form without its questions, and the clips that
// can be played with it.
func (s *Server) form(c *gin.Context, at place, visit survey.Visit) (formPage, audio.Clips, error) {
	host, err := s.service.Host(c)
	if err != nil {
		return formPage{}, audio.Clips{}, err
	}
	page := formPage{
		base: s.base(c, s.options.Catalog.Printer(at.language.Tag)), Promise: promiseOf(host, visit.Round),
		Privacy: "/privacy/" + at.language.Tag,
	}
	if !visit.Session.Tickets {
		page.Nonce = survey.NewNonce()
	}
	clips, err := s.clipsOf(visit.Round.ID, visit.Texts, visit.Battery, page.Printer)
	if err != nil {
		return formPage{}, audio.Clips{}, err
	}
	if len(clips.Fresh) > 0 {
		page.Audio = audioPrefix + visit.Battery.ID + "/" + at.language.Tag + "/"
	}
	return page, clips, nil
}

// receiveAnswer takes a posted form. There is no check of where the form was
// sent from: a participant has no cookie that somebody else could use, and old
// phones say nothing about it.
func (s *Server) receiveAnswer(c *gin.Context) error {
	at := s.placeOf(c)
	if at.ticket == "" && c.Param("third") != "" {
		return errNoPage
	}
	if !at.known {
		return s.unknownLanguage(c, at)
	}
	if err := readForm(c); err != nil {
		return err
	}
	// Only now: who sends slowly must not hold a place that others wait for.
	select {
	case s.sending <- struct{}{}:
		defer func() { <-s.sending }()
	default:
		return survey.Fail(survey.Unavailable, "busy")
	}
	visit, err := s.visit(c, at)
	if err != nil {
		return err
	}
	form := c.Request.PostForm
	err = s.service.Submit(c, visit, survey.Posted{Language: at.language.Tag, Nonce: form.Get(survey.NonceField), Form: form})
	if invalid, ok := errors.AsType[*survey.InvalidAnswers](err); ok {
		return s.showMistakes(c, at, visit, invalid.Fields)
	}
	if err != nil {
		return err
	}
	done := at.path + "/" + at.language.Tag + "/done"
	if wantsJSON(c) {
		s.json(c, http.StatusOK, jsonAnswer{State: "received", Next: done + "?" + wipedField})
		return nil
	}
	c.Redirect(http.StatusSeeOther, done)
	return nil
}

// readForm reads the posted form into c.Request.PostForm. A form that does not
// arrive within formTime is an error of kind Unavailable: the phone may send it
// again.
func readForm(c *gin.Context) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, largestForm)
	unreadable := survey.Fail(survey.Invalid, "form")
	if !strings.HasPrefix(c.ContentType(), "application/x-www-form-urlencoded") {
		return unreadable
	}
	// Left as it is afterwards: the server sets its own for the next request.
	err := http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(formTime))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("limit the time of a form: %w", err)
	}
	err = c.Request.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return errTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return survey.Fail(survey.Unavailable, "slow")
	}
	if err != nil {
		return unreadable
	}
	return nil
}

// showMistakes shows the form again as it was filled in, with what to mend.
func (s *Server) showMistakes(c *gin.Context, at place, visit survey.Visit, wrong []survey.FieldError) error {
	page, clips, err := s.form(c, at, visit)
	if err != nil {
		return err
	}
	if page.Nonce != "" {
		// Nothing was stored: it is still the same person's one answer.
		page.Nonce = c.Request.PostForm.Get(survey.NonceField)
	}
	page.Questions = questionViews(page.Printer, visit, clips, c.Request.PostForm, wrong)
	for _, q := range page.Questions {
		if q.Error != "" {
			page.Wrong = append(page.Wrong, q)
		}
	}
	if wantsJSON(c) {
		s.json(c, http.StatusUnprocessableEntity, mistakes(page.Printer, page.Wrong))
		return nil
	}
	s.render(c, http.StatusUnprocessableEntity, "form", page)
	return nil
}

func mistakes(p *i18n.Printer, wrong []questionView) jsonAnswer {
	answer := jsonAnswer{State: stateNames[survey.Invalid], Message: p.N("form.wrong", len(wrong))}
	for _, q := range wrong {
		answer.Fields = append(answer.Fields, jsonField{Question: q.ID, Message: q.Error})
	}
	return answer
}

// showDone thanks. It says nothing that depends on the answer, so it needs no
// proof that there was one.
func (s *Server) showDone(c *gin.Context) error {
	at := s.placeOf(c)
	if !at.known {
		return s.unknownLanguage(c, at)
	}
	page := donePage{base: s.base(c, s.options.Catalog.Printer(at.language.Tag))}
	page.Forget = !c.Request.URL.Query().Has(wipedField)
	if at.ticket == "" {
		page.Again = at.path + "/" + at.language.Tag
	}
	s.render(c, http.StatusOK, "done", page)
	return nil
}

// wipedField in the address of the thanks says that the page's script has wiped
// the form, so that the browser need not forget everything that it has loaded.
const wipedField = "wiped"

// forgetPath is a style sheet of pages after which a form must not be seen again.
const forgetPath = "/forget.css"

// forget makes a browser forget the filled-in form, which some show again behind
// the back button in spite of no-store. It has to be a part of the page: on the
// page itself, and on what leads there, browsers heed the header too late. As a
// style sheet it comes before anything of the page is seen, and it alone makes
// the page visible: nobody hands on a phone that has not forgotten.
func (s *Server) forget(c *gin.Context) error {
	c.Header("Clear-Site-Data", `"cache"`)
	c.Data(http.StatusOK, "text/css; charset=utf-8", []byte(".forget main{visibility:visible}\n"))
	return nil
}
