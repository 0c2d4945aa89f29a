package offline

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
)

type verifyPage struct {
	base
	Signer   string // the public key that releases are signed with
	Known    []keyView
	Releases []release.Release // that are right
	Exports  []string          // names of files that are right
}

func (d *Desk) verifyPage(c *gin.Context) verifyPage {
	p := verifyPage{base: d.base(c, "offline.verify")}
	for _, k := range d.keys() {
		if k.Signer && k.PublicKey != "" {
			p.Known = append(p.Known, k)
		}
	}
	if len(p.Known) > 0 {
		p.Signer = p.Known[0].PublicKey
	}
	return p
}

func (d *Desk) askForReleases(c *gin.Context) error {
	d.templates.Render(c, http.StatusOK, "verify", d.verifyPage(c))
	return nil
}

// verifyReleases verifies releases and exports as the command does. Nothing is changed by it, so that
// the answer is the page itself.
func (d *Desk) verifyReleases(c *gin.Context) error {
	files, err := receiveFiles(c, "file")
	p, code := d.verifyPage(c), http.StatusOK
	if given := strings.TrimSpace(c.PostForm("signer")); given != "" {
		p.Signer = given
	}
	if err == nil {
		p.Releases, p.Exports, err = d.verify(release.PublicKeys(p.Signer), files)
	}
	if err != nil {
		p.base, code = d.refused(p.base, err), http.StatusUnprocessableEntity
	}
	d.templates.Render(c, code, "verify", p)
	return nil
}

// verify verifies files, which it puts beside each other for as long as it takes.
func (d *Desk) verify(signers []release.PublicKey, files []upload) (releases []release.Release, exports []string, err error) {
	if slices.ContainsFunc(signers, func(key release.PublicKey) bool { return key.Check() != nil }) {
		return nil, nil, refuseWith("offline.verify.signer")
	}
	dir, err := os.MkdirTemp("", "fragebatteri-verify-")
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var names []string
	for _, file := range files {
		name := filepath.Join(dir, file.Name)
		if slices.Contains(names, name) {
			return nil, nil, refuseWith("offline.verify.twice", "Name", file.Name)
		}
		if err := os.WriteFile(name, file.Content, 0o600); err != nil {
			return nil, nil, err
		}
		names = append(names, name)
	}
	// Signatures are read with their releases.
	names = slices.DeleteFunc(names, func(name string) bool { return strings.EqualFold(filepath.Ext(name), ".sig") })
	if len(names) == 0 {
		return nil, nil, refuseWith("offline.verify.only_signature")
	}
	for _, file := range files {
		if err := foreign(file, files); err != nil {
			return nil, nil, err
		}
	}
	releases, exports, err = d.options.Verify(signers, names)
	if err != nil {
		// The folder means nothing to whoever reads this.
		return nil, nil, &refusal{key: "offline.verify.wrong", detail: strings.ReplaceAll(d.options.Explain(err), dir+string(filepath.Separator), "")}
	}
	for i, name := range exports {
		exports[i] = filepath.Base(name)
	}
	return releases, exports, nil
}

// foreign refuses what can be told to be no release before it is verified: another file of ours, and a
// release without its signature.
func foreign(file upload, files []upload) error {
	ext := filepath.Ext(file.Name)
	if strings.EqualFold(ext, ".sig") || sealing.IsImportFile(file.Content) {
		return nil
	}
	var said struct{ Format string }
	if json.Unmarshal(file.Content, &said) == nil && said.Format != "" || !slices.Contains([]string{".json", ".csv", ".xlsx"}, strings.ToLower(ext)) {
		return refuseWith("offline.verify.foreign", "Name", file.Name)
	}
	signature := strings.TrimSuffix(file.Name, ext) + ".sig"
	signed := slices.ContainsFunc(files, func(other upload) bool { return other.Name == signature })
	if _, err := release.Parse(file.Content); err == nil && !signed {
		return refuseWith("offline.verify.unsigned", "Name", file.Name, "Signature", signature)
	}
	return nil
}
