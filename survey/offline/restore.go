package offline

import (
	"net/http"
	"net/url"
	"path/filepath"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
)

type restorePage struct {
	base
	Name, Text string
	Right      string // the public key of a paper that can be read
	Known      bool   // the key is here too
}

func (d *Desk) askForPaper(c *gin.Context) error {
	p := restorePage{base: d.base(c, "offline.restore"), Right: c.Query("right")}
	if p.Right != "" {
		_, err := d.keyCalled(p.Right)
		p.Known = err == nil
	}
	d.templates.Render(c, http.StatusOK, "restore", p)
	return nil
}

// readPaper reads a paper copy back: to see that it is right, or to have the key file again.
func (d *Desk) readPaper(c *gin.Context) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	p := restorePage{base: d.base(c, "offline.restore"), Name: typed.Line(c.PostForm("name")), Text: c.PostForm("text")}
	dir := ""
	if p.Name != "" {
		dir = filepath.Join(d.folder(), survey.Slug(p.Name))
	}
	public, err := sealing.RestoreKey(dir, p.Text, c.PostForm("passphrase"))
	if err != nil {
		if survey.CodeOf(err) == "key.passphrase" {
			err = refuseWith("offline.restore.wrong")
		}
		p.base = d.refused(p.base, err)
		d.templates.Render(c, http.StatusUnprocessableEntity, "restore", p)
		return nil
	}
	if dir != "" {
		return d.to(c, "/key?name="+url.QueryEscape(public))
	}
	return d.to(c, "/restore?right="+url.QueryEscape(public))
}
