package staff

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// registerInvitation registers where an invitation leads. A QR code has capitals.
func (d *Door) registerInvitation() {
	for _, root := range []string{"/I", "/i"} {
		d.engine.Read(root+"/:token", d.showInvitation)
		d.engine.Receive(root+"/:token", d.acceptInvitation)
	}
}

// invitationPage says who invites whom to what, and has the button that accepts.
type invitationPage struct {
	Base
	From           string // who invites
	Invited        survey.Staff
	Municipalities []string // names
	Reads          []i18n.Language
	Ends           string
	Providers      []providerLink
}

// RoleName returns what the role is called that somebody is invited to.
func (p invitationPage) RoleName() string { return p.T("staff.role." + string(p.Invited.Role)) }

// Meaning returns what somebody in the role does.
func (p invitationPage) Meaning() string { return p.T("staff.means." + string(p.Invited.Role)) }

// tokenOf returns the token that an address has, as it was made.
func tokenOf(c *gin.Context) string { return strings.ToUpper(c.Param("token")) }

// showInvitation uses nothing up: programs open links before people do.
func (d *Door) showInvitation(c *gin.Context) error {
	i, err := d.door.Invitation(c, tokenOf(c))
	if err != nil {
		return err
	}
	host, err := d.service.Host(c)
	if err != nil {
		return err
	}
	content := invitationPage{Base: d.Base(c, nil), From: host.Called(), Invited: i.Staff}
	content.Ends = page.DayIn(content.Printer, survey.DayOf(i.Ends))
	content.Municipalities, content.Reads = d.municipalities(i.Staff.Municipalities), d.languages(i.Staff.Languages)
	token := url.Values{invitationField: {tokenOf(c)}}
	content.Providers, err = d.providerLinks(c, content.Base, token, func(p survey.Provider) bool { return p.Serves(i.Staff.Actor()) })
	if err != nil {
		return err
	}
	d.templates.Render(c, http.StatusOK, "invitation", content)
	return nil
}

// acceptInvitation lets in whoever has the invitation.
func (d *Door) acceptInvitation(c *gin.Context) error {
	token := tokenOf(c)
	if !d.invitations.take(token) {
		return page.ErrTooOften
	}
	secret, s, err := d.door.Accept(c, token)
	if err != nil {
		return err
	}
	if err := d.admit(c, s.Role, secret); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, pathIn(d.languageFor(c, s.Role), welcomePath))
	return nil
}
