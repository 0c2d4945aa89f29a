package survey

import (
	"strings"
	"unicode"
)

// plainLetters maps letters of European names to those that addresses and names of files can have
// everywhere.
var plainLetters = func() map[rune]string {
	letters := map[rune]string{'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th"}
	for plain, marked := range map[string]string{
		"a": "åäàáâãāăą", "c": "çćčċ", "d": "ďđð", "e": "éèêëēėęě", "g": "ğģ", "i": "íìîïīįı", "k": "ķ", "l": "łļľ",
		"n": "ñńňņ", "o": "öøóòôõőō", "r": "řŕ", "s": "šśşș", "t": "ťţț", "u": "üúùûūůűų", "y": "ýÿ", "z": "žźż",
	} {
		for _, letter := range marked {
			letters[letter] = plain
		}
	}
	return letters
}()

// Slug returns a name as it stands in addresses and in names of files: the letters a to z and
// digits in lower case, marks of letters left out as in "norrkoping", and one hyphen for everything
// between. It is never empty: of a name without such letters it is made of its hash. Two names can
// have the same.
func Slug(name string) string {
	var slug strings.Builder
	apart := false
	for _, c := range strings.ToLower(name) {
		letter, known := plainLetters[c]
		switch {
		case known:
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			letter = string(c)
		case unicode.Is(unicode.Mn, c): // a mark that is written as a character of its own
			continue
		default:
			apart = true
			continue
		}
		if apart && slug.Len() > 0 {
			slug.WriteByte('-')
		}
		apart = false
		slug.WriteString(letter)
	}
	if slug.Len() == 0 {
		return "x" + HashOf([]byte(name))[:8]
	}
	return slug.String()
}
