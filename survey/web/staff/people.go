package staff

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

const (
	peoplePath = "/people"
	newPath    = "/new/:role"
	personPath = "/person/:id"
	againPath  = "/again"
	revokePath = "/revoke"
)

// registerPeople registers what stewards see and do of who is staff.
func (d *Door) registerPeople() {
	stewards := []survey.Role{survey.Steward}
	d.Enlist("desk.people", peoplePath, stewards...)
	d.Read(peoplePath, stewards, d.showPeople)
	d.Read(peoplePath+newPath, stewards, d.showNew)
	d.Receive(peoplePath+newPath, stewards, d.invite)
	d.Receive(peoplePath+cardPath, stewards, d.printCard)
	d.Read(peoplePath+personPath, stewards, d.showPerson)
	d.Receive(peoplePath+personPath+againPath, stewards, d.inviteAgain)
	d.Receive(peoplePath+personPath+revokePath, stewards, d.revoke)
	d.Receive(peoplePath+personPath+endPath, stewards, d.endSignInOf)
}

// peoplePage lists who is staff, by role.
type peoplePage struct {
	Base
	Groups []peopleGroup
}

type peopleGroup struct {
	Role   survey.Role
	People []person
}

// person is somebody on the staff as a steward reads of it.
type person struct {
	survey.Staff
	Day            string   // of the last invitation
	Municipalities []string // names
	Reads          []i18n.Language
	URL            string
	Self           bool // it is whoever reads it
}

// RoleIs returns what a role is called.
func (b Base) RoleIs(r survey.Role) string { return b.T("staff.role." + string(r)) }

func (d *Door) personOf(b Base, desk *survey.Desk, s survey.Staff) person {
	return person{
		Staff: s, Day: dayIn(b.Printer, s.Invited), Municipalities: d.municipalities(s.Municipalities), Reads: d.languages(s.Languages),
		URL: b.Path(peoplePath + "/person/" + s.ID), Self: s.ID == desk.Actor().ID,
	}
}

// municipalities returns the names of municipalities.
func (d *Door) municipalities(codes []string) []string {
	names := make([]string, len(codes))
	for i, code := range codes {
		m, _ := d.service.Municipality(code)
		names[i] = m.Name
	}
	return names
}

// languages returns the languages with these tags.
func (d *Door) languages(tags []string) []i18n.Language {
	var list []i18n.Language
	for _, tag := range tags {
		if l, known := i18n.Find(d.Languages(), tag); known {
			list = append(list, l)
		}
	}
	return list
}

func (d *Door) showPeople(c *gin.Context, desk *survey.Desk) error {
	list, err := desk.Staff(c)
	if err != nil {
		return err
	}
	content := peoplePage{Base: d.Base(c, desk)}
	content.Sheets = []string{"people.css"}
	for _, role := range survey.Invited {
		group := peopleGroup{Role: role}
		for _, s := range list {
			if s.Role == role {
				group.People = append(group.People, d.personOf(content.Base, desk, s))
			}
		}
		content.Groups = append(content.Groups, group)
	}
	d.templates.Render(c, http.StatusOK, "people", content)
	return nil
}

// personPage is about one of the staff.
type personPage struct {
	Base
	Who     person
	Given   []survey.Intervention
	SignIns []signInLine
}

func (d *Door) showPerson(c *gin.Context, desk *survey.Desk) error {
	s, err := desk.StaffByID(c, c.Param("id"))
	if err != nil {
		return err
	}
	content := personPage{Base: d.Base(c, desk)}
	content.Sheets = []string{"people.css"}
	content.Who = d.personOf(content.Base, desk, s)
	for _, id := range s.Interventions {
		i, err := desk.Intervention(c, id)
		if err != nil {
			return err
		}
		content.Given = append(content.Given, i)
	}
	if content.SignIns, err = d.signInsOf(c, desk, s.ID, content.Printer); err != nil {
		return err
	}
	d.templates.Render(c, http.StatusOK, "person", content)
	return nil
}

func (d *Door) revoke(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	if c.Request.PostForm.Get("sure") == "" {
		return survey.Fail(survey.Invalid, "sure")
	}
	if err := desk.Revoke(c, c.Param("id")); err != nil {
		return err
	}
	d.toPeople(c, "")
	return nil
}

// endSignInOf ends a sign-in of somebody, or all of them.
func (d *Door) endSignInOf(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	staff := c.Param("id")
	var err error
	if id := c.Request.PostForm.Get("id"); id != "" {
		err = desk.EndSignIn(c, staff, id)
	} else {
		err = desk.EndOtherSignIns(c, staff, "")
	}
	if err != nil {
		return err
	}
	d.toPeople(c, "/person/"+staff)
	return nil
}

// toPeople leads back to who is staff, or to what is below that.
func (d *Door) toPeople(c *gin.Context, below string) {
	c.Redirect(http.StatusSeeOther, pathIn(d.Printer(c).Language().Tag, peoplePath+below))
}
