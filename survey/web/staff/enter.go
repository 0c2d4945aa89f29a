package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// headers keeps pages of staff out of the indexes of search engines. Browsers say where forms of these
// pages come from, to ourselves alone: with no-referrer they would send no origin.
func headers(c *gin.Context) {
	c.Header("Referrer-Policy", "same-origin")
	c.Header("X-Robots-Tag", "noindex")
	c.Next()
}

// checkOrigin refuses what a page of somebody else makes a browser send.
func (d *Door) checkOrigin(c *gin.Context) {
	host, err := d.service.Host(c)
	if err == nil {
		err = checkOrigin(c.Request, host)
	}
	if err != nil {
		d.fail(c, err)
		c.Abort()
		return
	}
	c.Next()
}

func checkOrigin(r *http.Request, host survey.Host) error {
	protection := http.NewCrossOriginProtection()
	// A proxy may have made another name of the one that browsers see.
	if err := protection.AddTrustedOrigin(host.BaseURL); err != nil {
		return err
	}
	if protection.Check(r) != nil {
		return survey.Fail(survey.Forbidden, "origin")
	}
	return nil
}

// Names under which a request carries who is signed in.
const (
	deskKey   = "staff.desk"
	signInKey = "staff.sign_in"
)

// enter turns a Handler into a page's: it lets in who is signed in, in one of the roles, and has made
// a passkey where the role must.
func (d *Door) enter(roles []survey.Role, h Handler) page.Handler {
	return d.enterFirst(func(c *gin.Context, desk *survey.Desk) error {
		if !isFor(roles, desk.Actor().Role) {
			return wrongRole{survey.Fail(survey.Forbidden, "role"), roles}
		}
		must, err := d.mustEnrol(c, desk)
		if err != nil {
			return err
		}
		if must && c.Request.Method == http.MethodPost {
			return survey.Fail(survey.Forbidden, "passkey.first")
		}
		if must {
			c.Redirect(http.StatusSeeOther, pathIn(d.languageFor(c, desk.Actor().Role), welcomePath))
			return nil
		}
		return h(c, desk)
	})
}

// mustEnrol reports whether somebody has to make a passkey, or sign in at a provider, before anything
// else: at a desk a lost cookie would lock out for good. A demo is not worth it.
func (d *Door) mustEnrol(c *gin.Context, desk *survey.Desk) (bool, error) {
	if !desk.Actor().Role.AtDesk() {
		return false, nil
	}
	host, err := d.service.Host(c)
	if err != nil || host.Demo {
		return false, err
	}
	returns, err := desk.CanReturn(c)
	return !returns, err
}

// enterFirst lets in whoever is signed in, for the pages that come before all others.
func (d *Door) enterFirst(h Handler) page.Handler {
	return func(c *gin.Context) error {
		secret, err := d.cookieValue(c, signInCookie)
		if err != nil {
			return err
		}
		if secret == "" && c.Request.Method != http.MethodPost && !page.WantsJSON(c) {
			c.Redirect(http.StatusSeeOther, d.signInAddress(c))
			return nil
		}
		actor, in, err := d.door.Enter(c, secret)
		if err != nil {
			return err
		}
		desk := d.service.As(actor)
		c.Set(deskKey, desk)
		c.Set(signInKey, in)
		if tag := c.Param(page.LanguagePart); tag != "" && !hasTag(d.languagesFor(actor.Role), tag) {
			if !hasTag(d.Languages(), tag) || c.Request.Method == http.MethodPost {
				return page.ErrLanguage
			}
			c.Redirect(http.StatusSeeOther, addressIn(c, i18n.Source))
			return nil
		}
		return h(c, desk)
	}
}

func hasTag(list []i18n.Language, tag string) bool {
	return slices.ContainsFunc(list, func(l i18n.Language) bool { return l.Tag == tag })
}

// languagesFor returns the languages in which there are pages for a role: all but for those at a
// desk.
func (d *Door) languagesFor(r survey.Role) []i18n.Language {
	if !r.AtDesk() {
		return d.Languages()
	}
	return slices.DeleteFunc(slices.Clone(d.Languages()), func(l i18n.Language) bool {
		return !slices.Contains(locales.LanguagesOf(locales.Desk), l.Tag)
	})
}

// languageFor returns the language of the page, where there are pages for the role in it, and else
// Swedish.
func (d *Door) languageFor(c *gin.Context, r survey.Role) string {
	tag := d.Printer(c).Language().Tag
	if hasTag(d.languagesFor(r), tag) {
		return tag
	}
	return i18n.Source
}

// goHome leads to the first page of whoever is signed in.
func (d *Door) goHome(c *gin.Context, desk *survey.Desk) error {
	c.Redirect(http.StatusSeeOther, d.homeOf(c, desk.Actor()))
	return nil
}

// homeOf returns the address of the first page of somebody's menu.
func (d *Door) homeOf(c *gin.Context, a survey.Actor) string {
	first := account
	if i := slices.IndexFunc(d.menu, func(e entry) bool { return e.concerns(a) }); i >= 0 {
		first = d.menu[i]
	}
	return pathIn(d.languageFor(c, a.Role), first.path)
}

// pathIn returns the address of a page in a language.
func pathIn(tag, path string) string { return home + "/" + tag + path }

// toField is the name of the field with the page that somebody wanted who has to sign in first.
const toField = "to"

// signInAddress returns where somebody signs in who wants to read the page of the request.
func (d *Door) signInAddress(c *gin.Context) string {
	address := pathIn(d.Printer(c).Language().Tag, signInPath)
	if to := c.Request.URL.RequestURI(); c.Request.Method == http.MethodGet && ownPath(to) {
		address += "?" + toQuery(to)
	}
	return address
}

func toQuery(to string) string { return url.Values{toField: {to}}.Encode() }

// ownPath reports whether an address is of a page of staff here, and leads nowhere else.
func ownPath(to string) bool {
	return strings.HasPrefix(to, home+"/") && !strings.Contains(to, "//") && !strings.Contains(to, "..") && !strings.ContainsAny(to, "\\\t\r\n")
}
