package browsertest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/xlsform"
)

// Enketo makes a web form of what is exported, in which Arabic and Dari run from the right and nothing
// else does.
func TestEnketo(t *testing.T) {
	parallel(t)
	transformer := filepath.Join("..", "..", ".ci", "formats", "node_modules", "enketo-transformer", "dist", "enketo-transformer", "web", "transformer.js")
	if _, err := os.Stat(transformer); err != nil {
		tool.Missing(t, transformer)
	}
	b, err := surveytest.Catalogue(t).Battery("core@1")
	if err != nil {
		t.Fatal(err)
	}
	f, err := xlsform.FormOf(locales.Files, b, i18n.Languages)
	if err != nil {
		t.Fatal(err)
	}
	var form bytes.Buffer
	if err := xlsform.WriteXForm(&form, f, i18n.Languages); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/transformer.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, transformer) })
	mux.HandleFunc("/form.xml", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(form.Bytes()) })
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>Enketo</title>"))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	p := newPhone(t, small)
	p.open(server.URL + "/")
	eval[bool](p, `(async () => {
		const { transform } = await import('/transformer.js');
		const made = await transform({ xform: await (await fetch('/form.xml')).text() });
		document.body.innerHTML = made.form;
		return true;
	})()`)
	for _, l := range i18n.Languages {
		code := l.Tag
		if len(l.Aliases) > 0 {
			code = l.Aliases[0]
		}
		if dir := eval[string](p, `document.querySelector('#form-languages option[value="`+code+`"]')?.dataset.dir ?? 'none'`); dir != l.Dir {
			t.Errorf("%s runs %s, want %s", l.Tag, dir, l.Dir)
		}
		if said := eval[int](p, `document.querySelectorAll('.question > fieldset > legend .question-label[lang="`+code+`"], .question > fieldset legend > .question-label[lang="`+code+`"]').length`); said != len(b.Questions) {
			t.Errorf("%s: %d questions are worded: %s", l.Tag, said, eval[string](p, `document.body.innerHTML.slice(0, 1500)`))
		}
	}
	options := 0
	for _, q := range b.Questions {
		options += len(q.Values())
	}
	if got := eval[int](p, `document.querySelectorAll('.itemset-labels [lang="sv"]').length`); got != options {
		t.Errorf("there are words for %s options, want %d", strconv.Itoa(got), options)
	}
}
