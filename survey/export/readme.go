package export

import (
	"io"
	"slices"
	"strings"

	"fragebatteri/survey"
)

// readme writes how the files of a data package are to be read, in one language after the other.
func (p Package) readme(w io.Writer) error {
	var text strings.Builder
	for i, t := range p.Readers {
		if i > 0 {
			text.WriteString("\n" + strings.Repeat("-", readmeWidth) + "\n\n")
		}
		for _, paragraph := range p.paragraphs(t.Words) {
			text.WriteString(wrapped(paragraph) + "\n")
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// paragraphs returns what a README says in one language, "" for an empty line.
func (p Package) paragraphs(words Words) []string {
	r := p.Release
	said := []string{releaseTitle(r, words), words.Text("export.source"), words.Text("export.sealed") + ": " + r.Sealed}
	if p.Place != (survey.Place{}) {
		said = append(said, words.Text("export.place_kind."+string(p.Place.Kind))+": "+placeName(words, p.Place)+" ("+p.Place.Code+")")
	}
	said = append(said, words.Text("export.licence")+": "+Licence, "")
	for _, file := range []struct{ name, kind string }{
		{resultsFile, "results"}, {codebookFile, "codebook"}, {releaseFile, "release"}, {signatureFile, "signature"}, {packageFile, "package"},
	} {
		said = append(said, file.name+": "+words.Text("export.file."+file.kind))
	}
	said = append(said, "")
	for _, kind := range slices.Concat(notesOf(r), []string{"again", "several"}) {
		said = append(said, words.Text("export.note."+kind))
	}
	return append(said, words.Text("export.note.verify"))
}

// readmeWidth is how many characters a line of a README has at most.
const readmeWidth = 80

// wrapped returns a text in lines that are short enough for any program.
func wrapped(text string) string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len([]rune(line+" "+word)) > readmeWidth {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimLeft(line+" "+word, " ")
	}
	return strings.Join(append(lines, line), "\n")
}
