package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"fragebatteri/survey/release"
)

// dataset is a JSON-stat 2.0 dataset (json-stat.org/full). Value and Status are objects by index of
// the cell: a cell without a number has a status where it says that too few answered, and neither
// where nothing was asked.
type dataset struct {
	Version   string                 `json:"version,omitempty"` // not in a collection, which has its own
	Class     string                 `json:"class"`
	Label     string                 `json:"label"`
	Note      []string               `json:"note"`
	Source    string                 `json:"source"`
	Updated   string                 `json:"updated"` // the day on which the round was sealed
	Link      map[string][]link      `json:"link,omitempty"`
	ID        []string               `json:"id"`
	Size      []int                  `json:"size"`
	Role      map[string][]string    `json:"role"`
	Dimension map[string]dimension   `json:"dimension"`
	Value     map[string]json.Number `json:"value"`
	Status    map[string]string      `json:"status,omitempty"`
	Extension map[string]any         `json:"extension"`
}

type link struct {
	Href  string `json:"href"`
	Label string `json:"label,omitempty"`
}

type dimension struct {
	Label    string   `json:"label"`
	Category category `json:"category"`
}

type category struct {
	Index []string          `json:"index"`
	Label map[string]string `json:"label"`
	Unit  map[string]unit   `json:"unit,omitempty"`
}

type unit struct {
	Label    string `json:"label"`
	Decimals int    `json:"decimals"`
}

// collection is a JSON-stat 2.0 collection but for its items.
type collection struct {
	Version   string         `json:"version"`
	Class     string         `json:"class"`
	Label     string         `json:"label"`
	Source    string         `json:"source"`
	Updated   string         `json:"updated"`
	Extension map[string]any `json:"extension"`
}

// CubeJSONStat writes a cube as a JSON-stat 2.0 dataset.
func CubeJSONStat(w io.Writer, c Cube, words Words) error {
	set := datasetOf(c, words)
	set.Version = "2.0"
	if err := jsonTo(w, set); err != nil {
		return fmt.Errorf("write JSON-stat: %w", err)
	}
	return nil
}

// JSONStat writes a JSON-stat 2.0 collection that holds a dataset for each of Cubes. Profile is not
// used. Options that cannot be are an error of kind survey.Invalid, before anything is written.
func JSONStat(w io.Writer, r release.Release, o Options) error {
	if err := o.check(r); err != nil {
		return err
	}
	out := bufio.NewWriter(w) // it keeps the first failure for Flush
	head, err := json.Marshal(collection{
		Version: "2.0", Class: "collection", Label: releaseTitle(r, o.Words),
		Source: o.Words.Text("export.source"), Updated: r.Sealed, Extension: aboutRelease(r),
	})
	if err != nil {
		return fmt.Errorf("write JSON-stat: %w", err)
	}
	_, _ = out.Write(bytes.TrimSuffix(head, []byte("}")))
	_, _ = out.WriteString(`,"link":{"license":[{"href":"` + Licence + `"}],"item":[` + "\n")
	for i, c := range Cubes(r, o.Selection) {
		if i > 0 {
			_ = out.WriteByte(',')
		}
		if err := jsonTo(out, datasetOf(c, o.Words)); err != nil {
			return fmt.Errorf("write JSON-stat: %w", err)
		}
	}
	_, _ = out.WriteString("]}}\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write JSON-stat: %w", err)
	}
	return nil
}

// jsonTo writes a value as one line of JSON.
func jsonTo(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

func datasetOf(c Cube, words Words) dataset {
	set := dataset{
		Class: "dataset", Label: c.Title(words), Note: c.Notes(words), Source: words.Text("export.source"),
		Updated: c.Release.Sealed, Link: map[string][]link{"license": {{Href: Licence}}},
		Role:      map[string][]string{"geo": {PlaceAxis}, "metric": {MetricAxis}},
		Dimension: map[string]dimension{}, Value: map[string]json.Number{}, Status: map[string]string{},
		Extension: about(c, words),
	}
	for _, a := range c.Axes {
		set.ID = append(set.ID, a.ID)
		set.Size = append(set.Size, len(a.Codes))
		set.Dimension[a.ID] = dimensionOf(c, a, words)
	}
	for i, cell := range c.cells {
		if cell == NotShown {
			set.Status[strconv.Itoa(i)] = cell
		} else {
			set.Value[strconv.Itoa(i)] = json.Number(cell)
		}
	}
	return set
}

func dimensionOf(c Cube, a Axis, words Words) dimension {
	all := category{Index: a.Codes, Label: map[string]string{}}
	for i, label := range c.Labels(words, a) {
		all.Label[a.Codes[i]] = label
	}
	if a.ID == MetricAxis {
		all.Unit = map[string]unit{}
		for _, code := range a.Codes {
			all.Unit[code] = unit{words.Text(unitKey(code)), decimals(c.Release, code)}
		}
	}
	return dimension{c.AxisName(words, a.ID), all}
}

// aboutRelease is what JSON-stat has no place of its own for, under the names of CSV.
func aboutRelease(r release.Release) map[string]any {
	return map[string]any{
		"release": r.ID, "round": r.Round, "sealed": r.Sealed, "demo": r.Demo,
		"method": r.Method, "mixed": r.Mixed, "licence": Licence,
	}
}

// about is aboutRelease with what is the same in the whole cube, and the words of its status.
func about(c Cube, words Words) map[string]any {
	said := aboutRelease(c.Release)
	said["battery"], said["question"], said["view"], said["base"], said["k"] = c.Battery, c.Question, c.By, c.Base, c.K
	said["status"] = map[string]any{"label": map[string]string{NotShown: words.Text("export.status." + statusTooFew)}}
	return said
}
