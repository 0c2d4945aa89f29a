package steward

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/places"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// Limits of what is sent of reporting areas. The largest county has 49 municipalities.
const (
	largestAreas = 64 << 10 // bytes of a file
	mostAreas    = 100      // rows of the form
)

// emptyRows are how many rows there are to add areas in.
const emptyRows = 2

// areasPage is where a steward names reporting areas.
type areasPage struct {
	setupPage
	Rows      []areaRow
	Alone     []string // names of municipalities in no area
	Suggested []string // names of areas that are built in and can be added
	FileWrong []string // what is wrong with a file, row by row
	Changed   bool     // areas were changed because municipalities no longer take part
	Named     bool     // a steward has said which municipalities take part
}

// areaRow is an area as it stands in the form.
type areaRow struct{ Name, Municipalities, Wrong string }

func (p *pages) areasPage(c *gin.Context, desk *survey.Desk) (areasPage, error) {
	areas, err := desk.Areas(c)
	if err != nil {
		return areasPage{}, err
	}
	members, err := desk.TakingPart(c)
	if err != nil {
		return areasPage{}, err
	}
	named, err := desk.Members(c)
	if err != nil {
		return areasPage{}, err
	}
	content := areasPage{setupPage: p.setupPage(c, desk), Named: len(named) > 0}
	content.Version = survey.VersionOf(areas)
	for _, a := range areas {
		content.Rows = append(content.Rows, areaRow{Name: a.Name, Municipalities: strings.Join(p.municipalities(a.Municipalities), ", ")})
	}
	content.addRows()
	for _, m := range members {
		in := func(a survey.Area) bool { return slices.Contains(a.Municipalities, m.Code) }
		if !slices.ContainsFunc(areas, in) {
			content.Alone = append(content.Alone, m.Name)
		}
	}
	for _, a := range suggested(areas, members) {
		content.Suggested = append(content.Suggested, a.Name)
	}
	return content, nil
}

// addRows adds the rows that are empty.
func (a *areasPage) addRows() {
	for range emptyRows {
		a.Rows = append(a.Rows, areaRow{})
	}
}

// inWords returns the areas of the rows as one text.
func (a areasPage) inWords() string {
	var list []string
	for _, row := range a.Rows {
		if row.Name != "" {
			list = append(list, row.Name+" ("+row.Municipalities+")")
		}
	}
	return strings.Join(list, ", ")
}

// municipalities returns the names of municipalities.
func (p *pages) municipalities(codes []string) []string {
	names := make([]string, len(codes))
	for i, code := range codes {
		m, _ := p.service.Municipality(code)
		names[i] = m.Name
	}
	return names
}

// suggested returns the built-in areas of municipalities that take part and are in none of these.
func suggested(areas []survey.Area, members []survey.Municipality) []survey.Area {
	free := map[string]bool{}
	for _, m := range members {
		free[m.Code] = true
	}
	for _, a := range areas {
		for _, code := range a.Municipalities {
			free[code] = false
		}
	}
	return slices.DeleteFunc(places.Areas(), func(a survey.Area) bool {
		taken := func(code string) bool { return !free[code] }
		same := func(other survey.Area) bool { return other.Name == a.Name }
		return slices.ContainsFunc(a.Municipalities, taken) || slices.ContainsFunc(areas, same)
	})
}

func (p *pages) showAreas(c *gin.Context, desk *survey.Desk) error {
	content, err := p.areasPage(c, desk)
	if err != nil {
		return err
	}
	content.Changed = c.Query("changed") != ""
	p.templates.Render(c, http.StatusOK, "setup-areas", content)
	return nil
}

