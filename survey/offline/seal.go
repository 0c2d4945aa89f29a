package offline

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/web/page"
)

// sealPage is the page of a round on its way, whatever its stage.
type sealPage struct {
	base
	Stage    stage // "" where there is no pending file yet
	File     survey.PendingFile
	FileName string
	Exported string   // the day on which the file was made, in words
	Keys     []choice // key files to open it with
	Progress progress
	Left     string // how long it will take, in words; "" where it cannot be told
	Shown    *shown
	Signers  []choice
	Saved    string
}

// choice is a file that can be chosen.
type choice struct {
	sealing.KeyFile
	Label  string
	Chosen bool
}

func (d *Desk) sealPage(c *gin.Context) sealPage {
	p := sealPage{base: d.base(c, "offline.seal")}
	w := d.current()
	if w == nil {
		return p
	}
	p.File, p.FileName, p.Progress = w.file, w.name, w.progress()
	p.Stage = p.Progress.Stage
	p.Left = left(p.base, p.Progress)
	if day, err := time.Parse(time.DateOnly, w.file.Exported); err == nil {
		p.Exported = p.Date(day)
	}
	p.Keys, p.Signers = d.choices(string(w.file.Round.PublicKey))
	w.mu.Lock()
	defer w.mu.Unlock()
	switch p.Stage {
	case failed:
		p.base = d.refused(p.base, w.err)
	case made:
		p.Shown = d.shownOf(p.base, w.made)
	}
	p.Saved = w.saved
	return p
}

// choices returns the files of round keys and of signers, those with the public key that is needed
// chosen, and the first signer.
func (d *Desk) choices(public string) (keys, signers []choice) {
	for _, k := range d.keys() {
		for _, file := range k.Files {
			one := choice{file, filepath.Base(file.Name), k.PublicKey == public && !k.Signer}
			if k.Name != one.Label {
				one.Label = k.Name + " · " + one.Label
			}
			if k.Signer {
				signers = append(signers, one)
			} else if k.PublicKey == public || k.PublicKey == "" {
				keys = append(keys, one)
			}
			if !k.Signer && k.PublicKey == "" { // made by a command, which does not say what it is
				signers = append(signers, one)
			}
		}
	}
	if i := slices.IndexFunc(signers, func(one choice) bool { return one.Signer }); i >= 0 {
		signers[i].Chosen = true
	}
	return keys, signers
}

// left words how long the rest takes.
func left(b base, p progress) string {
	switch minutes := p.Left.Minutes(); {
	case p.Left == 0:
		return ""
	case minutes < 1:
		return b.T("offline.left.soon")
	default:
		return b.N("offline.left", int(math.Ceil(minutes)))
	}
}

func (d *Desk) showSeal(c *gin.Context) error { return d.renderSeal(c, http.StatusOK, nil) }

// renderSeal shows the round on its way, with what was refused.
func (d *Desk) renderSeal(c *gin.Context, code int, err error) error {
	p := d.sealPage(c)
	if err != nil {
		p.base = d.refused(p.base, err)
	}
	d.templates.Render(c, code, "seal", p)
	return nil
}

// takePending reads the pending file.
func (d *Desk) takePending(c *gin.Context) error {
	files, err := receiveFiles(c, "file")
	if err == nil {
		var file survey.PendingFile
		if file, err = survey.ParsePending(files[0].Content, d.options.Today()); err == nil {
			d.begin(&work{file: file, name: files[0].Name, stage: taken})
			return d.to(c, "/seal")
		}
	}
	return d.renderSeal(c, http.StatusUnprocessableEntity, err)
}

// startSeal opens the key and starts making the release.
func (d *Desk) startSeal(c *gin.Context) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	w := d.current()
	if w == nil {
		return d.to(c, "/seal")
	}
	keys, _ := d.choices(string(w.file.Round.PublicKey))
	names := chosen(keys, c.PostFormArray("key"))
	key, err := sealing.ReadKey(names, passphrasesIn(c))
	if err == nil && key.Public() != w.file.Round.PublicKey {
		err = survey.Fail(survey.Invalid, "key.wrong", "Round", w.file.Round.Name, "PublicKey", w.file.Round.PublicKey)
	}
	if err != nil {
		return d.renderSeal(c, http.StatusUnprocessableEntity, err)
	}
	w.seal(key)
	return d.to(c, "/seal")
}

// chosen returns the names of files that were chosen of those that could be.
func chosen(choices []choice, names []string) []string {
	var list []string
	for _, one := range choices {
		if slices.Contains(names, one.Name) {
			list = append(list, one.Name)
		}
	}
	return list
}

// stopSeal forgets the round that is on its way. Nothing of it was written.
func (d *Desk) stopSeal(c *gin.Context) error {
	d.begin(nil)
	return d.to(c, "/seal")
}

// sayProgress answers the script of the page, which shows it without loading the page again.
func (d *Desk) sayProgress(c *gin.Context) error {
	w := d.current()
	if w == nil {
		return page.ErrNoPage
	}
	so, b := w.progress(), d.base(c, "offline.seal")
	d.JSON(c, http.StatusOK, map[string]any{
		"stage": so.Stage, "percent": so.Percent(), "words": said(b, so), "left": left(b, so),
	})
	return nil
}

// said words how many attacks are done.
func said(b base, p progress) string {
	if p.Of == 0 {
		return b.T("offline.opening")
	}
	return b.T("offline.attacked", "Done", p.Done, "Of", p.Of, "Question", p.Question)
}

// Said words how far it has come.
func (p sealPage) Said() string { return said(p.base, p.Progress) }

// signSeal signs what was looked at and saves the one file that the server takes in.
func (d *Desk) signSeal(c *gin.Context) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	w := d.current()
	if w == nil {
		return d.to(c, "/seal")
	}
	_, signers := d.choices(string(w.file.Round.PublicKey))
	names := chosen(signers, c.PostFormArray("signer"))
	if len(names) != 1 {
		return d.renderSeal(c, http.StatusUnprocessableEntity, refuseWith("offline.sign.none"))
	}
	signer, err := sealing.ReadSigner(names[0], passphrasesIn(c))
	if err != nil {
		return d.renderSeal(c, http.StatusUnprocessableEntity, err)
	}
	err = w.sign(func(made sealing.Made) (string, error) { return d.keep(made.Sign(signer)) })
	if err != nil {
		return d.renderSeal(c, http.StatusUnprocessableEntity, err)
	}
	return d.to(c, "/seal")
}

// keep writes the import file under a name that is free: sealing a file again gives the same release,
// and nothing is overwritten.
func (d *Desk) keep(s sealing.Sealed) (string, error) {
	stem := filepath.Join(d.folder(), survey.Slug(s.Release.Round))
	for n := 1; ; n++ {
		name := stem
		if n > 1 {
			name += fmt.Sprintf("-%d", n)
		}
		name = sealing.ImportFile(name)
		if err := sealing.WriteImport(name, s); !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
}
