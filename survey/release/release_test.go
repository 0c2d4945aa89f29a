package release

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
)

func TestCanonicalRoundTrip(t *testing.T) {
	text := canonical(t, sample(t))
	r, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if again := canonical(t, r); !bytes.Equal(text, again) {
		t.Errorf("read and written again:\n%s\nwant\n%s", again, text)
	}
	if found := r.Check(); len(found) > 0 {
		t.Errorf("Check: %q", found)
	}
	if found := r.Against([]*survey.Battery{testBattery(t)}); len(found) > 0 {
		t.Errorf("Against: %q", found)
	}
}

func TestCanonicalBytes(t *testing.T) {
	r := Release{Method: Method, ID: "a", Round: "<å & b>", Sealed: "2026-12-01", K: 12}
	want := `{"audit":{"asked":0,"certified":0,"withheld":0},"batteries":[],"demo":false,"honesty":{},"k":12,"key_kept":false,` +
		`"method":"treblock-3/1","parts":[],"prev":"","release":"a","round":"<å & b>","sealed":"2026-12-01","withheld":[]}`
	if got := canonical(t, r); string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCanonicalBlock(t *testing.T) {
	text := string(canonical(t, sample(t)))
	for _, want := range []string{
		`{"intervention":"OG028","municipality":"0581","n":12,"q":{"K01":[3,0,3,3,0,3,0],"K02":[0,9,3,0,0],"K19":[9,0,0,3,0],"K19.o1":[0,12],"K19.o2":[6,6],"K19.o3":[12,0]},"step":1,"timing":"before"}`,
		`{"area":"Kinda–Ydre","n":12,`,
		`{"n":20,"q":{},"region":"05","step":6}`,
		`"withheld":[{"intervention":"OG028","municipality":"0580","part":0,"timing":"none"},{"block":1,"part":0,"table":"K19.o1"},`,
		`"honesty":{"channel":"too_few"}`,
		`"views":[{"by":"gender","groups":[{"key":"o1","n":12,"q":{"K02":[3,6,0,3,0]}}],"where":"05"}]`,
		`"views":[]`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nis missing in\n%s", want, text)
		}
	}
}

func TestCanonicalChangesNothing(t *testing.T) {
	r := Release{Parts: []Part{{Blocks: []Block{{}}}}}
	canonical(t, r)
	if r.Parts[0].Questions != nil || r.Parts[0].Blocks[0].Q != nil || r.Honesty != nil {
		t.Error("Canonical filled in the caller's release")
	}
}

func TestReading(t *testing.T) {
	r := sample(t)
	if got := r.Municipalities(); !slices.Equal(got, []string{"0580", "0581"}) {
		t.Errorf("municipalities %q", got)
	}
	var ids []string
	for _, table := range r.Tables(r.Parts[0]) {
		ids = append(ids, table.ID)
	}
	if !slices.Equal(ids, []string{"K01", "K02", "K19", "K19.o1", "K19.o2", "K19.o3"}) {
		t.Errorf("tables %q", ids)
	}
	if asked := r.Asked(1); len(asked) != 2 || asked[1].Municipality != "0581" {
		t.Errorf("asked %v", asked)
	}
	if got := r.Parts[0].Answers(); got != 90 {
		t.Errorf("%d answers", got)
	}
	if want := (Audit{Asked: 33, Certified: 31, Withheld: 2}); r.Count() != want {
		t.Errorf("count %v, want %v", r.Count(), want)
	}
	if _, ok := r.Battery("core@2"); ok {
		t.Error("found a battery that is not there")
	}
}

