package export

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"fragebatteri/survey/release"
)

// Translation is the words of one language, for formats that hold several.
type Translation struct {
	Language string // tag, as in "sv"
	Words    Words
}

// PXZip writes a zip with a PX file for each of Cubes, because a PX file holds one table, in all of
// these languages. A place that the release says nothing of is an error of kind survey.Invalid,
// before anything is written.
func PXZip(w io.Writer, r release.Release, s Selection, in []Translation) error {
	if len(in) == 0 {
		return errNoLanguage
	}
	if err := (Options{Selection: s, Words: in[0].Words}).check(r); err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	for _, c := range Cubes(r, s) {
		file, err := entry(archive, r, c.ID()+".px")
		if err != nil {
			return err
		}
		if err := PX(file, c, in); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}

var errNoLanguage = errors.New("export: no language")

// PX writes a cube as a PX file (AXIS-VERSION 2013), as Statistics Sweden, PxWeb and PC-Axis read
// it. The first language is the one that a reader gets who asks for no other; there must be one.
// Numbers that are not shown are "..", those of combinations that nobody asked for ".".
//
// How it is written follows what readers do: PCAxis.Core looks for CODEPAGE in the first lines, and
// a quotation mark ends a text wherever it stands; npm's px takes two rows for one where the first
// does not end with a blank.
func PX(w io.Writer, c Cube, in []Translation) error {
	if len(in) == 0 {
		return errNoLanguage
	}
	p := pxWriter{out: bufio.NewWriter(w), cube: c}
	p.head(in)
	for i, t := range in {
		suffix := ""
		if i > 0 {
			suffix = "[" + t.Language + "]"
		}
		p.described(t.Words, suffix)
	}
	p.cells()
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("write PX: %w", err)
	}
	return nil
}

type pxWriter struct {
	out  *bufio.Writer // it keeps the first failure for Flush
	cube Cube
}

// head writes what is the same in all languages.
func (p pxWriter) head(in []Translation) {
	day := strings.ReplaceAll(p.cube.Release.Sealed, "-", "") + " 00:00"
	tags := make([]string, len(in))
	for i, t := range in {
		tags[i] = t.Language
	}
	p.texts("CHARSET", "ANSI")
	p.texts("AXIS-VERSION", "2013")
	p.texts("CODEPAGE", "utf-8")
	p.texts("LANGUAGE", tags[0])
	p.texts("LANGUAGES", tags...)
	p.texts("CREATION-DATE", day)
	p.bare("DECIMALS", strconv.Itoa(slices.Max(p.decimals())))
	p.bare("SHOWDECIMALS", "0")
	p.texts("MATRIX", p.cube.ID())
	p.bare("AGGREGALLOWED", "NO")
	p.bare("COPYRIGHT", "NO")
	p.texts("SUBJECT-CODE", p.cube.Battery)
}

// described writes what has words, under keywords with a suffix that names their language.
func (p pxWriter) described(words Words, suffix string) {
	c := p.cube
	names := make([]string, len(c.Axes))
	for i, a := range c.Axes {
		names[i] = pxText(c.AxisName(words, a.ID))
	}
	last := len(names) - 1
	title := c.Title(words)
	p.texts("SUBJECT-AREA"+suffix, words.Text("export.battery")+" "+c.Battery)
	p.texts("DESCRIPTION"+suffix, title)
	p.texts("TITLE"+suffix, title)
	p.texts("CONTENTS"+suffix, title)
	p.texts("UNITS"+suffix, words.Text("export.unit.answers"))
	p.texts("STUB"+suffix, names[:last]...)
	p.texts("HEADING"+suffix, names[last])
	p.texts("CONTVARIABLE"+suffix, names[last])
	for i, a := range c.Axes {
		p.texts("VALUES"+suffix+subkey(names[i]), c.Labels(words, a)...)
	}
	for i, a := range c.Axes {
		p.texts("CODES"+suffix+subkey(names[i]), a.Codes...)
	}
	for i, metric := range c.Labels(words, c.Axes[last]) {
		code := c.Axes[last].Codes[i]
		if n := p.decimals()[i]; n > 0 {
			p.bare("PRECISION"+suffix+subkey(names[last], metric), strconv.Itoa(n))
		}
		p.texts("LAST-UPDATED"+suffix+subkey(metric), strings.ReplaceAll(c.Release.Sealed, "-", "")+" 00:00")
		p.texts("UNITS"+suffix+subkey(metric), words.Text(unitKey(code)))
	}
	p.texts("SOURCE"+suffix, words.Text("export.source"))
	notes := append(c.Notes(words), words.Text("export.licence")+": "+Licence)
	p.texts("NOTE"+suffix, strings.Join(notes, "#")) // which stands for a line break
}

func (p pxWriter) decimals() []int {
	metrics := p.cube.Axes[len(p.cube.Axes)-1].Codes
	all := make([]int, len(metrics))
	for i, metric := range metrics {
		all[i] = decimals(p.cube.Release, metric)
	}
	return all
}

// cells writes a row for each combination of what stands before the metrics.
func (p pxWriter) cells() {
	_, _ = p.out.WriteString("DATA=\r\n")
	row := len(p.cube.Axes[len(p.cube.Axes)-1].Codes)
	for i := range p.cube.Len() {
		cell := p.cube.Cell(i)
		if cell == NotShown || cell == NotAsked {
			cell = `"` + cell + `"`
		}
		_, _ = p.out.WriteString(cell)
		switch {
		case i+1 == p.cube.Len():
			_, _ = p.out.WriteString(";\r\n")
		case (i+1)%row == 0:
			_, _ = p.out.WriteString(" \r\n")
		default:
			_ = p.out.WriteByte(' ')
		}
	}
}

func (p pxWriter) bare(keyword, value string) {
	_, _ = p.out.WriteString(keyword + "=" + value + ";\r\n")
}

// texts writes a keyword with texts, in lines that are short enough.
func (p pxWriter) texts(keyword string, texts ...string) {
	_, _ = p.out.WriteString(keyword + "=")
	column := len(keyword) + 1
	for i, text := range texts {
		if i > 0 {
			_ = p.out.WriteByte(',')
			column++
		}
		for j, piece := range pieces(pxText(text)) {
			if j > 0 || i > 0 && column+len(piece)+len(`"",`) > longestLine {
				_, _ = p.out.WriteString("\r\n")
				column = 0
			}
			_, _ = p.out.WriteString(`"` + piece + `"`)
			column += len(piece) + 2
		}
	}
	_, _ = p.out.WriteString(";\r\n")
}

const (
	longestLine  = 256 // bytes of a line that is not of cells
	longestPiece = 180 // bytes of a text on one line, which leaves room for its keyword
)

// pieces cuts a text that does not fit a line. Readers put it together again.
func pieces(text string) []string {
	var cut []string
	for len(text) > longestPiece {
		end := longestPiece
		for !utf8.RuneStart(text[end]) {
			end--
		}
		if blank := strings.LastIndexByte(text[:end], ' '); blank > 0 {
			end = blank + 1
		}
		cut, text = append(cut, text[:end]), text[end:]
	}
	return append(cut, text)
}

// subkey names what a keyword is about.
func subkey(names ...string) string {
	for i, name := range names {
		names[i] = `"` + pxText(name) + `"`
	}
	return "(" + strings.Join(names, ",") + ")"
}

// pxText returns a text that can be quoted: nothing escapes a quotation mark in PX.
func pxText(text string) string { return strings.ReplaceAll(oneLine(text), `"`, "”") }
