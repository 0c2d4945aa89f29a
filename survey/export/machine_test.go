package export

import (
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

func TestMachineReadsBack(t *testing.T) {
	for name, r := range map[string]release.Release{"sample": sample(t), "tiny": tiny, "empty": {}} {
		rows, err := ParseMachine(strings.NewReader(written(t, r, Options{Profile: Machine})))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.Equal(rows, Rows(r, "")) {
			t.Errorf("%s: read back differently", name)
		}
	}
}

// What is read back must be the release itself: the same tables, found without Rows.
func TestMachineEqualsTheRelease(t *testing.T) {
	r := sample(t)
	rows, err := ParseMachine(strings.NewReader(written(t, r, Options{Profile: Machine})))
	if err != nil {
		t.Fatal(err)
	}
	used := 0
	for i, p := range r.Parts {
		for at, b := range p.Blocks {
			for _, table := range r.Tables(p) {
				var counts, low, high []int
				withheld := false
				for _, row := range rows {
					mine := row.Battery == p.Battery && row.Base == p.Base && row.Step == b.Step && row.Place == b.Place() &&
						row.Intervention == b.Intervention && row.Timing == b.Timing && row.Table == table.ID
					if !mine {
						continue
					}
					used++
					if row.Option != table.Columns[len(counts)] || row.N != b.N {
						t.Errorf("%s %s: %+v", b, table.ID, row)
					}
					withheld = row.Withheld
					counts, low, high = append(counts, row.Count), append(low, row.Low), append(high, row.High)
				}
				if len(counts) != len(table.Columns) {
					t.Fatalf("%s %s has %d rows", b, table.ID, len(counts))
				}
				listed := slices.ContainsFunc(r.Withheld, func(w release.Withheld) bool {
					return w.Part == i && w.Block != nil && *w.Block == at && w.Table == table.ID
				})
				if withheld != listed {
					t.Errorf("%s %s: withheld %t, listed %t", b, table.ID, withheld, listed)
				}
				if withheld {
					continue
				}
				wantLow, wantHigh := treblock.Bounds(b.Q[table.ID], p.Base)
				if !slices.Equal(counts, b.Q[table.ID]) || !slices.Equal(low, wantLow) || !slices.Equal(high, wantHigh) {
					t.Errorf("%s %s: %v between %v and %v", b, table.ID, counts, low, high)
				}
			}
		}
	}
	asked := slices.DeleteFunc(rows, func(row Row) bool { return row.Table != "" })
	if len(asked) != 3 || used+len(asked) != len(Rows(r, "")) {
		t.Errorf("%d rows of tables, %d of what was asked", used, len(asked))
	}
}

func TestParseMachineRefuses(t *testing.T) {
	good := tinyMachine
	for name, c := range map[string]struct{ text, want string }{
		"nothing":         {"", "no CSV"},
		"the other":       {tinyExcel, "no CSV"},
		"another heading": {strings.Replace(good, "certain_low", "low", 1), `"low" and not "certain_low"`},
		"byte order mark": {"\ufeff" + good, "is called"},
		"short line":      {good + "abc,1\n", "no CSV"},
		"fraction":        {strings.Replace(good, ",33,9,", ",33,9.0,", 1), "line 2: count"},
		"negative":        {strings.Replace(good, ",33,9,", ",33,-9,", 1), "line 2: count"},
		"padded number":   {strings.Replace(good, ",33,9,", ",33,09,", 1), "line 2: count"},
		"status":          {strings.Replace(good, ",ok", ",fine", 1), "line 2: status"},
		"withheld number": {strings.Replace(good, ",33,,", ",33,3,", 1), "line 6: count"},
		"missing number":  {strings.Replace(good, ",33,9,", ",33,,", 1), "line 2: count"},
		"place kind":      {strings.Replace(good, ",municipality,", ",region,", 1), "line 2: place_kind"},
		"question":        {strings.Replace(good, "K01@1", "K01@2", 1), "line 2: question"},
		"demo":            {strings.Replace(good, ",false,", ",nej,", 1), "line 2: demo"},
	} {
		_, err := ParseMachine(strings.NewReader(c.text))
		if survey.KindOf(err) != survey.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func FuzzParseMachine(f *testing.F) {
	f.Add(tinyMachine)
	f.Add(tinyExcel)
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := ParseMachine(strings.NewReader(text))
		if err != nil && len(rows) > 0 {
			t.Error("rows and an error")
		}
	})
}
