// Package offline serves the pages of the steward's own computer: making and checking keys, sealing
// a round, verifying releases. They do what the commands do, with the same verbs, for somebody without
// a terminal. Nothing here reaches a network or is reached from one, and no private key
// leaves its file, unless protected by its passphrase on paper.
//
// Where to look:
//
//	offline.go    Desk: what it needs, and its routes
//	guard.go      who is let in: the token of the link, and nothing from another origin
//	frame.go      what all pages have, and how errors are worded
//	receive.go    reading forms with files
//	folders.go    where keys and sealed rounds are kept, and where else keys are looked for
//	strength.go   how strong a passphrase is, and one that nobody can guess
//	guess.go      how many guesses a passphrase takes: the words in it
//	guess_patterns.go  and the patterns
//	keys.go       making, checking and printing keys
//	restore.go    reading a paper copy
//	work.go       one round on its way from pending file to import file
//	seal.go       the pages of that way
//	shown.go      what will be shown, what waits and why, before anybody signs
//	verify.go     verifying releases
package offline

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/static"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/web/page"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Options is what the desk needs to know.
type Options struct {
	Dir           string          // where keys and sealed rounds are kept; it exists
	Languages     []i18n.Language // in which there are pages
	Catalog       *i18n.Catalog
	Catalogue     *survey.Catalogue
	Interventions []survey.Intervention
	Guesses       []string                                                                                      // words that passphrases are often made of, the most likely first
	Today         func() string                                                                                 // the day in Sweden, YYYY-MM-DD
	Explain       func(error) string                                                                            // what to say, in English, of an error that has no words here
	Verify        func([]release.PublicKey, []string) (releases []release.Release, exports []string, err error) // verifies files by their names
	Quit          func()                                                                                        // ends the program
}

// Desk is the steward's own computer as pages. It may be used by many requests at once.
type Desk struct {
	*page.Site
	options   Options
	engine    *page.Engine
	templates *page.Templates
	handler   http.Handler

	mu      sync.Mutex
	dir     string
	also    []string          // other folders in which keys are looked for
	checked map[string]string // public keys of keys that were opened, by the name of their first file
	work    *work             // nil where nothing is being sealed
}

// New returns a desk. It fails when a template is broken.
func New(options Options) (*Desk, error) {
	site, err := page.New(page.Options{
		Languages: options.Languages, Catalog: func() *i18n.Catalog { return options.Catalog },
		Host: func(context.Context) (survey.Host, error) { return survey.Host{}, nil },
	})
	if err != nil {
		return nil, err
	}
	folder, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return nil, err
	}
	templates, err := site.Parse(folder)
	if err != nil {
		return nil, err
	}
	d := &Desk{Site: site, options: options, templates: templates, dir: options.Dir, checked: map[string]string{}}
	d.engine = site.EngineFor(d.fail)
	d.route()
	mux := http.NewServeMux()
	mux.Handle(static.Prefix, site.Common(func(*http.Request) error { return nil }))
	mux.Handle("/", d.engine)
	d.handler = mux
	return d, nil
}

func (d *Desk) route() {
	d.engine.Read("/", d.chooseLanguage)
	d.read("", d.showHome)
	d.read("/folder", d.showFolder)
	d.receive("/folder", d.chooseFolder)
	d.read("/keys/new", d.askForKey)
	d.receive("/keys/new", d.makeKey)
	d.read("/signer/new", d.askForSigner)
	d.receive("/signer/new", d.makeSigner)
	d.receive("/strength", d.sayStrength)
	d.read("/key", d.showKey)
	d.receive("/key", d.checkKey)
	d.read("/paper", d.printKey)
	d.read("/restore", d.askForPaper)
	d.receive("/restore", d.readPaper)
	d.read("/seal", d.showSeal)
	d.read("/seal/progress", d.sayProgress)
	d.receive("/seal/file", d.takePending)
	d.receive("/seal/start", d.startSeal)
	d.receive("/seal/stop", d.stopSeal)
	d.receive("/seal/sign", d.signSeal)
	d.read("/verify", d.askForReleases)
	d.receive("/verify", d.verifyReleases)
	d.receive("/quit", d.quit)
}

// read and receive register what stands below the language of the page.
func (d *Desk) read(path string, h page.Handler) {
	d.engine.ReadAs("/:"+page.LanguagePart+path, d.inLanguage(h), h)
}

func (d *Desk) receive(path string, h page.Handler) {
	d.engine.ReceiveAs("/:"+page.LanguagePart+path, d.inLanguage(h), h)
}

func (d *Desk) inLanguage(h page.Handler) page.Handler {
	return func(c *gin.Context) error {
		// With no-referrer browsers send Origin: null, which looks as if a form came from elsewhere.
		c.Header("Referrer-Policy", "same-origin")
		if _, known := d.LanguageIn(c); !known {
			return page.ErrNoPage
		}
		return h(c)
	}
}

// chooseLanguage leads to the first page in the language that the browser prefers.
func (d *Desk) chooseLanguage(c *gin.Context) error {
	c.Redirect(http.StatusSeeOther, "/"+d.Printer(c).Language().Tag)
	return nil
}

type homePage struct {
	base
	Keys    []keyView
	Signers []keyView
	Working bool // a round is on its way
}

func (d *Desk) showHome(c *gin.Context) error {
	p := homePage{base: d.base(c, "offline.who")}
	p.Working = d.current() != nil
	for _, k := range d.keys() {
		if k.Signer {
			p.Signers = append(p.Signers, k)
		} else {
			p.Keys = append(p.Keys, k)
		}
	}
	d.templates.Render(c, http.StatusOK, "home", p)
	return nil
}

// quit says goodbye, and then ends the program.
func (d *Desk) quit(c *gin.Context) error {
	d.templates.Render(c, http.StatusOK, "ended", d.base(c, "offline.ended"))
	c.Writer.Flush()
	d.options.Quit()
	return nil
}
