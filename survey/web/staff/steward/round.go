package steward

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// roundPage is one round: what is to be done now, and what happens when.
type roundPage struct {
	staff.Base
	survey.Calendar
	URL     string
	List    string // addresses
	Again   string
	Preview string
	Results string
	Wrong   string // why what was just wanted was not done
	Upload  string // why the file that was just given was not taken
	Dates   []date
	Places  []option // in which municipalities gatherings are, to look for
	Looked  bool     // somebody looks for some of them, or at another page of them
	Pager   page.Pager
	Weeks   []week
	Tags    []string // names of languages
	Ends    string   // what was typed as the last day
	NoEnd   string   // why that was not taken

	SealsHere bool // it keeps its key, and the signer is here too
	Working   bool // it is being sealed here
	Percent   int  // how much of that is done
}

// Stands returns what the state of the round needs.
func (p roundPage) Stands() any {
	return standing{p.Base, p.Round, p.Release != nil && p.Release.Published == ""}
}

// Many reports whether there are so many gatherings that somebody may look for some.
func (p roundPage) Many() bool { return len(p.Gatherings) > mostAtSight }

// Moment writes a time by clocks in Sweden.
func (p roundPage) Moment(t time.Time) string { return moment(p.Base, t) }

// Saying returns what the number of answers needs.
func (p roundPage) Saying(n int) any { return saying{p.Base, n} }

// date is one line of the calendar.
type date struct{ Key, When string }

// week is the gatherings of a week.
type week struct {
	Year, Number int
	Gatherings   []gathering
}

// gathering is one session as a steward reads of it.
type gathering struct{ When, Municipality, Intervention, Channel string }

func (p *pages) showRound(c *gin.Context, desk *survey.Desk) error {
	content, err := p.roundPage(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "round", content)
	return nil
}

func (p *pages) roundPage(c *gin.Context, desk *survey.Desk) (roundPage, error) {
	calendar, err := desk.Calendar(c, c.Param("round"))
	if err != nil {
		return roundPage{}, err
	}
	content := roundPage{Base: p.base(c, desk), Calendar: calendar, Ends: calendar.Round.Ends}
	p.addSealing(c, &content)
	content.URL, content.List = roundURL(content.Base, calendar.Round), content.Path(roundsPath)
	content.Again = content.Path(newRoundPath) + "?from=" + calendar.Round.ID
	content.Preview = content.Path(previewPath)
	content.Results = "/results/" + survey.Slug(calendar.Round.Name) + "?lang=" + content.Language().Tag
	content.Dates = dates(content.Base, calendar)
	for _, l := range p.Languages() {
		if slices.Contains(calendar.Round.Languages, l.Tag) {
			content.Tags = append(content.Tags, l.Name)
		}
	}
	return content, p.addGatherings(c, desk, &content)
}

// dates returns the calendar of a round in the order of time.
func dates(b staff.Base, c survey.Calendar) []date {
	var list []date
	add := func(key, when string) {
		if when != "" {
			list = append(list, date{key, when})
		}
	}
	add("rounds.date.opened", b.Day(c.Round.Opened))
	if c.Round.State == survey.RoundOpen {
		add("rounds.date.ends", b.Day(c.Round.Ends))
	}
	add("rounds.date.closed", b.Day(c.Round.Closed))
	if !c.LastAnswer.IsZero() {
		key := "rounds.date.arrived"
		if c.Round.State == survey.RoundClosing {
			key = "rounds.date.grace"
		}
		add(key, moment(b, c.LastAnswer))
	}
	if !c.LastCloses.IsZero() {
		if c.Round.State == survey.RoundOpen {
			add("rounds.date.last", moment(b, c.LastCloses))
		}
		add("rounds.date.receipts", moment(b, c.ReceiptsGone))
	}
	if c.Release != nil {
		add("rounds.date.sealed", b.Day(c.Release.Date))
		add("rounds.date.published", b.Day(c.Release.Published))
	}
	return list
}

// addGatherings adds the gatherings by week.
func (p *pages) addGatherings(c *gin.Context, desk *survey.Desk, content *roundPage) error {
	interventions, err := desk.Interventions(c)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, i := range interventions {
		names[i.ID] = i.Name
	}
	query := c.Request.URL.Query()
	wanted := query.Get("municipality")
	content.Places = placesOf(desk, content.Gatherings, func(s survey.Session) string { return s.Municipality }, wanted)
	found := slices.DeleteFunc(slices.Clone(content.Gatherings), func(s survey.Session) bool { return wanted != "" && s.Municipality != wanted })
	content.Looked, content.Pager = len(query) > 0, page.PagerOf(content.Printer, query, len(found))
	content.Pager.Address, content.Pager.Fragment = content.URL, "#gatherings"
	for _, s := range found[content.Pager.From:content.Pager.To] {
		m, _ := desk.Municipality(s.Municipality)
		g := gathering{moment(content.Base, s.Opens), m.Name, cmp.Or(names[s.Intervention], s.Intervention), content.T("rounds.channel." + string(s.Channel))}
		year, number := survey.InSweden(s.Opens).ISOWeek()
		if n := len(content.Weeks); n == 0 || content.Weeks[n-1].Year != year || content.Weeks[n-1].Number != number {
			content.Weeks = append(content.Weeks, week{Year: year, Number: number})
		}
		last := &content.Weeks[len(content.Weeks)-1]
		last.Gatherings = append(last.Gatherings, g)
	}
	return nil
}
