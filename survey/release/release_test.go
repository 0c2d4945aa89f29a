package release

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
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
		`"method":"treblock-3/2","participation":[],"parts":[],"prev":"","release":"a","round":"<å & b>","sealed":"2026-12-01","withheld":[]}`
	if got := canonical(t, r); string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCanonicalBlock(t *testing.T) {
	text := string(canonical(t, sample(t)))
	for _, want := range []string{
		`{"intervention":"OG028","municipality":"0581","n":12,"q":{"K01":[3,0,3,3,0,3,0],"K19":[9,0,0,3,0],"K19.o1":[0,12],"K19.o2":[6,6],"K19.o3":[12,0]},"step":1,"timing":"before"}`,
		`{"area":"Kinda–Ydre","n":12,`,
		`{"intervention":"OG030","n":15,"one_session":true,"q":{`,
		`"made_up":"none","method":`,
		`{"n":20,"q":{},"region":"05","step":6}`,
		`"withheld":[{"intervention":"OG028","municipality":"0580","part":0,"timing":"none"},` +
			`{"block":1,"part":0,"table":"K19.o1"},`,
		`"honesty":{"core@1":{"ceiling":"none","channel":"too_few","channel_sees":"too_few","contradiction":"many","frank":"most",`,
		`"participation":[{"announced":6,"municipality":"0512"},{"announced":60,"municipality":"0581","received":48}]`,
		`"views":[{"by":"gender","groups":[{"key":"o1","n":12,"q":{"K01":[3,0,3,3,0,3,0],"K19":`,
		`}}],"question":"K02","where":"05"}]`,
		`"version":1,"views":{"gender":"K02","time":"K03"}}`,
		`"views":[]`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nis missing in\n%s", want, text)
		}
	}
}

func TestCanonicalChangesNothing(t *testing.T) {
	r := Release{Parts: []Part{{Blocks: []Block{{}}, Views: []View{{Groups: []Group{{}}}, {}}}}}
	if text := string(canonical(t, r)); strings.Contains(text, "null") {
		t.Errorf("a list or map that is empty stands as null in %s", text)
	}
	p := r.Parts[0]
	if p.Questions != nil || p.Blocks[0].Q != nil || p.Views[0].Groups[0].Q != nil || p.Views[1].Groups != nil || r.Honesty != nil {
		t.Error("Canonical filled in the caller's release")
	}
}

func TestReading(t *testing.T) {
	r := sample(t)
	if got := r.Places(); !slices.Contains(got, survey.InMunicipality("0580")) || !slices.IsSortedFunc(got, survey.Place.Compare) {
		t.Errorf("places %q", got)
	}
	var ids []string
	for _, table := range r.Tables(r.Parts[0]) {
		ids = append(ids, table.ID)
	}
	if !slices.Equal(ids, []string{"K01", "K19", "K19.o1", "K19.o2", "K19.o3"}) {
		t.Errorf("tables %q", ids)
	}
	if asked := r.Asked(1); len(asked) != 2 || asked[1].Municipality != "0581" {
		t.Errorf("asked %v", asked)
	}
	if got := r.Parts[0].Answers(); got != 102 {
		t.Errorf("%d answers", got)
	}
	if want := (Audit{Asked: 37, Certified: 35, Withheld: 2}); r.Count() != want {
		t.Errorf("count %v, want %v", r.Count(), want)
	}
	if _, ok := r.Battery("core@2"); ok {
		t.Error("found a battery that is not there")
	}
}

