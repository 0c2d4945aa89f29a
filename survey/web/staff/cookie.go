package staff

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// signInCookie is the name of the cookie with the secret of a sign-in.
const signInCookie = "staff"

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

// setCookie gives the browser a cookie for some seconds: 0 until it is closed, -1 to forget it.
func (d *Door) setCookie(c *gin.Context, name, value string, seconds int) error {
	host, err := d.service.Host(c)
	if err != nil {
		return err
	}
	cookie := cookieOf(host, name)
	cookie.Value, cookie.MaxAge = value, seconds
	http.SetCookie(c.Writer, cookie)
	return nil
}

// cookieValue returns the value of a cookie, or "" where the browser sends none.
func (d *Door) cookieValue(c *gin.Context, name string) (string, error) {
	host, err := d.service.Host(c)
	if err != nil {
		return "", err
	}
	sent, err := c.Request.Cookie(cookieOf(host, name).Name)
	if err != nil {
		return "", nil
	}
	return sent.Value, nil
}
