package i18n

import (
	"cmp"
	"fmt"
)

// FaultKind is what can be wrong with one text. Pages that tell it have words for it under its name.
type FaultKind string

// The kinds of fault.
const (
	FaultDigits       FaultKind = "digits"       // Found are digits other than 0–9
	FaultMarkup       FaultKind = "markup"       // the page adds the markup
	FaultHidden       FaultKind = "hidden"       // Found are characters that nobody sees
	FaultLetters      FaultKind = "letters"      // Found is not written with the letters of the language
	FaultBraces       FaultKind = "braces"       // Found has double braces that are no placeholder; Wanted are those of the Swedish text
	FaultEmpty        FaultKind = "empty"        // there is no text
	FaultForms        FaultKind = "forms"        // the plural forms Found are missing; Wanted are all that there must be
	FaultMoreForms    FaultKind = "more_forms"   // the plural forms Found are too many
	FaultPlaceholders FaultKind = "placeholders" // Found are the placeholders, Wanted those of the Swedish text; each can be ""
	FaultSwedish      FaultKind = "swedish"      // it is the Swedish text
	FaultAlike        FaultKind = "alike"        // another option of the same question, whose key is Found, has the same text
	FaultGlossary     FaultKind = "glossary"     // Wanted is missing, which is Found in the glossary
	FaultScale        FaultKind = "scale"        // the file Found words the same scale as Wanted
	FaultLong         FaultKind = "long"         // Found is how many letters it has, Wanted how many it has in the longest language
)

// Fault is what is wrong with one text of one language.
type Fault struct {
	Kind          FaultKind
	Language      string // tag
	Form          string // the plural form that it is in; "" where it is not in one alone
	Found, Wanted string // what each of them is stands with the kind
}

// String says what is wrong and what to do, in one line for those who mend the files.
func (f Fault) String() string {
	if f.Form != "" {
		return f.Form + ": " + f.says()
	}
	return f.says()
}

func (f Fault) says() string {
	switch f.Kind {
	case FaultDigits:
		return fmt.Sprintf("has digits other than 0–9: %s; write 0–9", f.Found)
	case FaultMarkup:
		return "has markup; write plain text, the page adds the markup"
	case FaultHidden:
		return fmt.Sprintf("has invisible or broken characters: %s; remove them", f.Found)
	case FaultLetters:
		return fmt.Sprintf("has letters that %s is not written with: %s; correct them, or put a Swedish word in parentheses", f.Language, f.Found)
	case FaultBraces:
		return fmt.Sprintf("has double braces that are no placeholder in %q; write placeholders as {{.Name}}", f.Found)
	case FaultEmpty:
		return "has no text; write one"
	case FaultForms:
		return fmt.Sprintf("lacks the plural forms %s; %s has %s", f.Found, f.Language, f.Wanted)
	case FaultMoreForms:
		if f.Wanted == "" {
			return fmt.Sprintf("has the plural forms %s too many; the Swedish text has none", f.Found)
		}
		return fmt.Sprintf("has the plural forms %s too many; %s has %s", f.Found, f.Language, f.Wanted)
	case FaultPlaceholders:
		return fmt.Sprintf("has the placeholders %s, but the Swedish text has %s; use the same", cmp.Or(f.Found, "(none)"), cmp.Or(f.Wanted, "(none)"))
	case FaultSwedish:
		return "is the Swedish text; translate it, or list it among those that may be the same"
	case FaultAlike:
		return fmt.Sprintf("has the same text as %s, an option of the same question; word them apart", f.Found)
	case FaultGlossary:
		return fmt.Sprintf("does not have %q, which is %q in the glossary; use that word", f.Wanted, f.Found)
	case FaultScale:
		return fmt.Sprintf("says another thing than %s, where it is %q; one scale has the same words everywhere", f.Found, f.Wanted)
	case FaultLong:
		return fmt.Sprintf("has %s letters, and no other language has more than %s; say it shorter", f.Found, f.Wanted)
	}
	return string(f.Kind)
}
