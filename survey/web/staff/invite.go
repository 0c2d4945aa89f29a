package staff

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/qr"
	"fragebatteri/survey/web/page"
)

// newPage is where a steward says who is invited. What does not concern the role is not asked.
type newPage struct {
	Base
	For            survey.Role
	Typed          string // the label
	Municipalities []choice
	Interventions  []choice
	Read           []choice // languages
	Wrong          string   // what has to be mended
}

// Some reports whether interventions are chosen.
func (p newPage) Some() bool {
	return slices.ContainsFunc(p.Interventions, func(c choice) bool { return c.Chosen })
}

// One reports whether exactly one municipality is chosen.
func (p newPage) One() bool { return p.For == survey.Officer }

// choice is one thing that can be chosen.
type choice struct {
	Value, Text, Note string
	Chosen            bool
}

func (d *Door) showNew(c *gin.Context, desk *survey.Desk) error {
	content, err := d.newPage(c, desk, url.Values{})
	if err != nil {
		return err
	}
	d.templates.Render(c, http.StatusOK, "new", content)
	return nil
}

// newPage returns the page with what has been filled in.
func (d *Door) newPage(c *gin.Context, desk *survey.Desk, form url.Values) (newPage, error) {
	role := survey.Role(c.Param("role"))
	if !slices.Contains(survey.Invited, role) {
		return newPage{}, page.ErrNoPage
	}
	content := newPage{Base: d.Base(c, desk), For: role, Typed: form.Get("label")}
	content.Sheets = []string{"people.css"}
	if role == survey.Officer || role == survey.AmbassadorRole {
		if err := d.addPlaces(c, desk, &content, form); err != nil {
			return newPage{}, err
		}
	}
	if role == survey.ReaderRole || role == survey.AmbassadorRole {
		for _, l := range d.Languages() {
			if l.Tag != i18n.Source {
				content.Read = append(content.Read, choice{l.Tag, l.Name, l.Swedish, slices.Contains(form["language"], l.Tag)})
			}
		}
	}
	return content, nil
}

// addPlaces adds the municipalities of the region to choose from, by name, and for an ambassador what
// people are asked about there.
func (d *Door) addPlaces(c *gin.Context, desk *survey.Desk, content *newPage, form url.Values) error {
	members, err := desk.TakingPart(c)
	if err != nil {
		return err
	}
	here := func(code string) bool {
		return slices.ContainsFunc(members, func(m survey.Municipality) bool { return m.Code == code })
	}
	for _, m := range members {
		content.Municipalities = append(content.Municipalities, choice{Value: m.Code, Text: m.Name, Chosen: slices.Contains(form["municipality"], m.Code)})
	}
	slices.SortFunc(content.Municipalities, func(a, b choice) int { return cmp.Compare(a.Text, b.Text) })
	if content.For != survey.AmbassadorRole {
		return nil
	}
	interventions, err := desk.Interventions(c)
	if err != nil {
		return err
	}
	for _, i := range interventions {
		if i.Asks() && slices.ContainsFunc(i.Municipalities, here) {
			where := strings.Join(d.municipalities(i.Municipalities), ", ")
			content.Interventions = append(content.Interventions, choice{i.ID, i.Name, where, slices.Contains(form["intervention"], i.ID)})
		}
	}
	return nil
}

// invite makes somebody staff, or shows the form again with what has to be mended.
func (d *Door) invite(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	form := c.Request.PostForm
	content, err := d.newPage(c, desk, form)
	if err != nil {
		return err
	}
	s, token, err := desk.Invite(c, survey.Staff{
		Role: content.For, Label: strings.Join(strings.Fields(form.Get("label")), " "), Municipalities: form["municipality"],
		Interventions: form["intervention"], Languages: form["language"],
	})
	if survey.KindOf(err) == survey.Invalid {
		content.Wrong = content.T(d.TextKey(err), d.valuesOf(content.Printer, c, err)...)
		d.templates.Render(c, http.StatusUnprocessableEntity, "new", content)
		return nil
	}
	if err != nil {
		return err
	}
	return d.showLink(c, desk, s, token)
}

func (d *Door) inviteAgain(c *gin.Context, desk *survey.Desk) error {
	s, token, err := desk.InviteAgain(c, c.Param("id"))
	if err != nil {
		return err
	}
	return d.showLink(c, desk, s, token)
}

// linkPage shows the link of an invitation, which is seen here and never again.
type linkPage struct {
	Base
	Who  person
	Link string
	QR   template.HTML
	Ends string
	Card cardForm
}

func (d *Door) showLink(c *gin.Context, desk *survey.Desk, s survey.Staff, token string) error {
	host, err := d.service.Host(c)
	if err != nil {
		return err
	}
	content := linkPage{Base: d.Base(c, desk), Link: host.InvitationURL(token)}
	content.Sheets = []string{"people.css"}
	content.Who, content.Card = d.personOf(content.Base, desk, s), d.cardFormOf(s, token)
	i, err := d.door.Invitation(c, token)
	if err != nil {
		return err
	}
	content.Ends = page.DayIn(content.Printer, survey.DayOf(i.Ends))
	drawing, err := qr.SVG(qr.Compact(content.Link), content.T("desk.link.qr"))
	if err != nil {
		return err
	}
	content.QR = template.HTML(drawing)
	d.templates.Render(c, http.StatusOK, "link", content)
	return nil
}
