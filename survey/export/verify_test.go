package export

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest/tool"
)

// verified reads an export back and compares it with a release.
func verified(text string, r release.Release) error {
	rows, err := read(text)
	if err != nil {
		return err
	}
	return Verify(rows, r)
}

func TestVerify(t *testing.T) {
	for method, r := range samples(t) {
		for _, profile := range []Profile{Machine, SvExcel} {
			for _, s := range selectable(r) {
				s.Areas = sampleAreas
				if err := verified(written(t, r, Options{Profile: profile, Selection: s}), r); err != nil {
					t.Errorf("%s: %s of %q: %v", method, profile, s.Place, err)
				}
			}
		}
	}
}

// table is a CSV file as cells, with what is needed to write it again.
type table struct {
	profile Profile
	columns []column
	lines   [][]string
}

func tableOf(t *testing.T, r release.Release, o Options) table {
	t.Helper()
	text, marked := strings.CutPrefix(written(t, r, o), byteOrderMark)
	in := csv.NewReader(strings.NewReader(text))
	if marked {
		in.Comma = ';'
	}
	lines, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return table{o.Profile, printer{mixed: r.Mixed > 0}.columns(), lines}
}

func (f table) text() string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	if f.profile == SvExcel {
		out.WriteString(byteOrderMark)
		w.Comma = ';'
	}
	w.WriteAll(f.lines)
	return out.String()
}

// changes calls try with the file after each change of one digit in a cell that holds no name or
// text, the digit being replaced by so many others. It returns how many changes there were.
func (f table) changes(with int, try func(what, text string)) int {
	n := 0
	for i, line := range f.lines[1:] {
		for at, c := range f.columns {
			if c.isLabel() {
				continue
			}
			cell := line[at]
			for j := range cell {
				if cell[j] < '0' || cell[j] > '9' {
					continue
				}
				for plus := range with {
					digit := '0' + (cell[j]-'0'+byte(plus)+1)%10
					line[at] = cell[:j] + string(rune(digit)) + cell[j+1:]
					try(c.name+" "+cell+" → "+line[at]+" in line "+strconv.Itoa(lineOf(i)), f.text())
					n++
				}
			}
			line[at] = cell
		}
	}
	return n
}

// small has a block with shares, a group without, and something withheld.
func small(t *testing.T) release.Release {
	r := sample(t)
	r.Parts = r.Parts[:1]
	p := &r.Parts[0]
	p.Questions, p.Blocks, p.Views = []string{"K02"}, p.Blocks[5:6], p.Views[1:2]
	delete(p.Views[0].Groups[0].Q, "K02")
	r.Withheld = r.Withheld[:1]
	return r
}

// short is the sample with two questions and one ordinary view.
func short(t *testing.T) release.Release {
	r := sample(t)
	p := &r.Parts[0]
	p.Questions, p.Views = []string{"K02"}, p.Views[2:3]
	return r
}

// Whichever digit of a number or code is changed, the file is no export of the release any more.
func TestEveryDigitCounts(t *testing.T) {
	type changed struct {
		r    release.Release
		with int // of the nine other digits
	}
	exports := map[string]changed{"small": {small(t), tool.Some(1, 3)}, "small, not mixed": {releasetest.First(t, small(t)), tool.Some(1, 3)}}
	if tool.All() {
		exports["short"] = changed{short(t), 1}
	}
	for name, c := range exports {
		for _, profile := range []Profile{Machine, SvExcel} {
			n := tableOf(t, c.r, Options{Profile: profile}).changes(c.with, func(what, text string) {
				if verified(text, c.r) == nil {
					t.Errorf("%s, %s: nobody notices %s", name, profile, what)
				}
			})
			if n < 650*c.with {
				t.Errorf("%s, %s: only %d changes", name, profile, n)
			}
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	r := sample(t)
	other := r
	other.ID = "other"
	if err := Verify(Rows(other, Selection{}), r, other); err != nil {
		t.Errorf("one of two releases: %v", err)
	}
	whole := Rows(r, Selection{})
	without := func(i, j int) []Row { return slices.Delete(slices.Clone(whole), i, j) }
	swapped := slices.Clone(whole)
	swapped[3], swapped[30] = swapped[30], swapped[3]
	changed := slices.Clone(whole)
	changed[7].Count += 3 // of 3
	own := Rows(r, of("0581"))
	mixed := slices.Insert(slices.Clone(own), len(own)-2, whole[len(whole)-3])
	unread := slices.Clone(whole)
	unread[len(unread)-1].Count = 3
	for name, c := range map[string]struct {
		rows []Row
		want string
	}{
		"nothing":                  {nil, "nothing below the headings"},
		"truncated":                {whole[:len(whole)-5], "it ends after line 330, and release abcdefgh23456722 has 5 lines more"},
		"beginning gone":           {whole[1:], `line 2: option is "o2" where release abcdefgh23456722 has "o1"`},
		"table gone":               {without(30, 35), "line 32: "},
		"two lines swapped":        {swapped, "line 5: "},
		"line twice":               {slices.Insert(slices.Clone(whole), 9, whole[9]), "line 12: "},
		"line too many":            {append(slices.Clone(whole), whole[0]), "line 336 is not in release abcdefgh23456722"},
		"count":                    {changed, `line 9: released is "6" where release abcdefgh23456722 has "3"`},
		"another release":          {Rows(other, Selection{}), `it is of release "other", which is not among those given; give that release too`},
		"two releases":             {slices.Concat(whole[:40], Rows(other, Selection{})[40:]), `line 42: release is "other"`},
		"two municipalities":       {mixed, `place is "0580"`},
		"own views of another":     {slices.DeleteFunc(slices.Clone(own), func(row Row) bool { return row.By != "" && row.Place.Code == "0581" }), "line "},
		"without what was asked":   {slices.DeleteFunc(slices.Clone(own), func(row Row) bool { return row.Table == "" }), "line "},
		"what Parse does not read": {unread, "line 335 is not what release"},
	} {
		if err := Verify(c.rows, r); survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), c.want) || !strings.Contains(operator.Text(err), "; ") {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
