package api

import (
	"encoding/json"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
)

// measuredQuestion is one question summed up at a place.
type measuredQuestion struct {
	URL      string           `json:"url"`      // of the question
	Battery  string           `json:"battery"`  // with its version
	Question string           `json:"question"` // with the version of its battery
	Topic    string           `json:"topic"`
	Better   survey.Direction `json:"better"`
	Here     *shareEntry      `json:"here,omitempty"`   // not there where too few answered
	Region   *shareEntry      `json:"region,omitempty"` // all of it, the place included
}

// shareEntry is a share among those who answered and whom the question concerns.
type shareEntry struct {
	N      int         `json:"n"`      // answers in the sum, whether this question was answered or not
	Among  int         `json:"among"`  // those among whom the share is; estimated
	Silent int         `json:"silent"` // don't know, don't want to answer, not answered; estimated
	Share  json.Number `json:"share,omitempty"`
	Low    json.Number `json:"low,omitempty"`
	High   json.Number `json:"high,omitempty"`
}

// entryOfShare returns a share as tables have it: nothing where too few answered, and no share below as
// many answers as it takes there.
func entryOfShare(s findings.Share) *shareEntry {
	if !s.Known {
		return nil
	}
	e := &shareEntry{N: s.N, Among: s.Among, Silent: s.Silent}
	if s.N >= release.LeastForShares {
		e.Share, e.Low, e.High = export.Shares(s.Estimate)
	}
	return e
}

// showMeasures says the measures of a place in one round. What they were in others is said by their
// releases.
func (a *API) showMeasures(c *gin.Context) error {
	r, err := a.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	place, known := r.PlaceOf(c.Param("place"))
	if !known {
		return errPlace
	}
	round, err := a.service.Round(c, r.Round)
	if err != nil {
		return err
	}
	edition := findings.Edition{Release: r.Release, Areas: round.Areas}
	list := struct {
		ofRelease
		PlaceURL string             `json:"place_url"`
		Measures []measuredQuestion `json:"measures"`
	}{aboutRelease(c, r), placeURL(place), []measuredQuestion{}}
	for _, m := range findings.Of([]findings.Edition{edition}, place, a.service.Catalogue).Measures {
		list.Measures = append(list.Measures, measuredQuestion{
			URL: root + "/questions/" + questionID(m.Battery, m.Question), Battery: m.Battery, Question: questionRef(m.Battery, m.Question),
			Topic: m.Topic, Better: m.Better, Here: entryOfShare(m.Here), Region: entryOfShare(m.Region),
		})
	}
	return sendJSON(c, list)
}
