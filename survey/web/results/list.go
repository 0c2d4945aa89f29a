package results

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/web/page"
)

// listPage lists the released rounds, and the places of one of them from A to Ö.
type listPage struct {
	page.Base
	around
	Title    string
	Least    int    // smallest group that is ever shown
	SummedUp bool   // there are words for pages that sum up, and so a list of places
	Round    string // name of the round whose places are listed
	Search   string
	Places   []placeRow
	Rounds   []roundRow
	Tongues  []tongue
	Trail    []link
}

// roundRow leads to one round.
type roundRow struct {
	Name    string
	Date    string
	URL     string
	Region  string // name of what the address leads to
	Current bool
	List    string // address of the list of its places
}

// placeRow leads to one place.
type placeRow struct {
	Name    string
	URL     string
	Answers int // 0: too few to be shown at the place
}

// showList lists rounds, newest first, and the places of the newest or the one that is asked for.
// What is chosen in the choosers of other pages comes here, and is led on.
func (p *Pages) showList(c *gin.Context) error {
	history, err := p.Releases(c)
	if err != nil {
		return err
	}
	printer := p.Printer(c)
	words, err := p.Words(c, printer)
	if err != nil {
		return err
	}
	content := listPage{Base: p.Base(c, printer), Least: survey.SmallestK, SummedUp: p.summedUp(printer.Language().Tag), Search: strings.TrimSpace(c.Query("q"))}
	if content.Title = words.T("results.title"); content.SummedUp {
		content.Title = words.pageTitle(content.Title)
	}
	at := addresses{lang: printer.Language().Tag}
	content.List = at.List()
	if round, place := c.Query("round"), c.Query("place"); round != "" && place != "" {
		at.round, at.place = round, place
		c.Redirect(http.StatusSeeOther, at.Page())
		return nil
	}
	current := ""
	if named := c.Query("round"); named != "" {
		r, err := roundIn(history, named)
		if err != nil {
			return err
		}
		current = r.ID
	} else if len(history) > 0 {
		current = history[len(history)-1].ID
	}
	for _, r := range slices.Backward(history) {
		at.round = roundSlug(history, r)
		places := r.places()
		if len(places) == 0 {
			continue
		}
		region := places[len(places)-1]
		content.Rounds = append(content.Rounds, roundRow{
			Name: p.roundName(words, r), Date: dateOf(content.Base, r.Release), Region: words.Place(region), Current: r.ID == current,
			URL: at.at(p.placeSlug(r, region)).Page(), List: address("/results", "lang", at.lang, "round", at.round),
		})
		if r.ID == current {
			content.Round = p.roundName(words, r)
			content.Places = p.placeRows(words, r, at, content.Search)
		}
	}
	if content.SummedUp {
		content.Tongues = p.tongues(at.lang, "round", c.Query("round"), "q", content.Search)
	}
	p.templates.Render(c, http.StatusOK, "list", content)
	return nil
}

// roundName names a round in words where there are any, and else as it is called.
func (p *Pages) roundName(words Words, r Release) string {
	if !p.summedUp(words.Language().Tag) {
		return r.Round
	}
	return words.round(r.Round)
}

// placeRows lists the places of a round whose name has what is searched for, in the order of their
// names.
func (p *Pages) placeRows(words Words, r Release, at addresses, search string) []placeRow {
	var rows []placeRow
	for _, place := range r.places() {
		name := words.Place(place)
		if !strings.Contains(survey.Slug(name), survey.Slug(search)) && search != "" {
			continue
		}
		rows = append(rows, placeRow{Name: name, URL: at.at(p.placeSlug(r, place)).Page(), Answers: findings.Scope{Place: place}.Answers(r.Edition)})
	}
	slices.SortStableFunc(rows, func(x, y placeRow) int { return byName(x.Name, y.Name) })
	return rows
}

// dateOf writes the day of a release.
func dateOf(b page.Base, r release.Release) string {
	day, err := time.Parse(time.DateOnly, r.Sealed)
	if err != nil {
		return r.Sealed
	}
	return b.Date(day)
}
