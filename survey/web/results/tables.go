package results

import (
	"html/template"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/web/chart"
)

// tablesPage is every question of a round, added up over the place and, if asked for, over rounds.
type tablesPage struct {
	frame
	Kind       survey.PlaceKind
	Periods    []periodLink
	From, To   string // names of the first and last round that are added up
	Apart      string // name of the first round that can be compared, where those before were counted another way
	Topics     []topic
	Categories []link // of interventions, on the page of the region
	Category   string // the one that is added up; empty for all
	Defs       template.HTML
}

// Several reports whether sums are over several rounds.
func (p tablesPage) Several() bool { return p.From != p.To }

// periodLink leads to sums over all rounds from an earlier one on.
type periodLink struct {
	Since   string // name of the earlier round; empty for this round alone
	URL     string
	Current bool
}

// topic is the questions about one thing.
type topic struct {
	Name      string
	Questions []questionTable
}

// showTables shows every question about a place.
func (p *Pages) showTables(c *gin.Context) error {
	q, err := p.read(c)
	if err != nil {
		return err
	}
	if !p.summedUp(q.at.lang) {
		return errRelease
	}
	scope := findings.Scope{Place: q.place}
	comparable, apart := scope.Comparable(until(q.history, q.release))
	first := len(comparable) - 1
	if since := c.Query("since"); since != "" {
		first = slices.IndexFunc(comparable, func(e findings.Edition) bool { return q.slugOf(e) == since })
		if first < 0 {
			return errRelease
		}
	}
	content := tablesPage{
		frame: p.frame(q, link{Name: q.words.T("place.tables")}), Kind: q.place.Kind,
		From: q.words.round(comparable[first].Round), To: q.words.round(q.release.Round), Category: c.Query("category"),
	}
	content.KeyKept = slices.ContainsFunc(comparable[first:], func(e findings.Edition) bool { return e.KeyKept })
	if apart != "" {
		content.Apart = q.words.round(apart)
	}
	content.Tongues = p.otherTongues(q, "since", c.Query("since"), "category", content.Category)
	tables := q.at.Page("tables")
	content.Periods = q.periods(comparable, first, tables)
	if q.place.Kind == survey.KindRegion {
		content.Categories = q.words.categories(q.release.Edition, content.Category, tables)
		if content.Category != "" && !slices.ContainsFunc(content.Categories, func(l link) bool { return l.Current }) {
			return errRelease
		}
	}
	if content.Topics, err = q.words.tables(comparable[first:], scope, content.Category); err != nil {
		return err
	}
	if content.Defs, err = chart.Defs(); err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "tables", content)
	return nil
}

// periods returns links to sums from each round on, this round alone first; none where there is no
// other.
func (q request) periods(comparable []findings.Edition, current int, here string) []periodLink {
	if len(comparable) == 1 {
		return nil
	}
	links := []periodLink{{URL: here, Current: current == len(comparable)-1}}
	for i, e := range slices.Backward(comparable[:len(comparable)-1]) {
		links = append(links, periodLink{Since: q.words.round(e.Round), URL: here + "&since=" + q.slugOf(e), Current: current == i})
	}
	return links
}

// categories returns links to the sums over each category of interventions. Blocks that are about no
// single intervention are in none.
func (w Words) categories(e findings.Edition, current, here string) []link {
	var names []string
	for _, p := range e.Parts {
		for _, b := range p.Blocks {
			if name := w.Category(b.Intervention); name != "" {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	var links []link
	for _, name := range slices.Compact(names) {
		links = append(links, link{Name: name, URL: here + "&category=" + survey.Slug(name), Current: survey.Slug(name) == current})
	}
	return links
}

// tables adds up every question over editions, the last of which says what was asked.
func (w Words) tables(editions []findings.Edition, scope findings.Scope, category string) ([]topic, error) {
	last := editions[len(editions)-1]
	var topics []topic
	of := func(e findings.Edition, p release.Part) []release.Counted {
		return findings.Pick(p, func(b release.Block) bool {
			return scope.Holds(e, b.Place()) && (category == "" || survey.Slug(w.Category(b.Intervention)) == category && w.Category(b.Intervention) != "")
		})
	}
	for _, q := range w.questions(last) {
		table, err := w.questionTable(q, []column{{editions: editions, of: of}})
		if err != nil {
			return nil, err
		}
		topics = addTo(topics, w.T("officer.topic."+q.topic), table)
	}
	return topics, nil
}

// addTo adds a question to its topic. Questions come topic by topic.
func addTo(topics []topic, name string, table questionTable) []topic {
	if len(topics) == 0 || topics[len(topics)-1].Name != name {
		topics = append(topics, topic{Name: name})
	}
	last := &topics[len(topics)-1]
	last.Questions = append(last.Questions, table)
	return topics
}
