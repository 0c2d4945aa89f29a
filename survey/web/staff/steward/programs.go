package steward

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/places"
	"fragebatteri/survey/web/page"
)

// programsPage offers the built-in interventions of the municipalities that take part.
type programsPage struct {
	setupPage
	Offered int
}

// offered returns the built-in interventions of municipalities that take part and that are not there.
func (p *pages) offered(c *gin.Context, desk *survey.Desk) ([]survey.Intervention, error) {
	members, err := desk.TakingPart(c)
	if err != nil {
		return nil, err
	}
	stored, err := desk.Interventions(c)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(places.Interventions(), func(i survey.Intervention) bool {
		here := func(m survey.Municipality) bool { return slices.Contains(i.Municipalities, m.Code) }
		same := func(other survey.Intervention) bool { return other.ID == i.ID }
		return !slices.ContainsFunc(members, here) || slices.ContainsFunc(stored, same)
	}), nil
}

func (p *pages) showPrograms(c *gin.Context, desk *survey.Desk) error {
	list, err := p.offered(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "setup-programs", programsPage{p.setupPage(c, desk), len(list)})
	return nil
}

func (p *pages) addPrograms(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	list, err := p.offered(c, desk)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		if err := desk.PutInterventions(c, list); err != nil {
			return err
		}
	}
	p.toStep(c, p.Base(c, desk), survey.StepInterventions)
	return nil
}
