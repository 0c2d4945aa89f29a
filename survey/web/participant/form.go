package participant

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
)

// formPage is what a session asks as one form. It is the same for everybody who
// answers in one language in a session, but for the nonce.
type formPage struct {
	page.Base
	Promise   survey.Promise
	Questions []questionView
	Wrong     []questionView // those that have to be mended
	Token     string         // survey.Visit.Token
	Nonce     string
	Minutes   int    // how long it takes to answer
	Audio     string // where recorded clips are, if there are any
	AudioKB   int64  // size of all of them that are offered; 0 where there are none
}

// fullPage says before the first question that a session has no room.
type fullPage struct {
	page.Base
	Session string // address of its languages
}

// earlyPage says when a session opens.
type earlyPage struct {
	page.Base
	Session  string // address of its languages
	Day      string
	From, To string // time of day
	ToDay    string // where it is open until another day
}

// showEarly answers the code of a session that was prepared.
func (p *Pages) showEarly(c *gin.Context, at address, visit survey.Visit) {
	printer := p.Catalog().Printer(at.language.Tag)
	opens, closes := survey.SwedishTime(visit.Session.Opens), survey.SwedishTime(visit.Session.Closes)
	content := earlyPage{
		Base: p.Base(c, printer), Session: at.path, Day: printer.Date(opens), From: opens.Format("15:04"), To: closes.Format("15:04"),
	}
	if survey.DayOf(opens) != survey.DayOf(closes) {
		content.ToDay = printer.Date(closes)
	}
	p.templates.Render(c, page.StatusOf(survey.Closed), "early", content)
}

// Sheet returns the style sheet of the form, which needs nothing of the other pages'.
func (formPage) Sheet() string { return "form.css" }

// questionView is a question as it is shown.
type questionView struct {
	ID       string
	Number   int
	Total    int
	Heading  string // of the battery, where one begins and several are asked
	Intro    string // a line below it
	Text     string
	Hint     string
	Error    string
	Type     string // of the inputs: radio or checkbox
	Most     int    // most options; 0 where there is no limit to tell
	Recorded bool   // whether it can be played
	Scale    string // whose steps come first, and how many there are
	Steps    int
	Options  []optionView
	Apart    []optionView // dk and na
}

// DescribedBy returns the ids of what a screen reader says after the question, as HTML lists them.
func (v questionView) DescribedBy() string {
	var ids []string
	if v.Hint != "" {
		ids = append(ids, v.ID+"-hint")
	}
	if v.Error != "" {
		ids = append(ids, v.ID+"-error")
	}
	return strings.Join(ids, " ")
}

type optionView struct {
	Code    string
	Text    string
	Checked bool
	Alone   bool   // cannot be chosen together with others
	Full    string // how much of the circle beside a step of a scale is filled, in sixths; "" for other options
}

// questionViews words the questions of a visit. given and wrong are what came back
// with a form that has to be mended; both may be nil.
func questionViews(p *i18n.Printer, visit survey.Visit, clips audio.Clips, given map[string][]string, wrong []survey.FieldError) []questionView {
	form, text := visit.Form(), textsOf(visit.Texts, p)
	views := make([]questionView, 0, len(form))
	begins := headings(p, visit)
	for i, q := range form {
		v := questionView{ID: q.ID, Number: i + 1, Total: len(form), Text: text(q.ID), Type: "radio", Recorded: recorded(q, clips), Scale: q.Scale, Steps: q.Steps()}
		v.Heading, v.Intro = begins[q.ID].title, begins[q.ID].intro
		if q.Kind == survey.Multi {
			v.Type = "checkbox"
		}
		if q.Hint {
			v.Hint = text(q.HintKey())
		}
		if q.Most > 0 {
			v.Most = q.Most
		}
		if j := slices.IndexFunc(wrong, func(e survey.FieldError) bool { return e.Question == q.ID }); j >= 0 {
			v.Error = p.T(wrong[j].Key, "N", wrong[j].Most)
		}
		for step, value := range q.Values() {
			option := optionView{Code: value, Text: text(q.TextKey(value)), Checked: slices.Contains(given[q.ID], value)}
			if value == survey.DontKnow || value == survey.NoAnswer {
				option.Alone = q.Kind == survey.Multi
				v.Apart = append(v.Apart, option)
			} else {
				option.Alone = value == q.NoneOption()
				if step < q.Steps() {
					option.Full = strconv.Itoa((12*step/(q.Steps()-1) + 1) / 2)
				}
				v.Options = append(v.Options, option)
			}
		}
		views = append(views, v)
	}
	return views
}

