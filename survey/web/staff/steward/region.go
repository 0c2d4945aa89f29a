package steward

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// regionPage is where a steward says which municipalities take part.
type regionPage struct {
	setupPage
	County         string // name; "" before one was chosen
	Counties       []choice
	Municipalities []choice // of the county
}

// choice is one thing that can be chosen.
type choice struct {
	Value, Text string
	Chosen      bool
}

// regionPage returns the page with these municipalities chosen.
func (p *pages) regionPage(c *gin.Context, desk *survey.Desk, chosen func(stored []string) []string) (regionPage, error) {
	stored, err := desk.Members(c)
	if err != nil {
		return regionPage{}, err
	}
	counties, err := desk.Region(c)
	if err != nil {
		return regionPage{}, err
	}
	content := regionPage{setupPage: p.setupPage(c, desk)}
	content.Version = survey.VersionOf(stored)
	for _, code := range p.service.Counties() {
		content.Counties = append(content.Counties, choice{code, p.service.CountyName(code), len(counties) == 1 && counties[0] == code})
	}
	if len(stored) == 0 {
		return content, nil
	}
	content.County = p.service.CountyName(survey.County(stored[0]))
	for _, m := range p.service.MunicipalitiesIn(survey.County(stored[0])) {
		content.Municipalities = append(content.Municipalities, choice{m.Code, m.Name, slices.Contains(chosen(stored), m.Code)})
	}
	slices.SortFunc(content.Municipalities, func(a, b choice) int { return cmp.Compare(a.Text, b.Text) })
	return content, nil
}

func (p *pages) showRegion(c *gin.Context, desk *survey.Desk) error {
	content, err := p.regionPage(c, desk, func(stored []string) []string { return stored })
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "setup-region", content)
	return nil
}

// setRegion takes a county with all its municipalities, or some of those of the county that was chosen.
func (p *pages) setRegion(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	codes := c.Request.PostForm["municipality"]
	whole := c.Request.PostForm.Has("county")
	if whole {
		codes = nil
		for _, m := range p.service.MunicipalitiesIn(c.Request.PostForm.Get("county")) {
			codes = append(codes, m.Code)
		}
	}
	lost, err := desk.SetRegion(c, codes, formVersion(c))
	b := p.Base(c, desk)
	switch {
	case err == nil && len(lost) > 0:
		c.Redirect(http.StatusSeeOther, b.Path(areasPath)+"?changed=yes")
	case err == nil && whole:
		c.Redirect(http.StatusSeeOther, b.Path(regionPath))
	case err == nil:
		p.toStep(c, b, survey.StepRegion)
	default:
		return p.refuseRegion(c, desk, codes, whole, err)
	}
	return nil
}

// refuseRegion shows the form again, with what has to be mended.
func (p *pages) refuseRegion(c *gin.Context, desk *survey.Desk, codes []string, whole bool, err error) error {
	content, failed := p.regionPage(c, desk, func(stored []string) []string {
		if whole {
			return stored
		}
		return codes
	})
	if failed != nil {
		return failed
	}
	status, ok := 0, false
	if content.Wrong, status, ok = p.refusal(c, content.Base, err); !ok {
		return err
	}
	if survey.CodeOf(err) == "setup.changed" {
		members, err := desk.TakingPart(c)
		if err != nil {
			return err
		}
		content.Stored = strings.Join(namesOf(members), ", ")
	}
	p.templates.Render(c, status, "setup-region", content)
	return nil
}
