package staff

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/web/page"
)

const (
	cardPath     = "/card"
	cardLanguage = "language"
)

// cardForm asks for an invitation as a card to print. It has the token, which is stored nowhere.
type cardForm struct {
	Token     string
	Languages []choice // that the card can be in; none: there is no card for the role
}

// cardFormOf returns the form for an invitation. What is chosen is a language of whoever is invited.
func (d *Door) cardFormOf(s survey.Staff, token string) cardForm {
	form := cardForm{Token: token}
	if !paper.HasCard(s.Role) {
		return form
	}
	own := append(slices.Clone(s.Languages), i18n.Source)[0]
	for _, l := range d.cardLanguages() {
		form.Languages = append(form.Languages, choice{l.Tag, l.Name, l.Swedish, l.Tag == own})
	}
	return form
}

// cardLanguages returns the languages that have all texts of what is printed.
func (d *Door) cardLanguages() []i18n.Language {
	return slices.DeleteFunc(slices.Clone(d.Languages()), func(l i18n.Language) bool {
		return !d.Catalog().Complete(l.Tag, locales.Print)
	})
}

// printCard answers with the card of an invitation that still lets somebody in.
func (d *Door) printCard(c *gin.Context, _ *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	form := c.Request.PostForm
	token := form.Get(invitationField)
	i, err := d.door.Invitation(c, token)
	if err != nil {
		return err
	}
	if !paper.HasCard(i.Staff.Role) {
		return page.ErrNoPage
	}
	language, known := i18n.Find(d.cardLanguages(), form.Get(cardLanguage))
	if !known {
		return survey.Fail(survey.Invalid, "staff.languages", "Role", i.Staff.Role)
	}
	host, err := d.service.Host(c)
	if err != nil {
		return err
	}
	printed, err := paper.Invitation{
		Host: host, Invitation: i, Token: token, Municipality: d.service.Municipality,
		Printer: d.Catalog().Printer(language.Tag), Swedish: d.Catalog().Printer(i18n.Source),
	}.Card()
	if err != nil {
		return err
	}
	SendPaper(c, printed)
	return nil
}

// SendPaper answers with what is to be printed.
func SendPaper(c *gin.Context, printed paper.Page) {
	c.Header(page.PolicyHeader, printed.Policy)
	c.Data(http.StatusOK, "text/html; charset=utf-8", printed.HTML)
}