// setAreas takes the table of areas as it was filled in. Empty rows are passed over.
func (p *pages) setAreas(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	names, where := c.Request.PostForm["name"], c.Request.PostForm["municipalities"]
	if len(names) != len(where) || len(names) > mostAreas {
		return survey.Fail(survey.Invalid, "form")
	}
	members, err := desk.TakingPart(c)
	if err != nil {
		return err
	}
	b := p.Base(c, desk)
	rows, areas, wrong := p.readRows(c, b, names, where, members)
	if !wrong {
		if err = desk.ReplaceAreas(c, areas, formVersion(c)); err == nil {
			p.toStep(c, b, survey.StepAreas)
			return nil
		}
	}
	content, failed := p.areasPage(c, desk)
	if failed != nil {
		return failed
	}
	status := http.StatusUnprocessableEntity
	content.Wrong = content.T("setup.areas.mend")
	if !wrong {
		ok := false
		if content.Wrong, status, ok = p.refusal(c, b, err); !ok {
			return err
		}
	} else {
		content.Version = formVersion(c)
	}
	if survey.CodeOf(err) == "setup.changed" {
		content.Stored = content.inWords()
	}
	content.Rows = rows
	content.addRows()
	p.templates.Render(c, status, "setup-areas", content)
	return nil
}

// readRows reads rows as they were filled in, and says of each what has to be mended.
func (p *pages) readRows(c *gin.Context, b staff.Base, names, where []string, members []survey.Municipality) (rows []areaRow, areas []survey.Area, wrong bool) {
	for i := range names {
		row := areaRow{Name: typed.Line(names[i]), Municipalities: typed.Line(where[i])}
		if row.Name == "" && row.Municipalities == "" {
			continue
		}
		codes, unknown := codesOf(row.Municipalities, members)
		area := survey.Area{Name: row.Name, Municipalities: codes}
		err := survey.CheckAreas(append(slices.Clone(areas), area), func(string) bool { return true })
		switch {
		case unknown != "":
			row.Wrong = b.T("setup.areas.unknown", "Text", unknown)
		case err != nil:
			row.Wrong = p.says(c, b, err)
		default:
			areas = append(areas, area)
		}
		wrong = wrong || row.Wrong != ""
		rows = append(rows, row)
	}
	return rows, areas, wrong
}

// codesOf returns the codes of municipalities that are named, or given by code, with commas between
// them, sorted; and the first that does not take part.
func codesOf(text string, members []survey.Municipality) (codes []string, unknown string) {
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(members, func(m survey.Municipality) bool { return m.Code == name || strings.EqualFold(m.Name, name) })
		if name == "" {
			continue
		}
		if i < 0 {
			return nil, name
		}
		codes = append(codes, members[i].Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes), ""
}

// importAreas takes a table that was saved in a spreadsheet.
func (p *pages) importAreas(c *gin.Context, desk *survey.Desk) error {
	file, err := page.ReadFormWithFile(c, "file", largestAreas)
	if err != nil {
		return err
	}
	areas, err := places.ReadAreas(bytes.NewReader(file))
	if err == nil {
		err = desk.ReplaceAreas(c, areas, formVersion(c))
	}
	b := p.Base(c, desk)
	if err == nil {
		c.Redirect(http.StatusSeeOther, b.Path(areasPath))
		return nil
	}
	content, failed := p.areasPage(c, desk)
	if failed != nil {
		return failed
	}
	words, status, ok := p.refusal(c, b, err)
	if !ok {
		return err
	}
	if content.FileWrong = p.rowFaults(c, b, err); len(content.FileWrong) == 0 {
		content.FileWrong = []string{words}
	}
	p.templates.Render(c, status, "setup-areas", content)
	return nil
}

// rowFaults says what is wrong with a table, row by row.
func (p *pages) rowFaults(c *gin.Context, b staff.Base, err error) []string {
	var list []string
	for _, fault := range faultsIn(err) {
		if row, is := fault.(survey.RowError); is {
			list = append(list, b.T("setup.row", "Row", row.Row, "What", p.says(c, b, row.Err)))
		}
	}
	return list
}

// faultsIn returns the errors that the cause of an error joins.
func faultsIn(err error) []error {
	e, is := asError(err)
	if !is {
		return nil
	}
	if joined, is := errors.AsType[interface {
		error
		Unwrap() []error
	}](e.Err); is {
		return joined.Unwrap()
	}
	return nil
}

// addSuggestedAreas adds the built-in areas that fit.
func (p *pages) addSuggestedAreas(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	areas, err := desk.Areas(c)
	if err != nil {
		return err
	}
	members, err := desk.TakingPart(c)
	if err != nil {
		return err
	}
	if err := desk.ReplaceAreas(c, append(areas, suggested(areas, members)...), formVersion(c)); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, p.Base(c, desk).Path(areasPath))
	return nil
}
