package web

import (
	"fragebatteri/survey"
	"fragebatteri/survey/xlsform"
)

// forms makes forms of batteries with the words that hold now, and batteries of forms.
type forms struct {
	options Options
	service *survey.Service
}

// Form implements steward.Forms.
func (f forms) Form(b *survey.Battery) (xlsform.Form, error) {
	return xlsform.FormOf(f.options.Texts.Now().Files, b, f.options.Languages)
}

// Read implements steward.Forms.
func (f forms) Read(raw []byte) (xlsform.Import, error) {
	return xlsform.Read(raw, xlsform.Reading{
		Languages: f.options.Languages, Texts: f.options.Texts.Now().Files, Batteries: f.service.Batteries(), Reserved: f.service.Reserved(),
	})
}

// Put implements steward.Forms.
func (f forms) Put(w survey.Worded) error { return f.options.Freeze(w) }
