package i18n

import (
	"fmt"
	"html/template"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Printer prints the texts of one language. Values are given as names and values in turn, as templates write them:
//
//	{{.T "session.where" "Place" .Place}}
//
// A text that is missing is printed in Swedish, and if there is no Swedish either, its key is printed; nothing panics
// in front of a reader. Check and Complete are there to find it before. A value is isolated, so that a Swedish name
// or a code stays readable inside a right-to-left text. Numbers have ASCII digits.
// A Printer may be used by many goroutines at once.
type Printer struct {
	language  Language
	localizer *goi18n.Localizer
	source    *Printer // Swedish; nil in the Swedish one
	mark      *mark    // nil where no text is marked
}

// mark is put around every print of one text.
type mark struct{ key, before, after string }

// Marking returns a printer that puts letters around one text wherever it prints it.
func (p *Printer) Marking(key, before, after string) *Printer {
	marking := *p
	marking.mark = &mark{key, before, after}
	return &marking
}

// Language returns the language that the printer prints.
func (p *Printer) Language() Language {
	if p == nil {
		return Language{}
	}
	return p.language
}

// T returns a plain text, with inserted values between the Unicode isolates U+2068 and U+2069. It is not escaped;
// html/template does that.
func (p *Printer) T(key string, pairs ...any) string {
	return p.print(key, nil, filling{plain, pairs})
}

// HTML returns a text as HTML: the translation and its values escaped, each value in a <bdi>. A value that is
// template.HTML already is inserted as it is.
func (p *Printer) HTML(key string, pairs ...any) template.HTML {
	return template.HTML(p.print(key, nil, filling{markup, pairs}))
}

// N returns the plural form of a text that goes with n, as T does. {{.N}} stands for n.
func (p *Printer) N(key string, n int, pairs ...any) string {
	return p.print(key, n, filling{plain, withCount(n, pairs)})
}

// NHTML returns the plural form of a text that goes with n, as HTML does. {{.N}} stands for n.
func (p *Printer) NHTML(key string, n int, pairs ...any) template.HTML {
	return template.HTML(p.print(key, n, filling{markup, withCount(n, pairs)}))
}

// Date returns a day as people write it, "22 november 2026", from the messages "date" and "month.1" to "month.12". It
// is always Gregorian, in t's own time zone: browsers would give a reader of Dari a Solar Hijri date.
func (p *Printer) Date(t time.Time) string {
	month := fmt.Sprintf("month.%d", int(t.Month()))
	for q := p; q != nil; q = q.source {
		name, named := q.find(month, nil, filling{style: bare})
		text, ok := q.find("date", nil, filling{bare, []any{"Day", t.Day(), "Month", name, "Year", t.Year()}})
		// Both from one language: half a date in Swedish inside a date in Arabic helps nobody.
		if named && ok {
			return text
		}
	}
	return t.Format(time.DateOnly)
}

func withCount(n int, pairs []any) []any { return append([]any{"N", n}, pairs...) }

// print looks for the text in the printer's language, then in Swedish, then gives up and returns the key.
func (p *Printer) print(key string, count any, f filling) string {
	for q := p; q != nil; q = q.source {
		if text, ok := q.find(key, count, f); ok {
			return text
		}
	}
	if f.style == markup {
		return template.HTMLEscapeString(key)
	}
	return key
}

// find returns the text in the printer's own language. If the plural form is missing go-i18n returns the form "other"
// together with an error; the text is still better than another language.
func (p *Printer) find(key string, count any, f filling) (string, bool) {
	text, err := p.localizer.Localize(&goi18n.LocalizeConfig{
		MessageID: key, PluralCount: count, TemplateData: f, TemplateParser: parser{},
	})
	if p.mark != nil && p.mark.key == key && text != "" {
		text = p.mark.before + text + p.mark.after
	}
	return text, err == nil || text != ""
}
