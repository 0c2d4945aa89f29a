package i18n

import (
	"slices"
	"strings"
	"testing"
)

func tags(languages []Language) string {
	all := make([]string, len(languages))
	for i, l := range languages {
		all[i] = l.Tag
	}
	return strings.Join(all, " ")
}

func TestLanguagesHaveTheirOwnNameAndDirection(t *testing.T) {
	want := []struct{ tag, name, dir, swedish string }{
		{"ar", "العربية", "rtl", "arabiska"},
		{"fa-AF", "دری", "rtl", "dari"},
		{"ti", "ትግርኛ", "ltr", "tigrinja"},
		{"so", "Soomaali", "ltr", "somaliska"},
		{"uk", "українська", "ltr", "ukrainska"},
		{"sv", "svenska", "ltr", "svenska"},
		{"en", "English", "ltr", "engelska"},
	}
	if len(Languages) != len(want) {
		t.Fatalf("there are %d languages, want %d", len(Languages), len(want))
	}
	for i, w := range want {
		l := Languages[i]
		if l.Tag != w.tag || l.Name != w.name || l.Dir != w.dir || l.Swedish != w.swedish {
			t.Errorf("language %d is %s %s %s %s, want %v", i, l.Tag, l.Name, l.Dir, l.Swedish, w)
		}
		// A name that its own letter rule refuses would mean that the rule is wrong.
		if problems := textFaults(l.Name, l, nil); len(problems) > 0 {
			t.Errorf("own name of %s: %v", l.Tag, problems)
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct{ input, want string }{
		{"ar", "ar"}, {"AR", "ar"}, {"ar-SY", "ar"}, {"ar-001", "ar"}, {"ar_EG", "ar"},
		{"fa-AF", "fa-AF"}, {"fa_AF", "fa-AF"}, {"FA-af", "fa-AF"}, {"prs", "fa-AF"}, {"PRS", "fa-AF"},
		{"prs-AF", "fa-AF"}, {"prs_AF", "fa-AF"}, {"dari", "fa-AF"}, {"Dari", "fa-AF"},
		{"ti", "ti"}, {"ti-ER", "ti"}, {"so", "so"}, {"so-SO", "so"}, {"uk", "uk"}, {"uk-UA", "uk"},
		{"sv", "sv"}, {"sv-SE", "sv"}, {"en", "en"}, {"en-GB", "en"}, {"en_US", "en"},

		{"ru", ""}, {"ru-UA", ""}, {"be", ""}, {"tg", ""},
		{"ps", ""}, {"ur", ""}, {"ckb", ""}, {"ckb-IQ", ""}, {"ku", ""}, {"arz", ""},
		{"am", ""}, {"tig", ""}, {"gez", ""}, {"om", ""},
		{"fa", ""}, {"fa-IR", ""}, {"pes", ""}, {"prs-IR", ""},
		{"no", ""}, {"da", ""}, {"und", ""}, {"und-Arab", ""},
		{"ar-Latn", ""}, {"uk-Latn-UA", ""}, {"en-GB-oed", ""}, {"en-", ""}, {"-", ""}, {"", ""}, {" ar", ""},
		{"../ar", ""}, {"ar\x00", ""},
	}
	for _, test := range tests {
		l, ok := Find(Languages, test.input)
		if l.Tag != test.want || ok != (test.want != "") {
			t.Errorf("Find(%q) = %q, %v; want %q", test.input, l.Tag, ok, test.want)
		}
	}
}

func TestOrder(t *testing.T) {
	const fixed = "ar fa-AF ti so uk sv en"
	tests := []struct{ header, want string }{
		{"", fixed},
		{"sv", "sv ar fa-AF ti so uk en"},
		{"uk-UA,uk;q=0.9,en-US;q=0.8", "uk en ar fa-AF ti so sv"},
		{"en;q=0.2, so-SO;q=0.9, ti", "ti so en ar fa-AF uk sv"},
		{"prs", "fa-AF ar ti so uk sv en"},
		{"prs-AF,en;q=0.5", "fa-AF en ar ti so uk sv"},
		{"fa", "fa-AF ar ti so uk sv en"},
		{"fa-IR", "fa-AF ar ti so uk sv en"},
		{"ti-ER", "ti ar fa-AF so uk sv en"},
		{"so;q=0, ar-SY", fixed},
		{"so;q=0", fixed},
		{"ar-SY,ar;q=0.9", fixed},

		{"ru", fixed}, {"ru-RU,ru;q=0.9", fixed}, {"ru-UA", fixed}, {"be", fixed}, {"tg", fixed},
		{"ps", fixed}, {"ps-AF", fixed}, {"ur", fixed}, {"ckb", fixed}, {"ckb-IQ", fixed}, {"ku", fixed},
		{"am", fixed}, {"am-ET", fixed}, {"tig", fixed},
		{"und-UA", fixed}, {"und-Ethi", fixed}, {"*", fixed}, {"mul", fixed},
		{"ru,sv;q=0.1", "sv ar fa-AF ti so uk en"},

		{"xx, so", "so ar fa-AF ti uk sv en"},
		{"so;q=1.5, uk;q=-1, en;q=NaN, ti;v=1", fixed},
		{"SO-so ; Q=0.7 , *", "so ar fa-AF ti uk sv en"},
		{"so;q=abc", fixed}, {";;;,,,", fixed}, {"so;;q=1,", fixed}, {"\xff\xfe", fixed}, {"<script>", fixed},
		{strings.Repeat("so,", 100_000), fixed},
		{strings.Repeat("-so", 300), fixed},
		{strings.Repeat("a", 1_000_000), fixed},
	}
	for _, test := range tests {
		if got := tags(Order(Languages, test.header)); got != test.want {
			t.Errorf("Order(%.60q) = %s, want %s", test.header, got, test.want)
		}
	}
	if tags(Languages) != fixed {
		t.Error("Order changed the list it was given")
	}
}

func TestOrderNeverLosesALanguage(t *testing.T) {
	some := slices.Clone(Languages[2:5])
	if got := tags(Order(some, "uk, sv, xx, uk, ti-ER, ti")); got != "uk ti so" {
		t.Errorf("got %s", got)
	}
}

func FuzzOrder(f *testing.F) {
	f.Add("ar-SY,prs;q=0.9,*;q=0.1")
	f.Add("en-u-nu-latn;q=1.0000")
	f.Fuzz(func(t *testing.T, header string) {
		if got := Order(Languages, header); len(got) != len(Languages) {
			t.Errorf("Order(%q) has %d languages", header, len(got))
		}
	})
}
