package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// own is a battery of the region's own on the desk of a steward.
const own = "/staff/sv/batteries/drafts/naring@1"

// writers is a service with a folder where batteries are frozen, and browsers of who is there.
type writers struct {
	crew
	dir                      string
	texts                    *review.Library
	steward, officer, reader webtest.Browser
}

func newWriters(t *testing.T) writers {
	t.Helper()
	w := writers{crew: crewOf(t, newSite(t)), dir: t.TempDir()}
	w.Browser, w.texts = webtest.Writer(t, w.Service, w.dir)
	w.enter()
	return w
}

// enter signs everybody in.
func (w *writers) enter() {
	w.t.Helper()
	as := func(s survey.Staff) webtest.Browser {
		_, secret := w.SignIn(s)
		return w.As(secret)
	}
	w.steward, w.reader = as(survey.Staff{Role: survey.Steward}), as(survey.Staff{Role: survey.ReaderRole, Languages: []string{"ti"}})
	w.officer = as(survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}, Label: "Anna Andersson"})
}

// sent sends a form and demands a status.
func sent(t *testing.T, b webtest.Browser, path string, want int, form url.Values) webtest.Page {
	t.Helper()
	page := b.Post(path, form)
	if page.Status != want {
		t.Fatalf("POST %s: status %d, want %d: %s", path, page.Status, want, page.Value("main"))
	}
	return page
}

// standing returns the fields of a form of a page as they are.
func standing(page webtest.Page, form string) url.Values {
	values := url.Values{}
	page.Find(form).Find("input, select, textarea").Each(func(_ int, field *webtest.Selection) {
		name := field.AttrOr("name", "")
		kind := field.AttrOr("type", "")
		_, checked := field.Attr("checked")
		switch {
		case name == "" || (kind == "radio" || kind == "checkbox") && !checked:
		case field.Is("select"):
			values.Add(name, field.Find("option[selected]").AttrOr("value", field.Find("option[selected]").Text()))
		case field.Is("textarea"):
			values.Add(name, field.Text())
		default:
			values.Add(name, field.AttrOr("value", ""))
		}
	})
	return values
}

// write fills in the form of a question over what it has, and sends it.
func (w writers) write(question string, want int, pairs ...string) webtest.Page {
	w.t.Helper()
	path := own + "/questions/" + question
	form := standing(w.steward.Get(path), "form.question")
	given := surveytest.Form(pairs...)
	for name := range given {
		form[name] = given[name]
	}
	return sent(w.t.(*testing.T), w.steward, path, want, form)
}

// does sends the form of an act on the battery, as it stands on its page.
func (w writers) does(act string, want int, pairs ...string) webtest.Page {
	w.t.Helper()
	form := standing(w.steward.Get(own), `form[action$="/`+act+`"]`)
	for name, values := range surveytest.Form(pairs...) {
		form[name] = values
	}
	return sent(w.t.(*testing.T), w.steward, own+"/"+act, want, form)
}

// begun is a battery of two questions that is ready to be referred.
func (w writers) begun() {
	w.t.Helper()
	sent(w.t.(*testing.T), w.steward, "/staff/sv/batteries/drafts/new", 303, surveytest.Form("id", "naring", "prefix", "nx", "title", "Eget företag"))
	w.write("new", 303, "text", "Hur lätt är det att starta företag?", "kind", "scale", "scale", "ease", "topic", "work", "dk", "yes",
		"from", "3", "to", "4", "better", "more", "measure.sv", "tycker att det är lätt", "measure.en", "find it easy")
	w.write("new", 303, "text", "Vad behöver du mest?", "kind", "choice", "option", "Råd", "option", "Lokal", "option", "Pengar", "topic", "needs")
}