// Options must be in their own order, not in that of the alphabet.
func TestTablesWithManyOptions(t *testing.T) {
	b := &survey.Battery{ID: "many", Version: 2, Questions: []survey.Question{{ID: "M1", Kind: survey.Multi, Own: 11, Topic: "needs"}}}
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
	"id":                      {func(r *Release) { r.ID = "A b" }, "its id"},
	"prev":                    {func(r *Release) { r.Prev = "abc" }, "prev"},
	"round":                   {func(r *Release) { r.Round = "a\nb" }, "its round"},
	"clock time":              {func(r *Release) { r.Sealed = "2026-12-01T10:00:00Z" }, "must be a date"},
	"honesty of nothing":      {func(r *Release) { r.Honesty["kort@1"] = sampleChecks() }, `honesty of "kort@1"`},
	"not mixed":               {func(r *Release) { r.Mixed = 0 }, "0 were mixed"},
	"mixed otherwise":         {func(r *Release) { r.Mixed = 21 }, "21 were mixed"},
	"first method mixed":      {func(r *Release) { r.Method = FirstMethod }, "20 were mixed"},
	"no most":                 {func(r *Release) { r.Batteries[0].Most = nil }, "at most 0 of 3 options"},
	"most beyond all":         {func(r *Release) { r.Batteries[0].Most["K19"] = 4 }, "at most 4 of 3 options"},
	"most of a single choice": {func(r *Release) { r.Batteries[0].Most["K01"] = 1 }, "how many options could be chosen"},
	"unknown check":           {func(r *Release) { r.Honesty["core@1"]["speed"] = TooFew }, `honesty of "core@1"`},
	"check for another":       {func(r *Release) { c := r.Honesty["core@1"]; delete(c, Help); c["speed"] = TooFew }, `honesty of "core@1"`},
	"unknown category":        {func(r *Release) { r.Honesty["core@1"][Straight] = "several" }, `honesty of "core@1"`},
	"category of another":     {func(r *Release) { r.Honesty["core@1"][Straight] = "most" }, `honesty of "core@1"`},
	"number as category":      {func(r *Release) { r.Honesty["core@1"][Ceiling] = "3" }, `honesty of "core@1"`},
	"no category":             {func(r *Release) { r.Honesty["core@1"][Ceiling] = "" }, `honesty of "core@1"`},
	"check is missing":        {func(r *Release) { delete(r.Honesty["core@1"], Ceiling) }, `honesty of "core@1"`},
	"no checks":               {func(r *Release) { r.Honesty["core@1"] = nil }, `honesty of "core@1"`},
	"unknown word of made-up": {func(r *Release) { r.MadeUp = "several" }, `of made-up answers it says "several"`},
	"number of made-up":       {func(r *Release) { r.MadeUp = "3" }, `of made-up answers it says "3"`},
	"made-up by first method": {func(r *Release) { r.Method, r.Mixed = FirstMethod, 0 }, `of made-up answers it says "none"`},
	"sessions by first method": {func(r *Release) {
		*r = asFirst(*r)
		r.Parts[0].Blocks[1].OneSession = true
	}, "step 3 05 OG030: it speaks of sessions"},
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
	"withheld part":          {func(r *Release) { r.Withheld[0].Part = 9 }, "part 9"},
	"withheld block":         {func(r *Release) { r.Withheld[4].Block = new(2) }, "names block 2"},
	"withheld table":         {func(r *Release) { r.Withheld[4].Table = "K01" }, "names table"},
	"withheld out of order":  {func(r *Release) { r.Withheld[0], r.Withheld[1] = r.Withheld[1], r.Withheld[0] }, "out of order"},
	"withheld both":          {func(r *Release) { r.Withheld[4].Municipality = "0581" }, "both"},
	"withheld intervention":  {func(r *Release) { r.Withheld[4].Intervention = "OG028" }, "both"},
	"withheld timing":        {func(r *Release) { r.Withheld[4].Timing = survey.After }, "both"},
	"withheld below 0":       {func(r *Release) { r.Withheld[0] = Withheld{Block: new(-1), Table: "K01"} }, "names block -1"},
	"withheld neither":       {func(r *Release) { r.Withheld[0].Table = "K01" }, "neither"},
	"withheld nowhere":       {func(r *Release) { r.Withheld[0].Municipality = "" }, "neither"},
	"participation order":    {func(r *Release) { p := r.Participation; p[0], p[1] = p[1], p[0] }, `municipality "0512" stands`},
	"participation twice":    {func(r *Release) { r.Participation[0].Municipality = "0581" }, `municipality "0581" stands`},
	"participation nowhere":  {func(r *Release) { r.Participation[0].Municipality = "05" }, `municipality "05" stands`},
}

func TestParseRefusesNonsense(t *testing.T) {
	s := newSigner(t)
	for name, c := range badForm {
		t.Run(name, func(t *testing.T) {
			r := sample(t)
			c.change(&r)
			wantRefused(t, canonical(t, r), c.want)
			wantProblem(t, Verify(s.Public(), []File{signed(s, "a.json", canonical(t, r))}), "a.json", c.want)
		})
	}
}

// badBytes are changes of a good file that leave it no release, or a release written another way.
var badBytes = map[string]struct {
	old, new string
	want     string
}{
	"space":             {`"k":12`, `"k": 12`, "canonical form"},
	"key order":         {`"certified":35,"withheld":2`, `"withheld":3,"certified":46`, "canonical form"},
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
	"received null":     {`"announced":6,`, `"announced":6,"received":null,`, "canonical form"},
	"false said":        {`"n":20,"q"`, `"n":20,"one_session":false,"q"`, "canonical form"},
	"one session, yes":  {`"one_session":true`, `"one_session":"yes"`, "string"},
	"made-up empty":     {`"made_up":"none"`, `"made_up":""`, "canonical form"},
	"no question":       {`"where":"05"`, `"question":"","where":"05"`, "canonical form"},
	"missing prev":      {`"prev":"",`, ``, "canonical form"},
	"escaped letter":    {`Kinda–Ydre`, `Kinda\u2013Ydre`, "canonical form"},
	"broken UTF-8":      {`Kinda–Ydre`, "Kinda\xffYdre", "canonical form"},
	"another method":    {`treblock-3/2`, `treblock-3/3`, "treblock-3/3"},
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
	if survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want one line with %q", err, want)
	}
}

func FuzzParse(f *testing.F) {
	good := canonical(f, sample(f))
	f.Add(good)
	f.Add(good[:100])
	f.Add([]byte(`{"method":"treblock-3/2","parts":[{}],"withheld":[{"block":-1}]}`))
	f.Add([]byte(`{"method":"treblock-3/2","batteries":[{"tables":{"":[]}}]}`))
	for _, c := range badForm {
		r := sample(f)
		c.change(&r)
		f.Add(canonical(f, r))
	}
	for _, changes := range []map[string]struct {
		change func(r *Release)
		want   string
	}{badViews, badGroups} {
		for _, c := range changes {
			r := viewed(f)
			c.change(&r)
			f.Add(canonical(f, r))
		}
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
		r.Places()
		for _, p := range r.Parts {
			for _, d := range survey.Dimensions {
				p.Grouped(d)
			}
		}
	})
}
