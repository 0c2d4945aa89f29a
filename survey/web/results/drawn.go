package results

import (
	"slices"
	"strconv"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/web/chart"
)

// draw draws what is wished and the measures of a place.
func (p *Pages) draw(content *placePage, q request, found findings.Place) (err error) {
	if content.Defs, err = chart.Defs(); err != nil {
		return err
	}
	for i, wishes := range found.Wishes {
		bars := q.words.wishes(wishes, found.Place.Kind)
		bars.ID = "wishes-" + strconv.Itoa(i)
		drawn, err := bars.Bars()
		if err != nil {
			return err
		}
		title := q.words.T("place.wishes")
		if wishes.Topic != survey.Needs {
			title = q.words.T("officer.topic." + wishes.Topic)
		}
		content.Wishes = append(content.Wishes, drawnWishes{title, drawn})
	}
	for i, tile := range p.tiles(q, found) {
		tile.ID = "topic-" + strconv.Itoa(i)
		drawn, err := tile.Dots()
		if err != nil {
			return err
		}
		content.Tiles = append(content.Tiles, drawn)
	}
	return nil
}

// wishes words what would help most, the largest first.
func (w Words) wishes(wishes findings.Wishes, kind survey.PlaceKind) chart.Rows {
	bars := chart.Rows{Figure: chart.Figure{Caption: w.Question(wishes.Battery, wishes.Question)}, Axis: w.axis()}
	for _, o := range wishes.Options {
		here := w.figure(o.Share)
		row := chart.Row{Name: w.Option(wishes.Battery, wishes.Question, o.Option), Value: here.estimate()}
		row.Sentence = row.Name + ": " + here.Text
		if kind != survey.KindRegion {
			row.Reference = w.reference(o.Region)
		}
		bars.Rows = append(bars.Rows, row)
		bars.Note = here.Silent
	}
	if kind != survey.KindRegion {
		bars.Key = chart.Key{Value: w.T("place.here"), Reference: w.T("place.region")}
	}
	return bars
}

// reference is the share of the whole region beside that of a place.
func (w Words) reference(s findings.Share) *chart.Estimate {
	f := w.figure(s)
	if !f.Known {
		return nil
	}
	return &chart.Estimate{Share: f.Share, Text: f.Text}
}

// tiles words the measures of a place, one chart for each topic. What is about answering is told
// with the checks.
func (p *Pages) tiles(q request, found findings.Place) []chart.Rows {
	var tiles []chart.Rows
	for _, m := range found.Measures {
		if m.Better == survey.Neither {
			continue
		}
		if topic := q.words.T("officer.topic." + m.Topic); len(tiles) == 0 || tiles[len(tiles)-1].Caption != topic {
			tiles = append(tiles, chart.Rows{Figure: chart.Figure{Caption: topic}, Axis: q.words.axis()})
			if found.Place.Kind != survey.KindRegion {
				tiles[len(tiles)-1].Key = chart.Key{Value: q.words.T("place.here"), Reference: q.words.T("place.region")}
			}
		}
		last := &tiles[len(tiles)-1]
		last.Rows = append(last.Rows, p.measureRow(q, found, m))
	}
	return tiles
}

// measureRow words one measure: its share, that of the region, and what is certain of it.
func (p *Pages) measureRow(q request, found findings.Place, m findings.Measure) chart.Row {
	here := q.words.figure(m.Here)
	row := chart.Row{Name: q.words.measure(m.Question), Value: here.estimate(), Sentence: here.Text + " " + q.words.measure(m.Question)}
	if found.Place.Kind != survey.KindRegion {
		row.Reference = q.words.reference(m.Region)
	}
	if !here.Known {
		row.Note = here.Text
		if in, known := shownIn(found, m.Sensitive); known {
			row.Note = q.words.T("place.elsewhere", "Place", q.words.Place(in))
		}
		return row
	}
	for _, d := range []struct {
		of   findings.Difference
		name string
	}{{m.SinceLast, "last"}, {m.AgainstRest, "region"}} {
		if !d.of.Certain {
			continue
		}
		mark := chart.Mark{Kind: chart.Worse, Text: q.words.T("place.mark." + d.name + ".worse")}
		if improves(d.of, m.Better) {
			mark = chart.Mark{Kind: chart.Better, Text: q.words.T("place.mark." + d.name + ".better")}
		}
		row.Mark = &mark
		break
	}
	return row
}

// shownIn returns the place that shows what is too few at another.
func shownIn(found findings.Place, sensitive bool) (survey.Place, bool) {
	i := slices.IndexFunc(found.Elsewhere, func(e findings.Elsewhere) bool {
		return e.Sensitive == sensitive && e.In.Step != 0 && e.In.Place != found.Place
	})
	if i < 0 {
		return survey.Place{}, false
	}
	return found.Elsewhere[i].In.Place, true
}