// A battery is written, referred, commented on, frozen, translated, approved and asked, without a restart;
// and what is refused on the way changes nothing.
func TestABatteryFromDraftToRound(t *testing.T) {
	w := newWriters(t)
	w.begun()
	for _, l := range i18n.Languages {
		if l.Tag != i18n.Source && l.Tag != "ti" {
			w.translate(l.Tag)
		}
	}
	// What cannot be asked is shown again with what was typed.
	wrong := w.write("new", 422, "text", "Vad?", "kind", "choice", "option", "Bara ett", "topic", "work")
	if wrong.Find("input[name=option]").First().AttrOr("value", "") != "Bara ett" || wrong.Value("textarea[name=text]") != "Vad?" {
		t.Error("what was typed is gone")
	}
	w.write("new", 422, "text", strings.Repeat("å", survey.MostQuestionLetters+1), "kind", "choice", "option", "A", "option", "B", "topic", "work")
	w.does("freeze", 422)
	w.does("freeze", 409, "sure", "yes", "edit", standing(w.steward.Get(own), `form[action$="/refer"]`).Get("edit"))
	if list := w.officer.Get("/staff/sv/batteries/drafts"); list.Find(".drafts li").Length() != 0 {
		t.Error("an officer sees what is not referred")
	}
	for _, b := range []webtest.Browser{w.officer, w.reader} {
		if page := b.Get(own + "/referral"); page.Status != http.StatusNotFound {
			t.Errorf("what is not referred has status %d", page.Status)
		}
	}

	w.does("refer", 422, "until", "2026-08-31")
	w.does("refer", 303, "until", "2026-09-14")
	w.write("NX01", 409, "text", "Något annat?")
	at := w.officer.Get(w.officer.Get("/staff/sv/batteries/drafts").Find(".drafts a").AttrOr("href", ""))
	if at.Find(".written li").Length() != 2 || !strings.Contains(at.Value("main"), "14 september 2026") {
		t.Fatalf("an officer reads %s", at.Value("main"))
	}
	sent(t, w.officer, own+"/referral", 303, surveytest.Form("question", "NX01", "text", "Svårt ord: företag.\nByt."))
	sent(t, w.reader, own+"/referral", 303, surveytest.Form("question", "", "text", "Bra frågor."))
	sent(t, w.officer, own+"/referral", 422, surveytest.Form("question", "NX01", "text", strings.Repeat("x", 501)))
	sent(t, w.officer, own+"/referral", 404, surveytest.Form("question", "NX99", "text", "Finns den?"))
	read := w.steward.Get(own + "/referral")
	if got := read.Value("#NX01 .said b"); !strings.HasSuffix(got, ", Norrköping") {
		t.Errorf("a comment is by %q", got)
	}
	if strings.Contains(read.Body, "Anna") {
		t.Error("a comment names who made it")
	}
	w.does("freeze", 409, "sure", "yes", "edit", standing(w.steward.Get(own), `form[action$="/end"]`).Get("edit"))

	w.Clock.Advance(15 * 24 * time.Hour)
	w.enter()
	sent(t, w.officer, own+"/referral", 409, surveytest.Form("question", "NX01", "text", "För sent"))
	w.does("freeze", 303, "sure", "yes")
	loaded, err := batteries.Load(batteries.Embedded, os.DirFS(filepath.Join(w.dir, "batteries")))
	ok(t, err)
	if last := loaded[len(loaded)-1]; last.Ref() != "naring@1" || len(last.Questions) != 2 {
		t.Fatalf("the folder has %s", last.Ref())
	}
	w.write("NX01", 409, "text", "Något annat?")
	key := w.Key()
	opening := surveytest.Form("name", "2027-H1", "k", "12", "key", string(key), "battery", "naring", "language", "sv")
	if offered := w.steward.Get("/staff/sv/rounds/new").Find("input[name=battery][value=naring]").Length(); offered != 0 {
		t.Error("a round is offered what nobody has approved")
	}
	refused := sent(t, w.steward, "/staff/sv/rounds/new", 422, opening)
	if !strings.Contains(refused.Value("main"), "inte godkända än") {
		t.Errorf("a round is refused with %s", refused.Value("main"))
	}
	w.does("approve", 409, "sure", "yes", "edit", standing(w.steward.Get(own), `form[action$="/retire"]`).Get("edit"))

	// What nobody has translated yet readers find among all other texts.
	tigrinya, _ := i18n.Find(i18n.Languages, "ti")
	texts, err := w.texts.Now().Wordings(tigrinya)
	ok(t, err)
	var decisions []review.Decision
	for _, text := range texts {
		if text.File == "naring" && text.Forms[0].Text == "" {
			decisions = append(decisions, review.Decision{
				File: text.File, Key: text.Key, Words: map[string]string{"other": strings.Repeat("ሕቶ ", len(decisions)+1)}, Seen: text.TextMark(),
			})
		}
	}
	if len(decisions) != 6 { // the title, two questions and three answers
		t.Fatalf("readers find %d texts to translate", len(decisions))
	}
	ok(t, w.texts.Decide(tigrinya, review.Signature{Role: "steward", Date: "2026-09-20"}, decisions...))
	w.does("approve", 303, "sure", "yes")
	if offered := w.steward.Get("/staff/sv/rounds/new").Find("input[name=battery][value=naring]").Length(); offered != 1 {
		t.Error("a round is not offered what is approved")
	}
	sent(t, w.steward, "/staff/sv/rounds/new", 303, opening)
	rounds, err := w.Rounds(t.Context())
	ok(t, err)
	session, _, err := w.OpenSession(t.Context(), survey.NewSession{Round: rounds[len(rounds)-1].ID, Municipality: "0581", Intervention: "OG028"})
	ok(t, err)
	form := w.Get("/s/" + session.Code + "/sv")
	if form.Find("fieldset").Length() != 2 || !strings.Contains(form.Value("#NX01 legend"), "starta företag") {
		t.Errorf("participants read %s", form.Value("main"))
	}

	w.does("retire", 303, "sure", "yes")
	opening.Set("name", "2027-H2")
	opening.Set("key", string(w.Key()))
	sent(t, w.steward, "/staff/sv/rounds/new", 422, opening)
	if form := w.Get("/s/" + session.Code + "/sv"); form.Status != http.StatusOK {
		t.Error("a round under way has lost its questions")
	}
}

