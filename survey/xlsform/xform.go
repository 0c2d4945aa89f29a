package xlsform

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// WriteXForm writes a form as an ODK XForm, as ODK Collect, ODK Web Forms, Enketo and KoBo load it.
func WriteXForm(to io.Writer, f Form, languages []i18n.Language) error {
	w := &xformWriter{form: f, in: f.languagesOf(languages)}
	w.open(`h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" ` +
		`xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms"`)
	w.open("h:head")
	if len(w.in) > 0 {
		w.text("h:title", f.Word(w.in[0].Tag, titleKey))
	}
	w.open(`model odk:xforms-version="1.0.0"`)
	w.itext()
	w.instances()
	w.binds()
	w.close("model")
	w.close("h:head")
	w.open(`h:body class="pages"`)
	for _, q := range f.Battery.Questions {
		w.control(q)
	}
	w.close("h:body")
	w.close("h:html")
	_, err := io.WriteString(to, xml.Header+w.out.String())
	return err
}

// xformWriter writes the elements of an XForm.
type xformWriter struct {
	form Form
	in   []i18n.Language
	out  strings.Builder
}

// open begins an element, which is written with its attributes.
func (w *xformWriter) open(tag string) { w.out.WriteString("<" + tag + ">") }

func (w *xformWriter) close(name string) { w.out.WriteString("</" + name + ">\n") }

// text writes an element that has nothing but a text.
func (w *xformWriter) text(name, text string) { w.out.WriteString(textElement(name, text)) }

func textElement(name, text string) string {
	return "<" + name + ">" + escaped(text) + "</" + name + ">"
}

// escaped returns a text as it stands in XML.
func escaped(text string) string {
	var out strings.Builder
	// A strings.Builder takes all that is written to it.
	_ = xml.EscapeText(&out, []byte(text))
	return out.String()
}

// itext writes all words, language by language.
func (w *xformWriter) itext() {
	w.open("itext")
	for i, l := range w.in {
		first := ""
		if i == 0 {
			first = ` default="true()"`
		}
		w.open(`translation lang="` + escaped(nameOf(l)) + `"` + first)
		for _, q := range w.form.Battery.Questions {
			for n, option := range q.Values() {
				w.said(optionID(q, n), w.form.word(l.Tag, q.TextKey(option)))
			}
		}
		for _, q := range w.form.Battery.Questions {
			w.said(nodeOf(q)+":label", w.form.word(l.Tag, q.ID))
			if q.Hint {
				w.said(nodeOf(q)+":hint", w.form.word(l.Tag, q.HintKey()))
			}
		}
		w.close("translation")
	}
	w.close("itext")
}

// said writes one text of a translation.
func (w *xformWriter) said(id, text string) {
	w.out.WriteString(`<text id="` + id + `">` + textElement("value", text) + "</text>\n")
}

// nodeOf returns where the answer to a question is. Ids of questions are names in XML.
func nodeOf(q survey.Question) string { return "/data/" + q.ID }

// optionID returns the id of the words of the n-th option, from 0.
func optionID(q survey.Question, n int) string { return fmt.Sprintf("%s-%d", q.ID, n) }

// instances writes what an answer is made of, and the options.
func (w *xformWriter) instances() {
	b := w.form.Battery
	w.open("instance")
	w.open(fmt.Sprintf(`data id="%s" version="%d"`, b.ID, b.Version))
	for _, q := range b.Questions {
		w.open(q.ID + "/")
	}
	w.out.WriteString("<meta><instanceID/></meta>")
	w.close("data")
	w.close("instance")
	for _, q := range b.Questions {
		w.open(`instance id="` + q.ID + `"`)
		w.open("root")
		for n, option := range q.Values() {
			w.out.WriteString("<item>" + textElement("itextId", optionID(q, n)) + textElement("name", option) + "</item>")
		}
		w.close("root")
		w.close("instance")
	}
}

// binds says what each answer is. The id of an answer is random, as the format wants one; when answers
// come back it is dropped.
func (w *xformWriter) binds() {
	for _, q := range w.form.Battery.Questions {
		constraint := ""
		if most := mostConstraint(q); most != "" {
			constraint = ` constraint="` + escaped(most) + `"`
		}
		w.open(fmt.Sprintf(`bind nodeset="%s" type="string"%s/`, nodeOf(q), constraint))
	}
	w.open(`bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/`)
}

// control writes a question as it is asked.
func (w *xformWriter) control(q survey.Question) {
	name := "select1"
	if q.Kind == survey.Multi {
		name = "select"
	}
	w.open(name + ` ref="` + nodeOf(q) + `"`)
	w.open(`label ref="jr:itext('` + nodeOf(q) + `:label')"/`)
	if q.Hint {
		w.open(`hint ref="jr:itext('` + nodeOf(q) + `:hint')"/`)
	}
	w.out.WriteString(`<itemset nodeset="instance('` + q.ID + `')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset>`)
	w.close(name)
}
