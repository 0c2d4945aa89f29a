package staff

import "fragebatteri/i18n"

// Offer is how far a language has come in what those read and hear who answer.
type Offer struct {
	i18n.Language
	Texts, Approved int
	Clips, Recorded int
	Draft           bool // a round uses it only if whoever opens the round says so
	Missing         int  // texts that are not there: no round can use it
}

// ApprovedPercent returns how many of the texts are approved.
func (o Offer) ApprovedPercent() int { return percent(o.Approved, o.Texts) }

// RecordedPercent returns how many of the texts that are read aloud have an approved clip.
func (o Offer) RecordedPercent() int { return percent(o.Recorded, o.Clips) }

// percent returns a part of a whole, in per cent and rounded down: nothing is whole before it is.
func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return part * 100 / whole
}