// translate words all that is to be translated to a language.
func (w writers) translate(tag string) {
	w.t.Helper()
	word := map[string]string{"ar": "سؤال", "fa-AF": "سوال", "so": "su'aal", "uk": "питання", "en": "question"}[tag]
	n := 0
	for _, of := range []string{"battery", "NX01", "NX02"} {
		path := own + "/words/" + tag + "/" + of
		form := standing(w.steward.Get(path), "form.question")
		for name := range form {
			if form.Get(name) == "" && name != "seen" {
				n++
				form.Set(name, strings.Repeat(word+" ", n))
			}
		}
		sent(w.t.(*testing.T), w.steward, path, 303, form)
	}
	if page := w.steward.Get(own + "/words/" + tag); !strings.Contains(page.Value("main .lead"), "Alla texter finns") {
		w.t.Errorf("%s: %s", tag, page.Value("main"))
	}
}

// Of two stewards at once one is told what the other has written, and nothing of either is lost. What a
// battery's name, letters or numbers may not be is refused, and so is what the page does not have.
func TestTwoStewardsWriteAtOnce(t *testing.T) {
	w := newWriters(t)
	w.begun()
	path := own + "/questions/NX02"
	first, second := standing(w.steward.Get(path), "form.question"), standing(w.steward.Get(path), "form.question")
	first.Set("text", "Vad behöver du först?")
	first["option"] = []string{"Pengar", "Råd", "Lokal", "Tid"}
	sent(t, w.steward, path, 303, first)
	second.Set("text", "Vad saknar du mest?")
	told := sent(t, w.steward, path, 409, second)
	if !strings.Contains(told.Value("section.card"), "Vad behöver du först?") || told.Value("textarea[name=text]") != "Vad saknar du mest?" {
		t.Errorf("the second is told %s", told.Value("main"))
	}
	sent(t, w.steward, path, 303, standing(told, "form.question"))
	if got := standing(w.steward.Get(path), "form.question").Get("text"); got != "Vad saknar du mest?" {
		t.Errorf("the question is %q", got)
	}
	edit := standing(w.steward.Get(own), `form[action$="/delete"]`)
	w.does("move", 303, "question", "NX02", "by", "up")
	if got := w.steward.Get(own).Find(".written li").First().AttrOr("id", ""); got != "NX02" {
		t.Errorf("the first question is %s", got)
	}
	edit.Set("sure", "yes")
	sent(t, w.steward, own+"/delete", 409, edit)

	// Translations go with the Swedish words, wherever they stand, and away with them.
	form := standing(w.steward.Get(own+"/words/en/NX02"), "form.question")
	form.Set("NX02.o1", "Advice")
	sent(t, w.steward, own+"/words/en/NX02", 303, form)
	sent(t, w.steward, own+"/words/en/NX02", 409, form)
	form.Set("NX01", "Another question's")
	answers := standing(w.steward.Get(path), "form.question")
	answers["option"] = []string{"Lokal", "Råd", "Kunder"}
	sent(t, w.steward, path, 303, answers)
	form = standing(w.steward.Get(own+"/words/en/NX02"), "form.question")
	if form.Get("NX02.o2") != "Advice" || form.Get("NX02.o1") != "" || form.Get("NX01") != "" {
		t.Errorf("the translations are %v", form)
	}

	sent(t, w.steward, own+"/copy", 303, surveytest.Form("from", "core@1/K12"))
	sent(t, w.steward, own+"/copy", 303, surveytest.Form("from", "core@1/K15"))
	sent(t, w.steward, own+"/pair", 303, surveytest.Form("first", "NX03", "second", "NX04"))
	sent(t, w.steward, own+"/pair", 422, surveytest.Form("first", "NX01", "second", "NX03"))
	if form := standing(w.steward.Get(own+"/words/ti/NX03"), "form.question"); form.Get("NX03") != w.catalog.Text("ti", "K12") {
		t.Error("a copy has lost its translations")
	}
	remove := standing(w.steward.Get(own), `#NX04 form[action$="/remove"]`)
	sent(t, w.steward, own+"/remove", 422, remove)
	remove.Set("sure", "yes")
	sent(t, w.steward, own+"/remove", 303, remove)
	w.write("new", 303, "text", "Får du hjälp?", "kind", "choice", "option", "Ja", "option", "Nej", "topic", "work")
	if w.steward.Get(own).Find("#NX05").Length() != 1 {
		t.Error("the number of a question that was removed is used again")
	}
	shown := w.steward.Post(path+"/shown", surveytest.Form("text", "Bara <b>på prov</b>", "kind", "choice", "option", "Ja", "in", "ar"))
	if shown.Status != 200 || shown.Find("html").AttrOr("dir", "") != "rtl" || shown.Find("fieldset").Length() != 1 || !strings.Contains(shown.Value("legend b"), "<b>") {
		t.Errorf("a question is shown as %s", shown.Body)
	}

	for code, form := range map[string]url.Values{
		"Välj ett annat":      surveytest.Form("id", "naring", "prefix", "NY", "title", "Nytt"),
		"används redan":       surveytest.Form("id", "results", "prefix", "NY", "title", "Nytt"),
		"börjar redan med K":  surveytest.Form("id", "ny", "prefix", "K", "title", "Nytt"),
		"börjar redan med NX": surveytest.Form("id", "ny", "prefix", "NX", "title", "Nytt"),
	} {
		status := 409
		page := w.steward.Post("/staff/sv/batteries/drafts/new", form)
		if page.Status != status || !strings.Contains(page.Value("main"), code) {
			t.Errorf("%v: status %d: %s", form, page.Status, page.Value("main"))
		}
	}
	sent(t, w.steward, "/staff/sv/batteries/drafts/new", 413, surveytest.Form("id", "ny", "title", strings.Repeat("å", 70<<10)))
	sent(t, w.steward, "/staff/sv/batteries/drafts/version", 409, surveytest.Form("id", "core"))
	w.does("delete", 303, "sure", "yes")
	if page := w.steward.Get(own); page.Status != http.StatusNotFound {
		t.Errorf("what was deleted has status %d", page.Status)
	}
}
