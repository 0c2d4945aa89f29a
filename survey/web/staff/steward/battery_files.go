package steward

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
	"fragebatteri/survey/xlsform"
)

// Addresses of batteries as files of other programs.
const (
	batteryFilesPath = batteriesPath + "/files"
	batteryFilePath  = batteriesPath + "/:battery/form/:kind"
)

// Forms makes forms of batteries, and batteries of forms.
type Forms interface {
	// Form returns a battery with all its words.
	Form(b *survey.Battery) (xlsform.Form, error)

	// Read reads what somebody hands in.
	Read(raw []byte) (xlsform.Import, error)

	// Put keeps a battery with its words, whole or not at all.
	Put(w survey.Worded) error
}

// registerBatteryFiles registers where batteries go out as files and come in.
func (p *pages) registerBatteryFiles() {
	readers := []survey.Role{survey.Steward, survey.Officer}
	p.Read(batteryFilesPath, readers, p.showBatteryFiles)
	p.Receive(batteryFilesPath, stewards, p.importBattery)
	p.Read(batteryFilePath, readers, p.exportBattery)
}

// batteryFilesPage lists the files of batteries, and says what became of one that was handed in.
type batteryFilesPage struct {
	staff.Base
	Batteries []batteryFile
	MayImport bool
	Wrong     string // what is wrong with a file
	Read      *survey.Battery
	Taken     bool       // it is imported
	Rows      []rowFault // what is wrong, or what was changed and left out
	More      int        // of them that are not listed
	Rules     []string   // keys
}

// batteryFile is a battery that can be downloaded.
type batteryFile struct {
	Name, Ref, XLSX, XML string
}

// formRules are the keys of what a workbook can have.
var formRules = []string{
	"batteries.files.rule.kinds", "batteries.files.rule.languages", "batteries.files.rule.depends", "batteries.files.rule.scale",
	"batteries.files.rule.answers", "batteries.files.rule.names", "batteries.files.rule.columns",
}

func (p *pages) showBatteryFiles(c *gin.Context, desk *survey.Desk) error {
	p.templates.Render(c, http.StatusOK, "battery files", p.batteryFiles(c, desk))
	return nil
}

func (p *pages) batteryFiles(c *gin.Context, desk *survey.Desk) batteryFilesPage {
	content := batteryFilesPage{Base: p.Base(c, desk), Rules: formRules}
	content.Sheets = []string{"people.css", "register.css", "batteries.css"}
	content.MayImport = desk.Actor().May(survey.ImportBattery, survey.Thing{})
	list := slices.Clone(desk.Batteries())
	slices.SortStableFunc(list, func(x, y *survey.Battery) int {
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(y.Version, x.Version))
	})
	for _, b := range list {
		at := content.Path(batteriesPath) + "/" + b.Ref() + "/form/"
		content.Batteries = append(content.Batteries, batteryFile{
			content.T("batteries.version", "Battery", b.ID, "Version", b.Version), b.Ref(), at + "xlsx", at + "xml",
		})
	}
	return content
}

// importBattery takes in a workbook or only looks at it, and says what is wrong with it or what became
// of it.
func (p *pages) importBattery(c *gin.Context, desk *survey.Desk) error {
	raw, err := page.ReadFormWithFile(c, "file", xlsform.MostBytes+4<<10) // what stands around the file
	switch {
	case errors.Is(err, page.ErrTooLarge):
		raw, err = make([]byte, xlsform.MostBytes+1), nil // is refused as such
	case err != nil:
		return err
	}
	var read xlsform.Import
	if err = survey.Fail(survey.Invalid, "xlsform.none"); len(raw) > 0 {
		read, err = p.options.Forms.Read(raw)
	}
	taken := c.Request.PostForm.Get("do") == "take"
	if err == nil && taken {
		err = desk.ImportBattery(c, read.Whole(), p.options.Forms.Put)
	}
	content, status := p.batteryFiles(c, desk), http.StatusOK
	switch kind := survey.KindOf(err); {
	case err == nil:
		content.Read, content.Taken = read.Battery, taken
		content.Rows = p.foundIn(content.Base, read.Told)
	case kind != survey.Invalid && kind != survey.Conflict:
		return err
	default:
		status, content.Wrong = page.StatusOf(kind), p.say(content.Base, err)
		content.Rows = p.foundIn(content.Base, xlsform.FoundIn(err))
	}
	if len(content.Rows) > mostFaults {
		content.More, content.Rows = len(content.Rows)-mostFaults, content.Rows[:mostFaults]
	}
	p.templates.Render(c, status, "battery files", content)
	return nil
}

// foundIn words what is said of rows.
func (p *pages) foundIn(b staff.Base, found []xlsform.Found) []rowFault {
	var list []rowFault
	for _, f := range found {
		where := b.T("batteries.files.row", "Sheet", f.Sheet, "Row", f.Row)
		if f.Row == 0 {
			where = b.T("batteries.files.sheet", "Sheet", f.Sheet)
		}
		text := p.say(b, f.Err)
		if cause := errors.Unwrap(f.Err); cause != nil {
			text += " " + cause.Error() // what survey says of a battery that does not hold together
		}
		list = append(list, rowFault{where, text})
	}
	return list
}

// exportBattery sends a battery as a file.
func (p *pages) exportBattery(c *gin.Context, desk *survey.Desk) error {
	b, err := desk.Battery(c.Param("battery"))
	if err != nil {
		return page.ErrNoPage
	}
	write, mediaType := xlsform.WriteXLSX, xlsform.XLSXType
	switch c.Param("kind") {
	case "xlsx":
	case "xml":
		write, mediaType = xlsform.WriteXForm, xlsform.XMLType
	default:
		return page.ErrNoPage
	}
	form, err := p.options.Forms.Form(b)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := write(&file, form, i18n.Languages); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="`+b.Ref()+"."+c.Param("kind")+`"`)
	c.Data(http.StatusOK, mediaType, file.Bytes())
	return nil
}
