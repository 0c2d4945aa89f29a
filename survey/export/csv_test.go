package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
)

func written(t *testing.T, r release.Release, o Options) string {
	t.Helper()
	if o.Words == nil {
		o.Words = testWords{}
	}
	var out bytes.Buffer
	if err := CSV(&out, r, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// tiny is one block with one table, one table withheld, one group, and one thing asked that has no
// block.
var tiny = release.Release{
	ID: "abc", Round: "2026-H2", Sealed: "2026-12-01", K: 12,
	Batteries: []release.Battery{{ID: "core", Version: 1, Tables: map[string][]string{"K01": {"o1", "o2", "na", "skip"}, "K03": {"o1", "skip"}}}},
	Parts: []release.Part{{
		Battery: "core@1", Base: 3, K: 12, Questions: []string{"K01", "K03"},
		Blocks: []release.Block{{
			Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After, N: 33, Q: map[string][]int{"K01": {9, 24, 0, 0}},
		}},
		Views: []release.View{{By: survey.ByTime, Where: "05", Question: "K03", Groups: []release.Group{
			{Key: "o1-o2", N: 12, Q: map[string][]int{"K01": {6, 3, 3, 0}}},
		}}},
	}},
	Withheld: []release.Withheld{
		{Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming},
		{Block: new(0), Table: "K03"},
	},
}

const tinyMachine = `release,round,sealed,demo,battery,base,k,step,place_kind,place,place_name,intervention,intervention_name,timing,view,group,group_text,table,question,question_text,option,option_text,n,count,certain_low,certain_high,share,interval_low,interval_high,status
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,o1,-ett,33,9,7,11,0.273,0.106,0.504,ok
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,o2,+två,33,24,22,26,0.727,0.496,0.894,ok
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,na,"` + "\r" + `vill inte",33,0,0,2,0.000,0.000,0.197,ok
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,skip,hoppade över,33,0,0,2,0.000,0.000,0.197,ok
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K03,K03@1,core@1 K03?,o1,-ett,33,,,,,,,too_few
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K03,K03@1,core@1 K03?,skip,hoppade över,33,,,,,,,too_few
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,o1,-ett,12,6,4,8,,,,ok
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,o2,+två,12,3,1,5,,,,ok
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,na,"` + "\r" + `vill inte",12,3,1,5,,,,ok
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,skip,hoppade över,12,0,0,2,,,,ok
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0580,Linköping,OG028,Språk; kafé,none,,,,,,,,,,,,,,,,too_few
`

const tinyExcel = "\ufeff" + `T:export.release;T:export.round;T:export.sealed;T:export.demo;T:export.battery;T:export.base;T:export.k;T:export.step;T:export.place_kind;T:export.place;T:export.place_name;T:export.intervention;T:export.intervention_name;T:export.timing;T:export.view;T:export.group;T:export.group_text;T:export.table;T:export.question;T:export.question_text;T:export.option;T:export.option_text;T:export.n;T:export.count;T:export.certain_low;T:export.certain_high;T:export.share;T:export.interval_low;T:export.interval_high;T:export.status
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K01;K01@1;core@1 K01?;o1;'-ett;33;9;7;11;0,273;0,106;0,504;T:export.status.ok
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K01;K01@1;core@1 K01?;o2;'+två;33;24;22;26;0,727;0,496;0,894;T:export.status.ok
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K01;K01@1;core@1 K01?;na;"'vill inte";33;0;0;2;0,000;0,000;0,197;T:export.status.ok
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K01;K01@1;core@1 K01?;skip;hoppade över;33;0;0;2;0,000;0,000;0,197;T:export.status.ok
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K03;K03@1;core@1 K03?;o1;'-ett;33;..;..;..;..;..;..;T:export.status.too_few
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K03;K03@1;core@1 K03?;skip;hoppade över;33;..;..;..;..;..;..;T:export.status.too_few
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.0;T:export.place_kind.region;05 Östergötland (05);Östergötland (05);;;;T:export.view.time;o1-o2;'-ett – +två;K01;K01@1;core@1 K01?;o1;'-ett;12;6;4;8;..;..;..;T:export.status.ok
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.0;T:export.place_kind.region;05 Östergötland (05);Östergötland (05);;;;T:export.view.time;o1-o2;'-ett – +två;K01;K01@1;core@1 K01?;o2;'+två;12;3;1;5;..;..;..;T:export.status.ok
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.0;T:export.place_kind.region;05 Östergötland (05);Östergötland (05);;;;T:export.view.time;o1-o2;'-ett – +två;K01;K01@1;core@1 K01?;na;"'vill inte";12;3;1;5;..;..;..;T:export.status.ok
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.0;T:export.place_kind.region;05 Östergötland (05);Östergötland (05);;;;T:export.view.time;o1-o2;'-ett – +två;K01;K01@1;core@1 K01?;skip;hoppade över;12;0;0;2;..;..;..;T:export.status.ok
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0580 Linköping;Linköping;OG028;"Språk; kafé";T:export.timing.none;;;;;;;;;..;..;..;..;..;..;..;T:export.status.too_few
`

func TestCSVBytes(t *testing.T) {
	if got := written(t, tiny, Options{Profile: Machine}); got != tinyMachine {
		t.Errorf("machine: got\n%s\nwant\n%s", got, tinyMachine)
	}
	want := strings.ReplaceAll(tinyExcel, "\n", "\r\n")
	if got := written(t, tiny, Options{Profile: SvExcel}); got != want {
		t.Errorf("sv-excel: got\n%q\nwant\n%q", got, want)
	}
}

func TestExcelProfile(t *testing.T) {
	text := written(t, sample(t), Options{Profile: SvExcel})
	if !strings.HasPrefix(text, "\xef\xbb\xbf") || strings.Count(text, "\ufeff") != 1 {
		t.Error("there is not exactly one byte order mark, at the start")
	}
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") || strings.Count(text, "\r") != strings.Count(text, "\r\n") {
		t.Error("a line does not end with CRLF")
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.Comma = ';'
	lines, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		for _, cell := range line {
			if cell != "" && strings.Contains("=+-@\t\r", cell[:1]) {
				t.Errorf("cell %q is a formula", cell)
			}
		}
	}
	for _, cell := range []string{`"'=HYPERLINK(""x"")"`, ";'-Kinda – Ydre;", ";'+två: T:export.option.chosen;", ";'\tvet ej;", ";0581 Norrköping;", ";0,5338;"} {
		if !strings.Contains(text, cell) {
			t.Errorf("%s is missing", cell)
		}
	}
}

// Neither a decimal point of the other profile nor an apostrophe belongs in a file for programs.
func TestMachineProfile(t *testing.T) {
	text := written(t, sample(t), Options{Profile: Machine})
	if strings.HasPrefix(text, "\ufeff") || strings.Contains(text, "\r\n") || strings.Contains(text, "'") || strings.Contains(text, ",..,") {
		t.Error("the file has something of the other profile")
	}
	if !utf8.ValidString(text) || !strings.Contains(text, `,"=HYPERLINK(""x"")",`) || !strings.Contains(text, ",-Kinda – Ydre,") {
		t.Error("a cell was changed")
	}
}

func TestNoSharesUnderThirty(t *testing.T) {
	testNoSharesUnderThirty(t, sample(t), "estimate", "low", "high")
	testNoSharesUnderThirty(t, releasetest.First(t, sample(t)), "share", "interval_low", "interval_high")
}

func testNoSharesUnderThirty(t *testing.T, r release.Release, columns ...string) {
	t.Helper()
	in := csv.NewReader(strings.NewReader(written(t, r, Options{Profile: Machine})))
	lines, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{}
	for i, name := range lines[0] {
		place[name] = i
	}
	seen := map[bool]int{}
	for i, row := range Rows(r, "") {
		line := lines[i+1]
		want := row.N >= 30 && !row.Withheld
		seen[want]++
		for _, name := range columns {
			if (line[place[name]] != "") != want {
				t.Errorf("%s of a block of %s is %q", name, line[place["n"]], line[place[name]])
			}
		}
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("seen %v", seen)
	}
}

func TestOneMunicipality(t *testing.T) {
	r := sample(t)
	places := func(code string) []string {
		var places []string
		for _, row := range Rows(r, code) {
			places = append(places, string(row.Place.Kind)+" "+row.Place.Code)
		}
		slices.Sort(places)
		return slices.Compact(places)
	}
	for code, want := range map[string][]string{
		"":     {"area -Kinda – Ydre", "municipality 0580", "municipality 0581", "region 05", "region 12"},
		"0581": {"area -Kinda – Ydre", "municipality 0581", "region 05"},
		"1283": {"area -Kinda – Ydre", "region 12"},
		"2300": {"area -Kinda – Ydre"},
	} {
		if got := places(code); !slices.Equal(got, want) {
			t.Errorf("%q: places %q, want %q", code, got, want)
		}
	}
	views := func(code string) []string {
		var views []string
		for _, row := range Rows(r, code) {
			if row.By != "" {
				views = append(views, string(row.By)+" "+row.Place.Code)
			}
		}
		slices.Sort(views)
		return slices.Compact(views)
	}
	regional := []string{"channel 05", "gender 05", "language 05", "time 05"}
	for code, want := range map[string][]string{"0580": regional, "0581": slices.Insert(slices.Clone(regional), 2, "gender 0581"), "1283": nil} {
		if got := views(code); !slices.Equal(got, want) {
			t.Errorf("%q: views %q, want %q", code, got, want)
		}
	}
}

func TestGroupsInWords(t *testing.T) {
	r := sample(t)
	text := written(t, r, Options{Profile: SvExcel})
	for _, cells := range []string{
		";05 Östergötland (05);Östergötland (05);;;;T:export.view.gender;o2;man;K02;", ";T:export.view.time;o1-o2;'-ett – +två;", ";T:export.view.time;o3;'@tre;",
		";T:export.view.language;fa-AF;T:export.language.fa-AF;", ";T:export.view.language;other;T:export.group.other;",
		";T:export.view.channel;ambassador;T:export.channel.ambassador;", ";T:export.view.channel;other;T:export.group.other;",
	} {
		if !strings.Contains(text, cells) {
			t.Errorf("%s is missing", cells)
		}
	}
	// Another battery has another question about gender.
	short := release.Part{Battery: "kort@1", Questions: []string{"K02"}, Views: []release.View{view(survey.ByGender, "05", "D9", []string{"o2"}, 12)}}
	r.Batteries = append(r.Batteries, release.Battery{ID: "kort", Version: 1, Tables: map[string][]string{"K02": {"o1", "o2"}, "D9": {"o1", "o2"}}})
	r.Parts = append([]release.Part{short}, r.Parts...)
	text = written(t, r, Options{Profile: Machine})
	for _, cells := range []string{",gender,o2,man,", ",gender,o2,+två,", ",language,other,T:export.group.other,"} {
		if !strings.Contains(text, cells) {
			t.Errorf("%s is missing", cells)
		}
	}
}

func TestOptionsThatCannotBe(t *testing.T) {
	for name, o := range map[string]Options{
		"profile":      {Words: testWords{}, Profile: "excel"},
		"no profile":   {Words: testWords{}},
		"municipality": {Words: testWords{}, Profile: Machine, Municipality: "581"},
	} {
		var out bytes.Buffer
		if err := CSV(&out, tiny, o); survey.KindOf(err) != survey.Invalid || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes written", name, err, out.Len())
		}
	}
	if CSV(&bytes.Buffer{}, tiny, Options{Profile: Machine}) == nil {
		t.Error("no words: no error")
	}
}

