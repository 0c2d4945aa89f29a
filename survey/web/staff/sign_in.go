package staff

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/passkey"
)

const (
	signInPath  = "/sign-in"
	signOutPath = "/sign-out"

	signedOutField = "signed-out" // of the page after it
)

// registerSignIn registers how somebody comes in again, and leaves.
func (d *Door) registerSignIn() {
	d.engine.Read(home+"/:lang"+signInPath, d.showSignIn)
	d.engine.Receive(home+"/:lang"+signOutPath, d.signOut)
}

// SignIn signs in somebody who has proved who it is in the browser of the request, and returns where
// to go: to the own page that was wanted, or else to the first one.
func (d *Door) SignIn(c *gin.Context, staff, to string) (next string, err error) {
	secret, err := d.door.SignIn(c, staff)
	if err != nil {
		return "", err
	}
	actor, _, err := d.door.Enter(c, secret)
	if err != nil {
		return "", err
	}
	if err := d.admit(c, actor.Role, secret); err != nil {
		return "", err
	}
	if ownPath(to) {
		return to, nil
	}
	return d.homeOf(c, actor), nil
}

// admit lets the browser of somebody in a role in with the secret of a sign-in. At a desk, where
// others sit later, it forgets it when it is closed.
func (d *Door) admit(c *gin.Context, r survey.Role, secret string) error {
	seconds := 0
	if !r.AtDesk() {
		seconds = int(survey.PhoneHolds.Seconds())
	}
	return d.setCookie(c, signInCookie, secret, seconds)
}

// passkeyForm is what a page needs that makes a passkey, or asks for one.
type passkeyForm struct {
	Possible bool   // browsers make passkeys for this address
	Begin    string // addresses
	Finish   string
}

// passkeyFormAt returns the form of a page below which passkeys are made or asked for.
func (d *Door) passkeyFormAt(c *gin.Context, address, query string) (passkeyForm, error) {
	host, err := d.service.Host(c)
	address += passkeysPath
	return passkeyForm{passkey.Possible(host), address + beginPath, address + query}, err
}

// signInPage is where somebody signs in who has been invited before.
type signInPage struct {
	Base
	Passkey   passkeyForm
	Providers []providerLink
	SignedOut bool // just now, in this browser
}

func (d *Door) showSignIn(c *gin.Context) error {
	content := signInPage{Base: d.Base(c, nil), SignedOut: c.Query(signedOutField) != ""}
	query, wanted := "", url.Values{}
	if to := c.Query(toField); ownPath(to) {
		query = "?" + toQuery(to)
		wanted.Set(toField, to)
	}
	var err error
	if content.Providers, err = d.providerLinks(c, content.Base, wanted, func(survey.Provider) bool { return true }); err != nil {
		return err
	}
	if content.Passkey, err = d.passkeyFormAt(c, content.Path(signInPath), query); err != nil {
		return err
	}
	d.templates.Render(c, http.StatusOK, "sign-in", content)
	return nil
}

// signOut ends the sign-in of the browser, also where it has ended already.
func (d *Door) signOut(c *gin.Context) error {
	secret, err := d.cookieValue(c, signInCookie)
	if err != nil {
		return err
	}
	if err := d.door.SignOut(c, secret); err != nil {
		return err
	}
	if err := d.setCookie(c, signInCookie, "", -1); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, pathIn(d.Printer(c).Language().Tag, signInPath)+"?"+signedOutField+"=1")
	return nil
}
