package survey_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode"

	"fragebatteri/survey"
)

const (
	typedCode   = "ABCD2345"
	typedTicket = "MZXW6YTBOI2DAMBSGQ3DQMBRGI"
)

// Every way to write a code, alone, is the same code.
func TestParseCode(t *testing.T) {
	for typed, want := range map[string]string{
		// capitals, and letters that are read as digits
		"ABCD2345": typedCode, "abcd2345": typedCode, "oO0iIlL1": "00011111", "ıİ000000": "11000000",
		// spaces
		" abcd2345\n": typedCode, "ab cd 23 45": typedCode, "ABCD\u00a02345": typedCode, "ABCD\u20092345": typedCode,
		"ABCD\u202f2345": typedCode, "ABCD\u30002345": typedCode, "ABCD\t2345\r\n": typedCode, "ABCD\u00852345": typedCode,
		// dashes, lines and dots
		"ABCD-2345": typedCode, "ABCD\u20112345": typedCode, "ABCD–2345": typedCode, "ABCD — 2345": typedCode, "ABCD\u22122345": typedCode,
		"ABCD_2345": typedCode, "AB.CD.23.45": typedCode, "ABCD·2345": typedCode, "ABCD•2345": typedCode, "ABCD・2345": typedCode,
		"ABCD־2345": typedCode, "ABCDـ2345": typedCode, "-ABCD-2345-": typedCode, "ABCD﹘2345": typedCode, "ABCD‿2345": typedCode,
		// what cannot be seen
		"AB\u200bCD\u200c23\u200d45": typedCode, "\ufeffABCD2345": typedCode, "\u200eABCD2345\u200f": typedCode,
		"\u2066ABCD2345\u2069": typedCode, "\u202aABCD2345\u202c": typedCode, "ABCD\u2060\u00ad2345": typedCode, "\u061cABCD2345": typedCode,
		"ABCD2\ufe0f\u20e3345": typedCode, "ABCD2345\U000e0100": typedCode, "ABCD\u064e2345": typedCode, "ABCD\u034f\u31642345": typedCode,
		// full width, digits of other scripts
		"ＡＢＣＤ２３４５": typedCode, "ａｂｃｄ－２３４５": typedCode, "ABCD٢٣٤٥": typedCode, "ABCD۲۳۴۵": typedCode, "ABCD፪፫፬፭": typedCode,
		"ABCD२३४५": typedCode, "ABCD𝟐𝟛𝟦𝟻": typedCode, "፩፱٠۹0000": "19090000",
		// letters of other scripts
		"АВСD2345": typedCode, "авсd2345": typedCode, "ΑΒCD2345": typedCode, "КМНОРТХУ": "KMH0PTXY", "ѕіјһѵԝԛԁ": "S1JHVWQD",
		"ΕΖΗΙΚΜΝΡ": "EZH1KMNP", "ΤΥΧαικνγ": "TYXA1KVY", "ӀӏҮү0000": "11YY0000",
		// what stands around it
		`"ABCD2345"`: typedCode, "”ABCD2345”": typedCode, "«ABCD-2345»": typedCode, "(ABCD2345)": typedCode, "[ABCD2345]": typedCode,
		"„ABCD2345“": typedCode, "<ABCD2345>": typedCode, "'ABCD2345'.": typedCode, "*ABCD2345*": typedCode, "`ABCD2345`": typedCode,
		"ABCD2345.": typedCode, "ABCD2345,": typedCode, "ABCD2345;": typedCode, "ABCD2345:": typedCode, "ABCD2345!": typedCode,
		"ABCD2345?": typedCode, "ABCD2345،": typedCode, "ABCD2345؛": typedCode, "ABCD2345؟": typedCode, "ABCD2345።": typedCode, "ABCD2345፡": typedCode,
		"👉 ABCD2345": typedCode, "ABCD2345。": typedCode, "ABCD2345%20": typedCode, "%EF%BB%BFABCD%2D2345": typedCode,
		// what is none
		"": "", " ": "", "ABCD234": "", "ABCD23456": "", "ABCDU345": "", "ABCDυ345": "", "ABCD234Å": "", "ABCD234Ж": "", "ABCD234Ω": "",
		"ABCD\x002345": "", "../../..": "", "%00%00%0": "", "ABCD%002345": "", "ABCD\xff2345": "", "ABCD,2345": "", "ABCD2/345": "",
		"ABCD²345": "", strings.Repeat(" ", 5000) + "ABCD2345": "",
	} {
		code, ticket, ok := survey.ParseCode(typed)
		if code != want || ticket != "" || ok != (want != "") {
			t.Errorf("%+q: got %q, %q, %t; want %q", typed, code, ticket, ok, want)
		}
	}
}

