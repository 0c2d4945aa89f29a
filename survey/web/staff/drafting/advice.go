package drafting

import (
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/authors"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/web/staff"
	"fragebatteri/survey/wording"
)

// advising returns what authors of a battery are advised with. A language is looked at when all its texts
// are there: what is missing is told elsewhere.
func (p *pages) advising(w survey.Worded) authors.Given {
	given := wording.Advising(p.Catalog())
	given.Languages = slices.DeleteFunc(given.Languages, func(tag string) bool { return tag != i18n.Source && len(w.MissingWords(tag)) > 0 })
	return given
}

// takeIn takes in a battery that is frozen, unless something in it must never be asked or cannot be.
func (p *pages) takeIn(w survey.Worded) error {
	if refused := authors.Refused(authors.Check(w, p.advising(w))); len(refused) > 0 {
		return survey.Fail(survey.Conflict, "draft.refused", "N", len(refused))
	}
	return p.options.Freeze(w)
}

// change is what a battery differs in from the version before.
type change struct{ Question, Text string }

// changesOf returns what a battery differs in from the version before; none where there is none.
func (p *pages) changesOf(b staff.Base, w survey.Worded) (before int, list []change) {
	var old *survey.Battery
	for _, other := range p.service.Batteries() {
		if other.ID == w.Battery.ID && other.Version < w.Battery.Version && (old == nil || other.Version > old.Version) {
			old = other
		}
	}
	if old == nil {
		return 0, nil
	}
	for _, c := range authors.Compare(wording.Worded(p.Catalog(), old), w, []string{i18n.Source}) {
		list = append(list, change{c.Question, authors.Say(b.T, c.Key(), c.Args)})
	}
	return old.Version, list
}

// print answers with a battery to print, in the languages that have words.
func (p *pages) print(c *gin.Context, desk *survey.Desk) error {
	draft, err := p.draft(c, desk)
	if err != nil {
		return err
	}
	words := draft.Now(p.words())
	printed, err := paper.Battery{
		Worded: words, Languages: wording.LanguagesOf(words), K: survey.SmallestK, Common: p.Catalog().Text,
	}.Paper(p.Printer(c))
	if err != nil {
		return err
	}
	staff.SendPaper(c, printed)
	return nil
}
