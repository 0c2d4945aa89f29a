package paper

import (
	"fragebatteri/i18n"
	"fragebatteri/survey/documents"
)

// Document returns a document to read and to print on as many sheets of A4 as it needs. Unlike other
// papers it is as wide as the screen: it is long, and read there first.
func Document(p *i18n.Printer, d documents.Document) (Page, error) {
	content := document{top: newTop(p, "document", d.Title), Marks: d.Marks, Sections: d.Sections}
	content.Use, content.Width = p.T("documents.use"), onScreen
	return content.make("document", content)
}

type document struct {
	top
	Marks    []documents.Text
	Sections []documents.Section
}
