package offline

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
)

type newKeyPage struct {
	base
	Name       string
	Shares     int
	Signer     bool
	Suggestion string
}

func (d *Desk) askForKey(c *gin.Context) error {
	d.templates.Render(c, http.StatusOK, "new-key", newKeyPage{base: d.base(c, "offline.key.new"), Shares: 1, Suggestion: suggestion()})
	return nil
}

func (d *Desk) askForSigner(c *gin.Context) error {
	d.templates.Render(c, http.StatusOK, "new-key", newKeyPage{base: d.base(c, "offline.signer.new"), Signer: true, Suggestion: suggestion()})
	return nil
}

func (d *Desk) makeKey(c *gin.Context) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	p := newKeyPage{base: d.base(c, "offline.key.new"), Name: typed.Line(c.PostForm("name")), Shares: 1, Suggestion: suggestion()}
	if c.PostForm("shares") == "2" {
		p.Shares = 2
	}
	public, err := d.writeKey(c, p.Name, p.Shares)
	if err != nil {
		p.base = d.refused(p.base, err)
		d.templates.Render(c, http.StatusUnprocessableEntity, "new-key", p)
		return nil
	}
	return d.to(c, "/key?name="+url.QueryEscape(public))
}

// writeKey makes a round key as the posted form says, and returns its public key.
func (d *Desk) writeKey(c *gin.Context, name string, shares int) (string, error) {
	if name == "" {
		return "", refuseWith("offline.key.nameless")
	}
	first, err := d.acceptable(c.PostForm("passphrase"), c.PostForm("again"), name)
	if err != nil {
		return "", err
	}
	passphrases := []string{first}
	if shares == 2 {
		second, err := d.acceptable(c.PostForm("passphrase2"), c.PostForm("again2"), name)
		if err != nil {
			return "", err
		}
		if first == second {
			return "", refuseWith("offline.passphrase.same")
		}
		passphrases = append(passphrases, second)
	}
	key, err := survey.NewPrivateKey()
	if err != nil {
		return "", err
	}
	return string(key.Public()), sealing.WriteKeyFolder(filepath.Join(d.folder(), survey.Slug(name)), key, passphrases)
}

// signerName is what the folder of the signer is called.
const signerName = "signer"

func (d *Desk) makeSigner(c *gin.Context) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	public, err := d.writeSigner(c)
	if err != nil {
		p := newKeyPage{base: d.refused(d.base(c, "offline.signer.new"), err), Signer: true, Suggestion: suggestion()}
		d.templates.Render(c, http.StatusUnprocessableEntity, "new-key", p)
		return nil
	}
	return d.to(c, "/key?name="+url.QueryEscape(public))
}

func (d *Desk) writeSigner(c *gin.Context) (string, error) {
	passphrase, err := d.acceptable(c.PostForm("passphrase"), c.PostForm("again"))
	if err != nil {
		return "", err
	}
	signer, err := release.NewSigner()
	if err != nil {
		return "", err
	}
	return string(signer.Public()), sealing.WriteSignerFolder(filepath.Join(d.folder(), signerName), signer, passphrase)
}

type keyPage struct {
	base
	Key  keyView
	Name string // for the address
}

func (d *Desk) keyPage(c *gin.Context, name string) (keyPage, error) {
	key, err := d.keyCalled(name)
	title := "offline.key"
	if key.Signer {
		title = "offline.signer"
	}
	return keyPage{d.base(c, title), key, name}, err
}

func (d *Desk) showKey(c *gin.Context) error {
	p, err := d.keyPage(c, c.Query("name"))
	if err != nil {
		return err
	}
	d.templates.Render(c, http.StatusOK, "key", p)
	return nil
}

// checkKey opens a key, so that nobody finds out when the answers are there that it cannot be.
func (d *Desk) checkKey(c *gin.Context) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	p, err := d.keyPage(c, c.Query("name"))
	if err != nil {
		return err
	}
	public, err := open(p.Key, passphrasesIn(c))
	if err != nil {
		p.base = d.refused(p.base, err)
		d.templates.Render(c, http.StatusUnprocessableEntity, "key", p)
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.checked[p.Key.Files[0].Name] = public
	return d.to(c, "/key?name="+url.QueryEscape(p.Name))
}

// open opens all files of a key and returns its public key.
func open(k keyView, passphrases []string) (string, error) {
	if k.Signer {
		signer, err := sealing.ReadSigner(k.Files[0].Name, passphrases)
		return string(signer.Public()), err
	}
	var names []string
	for _, file := range k.Files {
		names = append(names, file.Name)
	}
	key, err := sealing.ReadKey(names, passphrases)
	if err != nil {
		return "", err
	}
	return string(key.Public()), nil
}

// passphrasesIn returns the passphrases of the posted form.
func passphrasesIn(c *gin.Context) []string {
	var given []string
	for _, passphrase := range c.PostFormArray("passphrase") {
		if passphrase != "" {
			given = append(given, passphrase)
		}
	}
	return given
}

// printKey shows the paper copies of a key. What is printed is the file, which the passphrase protects.
func (d *Desk) printKey(c *gin.Context) error {
	key, err := d.keyCalled(c.Query("name"))
	if err != nil {
		return err
	}
	if key.Unprotected() {
		return refuseWith("offline.paper.unprotected")
	}
	var copies []paper.KeyCopy
	for _, file := range key.Files {
		content, err := os.ReadFile(file.Name)
		if err != nil {
			return survey.Fail(survey.Invalid, "key.unreadable").Because(err)
		}
		copies = append(copies, paper.KeyCopy{
			Name: key.Name, File: filepath.Base(file.Name), Content: string(content), PublicKey: key.PublicKey, Share: file.Share, Signer: key.Signer,
		})
	}
	made, err := paper.KeyCopies(d.Printer(c), copies)
	if err != nil {
		return err
	}
	c.Header(page.PolicyHeader, made.Policy)
	c.Data(http.StatusOK, "text/html; charset=utf-8", made.HTML)
	return nil
}
