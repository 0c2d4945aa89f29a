package municipality

import (
	"bytes"
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/documents"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

const (
	documentsPath = "/documents"
	documentPath  = documentsPath + "/:name"
)

// registerDocuments registers what a data protection officer asks for. It says nothing that is not
// known from open pages and the program.
func (p *Pages) registerDocuments() {
	readers := []survey.Role{survey.Steward, survey.Officer}
	p.Read(documentsPath, readers, p.showDocuments)
	p.Read(documentPath, readers, p.printDocument)
	p.Read(documentPath+"/odt", readers, p.sendDocument)
	p.Enlist("documents.menu", documentsPath, readers...)
}

// documentsPage lists all documents.
type documentsPage struct {
	staff.Base
	Documents []documents.Document
}

func (p *Pages) showDocuments(c *gin.Context, desk *survey.Desk) error {
	facts, err := documents.FactsOf(c, desk.Participants)
	if err != nil {
		return err
	}
	content := documentsPage{Base: p.Base(c, desk)}
	content.Sheets = []string{"documents.css"}
	for _, name := range documents.Names {
		d, _ := documents.Make(name, content.Printer, facts)
		content.Documents = append(content.Documents, d)
	}
	p.templates.Render(c, http.StatusOK, "documents", content)
	return nil
}

// printDocument answers with a document to read and print.
func (p *Pages) printDocument(c *gin.Context, desk *survey.Desk) error {
	d, err := p.document(c, desk)
	if err != nil {
		return err
	}
	printed, err := paper.Document(p.Printer(c), d)
	if err != nil {
		return err
	}
	staff.SendPaper(c, printed)
	return nil
}

// sendDocument answers with a document as a file to go on writing in.
func (p *Pages) sendDocument(c *gin.Context, desk *survey.Desk) error {
	d, err := p.document(c, desk)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := d.ODT(&file); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="`+d.FileName(".odt")+`"`)
	c.Data(http.StatusOK, documents.ODTType, file.Bytes())
	return nil
}

// document is the one that is asked for, in the language of the page.
func (p *Pages) document(c *gin.Context, desk *survey.Desk) (documents.Document, error) {
	facts, err := documents.FactsOf(c, desk.Participants)
	if err != nil {
		return documents.Document{}, err
	}
	d, known := documents.Make(c.Param("name"), p.Printer(c), facts)
	if !known {
		return d, page.ErrNoPage
	}
	return d, nil
}
