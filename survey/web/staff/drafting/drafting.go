// Package drafting serves the pages on which stewards write batteries of the region's own, and on which
// officers and readers say what they think of them while they are referred.
package drafting

import (
	"embed"
	"io/fs"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Addresses of batteries that are written, and of what is below one of them.
const (
	listPath     = "/batteries/drafts"
	newPath      = listPath + "/new"
	versionPath  = listPath + "/version"
	onePath      = listPath + "/:battery"
	questionPath = onePath + "/questions/:question"
	wordsPath    = onePath + "/words/:language"
	textsPath    = wordsPath + "/:question"
	referralPath = onePath + "/referral"
	previewPath  = onePath + "/preview"
	shownPath    = "/shown" // below a form: what is being written, as it will be seen
)

// Options is what the pages need beside the service.
type Options struct {
	// Preview returns the form of a battery that is being written as participants will see it.
	Preview func(*gin.Context, string, survey.Worded) (page.Made, error)

	// Freeze takes in a battery that is frozen, for good.
	Freeze func(survey.Worded) error
}

type pages struct {
	*staff.Door
	service   *survey.Service
	options   Options
	templates *page.Templates
}

// Register registers the pages at the door of a service. It fails when a template is broken.
func Register(door *staff.Door, service *survey.Service, options Options) error {
	own, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return err
	}
	p := &pages{Door: door, service: service, options: options}
	if p.templates, err = door.Parse(own); err != nil {
		return err
	}
	stewards := []survey.Role{survey.Steward}
	all := []survey.Role{survey.Steward, survey.Officer, survey.ReaderRole}
	p.Enlist("drafting.referred", listPath, survey.ReaderRole)
	p.Read(listPath, all, p.showList)
	p.Read(newPath, stewards, p.showNew)
	p.Receive(newPath, stewards, p.begin)
	p.Receive(versionPath, stewards, p.beginVersion)
	p.Read(onePath, stewards, p.showOne)
	for name, act := range map[string]staff.Handler{
		"/name": p.name, "/move": p.move, "/remove": p.remove, "/copy": p.copy, "/pair": p.pair,
		"/refer": p.refer, "/end": p.endReferral, "/freeze": p.freeze, "/approve": p.approve, "/retire": p.retire, "/delete": p.delete,
	} {
		p.Receive(onePath+name, stewards, act)
	}
	p.Read(questionPath, stewards, p.showQuestion)
	p.Receive(questionPath, stewards, p.putQuestion)
	p.Receive(questionPath+shownPath, stewards, p.showTyped)
	p.Read(wordsPath, stewards, p.showWords)
	p.Read(textsPath, stewards, p.showTexts)
	p.Receive(textsPath, stewards, p.putTexts)
	p.Receive(textsPath+shownPath, stewards, p.showTypedTexts)
	p.Read(previewPath, all, p.showPreview)
	p.Read(previewPath+"/page", all, p.sendPreview)
	p.Read(onePath+"/print", all, p.print)
	p.Read(referralPath, all, p.showReferral)
	p.Receive(referralPath, all, p.comment)
	return nil
}

// base is what all these pages have.
func (p *pages) base(c *gin.Context, desk *survey.Desk) staff.Base {
	b := p.Base(c, desk)
	b.Sheets = []string{"people.css", "register.css", "batteries.css", "drafting.css"}
	return b
}

// words returns where the words of batteries are that exist.
func (p *pages) words() survey.Wordings {
	words := survey.Wordings{Text: p.Catalog().Text}
	for _, l := range i18n.Languages {
		words.Languages = append(words.Languages, l.Tag)
	}
	return words
}

// at returns the address of a battery, or of what is below it.
func at(b staff.Base, ref, below string) string { return b.Path(listPath+"/"+ref) + below }
