package xlsform_test

import (
	"bytes"
	"maps"
	"reflect"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/xlsform"
)

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// formOf returns the form of a battery that is built in.
func formOf(t testing.TB, ref string) xlsform.Form {
	t.Helper()
	b, err := surveytest.Catalogue(t).Battery(ref)
	ok(t, err)
	f, err := xlsform.FormOf(locales.Files, b, i18n.Languages)
	ok(t, err)
	return f
}

// reading is what forms are read with where there are no batteries yet.
func reading(t testing.TB) xlsform.Reading {
	t.Helper()
	return xlsform.Reading{Languages: i18n.Languages, Texts: locales.Files}
}

// workbook returns a form as it is exported.
func workbook(t testing.TB, f xlsform.Form) []byte {
	t.Helper()
	var book bytes.Buffer
	ok(t, xlsform.WriteXLSX(&book, f, i18n.Languages))
	return book.Bytes()
}

// A battery that is exported and imported again is the same to the byte, and so are its words in all
// languages, what translators are told of them, and the words of its measures.
func TestRoundTrip(t *testing.T) {
	for _, b := range surveytest.Catalogue(t).Batteries() {
		if b.PartOf != "" {
			continue // what it asks is its whole's
		}
		want := formOf(t, b.Ref())
		got, err := xlsform.Read(workbook(t, want), reading(t))
		if err != nil {
			t.Fatalf("%s: %v", b.Ref(), err)
		}
		if len(got.Told) > 0 {
			t.Errorf("%s: it tells %v", b.Ref(), got.Told)
		}
		before, err := batteries.Encode(want.Battery)
		ok(t, err)
		after, err := batteries.Encode(got.Battery)
		ok(t, err)
		if !bytes.Equal(before, after) {
			t.Errorf("%s: it becomes %s", b.Ref(), after)
		}
		if !reflect.DeepEqual(got.Words, want.Words) || !maps.Equal(got.Notes, want.Notes) {
			t.Errorf("%s: its words become %v with the notes %v", b.Ref(), got.Words, got.Notes)
		}
		for tag, texts := range got.Around {
			for key, text := range texts {
				if want.Around[tag][key] != text {
					t.Errorf("%s, %s: %s becomes %q", b.Ref(), tag, key, text)
				}
			}
		}
		if len(got.Around[i18n.Source]) != len(b.Measures) {
			t.Errorf("%s: %d of %d measures have words", b.Ref(), len(got.Around[i18n.Source]), len(b.Measures))
		}
	}
}
