package municipality

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/results"
	"fragebatteri/survey/web/staff"
)

// homePath is where an officer begins; a steward reads the same of any municipality.
const homePath = "/municipality"

// desks are those who answer.
var desks = []survey.Role{survey.Steward, survey.Officer}

func (p *Pages) registerHome() {
	p.Read(homePath, desks, p.showHome)
	p.EnlistFirst("municipality.menu", homePath, survey.Officer)
	p.Enlist("municipality.menu.all", homePath, survey.Steward)
}

// homePage is a municipality's own: what is new, what is unanswered, and what leads on.
type homePage struct {
	staff.Base
	Name     string
	Choose   []municipalityLink // to a steward, who has none
	Due      []dueLine
	Newest   *releaseView // nil where nothing has been imported
	Earlier  []releaseView
	Plan     string
	Register string
}

type municipalityLink struct{ Name, URL string }

// dueLine is something that was promised by a day that has passed.
type dueLine struct{ Name, Round, Day, URL string }

// releaseView is a release as a municipality answers it.
type releaseView struct {
	results.Reading
	Published  string // day; "": only staff read it
	Unanswered bool
	Asked      []askedView
}

// askedView is an intervention in a release, and what was replied about it.
type askedView struct {
	Name, Results, Answer string // Results is an address, empty where it is not shown for itself
	Answers               int
	Swedish               survey.Reply
	Languages             []languageView
}

// languageView is how far a reply has come in a language.
type languageView struct {
	i18n.Language
	State survey.ReplyState
	URL   string
}

// Waiting returns the languages in which the reply is not there yet, or says the same as an older Swedish.
func (a askedView) Waiting() []languageView {
	return slices.DeleteFunc(slices.Clone(a.Languages), func(l languageView) bool { return l.State == survey.ReplyThere })
}

// base returns what all pages here have.
func (p *Pages) base(c *gin.Context, desk *survey.Desk) staff.Base {
	b := p.Base(c, desk)
	b.Sheets = []string{"people.css", "register.css", "municipality.css"}
	return b
}

// releaseOn is a release with the page that it stands on.
type releaseOn struct {
	Page    homePage
	Release releaseView
}

// OfRelease returns what the lines of a release need.
func (h homePage) OfRelease(r releaseView) releaseOn { return releaseOn{h, r} }

// Said returns what the lines of a reply need.
func (h homePage) Said(r survey.Reply) replyOn { return replyOn{h.Base, r} }

// replyOn is a reply with the page that it stands on.
type replyOn struct {
	Page  staff.Base
	Reply survey.Reply
}

func (p *Pages) showHome(c *gin.Context, desk *survey.Desk) error {
	content := homePage{Base: p.base(c, desk)}
	content.Plan, content.Register = content.Path("/plan"), content.Path("/interventions")
	code := c.Query("of")
	if actor := desk.Actor(); actor.Role == survey.Officer && len(actor.Municipalities) > 0 {
		code = actor.Municipalities[0]
	}
	if code == "" {
		return p.chooseHome(c, desk, content)
	}
	m, known := desk.Municipality(code)
	if !known {
		return page.ErrNoPage
	}
	content.Name = m.Name
	list, err := desk.Answering(c, code)
	if err != nil {
		return err
	}
	readings, err := p.read.Readings(c, content.Path("/preview"), code)
	if err != nil {
		return err
	}
	for _, a := range list {
		view := p.viewOf(content.Base, a, readings)
		for _, about := range a.Asked {
			if about.Due {
				content.Due = append(content.Due, dueLine{
					about.Intervention.Name, view.Round, content.Day(about.Swedish().Until), replyURL(content.Base, a.Release.ID, about.Intervention.ID) + "#follow-up",
				})
			}
		}
		if len(view.Asked) == 0 && view.Place == "" {
			continue
		}
		if content.Newest == nil {
			content.Newest = &view
			continue
		}
		content.Earlier = append(content.Earlier, view)
	}
	p.templates.Render(c, http.StatusOK, "municipality", content)
	return nil
}

// chooseHome lets a steward choose a municipality.
func (p *Pages) chooseHome(c *gin.Context, desk *survey.Desk, content homePage) error {
	members, err := desk.TakingPart(c)
	if err != nil {
		return err
	}
	slices.SortFunc(members, func(a, b survey.Municipality) int { return cmp.Compare(a.Name, b.Name) })
	for _, m := range members {
		content.Choose = append(content.Choose, municipalityLink{m.Name, content.Path(homePath) + "?of=" + m.Code})
	}
	p.templates.Render(c, http.StatusOK, "municipality-choose", content)
	return nil
}

// viewOf puts together what was asked about and what is shown of it.
func (p *Pages) viewOf(b staff.Base, a survey.Answering, readings []results.Reading) releaseView {
	view := releaseView{Unanswered: a.Unanswered(), Published: a.Release.Published}
	view.Round = a.Round.Name
	if i := slices.IndexFunc(readings, func(r results.Reading) bool { return r.Release == a.Release.ID }); i >= 0 {
		view.Reading = readings[i]
	}
	if view.Published != "" {
		view.Published = b.Day(view.Published)
	}
	for _, about := range a.Asked {
		asked := askedView{Name: about.Intervention.Name, Answer: replyURL(b, a.Release.ID, about.Intervention.ID), Swedish: about.Swedish()}
		for _, shown := range view.Interventions {
			if shown.ID == about.Intervention.ID {
				asked.Results, asked.Answers = shown.URL, shown.Answers
			}
		}
		if asked.Swedish.Text != "" {
			asked.Languages = p.languagesOf(b, a.Round, a.Release.ID, about)
		}
		view.Asked = append(view.Asked, asked)
	}
	return view
}

// languagesOf returns how far a reply has come in the languages in which people answered in its round.
func (p *Pages) languagesOf(b staff.Base, round survey.Round, release string, about survey.Replied) []languageView {
	var list []languageView
	for _, l := range p.Languages() {
		if l.Tag != i18n.Source && slices.Contains(round.Languages, l.Tag) {
			list = append(list, languageView{l, about.State(l.Tag), translationURL(b, release, about.Intervention.ID, l.Tag)})
		}
	}
	return list
}

// replyURL returns where something is answered in Swedish.
func replyURL(b staff.Base, release, intervention string) string {
	return b.Path(homePath + "/replies/" + release + "/" + intervention)
}

// translationURL returns where an answer is written in another language.
func translationURL(b staff.Base, release, intervention, language string) string {
	return b.Path(tasksPath + "/" + release + "/" + intervention + "/" + language)
}