// full is a disk with room for so many more writes.
type full int

func (f *full) Write(b []byte) (int, error) {
	if *f--; *f < 0 {
		return 0, errors.New("disk full")
	}
	return len(b), nil
}

func TestFullDisk(t *testing.T) {
	for writes := range full(2) {
		disk := writes
		if err := CSV(&disk, sample(t), Options{Profile: SvExcel, Words: testWords{}}); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("room for %d writes: %v", writes, err)
		}
	}
}

// asking notes the keys that an export asks for.
type asking struct {
	testWords
	keys map[string]bool
}

func (a asking) Text(key string) string {
	a.keys[key] = true
	return key
}

func TestKeysAreAllThatIsAskedFor(t *testing.T) {
	r := sample(t)
	for i, timing := range survey.Timings {
		b := r.Parts[0].Blocks[0]
		b.Timing, b.Step = timing, 1+i
		r.Parts[0].Blocks = append(r.Parts[0].Blocks, b)
	}
	for _, tag := range languages {
		r.Parts[0].Views[3].Groups = append(r.Parts[0].Views[3].Groups, release.Group{Key: tag})
	}
	for _, channel := range survey.Channels {
		r.Parts[0].Views[0].Groups = append(r.Parts[0].Views[0].Groups, release.Group{Key: string(channel)})
	}
	words := asking{keys: map[string]bool{}}
	for _, r.Demo = range []bool{true, false} {
		written(t, r, Options{Profile: SvExcel, Words: words})
		written(t, releasetest.First(t, r), Options{Profile: SvExcel, Words: words})
	}
	// A cube has one block in a place.
	for _, all := range samples(t) {
		collectionOf(t, all, words)
		packageOf(t, Package{Release: all, Readers: []Translation{{"sv", words}}, Participants: []Translation{{"sv", words}}})
		if err := PXZip(io.Discard, all, "", []Translation{{"sv", words}}); err != nil {
			t.Fatal(err)
		}
	}
	keys := Keys()
	for key := range words.keys {
		if !slices.Contains(keys, key) {
			t.Errorf("%s is asked for and not in Keys", key)
		}
	}
	for _, key := range keys {
		if !words.keys[key] {
			t.Errorf("%s is in Keys and never asked for", key)
		}
	}
}
