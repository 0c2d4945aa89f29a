package results

import (
	"html/template"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/treblock"
	"fragebatteri/survey/web/page"
)

// drawnWishes is what people chose of a question with several options.
type drawnWishes struct {
	Title string
	Chart template.HTML
}

// placePage sums up what one round says of one place.
type placePage struct {
	frame
	Kind      survey.PlaceKind
	Answers   int    // shown at the place; 0: too few
	Took      string // how many were invited and came; empty where nobody knows
	Trust     []trustResult
	Sentences []Sentence
	Compared  bool // there was something to compare with
	Wishes    []drawnWishes
	Tiles     []template.HTML
	Defs      template.HTML
	Homes     []link // where the answers are counted of a place that shows none
	Rows      []interventionRow
	Few       []fewRow // what is asked and not shown here, with where it is counted
	Replies   []reply
	Groups    []groupLinks
	Checks    []checksResult
	Tables    string // address of all tables
	Downloads downloads
	RegionURL string
}

// downloads are addresses of files: of the place, of the whole round, and for programs.
type downloads struct{ XLSX, CSV, RoundCSV, Package, PX, JSONStat, Original string }

// interventionRow is one intervention at the place.
type interventionRow struct {
	Name    string
	URL     string
	Answers int
	Before  int
	After   int
	Measure string // what is told of it; empty where no difference is certain
	Was, Is Figure
	Step    Step
	Compare bool // there are answers both before and after
}

// fewRow is what was asked at the place and is not shown as it was asked.
type fewRow struct {
	Name, When string
	Where      string // the municipality, on pages about more than one
	Sensitive  bool
	Note       string
	In         *link
}

// reply is what the municipality answers to the results of an intervention.
type reply struct {
	survey.Reply
	Name  string // of the intervention
	Until string // as people write it; empty where nobody has said
	Note  string // about whether it was done
	In    string // tag of the note
}

// groupLinks leads to the groups of one dimension.
type groupLinks struct {
	Name   string
	Note   string
	Groups []groupLink
}

type groupLink struct {
	link
	Answers int
}

// showPlace shows a place in a round: summed up, or in the languages of participants as they read it.
func (p *Pages) showPlace(c *gin.Context) error {
	if _, is := atDesk(c); is { // each reads only what is theirs
		made, err := p.makePlace(c)
		if err == nil {
			made.Pack().Send(c)
		}
		return err
	}
	changes, err := p.service.Changes(c)
	if err != nil {
		return err
	}
	key := keptKey{c.Param("round"), c.Param("place"), p.Printer(c).Language().Tag}
	kept, ok := p.kept.find(changes, key)
	if !ok {
		made, err := p.makePlace(c)
		if err != nil {
			return err
		}
		kept = made.Pack()
		p.kept.keep(changes, key, kept)
	}
	kept.Send(c)
	return nil
}

// makePlace makes the page that an address names.
func (p *Pages) makePlace(c *gin.Context) (page.Made, error) {
	q, err := p.read(c)
	if err != nil {
		return page.Made{}, err
	}
	if !p.summedUp(q.at.lang) {
		return p.templates.Make("simple", p.simplePage(q))
	}
	content, err := p.placePage(c, q)
	if err != nil {
		return page.Made{}, err
	}
	return p.templates.Make("place", content)
}

func (p *Pages) placePage(c *gin.Context, q request) (placePage, error) {
	found, w := p.findings(q), q.words
	content := placePage{
		frame: p.frame(q), Kind: q.place.Kind, Answers: found.Answers, Took: w.took(found.Took), Compared: found.Compared > 0,
		Rows: p.interventionRows(q, found), Few: p.fewRows(q, found), Groups: p.groupLinks(q), Tables: q.at.Page("tables"),
		Downloads: downloads{
			XLSX: q.at.Page("xlsx"), CSV: q.at.Page("csv"), RoundCSV: q.at.Round("csv"), Package: q.at.Round("zip"), PX: q.at.Round("px"),
			JSONStat: "/api/v1/releases/" + q.release.ID + "/questions", Original: "/api/v1/releases/" + q.release.ID,
		},
	}
	places := q.release.places()
	content.RegionURL = p.linkTo(q, places[len(places)-1]).URL
	if found.Answers == 0 {
		content.Homes = p.homes(q, found)
		return content, nil
	}
	content.Trust = w.trust(q.release.Release)
	content.Sentences = w.sentences(found)
	content.Checks = w.checks(q.release.Release)
	if err := p.draw(&content, q, found); err != nil {
		return content, err
	}
	replies, err := p.service.Replies(c, q.release.ID)
	content.Replies = p.replies(q, found, replies)
	return content, err
}

