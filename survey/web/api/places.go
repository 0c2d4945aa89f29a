package api

import (
	"context"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

var errPlace = survey.Fail(survey.NotFound, "place")

// placeEntry is one place that results can be of.
type placeEntry struct {
	URL            string           `json:"url"`
	Kind           survey.PlaceKind `json:"kind"`
	Code           string           `json:"code"` // SCB's, and of an area its name
	Name           string           `json:"name"`
	County         string           `json:"county"`                   // SCB's code
	Municipalities []string         `json:"municipalities,omitempty"` // of an area
}

func placeURL(p survey.Place) string { return root + "/places/" + url.PathEscape(p.Code) }

// places returns all places that results can be of, in their order.
func (a *API) places(ctx context.Context) ([]placeEntry, error) {
	areas, err := a.service.Areas(ctx)
	if err != nil {
		return nil, err
	}
	list := []placeEntry{}
	add := func(p survey.Place, name, county string, municipalities []string) {
		list = append(list, placeEntry{placeURL(p), p.Kind, p.Code, name, county, municipalities})
	}
	var counties []string
	for _, m := range a.service.Municipalities() {
		county := survey.County(m.Code)
		add(survey.InMunicipality(m.Code), m.Name, county, nil)
		if !slices.Contains(counties, county) {
			counties = append(counties, county)
		}
	}
	for _, area := range areas {
		add(survey.InArea(area.Name), area.Name, survey.County(area.Municipalities[0]), area.Municipalities)
	}
	for _, county := range counties {
		add(survey.InRegion(county), a.service.CountyName(county), county, nil)
	}
	return list, nil
}

// listPlaces lists municipalities, reporting areas and counties.
func (a *API) listPlaces(c *gin.Context) error {
	all, err := a.places(c)
	if err != nil {
		return err
	}
	return sendJSON(c, struct {
		URL    string       `json:"url"`
		Places []placeEntry `json:"places"`
	}{c.Request.URL.Path, all})
}

// showPlace says what one code stands for.
func (a *API) showPlace(c *gin.Context) error {
	all, err := a.places(c)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Code == c.Param("place") {
			return sendJSON(c, p)
		}
	}
	return errPlace
}
