package staff

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// cookieOf returns the cookie of this name on a host. Browsers keep one whose name begins with
// __Host- only where it was set over https by the host itself, so that no other can set it; on
// one's own machine there is no https.
func cookieOf(host survey.Host, name string) *http.Cookie {
	secure := strings.HasPrefix(host.BaseURL, "https://")
	if secure {
		name = "__Host-" + name
	}
	return &http.Cookie{Name: name, Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// signInCookie is the name of the cookie with the secret of a sign-in.
const signInCookie = "staff"

// secretOf returns the secret of the sign-in that a request comes from, or "" where it has none.
func (d *Door) secretOf(c *gin.Context) (string, error) {
	host, err := d.service.Host(c)
	if err != nil {
		return "", err
	}
	sent, err := c.Request.Cookie(cookieOf(host, signInCookie).Name)
	if err != nil {
		return "", nil
	}
	return sent.Value, nil
}

// admit lets the browser of somebody in a role in with the secret of a sign-in. At a desk, where
// others sit later, it forgets it when it is closed.
func (d *Door) admit(c *gin.Context, r survey.Role, secret string) error {
	host, err := d.service.Host(c)
	if err != nil {
		return err
	}
	cookie := cookieOf(host, signInCookie)
	cookie.Value = secret
	if !r.AtDesk() {
		cookie.MaxAge = int(survey.PhoneHolds.Seconds())
	}
	http.SetCookie(c.Writer, cookie)
	return nil
}

// forgetSignIn makes the browser forget the secret of a sign-in.
func (d *Door) forgetSignIn(c *gin.Context) error {
	host, err := d.service.Host(c)
	if err != nil {
		return err
	}
	cookie := cookieOf(host, signInCookie)
	cookie.MaxAge = -1
	http.SetCookie(c.Writer, cookie)
	return nil
}
