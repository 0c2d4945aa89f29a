package api

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/results"
)

// The formats of tables, as addresses end.
const (
	asCSV  = "csv"
	asJSON = "json"
)

// formatOf takes the format off the end of an address, as in "core-1-K12.csv". Where there is none it
// is what the program takes, JSON unless that is CSV.
func formatOf(c *gin.Context, end string) (name, format string, err error) {
	c.Writer.Header().Add("Vary", "Accept")
	i := strings.LastIndex(end, ".")
	if i < 0 && strings.Contains(c.GetHeader("Accept"), "text/csv") {
		return end, asCSV, nil
	}
	if i < 0 {
		return end, asJSON, nil
	}
	name, format = end[:i], end[i+1:]
	if format != asCSV && format != asJSON {
		err = survey.Fail(page.BadRequest, "format", "Given", format, "Allowed", []string{asCSV, asJSON})
	}
	return name, format, err
}

// ofRelease is what objects about parts of a release have in common.
type ofRelease struct {
	URL     string `json:"url"` // of the object
	Release string `json:"release"`
	Round   string `json:"round"`
	Sealed  string `json:"sealed"`
	Demo    bool   `json:"demo"`
}

func aboutRelease(c *gin.Context, r results.Release) ofRelease {
	return ofRelease{c.Request.URL.RequestURI(), r.ID, r.Round, r.Sealed, r.Demo}
}

// sendRows sends all rows of a release.
func (a *API) sendRows(c *gin.Context) error {
	_, format, err := formatOf(c, path.Base(c.FullPath()))
	if err != nil {
		return err
	}
	r, err := a.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	return a.sendTable(c, r, format, export.Rows(r.Release, export.Selection{Areas: r.Areas}))
}

// sendPlace sends the rows of one place: its blocks, its views, and what was asked there.
func (a *API) sendPlace(c *gin.Context) error {
	r, err := a.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	place, format, err := placeOf(c, r)
	if err != nil {
		return err
	}
	rows := export.Rows(r.Release, export.Selection{Place: place, Areas: r.Areas}) // of a region those of all places in it
	return a.sendTable(c, r, format, slices.DeleteFunc(rows, func(row export.Row) bool { return row.Place != place }))
}

// placeOf returns the place that an address names, and the format. The name of an area may have a
// dot.
func placeOf(c *gin.Context, r results.Release) (survey.Place, string, error) {
	code, end := c.Param("place"), ""
	place, known := r.PlaceOf(code)
	if !known {
		end = code
	}
	code, format, err := formatOf(c, end)
	if err == nil && !known {
		place, known = r.PlaceOf(code)
	}
	if err == nil && !known {
		err = errPlace
	}
	return place, format, err
}

// sendCube sends what a release says of one question: as JSON-stat, or its rows as CSV.
func (a *API) sendCube(c *gin.Context) error {
	id, format, err := formatOf(c, c.Param("question"))
	if err != nil {
		return err
	}
	r, err := a.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	entries := a.cubesOf(r)
	i := slices.IndexFunc(entries, func(e cubeEntry) bool { return e.id == id })
	if i < 0 {
		return errQuestion
	}
	for _, cube := range export.Cubes(ofQuestion(r.Release, entries[i].Battery, entries[i].question), export.Selection{}) {
		if cube.ID() == id {
			return a.sendAs(c, r, cube, format)
		}
	}
	return errQuestion
}

// sendAs sends a cube in a format.
func (a *API) sendAs(c *gin.Context, r results.Release, cube export.Cube, format string) error {
	if format == asCSV {
		rows := export.Rows(ofQuestion(r.Release, cube.Battery, cube.Question), export.Selection{})
		return a.sendTable(c, r, format, slices.DeleteFunc(rows, func(row export.Row) bool { return row.Option == "" || row.By != cube.By }))
	}
	words, err := a.Words(c, a.printer(c))
	if err != nil {
		return err
	}
	return send(c, jsonType, aMinute, func(w io.Writer) error { return export.CubeJSONStat(w, cube, words) })
}

// sendTable sends rows, as CSV in the machine profile or as JSON, which has codes and no words.
func (a *API) sendTable(c *gin.Context, r results.Release, format string, rows []export.Row) error {
	if format == asJSON {
		return send(c, jsonType, aMinute, func(w io.Writer) error { return encodeRows(w, aboutRelease(c, r), r, rows) })
	}
	words, err := a.Words(c, a.printer(c))
	if err != nil {
		return err
	}
	return send(c, "text/csv; charset=utf-8", aMinute, func(w io.Writer) error {
		return export.CSVRows(w, r.Release, rows, export.Options{Profile: export.Machine, Words: words})
	})
}

// encodeRows writes rows as JSON with what is said of the release before them, one after the other:
// there may be very many.
func encodeRows(w io.Writer, about ofRelease, r results.Release, rows []export.Row) error {
	var head strings.Builder
	if err := encode(&head, about); err != nil {
		return err
	}
	if _, err := io.WriteString(w, strings.TrimSuffix(head.String(), "}\n")+`,"rows":`); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	if err := export.RowsJSON(w, r.Release, rows); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "}\n"); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
