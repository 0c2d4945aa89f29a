package steward

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
)

// hostPage is where a steward says who runs the service.
type hostPage struct {
	setupPage
	Words survey.HostWords // as they were typed
	Was   survey.HostWords // as they are stored
	Begun bool             // people have answered, or can, in a round that is not sealed
	Field string           // that has to be mended; "" where it is none alone
}

// Kinds lists all kinds of host.
func (hostPage) Kinds() []survey.HostKind { return survey.HostKinds }

// Changed reports whether what is stored differs from what was typed.
func (h hostPage) Changed() bool { return h.Wrong != "" && h.Words != h.Was && h.Was.Name != "" }

func (p *pages) hostPage(c *gin.Context, desk *survey.Desk) (hostPage, error) {
	host, err := desk.Host(c)
	if err != nil {
		return hostPage{}, err
	}
	rounds, err := desk.Rounds(c)
	content := hostPage{setupPage: p.setupPage(c, desk), Words: host.Words(), Was: host.Words()}
	content.Version = survey.VersionOf(host.Words())
	content.Begun = slices.ContainsFunc(rounds, func(r survey.Round) bool { return r.State != survey.RoundSealed })
	return content, err
}

func (p *pages) showHost(c *gin.Context, desk *survey.Desk) error {
	content, err := p.hostPage(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "setup-host", content)
	return nil
}

func (p *pages) setHost(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	form := c.Request.PostForm
	words := survey.HostWords{Name: typed.Line(form.Get("name")), Kind: survey.HostKind(form.Get("kind")), Contact: typed.Line(form.Get("contact"))}
	err := desk.SetHost(c, words, formVersion(c))
	if err == nil {
		p.toStep(c, p.Base(c, desk), survey.StepHost)
		return nil
	}
	content, failed := p.hostPage(c, desk)
	if failed != nil {
		return failed
	}
	status, ok := 0, false
	if content.Wrong, status, ok = p.refusal(c, content.Base, err); !ok {
		return err
	}
	content.Words, content.Field = words, hostField(err, words)
	p.templates.Render(c, status, "setup-host", content)
	return nil
}

// hostField returns the field that an error is about.
func hostField(err error, w survey.HostWords) string {
	switch survey.CodeOf(err) {
	case "host.kind", "host.promised":
		return "kind"
	case "name.form":
		if survey.IsName(w.Name) {
			return "contact"
		}
		return "name"
	}
	return ""
}

// formVersion returns the version that a form carries. One without is none of ours, and replaces
// nothing.
func formVersion(c *gin.Context) string {
	if version := c.Request.PostForm.Get("version"); version != "" {
		return version
	}
	return "none"
}
