package static

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// palette returns the colours that a page with charts has by their names, in light or in dark.
func palette(t *testing.T, dark bool) map[string]float64 {
	t.Helper()
	variable := regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{3,6});`)
	colours := map[string]float64{}
	for _, name := range []string{"base.css", "charts.css"} {
		source, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		blocks := strings.SplitN(string(source), "@media (prefers-color-scheme: dark)", 2)
		if !dark {
			blocks = blocks[:1]
		}
		for _, block := range blocks {
			for _, found := range variable.FindAllStringSubmatch(block, -1) {
				colours[found[1]] = luminance(t, found[2])
			}
		}
	}
	return colours
}

// luminance is the relative luminance of a colour, as WCAG 2 defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = strings.Join([]string{hex[:1], hex[:1], hex[1:2], hex[1:2], hex[2:], hex[2:]}, "")
	}
	var sum float64
	for i, weight := range []float64{.2126, .7152, .0722} {
		value, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		part := float64(value) / 255
		if part <= .04045 {
			part /= 12.92
		} else {
			part = math.Pow((part+.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum
}

// The parts of charts are seen against each other and against what is behind them, and numbers in them
// can be read.
func TestColoursOfCharts(t *testing.T) {
	const seen, read = 3, 4.5
	for _, dark := range []bool{false, true} {
		colours := palette(t, dark)
		for _, c := range []struct {
			names, on string
			least     float64
		}{
			{"chart-far chart-near chart-low-far chart-low-near chart-apart line ink", "ground paper", seen},
			{"chart-far", "chart-near", seen},
			{"chart-low-far", "chart-low-near", seen},
			{"ink", "chart-near chart-low-near chart-faint paper", read},
			{"on", "chart-far chart-low-far", read},
			{"soft ink warn", "ground paper", read},
		} {
			for _, name := range strings.Fields(c.names) {
				for _, on := range strings.Fields(c.on) {
					one, isOne := colours[name]
					other, isOther := colours[on]
					contrast := (max(one, other) + .05) / (min(one, other) + .05)
					if !isOne || !isOther || contrast < c.least {
						t.Errorf("dark %t: %s on %s has a contrast of %.2f", dark, name, on, contrast)
					}
				}
			}
		}
	}
}
