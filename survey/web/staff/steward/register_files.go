package steward

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/register"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// filesPage is where the register goes out as files and comes in.
type filesPage struct {
	staff.Base
	MayImport bool
	Wrong     string     // what is wrong with a file
	Rows      []rowFault // in its rows
	More      int        // faults that are not listed
	Done      *survey.RegisterImport
	Begin     []beginning
	Columns   []string
}

// rowFault is what is wrong in a row of a file, or in several.
type rowFault struct{ Where, Text string }

// sameFault is one thing that is wrong in rows of a file, in the same column or in none.
type sameFault struct {
	column, text string
	rows         []string
}

// beginning is a county whose built-in interventions can be taken in.
type beginning struct {
	survey.Beginning
	Name string
}

// How many faults a page lists, and of each how many rows.
const (
	mostFaults    = 50
	mostFaultRows = 12
)

func (p *pages) showRegisterFiles(c *gin.Context, desk *survey.Desk) error {
	return p.renderFiles(c, desk, nil, nil)
}

// renderFiles shows the page, with what an import did or why it did nothing.
func (p *pages) renderFiles(c *gin.Context, desk *survey.Desk, done *survey.RegisterImport, mistake error) error {
	content := filesPage{Base: p.registerBase(c, desk), Done: done, Columns: survey.InterventionColumns}
	content.MayImport = desk.Actor().May(survey.ImportInterventions, survey.Thing{})
	begin, err := desk.Beginnings(c)
	if err != nil {
		return err
	}
	for _, one := range begin {
		content.Begin = append(content.Begin, beginning{one, p.service.CountyName(one.County)})
	}
	status := http.StatusOK
	if mistake != nil {
		status, content.Wrong = page.StatusOf(survey.KindOf(mistake)), p.say(content.Base, mistake)
		content.Rows = p.fileFaults(content.Base, mistake)
		if len(content.Rows) > mostFaults {
			content.More, content.Rows = len(content.Rows)-mostFaults, content.Rows[:mostFaults]
		}
	}
	p.templates.Render(c, status, "register files", content)
	return nil
}

// fileFaults lists what is wrong in the rows of a file: what is wrong alike in many of them, once.
func (p *pages) fileFaults(b staff.Base, mistake error) []rowFault {
	whole, is := errors.AsType[*survey.Error](mistake)
	if !is {
		return nil
	}
	var same []sameFault
	add := func(row int, column string, err error) {
		text, number := p.say(b, err), strconv.Itoa(row)
		i := slices.IndexFunc(same, func(f sameFault) bool { return f.column == column && f.text == text })
		if i < 0 {
			i, same = len(same), append(same, sameFault{column: column, text: text})
		}
		if !slices.Contains(same[i].rows, number) {
			same[i].rows = append(same[i].rows, number)
		}
	}
	for _, one := range apart(whole.Err) {
		row, is := errors.AsType[survey.RowError](one)
		if !is {
			continue
		}
		for _, fault := range apart(row.Err) {
			column := ""
			if at, is := errors.AsType[survey.ColumnError](fault); is {
				column = at.Column
			}
			add(row.Row, column, fault)
			// Of a heading row what is wrong with which heading is the cause.
			if of, is := errors.AsType[*survey.Error](fault); is {
				for _, cause := range apart(of.Err) {
					add(row.Row, column, cause)
				}
			}
		}
	}
	list := make([]rowFault, len(same))
	for i, fault := range same {
		list[i] = rowFault{fault.where(b), fault.text}
	}
	return list
}

// where words in which rows of which column it is.
func (f sameFault) where(b staff.Base) string {
	rows := f.rows
	if len(rows) > mostFaultRows {
		rows = append(slices.Clone(rows[:mostFaultRows]), "…")
	}
	if f.column == "" {
		return b.T("register.row", "Row", strings.Join(rows, ", "))
	}
	return b.T("register.row.column", "Row", strings.Join(rows, ", "), "Column", b.T("register."+f.column))
}

// importRegister takes in a file, or says what is wrong with it.
func (p *pages) importRegister(c *gin.Context, desk *survey.Desk) error {
	raw, err := page.ReadFormWithFile(c, "file", register.MostBytes+4<<10) // what stands around the file
	if errors.Is(err, page.ErrTooLarge) {
		err = survey.Fail(survey.Invalid, "register.large", "Most", register.MostBytes>>20)
	} else if err != nil {
		return err
	}
	var rows []survey.InterventionRow
	if err == nil {
		rows, err = register.Read(raw)
	}
	var done survey.RegisterImport
	if err == nil {
		done, err = desk.ImportRegister(c, rows)
	}
	if err != nil && survey.KindOf(err) != survey.Invalid {
		return err
	}
	if err != nil {
		return p.renderFiles(c, desk, nil, err)
	}
	return p.renderFiles(c, desk, &done, nil)
}

// startRegister takes in the built-in interventions of a county.
func (p *pages) startRegister(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	if _, err := desk.StartRegister(c, c.Request.PostForm.Get("county")); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, p.Base(c, desk).Path(registerPath))
	return nil
}

// exportRegister sends the register as a file.
func (p *pages) exportRegister(c *gin.Context, desk *survey.Desk) error {
	write, mediaType := register.WriteCSV, typed.CSVType
	switch c.Param("kind") {
	case "csv":
	case "xlsx":
		write, mediaType = register.WriteXLSX, register.XLSXType
	default:
		return page.ErrNoPage
	}
	list, err := desk.Interventions(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := write(&file, list); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="insatser-`+survey.DayOf(desk.Now())+"."+c.Param("kind")+`"`)
	c.Data(http.StatusOK, mediaType, file.Bytes())
	return nil
}
