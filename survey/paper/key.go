package paper

import (
	"html/template"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey/qr"
)

// KeyCopy is what the paper copy of a key file is made from. The file is protected by its passphrase,
// and so is the paper: it is for a safe, and of no use without the other.
type KeyCopy struct {
	Name      string // of the key, as its folder is called
	File      string // the name of the file
	Content   string // all of it
	PublicKey string
	Share     int // 1, 2 … of a key that is split; else 0
	Signer    bool
}

// KeyCopies returns the paper copies of a key, one sheet for each of its files, so that each of two
// organisations takes its own.
func KeyCopies(p *i18n.Printer, copies []KeyCopy) (Page, error) {
	content := keySheets{top: newTop(p, "key", p.T("offline.paper.title", "Name", copies[0].Name))}
	content.Use = p.T("offline.paper.use")
	for _, c := range copies {
		drawing, err := qr.SVG(c.Content, "")
		if err != nil {
			return Page{}, err
		}
		content.Sheets = append(content.Sheets, keySheet{c, template.HTML(drawing), strings.Split(strings.TrimSpace(c.Content), "\n"), len(copies)})
	}
	return content.make("key", content)
}

type keySheets struct {
	top
	Sheets []keySheet
}

type keySheet struct {
	KeyCopy
	QR    template.HTML
	Lines []string // of the file
	Of    int      // sheets
}
