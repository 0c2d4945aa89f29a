package staff

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

const (
	signInPath  = "/sign-in"
	signOutPath = "/sign-out"
)

// registerSignIn registers how somebody comes in again, and leaves.
func (d *Door) registerSignIn() {
	d.engine.Read(home+"/:lang"+signInPath, d.showSignIn)
	d.engine.Receive(home+"/:lang"+signOutPath, d.signOut)
}

// signInPage is where somebody signs in who has been invited before.
type signInPage struct {
	Base
	To string // the page that is wanted; "" for the first one
}

func (d *Door) showSignIn(c *gin.Context) error {
	content := signInPage{Base: d.Base(c, nil)}
	if to := c.Query(toField); ownPath(to) {
		content.To = to
	}
	d.templates.Render(c, http.StatusOK, "sign-in", content)
	return nil
}

// signOut ends the sign-in of the browser, also where it has ended already.
func (d *Door) signOut(c *gin.Context) error {
	secret, err := d.secretOf(c)
	if err != nil {
		return err
	}
	if err := d.door.SignOut(c, secret); err != nil {
		return err
	}
	if err := d.forgetSignIn(c); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, pathIn(d.Printer(c).Language().Tag, signInPath))
	return nil
}
