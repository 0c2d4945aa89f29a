package reader

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// isAdvice reports whether a proposal can be made all the same: a steward decides whether a text may
// be so long, or another word is better than the agreed one, and decides about a step of a scale for all
// batteries that have it.
func isAdvice(kind i18n.FaultKind) bool {
	return kind == i18n.FaultLong || kind == i18n.FaultGlossary || kind == i18n.FaultScale
}

// worded says what is wrong with a text, and with which of its plural forms.
func worded(p *i18n.Printer, l i18n.Language, w review.Wording, f i18n.Fault) string {
	key := "reader.fault." + string(f.Kind)
	switch {
	case (f.Kind == i18n.FaultPlaceholders || f.Kind == i18n.FaultBraces) && f.Wanted == "":
		key = "reader.fault.markup"
	case f.Kind == i18n.FaultBraces:
		key = "reader.fault." + string(i18n.FaultPlaceholders)
	case f.Kind == i18n.FaultForms || f.Kind == i18n.FaultMoreForms:
		key = "reader.fault." + string(i18n.FaultEmpty)
	}
	text := p.T(key, "Found", f.Found, "Wanted", f.Wanted)
	if n := numbers(l, w, f.Form); f.Form != "" && n != "" {
		text = n + ": " + text
	}
	return text
}

// checked is what the page's script is told of what somebody writes.
type checked struct {
	Faults []string `json:"faults"`
	Advice []string `json:"advice"`
}

// checkText says what would be wrong with the words of a form. It keeps nothing.
func (t *Texts) checkText(c *gin.Context, desk *survey.Desk) error {
	l, err := t.language(c)
	if err != nil {
		return err
	}
	if err := desk.MayJudge(l.Tag); err != nil {
		return err
	}
	w, known, err := t.Library.Now().Wording(l, c.Param("file"), c.Param("key"))
	if err != nil {
		return err
	}
	if !known {
		return page.ErrNoPage
	}
	if err := page.ReadForm(c); err != nil {
		return err
	}
	answer := checked{Faults: []string{}, Advice: []string{}}
	if words := proposed(c, w); words != nil {
		p := t.Printer(c)
		for _, f := range t.Library.Now().Proof(l).Check(w.File, w.Key, words) {
			if isAdvice(f.Kind) {
				answer.Advice = append(answer.Advice, worded(p, l, w, f))
			} else {
				answer.Faults = append(answer.Faults, worded(p, l, w, f))
			}
		}
	}
	t.JSON(c, http.StatusOK, answer)
	return nil
}
