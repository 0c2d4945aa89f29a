package release

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

func TestSinceOfKnownSums(t *testing.T) {
	spring := Sum{Base: 3, N: 120, Blocks: 4, Counts: []int{30, 60, 30}}
	autumn := Sum{Base: 3, N: 120, Blocks: 4, Counts: []int{60, 54, 6}}
	for column, want := range []struct {
		Change
		certain bool
	}{
		{Change{0.25, 0.0742, 0.4104}, true},
		{Change{-0.05, -0.2240, 0.1271}, false},
		{Change{-0.2, -0.3330, -0.0562}, true},
	} {
		got, ok := autumn.Since(spring, column)
		far := max(math.Abs(got.Difference-want.Difference), math.Abs(got.Low-want.Low), math.Abs(got.High-want.High))
		if !ok || far > 0.0001 || got.Certain() != want.certain {
			t.Errorf("column %d: %+v, certain %v, comparable %v; want %+v", column, got, got.Certain(), ok, want)
		}
	}
}

func TestSinceRefusesToCompare(t *testing.T) {
	enough := Sum{Base: 3, N: 30, Blocks: 1, Counts: []int{12, 18}}
	if _, ok := enough.Since(enough, 0); !ok {
		t.Error("30 answers cannot be compared with 30")
	}
	for name, other := range map[string]Sum{
		"nothing":       {},
		"too few":       {Base: 3, N: 27, Blocks: 1, Counts: []int{12, 15}},
		"another base":  {Base: 5, N: 30, Blocks: 1, Counts: []int{15, 15}},
		"other columns": {Base: 3, N: 30, Blocks: 1, Counts: []int{12, 15, 3}},
	} {
		for _, pair := range [][2]Sum{{enough, other}, {other, enough}} {
			if c, ok := pair[0].Since(pair[1], 0); ok || c != (Change{}) || c.Certain() {
				t.Errorf("%s: %+v of %+v since %+v", name, c, pair[0], pair[1])
			}
		}
	}
}

// rounds makes up what released rounds hold of one question with four steps, dk, na and skip.
type rounds struct {
	rnd    *rand.ChaCha8
	part   Part
	table  survey.Table
	blocks int
	least  int // answers in a block, from least …
	most   int // … to most
}

func newRounds(t *testing.T, base, blocks int, seed byte) rounds {
	t.Helper()
	b := testBattery(t)
	table := b.Questions[0].Tables()[0]
	if len(table.Columns) != 7 {
		t.Fatalf("columns %q, want four steps, dk, na and skip", table.Columns)
	}
	r := rounds{rand.NewChaCha8([32]byte{seed}), Part{Base: base}, table, blocks, map[int]int{3: 12, 5: 20}[base], 30}
	if blocks == 1 {
		r.least, r.most = LeastForShares, 4*LeastForShares
	}
	return r
}

// sum seals one round of answers that fall on the columns with these chances.
func (r rounds) sum(t *testing.T, chances []float64) Sum {
	t.Helper()
	rnd, of := rand.New(r.rnd), make([]Counted, r.blocks)
	for i := range of {
		n := r.least + r.part.Base*rnd.IntN((r.most-r.least)/r.part.Base+1)
		counts := make([]int, len(chances))
		for range n {
			column, rest := 0, rnd.Float64()-chances[0]
			for rest >= 0 && column < len(chances)-1 {
				column++
				rest -= chances[column]
			}
			counts[column]++
		}
		offset, err := treblock.Offset(r.part.Base, r.rnd)
		if err != nil {
			t.Fatal(err)
		}
		of[i] = Counted{n, map[string][]int{r.table.ID: treblock.Round(counts, r.part.Base, offset)}}
	}
	return r.part.sum(r.table, of)
}

// certain returns in which share of so many runs the change of each column is certain.
func (r rounds) certain(t *testing.T, before, after []float64, runs int) []float64 {
	t.Helper()
	shares := make([]float64, len(before))
	for range runs {
		earlier, later := r.sum(t, before), r.sum(t, after)
		for column := range shares {
			c, ok := later.Since(earlier, column)
			if !ok {
				t.Fatalf("%+v and %+v cannot be compared", later, earlier)
			}
			if c.Certain() {
				shares[column] += 1 / float64(runs)
			}
		}
	}
	return shares
}

// ways are chances of the columns, from 2 to 98 %.
var ways = [][]float64{
	{0.50, 0.06, 0.02, 0.35, 0.03, 0.02, 0.02},
	{0.65, 0.12, 0.10, 0.05, 0.04, 0.03, 0.01},
	{0.02, 0.03, 0.10, 0.80, 0.02, 0.02, 0.01},
	{0.98, 0.004, 0.004, 0.004, 0.004, 0.002, 0.002},
}

// Nothing changes: at most one comparison in twenty may say that something did.
func TestSinceRarelyRaisesAFalseAlarm(t *testing.T) {
	tool.Long(t)
	for _, base := range []int{3, 5} {
		for _, blocks := range []int{1, 3, 10} {
			t.Run(fmt.Sprintf("base %d, %d blocks", base, blocks), func(t *testing.T) {
				t.Parallel()
				r, worst, at := newRounds(t, base, blocks, byte(base*blocks)), 0.0, 0.0
				for _, chances := range ways {
					for column, alarms := range r.certain(t, chances, chances, 10_000) {
						if alarms > worst {
							worst, at = alarms, chances[column]
						}
					}
				}
				t.Logf("false alarms in at most %.4f of cases, of a share of %.2f", worst, at)
				if worst > 0.05 {
					t.Errorf("false alarms in %.4f of cases, of a share of %.2f", worst, at)
				}
			})
		}
	}
}

// Something changes: what half said, 70 % say, among about 75, 63 and 210 answers a time.
func TestSinceSeesAChange(t *testing.T) {
	before, after := ways[0], slices.Clone(ways[0])
	after[0], after[3] = 0.70, 0.15
	for blocks, want := range map[int]float64{1: 0.4, 3: 0.2, 10: 0.8} {
		seen := newRounds(t, 3, blocks, 1).certain(t, before, after, 1000)[0]
		t.Logf("%d blocks: seen in %.2f of cases", blocks, seen)
		if seen < want {
			t.Errorf("%d blocks: a change of 20 points is seen in %.2f of cases, want %.2f", blocks, seen, want)
		}
	}
}
