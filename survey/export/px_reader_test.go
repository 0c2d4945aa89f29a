package export

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// pxFile is a PX file as a strict reader sees it.
type pxFile struct {
	keywords map[string][]string // by name, language and subkeys as written: `VALUES[en]("Place")`
	cells    []string            // numbers and symbols, without quotation marks
}

// readPX reads a PX file as PCAxis.Core does, one character after the other, but passes nothing
// over: keywords that others need, texts and codes that do not fit, and another number of cells
// than the values ask for are errors.
func readPX(text string) (pxFile, error) {
	f := pxFile{keywords: map[string][]string{}}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	head, cells, found := strings.Cut(text, "\nDATA=")
	if !found {
		return f, fmt.Errorf("there is no DATA")
	}
	for rest := head + "\n"; strings.TrimSpace(rest) != ""; {
		var err error
		if rest, err = f.keyword(strings.TrimLeft(rest, " \n")); err != nil {
			return f, err
		}
	}
	if err := f.read(cells); err != nil {
		return f, err
	}
	return f, f.check()
}

var pxKeyword = regexp.MustCompile(`^([A-Z][A-Z0-9-]*(?:\[[a-zA-Z-]+\])?(?:\("[^"]+"(?:, ?"[^"]*")*\))?)=`)

// keyword reads one keyword with its values and returns what comes after it.
func (f pxFile) keyword(text string) (rest string, err error) {
	name := pxKeyword.FindStringSubmatch(text)
	if name == nil {
		return "", fmt.Errorf("%.40q is no keyword", text)
	}
	if _, twice := f.keywords[name[1]]; twice {
		return "", fmt.Errorf("%s stands twice", name[1])
	}
	values, rest, err := pxValues(text[len(name[0]):])
	if err != nil {
		return "", fmt.Errorf("%s: %w", name[1], err)
	}
	f.keywords[name[1]] = values
	return rest, nil
}

var (
	pxQuoted   = regexp.MustCompile(`^"[^"]*"`)
	pxUnquoted = regexp.MustCompile(`^(-?[0-9]+(\.[0-9]+)?|YES|NO|TLIST\([AHQMW]1(,"[^"]*"-"[^"]*")?\))`)
)

// pxValues reads values up to the semicolon. Texts that only a line break parts are one.
func pxValues(text string) (values []string, rest string, err error) {
	joined := false
	for {
		switch {
		case strings.HasPrefix(text, ";\n"):
			if len(values) == 0 {
				return nil, "", fmt.Errorf("there is no value")
			}
			return values, text[1:], nil
		case strings.HasPrefix(text, ",") && len(values) > 0 && !joined:
			text, joined = strings.TrimLeft(text[1:], "\n"), true
		case len(values) == 0 || joined:
			value := pxQuoted.FindString(text) + pxUnquoted.FindString(text)
			if value == "" {
				return nil, "", fmt.Errorf("%.40q is no value", text)
			}
			values, text, joined = append(values, strings.Trim(value, `"`)), text[len(value):], false
		case strings.HasPrefix(text, "\n\""):
			value := pxQuoted.FindString(text[1:])
			values[len(values)-1] += strings.Trim(value, `"`)
			text = text[1+len(value):]
		default:
			return nil, "", fmt.Errorf("%.40q follows a value", text)
		}
	}
}

var pxCell = regexp.MustCompile(`^(-?[0-9]+(\.[0-9]+)?|"(\.{1,6}|-)")$`)

// read reads the cells.
func (f *pxFile) read(text string) error {
	data, after, found := strings.Cut(text, ";")
	if !found || strings.TrimSpace(after) != "" {
		return fmt.Errorf("DATA does not end with the file")
	}
	if strings.HasSuffix(data, " ") || strings.HasSuffix(data, "\n") {
		return fmt.Errorf("there is a blank before the last semicolon, which some take for a cell")
	}
	lines := strings.Split(strings.TrimPrefix(data, "\n"), "\n")
	for i, line := range lines {
		if i+1 < len(lines) && !strings.HasSuffix(line, " ") {
			return fmt.Errorf("row %d does not end with a blank", i+1)
		}
		for _, cell := range strings.Fields(line) {
			if !pxCell.MatchString(cell) {
				return fmt.Errorf("%q is no cell", cell)
			}
			f.cells = append(f.cells, strings.Trim(cell, `"`))
		}
	}
	return nil
}

