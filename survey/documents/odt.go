package documents

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ODTType is the media type of what ODT writes.
const ODTType = "application/vnd.oasis.opendocument.text"

// stylesXML has the styles, the page and the numbering of headings; LANGUAGE, COUNTRY and FOOTER are
// replaced.
//
//go:embed styles.xml
var stylesXML string

const (
	manifestXML = `<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + ODTType + `"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>`

	contentStart = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3">
<office:automatic-styles>
<style:style style:name="Table" style:family="table"><style:table-properties style:width="17cm" table:align="margins" fo:margin-bottom="0.4cm" table:border-model="collapsing"/></style:style>
<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border="0.5pt solid #777777"/></style:style>
<style:style style:name="Head" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border="0.5pt solid #777777" fo:background-color="#eeeeee"/></style:style>
`
	contentBody = `</office:automatic-styles>
<office:body><office:text>
`
	contentEnd = "</office:text></office:body></office:document-content>"

	metaXML = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">
<office:meta><dc:title>%s</dc:title><dc:language>%s</dc:language></office:meta></office:document-meta>`
)

// ODT writes the document in the format of OpenDocument Text, which LibreOffice and Word open: its
// headings, lists and tables are such, and gaps are marked. The same document is the same file. It is
// written here because it takes a dozen elements; libraries that write office texts are larger, and
// none was found that is well kept.
func (d Document) ODT(to io.Writer) error {
	book := zip.NewWriter(to)
	// The type comes first and uncompressed: by that programs know the format.
	kind, err := book.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err == nil {
		_, err = io.WriteString(kind, ODTType)
	}
	if err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	for _, part := range []struct{ name, text string }{
		{"META-INF/manifest.xml", manifestXML}, {"content.xml", d.content()}, {"styles.xml", d.styles()},
		{"meta.xml", fmt.Sprintf(metaXML, escaped(d.Title), escaped(d.Language))},
	} {
		file, err := book.Create(part.name)
		if err == nil {
			_, err = io.WriteString(file, part.text)
		}
		if err != nil {
			return fmt.Errorf("write document: %w", err)
		}
	}
	if err := book.Close(); err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	return nil
}

// countries are those whose spelling the languages of documents have.
var countries = map[string]string{"sv": "SE", "en": "GB"}

func (d Document) styles() string {
	return strings.NewReplacer("LANGUAGE", d.Language, "COUNTRY", countries[d.Language], "FOOTER", escaped(d.Title)).Replace(stylesXML)
}

func (d Document) content() string {
	var b strings.Builder
	b.WriteString(contentStart)
	for _, width := range d.widths() {
		fmt.Fprintf(&b, `<style:style style:name="W%d" style:family="table-column"><style:table-column-properties style:rel-column-width="%d*"/></style:style>`+"\n", width, width)
	}
	b.WriteString(contentBody)
	writeParagraph(&b, "Title", Text{{Text: d.Title}})
	for _, mark := range d.Marks {
		writeParagraph(&b, "Mark", mark)
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&b, `<text:h text:style-name="Heading_20_1" text:outline-level="1">%s</text:h>`+"\n", escaped(s.Title))
		for _, p := range s.Parts {
			p.write(&b)
		}
	}
	b.WriteString(contentEnd)
	return b.String()
}

// widths returns all widths of columns, ascending.
func (d Document) widths() []int {
	var all []int
	for _, s := range d.Sections {
		for _, p := range s.Parts {
			if p.Table != nil {
				all = append(all, p.Table.Widths...)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (p Part) write(b *strings.Builder) {
	switch {
	case p.Table != nil:
		p.Table.write(b)
	case p.Items != nil:
		b.WriteString(`<text:list text:style-name="Bullets">`)
		for _, item := range p.Items {
			b.WriteString("<text:list-item>")
			writeParagraph(b, "List_20_Contents", item)
			b.WriteString("</text:list-item>\n")
		}
		b.WriteString("</text:list>\n")
	default:
		writeParagraph(b, "Text_20_body", p.Text)
	}
}

func (t Table) write(b *strings.Builder) {
	b.WriteString(`<table:table table:style-name="Table">`)
	for _, width := range t.Widths {
		fmt.Fprintf(b, `<table:table-column table:style-name="W%d"/>`, width)
	}
	b.WriteString("<table:table-header-rows>")
	head := make([]Text, len(t.Head))
	for i, cell := range t.Head {
		head[i] = Text{{Text: cell}}
	}
	writeRow(b, head, len(head))
	b.WriteString("</table:table-header-rows>\n")
	for _, row := range t.Rows {
		writeRow(b, row, 1)
	}
	b.WriteString("</table:table>\n")
}

// writeRow writes a row of which the first cells are headings.
func writeRow(b *strings.Builder, cells []Text, headings int) {
	b.WriteString(`<table:table-row table:style-name="Row">`)
	for i, cell := range cells {
		style, paragraph := "Cell", "Table_20_Contents"
		if i < headings {
			style, paragraph = "Head", "Table_20_Heading"
		}
		fmt.Fprintf(b, `<table:table-cell table:style-name="%s" office:value-type="string">`, style)
		writeParagraph(b, paragraph, cell)
		b.WriteString("</table:table-cell>")
	}
	b.WriteString("</table:table-row>\n")
}

func writeParagraph(b *strings.Builder, style string, t Text) {
	fmt.Fprintf(b, `<text:p text:style-name="%s">`, style)
	for _, run := range t {
		if run.Gap {
			fmt.Fprintf(b, `<text:span text:style-name="Gap">%s</text:span>`, escaped(run.Text))
		} else {
			b.WriteString(escaped(run.Text))
		}
	}
	b.WriteString("</text:p>\n")
}

// escaped returns a text as it stands in XML. Letters that XML cannot have are replaced.
func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
