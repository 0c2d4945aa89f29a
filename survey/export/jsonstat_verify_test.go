package export

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
)

// Whatever is changed in a JSON-stat file, the place of the change is named; names of interventions
// may be others.
func TestVerifyJSONStat(t *testing.T) {
	words := []Words{shouted{}, testWords{}}
	for method, r := range samples(t) {
		for _, s := range selectable(r) {
			var out bytes.Buffer
			if err := JSONStat(&out, r, Options{Selection: s, Words: testWords{}}); err != nil {
				t.Fatal(err)
			}
			if !IsJSONStat(out.Bytes()) {
				t.Error("it is not known for what it is")
			}
			if err := VerifyJSONStat(out.Bytes(), words, r); err != nil {
				t.Errorf("%s of %q: %s", method, s.Place, operator.Text(err))
			}
		}
	}
	r := sample(t)
	var out bytes.Buffer
	if err := JSONStat(&out, r, Options{Words: testWords{}}); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	share := regexp.MustCompile(`:0\.\d{3}[0-8]`).FindString(text)
	for name, c := range map[string]struct{ old, new, want string }{
		"a digit":         {`"1075":15,`, `"1075":18,`, ".value.1075 it has 18 where release abcdefgh23456722 has 15"},
		"a share":         {share, share[:5] + "9", ".value."},
		"a suppressed":    {`":".."`, `":"."`, ".status"},
		"a question":      {`rad två`, `rad 2`, ".link.item[0]"},
		"an answer":       {`"-ett"`, `"ett"`, ".dimension.option.category.label.o1"},
		"a code":          {`"o1","o2"`, `"o2","o1"`, ".dimension.option.category.index[0]"},
		"a day":           {`2026-12-01`, `2026-12-02`, "2026-12-02"},
		"a dataset":       {`"class":"dataset"`, `"class":"bundle"`, ".class"},
		"a member":        {`"class":"dataset"`, `"class":"dataset","more":{"a":[1]}`, ".more"},
		"a list for text": {`"class":"dataset"`, `"class":["dataset"]`, ".class"},
		"another release": {`"release":"abcdefgh23456722"`, `"release":"abcdefgh23456723"`, `of release "abcdefgh23456723"`},
		"no JSON":         {`{`, `[`, "no JSON-stat collection"},
		"another source":  {`"source":"T:export.source"`, `"source":"x"`, "no JSON-stat collection"},
	} {
		changed := strings.Replace(text, c.old, c.new, 1)
		if changed == text {
			t.Errorf("%s: nothing to change", name)
			continue
		}
		if err := VerifyJSONStat([]byte(changed), words, r); survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := VerifyJSONStat([]byte(strings.ReplaceAll(text, "Språk; kafé", "Språkkafé")), words, r); err != nil {
		t.Errorf("a name: %v", err)
	}
	released, err := r.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	if IsJSONStat(released) || IsJSONStat([]byte("id,name\n")) {
		t.Error("something else is taken for JSON-stat")
	}
}