// check checks what a reader needs, in every language of the file.
func (f pxFile) check() error {
	for _, name := range []string{"MATRIX", "SUBJECT-CODE", "DECIMALS"} {
		if len(f.keywords[name]) != 1 {
			return fmt.Errorf("there is no %s", name)
		}
	}
	languages := f.keywords["LANGUAGES"]
	if len(languages) > 0 && !slices.Equal(languages[:1], f.keywords["LANGUAGE"]) {
		return fmt.Errorf("the languages are %v, and the first of them %v", languages, f.keywords["LANGUAGE"])
	}
	sizes := f.sizes("")
	for i := range max(1, len(languages)) {
		suffix := ""
		if i > 0 {
			suffix = "[" + languages[i] + "]"
		}
		if err := f.checkIn(suffix); err != nil {
			return err
		}
		if !slices.Equal(f.sizes(suffix), sizes) {
			return fmt.Errorf("the variables%s have %v values, and %v in the first language", suffix, f.sizes(suffix), sizes)
		}
	}
	cells := 1
	for _, n := range sizes {
		cells *= n
	}
	if cells != len(f.cells) {
		return fmt.Errorf("there are %d cells, and the values ask for %d", len(f.cells), cells)
	}
	return nil
}

// checkIn checks what there is in each language, under keywords with this suffix.
func (f pxFile) checkIn(suffix string) error {
	for _, name := range []string{"SUBJECT-AREA", "CONTENTS", "UNITS", "TITLE"} {
		if len(f.keywords[name+suffix]) != 1 {
			return fmt.Errorf("there is no %s", name+suffix)
		}
	}
	variables := f.variables(suffix)
	if len(variables) == 0 {
		return fmt.Errorf("there is no STUB%s and no HEADING%s", suffix, suffix)
	}
	for _, variable := range variables {
		of := fmt.Sprintf(`%s("%s")`, suffix, variable)
		values, codes := f.keywords["VALUES"+of], f.keywords["CODES"+of]
		if len(values) == 0 || codes != nil && len(codes) != len(values) {
			return fmt.Errorf("%s has %d values and %d codes", of, len(values), len(codes))
		}
		if unique := slices.Compact(slices.Sorted(slices.Values(values))); len(unique) != len(values) {
			return fmt.Errorf("%s has a value twice", of)
		}
	}
	return f.checkSubkeys(suffix, variables)
}

var pxSubkeys = regexp.MustCompile(`^[A-Z-]+(\[[a-zA-Z-]+\])?\("([^"]+)"(?:,"([^"]+)")?\)$`)

// checkSubkeys checks that keywords are about variables and values that there are.
func (f pxFile) checkSubkeys(suffix string, variables []string) error {
	for name := range f.keywords {
		key := pxSubkeys.FindStringSubmatch(name)
		if key == nil || key[1] != suffix {
			continue
		}
		values := func(variable string) []string {
			return f.keywords[fmt.Sprintf(`VALUES%s("%s")`, suffix, variable)]
		}
		isVariable := slices.Contains(variables, key[2])
		content := len(f.keywords["CONTVARIABLE"+suffix]) == 1 && slices.Contains(values(f.keywords["CONTVARIABLE"+suffix][0]), key[2])
		if !isVariable && !content || key[3] != "" && !slices.Contains(values(key[2]), key[3]) {
			return fmt.Errorf("%s is about nothing that there is", name)
		}
	}
	return nil
}

func (f pxFile) variables(suffix string) []string {
	return slices.Concat(f.keywords["STUB"+suffix], f.keywords["HEADING"+suffix])
}

func (f pxFile) sizes(suffix string) []int {
	var sizes []int
	for _, variable := range f.variables(suffix) {
		sizes = append(sizes, len(f.keywords[fmt.Sprintf(`VALUES%s("%s")`, suffix, variable)]))
	}
	return sizes
}
