package i18n

import (
	"html/template"
	"regexp"
	"strings"
	"testing"
	"time"
)

func day(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.UTC)
}

func samples(t *testing.T) *Catalog {
	t.Helper()
	return load(t, folder(
		"participant.sv.json", `{
			"where": "Svar från {{.Place}} & kod {{.Code}}",
			"plain": "Välj <språk>",
			"only": "Bara på svenska, {{.Place}}",
			"blank": "Inte blank",
			"n": {"one": "{{.N}} svar i {{.Place}}", "other": "{{.N}} svar i {{.Place}}"},
			"date": "{{.Day}} {{.Month}} {{.Year}}", "month.11": "november", "month.12": "december"
		}`,
		"participant.ar.json", `{
			"where": "إجابات من {{.Place}}، الرمز {{.Code}}",
			"blank": "",
			"n": {"zero": "صفر {{.N}} {{.Place}}", "other": "{{.N}} إجابة في {{.Place}}"},
			"date": "{{.Day}} {{.Month}} {{.Year}}", "month.11": "نوفمبر"
		}`,
		"participant.uk.json", `{"n": {"one": "{{.N}} відповідь, {{.Place}}"}}`,
	), Languages)
}

func TestT(t *testing.T) {
	c := samples(t)
	tests := []struct {
		tag, want string
		key       string
		pairs     []any
	}{
		{"ar", "إجابات من \u2068Boxholm\u2069، الرمز \u2068K7-3\u2069", "where", []any{"Place", "Boxholm", "Code", "K7-3"}},
		{"sv", "Svar från \u2068A & <B>\u2069 & kod \u20687\u2069", "where", []any{"Code", 7, "Place", "A & <B>"}},
		{"sv", "Svar från \u2068\u2069 & kod \u2068<b>\u2069", "where", []any{"Place", nil, "Code", template.HTML("<b>")}},
		{"ar", "Bara på svenska, \u2068Kisa\u2069", "only", []any{"Place", "Kisa"}}, // falls back
		{"ar", "Inte blank", "blank", nil},
		{"ti", "Välj <språk>", "plain", nil},
		{"ar", "no.such.key", "no.such.key", nil},
		{"sv", "<no key>", "<no key>", nil},

		// What a careless caller gives must never stop a page.
		{"sv", "Svar från {{.Place}} & kod {{.Code}}", "where", nil},
		{"sv", "Svar från {{.Place}} & kod {{.Code}}", "where", []any{"Place"}},
		{"sv", "Svar från {{.Place}} & kod \u2068x\u2069", "where", []any{5, "y", []int{1}, "z", "Code", "x", "Place"}},
	}
	for _, test := range tests {
		if got := c.Printer(test.tag).T(test.key, test.pairs...); got != test.want {
			t.Errorf("%s %s %v: got %q, want %q", test.tag, test.key, test.pairs, got, test.want)
		}
	}
}

func TestHTML(t *testing.T) {
	c := samples(t)
	tests := []struct {
		key, want string
		pairs     []any
	}{
		{"where", "Svar från <bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi> &amp; kod <bdi>&#34;</bdi>",
			[]any{"Place", "<script>alert(1)</script>", "Code", `"`}},
		{"where", `Svar från <bdi><a href="/x">Kisa</a></bdi> &amp; kod <bdi>5</bdi>`,
			[]any{"Place", template.HTML(`<a href="/x">Kisa</a>`), "Code", 5}},
		{"plain", "Välj &lt;språk&gt;", nil},
		{"<i>", "&lt;i&gt;", nil},
		{"where", "Svar från {{.Place}} &amp; kod {{.Code}}", []any{"Place"}},
	}
	for _, test := range tests {
		if got := string(c.Printer("sv").HTML(test.key, test.pairs...)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.key, got, test.want)
		}
	}
}

