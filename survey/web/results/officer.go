package results

import (
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// officerPage is what a page of results says to those who plan and decide. All
// of it is computed from released counts.
type officerPage struct {
	Region    string             // address of the region's page; empty on that page
	Trust     []trustResult      // how far the answers can be relied on, for each battery
	Checks    []checksResult     // only of one round, on the region's page
	Took      []participationRow // likewise
	Kind      survey.PlaceKind
	Periods   []periodLink
	From, To  string // names of the first and last round that are added up
	Apart     string // name of the first round that can be compared, where those before were counted another way
	Batteries []batteryResult
}

// periodLink leads to sums over all rounds from an earlier one on.
type periodLink struct {
	Since   string // name of the earlier round; empty for this round alone
	URL     string
	Current bool
}

// Several reports whether sums are over several rounds.
func (p officerPage) Several() bool { return p.From != p.To }

// batteryResult is what is said of the answers to one battery.
type batteryResult struct {
	Title      string // empty where the release has no other
	Topics     []topic[sumTable]
	Categories []categoryResult
	Views      []viewResult
	Differ     []string // names of views whose groups are not the same in all rounds
	Change     *changeResult
}

// categoryResult is the answers about one category of interventions.
type categoryResult struct {
	Name   string
	N      int
	Topics []topic[sumTable]
}

// releaseInRound is a release, with the reporting areas that held in its round.
type releaseInRound struct {
	release.Release
	areas []survey.Area
}

// scope is what one page reads.
type scope struct {
	words    Words
	place    survey.Place     // the region where no place was asked for
	front    bool             // the page is about the release, and no place in it was asked for
	editions []releaseInRound // added up, oldest first; the last is the one that the page is about
}

// newScope returns what the page about a place reads, still without
// editions; nil stands for the page about the release.
func newScope(words Words, place *survey.Place) scope {
	if place == nil {
		return scope{words: words, place: survey.Place{Kind: survey.KindRegion}, front: true}
	}
	return scope{words: words, place: *place}
}

// last is the release that the page is about.
func (r scope) last() releaseInRound { return r.editions[len(r.editions)-1] }

// addOfficer adds to a page what is there for those who plan and decide. With
// since in the address, sums are over all rounds from that release on, and
// single blocks are not listed.
func (p *Pages) addOfficer(c *gin.Context, content *releasePage, words Words, r release.Release, place *survey.Place) error {
	history, err := p.editionsUntil(c, r)
	if err != nil {
		return err
	}
	read := newScope(words, place)
	comparable, apart := read.comparable(history)
	first, err := firstOf(comparable, c.Query("since"), r.ID)
	if err != nil {
		return err
	}
	read.editions = comparable[first:]
	officer := &officerPage{
		Trust: words.trust(read.editions), Kind: read.place.Kind,
		From: read.editions[0].Round, To: r.Round, Apart: apart, Batteries: read.batteries(comparable),
	}
	here := func(since string) string {
		return releaseAddress(r.ID, content.Language().Tag, "place", c.Query("place"), "since", since)
	}
	officer.Periods = periods(comparable, first, here)
	if !read.front {
		officer.Region = releaseAddress(r.ID, content.Language().Tag)
	}
	if read.front && !officer.Several() {
		officer.Checks, officer.Took = words.checks(r), words.participation(r)
	}
	if officer.Several() {
		content.Blocks, content.Few = nil, nil
		content.KeyKept = slices.ContainsFunc(read.editions, func(e releaseInRound) bool { return e.KeyKept })
	}
	content.Officer = officer
	return nil
}

// editionsUntil returns all releases up to this one, oldest first.
func (p *Pages) editionsUntil(c *gin.Context, last release.Release) ([]releaseInRound, error) {
	all, err := p.Releases(c)
	if err != nil {
		return nil, err
	}
	rounds, err := p.service.Rounds(c)
	if err != nil {
		return nil, err
	}
	var editions []releaseInRound
	for _, r := range all {
		e := releaseInRound{Release: r.Release}
		if i := slices.IndexFunc(rounds, func(round survey.Round) bool { return round.ID == r.stored.Round }); i >= 0 {
			e.areas = rounds[i].Areas
		}
		editions = append(editions, e)
		if r.ID == last.ID {
			break
		}
	}
	return editions, nil
}

// comparable leaves out the releases that cannot be added to the last one or
// compared with it: those without any battery of it in the same version, for an
// area those where it held other municipalities, and all up to one whose
// answers were mixed otherwise. Where there is such a one, apart is the name of
// the first round after it.
func (r scope) comparable(history []releaseInRound) (list []releaseInRound, apart string) {
	last := history[len(history)-1]
	for _, e := range history {
		switch {
		case r.place.Kind == survey.KindArea && !slices.Equal(e.area(r.place.Code), last.area(r.place.Code)),
			!slices.ContainsFunc(last.Batteries, func(b release.Battery) bool { return e.has(b.Ref()) }):
			continue
		case len(list) > 0 && list[0].Mixed != e.Mixed:
			list, apart = nil, e.Round
		}
		list = append(list, e)
	}
	return list, apart
}

// has reports whether the release has answers to the battery.
func (e releaseInRound) has(battery string) bool {
	return slices.ContainsFunc(e.Parts, func(p release.Part) bool { return p.Battery == battery })
}

// area returns the municipalities of a reporting area, if there is one of this
// name.
func (e releaseInRound) area(name string) []string {
	for _, area := range e.areas {
		if area.Name == name {
			return area.Municipalities
		}
	}
	return nil
}

// firstOf returns the index of the release that sums begin with: the one that
// was asked for, or the last.
func firstOf(editions []releaseInRound, since, last string) (int, error) {
	if since == "" {
		since = last
	}
	if i := slices.IndexFunc(editions, func(e releaseInRound) bool { return e.ID == since }); i >= 0 {
		return i, nil
	}
	return 0, errRelease
}

// periods returns links to sums from each release on, this round alone first;
// none where there is no other.
func periods(editions []releaseInRound, current int, here func(since string) string) []periodLink {
	if len(editions) == 1 {
		return nil
	}
	links := []periodLink{{URL: here(""), Current: current == len(editions)-1}}
	for i, e := range slices.Backward(editions[:len(editions)-1]) {
		links = append(links, periodLink{Since: e.Round, URL: here(e.ID), Current: current == i})
	}
	return links
}

// batteries says what is said of each battery of the release. Categories are
// only looked at in the whole region, where there are enough of each.
func (r scope) batteries(comparable []releaseInRound) []batteryResult {
	last := r.last()
	var results []batteryResult
	for _, battery := range last.Batteries {
		ref := battery.Ref()
		questions := r.words.questions(last.Release, ref)
		result := batteryResult{Title: r.words.title(last.Release, battery), Topics: r.sums(questions, r.blocks)}
		if r.front {
			result.Categories = r.categories(ref, questions)
		}
		for _, d := range survey.Dimensions {
			view, differs := r.view(questions, d)
			switch {
			case differs:
				result.Differ = append(result.Differ, r.words.T("officer.by."+string(d)))
			case len(view.Topics) > 0:
				result.Views = append(result.Views, view)
			}
		}
		if len(r.editions) == 1 {
			result.Change = r.change(comparable, ref, questions)
		}
		results = append(results, result)
	}
	return results
}
