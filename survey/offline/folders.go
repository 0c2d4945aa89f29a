package offline

import (
	"cmp"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey/sealing"
	"fragebatteri/survey/web/page"
)

// folder returns where keys and sealed rounds are kept.
func (d *Desk) folder() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.dir
}

// folders returns all folders in which keys are looked for.
func (d *Desk) folders() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string{d.dir}, d.also...)
}

// keyView is a key with its files: one, or as many as its shares that were found.
type keyView struct {
	Name      string // of its folder, or of its file where it has none of its own
	PublicKey string // "" where nobody knows it who has not the passphrase
	Signer    bool
	Checked   string // the public key that came out when it was opened here; else ""
	Files     []sealing.KeyFile
}

// has reports whether a file is of the key. A share that was carried away alone is told by its name;
// whether it is right is seen when it is opened.
func (k keyView) has(file sealing.KeyFile) bool {
	if file.PublicKey == "" && file.Share > 0 && k.Split() {
		return shareOf(k.Files[0].Name) == shareOf(file.Name)
	}
	return k.PublicKey != "" && k.PublicKey == file.PublicKey || k.Files[0].Name == file.Name
}

// shareOf returns the name that the shares of a key have in common: of "a/2026-h2.key.2" "2026-h2.key".
func shareOf(name string) string { return strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)) }

// Unprotected reports whether a file of the key has no passphrase.
func (k keyView) Unprotected() bool {
	return slices.ContainsFunc(k.Files, func(f sealing.KeyFile) bool { return !f.Protected })
}

// Split reports whether the key is split into shares.
func (k keyView) Split() bool { return k.Files[0].Share > 0 }

// keys returns all keys that are found, the shares of one key together, in the order of their names.
func (d *Desk) keys() []keyView {
	var found []keyView
	for _, dir := range d.folders() {
		for _, file := range sealing.FindKeys(dir) {
			i := slices.IndexFunc(found, func(k keyView) bool { return k.has(file) })
			if i >= 0 && slices.ContainsFunc(found[i].Files, func(other sealing.KeyFile) bool { return other.Share == file.Share }) {
				continue // a copy, as on a memory stick
			}
			if i < 0 {
				found = append(found, keyView{Name: nameOf(dir, file.Name), PublicKey: file.PublicKey, Signer: file.Signer})
				i = len(found) - 1
			}
			found[i].Files = append(found[i].Files, file)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, k := range found {
		found[i].Checked = d.checked[k.Files[0].Name]
		found[i].PublicKey = cmp.Or(k.PublicKey, found[i].Checked)
	}
	return found
}

// nameOf returns what a key is called by the place of its file in a folder.
func nameOf(dir, file string) string {
	if parent := filepath.Dir(file); parent != dir {
		return filepath.Base(parent)
	}
	return filepath.Base(file)
}

// keyCalled returns the key of a name or a public key.
func (d *Desk) keyCalled(name string) (keyView, error) {
	for _, k := range d.keys() {
		if name != "" && (k.PublicKey == name || k.Name == name) {
			return k, nil
		}
	}
	return keyView{}, page.ErrNoPage
}

type folderPage struct {
	base
	Also       []string
	Candidates []string // folders of what is plugged in
	Typed      string
}

func (d *Desk) folderPage(c *gin.Context) folderPage {
	return folderPage{base: d.base(c, "offline.folder"), Also: d.folders()[1:], Candidates: pluggedIn()}
}

func (d *Desk) showFolder(c *gin.Context) error {
	d.templates.Render(c, http.StatusOK, "folder", d.folderPage(c))
	return nil
}

// chooseFolder takes another folder to keep everything in, or one more to look for keys in.
func (d *Desk) chooseFolder(c *gin.Context) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	typed := strings.Trim(strings.TrimSpace(c.PostForm("folder")), `"`)
	dir := filepath.Clean(typed)
	if info, err := os.Stat(dir); typed == "" || err != nil || !info.IsDir() || !filepath.IsAbs(dir) {
		p := d.folderPage(c)
		p.Typed = typed
		p.base = d.refused(p.base, refuseWith("offline.folder.none"))
		d.templates.Render(c, http.StatusUnprocessableEntity, "folder", p)
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if c.PostForm("for") == "keys" {
		if dir != d.dir && !slices.Contains(d.also, dir) {
			d.also = append(d.also, dir)
		}
	} else {
		d.dir = dir
		d.also = slices.DeleteFunc(d.also, func(other string) bool { return other == dir })
	}
	return d.to(c, "")
}

// pluggedIn returns the folders of memory sticks and other disks, as far as the system shows them.
func pluggedIn() []string {
	var names []string
	for _, pattern := range mounts(runtime.GOOS) {
		found, _ := filepath.Glob(pattern) // fails for a wrong pattern alone
		names = append(names, found...)
	}
	return slices.DeleteFunc(names, func(name string) bool {
		info, err := os.Stat(name)
		return err != nil || !info.IsDir()
	})
}

// mounts returns patterns of the folders in which a system shows disks that are plugged in.
func mounts(system string) []string {
	switch system {
	case "windows":
		var letters []string
		for letter := 'D'; letter <= 'Z'; letter++ {
			letters = append(letters, string(letter)+`:\`)
		}
		return letters
	case "darwin":
		return []string{"/Volumes/*"}
	}
	return []string{"/media/*/*", "/run/media/*/*"}
}
