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
	Label          string
	Municipalities []choice
	Interventions  []choice
	Read           []choice // languages
	Wrong          string   // what has to be mended
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
	content := newPage{Base: d.Base(c, desk), For: role, Label: form.Get("label")}
	content.Sheets = []string{"people.css"}
	interventions, err := desk.Interventions(c)
	if err != nil {
		return newPage{}, err
	}
	if role == survey.Officer || role == survey.AmbassadorRole {
		content.Municipalities = d.municipalitiesToChoose(interventions, form["municipality"])
	}
	if role == survey.AmbassadorRole {
		for _, i := range interventions {
			if i.Asked == survey.AskedParticipants {
				note := d.municipalities(i.Municipalities)
				content.Interventions = append(content.Interventions, choice{i.ID, i.Name, strings.Join(note, ", "), slices.Contains(form["intervention"], i.ID)})
			}
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

// municipalitiesToChoose returns the municipalities of each county in which there are interventions,
// by name.
func (d *Door) municipalitiesToChoose(interventions []survey.Intervention, chosen []string) []choice {
	counties := map[string]bool{}
	for _, i := range interventions {
		for _, code := range i.Municipalities {
			counties[survey.County(code)] = true
		}
	}
	var list []choice
	for _, m := range d.service.Municipalities() {
		if counties[survey.County(m.Code)] {
			list = append(list, choice{Value: m.Code, Text: m.Name, Chosen: slices.Contains(chosen, m.Code)})
		}
	}
	slices.SortFunc(list, func(a, b choice) int { return cmp.Compare(a.Text, b.Text) })
	return list
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
	person
	Link string
	QR   template.HTML
	Ends string
}

func (d *Door) showLink(c *gin.Context, desk *survey.Desk, s survey.Staff, token string) error {
	host, err := d.service.Host(c)
	if err != nil {
		return err
	}
	content := linkPage{Base: d.Base(c, desk), Link: host.InvitationURL(token)}
	content.Sheets = []string{"people.css"}
	content.person = d.personOf(content.Base, desk, s)
	i, err := d.door.Invitation(c, token)
	if err != nil {
		return err
	}
	content.Ends = dayIn(content.Printer, survey.DayOf(i.Ends))
	drawing, err := qr.SVG(qr.Compact(content.Link), content.T("desk.link.qr"))
	if err != nil {
		return err
	}
	content.QR = template.HTML(drawing)
	d.templates.Render(c, http.StatusOK, "link", content)
	return nil
}
