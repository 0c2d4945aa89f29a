package i18n

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// handWritten are the CLDR rules for whole numbers, written down from the charts and not from the code under test.
var handWritten = map[string]func(n int) string{
	"ar": func(n int) string {
		switch {
		case n == 0:
			return "zero"
		case n == 1:
			return "one"
		case n == 2:
			return "two"
		case n%100 >= 3 && n%100 <= 10:
			return "few"
		case n%100 >= 11:
			return "many"
		}
		return "other"
	},
	"fa-AF": upToOne,
	"ti":    upToOne,
	"so":    exactlyOne,
	"sv":    exactlyOne,
	"en":    exactlyOne,
	"uk": func(n int) string {
		tens, ones := n/10%10, n%10
		switch {
		case tens != 1 && ones == 1:
			return "one"
		case tens != 1 && ones >= 2 && ones <= 4:
			return "few"
		}
		return "many"
	},
}

func upToOne(n int) string {
	if n <= 1 {
		return "one"
	}
	return "other"
}

func exactlyOne(n int) string {
	if n == 1 {
		return "one"
	}
	return "other"
}

func TestPluralForms(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, l := range Languages {
		var forms []string
		for _, c := range l.Plurals {
			forms = append(forms, fmt.Sprintf(`%q: "{{.N}} %s %s"`, c, l.Tag, c))
		}
		fsys["participant."+l.Tag+".json"] = &fstest.MapFile{Data: []byte(`{"answers": {` + strings.Join(forms, ",") + `}}`)}
	}
	c := load(t, fsys, Languages)
	for _, l := range Languages {
		p := c.Printer(l.Tag)
		seen := map[string]bool{}
		for n := range 121 {
			category := handWritten[l.Tag](n)
			seen[category] = true
			want := fmt.Sprintf("\u2068%d\u2069 %s %s", n, l.Tag, category)
			if got := p.N("answers", n); got != want {
				t.Errorf("%s, %d: got %q, want %q", l.Tag, n, got, want)
			}
			wantHTML := fmt.Sprintf("<bdi>%d</bdi> %s %s", n, l.Tag, category)
			if got := string(p.NHTML("answers", n)); got != wantHTML {
				t.Errorf("%s, %d: got %q, want %q", l.Tag, n, got, wantHTML)
			}
		}
		seen["other"] = true // Ukrainian has it for fractions only
		for _, c := range categories {
			if seen[c] != slices.Contains(l.Plurals, c) {
				t.Errorf("%s: numbers up to 120 use %s: %v, but Plurals is %v", l.Tag, c, seen[c], l.Plurals)
			}
		}
	}
}

// TestPluralRulesAgree compares go-i18n's rule with that of x/text, which is of another year.
func TestPluralRulesAgree(t *testing.T) {
	form := map[plural.Form]string{
		plural.Zero: "zero", plural.One: "one", plural.Two: "two",
		plural.Few: "few", plural.Many: "many", plural.Other: "other",
	}
	for _, l := range Languages {
		rule, err := pluralRule(l.Tag)
		if err != nil {
			t.Fatal(err)
		}
		for n := range 1001 {
			want := form[plural.Cardinal.MatchPlural(language.Make(l.Tag), n, 0, 0, 0, 0)]
			if got := rule(n); got != want {
				t.Errorf("%s, %d: go-i18n says %s, x/text says %s", l.Tag, n, got, want)
			}
		}
		if forms := pluralForms(rule); !slices.Equal(forms, l.Plurals) {
			t.Errorf("%s: the rule has %v, Plurals is %v", l.Tag, forms, l.Plurals)
		}
	}
}

func TestDariHasNoRuleAsPrs(t *testing.T) {
	if _, err := pluralRule("prs"); err == nil {
		t.Error("go-i18n has a rule for prs now; see whether fa-AF is still the better tag")
	}
	if _, err := pluralRule("fa-AF"); err != nil {
		t.Error(err)
	}
}

func TestExamples(t *testing.T) {
	for _, c := range []struct {
		tag, form string
		want      []int
	}{
		{"sv", "one", []int{1}}, {"sv", "other", []int{0, 2, 3}}, {"uk", "few", []int{2, 3, 4}}, {"uk", "other", nil},
		{"ar", "two", []int{2}}, {"ar", "many", []int{11, 12, 13}}, {"so", "few", nil},
	} {
		l, _ := Find(Languages, c.tag)
		if got := Examples(l, c.form); !slices.Equal(got, c.want) {
			t.Errorf("%s %s: %v, want %v", c.tag, c.form, got, c.want)
		}
	}
}
