package participant

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
)

// Previews returns the names of pages that Preview shows, in the order in which people meet them.
func (p *Pages) Previews() []string {
	return []string{"form", "start", "languages", "end", "full", "closed", privacyPage, accessibilityPage}
}

// Preview returns a page of participants as it is when nobody has done anything, in a language and with
// the questions of a battery. Nothing on it leads anywhere, can be sent or runs, and no session, round
// or answer is read for it. It reports false where there is no such page.
func (p *Pages) Preview(c *gin.Context, tag string, b *survey.Battery, name string) (page.Made, bool, error) {
	if !slices.Contains(p.Previews(), name) {
		return page.Made{}, false, nil
	}
	host, err := p.service.Host(c)
	if err != nil {
		return page.Made{}, false, err
	}
	base := p.Base(c, p.Catalog().Printer(tag))
	base.Framed = true
	s := p.preview(c, base, host, b, name)
	made, err := p.templates.Make(s.template, s.content)
	made.HTML = []byte(element.ReplaceAllStringFunc(string(made.HTML), unlinked))
	return made, true, err
}

func (p *Pages) preview(c *gin.Context, base page.Base, host survey.Host, b *survey.Battery, name string) sample {
	promise := survey.PromiseOf(host, survey.Round{K: survey.SmallestK})
	nowhere := p.Links(c, func(string) string { return "" })
	switch name {
	case "start":
		return sample{"home", homePage{Base: base, Others: nowhere}}
	case "languages":
		return sample{"languages", languagesPage{Base: base, Languages: nowhere}}
	case "end":
		return sample{"done", donePage{Base: base, Received: true, Form: "#", Site: host.Address()}}
	case "full":
		return sample{"full", fullPage{base, ""}}
	case "closed":
		return sample{"closed", closedPage{Base: base}}
	case privacyPage, accessibilityPage:
		return sample{name, aboutPage{Base: base, Promise: promise, Contact: host.Contact, Languages: nowhere}}
	}
	form := formPage{Base: base, Promise: promise, AudioKB: 1, Questions: questionsOf(base.Printer, b)}
	form.Minutes = minutes(form.Questions)
	return sample{"form", form}
}

// questionsOf words all questions of a battery, whenever they are asked, as nobody has answered them.
func questionsOf(p *i18n.Printer, b *survey.Battery) []questionView {
	return questionViews(p, survey.Visit{Set: survey.Set{always(b)}}, audio.Clips{}, nil, nil)
}

// always returns the battery with all its questions asked in every session.
func always(b *survey.Battery) *survey.Battery {
	asked := *b
	asked.Questions = slices.Clone(b.Questions)
	for i := range asked.Questions {
		asked.Questions[i].Timings = nil
	}
	return &asked
}

// MinutesOf returns how many minutes it takes to answer a battery, as its form says in a language.
func (p *Pages) MinutesOf(tag string, b *survey.Battery) int {
	return minutes(questionsOf(p.Catalog().Printer(tag), b))
}

// PreviewDraft returns the form of a battery that is being written, in a language, as Preview does. What has
// no words in it yet is in Swedish, or a dash.
func (p *Pages) PreviewDraft(c *gin.Context, tag string, w survey.Worded) (page.Made, error) {
	host, err := p.service.Host(c)
	if err != nil {
		return page.Made{}, err
	}
	texts := map[string]string{}
	for _, key := range w.Keys() {
		texts[key] = cmp.Or(w.Word(tag, key), w.Word(i18n.Source, key), "–")
	}
	base := p.Base(c, p.Catalog().Printer(tag))
	base.Framed = true
	visit := survey.Visit{Set: survey.Set{always(w.Battery)}, Texts: &survey.RoundTexts{Texts: map[string]map[string]string{tag: texts}}}
	form := formPage{Base: base, Promise: survey.PromiseOf(host, survey.Round{K: survey.SmallestK}), Questions: questionViews(base.Printer, visit, audio.Clips{}, nil, nil)}
	form.Minutes = minutes(form.Questions)
	made, err := p.templates.Make("form", form)
	made.HTML = []byte(element.ReplaceAllStringFunc(string(made.HTML), unlinked))
	return made, err
}
