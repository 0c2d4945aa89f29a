package sealing

import (
	"fmt"
	"io"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// received counts, by municipality, how many answers came to gatherings in this
// round. Answers that waited from earlier rounds were counted then; those that
// anybody may give (channel self) are not of those announced.
func received(file survey.PendingFile, found opened) map[string]int {
	exact := map[string]int{}
	for _, answers := range found.answers {
		for _, a := range answers {
			if a.Origin == file.Round.ID && a.Channel != survey.Self {
				exact[a.Municipality]++
			}
		}
	}
	return exact
}

// participation says how many answers came to the gatherings of each
// municipality, of those announced. The numbers are rounded like a table of
// those who came and those who did not.
func participation(file survey.PendingFile, found opened, rnd io.Reader) ([]release.Participation, error) {
	came := received(file, found)
	var list []release.Participation
	for _, announced := range file.Announced {
		exact := came[announced.Municipality]
		n := (max(announced.Answers, exact) + 2) / 3 * 3
		offset, err := treblock.Offset(3, rnd) // mutation: offset
		if err != nil {
			return nil, fmt.Errorf("round participation: %w", err)
		}
		p := release.Participation{Municipality: announced.Municipality, Announced: n}
		rounded := treblock.Round([]int{exact, n - exact}, 3, offset)[0] // mutation: received
		if rounded >= file.Round.K {
			p.Received = &rounded
		}
		list = append(list, p)
	}
	return list, nil
}
