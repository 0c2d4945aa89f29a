package staff

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/openid"
	"fragebatteri/survey/web/page"
)

const (
	providerPath    = signInPath + "/openid/"
	ownProviderPath = accountPath + "/openid/" // to add it to the own ways of signing in
	returnPath      = home + "/openid/"        // see survey.Host.ProviderURL
	invitationField = "invitation"
	signInField     = "from"
	providerPart    = "provider"
)

// atProviderHolds is how long somebody may take to sign in at a provider: also to find a phone.
const atProviderHolds = 10 * time.Minute

// atProviderCookie is the name of the cookie by which whoever comes back from a provider is known as
// who was sent there.
const atProviderCookie = "openid"

// atProvider is what is needed when somebody comes back from a provider.
type atProvider struct {
	provider   survey.Provider
	pending    openid.Pending
	language   string // of the page that the person came from
	invitation string // token of the one that is accepted; "" where somebody signs in again
	staff      string // id of who adds this way of signing in; "" where somebody comes in
	to         string // the page that was wanted; "" for the first one
}

// registerProviders registers the way to a provider, and back.
func (d *Door) registerProviders() {
	d.engine.Read(home+"/:lang"+providerPath+":"+providerPart, d.goToProvider)
	d.engine.Read(returnPath+":"+providerPart, d.comeFromProvider)
	d.engine.ReadAs(home+"/:lang"+ownProviderPath+":"+providerPart, d.enterFirst(d.addProvider), d.addProvider)
}

// providerLink leads to where somebody signs in.
type providerLink struct{ Label, URL string }

// providerLinks returns the links to providers at which somebody signs in: to those that serve whoever
// an invitation is for, or to all.
func (d *Door) providerLinks(c *gin.Context, b Base, query url.Values, serves func(survey.Provider) bool) ([]providerLink, error) {
	if d.openid == nil {
		return nil, nil
	}
	providers, err := d.door.Providers(c)
	var links []providerLink
	for _, p := range providers {
		if serves(p) {
			links = append(links, providerLink{p.Label, b.Path(providerPath) + url.PathEscape(p.ID) + "?" + query.Encode()})
		}
	}
	return links, err
}

// provider returns the provider that an address names.
func (d *Door) provider(c *gin.Context) (survey.Provider, error) {
	if d.openid == nil {
		return survey.Provider{}, page.ErrNoPage
	}
	providers, err := d.door.Providers(c)
	if err != nil {
		return survey.Provider{}, err
	}
	i := slices.IndexFunc(providers, func(p survey.Provider) bool { return p.ID == c.Param(providerPart) })
	if i < 0 {
		return survey.Provider{}, page.ErrNoPage
	}
	return providers[i], nil
}

// goToProvider sends somebody to a provider. It uses no invitation up: that is done when the person
// comes back.
func (d *Door) goToProvider(c *gin.Context) error {
	p, err := d.provider(c)
	if err != nil {
		return err
	}
	to := atProvider{provider: p, language: d.Printer(c).Language().Tag, invitation: c.Query(invitationField)}
	if wanted := c.Query(toField); ownPath(wanted) {
		to.to = wanted
	}
	if to.invitation != "" {
		i, err := d.door.Invitation(c, to.invitation)
		if err != nil {
			return err
		}
		if !p.Serves(i.Staff.Actor()) {
			return survey.Fail(survey.Forbidden, "provider.other", "Provider", p.Label)
		}
	}
	return d.leaveFor(c, to)
}

// addProvider sends somebody who is signed in to a provider, to sign in there as well from then on. The
// address names the sign-in, which nobody else knows: a page of somebody else could lead here, and the
// browser would come back as whoever that had signed in at the provider.
func (d *Door) addProvider(c *gin.Context, desk *survey.Desk) error {
	p, err := d.provider(c)
	if err != nil {
		return err
	}
	if !p.Serves(desk.Actor()) {
		return page.ErrNoPage
	}
	if c.Query(signInField) != c.MustGet(signInKey).(survey.SignIn).ID {
		return survey.Fail(survey.Forbidden, "origin")
	}
	return d.leaveFor(c, atProvider{provider: p, language: d.Printer(c).Language().Tag, staff: desk.Actor().ID})
}

// leaveFor sends the browser to a provider, and keeps what is needed when it comes back.
func (d *Door) leaveFor(c *gin.Context, to atProvider) error {
	p := to.provider
	host, err := d.service.Host(c)
	if err != nil {
		return err
	}
	var address string
	if address, to.pending, err = d.openid.Begin(c, p, host.ProviderURL(p.ID)); err != nil {
		return notByProvider{err, to.again()}
	}
	if err := d.setCookie(c, atProviderCookie, d.atProviders.add(to), int(atProviderHolds.Seconds())); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, address)
	return nil
}

// again returns where somebody begins anew.
func (a atProvider) again() string {
	if a.invitation != "" {
		return "/I/" + a.invitation + "?lang=" + a.language
	}
	if a.staff != "" {
		return pathIn(a.language, accountPath)
	}
	address := pathIn(a.language, signInPath)
	if a.to != "" {
		address += "?" + toQuery(a.to)
	}
	return address
}

// notByProvider is an error of somebody who signs in at a provider, and where to begin anew.
type notByProvider struct {
	error
	again string
}

// Unwrap returns the error without the address.
func (n notByProvider) Unwrap() error { return n.error }

// comeFromProvider lets in whoever comes back from a provider in the browser that was sent there.
func (d *Door) comeFromProvider(c *gin.Context) error {
	p, err := d.provider(c)
	if err != nil {
		return err
	}
	secret, err := d.cookieValue(c, atProviderCookie)
	if err != nil {
		return err
	}
	if err := d.setCookie(c, atProviderCookie, "", -1); err != nil {
		return err
	}
	was, known := d.atProviders.take(secret)
	if !known || was.provider != p { // or it was set up anew meanwhile
		return survey.Fail(survey.Conflict, "openid.state")
	}
	c.AddParam(page.LanguagePart, was.language)
	next, err := d.letIn(c, was)
	if err != nil {
		return notByProvider{err, was.again()}
	}
	c.Redirect(http.StatusSeeOther, next)
	return nil
}

// letIn lets in who somebody is to a provider, and returns where to go.
func (d *Door) letIn(c *gin.Context, was atProvider) (next string, err error) {
	issuer, subject, err := d.openid.Finish(c, was.provider, was.pending, c.Request.URL.Query())
	if err != nil {
		return "", err
	}
	if was.staff != "" {
		return pathIn(was.language, accountPath), d.addIdentity(c, was, subject)
	}
	if was.invitation == "" {
		staff, err := d.door.IdentityOf(c, issuer, subject)
		if err != nil {
			return "", err
		}
		return d.SignIn(c, staff, was.to)
	}
	if !d.invitations.take(was.invitation) {
		return "", page.ErrTooOften
	}
	secret, s, err := d.door.AcceptAt(c, was.invitation, was.provider, subject)
	if err != nil {
		return "", err
	}
	return d.homeOf(c, s.Actor()), d.admit(c, s.Role, secret)
}

// addIdentity lets who is signed in sign in at a provider from now on, if that is still who left for it.
func (d *Door) addIdentity(c *gin.Context, was atProvider, subject string) error {
	secret, err := d.cookieValue(c, signInCookie)
	if err != nil {
		return err
	}
	actor, _, err := d.door.Enter(c, secret)
	if err != nil {
		return err
	}
	if actor.ID != was.staff {
		return survey.Fail(survey.Conflict, "openid.state")
	}
	return d.service.As(actor).AddIdentity(c, was.provider, subject)
}