// An address, or a text with a code in it, leads where it says.
func TestParseCodeInAddressAndText(t *testing.T) {
	for typed, want := range map[string][2]string{
		"https://svar.example/s/ABCD2345":                                    {typedCode},
		"HTTPS://SVAR.EXAMPLE/S/ABCD2345":                                    {typedCode},
		"svar.example/s/abcd-2345":                                           {typedCode},
		"/s/ABCD2345":                                                        {typedCode},
		"http://127.0.0.1:8080/s/ABCD2345/":                                  {typedCode},
		"http://[::1]:8080/s/ABCD2345/sv":                                    {typedCode},
		"https://svar.example/s/ABCD2345/fa-AF/done":                         {typedCode},
		"https://svar.example/s/ABCD2345/sv?fbclid=" + typedTicket:           {typedCode},
		"https://svar.example/s/ABCD2345?lang=sv#K01":                        {typedCode},
		"https://svar.example/s/ABCD2345#K01":                                {typedCode},
		"<https://svar.example/s/ABCD2345>.":                                 {typedCode},
		"https://svar.example/s/ABCD2345 tack":                               {typedCode},
		"https://svar.example/s/ABCD 2345":                                   {typedCode},
		"Svara här: https://svar.example/s/ABCD2345. Tack!":                  {typedCode},
		"https%3A%2F%2Fsvar.example%2Fs%2FABCD2345":                          {typedCode},
		"https://l.example/?u=https%3A%2F%2Fsvar.example%2Fs%2FABCD2345&h=x": {typedCode},
		"ｈｔｔｐｓ：／／ｓｖａｒ．ｅｘａｍｐｌｅ／ｓ／ＡＢＣＤ２３４５": {typedCode},

		"https://svar.example/S/ABCD2345/" + typedTicket:                          {typedCode, typedTicket},
		"svar.example/s/abcd2345/" + strings.ToLower(typedTicket) + "/sv":         {typedCode, typedTicket},
		"https://svar.example/s/ABCD2345/" + typedTicket + "/":                    {typedCode, typedTicket},
		"Kort: svar.example/S/ABCD2345/" + typedTicket + " (gäller en gång)":      {typedCode, typedTicket},
		"ABCD2345/" + typedTicket:                                                 {typedCode, typedTicket},
		"ABCD 2345 / MZXW6 YTBOI 2DAMB SGQ3D QMBRG I":                             {typedCode, typedTicket},
		"ABCD2345/MZXW-6YTB-OI2D-AMBS-GQ3D-QMBR-GI":                               {typedCode, typedTicket},
		"ABCD2345/\u200eMZXW6YTB01208MBSGQ3DQM8RG1\u200f.":                        {typedCode, "MZXW6YTBOI2OBMBSGQ3DQMBRGI"},
		"https://svar.example/s/ABCD2345/МΖΧW6ΥΤΒОІ2DAMBSGQ3DQMBRGI":              {typedCode, typedTicket},
		"https://svar.example/s/ABCD2345/MZXW٦YTBOI２DAMBSGQ3DQMBRGI":              {typedCode, typedTicket},
		"https://svar.example/s/ABCD2345/" + typedTicket[:20]:                     {typedCode, typedTicket[:20]}, // no card has it
		"https://svar.example/s/ABCD2345/9" + typedTicket[1:]:                     {typedCode, "9" + typedTicket[1:]},
		"https://svar.example/s/ABCD2345/" + strings.Repeat("å", 26):              {typedCode},
		url.QueryEscape("https://svar.example/s/ABCD2345/" + typedTicket + "/uk"): {typedCode, typedTicket},

		"Kod: ABCD-2345":                       {typedCode},
		"kod: abcd efgh":                       {"ABCDEFGH"},
		"الرمز: ABCD-2345":                     {typedCode},
		"ኮድ፡ ABCD-2345።":                       {typedCode},
		"Koden är ABCD 2345.":                  {typedCode},
		"Anteckna koden ABCD-2345, välkommen!": {typedCode},
		"Kod: ABCD2345 (gäller till 16:00)":    {typedCode},
		"ABCD2345\nABCD-2345":                  {typedCode},
		"ABCD2345 eller EFGH6789":              {},
		"Välkommen till svarsdag":              {},
		"Anteckna koden":                       {},
		"svar.example":                         {},
		"https://svar.example/results":         {},
		"https://svar.example/s/":              {},
		"s/ABCD2345":                           {},
		"foo/ABCD2345":                         {},
	} {
		code, ticket, ok := survey.ParseCode(typed)
		if code != want[0] || ticket != want[1] || ok != (want[0] != "") {
			t.Errorf("%+q: got %q, %q, %t; want %q", typed, code, ticket, ok, want)
		}
	}
}

// Every decimal digit that Unicode has stands for its number.
func TestParseCodeTakesAllDigits(t *testing.T) {
	next := '0'
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.IsDigit(r) {
			continue
		}
		want := "ABCDEFG" + string(next)
		if code, _, _ := survey.ParseCode("ABCDEFG" + string(r)); code != want {
			t.Errorf("%U: got %q, want %q", r, code, want)
		}
		if next++; next > '9' {
			next = '0'
		}
	}
}
