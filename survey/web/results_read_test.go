package web_test

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// rowsOf reads everything on a page that has numbers in it: by what it is and what it is about, what it says and, in
// brackets, where it is drawn.
func rowsOf(page webtest.Page) map[string]string {
	rows := map[string]string{}
	add := func(said string, key ...string) {
		rows[strings.Join(slices.DeleteFunc(key, func(part string) bool { return part == "" }), " / ")] = spaceless(said)
	}
	page.Find("figure.chart").Each(func(_ int, figure *goquery.Selection) {
		caption := textOf(figure.Find("figcaption"))
		figure.Find(".chart-row:not(.chart-axis), .chart-panel").Each(func(_ int, row *goquery.Selection) {
			said := textOf(row.Find(".chart-value, .chart-ends, .chart-panel > p:not(.chart-name)")) + drawnIn(row) + textOf(row.Find("svg > title"))
			add(said+textOf(row.Find(".chart-aside")), "chart", caption, textOf(row.Find(".chart-name")))
		})
		add(textOf(figure.Find(".chart-key")), "key", caption)
		add(textOf(figure.Find(".chart-note")), "note", caption)
	})
	page.Find("main tbody tr").Each(func(_ int, row *goquery.Selection) {
		line := row.Find("td").Map(func(_ int, cell *goquery.Selection) string { return textOf(cell) })
		add(strings.Join(line, "|"), "table", textOf(row.Closest("table").Find("caption")), textOf(row.Find("th")))
	})
	page.Find(".numbers").Each(func(_ int, numbers *goquery.Selection) {
		add(textOf(numbers.Find("p")), "silent", textOf(numbers.Find("caption")))
	})
	page.Find(".links small").Each(func(_ int, size *goquery.Selection) {
		add(textOf(size), "group", textOf(size.Closest("ul").PrevAllFiltered("h3").First()), textOf(size.Parent().Find("a")))
	})
	page.Find(".sentences li").Each(func(i int, sentence *goquery.Selection) {
		add(sentence.AttrOr("class", "")+textOf(sentence), "sentence", strconv.Itoa(i))
	})
	add(textOf(page.Find("p.count")), "count")
	maps.DeleteFunc(rows, func(_, said string) bool { return said == "" })
	return rows
}

// textOf is the text of what is on a page, without what only draws it.
func textOf(of *goquery.Selection) string {
	words := of.Clone()
	words.Find("svg title").Remove()
	return surveytest.Plain(words.Text())
}

// drawnIn says where shares are drawn in a row of a chart.
func drawnIn(row *goquery.Selection) string {
	line := ""
	row.Find("svg[role=img]").Find(".chart-bar, .chart-interval, .chart-whisker line:first-child, .chart-reference, .chart-dot, .chart-slope-line").Each(func(_ int, e *goquery.Selection) {
		class := e.AttrOr("class", "chart-whisker")
		line += "[" + strings.TrimPrefix(class, "chart-")
		for _, side := range []string{"width", "x1", "x2", "y1", "y2", "cx", "cy"} {
			constant := side == "y1" && class != "chart-slope-line" && e.AttrOr("y2", "") == e.AttrOr("y1", "") ||
				side == "y2" && e.AttrOr("y2", "") == e.AttrOr("y1", "") || e.AttrOr(side, "") == "50%" && side == "cy"
			if value, has := e.Attr(side); has && !constant {
				line += " " + side + "=" + value
			}
		}
		line += "]"
	})
	return line
}

// at is where a share is drawn.
func at(share float64) string {
	return strconv.FormatFloat(math.Round(min(1, max(0, share))*10000)/100, 'f', -1, 64) + "%"
}

func spaceless(text string) string { return strings.ReplaceAll(text, " ", "") }

// compare finds every row of a page that differs from what is expected.
func compare(t *testing.T, name string, got, want map[string]string) {
	t.Helper()
	faults := 0
	wrong := func(format string, args ...any) {
		if faults++; faults <= 5 {
			t.Errorf("%s: %s", name, fmt.Sprintf(format, args...))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got[key] != spaceless(want[key]) {
			wrong("%s: got %q, want %q", key, got[key], spaceless(want[key]))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if _, expected := want[key]; !expected {
			wrong("%s: %q is not expected", key, got[key])
		}
	}
	if faults > 0 {
		t.Errorf("%s: %d of %d rows differ", name, faults, len(want))
	}
}

var number = regexp.MustCompile(`[0-9]+`)

// loose returns the numbers on a page that rowsOf does not read, but for those in words that are known.
func loose(page webtest.Page, known ...string) []string {
	main := page.Find("main").Clone()
	main.Find("figure, tbody, .links small, .sentences li, p.count, .numbers p").Remove()
	text := spaceless(surveytest.Plain(main.Text()))
	for _, words := range known {
		text = strings.ReplaceAll(text, spaceless(words), "")
	}
	return number.FindAllString(text, -1)
}
