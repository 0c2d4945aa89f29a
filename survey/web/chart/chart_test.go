package chart

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// nasty is what must come out as it is, whatever it looks like.
const nasty = "\"Ja\" & 'nej' <b>\u2067مرحبا\u2069 ]]> {{.}} style=\"x\" </title></svg>"

// wild are shares that there cannot be, among some that there can.
var wild = []float64{math.NaN(), math.Inf(-1), -3, 0, 1e-9, .333333, 1, 1.2, math.Inf(1)}

func wildEstimate(i int) *Estimate {
	of := func(i int) float64 { return wild[i%len(wild)] }
	return &Estimate{Share: of(i), Low: of(i + 1), High: of(i + 2), Text: nasty, Interval: nasty}
}

// drawings are all charts, with nasty words and wild shares in so many rows.
func drawings(t *testing.T, rows int) map[string]string {
	t.Helper()
	figure := Figure{ID: "c1", Caption: nasty, Note: nasty}
	axis := Axis{nasty, nasty, nasty}
	measured := Rows{Figure: figure, Axis: axis, Key: Key{nasty, nasty}}
	slope := Slope{Figure: figure, Axis: axis, From: nasty, To: nasty}
	stack := Stack{Figure: figure, Steps: []string{nasty, "b", "c", "d", "e"}}
	for i := range rows {
		kind := []MarkKind{Better, Worse, Changed, Unsure}[i%4]
		measured.Rows = append(measured.Rows,
			Row{Name: nasty, Sentence: nasty, Note: nasty},
			Row{Name: nasty, Sentence: nasty, Value: wildEstimate(i), Reference: wildEstimate(i + 3), Mark: &Mark{kind, nasty}})
		slope.Panels = append(slope.Panels, Panel{Name: nasty, Sentence: nasty, Before: *wildEstimate(i), After: *wildEstimate(i + 4), Mark: &Mark{kind, nasty}})
		row := StackRow{Name: nasty, Text: nasty, Sentence: nasty, Note: nasty, Apart: Part{wild[i%len(wild)], nasty}}
		for j := range i % 7 { // fewer parts than steps, and more
			row.Parts = append(row.Parts, Part{wild[(i+j)%len(wild)], nasty})
		}
		stack.Rows = append(stack.Rows, row)
	}
	diverging := stack
	diverging.Diverging = true
	even := diverging
	even.Steps = []string{"a", "b", "c", "d"}
	all := map[string]string{}
	for name, draw := range map[string]func() (template.HTML, error){
		"dots": measured.Dots, "bars": measured.Bars, "slope": slope.HTML, "mark": Mark{Better, nasty}.HTML, "defs": Defs,
		"stack": stack.HTML, "diverging": diverging.HTML, "even": even.HTML,
		"dots table":  measured.Table(RowHead{nasty, nasty, nasty, nasty}).HTML,
		"slope table": slope.Table(SlopeHead{nasty, nasty}).HTML,
		"stack table": stack.Table(nasty, nasty).HTML,
	} {
		html, err := draw()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = string(html)
	}
	return all
}

// elements returns the elements of what was drawn, and the text in them. Whatever is not well-formed
// is a failure.
func elements(t *testing.T, html string) (all []xml.StartElement, text string) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader("<page>" + html + "</page>"))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all[1:], text
		}
		if err != nil {
			t.Fatalf("%v in %s", err, html)
		}
		switch token := token.(type) {
		case xml.StartElement:
			all = append(all, token.Copy())
		case xml.CharData:
			text += string(token)
		}
	}
}

func attribute(of xml.StartElement, name string) string {
	for _, a := range of.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func TestWordsComeOutAsTheyAre(t *testing.T) {
	for name, html := range drawings(t, 9) {
		all, text := elements(t, html)
		if name != "defs" && !strings.Contains(text, nasty) {
			t.Errorf("%s: the words are not there: %s", name, text)
		}
		for _, e := range all {
			if e.Name.Local == "b" && len(e.Attr) > 0 || e.Name.Local == "script" {
				t.Errorf("%s has an element %s", name, e.Name.Local)
			}
			for _, a := range e.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("%s: %s has %s=%q", name, e.Name.Local, a.Name.Local, a.Value)
				}
			}
		}
	}
}

// Without rows there is a figure with its words, and nothing drawn.
func TestWithoutRows(t *testing.T) {
	for name, html := range drawings(t, 0) {
		all, _ := elements(t, html)
		for _, e := range all {
			if attribute(e, "role") == "img" {
				t.Errorf("%s draws something where there is nothing", name)
			}
		}
		if strings.Contains(html, "NaN") || strings.Contains(html, "Inf") {
			t.Errorf("%s has a place that is nowhere: %s", name, html)
		}
	}
}

func TestSameInputGivesTheSameBytes(t *testing.T) {
	first := drawings(t, 9)
	for name, html := range drawings(t, 9) {
		if html != first[name] {
			t.Errorf("%s is not drawn the same twice", name)
		}
	}
}

// percent returns where an attribute says that something is, and whether it says so.
func percent(t *testing.T, e xml.StartElement, name string) (float64, bool) {
	t.Helper()
	text, is := strings.CutSuffix(attribute(e, name), "%")
	if !is {
		return 0, false
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(value) {
		t.Fatalf("%s=%q is no place", name, attribute(e, name))
	}
	return value, true
}

func TestEverythingIsInThePicture(t *testing.T) {
	places := 0
	for name, html := range drawings(t, 9) {
		all, _ := elements(t, html)
		for _, e := range all {
			for _, side := range []struct{ at, size string }{{"x", "width"}, {"y", "height"}, {"x1", ""}, {"x2", ""}, {"y1", ""}, {"y2", ""}, {"cx", ""}, {"cy", ""}} {
				at, has := percent(t, e, side.at)
				size, _ := percent(t, e, side.size)
				if has {
					places++
				}
				if at < 0 || size < 0 || at+size > 100.000001 {
					t.Errorf("%s: %s lies from %g to %g %% along %s", name, e.Name.Local, at, at+size, side.at)
				}
			}
		}
	}
	if places < 100 {
		t.Errorf("only %d places were looked at", places)
	}
}

// Every picture has a sentence of its own, by an id that nothing else in the page has.
func TestPicturesHaveSentences(t *testing.T) {
	for name, html := range drawings(t, 9) {
		all, _ := elements(t, html)
		ids := map[string]string{}
		for _, e := range all {
			if id := attribute(e, "id"); id != "" {
				if ids[id] != "" {
					t.Errorf("%s: two elements have the id %s", name, id)
				}
				ids[id] = e.Name.Local
			}
		}
		pictures := 0
		for _, e := range all {
			if e.Name.Local != "svg" || attribute(e, "aria-hidden") == "true" {
				continue
			}
			pictures++
			if attribute(e, "role") != "img" || ids[attribute(e, "aria-labelledby")] != "title" {
				t.Errorf("%s: a picture has no sentence", name)
			}
		}
		if strings.Contains(html, "<figure") && pictures < 6 {
			t.Errorf("%s has only %d pictures", name, pictures)
		}
	}
}

// No word that comes in becomes a class.
func TestClassesAreOurs(t *testing.T) {
	ours := regexp.MustCompile(`^chart(-[a-z0-9]+)*( chart(-[a-z0-9]+)*)*$`)
	for name, html := range drawings(t, 9) {
		all, _ := elements(t, html)
		for _, e := range all {
			if class := attribute(e, "class"); class != "" && !ours.MatchString(class) {
				t.Errorf("%s: %s has the class %q", name, e.Name.Local, class)
			}
		}
	}
}
