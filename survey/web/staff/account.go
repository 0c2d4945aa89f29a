package staff

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

const (
	accountPath = "/account"
	welcomePath = "/welcome"
	endPath     = "/end"
)

// account is in everybody's menu, as the last.
var account = entry{"staff.account", accountPath, func(survey.Actor) bool { return true }}

// registerAccount registers what everybody has: the own sign-ins and passkeys. Whoever has to make a
// passkey first comes here before.
func (d *Door) registerAccount() {
	d.engine.ReadAs(home+"/:lang"+welcomePath, d.enterFirst(d.showWelcome), d.showWelcome)
	d.engine.ReadAs(home+"/:lang"+accountPath, d.enterFirst(d.showAccount), d.showAccount)
	d.engine.ReceiveAs(home+"/:lang"+accountPath+endPath, d.enterFirst(d.endSignIn), d.endSignIn)
}

// welcomePage is what somebody comes to who has accepted an invitation.
type welcomePage struct {
	Base
	Passkey passkeyForm
	Must    bool // make a passkey before anything else
}

func (d *Door) showWelcome(c *gin.Context, desk *survey.Desk) error {
	content := welcomePage{Base: d.Base(c, desk)}
	var err error
	if content.Must, err = d.mustEnrol(c, desk); err != nil {
		return err
	}
	if content.Passkey, err = d.passkeyFormAt(c, content.Path(accountPath), ""); err != nil {
		return err
	}
	d.templates.Render(c, http.StatusOK, "welcome", content)
	return nil
}

// accountPage is somebody's own.
type accountPage struct {
	Base
	Passkey  passkeyForm
	Passkeys []passkeyLine
	AtWork   []atWorkLine
	SignIns  []signInLine
	Others   bool // there are other sign-ins than this one
}

// atWorkLine is a provider at which somebody signs in, or can begin to.
type atWorkLine struct {
	Label string
	Add   string // address; "" where somebody signs in there
}

type passkeyLine struct{ ID, Added string }

// signInLine is one sign-in as somebody reads of it.
type signInLine struct {
	ID          string
	Since, Seen string // days
	This        bool   // it is that of the request
}

func (d *Door) showAccount(c *gin.Context, desk *survey.Desk) error {
	content := accountPage{Base: d.Base(c, desk)}
	passkeys, err := desk.Passkeys(c)
	if err != nil {
		return err
	}
	for _, p := range passkeys {
		content.Passkeys = append(content.Passkeys, passkeyLine{base64.RawURLEncoding.EncodeToString(p.ID), page.DayIn(content.Printer, p.Added)})
	}
	if content.SignIns, err = d.signInsOf(c, desk, desk.Actor().ID, content.Printer); err != nil {
		return err
	}
	content.Others = len(content.SignIns) > 1
	if content.AtWork, err = d.atWork(c, desk, content.Base); err != nil {
		return err
	}
	if content.Passkey, err = d.passkeyFormAt(c, content.Path(accountPath), ""); err != nil {
		return err
	}
	d.templates.Render(c, http.StatusOK, "account", content)
	return nil
}

// atWork returns the providers that are for who is at the desk.
func (d *Door) atWork(c *gin.Context, desk *survey.Desk, b Base) ([]atWorkLine, error) {
	if d.openid == nil {
		return nil, nil
	}
	providers, err := d.door.Providers(c)
	if err != nil {
		return nil, err
	}
	identities, err := desk.Identities(c)
	if err != nil {
		return nil, err
	}
	own := url.Values{signInField: {c.MustGet(signInKey).(survey.SignIn).ID}}
	var lines []atWorkLine
	for _, p := range providers {
		if !p.Serves(desk.Actor()) {
			continue
		}
		line := atWorkLine{Label: p.Label}
		if !slices.ContainsFunc(identities, func(i survey.Identity) bool { return i.Issuer == p.Issuer }) {
			line.Add = b.Path(ownProviderPath) + url.PathEscape(p.ID) + "?" + own.Encode()
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// signInsOf returns the sign-ins of somebody as whoever is at the desk reads of them.
func (d *Door) signInsOf(c *gin.Context, desk *survey.Desk, staff string, p *i18n.Printer) ([]signInLine, error) {
	list, err := desk.SignIns(c, staff)
	var lines []signInLine
	own, _ := c.Value(signInKey).(survey.SignIn)
	for _, in := range list {
		lines = append(lines, signInLine{in.ID, page.DayIn(p, in.Since), page.DayIn(p, survey.DayOf(in.Seen)), in.ID == own.ID})
	}
	return lines, err
}

// endSignIn ends one other sign-in of somebody's own, or all of them.
func (d *Door) endSignIn(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	id, own := c.Request.PostForm.Get("id"), c.MustGet(signInKey).(survey.SignIn)
	var err error
	if id == "" {
		err = desk.EndOtherSignIns(c, desk.Actor().ID, own.ID)
	} else {
		err = desk.EndSignIn(c, desk.Actor().ID, id)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, pathIn(d.languageFor(c, desk.Actor().Role), accountPath))
	return nil
}
