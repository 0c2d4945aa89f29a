package participant

import (
	"html/template"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/results"
)

// closedPage is what the code of a session that is over leads to: when results
// come, and later what everybody answered together and what is done about it.
type closedPage struct {
	page.Base
	Released bool
	About    string           // name of the intervention
	Summary  *results.Summary // nil where the session's own group was too small
	Reply    *reply           // nil where nothing is said
	Session  string           // address of its languages
}

// Row returns a row of a chart with what is said of it.
func (p closedPage) Row(o results.Option) chartRow {
	key := "closed.people"
	if o.Mixed {
		key = "closed.about"
	}
	return chartRow{o, p.HTML(key, "R", o.Count, "N", o.N)}
}

type chartRow struct {
	results.Option
	Said template.HTML
}

// showClosed says that a session is over, and shows what came of it when its
// round has been sealed.
func (p *Pages) showClosed(c *gin.Context, at address, visit survey.Visit) error {
	after, err := p.service.Result(c, visit.Session)
	if err != nil {
		return err
	}
	printer := p.Catalog().Printer(at.language.Tag)
	content := closedPage{Base: p.Base(c, printer), Session: at.path}
	if after.Release == nil || visit.Session.Discarded != "" {
		p.templates.Render(c, http.StatusGone, "closed", content)
		return nil
	}
	r, err := p.results.Release(c, after.Release.ID)
	if err != nil {
		return err
	}
	words, err := p.results.Words(c, printer)
	if err != nil {
		return err
	}
	content.Released, content.About = true, words.Intervention(visit.Session.Intervention)
	content.Summary = words.Nearest(r, visit.Session)
	content.Reply = p.reply(after.Replies, visit.Session.Intervention, at.language)
	p.templates.Render(c, http.StatusOK, "closed", content)
	return nil
}

// reply is what a municipality heard and does now, in the reader's language, or in Swedish where it has
// not been translated.
type reply struct {
	survey.Reply
	In     i18n.Language
	Note   string // about whether it was done
	NoteIn i18n.Language
}

func (p *Pages) reply(replies []survey.Reply, about string, l i18n.Language) *reply {
	found, has := survey.ReplyIn(replies, about, l.Tag, i18n.Source)
	if !has {
		return nil
	}
	r := reply{Reply: found}
	r.In, _ = i18n.Find(p.Languages(), found.Language)
	r.Note, r.NoteIn = found.Note, r.In
	if r.Note == "" {
		swedish, _ := survey.ReplyIn(replies, about, i18n.Source)
		r.Note = swedish.Note
		r.NoteIn, _ = i18n.Find(p.Languages(), i18n.Source)
	}
	return &r
}

// Day returns a day as people write it.
func (p closedPage) Day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return p.Date(t)
}
