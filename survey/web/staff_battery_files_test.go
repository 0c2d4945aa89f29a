package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/webtest"
	"fragebatteri/survey/xlsform"
)

const batteryFiles = "/staff/sv/batteries/files"

// A steward checks a workbook, reads what is wrong with it by sheet and row, and takes it in when it is
// right; from then on it is among the batteries, and goes out as a file again.
func TestBatteryFiles(t *testing.T) {
	p, dir := crewOf(t, newSite(t)), t.TempDir()
	b, texts := webtest.Writer(t, p.Service, dir)
	steward := b.As(p.secrets[survey.Steward])
	form := func(change func(*excelize.File)) string {
		t.Helper()
		raw := steward.Get("/staff/sv/batteries/core@1/form/xlsx")
		book, err := excelize.OpenReader(strings.NewReader(raw.Body))
		ok(t, err)
		defer book.Close()
		for row := 25; row > 3; row-- { // but for the first two questions
			ok(t, book.RemoveRow("survey", row))
		}
		ok(t, book.SetCellStr("survey", "B2", "N01"))
		ok(t, book.SetCellStr("survey", "B3", "N02"))
		ok(t, book.SetCellStr("settings", "B2", "grannar"))
		change(book)
		var out bytes.Buffer
		ok(t, book.Write(&out))
		return out.String()
	}
	send := func(do, file string, want int) webtest.Page {
		t.Helper()
		name := "egna.xlsx"
		if file == "" {
			name = ""
		}
		page := steward.Upload(batteryFiles, url.Values{"do": {do}}, "file", name, file)
		if page.Status != want {
			t.Fatalf("status %d, want %d: %s", page.Status, want, page.Value("main"))
		}
		return page
	}
	if page := send("check", "", http.StatusUnprocessableEntity); page.Value("#wrong") != p.text("sv", "error.xlsform.none") {
		t.Errorf("of no file it says %q", page.Value("#wrong"))
	}
	wrong := send("take", form(func(book *excelize.File) { ok(t, book.SetCellStr("survey", "A3", "geopoint")) }), http.StatusUnprocessableEntity)
	if said := wrong.Value("#wrong li"); !strings.HasPrefix(said, "Bladet survey, rad 3: ”geopoint” tar emot en bild") || wrong.Find("#file").AttrOr("aria-describedby", "") != "wrong" {
		t.Errorf("it says %q", said)
	}
	right := form(func(*excelize.File) {})
	if page := send("check", right, http.StatusOK); !strings.HasPrefix(page.Value("[role=status] p"), "grannar, version 1, med 2 frågor går att ta in") || page.Find("[role=status] li").Length() < 2 {
		t.Errorf("it says %q", page.Value("[role=status]"))
	}
	if _, err := os.Stat(filepath.Join(dir, "batteries")); !os.IsNotExist(err) {
		t.Fatal("what was refused or checked is kept")
	}
	if page := send("take", right, http.StatusOK); !strings.HasPrefix(page.Value("[role=status] p"), "grannar, version 1, med 2 frågor är intaget") {
		t.Errorf("it says %q", page.Value("[role=status]"))
	}
	if page := steward.Get("/staff/sv/batteries"); !strings.Contains(page.Value("main"), "Frågebatteri grannar, version 1") {
		t.Error("it is not among the batteries")
	}
	taken, err := p.Service.Battery("grannar@1")
	ok(t, err)
	if got := texts.Now().Catalog.Text("fa-AF", "N01"); got == "" || got != texts.Now().Catalog.Text("fa-AF", "K01") {
		t.Errorf("N01 is %q in Dari", got)
	}
	if page := send("take", right, http.StatusUnprocessableEntity); !strings.Contains(page.Value("#wrong"), "eftersom en version aldrig ändras") {
		t.Errorf("the second time it says %q", page.Value("#wrong"))
	}

	// It goes out as it came in.
	out := steward.Get("/staff/sv/batteries/grannar@1/form/xlsx")
	read, err := xlsform.Read([]byte(out.Body), xlsform.Reading{Languages: i18n.Languages, Texts: locales.Files})
	if err != nil || read.Battery.Ref() != taken.Ref() || len(read.Battery.Questions) != 2 || out.Header.Get("Content-Disposition") != `attachment; filename="grannar@1.xlsx"` {
		t.Errorf("it goes out as %v, %v", read.Battery, err)
	}
	officer := b.As(p.secrets[survey.Officer])
	if page := officer.Get(batteryFiles); page.Find("form input[type=file]").Length() != 0 || page.Find("table a[href$='/form/xml']").Length() != len(p.Service.Batteries()) {
		t.Errorf("an officer reads %s", page.Value("main"))
	}
}
