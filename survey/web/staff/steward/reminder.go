package steward

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// reminderPage is a message to hand over to whoever is to hold a gathering. Nothing sends it.
type reminderPage struct {
	staff.Base
	Who     string
	Back    string // address of the plan
	Message message
	Offered []messageLanguage // languages that the message can be in, those of the ambassador first
}

type messageLanguage struct {
	i18n.Language
	URL  string
	Here bool
}

// message is what an ambassador reads, in a language.
type message struct {
	*i18n.Printer
	Round   string
	Lines   []messageLine
	Address string // where sessions are opened
}

// messageLine is a gathering that is to be held.
type messageLine struct {
	Week        int
	Day         string // on which the week begins
	Name, Place string
	People      int
}

func (p *pages) showReminder(c *gin.Context, desk *survey.Desk) error {
	entry, err := desk.PlannedEntry(c, c.Param("id"))
	if err != nil {
		return err
	}
	if entry.State != survey.PlanComing {
		return page.ErrNoPage
	}
	content := reminderPage{Base: p.planBase(c, desk)}
	content.Back = planURL(content.Base, entry.Round)
	who, err := p.addLanguages(c, desk, &content, entry)
	if err != nil {
		return err
	}
	content.Who = who.Label
	host, err := p.service.Host(c)
	if err != nil {
		return err
	}
	content.Message.Round = entry.Round
	content.Message.Address = host.BaseURL + "/staff/" + content.Message.Language().Tag + "/sessions"
	entries, err := p.toRemindOf(c, desk, entry)
	if err != nil {
		return err
	}
	names, err := namesFor(c, desk)
	if err != nil {
		return err
	}
	for _, e := range entries {
		line := names.line(content.Base, e)
		content.Message.Lines = append(content.Message.Lines, messageLine{
			e.Week.Number(), content.Message.Date(e.Week.Monday()), line.Name, line.Place, e.Expected,
		})
	}
	p.templates.Render(c, http.StatusOK, "reminder", content)
	return nil
}

// toRemindOf returns what whoever holds an entry has yet to hold of its plan.
func (p *pages) toRemindOf(c *gin.Context, desk *survey.Desk, entry survey.Planned) ([]survey.Planned, error) {
	if entry.Ambassador == "" {
		return []survey.Planned{entry}, nil
	}
	entries, err := desk.Plan(c, entry.Round)
	return slices.DeleteFunc(entries, func(e survey.Planned) bool {
		return e.Ambassador != entry.Ambassador || e.State != survey.PlanComing
	}), err
}

// addLanguages adds the languages that the message can be in, chooses one, and returns who gets it.
func (p *pages) addLanguages(c *gin.Context, desk *survey.Desk, content *reminderPage, entry survey.Planned) (who survey.Staff, err error) {
	ambassadors, err := desk.PlanAmbassadors(c)
	if err != nil {
		return who, err
	}
	if i := slices.IndexFunc(ambassadors, func(s survey.Staff) bool { return s.ID == entry.Ambassador }); i >= 0 {
		who = ambassadors[i]
	}
	catalog := p.Catalog()
	var own, others []i18n.Language
	for _, l := range p.Languages() {
		switch {
		case !catalog.Complete(l.Tag, locales.Reminder):
		case slices.Contains(who.Languages, l.Tag):
			own = append(own, l)
		default:
			others = append(others, l)
		}
	}
	all := append(own, others...)
	tag := i18n.Source
	if len(own) > 0 {
		tag = own[0].Tag
	}
	if wanted := c.Query("language"); wanted != "" {
		if _, known := i18n.Find(all, wanted); !known {
			return who, page.ErrLanguage
		}
		tag = wanted
	}
	for _, l := range all {
		content.Offered = append(content.Offered, messageLanguage{l, content.Path(planPath+"/entry/"+entry.ID) + "/reminder?language=" + l.Tag, l.Tag == tag})
	}
	content.Message.Printer = catalog.Printer(tag)
	return who, nil
}
