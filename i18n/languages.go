package i18n

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Source is the tag of the language that all others are translated from, and that a missing text falls back to.
const Source = "sv"

// Language is everything the product knows about one language. To add a language, add one of these to Languages and
// its files to the locales folder; nothing else names a language.
type Language struct {
	Tag     string   // BCP 47, as in file names, URLs and the lang attribute
	Aliases []string // other codes that mean exactly this language, in lower case with "-"
	Name    string   // what its speakers call it
	Swedish string   // what Swedish-speaking staff call it
	Dir     string   // "ltr" or "rtl", for the dir attribute
	Plurals []string // the CLDR plural categories that a plural message must have
	Letters Letters  // what its texts are written with
}

// Letters says which letters a language is written with, so that a text in a neighbouring language, or typed on a
// neighbouring keyboard, is noticed. Punctuation and ASCII digits are always allowed.
type Letters struct {
	Script *unicode.RangeTable // nil: any script
	Not    string              // letters of the script that this language does not have, in lower case
	Joiner bool                // whether it needs the zero-width non-joiner, U+200C
}

const (
	onlyPersian = "یکگپچژ"
	onlyArabic  = "يكةى"
	onlyUrdu    = "ہھےٹڈڑں"
	onlyKurdish = "ڕڵۆێە"
	onlyPashto  = "ټځڅډړږښګڼېۍ"
)

// Languages lists the languages of the product in the fixed order in which they are offered. The order is not
// alphabetical: there is none that its readers share.
var Languages = []Language{
	{
		Tag: "ar", Name: "العربية", Swedish: "arabiska", Dir: "rtl",
		Plurals: []string{"zero", "one", "two", "few", "many", "other"},
		Letters: Letters{Script: unicode.Arabic, Not: onlyPersian + onlyUrdu + onlyKurdish + onlyPashto},
	},
	{
		// Not "prs", though that is what Dari readers' devices and many forms say: neither go-i18n nor x/text has a
		// plural rule for it, and both would fall back to another language without a word.
		Tag: "fa-AF", Aliases: []string{"prs", "prs-af", "dari"}, Name: "دری", Swedish: "dari", Dir: "rtl",
		Plurals: []string{"one", "other"},
		Letters: Letters{Script: unicode.Arabic, Not: onlyArabic + onlyUrdu + onlyKurdish + onlyPashto, Joiner: true},
	},
	{
		Tag: "ti", Name: "ትግርኛ", Swedish: "tigrinja", Dir: "ltr",
		Plurals: []string{"one", "other"},
		Letters: Letters{Script: unicode.Ethiopic},
	},
	{
		Tag: "so", Name: "Soomaali", Swedish: "somaliska", Dir: "ltr",
		Plurals: []string{"one", "other"},
		Letters: Letters{Script: unicode.Latin},
	},
	{
		Tag: "uk", Name: "українська", Swedish: "ukrainska", Dir: "ltr",
		Plurals: []string{"one", "few", "many", "other"},
		Letters: Letters{Script: unicode.Cyrillic, Not: "ыэёъ"},
	},
	{
		Tag: "sv", Name: "svenska", Swedish: "svenska", Dir: "ltr",
		Plurals: []string{"one", "other"},
		Letters: Letters{Script: unicode.Latin},
	},
	{
		Tag: "en", Name: "English", Swedish: "engelska", Dir: "ltr",
		Plurals: []string{"one", "other"},
		Letters: Letters{Script: unicode.Latin},
	},
}

// Find returns the language that input names: its tag or one of its aliases, in any case and with "_" or "-", or its
// tag followed by a region ("en-GB", "sv_SE"). Anything else is not found: a reader of Russian, Pashto or Iranian
// Persian is asked, not given the nearest language there is.
func Find(languages []Language, input string) (Language, bool) {
	wanted := strings.ToLower(strings.ReplaceAll(input, "_", "-"))
	for _, l := range languages {
		if wanted == strings.ToLower(l.Tag) || slices.Contains(l.Aliases, wanted) {
			return l, true
		}
	}
	base, region, ok := strings.Cut(wanted, "-")
	if !ok || !isRegion(region) {
		return Language{}, false
	}
	for _, l := range languages {
		if base == l.Tag {
			return l, true
		}
	}
	return Language{}, false
}

// isRegion tells a region subtag ("gb", "419") from a script or a variant, which could change what is readable.
func isRegion(subtag string) bool {
	within := func(low, high rune) bool {
		return !strings.ContainsFunc(subtag, func(r rune) bool { return r < low || r > high })
	}
	return len(subtag) == 2 && within('a', 'z') || len(subtag) == 3 && within('0', '9')
}

// longestAcceptLanguage is more than any browser sends; a longer header is somebody trying something.
const longestAcceptLanguage = 1000

// Order returns the languages with those the reader's browser asks for first, most wanted first, and the others
// behind in the order given. Languages match by base language only, so that fa-IR puts Dari first and ru, ps, am and
// ckb move nothing. It orders a list to choose from; it never chooses. What cannot be read in the header is passed over.
func Order(languages []Language, acceptLanguage string) []Language {
	ordered := slices.Clone(languages)
	wanted := wantedBases(acceptLanguage, languages)
	rank := map[string]int{}
	for _, l := range languages {
		rank[l.Tag] = len(wanted)
		if i := slices.Index(wanted, baseOf(l.Tag, languages)); i >= 0 {
			rank[l.Tag] = i
		}
	}
	slices.SortStableFunc(ordered, func(a, b Language) int { return cmp.Compare(rank[a.Tag], rank[b.Tag]) })
	return ordered
}

// First returns the language that Order puts first because the reader's browser asks for it; ok is false where it asks
// for none of them.
func First(languages []Language, acceptLanguage string) (l Language, ok bool) {
	if len(languages) == 0 {
		return Language{}, false
	}
	l = Order(languages, acceptLanguage)[0]
	return l, slices.Contains(wantedBases(acceptLanguage, languages), baseOf(l.Tag, languages))
}

// wantedBases returns the base languages that an Accept-Language header asks for, most wanted first. It is not left to
// x/text, which drops the whole header for one tag that it does not know.
func wantedBases(acceptLanguage string, languages []Language) []string {
	if len(acceptLanguage) > longestAcceptLanguage {
		return nil
	}
	type wish struct {
		base    string
		quality float64
	}
	var wishes []wish
	for part := range strings.SplitSeq(acceptLanguage, ",") {
		tag, parameter, hasParameter := strings.Cut(part, ";")
		w := wish{baseOf(strings.TrimSpace(tag), languages), 1}
		if hasParameter {
			number, isQuality := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameter)), "q=")
			quality, err := strconv.ParseFloat(number, 64)
			if !isQuality || err != nil || !(quality > 0 && quality <= 1) {
				continue
			}
			w.quality = quality
		}
		wishes = append(wishes, w)
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(b.quality, a.quality) })
	bases := make([]string, len(wishes))
	for i, w := range wishes {
		bases[i] = w.base
	}
	return bases
}

// baseOf returns the base language of a tag as it is written, after aliases. Asking x/text would guess one from the
// script or the region: Arabic for und-Arab, Ukrainian for und-UA.
func baseOf(tag string, languages []Language) string {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	for _, l := range languages {
		if slices.Contains(l.Aliases, base) {
			base, _, _ = strings.Cut(strings.ToLower(l.Tag), "-")
		}
	}
	return base
}
