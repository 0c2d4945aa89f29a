package web

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// closedPage is what the code of a session that is over leads to: when results
// come, and later what everybody answered together and what is done about it.
type closedPage struct {
	base
	Released bool
	About    string // name of the intervention
	Block    *blockResult
	Reply    []string // paragraphs
	ReplyIn  i18n.Language
	Results  string // address of all results
}

// showClosed says that a session is over, and shows what came of it when its
// round has been sealed.
func (s *Server) showClosed(c *gin.Context, at place, visit survey.Visit) error {
	after, err := s.service.Result(c, visit.Session)
	if err != nil {
		return err
	}
	p := s.options.Catalog.Printer(at.language.Tag)
	page := closedPage{base: s.base(c, p), Results: resultsAddress(at.language.Tag)}
	if after.Release == nil || visit.Session.Discarded != "" {
		s.render(c, http.StatusGone, "closed", page)
		return nil
	}
	r, err := s.released(c, after.Release.ID)
	if err != nil {
		return err
	}
	words, err := s.words(c, p)
	if err != nil {
		return err
	}
	page.Released, page.About = true, words.Intervention(visit.Session.Intervention)
	page.Block = words.nearest(r.Release, visit.Session)
	page.Reply, page.ReplyIn = s.reply(after.Replies, at.language)
	s.render(c, http.StatusOK, "closed", page)
	return nil
}

// nearest returns the results of the smallest block about the session's
// intervention that can hold its answers: at its timing, in its municipality,
// or wherever it is run. It returns nil where there is none.
func (w resultWords) nearest(r release.Release, session survey.Session) *blockResult {
	var found *blockResult
	best := treblock.Municipality
	for _, part := range r.Parts {
		for _, b := range part.Blocks {
			if part.Battery != session.Battery || part.Sensitive() || treblock.Step(b.Step) >= best || !isAbout(b, session) {
				continue
			}
			result := w.block(r, part, b)
			found, best = &result, treblock.Step(b.Step)
		}
	}
	return found
}

func isAbout(b release.Block, s survey.Session) bool {
	return b.Intervention == s.Intervention &&
		(b.Municipality == "" || b.Municipality == s.Municipality) &&
		(b.Timing == "" || b.Timing == s.Timing)
}

// reply returns what a municipality says it will do now, in the reader's
// language, or in Swedish where it has not been translated.
func (s *Server) reply(replies []survey.Reply, l i18n.Language) ([]string, i18n.Language) {
	for _, tag := range []string{l.Tag, i18n.Source} {
		i := slices.IndexFunc(replies, func(r survey.Reply) bool { return r.Language == tag })
		if i < 0 {
			continue
		}
		in, _ := i18n.Find(s.options.Languages, tag)
		return replies[i].Paragraphs(), in
	}
	return nil, l
}

// mostFigures is up to how many answers each is a figure of its own; above that
// ten figures stand for all.
const (
	mostFigures = 24
	tenFigures  = 10
	figureWidth = 12 // of one figure in the drawing
)

// Figures returns the width of the drawing in which a row of figures stands for
// all answers.
func (o optionResult) Figures() int {
	if o.N <= mostFigures {
		return o.N * figureWidth
	}
	return tenFigures * figureWidth
}

// Chosen returns how much of that width stands for those who chose the option,
// in whole figures.
func (o optionResult) Chosen() int {
	figures := o.Figures() / figureWidth
	return (2*figures*o.Count + o.N) / (2 * o.N) * figureWidth
}