// homes leads to the places where the answers of a place are counted that shows none.
func (p *Pages) homes(q request, found findings.Place) []link {
	var homes []link
	for _, e := range found.Elsewhere {
		if e.In.Step == 0 || e.In.Place == found.Place {
			continue
		}
		if home := *p.linkTo(q, e.In.Place); !slices.Contains(homes, home) {
			homes = append(homes, home)
		}
	}
	return homes
}

// took words how many came of those who were invited.
func (w Words) took(t findings.Took) string {
	switch {
	case t.Known:
		return w.T("place.took", "Received", t.Received, "Invited", t.Invited)
	case t.Received > 0:
		return w.T("place.took.least", "Received", t.Received, "Invited", t.Invited)
	case t.Invited > 0:
		return w.T("place.took.few", "Invited", t.Invited)
	}
	return ""
}

// interventionRows words what is told of each intervention.
func (p *Pages) interventionRows(q request, found findings.Place) []interventionRow {
	var rows []interventionRow
	for _, i := range found.Interventions {
		row := interventionRow{
			Name: q.words.Intervention(i.ID), URL: q.at.Page("interventions", i.ID), Answers: i.Answers, Before: i.Before, After: i.After,
			Compare: i.Before > 0 && i.After > 0,
		}
		if e, certain := i.Largest(); certain {
			row.Measure, row.Was, row.Is = q.words.measure(e.Question), q.words.figure(e.Before), q.words.figure(e.After)
			row.Step = q.words.step(e.Difference, e.Before, e.After, improves(e.Difference, e.Better), true)
		}
		rows = append(rows, row)
	}
	return rows
}

// fewRows words what is not shown as it was asked. What is shown here without being parted by
// timing has its row among the interventions.
func (p *Pages) fewRows(q request, found findings.Place) []fewRow {
	var rows []fewRow
	for _, e := range found.Elsewhere {
		row := fewRow{
			Name: q.words.Intervention(e.Intervention), When: q.words.T("results." + string(e.Timing)), Sensitive: e.Sensitive,
		}
		if q.place.Kind != survey.KindMunicipality {
			row.Where = q.words.Municipality(e.Municipality)
		}
		switch e.In.Step {
		case 0:
			row.Note = q.words.T("place.few.waits")
		case treblock.Intervention:
			row.Note = q.words.T("place.few.together")
		case treblock.Municipality:
			row.Note = q.words.T("place.few.other")
		case treblock.SharedIntervention:
			row.Note = q.words.T("place.few.shared")
			row.In = &link{Name: q.words.Place(e.In.Place), URL: q.at.at(p.placeSlug(q.release, e.In.Place)).Page("interventions", e.Intervention)}
		default:
			row.Note, row.In = q.words.T("place.few.in"), p.linkTo(q, e.In.Place)
		}
		rows = append(rows, row)
	}
	return rows
}

// replies are what was answered to interventions that are shown at the place, in the language of the
// page or else in Swedish.
func (p *Pages) replies(q request, found findings.Place, all []survey.Reply) []reply {
	var list []reply
	for _, i := range found.Interventions {
		r, has := survey.ReplyIn(all, i.ID, q.at.lang, i18n.Source)
		if !has {
			continue
		}
		shown := reply{Reply: r, Name: q.words.Intervention(i.ID), Note: r.Note, In: r.Language}
		if r.Until != "" {
			shown.Until = page.DayIn(q.base.Printer, r.Until)
		}
		if shown.Note == "" {
			swedish, _ := survey.ReplyIn(all, i.ID, i18n.Source)
			shown.Note, shown.In = swedish.Note, i18n.Source
		}
		list = append(list, shown)
	}
	return list
}

// groupLinks leads to every group that the place has.
func (p *Pages) groupLinks(q request) []groupLinks {
	var list []groupLinks
	for _, g := range (findings.Scope{Place: q.place}).GroupsOf(q.release.Edition) {
		links := groupLinks{Name: q.words.T("officer.by." + string(g.By)), Note: q.words.T("officer.by." + string(g.By) + ".note")}
		for i, key := range g.Keys {
			links.Groups = append(links.Groups, groupLink{
				link{Name: q.words.Group(g.Battery, g.By, g.Question, key), URL: q.at.Page("groups", string(g.By), key)}, g.Sizes[i],
			})
		}
		list = append(list, links)
	}
	return list
}
