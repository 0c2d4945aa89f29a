package staff

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
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

// peoplePage lists who is staff, by role: a few of each, or all whom somebody looks for.
type peoplePage struct {
	Base
	Query          survey.StaffFilter
	Roles          []choice
	Municipalities []choice
	States         []choice
	Many           bool // so many that somebody may look for one
	Found          int  // of those who are looked for
	Pager          page.Pager
	Groups         []peopleGroup
}

type peopleGroup struct {
	Role   survey.Role
	People []person
	All    string // where all of them are, where these are only the first
	N      int    // how many there are
}

// Most of a role that are listed where nobody is looked for, and most staff who need no way to look for
// one.
const (
	mostOfRole  = 25
	mostAtSight = 15
)

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
		Staff: s, Day: page.DayIn(b.Printer, s.Invited), Municipalities: d.municipalities(s.Municipalities), Reads: d.languages(s.Languages),
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
	query := c.Request.URL.Query()
	content := peoplePage{Base: d.Base(c, desk), Query: staffFilter(query), Many: len(list) > mostAtSight}
	content.Sheets = []string{"people.css", "register.css"}
	d.offerPeople(&content, list)
	found := content.Query.Select(list)
	content.Found, content.Pager = len(found), page.PagerOf(content.Printer, query, len(found))
	// Those of a role stand together, on whatever page of the list.
	slices.SortStableFunc(found, func(a, b survey.Staff) int {
		return cmp.Compare(slices.Index(survey.Invited, a.Role), slices.Index(survey.Invited, b.Role))
	})
	if content.Query.Any() {
		found = found[content.Pager.From:content.Pager.To]
	}
	for _, role := range survey.Invited {
		content.addGroup(d, desk, role, found)
	}
	d.templates.Render(c, http.StatusOK, "people", content)
	return nil
}

// staffFilter reads who is looked for. What is no value of the lists finds nobody.
func staffFilter(query url.Values) survey.StaffFilter {
	return survey.StaffFilter{
		Text: typed.Line(query.Get("q")), Role: survey.Role(query.Get("role")), Municipality: query.Get("municipality"), State: survey.StaffState(query.Get("state")),
	}
}

// offerPeople lists what can be looked for.
func (d *Door) offerPeople(content *peoplePage, list []survey.Staff) {
	for _, role := range survey.Invited {
		content.Roles = append(content.Roles, choice{Value: string(role), Text: content.RoleIs(role), Chosen: role == content.Query.Role})
	}
	for _, state := range survey.StaffStates {
		content.States = append(content.States, choice{Value: string(state), Text: content.T("desk.people." + string(state)), Chosen: state == content.Query.State})
	}
	var codes []string
	for _, s := range list {
		codes = append(codes, s.Municipalities...)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	for i, name := range d.municipalities(codes) {
		content.Municipalities = append(content.Municipalities, choice{Value: codes[i], Text: name, Chosen: codes[i] == content.Query.Municipality})
	}
	slices.SortFunc(content.Municipalities, func(a, b choice) int { return cmp.Compare(a.Text, b.Text) })
}

// addGroup adds those of a role; where somebody is looked for, only a role in which somebody was found.
func (content *peoplePage) addGroup(d *Door, desk *survey.Desk, role survey.Role, found []survey.Staff) {
	group := peopleGroup{Role: role}
	for _, s := range found {
		if s.Role != role {
			continue
		}
		if group.N++; content.Query.Any() || group.N <= mostOfRole {
			group.People = append(group.People, d.personOf(content.Base, desk, s))
		}
	}
	if len(group.People) < group.N {
		group.All = content.Path(peoplePath) + "?role=" + string(role)
	}
	if group.N > 0 || !content.Query.Any() {
		content.Groups = append(content.Groups, group)
	}
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
