package paper_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/wording"
)

// core returns the core battery to print, in all languages.
func core(t *testing.T) paper.Battery {
	t.Helper()
	b, err := surveytest.Catalogue(t).Battery("core@1")
	if err != nil {
		t.Fatal(err)
	}
	catalog := surveytest.Catalog(t)
	notes, err := review.Notes(locales.Files, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	words := wording.Worded(catalog, b)
	return paper.Battery{Worded: words, Notes: notes, Languages: wording.LanguagesOf(words), K: survey.SmallestK, Common: catalog.Text}
}

// All that is asked stands on one page: each text in each language and in its direction, what each question is for,
// and how it is shown.
func TestBatteryOnPaper(t *testing.T) {
	b := core(t)
	page, err := b.Paper(surveytest.Catalog(t).Printer("sv"))
	page = made(t, page, err)
	if inside := bytes.ReplaceAll(page.HTML, []byte("url(data:font/woff2;base64,"), nil); outside.Find(inside) != nil {
		t.Errorf("it loads something: %s", outside.Find(inside))
	}
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(page.HTML))
	if err != nil {
		t.Fatal(err)
	}
	questions := document.Find("section.question")
	if questions.Length() != len(b.Worded.Battery.Questions) {
		t.Fatalf("there are %d questions", questions.Length())
	}
	for i, q := range b.Worded.Battery.Questions {
		printed := questions.Eq(i)
		keys := q.Keys()[:1+len(q.Options())]
		if q.Hint {
			keys = append(keys, q.HintKey())
		}
		if rows := printed.Find("tbody tr"); rows.Length() != len(keys) {
			t.Errorf("%s: %d rows, want %d", q.ID, rows.Length(), len(keys))
		}
		for _, l := range i18n.Languages {
			var texts []string
			printed.Find("td[lang='" + l.Tag + "'][dir='" + string(l.Dir) + "']").Each(func(_ int, cell *goquery.Selection) { texts = append(texts, cell.Text()) })
			for _, key := range keys {
				if text := b.Word(l.Tag, key); text == "" || !strings.Contains(strings.Join(texts, "\n"), text) {
					t.Errorf("%s %s: %q is not there", l.Tag, key, text)
				}
			}
		}
		if note := b.Notes[q.ID]; note == "" || !strings.Contains(printed.Text(), note) {
			t.Errorf("%s: the note %q is not there", q.ID, note)
		}
		if got := strings.Contains(printed.Find(".facts").Text(), "Känslig"); got != q.Sensitive {
			t.Errorf("%s: it says that it is sensitive: %v", q.ID, got)
		}
	}
	facts := surveytest.Plain(questions.Eq(14).Find(".facts").Text()) // K15
	for _, want := range []string{"Ämne: Gemenskap.", "En skala med 4 steg.", "andelen som känner sig ofta utanför där de bor. Mindre är bättre.", "samma sak som K12."} {
		if !strings.Contains(facts, want) {
			t.Errorf("K15 does not say %q: %q", want, facts)
		}
	}
	shown := surveytest.Plain(document.Find(".marks").Text())
	for _, want := range []string{"minst 12 som har svarat", "minst 20 som har svarat vid minst 3 tillfällen, eller för minst 30", "Kvinnor och män. Det kräver minst 96 svar"} {
		if !strings.Contains(shown, want) {
			t.Errorf("it does not say %q: %q", want, shown)
		}
	}
}
