package release

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest/tool"
)

// badNumbers are releases that can be read but break a rule of the method. Each is signed again.
var badNumbers = map[string]struct {
	change func(r *Release)
	want   string
}{
	"k below 12":              {func(r *Release) { r.K = 9 }, "k is 9"},
	"k not a multiple":        {func(r *Release) { r.K = 13 }, "k is 13"},
	"k of a part":             {func(r *Release) { r.Parts[0].K = 9 }, "core@1 base 3: its k is 9"},
	"k of a part follows k":   {func(r *Release) { r.K = 15 }, "core@1 base 3: its k is 12"},
	"k of the sensitive part": {func(r *Release) { r.Parts[1].K = 15 }, "core@1 base 5: its k is 15"},
	"k 24 makes 25":           {func(r *Release) { r.K, r.Parts[0].K = 24, 24 }, "core@1 base 5: its k is 20; it must be 25"},
	"base 4":                  {func(r *Release) { r.Parts[1].Base = 4 }, "the base of a part is 3, or 5"},
	"base 0":                  {func(r *Release) { r.Parts[0].Base = 0 }, "the base of a part is 3, or 5"},
	"count changed":           {func(r *Release) { r.Parts[0].Blocks[0].Q["K01"][0] = 6 }, "step 1 0581 OG028 before, table K01: the counts sum to 15 and there are 12"},
	"count between":           {func(r *Release) { r.Parts[0].Blocks[0].Q["K01"][0] = 4 }, "the count 4 is not a multiple of 3"},
	"two counts between":      {func(r *Release) { q := r.Parts[0].Blocks[0].Q["K01"]; q[0], q[1] = 2, 1 }, "the count 2 is not a multiple"},
	"negative count":          {func(r *Release) { q := r.Parts[0].Blocks[0].Q["K01"]; q[0], q[1] = 6, -3 }, "the count -3 is not"},
	"overflow":                {func(r *Release) { r.Parts[0].Blocks[0].Q["K19.o1"] = []int{9223372036854775806, 12} }, "is not a multiple"},
	"option table":            {func(r *Release) { r.Parts[0].Blocks[0].Q["K19.o1"][0] = 3 }, "table K19.o1: the counts sum to 15"},
	"status table":            {func(r *Release) { r.Parts[0].Blocks[0].Q["K19"][1] = 3 }, "table K19: the counts sum to 15"},
	"n not a multiple":        {func(r *Release) { r.Parts[0].Blocks[0].N = 13 }, "it has 13 answers"},
	"n below k":               {func(r *Release) { b := &r.Parts[0].Blocks[0]; b.N, b.Q = 9, plainTables(9) }, "it has 9 answers; there must be 12"},
	"n below sensitive k":     {func(r *Release) { r.Parts[1].Blocks[1].N = 15 }, "it has 15 answers; there must be 20"},
	"more sensitive answers":  {func(r *Release) { r.Parts[1].Blocks[1].N = 60 }, "core@1 base 5: it has 105 answers and core@1 base 3 only 102"},
	"table gone":              {func(r *Release) { delete(r.Parts[0].Blocks[0].Q, "K01"); r.Audit = r.Count() }, "table K01: it is neither there nor withheld"},
	"table there and not":     {func(r *Release) { r.Parts[0].Blocks[1].Q["K19.o1"] = []int{0, 15}; r.Audit = r.Count() }, "both there and withheld"},
	"unanimous":               {func(r *Release) { *r = asFirst(*r); r.Parts[1].Blocks[0].Q["K09"] = []int{45, 0, 0, 0, 0, 0, 0} }, "nearly all alike"},
	"nearly unanimous":        {func(r *Release) { *r = asFirst(*r); r.Parts[1].Blocks[0].Q["K09"] = []int{0, 5, 40, 0, 0, 0, 0} }, "nearly all alike"},
	"view":                    {func(r *Release) { r.Parts[0].Views[0].Groups[0].N = 15 }, "view by gender of 05, group o1, table K01: the counts sum to 12"},
	"small view":              {func(r *Release) { r.Parts[0].Views[0].Groups[0].N = 9 }, "group o1: it has 9 answers"},
	"honesty left out":        {func(r *Release) { r.Honesty = Honesty{} }, "it does not say how honest the answers to core@1 are"},
	"made-up left out":        {func(r *Release) { r.MadeUp = "" }, "it does not say whether answers look made up"},
	"sensitive block of nobody": {func(r *Release) {
		b := r.Parts[1].Blocks[0]
		b.Step, b.Intervention, b.Timing, b.N = 1, "OG028", "before", 20
		b.Q = map[string][]int{"K09": {5, 5, 0, 5, 5, 0, 0}}
		r.Parts[1].Blocks[0] = b
	}, "step 1 0581 OG028 before: it has 20 answers, and fewer are counted there in core@1 base 3"},
	"audit asked":              {func(r *Release) { r.Audit.Asked++ }, "the audit says 38"},
	"audit withheld":           {func(r *Release) { r.Audit.Withheld--; r.Audit.Asked-- }, "the audit says 36"},
	"announced not a multiple": {func(r *Release) { r.Participation[1].Announced = 61 }, "participation of 0581: 61 announced"},
	"announced below 0":        {func(r *Release) { r.Participation[0].Announced = -3 }, "participation of 0512: -3 announced"},
	"announced too large":      {func(r *Release) { r.Participation[0].Announced = 30_000_000 }, "participation of 0512: 30000000 announced"},
	"received not a multiple":  {func(r *Release) { r.Participation[1].Received = new(47) }, "participation of 0581: 47 received of 60; it must be a multiple of 3 from 12"},
	"received more":            {func(r *Release) { r.Participation[1].Received = new(63) }, "participation of 0581: 63 received"},
	"received too few":         {func(r *Release) { r.Participation[1].Received = new(9) }, "participation of 0581: 9 received"},
	"received below k":         {func(r *Release) { r.K, r.Participation[1].Received = 51, new(48) }, "48 received of 60; it must be a multiple of 3 from 51"},
	"chosen by nobody": {func(r *Release) { q := r.Parts[0].Blocks[0].Q; q["K19.o2"], q["K19.o3"] = []int{0, 12}, []int{0, 12} },
		"table K19: at least 7 answered, and all its options were chosen at most 6 times"},
	"chosen without answer": {func(r *Release) { r.Parts[0].Blocks[0].Q["K19"] = []int{3, 6, 0, 3, 0} }, "table K19.o3: at least 10 chose it and at most 5 answered K19"},
	"chosen in a group":     {func(r *Release) { r.Parts[0].Views[0].Groups[1].Q["K19"] = []int{3, 12, 0, 3, 0} }, "group o2, table K19.o3: at least 16 chose it and at most 5"},
	"asked has a block": {func(r *Release) {
		r.Withheld[0] = Withheld{Municipality: "0581", Intervention: "OG028", Timing: "before"}
	}, "withheld and has a block of its own"},
	"small sensitive block of nobody, by the first method": {func(r *Release) {
		*r = asFirst(*r)
		b := r.Parts[1].Blocks[0]
		b.Step, b.Intervention, b.Timing, b.N = 1, "OG028", "before", 20
		b.Q = map[string][]int{"K09": {5, 5, 0, 5, 5, 0, 0}}
		r.Parts[1].Blocks[0] = b
	}, "withheld and has a block of its own"},
	"asked is forgotten": {func(r *Release) { r.Withheld = r.Withheld[1:] }, "core@1 base 3, 0580 OG028 none: it neither has"},
	"block elsewhere":    {func(r *Release) { r.Withheld = append(r.Withheld[:3], r.Withheld[4:]...) }, "core@1 base 5, 0581 OG028 before: it neither has"},
}

