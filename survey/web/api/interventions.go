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

	Areas       []string                 `json:"areas"`        // names of reporting areas
	TargetGroup string                   `json:"target_group"` // in Swedish
	Goals       []survey.Goal            `json:"goals"`
	Afterwards  survey.Afterwards        `json:"afterwards"` // what became of it
	Why         string                   `json:"why"`        // in Swedish
	Reports     []survey.Report          `json:"reports"`
	State       survey.InterventionState `json:"state"`
	Closed      string                   `json:"closed"`      // day
	MergedInto  string                   `json:"merged_into"` // id
}

func interventionOf(i survey.Intervention, areas []survey.Area) interventionEntry {
	return interventionEntry{
		URL: root + "/interventions/" + i.ID, ID: i.ID, Name: i.Name, Category: i.Category,
		Municipalities: append([]string{}, i.Municipalities...), Period: i.Period, Funding: i.Funding, Asked: i.Asked,
		Areas: append([]string{}, i.AreasOf(areas)...), TargetGroup: i.TargetGroup, Goals: append([]survey.Goal{}, i.Goals...),
		Afterwards: i.Afterwards, Why: i.Why, Reports: append([]survey.Report{}, i.Reports...), State: i.State(), Closed: i.Closed, MergedInto: i.MergedInto,
	}
}

// listInterventions lists what municipalities offer.
func (a *API) listInterventions(c *gin.Context) error {
	all, err := a.service.Interventions(c)
	if err != nil {
		return err
	}
	areas, err := a.service.Areas(c)
	if err != nil {
		return err
	}
	list := struct {
		URL           string              `json:"url"`
		Interventions []interventionEntry `json:"interventions"`
	}{c.Request.URL.Path, []interventionEntry{}}
	for _, i := range all {
		list.Interventions = append(list.Interventions, interventionOf(i, areas))
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
	areas, err := a.service.Areas(c)
	if err != nil {
		return err
	}
	return sendJSON(c, interventionOf(i, areas))
}
