package results

import (
	"io"

	"github.com/gin-gonic/gin"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/wording"
)

// sendCSV sends what is counted at a place as a file that Swedish spreadsheet programs open by a
// double click.
func (p *Pages) sendCSV(c *gin.Context) error {
	q, err := p.read(c)
	if err != nil {
		return err
	}
	return sendCSV(c, q.release, q.words, q.place)
}

// sendRoundCSV sends everything that is counted in a round.
func (p *Pages) sendRoundCSV(c *gin.Context) error {
	r, words, err := p.readRound(c)
	if err != nil {
		return err
	}
	return sendCSV(c, r, words, survey.Place{})
}

// readRound reads an address that names a round and no place.
func (p *Pages) readRound(c *gin.Context) (Release, Words, error) {
	history, err := p.Releases(c)
	if err != nil {
		return Release{}, Words{}, err
	}
	r, err := roundIn(history, c.Param("round"))
	if err != nil {
		return Release{}, Words{}, err
	}
	words, err := p.Words(c, p.Printer(c))
	return r, words, err
}

func sendCSV(c *gin.Context, r Release, words Words, place survey.Place) error {
	return sendFile(c, "text/csv; charset=utf-8", export.FileName(r.Release, place, words, ".csv"), func(w io.Writer) error {
		return export.CSV(w, r.Release, export.Options{Selection: selection(r, place), Profile: export.SvExcel, Words: words})
	})
}

func selection(r Release, place survey.Place) export.Selection {
	return export.Selection{Place: place, Areas: r.Areas}
}

// sendXLSX sends a place as a workbook to present from.
func (p *Pages) sendXLSX(c *gin.Context) error {
	q, err := p.read(c)
	if err != nil {
		return err
	}
	book := export.Book{
		Release: q.release.Release, Selection: selection(q.release, q.place), Words: q.words, Host: q.base.Host,
		Batteries: p.batteries(q.release),
	}
	if comparable, _ := (findings.Scope{Place: q.place}).Comparable(until(q.history, q.release)); len(comparable) > 1 {
		book.Earlier = &comparable[len(comparable)-2].Release
	}
	return sendFile(c, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		export.FileName(q.release.Release, q.place, q.words, ".xlsx"), func(w io.Writer) error { return export.XLSX(w, book) })
}

// batteries returns the batteries of a release that are known.
func (p *Pages) batteries(r Release) []*survey.Battery {
	var known []*survey.Battery
	for _, said := range r.Batteries {
		if b, err := p.service.Battery(said.Ref()); err == nil {
			known = append(known, b)
		}
	}
	return known
}

// sendPackage sends a round as a data package: everything that is open about it in one file.
func (p *Pages) sendPackage(c *gin.Context) error {
	r, words, err := p.readRound(c)
	if err != nil {
		return err
	}
	participants, readers, err := p.translations(c, r, words)
	if err != nil {
		return err
	}
	content := export.Package{
		Release: r.Release, File: release.File{Name: "release.json", JSON: r.JSON(), Signature: r.Signature()}, Selection: selection(r, survey.Place{}),
		Readers: readers, Participants: participants, Batteries: p.batteries(r),
	}
	return sendFile(c, "application/zip", export.FileName(r.Release, survey.Place{}, words, ".zip"), func(w io.Writer) error {
		return export.DataPackage(w, content)
	})
}

// sendPX sends a round as PX files in a zip.
func (p *Pages) sendPX(c *gin.Context) error {
	r, words, err := p.readRound(c)
	if err != nil {
		return err
	}
	_, readers, err := p.translations(c, r, words)
	if err != nil {
		return err
	}
	return sendFile(c, "application/zip", export.FileName(r.Release, survey.Place{}, words, "-px.zip"), func(w io.Writer) error {
		return export.PXZip(w, r.Release, selection(r, survey.Place{}), readers)
	})
}

// translations returns the words of the languages that have those of questions, and of those that
// have headings too.
func (p *Pages) translations(c *gin.Context, r Release, words Words) (participants, readers []export.Translation, err error) {
	interventions, err := p.service.Interventions(c)
	if err != nil {
		return nil, nil, err
	}
	var asked []string
	for _, b := range p.batteries(r) {
		asked = append(asked, b.ID)
	}
	complete := func(names ...string) (list []export.Translation) {
		for _, words := range wording.Complete(p.Catalog(), words.Language().Tag, p.service.Catalogue, interventions, append(names, asked...)...) {
			list = append(list, export.Translation{Language: words.Language().Tag, Words: words})
		}
		return list
	}
	return complete(locales.Participant), complete(locales.Participant, locales.Export), nil
}

// sendFile sends a file to keep as it is written.
func sendFile(c *gin.Context, kind, name string, write func(io.Writer) error) error {
	c.Header("Content-Type", kind)
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	return write(c.Writer)
}
