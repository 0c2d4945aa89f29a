package main

import (
	"bytes"
	"context"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/files"
	"fragebatteri/survey/xlsform"
)

var batteryExportCommand = command{"battery export", `fragebatteri battery export -battery core[@1] [-data DIR] [-format xlsx|xml] -o FILE
    Write the questions of a battery in all its languages for other survey programs:
    xlsx is a workbook in the format XLSForm, which 'battery import' reads again; xml
    is an ODK XForm, which ODK Collect, KoBo and Enketo load. Without a version the
    newest is written; with -data batteries and texts of the data folder hold.
`, batteryExport}

func batteryExport(_ context.Context, a *app, args []string) error {
	f := newFlags()
	battery, data := f.String("battery", "", ""), f.data()
	format, out := f.String("format", "xlsx", ""), f.String("o", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("battery", "o"); err != nil {
		return err
	}
	write := xlsform.WriteXLSX
	switch *format {
	case "xlsx":
	case "xml":
		write = xlsform.WriteXForm
	default:
		return operator.Refusef("there is no format %q; choose xlsx or xml", *format)
	}
	has, err := contentOf(*data)
	if err != nil {
		return err
	}
	b, err := has.battery(*battery)
	if err != nil {
		return err
	}
	form, err := xlsform.FormOf(has.texts, b, i18n.Languages)
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := write(&content, form, i18n.Languages); err != nil {
		return err
	}
	if err := newFile(*out, content.Bytes(), files.Exchange); err != nil {
		return err
	}
	return a.print(map[string]any{"battery": b.Ref(), "questions": len(b.Questions), "languages": len(form.Words), "file": *out})
}

// battery returns a battery by its reference, or the newest version of one by its id.
func (c content) battery(name string) (*survey.Battery, error) {
	if b, known := c.catalogue.NewestBattery(name); known {
		return b, nil
	}
	b, err := c.catalogue.Battery(name)
	if err != nil {
		return nil, survey.Fail(survey.NotFound, "battery.unknown", "Battery", name, "Known", strings.Join(c.catalogue.BatteryIDs(), ", "))
	}
	return b, nil
}
