package i18n

import (
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"

	goi18ntemplate "github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// style is how a translation and the values inserted in it are written.
type style int

const (
	plain  style = iota // text; values between isolates
	markup              // HTML; everything escaped, values in <bdi>
	bare                // text; values as they are, for values that are words of the same language
)

// The Unicode marks for "a stretch of its own, whose direction its own first letter decides".
const (
	isolateStart = "\u2068"
	isolateEnd   = "\u2069"
)

// placeholder is the only thing a translation may have between double braces.
var placeholder = regexp.MustCompile(`\{\{\.([A-Za-z][A-Za-z0-9]*)\}\}`)

// piece is a stretch of a translation: words, or the name of the value that goes there.
type piece struct {
	text, escaped string
	name          string
}

// pieces is a translation ready to be filled in. It takes the place of text/template in go-i18n, so that a
// translation can name values but never run anything.
type pieces []piece

// parse splits a translation into pieces. It fails on braces that are not a placeholder.
func parse(text string) (pieces, error) {
	var all pieces
	words := func(s string) error {
		if strings.Contains(s, "{{") || strings.Contains(s, "}}") {
			return fmt.Errorf("has double braces that are no placeholder in %q; write placeholders as {{.Name}}", text)
		}
		if s != "" {
			all = append(all, piece{text: s, escaped: template.HTMLEscapeString(s)})
		}
		return nil
	}
	end := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		if err := words(text[end:at[0]]); err != nil {
			return nil, err
		}
		all = append(all, piece{name: text[at[2]:at[3]]})
		end = at[1]
	}
	if err := words(text[end:]); err != nil {
		return nil, err
	}
	return all, nil
}

// placeholders returns the names that a translation has places for, sorted, each once.
func placeholders(text string) []string {
	var names []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// filling is what pieces are filled in with: names and values in turn.
type filling struct {
	style style
	pairs []any
}

// Execute writes the translation with its values. A value that nobody gave leaves its placeholder standing, which is
// ugly and therefore found.
func (ps pieces) Execute(values any) (string, error) {
	f, ok := values.(filling)
	if !ok {
		return "", fmt.Errorf("values are a %T", values)
	}
	var b strings.Builder
	for _, p := range ps {
		switch {
		case p.name != "":
			f.write(&b, p.name)
		case f.style == markup:
			b.WriteString(p.escaped)
		default:
			b.WriteString(p.text)
		}
	}
	return b.String(), nil
}

func (f filling) write(b *strings.Builder, name string) {
	var value any
	given := false
	for i := 0; i+1 < len(f.pairs) && !given; i += 2 {
		if f.pairs[i] == any(name) {
			value, given = f.pairs[i+1], true
		}
	}
	if !given {
		b.WriteString("{{." + name + "}}")
		return
	}
	switch f.style {
	case markup:
		b.WriteString("<bdi>" + valueHTML(value) + "</bdi>")
	case plain:
		b.WriteString(isolateStart + valueText(value) + isolateEnd)
	default:
		b.WriteString(valueText(value))
	}
}

func valueText(value any) string {
	if value == nil {
		return ""
	}
	return withoutLooseMarks(fmt.Sprint(value))
}

// withoutLooseMarks removes the Unicode marks with which a value could reach outside the isolate around it: overrides
// and embeddings, and isolates unless each is closed, as in a value that is itself a printed text.
func withoutLooseMarks(value string) string {
	loose := !isolatesClosed(value)
	return strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || loose && r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, value)
}

func isolatesClosed(value string) bool {
	open := 0
	for _, r := range value {
		switch r {
		case '\u2066', '\u2067', '\u2068':
			open++
		case '\u2069':
			open--
		}
		if open < 0 {
			return false
		}
	}
	return open == 0
}

func valueHTML(value any) string {
	if safe, ok := value.(template.HTML); ok {
		return string(safe)
	}
	return template.HTMLEscapeString(valueText(value))
}

// parser lets go-i18n parse translations with parse. What it parses is kept, since it depends on the text alone.
type parser struct{}

func (parser) Cacheable() bool { return true }

func (parser) Parse(text, _, _ string) (goi18ntemplate.ParsedTemplate, error) { return parse(text) }
