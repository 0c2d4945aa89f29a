package results

import (
	"bytes"
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
)

// sendXLSX sends a release, or what it says of one place, as a workbook to present from. It is
// compared with the round before that asked the same.
func (p *Pages) sendXLSX(c *gin.Context) error {
	r, of, err := p.selected(c)
	if err != nil {
		return err
	}
	words, err := p.Words(c, p.Printer(c))
	if err != nil {
		return err
	}
	host, err := p.service.Host(c)
	if err != nil {
		return err
	}
	earlier, err := p.earlier(c, r, of.Place)
	if err != nil {
		return err
	}
	var file bytes.Buffer // a program that reads a workbook wants all of it
	book := export.Book{
		Release: r.Release, Earlier: earlier, Selection: of, Words: words, Batteries: p.service.Batteries(), Host: host.Name,
	}
	if err := export.XLSX(&file, book); err != nil {
		return err
	}
	sendAs(c, export.FileName(r.Release, of.Place, words, ".xlsx"))
	c.Data(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file.Bytes())
	return nil
}

// earlier returns the newest release before one that a place can be compared with, or nil.
func (p *Pages) earlier(c *gin.Context, r Release, place survey.Place) (*release.Release, error) {
	all, err := p.history(c)
	if err != nil {
		return nil, err
	}
	rounds, err := p.service.Rounds(c)
	if err != nil {
		return nil, err
	}
	var editions []findings.Edition
	for _, each := range all {
		editions = append(editions, findings.Edition{Release: each.Release, Areas: areasOf(rounds, each)})
		if each.ID == r.ID {
			break
		}
	}
	comparable, _ := findings.Scope{Place: place}.Comparable(editions)
	if len(comparable) < 2 {
		return nil, nil
	}
	return &comparable[len(comparable)-2].Release, nil
}
