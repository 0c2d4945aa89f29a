package chart

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/static"
)

func parts(shares ...float64) []Part {
	all := make([]Part, len(shares))
	for i, share := range shares {
		all[i] = Part{Share: share, Text: strconv.Itoa(int(math.Round(share*100))) + " %"}
	}
	return all
}

// The parts of a bar are all who answered, whoever else there is and whatever the shares sum up to.
func TestPartsAreAllWhoAnswered(t *testing.T) {
	for _, diverging := range []bool{false, true} {
		stack := Stack{Steps: []string{"a", "b", "c"}, Diverging: diverging, Rows: []StackRow{
			{Parts: parts(.2, .3, .5)},
			{Parts: parts(.333, .333, .333), Apart: Part{.4, "4 av 10"}},
			{Parts: parts(.6, .41, 0), Apart: Part{.1, "1 av 10"}},
			{Parts: parts(0, 0, 1)},
		}}
		drawn := stack.lay()
		bar := widthOf(drawn.Bars[3].Segments)
		for i, one := range drawn.Bars {
			if width := widthOf(one.Segments); width < bar-1 || width > bar+1 {
				t.Errorf("diverging %t: bar %d is %s wide, and another %s", diverging, i, width, bar)
			}
			for j, s := range one.Segments[1:] {
				if before := one.Segments[j]; before.X+before.Width != s.X {
					t.Errorf("diverging %t: bar %d has a gap before part %d", diverging, i, j+1)
				}
			}
		}
		// Those who did not answer are drawn to the same scale, beside the bars.
		aside := drawn.Bars[1].Aside
		if want := float64(bar) * .4; math.Abs(float64(aside.Width)-want) > 1.5 {
			t.Errorf("diverging %t: of a bar of %s, 40 %% are %s", diverging, bar, aside.Width)
		}
		for i, one := range drawn.Bars {
			last := one.Segments[len(one.Segments)-1]
			if last.X+last.Width >= aside.X {
				t.Errorf("diverging %t: bar %d reaches those who did not answer", diverging, i)
			}
		}
	}
	alone := Stack{Steps: []string{"a", "b", "c"}, Rows: []StackRow{{Parts: parts(1./3, 1./3, 1./3)}}}
	if width := widthOf(alone.lay().Bars[0].Segments); width != whole {
		t.Errorf("the parts of a bar are %s of the picture", width)
	}
}

func widthOf(segments []segment) (sum place) {
	for _, s := range segments {
		sum += s.Width
	}
	return sum
}

func TestBarsLieAroundTheMiddle(t *testing.T) {
	even := Stack{Steps: []string{"a", "b", "c", "d"}, Diverging: true, Rows: []StackRow{{Parts: parts(.4, .2, .3, .1)}, {Parts: parts(.1, .1, .4, .4)}}}
	for i, one := range even.lay().Bars {
		if one.Middle == nil || one.Segments[2].X != *one.Middle || *one.Middle != at(.6/1.4) {
			t.Errorf("bar %d lies around %v: %+v", i, one.Middle, one.Segments)
		}
	}
	odd := Stack{Steps: []string{"a", "b", "c"}, Diverging: true, Rows: []StackRow{{Parts: parts(.5, .2, .3)}, {Parts: parts(.1, .4, .5)}}}
	bars := odd.lay().Bars
	if bars[0].Middle != nil || bars[0].Segments[1].Middle != bars[1].Segments[1].Middle {
		t.Errorf("the middle steps are at %s and %s", bars[0].Segments[1].Middle, bars[1].Segments[1].Middle)
	}
}

// A row whose parts are not shown has no bar, and the others are drawn as without it.
func TestRowsThatAreNotShown(t *testing.T) {
	shown := []StackRow{{Parts: parts(.4, .2, .3, .1), Apart: Part{.1, "1 av 10"}}, {Parts: parts(.1, .1, .4, .4)}}
	stack := Stack{Steps: []string{"a", "b", "c", "d"}, Diverging: true, Rows: shown}
	alone := stack.lay().Bars
	stack.Rows = append(slices.Clone(shown), StackRow{}, StackRow{Parts: parts(0, 0)})
	beside := stack.lay().Bars
	if !reflect.DeepEqual(beside[:2], alone) {
		t.Errorf("bars beside rows that are not shown are\n%+v, and without\n%+v", beside[:2], alone)
	}
	for _, one := range beside[2:] {
		if one.Segments != nil || one.Middle != nil || one.Aside != nil {
			t.Errorf("a row that is not shown has %+v", one)
		}
	}
}

func TestTones(t *testing.T) {
	for _, c := range []struct {
		steps     int
		diverging bool
		want      string
	}{
		{2, false, "near far"}, {3, false, "faint near far"}, {4, false, "empty faint near far"}, {5, false, "empty empty faint near far"},
		{2, true, "low-far far"}, {3, true, "low-far empty far"}, {4, true, "low-far low-near near far"},
		{5, true, "low-far low-near empty near far"}, {6, true, "low-far low-near low-near near near far"},
	} {
		stack := Stack{Steps: make([]string, c.steps), Diverging: c.diverging}
		var tones []string
		for i := range c.steps {
			tones = append(tones, stack.tone(i))
		}
		if got := strings.Join(tones, " "); got != c.want {
			t.Errorf("%d steps, diverging %t: %s, want %s", c.steps, c.diverging, got, c.want)
		}
	}
}

// A number stands in its part where there is room for it, on a screen of that width.
func TestRoomForNumbers(t *testing.T) {
	for _, c := range []struct {
		share float64
		width int
		fits  bool
	}{{1, 6, true}, {.4, 6, true}, {.1, 24, true}, {.04, 0, false}, {0, 0, false}} {
		if width, fits := room("39 %", at(c.share)); width != c.width || fits != c.fits {
			t.Errorf("for a part of %g there is room from %d, %t", c.share, width, fits)
		}
	}
	if _, fits := room("", whole); fits {
		t.Error("there is room for no number")
	}
}

// Tones and widths are those that the style sheet knows.
func TestStyleSheetKnowsAll(t *testing.T) {
	assets, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	css := assets.Text("charts.css")
	for _, tone := range slices.Concat(rising, sides, []string{"low-far", "low-near", "apart"}) {
		if !strings.Contains(css, ".chart-"+tone+"{") && !strings.Contains(css, ".chart-"+tone+",") {
			t.Errorf("the style sheet does not know the tone %s", tone)
		}
	}
	for _, width := range widths {
		em := strconv.Itoa(width)
		if !strings.Contains(css, "@container (min-width: "+em+"em){.chart .chart-from-"+em+"{display: inline;}") {
			t.Errorf("the style sheet has nothing for pictures of %s em", em)
		}
	}
}
