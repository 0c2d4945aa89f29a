package steward

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
	"fragebatteri/survey/wording"
)

// Addresses of batteries, and of what participants see of them.
const (
	batteriesPath  = "/batteries"
	lookPath       = "/:battery/preview"
	shownPath      = lookPath + "/page"
	firstPreviewed = "form"
)

// Previews shows pages of participants as they are when nobody has done anything.
type Previews interface {
	// Previews returns the names of the pages.
	Previews() []string

	// Preview returns a page in a language, which may be shown in a frame; false where there is none.
	Preview(c *gin.Context, tag string, b *survey.Battery, name string) (page.Made, bool, error)

	// MinutesOf returns how long it takes to answer a battery in a language.
	MinutesOf(tag string, b *survey.Battery) int
}

// registerBatteries registers what stewards and officers see of batteries.
func (p *pages) registerBatteries() {
	readers := []survey.Role{survey.Steward, survey.Officer}
	p.Enlist("batteries.menu", batteriesPath, readers...)
	p.Read(batteriesPath, readers, p.showBatteries)
	p.Read(batteriesPath+lookPath, readers, p.showLook)
	p.Read(batteriesPath+shownPath, readers, p.showShown)
	p.Read(batteriesPath+printPath, readers, p.printBattery)
}

// batteriesPage lists batteries, modules last, the newest version of each first.
type batteriesPage struct {
	staff.Base
	Batteries []battery
}

// battery is a battery as those read of it who choose it.
type battery struct {
	*survey.Battery
	Minutes   int // in the language of the page
	Sensitive int // questions
	Topics    []batteryTopic
	Languages []batteryLanguage
	Advice    staff.Advice
}

type batteryTopic struct {
	Name      string
	Questions []batteryQuestion
}

type batteryQuestion struct {
	survey.Question
	Text string
}

type batteryLanguage struct {
	staff.Offer
	Minutes int
	URL     string // of its pages
}

func (p *pages) showBatteries(c *gin.Context, desk *survey.Desk) error {
	content := batteriesPage{Base: p.Base(c, desk)}
	content.Sheets = []string{"people.css", "register.css", "batteries.css"}
	ids := desk.BatteryIDs()
	for _, b := range desk.Batteries() {
		told, err := p.tellOf(content.Base, b)
		if err != nil {
			return err
		}
		content.Batteries = append(content.Batteries, told)
	}
	slices.SortFunc(content.Batteries, func(x, y battery) int {
		return cmp.Or(cmp.Compare(slices.Index(ids, x.ID), slices.Index(ids, y.ID)), cmp.Compare(y.Version, x.Version))
	})
	p.templates.Render(c, http.StatusOK, "batteries", content)
	return nil
}

// tellOf returns what a page says of a battery.
func (p *pages) tellOf(b staff.Base, of *survey.Battery) (battery, error) {
	told := battery{Battery: of, Minutes: p.options.Participants.MinutesOf(b.Language().Tag, of)}
	for _, topic := range append(slices.Clone(survey.Topics), "") {
		group := batteryTopic{Name: b.T("officer.topic.other")}
		if topic != "" {
			group.Name = b.T("officer.topic." + topic)
		}
		for _, q := range of.Questions {
			if q.Topic == topic {
				group.Questions = append(group.Questions, batteryQuestion{q, b.T(q.ID)})
			}
			if q.Topic == topic && q.Sensitive {
				told.Sensitive++
			}
		}
		if len(group.Questions) > 0 {
			told.Topics = append(told.Topics, group)
		}
	}
	told.Advice = b.Advice(wording.Worded(p.Catalog(), of), wording.Advising(p.Catalog()))
	for _, l := range i18n.Languages {
		offer, err := p.options.Offer([]*survey.Battery{of}, l)
		if err != nil {
			return told, err
		}
		at := b.Path(batteriesPath) + "/" + of.Ref() + "/preview?" + url.Values{"lang": {l.Tag}}.Encode()
		told.Languages = append(told.Languages, batteryLanguage{offer, p.options.Participants.MinutesOf(l.Tag, of), at})
	}
	return told, nil
}

// lookPage shows one page of participants in a frame as large as a phone.
type lookPage struct {
	staff.Base
	Battery *survey.Battery
	Read    i18n.Language // that the page in the frame is in
	Name    string        // of the page in the frame
	In      []option      // languages
	Pages   []option
	Shown   string // address of the page in the frame
}

// looked returns what an address asks to look at.
func (p *pages) looked(c *gin.Context) (b *survey.Battery, l i18n.Language, name string, err error) {
	b, err = p.service.Battery(c.Param("battery"))
	if err != nil {
		return nil, l, "", page.ErrNoPage
	}
	l, known := i18n.Find(i18n.Languages, c.DefaultQuery("lang", i18n.Source))
	name = c.DefaultQuery("page", firstPreviewed)
	if !known || !slices.Contains(p.options.Participants.Previews(), name) {
		return nil, l, "", page.ErrNoPage
	}
	return b, l, name, nil
}

func (p *pages) showLook(c *gin.Context, desk *survey.Desk) error {
	b, l, name, err := p.looked(c)
	if err != nil {
		return err
	}
	content := lookPage{Base: p.Base(c, desk), Battery: b, Read: l, Name: name}
	content.Sheets = []string{"people.css", "register.css", "batteries.css"}
	content.Frames = true
	for _, one := range i18n.Languages {
		content.In = append(content.In, option{one.Tag, one.Name, one.Tag == l.Tag})
	}
	for _, one := range p.options.Participants.Previews() {
		content.Pages = append(content.Pages, option{one, content.T("batteries.page." + one), one == name})
	}
	content.Shown = content.Path(batteriesPath) + "/" + b.Ref() + "/preview/page?" + url.Values{"lang": {l.Tag}, "page": {name}}.Encode()
	p.templates.Render(c, http.StatusOK, "look", content)
	return nil
}

// showShown shows the page that stands in the frame.
func (p *pages) showShown(c *gin.Context, _ *survey.Desk) error {
	b, l, name, err := p.looked(c)
	if err != nil {
		return err
	}
	made, shown, err := p.options.Participants.Preview(c, l.Tag, b, name)
	if err != nil {
		return err
	}
	if !shown {
		return page.ErrNoPage
	}
	made.Pack().Send(c)
	return nil
}
