package staff

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/passkey"
	"fragebatteri/survey/web/page"
)

// Below a page that makes or asks for a passkey, where its script begins and ends that.
const (
	passkeysPath = "/passkeys"
	beginPath    = "/begin"
	removePath   = "/remove"
)

// largestAnswer is the most bytes that a browser's answer may have. Those of devices that tell all
// about themselves are below 10 kB.
const largestAnswer = 64 << 10

// registerPasskeys registers how passkeys are made, used and removed.
func (d *Door) registerPasskeys() {
	account, signIn := home+"/:lang"+accountPath+passkeysPath, home+"/:lang"+signInPath+passkeysPath
	for path, h := range map[string]Handler{
		account + beginPath: d.offerPasskey, account: d.addPasskey, account + removePath: d.removePasskey,
	} {
		d.engine.ReceiveAs(path, d.enterFirst(h), h)
	}
	d.engine.Receive(signIn+beginPath, d.askForPasskey)
	d.engine.Receive(signIn, d.signInByPasskey)
}

// party returns the service as browsers know it.
func (d *Door) party(c *gin.Context) (*passkey.Party, error) {
	host, err := d.service.Host(c)
	if err != nil {
		return nil, err
	}
	return passkey.For(host)
}

// ceremonyCookie is the name of the cookie by which a browser's answer is known as that to what it was
// asked.
const ceremonyCookie = "passkey"

// ask answers a script with what the browser is asked, and keeps what its answer needs.
func (d *Door) ask(c *gin.Context, options []byte, of ceremony) error {
	if err := d.setCookie(c, ceremonyCookie, d.ceremonies.add(of), int(passkey.Holds.Seconds())); err != nil {
		return err
	}
	c.Data(http.StatusOK, "application/json; charset=utf-8", options)
	return nil
}

// answer returns what a browser answered, and the ceremony that it answers.
func (d *Door) answer(c *gin.Context, staff string) ([]byte, passkey.Ceremony, error) {
	secret, err := d.cookieValue(c, ceremonyCookie)
	if err != nil {
		return nil, passkey.Ceremony{}, err
	}
	of, err := d.takeCeremony(secret, staff)
	if err != nil {
		return nil, passkey.Ceremony{}, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, largestAnswer))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, passkey.Ceremony{}, page.ErrTooLarge
	}
	if err != nil {
		return nil, passkey.Ceremony{}, survey.Fail(survey.Invalid, "form").Because(err)
	}
	return body, of, nil
}

func (d *Door) offerPasskey(c *gin.Context, desk *survey.Desk) error {
	party, err := d.party(c)
	if err != nil {
		return err
	}
	self, err := desk.Self(c)
	if err != nil {
		return err
	}
	has, err := desk.Passkeys(c)
	if err != nil {
		return err
	}
	options, of, err := party.Offer(self, has)
	if err != nil {
		return err
	}
	return d.ask(c, options, ceremony{self.ID, of})
}

// addPasskey leads to the first page where it is the first passkey, and there was nothing else to do
// before.
func (d *Door) addPasskey(c *gin.Context, desk *survey.Desk) error {
	party, err := d.party(c)
	if err != nil {
		return err
	}
	self, err := desk.Self(c)
	if err != nil {
		return err
	}
	body, of, err := d.answer(c, self.ID)
	if err != nil {
		return err
	}
	made, err := party.Made(self, of, body)
	if err != nil {
		return err
	}
	returned, err := desk.CanReturn(c)
	if err != nil {
		return err
	}
	if err := desk.AddPasskey(c, made); err != nil {
		return err
	}
	next := pathIn(d.languageFor(c, self.Role), accountPath)
	if !returned {
		next = d.homeOf(c, desk.Actor())
	}
	d.JSON(c, http.StatusOK, page.Answer{State: "received", Next: next})
	return nil
}

func (d *Door) removePasskey(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	id, err := base64.RawURLEncoding.DecodeString(c.Request.PostForm.Get("id"))
	if err != nil {
		return survey.Fail(survey.Invalid, "form").Because(err)
	}
	if err := desk.RemovePasskey(c, id); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, pathIn(d.languageFor(c, desk.Actor().Role), accountPath))
	return nil
}

func (d *Door) askForPasskey(c *gin.Context) error {
	party, err := d.party(c)
	if err != nil {
		return err
	}
	options, of, err := party.Ask()
	if err != nil {
		return err
	}
	return d.ask(c, options, ceremony{"", of})
}

// signInByPasskey signs in whoever has a passkey.
func (d *Door) signInByPasskey(c *gin.Context) error {
	party, err := d.party(c)
	if err != nil {
		return err
	}
	body, of, err := d.answer(c, "")
	if err != nil {
		return err
	}
	answer, err := passkey.Read(body)
	if err != nil {
		return err
	}
	has, err := d.door.Passkey(c, answer.ID())
	if err != nil {
		return err
	}
	if !d.wrongKeys.take(has.Staff) {
		return page.ErrTooOften
	}
	used, err := party.Recognise(of, answer, has)
	if err != nil {
		return err
	}
	d.wrongKeys.forget(has.Staff)
	if err := d.door.UpdatePasskey(c, used); err != nil {
		return fmt.Errorf("keep how a passkey was used: %w", err)
	}
	next, err := d.SignIn(c, has.Staff, c.Query(toField))
	if err != nil {
		return err
	}
	d.JSON(c, http.StatusOK, page.Answer{State: "received", Next: next})
	return nil
}
