package chart

import (
	"unicode/utf8"
)

// stacked is a chart of bars with everything in its place.
type stacked struct {
	Stack
	Key  []keyEntry
	Bars []bar
}

// keyEntry says which tone is which step.
type keyEntry struct {
	Tone, Word string
	Text       string // the number; empty where there are several bars
}

// bar is a row with its parts in their places.
type bar struct {
	StackRow
	Segments []segment
	Middle   *place   // where the middle of the scale is; nil where a step lies around it
	Aside    *segment // nil for none
}

// segment is a part of a bar.
type segment struct {
	Tone     string
	X, Width place
	Label    string // the number; empty where the segment is too narrow on every screen
	Middle   place  // where the label is
	From     int    // the width of the picture, in letters, from which there is room for the label
}

// gap is between bars and what stands apart, in lengths of a bar.
const gap = .04

// lay puts everything in its place. All bars are drawn to one scale.
func (s Stack) lay() stacked {
	var left, right, apart float64
	for _, row := range s.Rows {
		low, high := s.sides(s.shares(row))
		left, right = max(left, low), max(right, high)
		if row.Apart.Text != "" {
			apart = max(apart, gap+cut(row.Apart.Share))
		}
	}
	scale := frame{origin: left, width: left + right + apart}
	chart := stacked{Stack: s, Key: s.key()}
	for _, row := range s.Rows {
		one := s.bar(row, scale)
		if share := cut(row.Apart.Share); row.Apart.Text != "" && share > 0 {
			aside := scale.segment("apart", right+gap, right+gap+share, "")
			one.Aside = &aside
		}
		chart.Bars = append(chart.Bars, one)
	}
	return chart
}

func (s Stack) key() []keyEntry {
	entries := make([]keyEntry, len(s.Steps))
	for i, step := range s.Steps {
		entries[i] = keyEntry{Tone: s.tone(i), Word: step}
		if len(s.Rows) == 1 {
			entries[i].Text = s.Rows[0].part(i).Text
		}
	}
	return entries
}

func (s Stack) bar(row StackRow, scale frame) bar {
	shares := s.shares(row)
	one := bar{StackRow: row}
	if s.Diverging && len(s.Steps)%2 == 0 && len(shares) > 0 {
		middle := scale.at(0)
		one.Middle = &middle
	}
	low, _ := s.sides(shares)
	from := -low
	for i, share := range shares {
		if share > 0 {
			one.Segments = append(one.Segments, scale.segment(s.tone(i), from, from+share, row.Parts[i].Text))
		}
		from += share
	}
	return one
}

// shares returns how long each part of a bar is. The whole bar is 1; there are none where the parts
// are not shown.
func (s Stack) shares(row StackRow) []float64 {
	shares := make([]float64, len(s.Steps))
	var sum float64
	for i := range shares {
		shares[i] = cut(row.part(i).Share)
		sum += shares[i]
	}
	if sum == 0 {
		return nil
	}
	for i := range shares {
		shares[i] /= sum
	}
	return shares
}

// sides returns how much of a bar lies to the left of the middle of the scale, and how much to the
// right.
func (s Stack) sides(shares []float64) (left, right float64) {
	for i, share := range shares {
		switch {
		case !s.Diverging || 2*i >= len(shares):
			right += share
		case 2*i+1 == len(shares):
			left += share / 2
			right += share / 2
		default:
			left += share
		}
	}
	return left, right
}

// tones of the steps of a scale that begins with nothing, and of the two sides of one that has a
// middle, from the middle outwards.
var (
	rising = []string{"empty", "faint", "near", "far"}
	sides  = []string{"near", "far"}
)

// tone returns how the parts of a step are drawn. Steps are told apart by the edges between them too,
// so that a scale may have more of them than there are tones.
func (s Stack) tone(step int) string {
	steps := len(s.Steps)
	switch fromMiddle := 2*step + 1 - steps; {
	case !s.Diverging:
		return spread(rising, step, steps)
	case fromMiddle == 0:
		return "empty"
	case fromMiddle < 0:
		return "low-" + spread(sides, steps/2-1-step, steps/2)
	default:
		return spread(sides, step-(steps+1)/2, steps/2)
	}
}

// spread returns the tone of one of several steps. The last has the last tone.
func spread(tones []string, step, steps int) string {
	fromLast := steps - 1 - step
	return tones[max(len(tones)-1-fromLast, 0)]
}

// frame is what the bars of a chart are drawn in, in lengths of a bar.
type frame struct{ origin, width float64 }

func (f frame) at(x float64) place { return at((f.origin + x) / f.width) }

func (f frame) segment(tone string, from, to float64, label string) segment {
	x, end := f.at(from), f.at(to)
	one := segment{Tone: tone, X: x, Width: end - x, Middle: (x + end) / 2}
	if from, fits := room(label, one.Width); fits {
		one.Label, one.From = label, from
	}
	return one
}

// widths are those of a picture, in letters (em), at which static/charts.css shows more labels.
var widths = []int{6, 8, 10, 12, 16, 20, 24, 32, 48}

// room returns the least of the widths at which a part of the picture has room for a label.
func room(label string, part place) (width int, fits bool) {
	if label == "" || part == 0 {
		return 0, false
	}
	letters := .5*float64(utf8.RuneCountInString(label)) + .4
	needs := letters * float64(whole) / float64(part)
	for _, width := range widths {
		if float64(width) >= needs {
			return width, true
		}
	}
	return 0, false
}
