package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
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

const tinyMachine = `release,round,sealed,demo,battery,base,k,step,place_kind,place,place_name,intervention,intervention_name,timing,view,group,group_text,table,question,question_text,option,option_text,n,count,certain_low,certain_high,share,interval_low,interval_high,status,counted_step,counted_place
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,o1,-ett,33,9,7,11,0.273,0.106,0.504,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,o2,+två,33,24,22,26,0.727,0.496,0.894,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,na,"` + "\r" + `vill inte",33,0,0,2,0.000,0.000,0.197,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,skip,hoppade över,33,0,0,2,0.000,0.000,0.197,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K03,K03@1,core@1 K03?,o1,-ett,33,,,,,,,too_few,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K03,K03@1,core@1 K03?,skip,hoppade över,33,,,,,,,too_few,,
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,o1,-ett,12,6,4,8,,,,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,o2,+två,12,3,1,5,,,,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,na,"` + "\r" + `vill inte",12,3,1,5,,,,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,skip,hoppade över,12,0,0,2,,,,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0580,Linköping,OG028,Språk; kafé,none,,,,,,,,,,,,,,,,too_few,,
`

const tinyExcel = "\ufeff" + `T:export.release;T:export.round;T:export.sealed;T:export.demo;T:export.battery;T:export.base;T:export.k;T:export.step;T:export.place_kind;T:export.place;T:export.place_name;T:export.intervention;T:export.intervention_name;T:export.timing;T:export.view;T:export.group;T:export.group_text;T:export.table;T:export.question;T:export.question_text;T:export.option;T:export.option_text;T:export.n;T:export.count;T:export.certain_low;T:export.certain_high;T:export.share;T:export.interval_low;T:export.interval_high;T:export.status;T:export.counted_step;T:export.counted_place
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K01;K01@1;core@1 K01?;o1;'-ett;33;9;7;11;0,273;0,106;0,504;T:export.status.ok;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K01;K01@1;core@1 K01?;o2;'+två;33;24;22;26;0,727;0,496;0,894;T:export.status.ok;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K01;K01@1;core@1 K01?;na;"'vill inte";33;0;0;2;0,000;0,000;0,197;T:export.status.ok;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K01;K01@1;core@1 K01?;skip;hoppade över;33;0;0;2;0,000;0,000;0,197;T:export.status.ok;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K03;K03@1;core@1 K03?;o1;'-ett;33;..;..;..;..;..;..;T:export.status.too_few;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0581 Norrköping;Norrköping;OG028;"Språk; kafé";T:export.timing.after;;;;K03;K03@1;core@1 K03?;skip;hoppade över;33;..;..;..;..;..;..;T:export.status.too_few;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.0;T:export.place_kind.region;05 Östergötland (05);Östergötland (05);;;;T:export.view.time;o1-o2;'-ett – +två;K01;K01@1;core@1 K01?;o1;'-ett;12;6;4;8;..;..;..;T:export.status.ok;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.0;T:export.place_kind.region;05 Östergötland (05);Östergötland (05);;;;T:export.view.time;o1-o2;'-ett – +två;K01;K01@1;core@1 K01?;o2;'+två;12;3;1;5;..;..;..;T:export.status.ok;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.0;T:export.place_kind.region;05 Östergötland (05);Östergötland (05);;;;T:export.view.time;o1-o2;'-ett – +två;K01;K01@1;core@1 K01?;na;"'vill inte";12;3;1;5;..;..;..;T:export.status.ok;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.0;T:export.place_kind.region;05 Östergötland (05);Östergötland (05);;;;T:export.view.time;o1-o2;'-ett – +två;K01;K01@1;core@1 K01?;skip;hoppade över;12;0;0;2;..;..;..;T:export.status.ok;;
abc;2026-H2;2026-12-01;T:export.demo.false;core@1;3;12;T:export.step.1;T:export.place_kind.municipality;0580 Linköping;Linköping;OG028;"Språk; kafé";T:export.timing.none;;;;;;;;;..;..;..;..;..;..;..;T:export.status.too_few;;
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
	for i, row := range Rows(r, Selection{}) {
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

// sampleAreas are the reporting areas of the sample's round.
var sampleAreas = []survey.Area{{Name: "-Kinda – Ydre", Municipalities: []string{"0512", "0513", "0580"}}}

// of selects a place of the sample by its code or name, or all of it.
func of(code string) Selection {
	switch {
	case code == "":
		return Selection{Areas: sampleAreas}
	case survey.IsMunicipalityCode(code):
		return Selection{survey.InMunicipality(code), sampleAreas}
	case survey.IsCountyCode(code):
		return Selection{survey.InRegion(code), sampleAreas}
	}
	return Selection{survey.InArea(code), sampleAreas}
}

// Whoever asks for a place gets what is of it, and not what it may have a part in.
func TestOnePlace(t *testing.T) {
	r := sample(t)
	for code, want := range map[string][]string{
		"":              {"area -Kinda – Ydre", "municipality 0580", "municipality 0581", "region 05", "region 12"},
		"0580":          {"municipality 0580"},
		"0581":          {"municipality 0581"},
		"-Kinda – Ydre": {"area -Kinda – Ydre"},
		"05":            {"area -Kinda – Ydre", "municipality 0580", "municipality 0581", "region 05"},
		"12":            {"area -Kinda – Ydre", "region 12"},
	} {
		var places, views []string
		for _, row := range Rows(r, of(code)) {
			places = append(places, string(row.Place.Kind)+" "+row.Place.Code)
			if row.By != "" {
				views = append(views, string(row.By)+" "+row.Place.Code)
			}
		}
		slices.Sort(places)
		if places = slices.Compact(places); !slices.Equal(places, want) {
			t.Errorf("%q: places %q, want %q", code, places, want)
		}
		slices.Sort(views)
		if code == "0581" && !slices.Equal(slices.Compact(views), []string{"gender 0581"}) {
			t.Errorf("%q: views %q", code, slices.Compact(views))
		}
	}
}

// What has no block of its own says where it is counted: in the municipality where that is so, with
// others where not. The areas are not in the release; where they are not known, the region is.
func TestCountedElsewhere(t *testing.T) {
	r := sample(t)
	counted := func(s Selection) []string {
		var list []string
		for _, row := range Rows(r, s) {
			if row.Table == "" {
				list = append(list, fmt.Sprintf("%d %s %d %s", row.Base, row.Place.Code, row.CountedStep, row.CountedIn.Code))
			} else if row.CountedStep != 0 || row.CountedIn != (survey.Place{}) {
				t.Errorf("%+v says that it is counted elsewhere", row)
			}
		}
		return list
	}
	for name, c := range map[string]struct {
		of   Selection
		want []string
	}{
		"in the municipality": {of("0581"), []string{"5 0581 4 0581", "5 0581 4 0581"}},
		"in the area":         {of("0580"), []string{"3 0580 4 0580", "5 0580 6 05"}},
		"areas unknown":       {Selection{Place: survey.InMunicipality("0580")}, []string{"3 0580 4 0580", "5 0580 6 05"}},
		"all":                 {Selection{}, []string{"3 0580 4 0580", "5 0580 6 05", "5 0581 4 0581", "5 0581 4 0581"}},
	} {
		if got := counted(c.of); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	another := sample(t)
	another.Withheld = []release.Withheld{{Municipality: "0581", Intervention: "OG028", Timing: survey.NoTiming}}
	for _, row := range Rows(another, of("0581")) {
		if row.Table == "" && row.CountedStep != 4 {
			t.Errorf("what was asked at another time than the blocks are of: %+v", row)
		}
	}
	r.Parts[0].Blocks = slices.Delete(r.Parts[0].Blocks, 4, 5) // what 0580 has alone
	for _, c := range []struct {
		of   Selection
		want string
	}{{of("0580"), "3 0580 5 -Kinda – Ydre"}, {Selection{Place: survey.InMunicipality("0580")}, "3 0580 6 05"}} {
		if got := counted(c.of); got[0] != c.want {
			t.Errorf("%q, want %q", got[0], c.want)
		}
	}
	r.Withheld[0].Intervention = "OG030" // which municipalities run together
	if got := counted(of("0580")); got[0] != "3 0580 3 05" {
		t.Errorf("%q", got[0])
	}
	r.Parts[0].Blocks = nil
	if got := counted(of("0580")); got[0] != "3 0580 0 " {
		t.Errorf("what waits: %q", got[0])
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
		"municipality": {Words: testWords{}, Profile: Machine, Selection: Selection{Place: survey.InMunicipality("1281")}},
		"region":       {Words: testWords{}, Profile: Machine, Selection: Selection{Place: survey.InRegion("12")}},
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
		if err := PXZip(io.Discard, all, Selection{}, []Translation{{"sv", words}}); err != nil {
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
