package i18n

import (
	"strings"
	"testing"
)

func TestLettersOfEachLanguage(t *testing.T) {
	tests := []struct{ tag, text, mentions string }{
		// As it should be.
		{"ar", "هل تَدرس السويدية (sfi) الآن؟ ١", "U+0661"},
		{"ar", "هل تَدرس السويدية (sfi) الآن؟ 12 %، «نعم» – لا…", ""},
		{"ar", "رمز QR في https://example.se/s/ABC أو name@example.se", ""},
		{"ar", "الـQR و{{.Place}}", ""},
		{"ar", "تعويض (försörjningsstöd)", ""},
		{"fa-AF", "می\u200cخواهم در بارهٔ زبان سویدنی (Arbetsförmedlingen) بپرسم؛ گپ، چای، پدر، ژاله", ""},
		{"ti", "ኣበይ ትነብር፧ ሕጂ፡ ብ sfi።", ""},
		{"so", "Ma baratid Iswiidhish? – 50 %", ""},
		{"uk", "Чи є у вас щастя, ґанок, їжа, п'ять, п’ять, пʼять? QR-код", ""},
		{"sv", "Är du på väg till ett kafé i Åtvidaberg?", ""},
		{"en", "Frågebatteri in Östergötland", ""},

		// Another language's letters on the same keyboard.
		{"ar", "السویدية", "U+06CC"}, {"ar", "کتاب", "U+06A9"}, {"ar", "گ", "U+06AF"}, {"ar", "پ", "U+067E"},
		{"ar", "چ", "U+0686"}, {"ar", "ژ", "U+0698"},
		{"fa-AF", "سويد", "U+064A"}, {"fa-AF", "كتاب", "U+0643"}, {"fa-AF", "مدرسة", "U+0629"}, {"fa-AF", "على", "U+0649"},
		{"fa-AF", "ښوونځی", "U+069A"}, {"fa-AF", "ﻛتاب", "U+0643"},
		{"uk", "был", "U+044B"}, {"uk", "Это", "U+042D"}, {"uk", "ёлка", "U+0451"}, {"uk", "Ё", "U+0401"},
		{"uk", "объект", "U+044A"},

		// Another script, in whole or in one letter that looks the same.
		{"ar", "Hello مرحبا", `"Hello"`}, {"ar", "ሰላም", "U+1230"}, {"ar", "привіт", "U+043F"},
		{"fa-AF", "salam", `"salam"`}, {"fa-AF", "سلام (привіт)", "U+043F"},
		{"ti", "selam ሰላም", `"selam"`}, {"ti", "سلام", "U+0633"},
		{"so", "Sаlaan", "U+0430"}, {"so", "ሰላም", "U+1230"}, {"so", "سلام", "U+0633"},
		{"uk", "вiдповiдь", `"i"`}, {"uk", "Arbetsförmedlingen", `"Arbetsförmedlingen"`}, {"uk", "(sfi", ""},
		{"uk", "(Ви не на sfi чи kurs", `"kurs"`},
		{"sv", "Неj", "U+041D"}, {"en", "Yеs", "U+0435"},

		// Digits of no matter which script, everywhere.
		{"ar", "٣ أسئلة", "U+0663"}, {"fa-AF", "۳ سوال", "U+06F3"}, {"ti", "፩ ሕቶ", "U+1369"}, {"ti", "፼", "U+137C"},
		{"sv", "x²", "U+00B2"}, {"en", "3 (٣)", "U+0663"}, {"uk", "½", "U+00BD"},
	}
	for _, test := range tests {
		l, ok := Find(Languages, test.tag)
		if !ok {
			t.Fatalf("no language %s", test.tag)
		}
		problems := said(textFaults(test.text, l, nil))
		if test.mentions == "" && problems != "" {
			t.Errorf("%s %q: %s", test.tag, test.text, problems)
		}
		if !strings.Contains(problems, test.mentions) {
			t.Errorf("%s %q: want %s, got %q", test.tag, test.text, test.mentions, problems)
		}
	}
}

func TestTerms(t *testing.T) {
	uk, _ := Find(Languages, "uk")
	const text = "Region Östergötland і Sfi"
	if problems := textFaults(text, uk, []string{"Region Östergötland"}); len(problems) > 0 {
		t.Error(problems)
	}
	if problems := textFaults(text, uk, nil); len(problems) != 1 || !strings.Contains(problems[0].String(), `"Region", "Östergötland"`) {
		t.Error(problems)
	}
}

func TestTextsWithoutWordsMayBeTheSame(t *testing.T) {
	for text, want := range map[string]bool{
		"{{.N}} %": false, "3–20": false, "QR": false, "sfi, QR": false, "Frågebatteri": false, "https://example.se/s": false,
		"name@example.se": false, "Man": true, "{{.N}} svar": true, "Lund": false, "лише": true,
	} {
		if got := hasWords(text, []string{"Lund"}); got != want {
			t.Errorf("hasWords(%q) = %v", text, got)
		}
	}
}

// said returns faults as one line.
func said(faults []Fault) string {
	lines := make([]string, len(faults))
	for i, f := range faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "; ")
}
