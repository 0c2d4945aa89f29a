package xlsform_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
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

// scribbles are what stands in cells of forms, some of it in the wrong place.
var scribbles = strings.Split("|-|select_one trygg|select_multiple trygg|select_multiple vad|select_one vad|SELECT_ONE trygg|text|note|begin group|end group|"+
	"a|b|x|dk|na|none|own|step|yes|no|trygg|vad|count-selected(.) <= 2|count-selected(.)<2|k01|n01|N01|know|more|before|before after|1|999|core|A|"+
	"label::sv|label::dari|label|hint::sv|kind|scale|topic|needs|measure|measure_words::sv|pair|constraint|reverse|sensitive|role|gender|disabled|Ⱥ|İ", "|")

// However a form is scribbled in, it is refused row by row, or taken in; and what is taken in stays the same
// when it goes out and comes in again.
func TestScribbledForms(t *testing.T) {
	with, taken, rounds := reading(t), 0, tool.Some(60, 300)
	with.Batteries = []*survey.Battery{formOf(t, "core@1").Battery}
	for seed := range rounds {
		random := rand.New(rand.NewPCG(1, uint64(seed)))
		cells := map[string]string{}
		for range 1 + random.IntN(5) {
			sheet := []string{"survey", "choices", "settings"}[random.IntN(3)]
			cells[fmt.Sprintf("%s %c%d", sheet, 'A'+random.IntN(12), 1+random.IntN(11))] = scribbles[random.IntN(len(scribbles))]
		}
		got, err := xlsform.Read(book(t, edited(t, sixLanguages, cells)), with)
		if err != nil {
			if survey.KindOf(err) != survey.Invalid {
				t.Errorf("%v: %v", cells, err)
			}
			continue
		}
		taken++
		again, err := xlsform.Read(workbook(t, got.Form), reading(t))
		if err != nil {
			t.Errorf("%v: what is exported is refused: %v", cells, err)
			continue
		}
		before, err := batteries.Encode(got.Battery)
		ok(t, err)
		after, err := batteries.Encode(again.Battery)
		ok(t, err)
		if !bytes.Equal(before, after) || !reflect.DeepEqual(got.Words, again.Words) {
			t.Errorf("%v: %s becomes %s", cells, before, after)
		}
	}
	if taken < rounds/10 || taken == rounds {
		t.Errorf("%d of %d forms were taken in", taken, rounds)
	}
}