func TestTemplatesCallThePrinter(t *testing.T) {
	page := template.Must(template.New("").Parse(
		`<p title="{{.T "where" "Place" .Place "Code" 5}}">{{.HTML "where" "Place" .Place "Code" 5}}</p>` +
			`<p>{{.T "where" "Place" .Place "Code" 5}}</p>{{.N "n" 2 "Place" "Y"}} {{.NHTML "n" 2 "Place" "Y"}}`))
	var b strings.Builder
	err := page.Execute(&b, struct {
		*Printer
		Place string
	}{samples(t).Printer("sv"), `<script>"`})
	if err != nil {
		t.Fatal(err)
	}
	const escaped = "&lt;script&gt;&#34;"
	want := `<p title="Svar från ` + "\u2068" + escaped + "\u2069 &amp; kod \u20685\u2069" + `">` +
		"Svar från <bdi>" + escaped + "</bdi> &amp; kod <bdi>5</bdi></p>" +
		"<p>Svar från \u2068" + escaped + "\u2069 &amp; kod \u20685\u2069</p>" +
		"\u20682\u2069 svar i \u2068Y\u2069 <bdi>2</bdi> svar i <bdi>Y</bdi>"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestValuesCannotLeaveTheirIsolate(t *testing.T) {
	p := samples(t).Printer("sv")
	for value, want := range map[string]string{
		"\u202eabc":             "abc",
		"a\u2069b":              "ab",
		"\u2067a":               "a",
		"\u2069a\u2068":         "a",
		"1 \u2068inner\u2069 2": "1 \u2068inner\u2069 2", // a text printed before
		"می\u200cخواهم":         "می\u200cخواهم",
	} {
		if got := p.T("only", "Place", value); got != "Bara på svenska, \u2068"+want+"\u2069" {
			t.Errorf("%q became %q", value, got)
		}
	}
}

func TestIncompletePlurals(t *testing.T) {
	c := samples(t)
	for _, test := range []struct {
		tag  string
		n    int
		want string
	}{
		{"ar", 0, "صفر \u20680\u2069 \u2068Y\u2069"},
		{"ar", 5, "\u20685\u2069 إجابة في \u2068Y\u2069"}, // few is missing, other is better than Swedish
		{"uk", 21, "\u206821\u2069 відповідь, \u2068Y\u2069"},
		{"uk", 5, "\u20685\u2069 svar i \u2068Y\u2069"}, // neither many nor other
		{"so", 1, "\u20681\u2069 svar i \u2068Y\u2069"}, // no file
		{"sv", -3, "\u2068-3\u2069 svar i \u2068Y\u2069"},
	} {
		if got := c.Printer(test.tag).N("n", test.n, "Place", "Y"); got != test.want {
			t.Errorf("%s %d: got %q, want %q", test.tag, test.n, got, test.want)
		}
	}
	if got := c.Printer("sv").N("plain", 3); got != "Välj <språk>" {
		t.Errorf("a text without plural forms: got %q", got)
	}
	if got := c.Printer("sv").N("nothing", 3); got != "nothing" {
		t.Errorf("a missing text: got %q", got)
	}
}

func TestDate(t *testing.T) {
	c := samples(t)
	tests := []struct {
		tag  string
		when time.Time
		want string
	}{
		{"sv", day(2026, 11, 22), "22 november 2026"},
		{"ar", day(2026, 11, 22), "22 نوفمبر 2026"},
		{"ar", day(2026, 12, 2), "2 december 2026"}, // no Arabic December: the whole date in Swedish
		{"ti", day(2026, 11, 1), "1 november 2026"},
		{"sv", day(2026, 10, 1), "2026-10-01"},
	}
	for _, test := range tests {
		if got := c.Printer(test.tag).Date(test.when); got != test.want {
			t.Errorf("%s: got %q, want %q", test.tag, got, test.want)
		}
	}
}

func TestNumbersAreASCII(t *testing.T) {
	c := samples(t)
	number := regexp.MustCompile(`[0-9]+`)
	for _, l := range Languages {
		text := c.Printer(l.Tag).N("n", 1234567, "Place", 8.5) + c.Printer(l.Tag).Date(day(2026, 11, 22))
		if foreign := runesIn(text, isForeignDigit); len(foreign) > 0 {
			t.Errorf("%s: %q has %s", l.Tag, text, named(foreign))
		}
		if got := number.FindString(text); got != "1234567" {
			t.Errorf("%s: the number is printed %q", l.Tag, got)
		}
	}
}

func TestPrinterOfUnknownLanguage(t *testing.T) {
	c := samples(t)
	for _, tag := range []string{"prs", "ru", "AR", "", "en-GB"} {
		p := c.Printer(tag)
		if p != nil {
			t.Fatalf("%q has a printer", tag)
		}
		if p.T("a") != "a" || p.HTML("<") != "&lt;" || p.N("a", 2) != "a" || p.NHTML("a", 2) != "a" ||
			p.Date(day(2026, 11, 22)) != "2026-11-22" || p.Language().Tag != "" {
			t.Error("a nil printer does not print keys")
		}
	}
	if got := c.Printer("fa-AF").Language(); got.Tag != "fa-AF" || got.Dir != "rtl" || got.Name != "دری" {
		t.Errorf("got %v", got)
	}
}

func BenchmarkT(b *testing.B) {
	c, err := Load(folder("participant.sv.json", `{"a": "Svar från {{.Place}}"}`, "participant.ar.json", `{"a": "من {{.Place}}"}`), Languages)
	if err != nil {
		b.Fatal(err)
	}
	p := c.Printer("ar")
	for b.Loop() {
		p.T("a", "Place", "Kisa")
	}
}

func BenchmarkLoad(b *testing.B) {
	fsys := folder("participant.sv.json", `{"a": "Svar från {{.Place}}"}`)
	for b.Loop() {
		if _, err := Load(fsys, Languages); err != nil {
			b.Fatal(err)
		}
	}
}
