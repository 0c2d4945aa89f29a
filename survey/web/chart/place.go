package chart

import (
	"math"
	"strconv"
)

// place is where something is along a side of a picture, in hundredths of a percent of it. Whole
// numbers, so that parts of a bar meet where they should and their widths have the sum of the bar's.
type place int

const whole place = 100_00

// at returns where a share of a side is.
func at(share float64) place { return place(math.Round(cut(share) * float64(whole))) }

// height returns where a share is on a scale that begins at the foot of a picture.
func height(share float64) place { return whole - at(share) }

func (p place) String() string {
	return strconv.FormatFloat(float64(p)/100, 'f', -1, 64) + "%"
}

// cut returns a share that can be drawn.
func cut(share float64) float64 {
	if math.IsNaN(share) {
		return 0
	}
	return min(max(share, 0), 1)
}
