package participant

import (
	"regexp"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// Letters that no text has, around the one that is shown in its place.
const (
	markBegins = "\ue000"
	markEnds   = "\ue001"
)

// Sample returns a page of participants on which a text is seen in its place, marked and as it is
// worded now. Nothing on it leads anywhere. It reports false where there is none: some texts are only
// seen after something was done.
func (p *Pages) Sample(c *gin.Context, tag, key string) (page.Made, bool, error) {
	host, err := p.service.Host(c)
	if err != nil {
		return page.Made{}, false, err
	}
	printer := p.Catalog().Printer(tag).Marking(key, markBegins, markEnds)
	base := func() page.Base {
		b := p.Base(c, printer)
		b.Framed = true
		return b
	}
	for _, s := range p.samples(base, host) {
		made, err := p.templates.Make(s.template, s.content)
		if err != nil {
			return page.Made{}, false, err
		}
		if html, seen := marked(string(made.HTML)); seen {
			made.HTML = []byte(html)
			return made, true, nil
		}
	}
	return page.Made{}, false, nil
}

// sample is a page as it can be.
type sample struct {
	template string
	content  page.Page
}

// samples returns pages of participants as they can be, those that everybody sees first.
func (p *Pages) samples(base func() page.Base, host survey.Host) []sample {
	promise := survey.PromiseOf(host, survey.Round{K: survey.SmallestK})
	about := aboutPage{Base: base(), Promise: promise, Contact: host.Contact}
	var list []sample
	for _, b := range p.service.WholeBatteries() {
		form := formPage{Base: base(), Promise: promise, AudioKB: 1}
		form.Questions = questionsOf(form.Printer, b)
		form.Minutes = minutes(form.Questions)
		list = append(list, sample{"form", form})
	}
	return append(list,
		sample{"home", homePage{Base: base(), Wrong: true}},
		sample{"languages", languagesPage{Base: base()}},
		sample{"languages", languagesPage{Base: base(), Unknown: true}},
		sample{"done", donePage{Base: base(), Received: true, Form: "#", Site: host.Address()}},
		sample{"done", donePage{Base: base()}},
		sample{"full", fullPage{base(), ""}},
		sample{"closed", closedPage{Base: base()}},
		sample{"closed", closedPage{Base: base(), Released: true, Reply: &reply{Reply: survey.Reply{Heard: "…", Text: "…", Until: "2027-01-31", Done: survey.DoneYes}, In: base().Language(), NoteIn: base().Language()}}},
		sample{privacyPage, about},
		sample{accessibilityPage, about},
	)
}

var (
	element  = regexp.MustCompile(`(?s)<title>.*?</title>|<script>.*?</script>|<style>.*?</style>|<[^>]*>`)
	linkedTo = regexp.MustCompile(` href="[^"]*"`)
)

// unlinked returns a tag that leads nowhere.
func unlinked(tag string) string {
	if strings.HasPrefix(tag, "<a ") {
		return linkedTo.ReplaceAllString(tag, "")
	}
	return tag
}

// marked puts an element around the marked text wherever it is seen, and takes the marks out of
// wherever it is not. It reports whether it is seen.
func marked(html string) (string, bool) {
	html = element.ReplaceAllStringFunc(html, func(tag string) string {
		return unlinked(strings.NewReplacer(markBegins, "", markEnds, "").Replace(tag))
	})
	before, after, seen := strings.Cut(html, markBegins)
	if !seen {
		return html, false
	}
	after = strings.NewReplacer(markBegins, "<mark>", markEnds, "</mark>").Replace(after)
	return before + `<mark id="here">` + after, true
}
