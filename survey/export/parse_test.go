package export

import (
	"slices"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// read reads an export back, with the words that written writes it in and others beside them.
func read(text string) ([]Row, error) {
	return Parse(strings.NewReader(text), shouted{}, testWords{})
}

// shouted are words of another language.
type shouted struct{ testWords }

func (shouted) Text(key string) string { return strings.ToUpper(key) }

func TestReadsBack(t *testing.T) {
	awkward := tiny
	awkward.Round = "'=2026+1"
	releases := samples(t)
	releases["tiny"], releases["tiny, mixed"], releases["apostrophe"], releases["empty"] = tiny, tinyMixed(), awkward, release.Release{}
	for name, r := range releases {
		for _, o := range []Options{{Profile: Machine}, {Profile: SvExcel}, {Profile: SvExcel, Words: shouted{}}} {
			for _, s := range selectable(r) {
				s.Areas = sampleAreas
				o.Selection = s
				rows, err := read(written(t, r, o))
				if err != nil {
					t.Fatalf("%s, %s of %q: %v", name, o.Profile, s.Place, err)
				}
				if !slices.Equal(rows, Rows(r, s)) {
					t.Errorf("%s, %s of %q: read back differently", name, o.Profile, s.Place)
				}
			}
		}
	}
}

// counted says of a table what it is the answers of, in the columns of a row.
type counted struct {
	of Row
	release.Counted
}

// countedIn lists blocks and groups of a part, found without Rows.
func countedIn(p release.Part) []counted {
	var all []counted
	for _, b := range p.Blocks {
		all = append(all, counted{Row{Step: b.Step, Place: b.Place(), Intervention: b.Intervention, Timing: b.Timing, OneSession: b.OneSession}, b.Counted()})
	}
	for _, v := range p.Views {
		for _, g := range v.Groups {
			all = append(all, counted{Row{Place: v.Place(), By: v.By, Group: g.Key}, g.Counted()})
		}
	}
	return all
}

// What is read back must be the release itself: the same tables, found without Rows.
func TestEqualsTheRelease(t *testing.T) {
	for _, r := range samples(t) {
		for _, profile := range []Profile{Machine, SvExcel} {
			equalsTheRelease(t, r, profile)
		}
	}
}

func equalsTheRelease(t *testing.T, r release.Release, profile Profile) {
	t.Helper()
	rows, err := read(written(t, r, Options{Profile: profile}))
	if err != nil {
		t.Fatal(err)
	}
	used, withheld := 0, 0
	for _, p := range r.Parts {
		for _, c := range countedIn(p) {
			for _, table := range r.Tables(p) {
				found := slices.DeleteFunc(slices.Clone(rows), func(row Row) bool {
					return row.Battery != p.Battery || row.Base != p.Base || row.Step != c.of.Step || row.Place != c.of.Place || row.Table != table.ID ||
						row.Intervention != c.of.Intervention || row.Timing != c.of.Timing || row.OneSession != c.of.OneSession || row.By != c.of.By || row.Group != c.of.Group
				})
				used += len(found)
				defines := c.of.By == survey.ByGender && table.ID == "D1" || c.of.By == survey.ByTime && table.ID == "D3"
				if defines != (len(found) == 0) {
					t.Errorf("%+v %s: %d rows", c.of, table.ID, len(found))
				}
				if _, there := c.Q[table.ID]; !there && !defines {
					withheld++
				}
				compare(t, found, c, r.Sum(p, table, []release.Counted{c.Counted}), table)
			}
		}
	}
	asked := slices.DeleteFunc(slices.Clone(rows), func(row Row) bool { return row.Table != "" })
	if len(asked) != 4 || used+len(asked) != len(rows) || withheld != r.Audit.Withheld {
		t.Errorf("%d rows of %d tables, %d of what was asked, %d tables withheld", used, len(rows), len(asked), withheld)
	}
}

// compare compares the rows of one table with its sum.
func compare(t *testing.T, rows []Row, c counted, sum release.Sum, table survey.Table) {
	t.Helper()
	counts, there := c.Q[table.ID]
	low, high := treblock.Bounds(counts, sum.Base)
	for j, row := range rows {
		want := Row{Option: table.Columns[j], N: c.N, Mixed: sum.Mixed, Withheld: !there}
		if there {
			want.Count = counts[j]
		}
		if there && sum.Mixed == 0 {
			want.Low, want.High = low[j], high[j]
		}
		if there && sum.Mixed > 0 && c.N >= 30 {
			want.Estimate = estimatedAnew(counts[j], c.N, sum.Base, sum.Drawn[j])
		}
		got := Row{
			Option: row.Option, N: row.N, Mixed: row.Mixed, Withheld: row.Withheld,
			Count: row.Count, Low: row.Low, High: row.High, Estimate: row.Estimate,
		}
		if got != want {
			t.Errorf("%+v %s: %+v, want %+v", c.of, table.ID, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const group = "region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,o1,-ett,"
	machine, excel := tinyMachine, strings.ReplaceAll(tinyExcel, "\n", "\r\n")
	for name, c := range map[string]struct{ text, old, new, want string }{
		"another heading":  {machine, "certain_low", "low", "line 1 does not have the headings"},
		"byte order mark":  {machine, "release", "\ufeffrelease", "no CSV"},
		"no mark":          {excel, "\ufeff", "", "no CSV"},
		"another language": {excel, "T:export.base", "Base", "line 1 does not have the headings"},
		"short line":       {machine, "\nabc,", "\nabc\nabc,", "no CSV"},
		"fraction":         {machine, ",33,9,", ",33,9.0,", `line 2: count is "9.0"`},
		"negative":         {machine, ",33,9,", ",33,-9,", "line 2: count"},
		"padded number":    {machine, ",33,9,", ",33,09,", "line 2: count"},
		"missing number":   {machine, ",33,9,", ",33,,", "line 2: count"},
		"another count":    {machine, ",33,24,", ",33,27,", `line 3: share is "0.727"`},
		"count alone":      {machine, ",12,6,", ",12,3,", "line 8: count of table K01 does not sum to 12 in multiples of 3 by line 11"},
		"no multiple":      {machine, ",12,6,4,8,,,,ok", ",12,5,4,8,,,,ok", "line 8: count of table K01 does not sum"},
		"share":            {machine, "0.273", "0.272", `line 2: share is "0.272"`},
		"interval_low":     {machine, "0.106", "0.107", `line 2: interval_low is "0.107"`},
		"interval_high":    {machine, "0.504", "0.503", `line 2: interval_high is "0.503"`},
		"share of few":     {machine, ",12,6,4,8,,", ",12,6,4,8,0.500,", "line 8: share"},
		"certain_low":      {machine, ",6,4,8,", ",6,5,8,", "line 8: certain_low is 5 and the counts of table K01 make it 4"},
		"certain_high":     {machine, ",6,4,8,", ",6,4,7,", "line 8: certain_high is 7 and the counts of table K01 make it 8"},
		"status":           {machine, ",ok", ",fine", "line 2: status"},
		"withheld":         {machine, ",ok", ",too_few", `line 2: count is "9"`},
		"withheld number":  {machine, ",33,,", ",33,3,", "line 6: count"},
		"place kind":       {machine, ",municipality,", ",region,", "line 2: place_kind"},
		"question":         {machine, "K01@1", "K01@2", "line 2: question"},
		"demo":             {machine, ",false,", ",nej,", "line 2: demo"},
		"step":             {machine, ",12,0,region", ",12,7,region", "line 8: step"},
		"dimension":        {machine, ",time,", ",age,", "line 8: view"},
		"multiples of 1":   {strings.Replace(machine, ",12,6,4,8,", ",12,5,4,8,", 1), ",12,3,1,5,", ",12,4,1,5,", "line 8: count of table K01 does not sum"},
		"large base":       {machine, ",3,12,0," + group + "12,6,4,8", ",30000000,12,0," + group + ",0,0,0", "in multiples of 30000000"},
		"decimal point":    {excel, "0,273", "0.273", `line 2: T:export.share is "0.273"`},
		"empty number":     {excel, "33;..;", "33;;", "line 6: T:export.count"},
		"word of a code":   {excel, "T:export.timing.after", "after", "line 2: T:export.timing"},
		"another name":     {excel, "0581 Norr", "0581 Nörr", `line 2: T:export.place is "0581 Nörrköping"`},
		"certain in words": {excel, ";6;4;8;", ";6;5;8;", "line 8: T:export.certain_low is 5"},
		"question's words": {machine, ",K01@1,core@1 K01?,", ",K01@1,core@1 K02?,", `line 2: question_text is "core@1 K02?", which this version words "core@1 K01?"`},
		"answer's words":   {excel, ";o2;'+två;", ";o2;'+tre;", `line 3: T:export.option_text is "'+tre"`},
		"lost apostrophe":  {strings.ReplaceAll(excel, "abc;", "'=abc;"), "'=abc", "=abc", "line 2: T:export.release"},
	} {
		rows, err := read(strings.Replace(c.text, c.old, c.new, 1))
		if survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), c.want) || rows != nil {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	for name, text := range map[string]string{"nothing": "", "only a mark": "\ufeff", "picture": "\x89PNG\r\n\x1a\n"} {
		if _, err := read(text); survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), "no CSV") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(tinyMachine)
	f.Add(tinyExcel)
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := read(text)
		if err != nil && len(rows) > 0 {
			t.Error("rows and an error")
		}
	})
}