// heading is what stands where a battery begins.
type heading struct{ title, intro string }

// headings returns what stands above the first questions of batteries, by the question, where a visit
// has several.
func headings(p *i18n.Printer, visit survey.Visit) map[string]heading {
	begins := map[string]heading{}
	if len(visit.Set) < 2 {
		return begins
	}
	text := textsOf(visit.Texts, p)
	for _, b := range visit.Set {
		form := survey.Set{b}.Form(visit.Session.Timing)
		if len(form) == 0 {
			continue
		}
		h := heading{title: text(b.TitleKey())}
		if intro, frozen := visit.Texts.Text(p.Language().Tag, b.IntroKey()); frozen {
			h.intro = intro
		}
		begins[form[0].ID] = h
	}
	return begins
}

// showForm shows what a session asks as one form, or the languages when the
// address ends with a ticket.
func (p *Pages) showForm(c *gin.Context) error {
	at := p.addressOf(c)
	if !at.known {
		if at.ticket != "" && c.Param(page.LanguagePart) == "" {
			return p.showLanguages(c)
		}
		return p.showOtherLanguages(c, at)
	}
	visit, err := p.visit(c, at)
	if errors.Is(err, page.ErrLanguage) {
		return p.showOtherLanguages(c, at)
	}
	if err != nil {
		return err
	}
	if visit.Early {
		p.showEarly(c, at, visit)
		return nil
	}
	if !visit.Open {
		return p.showClosed(c, at, visit)
	}
	room, err := p.service.HasRoom(c, visit.Session)
	if err != nil {
		return err
	}
	if !room {
		p.templates.Render(c, http.StatusConflict, "full", fullPage{p.Base(c, p.Catalog().Printer(at.language.Tag)), at.path})
		return nil
	}
	content, clips, err := p.form(c, at, visit)
	if err != nil {
		return err
	}
	packed, err := p.packed(content, visit, clips)
	if err != nil {
		return err
	}
	packed.write(c, content.Token, content.Nonce)
	return nil
}

// unknownLanguage tells an address of a session that exists, but in a language
// that does not, from one that never existed.
func (p *Pages) unknownLanguage(c *gin.Context, at address) error {
	if _, err := p.service.Session(c, at.code); err != nil {
		return err
	}
	return page.ErrLanguage
}

// showBelow serves three-part addresses: a form for a card, or what is below the
// form of a session without cards.
func (p *Pages) showBelow(c *gin.Context) error {
	switch name := c.Param(page.LanguagePart); {
	case name == "done":
		return p.showDone(c)
	case name == privacyPage || name == accessibilityPage:
		return p.showAbout(c, name)
	case p.addressOf(c).ticket == "":
		return page.ErrNoPage
	}
	return p.showForm(c)
}

// visit looks up a session and makes sure that it can be answered here: with a
// card where it wants cards, and in a language it is offered in.
func (p *Pages) visit(c *gin.Context, at address) (survey.Visit, error) {
	visit, err := p.service.Visit(c, at.code, at.ticket)
	if err != nil {
		return survey.Visit{}, err
	}
	if !p.offered(visit, at.language.Tag) {
		return survey.Visit{}, page.ErrLanguage
	}
	return visit, nil
}

// form returns the page of a form without its questions, and the clips that
// can be played with it.
func (p *Pages) form(c *gin.Context, at address, visit survey.Visit) (formPage, audio.Clips, error) {
	host, err := p.service.Host(c)
	if err != nil {
		return formPage{}, audio.Clips{}, err
	}
	content := formPage{
		Base: p.Base(c, p.Catalog().Printer(at.language.Tag)), Promise: survey.PromiseOf(host, visit.Round),
		Token: visit.Token(), Nonce: survey.NewNonce(),
	}
	content.BelowForm = true
	clips, err := p.clipsOf(visit.Round.ID, visit.Texts, visit.Set, content.Printer)
	if err != nil {
		return formPage{}, audio.Clips{}, err
	}
	if content.AudioKB = audioKB(visit.Form(), clips); content.AudioKB > 0 {
		content.Audio = p.audioOf(visit.Round.ID, visit.Set, at.language.Tag, clips)
	}
	return content, clips, nil
}