func TestVerifyFindsBadNumbers(t *testing.T) {
	s := newSigner(t)
	for name, c := range badNumbers {
		t.Run(name, func(t *testing.T) {
			r := sample(t)
			c.change(&r)
			wantProblem(t, Verify(s.Public(), []File{signed(s, "a.json", canonical(t, r))}), "a.json", c.want)
		})
	}
}

func TestVerifyFindsBadForm(t *testing.T) {
	s := newSigner(t)
	good := canonical(t, sample(t))
	for name, text := range map[string][]byte{
		"truncated":   good[:len(good)-1],
		"unknown key": bytes.Replace(good, []byte(`"k":12,"key`), []byte(`"k":12,"kez":1,"key`), 1),
		"fraction":    bytes.Replace(good, []byte(`"n":12`), []byte(`"n":12.5`), 1),
	} {
		t.Run(name, func(t *testing.T) {
			wantProblem(t, Verify(s.Public(), []File{signed(s, "a.json", text)}), "a.json", "release")
		})
	}
	r := sample(t)
	b := r.Parts[0].Blocks
	b[0], b[1] = b[1], b[0]
	wantProblem(t, Verify(s.Public(), []File{signed(s, "a.json", canonical(t, r))}), "a.json", "twice or out of order")
}

func TestOneByteBreaksTheSignature(t *testing.T) {
	s := newSigner(t)
	file := signed(s, "a.json", canonical(t, sample(t)))
	for i := range file.JSON {
		changed := bytes.Clone(file.JSON)
		changed[i] ^= 1
		if err := s.Public().Verify(changed, file.Signature); survey.KindOf(err) != survey.Invalid {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	for i := range len(file.Signature) - 1 {
		changed := bytes.Clone(file.Signature)
		changed[i] ^= 1
		if err := s.Public().Verify(file.JSON, changed); survey.KindOf(err) != survey.Invalid {
			t.Fatalf("byte %d of the signature changed: %v", i, err)
		}
	}
	changed := file
	changed.JSON = bytes.Replace(file.JSON, []byte(`"demo":false`), []byte(`"demo":true`), 1)
	wantProblem(t, Verify(s.Public(), []File{changed}), "a.json", "the signature does not fit")
}

// Whoever has the key can still not change a single digit of a count, or of the size of what has
// tables. The ordinary tests change each to six of the nine others.
func TestOneDigitBreaksTheArithmetic(t *testing.T) {
	s := newSigner(t)
	good := string(canonical(t, sample(t)))
	tried := 0
	for _, number := range regexp.MustCompile(`(?:\[|,|"n":)[0-9]+`).FindAllStringIndex(good, -1) {
		if good[number[0]:number[1]] == `"n":20` {
			continue // a block whose only table is withheld has nothing that its size must fit
		}
		for i := number[0]; i < number[1]; i++ {
			if good[i] < '0' || good[i] > '9' {
				continue
			}
			for plus := range tool.Some(6, 9) {
				digit := '0' + (good[i]-'0'+byte(plus)+1)%10
				tried++
				changed := good[:i] + string(digit) + good[i+1:]
				if len(Verify(s.Public(), []File{signed(s, "a.json", []byte(changed))}).Problems) == 0 {
					t.Fatalf("nobody noticed …%s… changed to %c", good[i-20:i+20], digit)
				}
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d changes tried", tried)
	}
}

func TestVerifyRefusesOthers(t *testing.T) {
	s, other := newSigner(t), newSigner(t)
	text := canonical(t, sample(t))
	wantProblem(t, Verify(s.Public(), []File{signed(other, "a.json", text)}), "a.json", "somebody else signed it")
	wantProblem(t, Verify(s.Public(), []File{{Name: "a.json", JSON: text, Signature: s.SignDisposal(text)}}), "a.json", "does not fit")
	wantProblem(t, Verify(s.Public(), []File{{Name: "a.json", JSON: text}}), "a.json", "cannot be read")
	wantProblem(t, Verify("nonsense", []File{signed(s, "a.json", text)}), "signer", "copy all")
	wantProblem(t, Verify(s.Public(), nil), "verify", "at least one file")
}

// A signer that was replaced signs what came before, and nothing that follows its successor.
func TestVerifyKnowsFormerSigners(t *testing.T) {
	old, now := newSigner(t), newSigner(t)
	files := chainOf(t, old, 3)
	files[1], files[2] = signed(now, "1.json", files[1].JSON), signed(now, "2.json", files[2].JSON)
	both := []PublicKey{old.Public(), now.Public()}
	if err := VerifyAll(both, files).Err(); err != nil {
		t.Error(err)
	}
	wantProblem(t, Verify(now.Public(), files), "0.json", "somebody else signed it")
	files[2] = signed(old, "2.json", files[2].JSON)
	wantProblem(t, VerifyAll(both, files), "2.json", "a key that had been replaced when 1.json was signed")
	wantProblem(t, VerifyAll(nil, files), "signer", "no signer to verify with")
}

// chainOf returns n good releases, each linked to the one before.
func chainOf(t *testing.T, s Signer, n int) []File {
	t.Helper()
	var files []File
	prev := ""
	for i := range n {
		r := sample(t)
		r.ID, r.Round, r.Prev = fmt.Sprintf("release%d", i), fmt.Sprintf("round %d", i), prev
		r.Sealed = fmt.Sprintf("2026-12-%02d", i+1)
		text := canonical(t, r)
		prev = survey.HashOf(text)
		files = append(files, signed(s, fmt.Sprintf("%d.json", i), text))
	}
	return files
}

// relinked returns the file with its release changed and signed again.
func relinked(t *testing.T, s Signer, f File, change func(r *Release)) File {
	t.Helper()
	r, err := Parse(f.JSON)
	if err != nil {
		t.Fatal(err)
	}
	change(&r)
	return signed(s, f.Name, canonical(t, r))
}

func TestChain(t *testing.T) {
	s := newSigner(t)
	files := chainOf(t, s, 4)
	for name, given := range map[string][]File{
		"in order":     files,
		"out of order": {files[2], files[0], files[3], files[1]},
		"given twice":  {files[0], files[1], files[1], files[2], files[3]},
	} {
		report := Verify(s.Public(), given)
		if err := report.Err(); err != nil || report.From != "" {
			t.Errorf("%s: from %q, %v", name, report.From, err)
		}
		for i, r := range report.Releases {
			if r.ID != fmt.Sprintf("release%d", i) || len(report.Releases) != 4 {
				t.Errorf("%s: %s stands in place %d of %d", name, r.ID, i, len(report.Releases))
			}
		}
	}
	report := Verify(s.Public(), files[2:])
	if err := report.Err(); err != nil || report.From != survey.HashOf(files[1].JSON) {
		t.Errorf("the end of a chain: from %q, %v", report.From, err)
	}
}

func TestBrokenChain(t *testing.T) {
	s := newSigner(t)
	files := chainOf(t, s, 3)
	hash := func(i int) string { return survey.HashOf(files[i].JSON) }
	for name, c := range map[string]struct {
		files      []File
		file, want string
	}{
		"one is missing": {[]File{files[0], files[2]}, "2.json", hash(1)},
		"one was changed and signed again": {
			[]File{files[0], relinked(t, s, files[1], func(r *Release) { r.Demo = true }), files[2]}, "2.json", "not among the files"},
		"two are first": {
			[]File{files[0], relinked(t, s, files[1], func(r *Release) { r.Prev = "" })}, "1.json", "it says that it is the first"},
		"a branch": {
			[]File{files[0], files[1], relinked(t, s, files[2], func(r *Release) { r.Prev = hash(0) })}, "2.json", "no branches"},
		"reordered": {
			[]File{files[1], relinked(t, s, files[0], func(r *Release) { r.Prev = hash(1) })}, "0.json", "it is dated 2026-12-01, before"},
		"an id twice": {
			[]File{files[0], relinked(t, s, files[1], func(r *Release) { r.ID = "release0" })}, "1.json", "the id of 0.json"},
		"a round twice": {
			[]File{files[0], relinked(t, s, files[1], func(r *Release) { r.Round = "round 0" })}, "1.json", "another release of the round"},
		"a file that cannot be read in the middle": {
			[]File{files[0], {Name: "1.json", JSON: files[1].JSON[:99], Signature: files[1].Signature}, files[2]}, "2.json", "not among the files"},
	} {
		t.Run(name, func(t *testing.T) {
			wantProblem(t, Verify(s.Public(), c.files), c.file, c.want)
		})
	}
}

func TestAgainst(t *testing.T) {
	for name, c := range map[string]struct {
		change func(r *Release)
		want   string
	}{
		"another table":             {func(r *Release) { delete(r.Batteries[0].Tables, "K19.o3") }, "the tables or views of core@1"},
		"other views":               {func(r *Release) { delete(r.Batteries[0].Views, survey.ByTime) }, "the tables or views of core@1"},
		"sensitive in the other":    {func(r *Release) { r.Parts[0].Questions = append(r.Parts[0].Questions, "K09") }, "core@1 base 3: question K09"},
		"ordinary in the sensitive": {func(r *Release) { r.Parts[1].Questions = append(r.Parts[1].Questions, "K01") }, "core@1 base 5: question K01"},
		"another question defines":  {func(r *Release) { r.Parts[0].Views[0].Question = "K03" }, `view by gender of 05: the question that defines it is not "K03"`},
	} {
		r := sample(t)
		c.change(&r)
		if found := r.Against([]*survey.Battery{testBattery(t)}); len(found) != 1 || !strings.Contains(found[0], c.want) {
			t.Errorf("%s: %q, want %q", name, found, c.want)
		}
		r.Batteries[0].Version = 2
		if found := r.Against([]*survey.Battery{testBattery(t)}); len(found) > 0 {
			t.Errorf("%s in a battery that is not known: %q", name, found)
		}
	}
}

func wantProblem(t *testing.T, report Report, file, want string) {
	t.Helper()
	if survey.KindOf(report.Err()) != survey.Invalid {
		t.Errorf("error %v, want kind Invalid", report.Err())
	}
	for _, p := range report.Problems {
		if text := operator.Text(p.Err); strings.Contains(text, "\n") || text == "" {
			t.Errorf("problem %q is not one line", text)
		}
	}
	for _, p := range report.Problems {
		if p.File == file && strings.Contains(operator.Text(p.Err), want) {
			return
		}
	}
	t.Errorf("problems %q, want one of %s with %q", report.Problems, file, want)
}
