package results

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// AtDesk is how somebody on the staff reads results: also those that are not published.
type AtDesk struct {
	Root string                                     // address of the list of what there is to read, which those of all pages begin with
	May  func(survey.Place, []survey.Area) error    // nil where results of a place may be read; areas are those of the round
	List func(*gin.Context, []PreviewedRound) error // answers with the list
}

// PreviewedRound is a round whose results are not published, with the places that may be read.
type PreviewedRound struct {
	Name   string
	Places []PreviewedPlace
}

// PreviewedPlace leads to the results of a place.
type PreviewedPlace struct{ Name, URL string }

// Previewed is the path of a page below AtDesk.Root, as an engine takes it, with what answers it.
type Previewed struct {
	Path string
	Show func(*gin.Context, AtDesk) error
}

// atDeskKey is the name under which a request carries how somebody on the staff reads results.
const atDeskKey = "desk.results"

// atDesk returns how somebody on the staff reads results; false for everybody else.
func atDesk(c *gin.Context) (AtDesk, bool) {
	desk, is := c.Value(atDeskKey).(AtDesk)
	return desk, is
}

// Previewed lists the pages about results as staff read them: those of this package, of all releases
// that its reader reads, and a list of them. Nothing that is about a whole round can be downloaded.
func (p *Pages) Previewed() []Previewed {
	below := func(path string, show page.Handler) Previewed {
		return Previewed{path, func(c *gin.Context, desk AtDesk) error {
			c.Set(atDeskKey, desk)
			return show(c)
		}}
	}
	return []Previewed{
		{"", p.listPreviewed},
		below("/:round/:place", p.showPlace),
		below("/:round/:place/csv", p.sendCSV),
		below("/:round/:place/xlsx", p.sendXLSX),
		below("/:round/:place/tables", p.showTables),
		below("/:round/:place/interventions/:intervention", p.showIntervention),
		below("/:round/:place/groups/:by/:group", p.showGroup),
	}
}

// listPreviewed lists rounds that are not published, newest first, and leads on to what is chosen in the
// choosers of pages.
func (p *Pages) listPreviewed(c *gin.Context, desk AtDesk) error {
	at := addresses{root: desk.Root, lang: p.Printer(c).Language().Tag}
	if at.round, at.place = c.Query("round"), c.Query("place"); at.round != "" && at.place != "" {
		c.Redirect(http.StatusSeeOther, at.Page())
		return nil
	}
	history, err := p.Releases(c)
	if err != nil {
		return err
	}
	words, err := p.Words(c, p.Printer(c))
	if err != nil {
		return err
	}
	var list []PreviewedRound
	for _, r := range slices.Backward(history) {
		if r.stored.Published != "" {
			continue
		}
		at.round = roundSlug(history, r)
		round := PreviewedRound{Name: words.round(r.Round)}
		for _, place := range r.places() {
			if desk.May(place, r.Areas) == nil {
				round.Places = append(round.Places, PreviewedPlace{words.Place(place), at.at(p.placeSlug(r, place)).Page()})
			}
		}
		slices.SortStableFunc(round.Places, func(x, y PreviewedPlace) int { return byName(x.Name, y.Name) })
		list = append(list, round)
	}
	return desk.List(c, list)
}
