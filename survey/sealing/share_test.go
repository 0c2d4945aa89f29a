package sealing

import (
	"fmt"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

// The attack must not cost what the release is for: in half-years of a county
// few tables are withheld, and those of blocks hardly ever.
func TestFewTablesAreWithheld(t *testing.T) {
	tool.Long(t)
	for _, answers := range []int{480, 960} {
		t.Run(fmt.Sprint(answers), func(t *testing.T) {
			var asked, withheld, ofBlocks int
			for seed := range uint64(worlds(t) / 5) {
				r := newCounty(t, seed).fill(answers).seal().Release
				asked += r.Audit.Asked
				withheld += r.Audit.Withheld
				for _, w := range r.Withheld {
					if w.Block != nil {
						ofBlocks++
					}
				}
			}
			t.Logf("%d of %d tables withheld (%.2f %%), %d of them of blocks", withheld, asked, 100*float64(withheld)/float64(asked), ofBlocks)
			if withheld*50 > asked || ofBlocks*200 > asked {
				t.Errorf("%d of %d tables are withheld, %d of them of blocks", withheld, asked, ofBlocks)
			}
		})
	}
}
