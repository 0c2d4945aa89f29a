package api

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// interventionEntry is one intervention, as the list of interventions has it.
type interventionEntry struct {
	URL            string       `json:"url"`
	ID             string       `json:"id"`
	Name           string       `json:"name"` // in Swedish
	Category       string       `json:"category"`
	Municipalities []string     `json:"municipalities"` // codes
	Period         string       `json:"period"`         // as the source states it
	Funding        string       `json:"funding"`        // as the source states it
	Asked          survey.Asked `json:"asked"`          // whom it is for
}

func interventionOf(i survey.Intervention) interventionEntry {
	return interventionEntry{
		URL: root + "/interventions/" + i.ID, ID: i.ID, Name: i.Name, Category: i.Category,
		Municipalities: append([]string{}, i.Municipalities...), Period: i.Period, Funding: i.Funding, Asked: i.Asked,
	}
}

// listInterventions lists what municipalities offer.
func (a *API) listInterventions(c *gin.Context) error {
	all, err := a.service.Interventions(c)
	if err != nil {
		return err
	}
	list := struct {
		URL           string              `json:"url"`
		Interventions []interventionEntry `json:"interventions"`
	}{c.Request.URL.Path, []interventionEntry{}}
	for _, i := range all {
		list.Interventions = append(list.Interventions, interventionOf(i))
	}
	return sendJSON(c, list)
}

// showIntervention says what one id stands for.
func (a *API) showIntervention(c *gin.Context) error {
	i, err := a.service.Intervention(c, c.Param("intervention"))
	if survey.KindOf(err) == survey.NotFound {
		return survey.Fail(survey.NotFound, "intervention")
	}
	if err != nil {
		return err
	}
	return sendJSON(c, interventionOf(i))
}
