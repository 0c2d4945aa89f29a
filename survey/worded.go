package survey

// Worded is a battery with its words, whole or in the making: what imports and exports of batteries,
// advice to authors and the desk where batteries are written hand to each other.
type Worded struct {
	Battery *Battery
	// Words are the texts by language tag and key: the keys of locales/<id>.<tag>.json, "title" among
	// them. A text that is not there yet is missing or "".
	Words map[string]map[string]string
	// Notes are what translators are told of a text, by its key and in Swedish. Not every text has one.
	Notes map[string]string `json:",omitempty"`
}

// Word returns the text of a key in a language, or "" where there is none.
func (w Worded) Word(language, key string) string { return w.Words[language][key] }
