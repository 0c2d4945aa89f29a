package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Book is what a workbook is made of.
type Book struct {
	Release   release.Release
	Earlier   *release.Release // the round before, that it is compared with; nil where there is none
	Selection                  // the place that it is about, or all of the release
	Words     Words
	Batteries []*survey.Battery // those that are known, for topics, measures and codes
	Host      string            // who runs the instance; "" where that is not known
}

// XLSX writes a workbook to present from and to type off: sheets for people, with charts, and one
// with a row for each figure that RKA's forms ask for. Numbers are numbers and codes are texts.
// Nothing is a formula: what has no number has an empty cell and says so in the column of status.
// Shares are among those who answered, between 0 and 1 in ten-thousandths, bounds rounded outwards;
// with fewer than release.LeastForShares answers there are none.
//
// Two workbooks of the same Book are the same bytes. A place that the release says nothing of is an
// error of kind survey.Invalid, before anything is written.
func XLSX(w io.Writer, b Book) error {
	if b.saysNothing(b.Release) {
		return survey.Fail(survey.Invalid, "export.place", "Release", b.Release.ID, "Place", b.Place.Code)
	}
	file := excelize.NewFile()
	defer file.Close()
	file.SetZipWriter(func(w io.Writer) excelize.ZipWriter {
		return &datedZip{zip.NewWriter(w), b.Release.Sealed, map[string]*bytes.Buffer{}}
	})
	out := workbook{file, map[style]int{}}
	if err := out.write(b); err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	if _, err := file.WriteTo(w); err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	return nil
}

// workbook is a file of the office program that is being written.
type workbook struct {
	*excelize.File
	styles map[style]int
}

func (f workbook) write(b Book) error {
	if err := f.makeStyles(); err != nil {
		return err
	}
	sheets := b.sheets()
	for i, s := range sheets {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", s.name); err != nil {
				return err
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			return err
		}
		if err := f.writeSheet(s, b.Release.Round); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	return f.describe(b)
}

// writeSheet writes one sheet and lays out its pages: heads stay in sight and stand on every page.
func (f workbook) writeSheet(s sheet, round string) error {
	columns := len(s.widths)
	last, err := excelize.CoordinatesToCellName(columns, max(1, len(s.rows)))
	if err != nil {
		return err
	}
	// Programs that read one row after the other believe what is said here.
	if err := f.SetSheetDimension(s.name, "A1:"+last); err != nil {
		return err
	}
	if err := f.layOut(s, round, columns); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if s.head > 0 {
		below := fmt.Sprintf("A%d", s.head+1)
		if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: s.head, TopLeftCell: below, ActivePane: "bottomLeft"}); err != nil {
			return err
		}
	}
	for i, width := range s.widths {
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, c := range s.charts { // they are as wide as columns are by now
		if err := f.addChart(s.name, c); err != nil {
			return err
		}
		if i == 0 {
			continue
		}
		if err := out.InsertPageBreak(c.at); err != nil {
			return err
		}
	}
	for i, row := range s.rows {
		cells := make([]any, len(row))
		for j, c := range row {
			if c.value != nil {
				cells[j] = excelize.Cell{StyleID: f.styles[c.style], Value: c.value}
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), cells, excelize.RowOpts{Height: s.height(row)}); err != nil {
			return err
		}
	}
	return out.Flush()
}

// layOut sets a sheet up for printing on A4, as wide as the paper.
func (f workbook) layOut(s sheet, round string, columns int) error {
	const a4 = 9
	orientation := "portrait"
	if s.landscape {
		orientation = "landscape"
	}
	if err := f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: new(a4), Orientation: &orientation, FitToWidth: new(1), FitToHeight: new(0)}); err != nil {
		return err
	}
	if err := f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: new(true), DefaultRowHeight: new(15.0), CustomHeight: new(true)}); err != nil {
		return err
	}
	footer := "&L" + strings.ReplaceAll(round, "&", "&&") + "&C&A&R&P / &N"
	if err := f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: footer}); err != nil {
		return err
	}
	right, err := excelize.ColumnNumberToName(columns)
	if err != nil {
		return err
	}
	sheetName := quotedName(s.name)
	area := fmt.Sprintf("%s!$A$1:$%s$%d", sheetName, right, max(s.printed, len(s.rows), 1))
	if err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: s.name}); err != nil {
		return err
	}
	if s.head == 0 {
		return nil
	}
	titles := fmt.Sprintf("%s!$1:$%d", sheetName, s.head)
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.name})
}

// describe fills in the properties of the document. Its day is that of the release.
func (f workbook) describe(b Book) error {
	day := b.Release.Sealed + "T00:00:00Z"
	title := b.text("xlsx.title") + " " + b.Release.Round
	if b.Place.Code != "" {
		title += ", " + placeName(b.Words, b.Place)
	}
	return f.SetDocProps(&excelize.DocProperties{
		Title: clean(title), Subject: b.text("xlsx.what"), Creator: clean(b.Host), LastModifiedBy: clean(b.Host),
		Created: day, Modified: day, Identifier: b.Release.ID, Language: b.text("xlsx.language"),
	})
}

// imageTypes are what excelize says of kinds of images wherever there is a chart, in another order
// each time. There are no images.
var imageTypes = regexp.MustCompile(`<Default Extension="[a-z]+" ContentType="image/[^"]*"></Default>`)

// datedZip packs files sorted by name and all of one day, so that the same files are the same
// bytes.
type datedZip struct {
	*zip.Writer
	day   string
	files map[string]*bytes.Buffer
}

// Create returns where a file's content is written.
func (z *datedZip) Create(name string) (io.Writer, error) {
	z.files[name] = &bytes.Buffer{}
	return z.files[name], nil
}

// Close writes the archive.
func (z *datedZip) Close() error {
	day, err := time.Parse(time.DateOnly, z.day)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(z.files)) {
		file, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: day})
		if err != nil {
			return err
		}
		content := z.files[name].Bytes()
		if name == "[Content_Types].xml" {
			content = imageTypes.ReplaceAll(content, nil)
		}
		if _, err := file.Write(content); err != nil {
			return err
		}
	}
	return z.Writer.Close()
}
