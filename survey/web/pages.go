package web

import (
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
)

// base is what every page has. Its printer gives templates the method T.
type base struct {
	*i18n.Printer
	Style  string // address of the style sheet
	Script string // address of the form's script
	Listen string // address of the script that reads aloud
	Icon   string
	Demo   bool
	Host   string
	Wipe   string // address of the script that leaves nothing of an answer in the tab
	Forget bool   // nothing of the page is seen before the browser has forgotten the form
}

func (s *Server) base(c *gin.Context, p *i18n.Printer) base {
	b := base{
		Printer: p, Style: s.assets.Address("page.css"), Script: s.assets.Address("page.js"), Listen: s.assets.Address("listen.js"),
		Wipe: s.assets.Address("forget.js"), Icon: s.assets.Address("mark.svg"),
	}
	// A page that says that something is wrong must come out even when the store cannot be read.
	if host, err := s.service.Host(c); err == nil {
		b.Demo, b.Host = host.Demo, host.Name
	}
	return b
}

// homePage is where somebody without a QR code types the code.
type homePage struct {
	base
	Typed  string // the code that was not one
	Wrong  bool
	Others []languageLink
}

// languageLink leads to a page in another language.
type languageLink struct {
	i18n.Language
	*i18n.Printer
	URL string
}

// languagesPage is where a scanned code leads: own names of languages.
type languagesPage struct {
	base
	Languages []languageLink
}

// promise is what can be promised truthfully about a round's answers.
type promise struct {
	Full   bool // nobody at the municipality can see an answer
	Others int  // an answer is only shown with those of this many others
}

// promiseOf returns the promise that holds for a round. With a private key on
// the server, or at a host that is itself a municipality, the sentence that
// nobody can see an answer would not be true.
func promiseOf(host survey.Host, round survey.Round) promise {
	return promise{
		Full:   !round.KeyKept && host.Kind != survey.HostMunicipality,
		Others: round.K - 1,
	}
}

// formPage is the whole battery as one form. It is the same for everybody who
// answers in one language, but for the nonce.
type formPage struct {
	base
	Promise   promise
	Questions []questionView
	Wrong     []questionView // those that have to be mended
	Nonce     string         // empty in a session with tickets
	Privacy   string
	Audio     string // where recorded clips are, if there are any
}

// questionView is a question as it is shown.
type questionView struct {
	ID      string
	Number  int
	Total   int
	Text    string
	Hint    string
	Error   string
	Type    string // of the inputs: radio or checkbox
	Most    int    // most options; 0 where there is no limit to tell
	TooMany string // what to say when there are more
	AudioKB int64  // size of its clips together; 0 where it has none
	Scale   string // whose steps come first, and how many there are
	Steps   int
	Options []optionView
	Apart   []optionView // dk and na
}

type optionView struct {
	Code    string
	Text    string
	Checked bool
	Alone   bool // cannot be chosen together with others
}

// questionViews words the questions of a visit's battery. given and wrong are what came back
// with a form that has to be mended; both may be nil.
func questionViews(p *i18n.Printer, visit survey.Visit, clips audio.Clips, given map[string][]string, wrong []survey.FieldError) []questionView {
	b, text := visit.Battery, textsOf(visit.Texts, p)
	views := make([]questionView, 0, len(b.Questions))
	for i, q := range b.Questions {
		v := questionView{ID: q.ID, Number: i + 1, Total: len(b.Questions), Text: text(q.ID), Type: "radio", Scale: q.Scale, Steps: q.Steps()}
		if q.Kind == survey.Multi {
			v.Type = "checkbox"
		}
		if q.Hint {
			v.Hint = text(q.HintKey())
		}
		if q.Most > 0 {
			v.Most, v.TooMany = q.Most, p.T(survey.ErrTooMany, "N", q.Most)
		}
		if size, ok := clips.Size(q.Keys()); ok && size <= audio.MostBytes {
			v.AudioKB = (size + 999) / 1000
		}
		if j := slices.IndexFunc(wrong, func(e survey.FieldError) bool { return e.Question == q.ID }); j >= 0 {
			v.Error = p.T(wrong[j].Key, "N", wrong[j].Most)
		}
		for _, value := range q.Values() {
			option := optionView{Code: value, Text: text(q.TextKey(value)), Checked: slices.Contains(given[q.ID], value)}
			if value == survey.DontKnow || value == survey.NoAnswer {
				option.Alone = q.Kind == survey.Multi
				v.Apart = append(v.Apart, option)
			} else {
				option.Alone = value == q.NoneOption()
				v.Options = append(v.Options, option)
			}
		}
		views = append(views, v)
	}
	return views
}

// donePage thanks.
type donePage struct {
	base
	Again string // where the next person on the same phone starts
}

// messagePage says what went wrong and what to do. Others are the printers of
// all languages where the page's own is not known.
type messagePage struct {
	base
	Key    string
	Kind   survey.Kind
	Again  string // where another person starts, after an answer that was sent already
	Others []*i18n.Printer
}

// aboutPage is a page of text: about answers, about accessibility.
type aboutPage struct {
	base
	Promise   promise
	Languages []languageLink
}