// Options must be in their own order, not in that of the alphabet.
func TestTablesWithManyOptions(t *testing.T) {
	b := &survey.Battery{ID: "many", Version: 2, Questions: []survey.Question{{ID: "M1", Kind: survey.Multi, Own: 11, Area: "needs"}}}
	if err := b.Prepare(); err != nil {
		t.Fatal(err)
	}
	r := Release{Batteries: []Battery{BatteryOf(b)}}
	got := r.Tables(Part{Battery: "many@2", Questions: []string{"M1"}})
	if want := b.Questions[0].Tables(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// badForm are releases that Parse refuses although their bytes are canonical.
var badForm = map[string]struct {
	change func(r *Release)
	want   string
}{
	"id":                     {func(r *Release) { r.ID = "A b" }, "its id"},
	"prev":                   {func(r *Release) { r.Prev = "abc" }, "prev"},
	"round":                  {func(r *Release) { r.Round = "a\nb" }, "its round"},
	"clock time":             {func(r *Release) { r.Sealed = "2026-12-01T10:00:00Z" }, "must be a date"},
	"honesty":                {func(r *Release) { r.Honesty[""] = "x" }, "honesty"},
	"no battery":             {func(r *Release) { r.Batteries, r.Parts, r.Withheld = nil, nil, nil }, "no battery"},
	"battery without tables": {func(r *Release) { r.Batteries[0].Tables = nil }, "has no tables"},
	"battery twice":          {func(r *Release) { r.Batteries = append(r.Batteries, r.Batteries[0]) }, "stands twice"},
	"battery name":           {func(r *Release) { r.Batteries[0].ID = "Core" }, "a battery called"},
	"table name":             {func(r *Release) { r.Batteries[0].Tables["k"] = nil }, "a table called"},
	"column order":           {func(r *Release) { r.Batteries[0].Tables["K02"] = []string{"o2", "o1", "o3", "na", "skip"} }, "has the columns"},
	"no skip":                {func(r *Release) { r.Batteries[0].Tables["K02"] = []string{"o1", "o2", "o3", "o4", "na"} }, "has the columns"},
	"one option":             {func(r *Release) { r.Batteries[0].Tables["K02"] = []string{"o1", "na", "skip"} }, "has the columns"},
	"no status table":        {func(r *Release) { delete(r.Batteries[0].Tables, "K19") }, "no status table"},
	"status table alone":     {func(r *Release) { r.Batteries[0].Tables["K20"] = []string{"answered", "na", "skip"} }, "has the columns"},
	"gap between options":    {func(r *Release) { delete(r.Batteries[0].Tables, "K19.o2") }, "without one for the option before"},
	"option columns":         {func(r *Release) { r.Batteries[0].Tables["K19.o1"] = []string{"not", "chosen"} }, "K19.o1 has the columns"},
	"unknown battery":        {func(r *Release) { r.Parts[1].Battery = "kort@1" }, "not in the release"},
	"part twice":             {func(r *Release) { r.Parts[1].Base = 3 }, "stands twice"},
	"parts out of order":     {func(r *Release) { r.Parts[0], r.Parts[1] = r.Parts[1], r.Parts[0] }, "out of order"},
	"unknown question":       {func(r *Release) { r.Parts[1].Questions = []string{"K99"} }, "its battery does not have"},
	"question in two parts":  {func(r *Release) { r.Parts[1].Questions = []string{"K09", "K01"} }, "each belongs to one part"},
	"question in no part":    {func(r *Release) { r.Parts[1] = Part{Battery: "core@1", Base: 5}; r.Withheld = nil }, "is in no part"},
	"blocks swapped":         {func(r *Release) { b := r.Parts[0].Blocks; b[0], b[1] = b[1], b[0] }, "twice or out of order"},
	"block twice":            {func(r *Release) { r.Parts[0].Blocks[3] = r.Parts[0].Blocks[2] }, "twice or out of order"},
	"step 0":                 {func(r *Release) { r.Parts[0].Blocks[0].Step = 0 }, "steps 1 to 6"},
	"step 7":                 {func(r *Release) { r.Parts[0].Blocks[4].Step = 7 }, "steps 1 to 6"},
	"no place":               {func(r *Release) { r.Parts[0].Blocks[0].Municipality = "" }, "does not have this place"},
	"two places":             {func(r *Release) { r.Parts[0].Blocks[0].Region = "05" }, "does not have this place"},
	"county as municipality": {func(r *Release) { r.Parts[0].Blocks[0].Municipality = "05" }, "does not have this place"},
	"nameless area":          {func(r *Release) { r.Parts[0].Blocks[3].Area = "" }, "does not have this place"},
	"no intervention":        {func(r *Release) { r.Parts[0].Blocks[0].Intervention = "" }, "cannot have the intervention"},
	"intervention in step 4": {func(r *Release) { r.Parts[0].Blocks[2].Intervention = "OG001" }, "cannot have the intervention"},
	"intervention typo":      {func(r *Release) { r.Parts[0].Blocks[2].Intervention = "og 1" }, "cannot have the intervention"},
	"no timing":              {func(r *Release) { r.Parts[0].Blocks[0].Timing = "" }, "cannot have the timing"},
	"timing in step 3":       {func(r *Release) { r.Parts[0].Blocks[1].Timing = "after" }, "cannot have the timing"},
	"odd timing":             {func(r *Release) { r.Parts[0].Blocks[0].Timing = "during" }, "cannot have the timing"},
	"table of another part":  {func(r *Release) { r.Parts[0].Blocks[0].Q["K09"] = []int{12} }, "not of this part"},
	"a column too few":       {func(r *Release) { r.Parts[0].Blocks[0].Q["K19"] = []int{12} }, "columns here and"},
	"view of nowhere":        {func(r *Release) { r.Parts[0].Views[0].Where = "Linköping" }, "it has a view by"},
	"view twice":             {func(r *Release) { r.Parts[0].Views = append(r.Parts[0].Views, r.Parts[0].Views[0]) }, "stands twice"},
	"group twice":            {func(r *Release) { v := &r.Parts[0].Views[0]; v.Groups = append(v.Groups, v.Groups[0]) }, "stands twice"},
	"table of a view":        {func(r *Release) { r.Parts[0].Views[0].Groups[0].Q["K02"] = []int{12} }, "columns here and"},
	"withheld part":          {func(r *Release) { r.Withheld[0].Part = 9 }, "part 9"},
	"withheld block":         {func(r *Release) { r.Withheld[4].Block = new(2) }, "names block 2"},
	"withheld table":         {func(r *Release) { r.Withheld[4].Table = "K01" }, "names table"},
	"withheld out of order":  {func(r *Release) { r.Withheld[0], r.Withheld[1] = r.Withheld[1], r.Withheld[0] }, "out of order"},
	"withheld both":          {func(r *Release) { r.Withheld[4].Municipality = "0581" }, "both"},
	"withheld neither":       {func(r *Release) { r.Withheld[0].Table = "K01" }, "neither"},
	"withheld nowhere":       {func(r *Release) { r.Withheld[0].Municipality = "" }, "neither"},
}

func TestParseRefusesNonsense(t *testing.T) {
	for name, c := range badForm {
		t.Run(name, func(t *testing.T) {
			r := sample(t)
			c.change(&r)
			wantRefused(t, canonical(t, r), c.want)
		})
	}
}

// badBytes are changes of a good file that leave it no release, or a release written another way.
var badBytes = map[string]struct {
	old, new string
	want     string
}{
	"space":             {`"k":12`, `"k": 12`, "canonical form"},
	"key order":         {`"demo":false,"honesty":{"channel":"too_few"}`, `"honesty":{"channel":"too_few"},"demo":false`, "canonical form"},
	"key twice":         {`"demo":false`, `"demo":true,"demo":false`, "canonical form"},
	"capital key":       {`"demo"`, `"Demo"`, "canonical form"},
	"unknown key":       {`"demo":false`, `"demo":false,"extra":1`, "unknown field"},
	"unknown inner key": {`"step":1`, `"step":1,"why":"few"`, "unknown field"},
	"fraction":          {`"n":12`, `"n":12.5`, "12.5"},
	"whole fraction":    {`"n":12`, `"n":12.0`, "12.0"},
	"exponent":          {`"n":12`, `"n":1e1`, "1e1"},
	"minus zero":        {`[3,0,`, `[3,-0,`, "canonical form"},
	"huge number":       {`"n":12`, `"n":99999999999999999999`, "99999999999999999999"},
	"string as number":  {`"n":12`, `"n":"12"`, "string"},
	"null":              {`"views":[]`, `"views":null`, "canonical form"},
	"missing prev":      {`"prev":"",`, ``, "canonical form"},
	"escaped letter":    {`Kinda–Ydre`, `Kinda\u2013Ydre`, "canonical form"},
	"broken UTF-8":      {`Kinda–Ydre`, "Kinda\xffYdre", "canonical form"},
	"another method":    {`treblock-3/1`, `treblock-3/2`, "treblock-3/2"},
}

func TestParseRefusesOtherBytes(t *testing.T) {
	good := string(canonical(t, sample(t)))
	for name, c := range badBytes {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(good, c.old) {
				t.Fatalf("%s is not in the sample", c.old)
			}
			wantRefused(t, []byte(strings.Replace(good, c.old, c.new, 1)), c.want)
		})
	}
	for name, text := range map[string]string{
		"empty": "", "text": "hello", "list": "[]", "truncated": good[:len(good)/2], "byte order mark": "\ufeff" + good,
		"line break": good + "\n", "two releases": good + good,
	} {
		t.Run(name, func(t *testing.T) { wantRefused(t, []byte(text), "") })
	}
}

// wantRefused checks that Parse fails with one line of kind Invalid that contains want.
func wantRefused(t *testing.T, text []byte, want string) {
	t.Helper()
	_, err := Parse(text)
	if survey.KindOf(err) != survey.Invalid || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want one line with %q", err, want)
	}
}

func FuzzParse(f *testing.F) {
	good := canonical(f, sample(f))
	f.Add(good)
	f.Add(good[:100])
	f.Add([]byte(`{"method":"treblock-3/1","parts":[{}],"withheld":[{"block":-1}]}`))
	f.Add([]byte(`{"method":"treblock-3/1","batteries":[{"tables":{"":[]}}]}`))
	for _, c := range badForm {
		r := sample(f)
		c.change(&r)
		f.Add(canonical(f, r))
	}
	for _, c := range badBytes {
		f.Add(bytes.Replace(good, []byte(c.old), []byte(c.new), 1))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Parse(text)
		if err != nil {
			return
		}
		if !json.Valid(text) || !bytes.Equal(text, canonical(t, r)) {
			t.Error("Parse took bytes that are not canonical")
		}
		r.Check()
		r.Municipalities()
	})
}
