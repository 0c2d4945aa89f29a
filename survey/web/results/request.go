package results

import (
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/web/page"
)

// request is what the address of a page names: a place in a round, and the words of a language.
type request struct {
	base    page.Base
	words   Words
	history []Release // up to the newest
	release Release
	place   survey.Place
	at      addresses
	may     func(survey.Place) bool // whether the pages of a place can be read
	desk    bool                    // somebody on the staff reads it
}

// read reads what an address names. An unknown round or place is not found.
func (p *Pages) read(c *gin.Context) (request, error) {
	q := request{base: p.Base(c, p.Printer(c))}
	var err error
	if q.words, err = p.Words(c, q.base.Printer); err != nil {
		return q, err
	}
	if q.history, err = p.Releases(c); err != nil {
		return q, err
	}
	if q.release, err = roundIn(q.history, c.Param("round")); err != nil {
		return q, err
	}
	q.at = addresses{round: c.Param("round"), place: c.Param("place"), lang: q.base.Language().Tag}
	places := q.release.places()
	i := slices.IndexFunc(places, func(place survey.Place) bool { return p.placeSlug(q.release, place) == q.at.place })
	if i < 0 {
		return q, errRelease
	}
	q.place, q.may = places[i], func(survey.Place) bool { return true }
	if desk, is := atDesk(c); is {
		q.at.root, q.desk = desk.Root, true
		q.may = func(place survey.Place) bool { return desk.May(place, q.release.Areas) == nil }
		return q, desk.May(q.place, q.release.Areas)
	}
	return q, nil
}

// roundIn returns the release that an address names.
func roundIn(history []Release, slug string) (Release, error) {
	i := slices.IndexFunc(history, func(r Release) bool { return roundSlug(history, r) == slug })
	if i < 0 {
		return Release{}, errRelease
	}
	return history[i], nil
}

// slugOf returns how a round is named in addresses.
func (q request) slugOf(e findings.Edition) string {
	return roundSlug(q.history, Release{Edition: e})
}

// findings returns what the round says of the place.
func (p *Pages) findings(q request) findings.Place { return p.place(q.history, q.release, q.place) }

// summedUp reports whether there are words for pages that sum up. In other languages pages say what
// they say to participants.
func (p *Pages) summedUp(lang string) bool { return p.Catalog().Complete(lang, locales.Results) }

// leadToPlace leads from the address of a round to that of its region. Older addresses name a round
// by the id of its release, and a place by its code in the query; they lead on too.
func (p *Pages) leadToPlace(c *gin.Context) error {
	history, err := p.Releases(c)
	if err != nil {
		return err
	}
	named := c.Param("round")
	i := slices.IndexFunc(history, func(r Release) bool { return roundSlug(history, r) == named || r.ID == named })
	if i < 0 {
		return errRelease
	}
	places := history[i].places()
	if len(places) == 0 {
		return errRelease
	}
	place := places[len(places)-1]
	if code := c.Query("place"); code != "" {
		known := slices.IndexFunc(places, func(place survey.Place) bool { return place.Code == code })
		if known < 0 {
			return errRelease
		}
		place = places[known]
	}
	at := addresses{round: roundSlug(history, history[i]), place: p.placeSlug(history[i], place), lang: c.Query("lang")}
	c.Redirect(http.StatusMovedPermanently, at.Page())
	return nil
}

// byName leads from the address of a round's file by the id of its release, as older addresses have
// it, to that by the round's name; one of a municipality to the file of that place.
func (p *Pages) byName(send page.Handler) page.Handler {
	return func(c *gin.Context) error {
		history, err := p.Releases(c)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(history, func(r Release) bool { return r.ID == c.Param("round") })
		if i < 0 || roundSlug(history, history[i]) == c.Param("round") {
			return send(c)
		}
		at := addresses{round: roundSlug(history, history[i]), lang: c.Query("lang")}
		file := path.Base(c.Request.URL.Path)
		to := at.Round(file)
		if code := c.Query("municipality"); code != "" {
			place, known := history[i].PlaceOf(code)
			if !known {
				return errRelease
			}
			to = at.at(p.placeSlug(history[i], place)).Page(file)
		}
		c.Redirect(http.StatusMovedPermanently, to)
		return nil
	}
}

// link leads somewhere.
type link struct {
	Name    string
	URL     string
	Current bool
}

// tongue leads to the same page in another language.
type tongue struct{ Tag, Name, URL string }

// tongues leads to a page in the other languages that pages sum up in, with what else its address
// asks for, as names and values in turn.
func (p *Pages) tongues(lang string, pairs ...string) []tongue {
	var list []tongue
	for _, l := range p.Languages() {
		if p.summedUp(l.Tag) && l.Tag != lang {
			list = append(list, tongue{l.Tag, l.Name, address("", append([]string{"lang", l.Tag}, pairs...)...)})
		}
	}
	return list
}

// otherTongues is tongues for a page that somebody asked for. At a desk there are none: the language
// is elsewhere in the address.
func (p *Pages) otherTongues(q request, pairs ...string) []tongue {
	if q.desk {
		return nil
	}
	return p.tongues(q.at.lang, pairs...)
}

// choice is one value of a chooser.
type choice struct {
	Value, Name string
	Current     bool
}

// frame is what all pages that sum up have around them.
type frame struct {
	page.Base
	around
	Title     string
	Trail     []link   // from the list down to this page, which has no address
	Tongues   []tongue // this page in other languages
	Rounds    []choice
	Places    []choice
	RoundName string
	PlaceName string
	Date      string
	KeyKept   bool // the round's key was on the server
	Mixed     bool
}

// Said returns what the lines of a reply need.
func (f frame) Said(r reply) any {
	return struct {
		Page  frame
		Reply reply
	}{f, r}
}

// around is where a page about results stands.
type around struct {
	List        string // address of the list of rounds
	Desk        bool   // somebody on the staff reads it
	Unpublished bool   // and nobody else does
}

// Chooser returns the address that choosers send what is chosen to.
func (a around) Chooser() string {
	path, _, _ := strings.Cut(a.List, "?")
	return path
}

// pageTitle returns the title of a page from what it is about, the nearest first. Windows, bookmarks and lists of
// what was visited show a title as it is, and so it has no isolates.
func (w Words) pageTitle(about ...string) string {
	title := strings.Join(append(about, w.T("place.site")), " – ")
	return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(title)
}

// frame returns the frame of a page below a place, with the names of the pages that lead to it.
func (p *Pages) frame(q request, below ...link) frame {
	f := frame{
		Base: q.base, RoundName: q.words.round(q.release.Round), PlaceName: q.words.Place(q.place), Date: dateOf(q.base, q.release.Release),
		KeyKept: q.release.KeyKept, Mixed: q.release.Mixed > 0, around: around{q.at.List(), q.desk, q.desk && q.release.stored.Published == ""},
	}
	f.Trail = append([]link{{Name: q.words.T("place.all"), URL: f.List}, {Name: f.PlaceName, URL: q.at.Page()}}, below...)
	f.Trail[len(f.Trail)-1].Current = true
	f.Title = q.words.pageTitle(f.PlaceName, f.RoundName)
	for _, l := range below {
		f.Title = q.words.pageTitle(l.Name, f.PlaceName, f.RoundName)
	}
	f.Tongues = p.otherTongues(q)
	for _, r := range slices.Backward(q.history) {
		slug := roundSlug(q.history, r)
		f.Rounds = append(f.Rounds, choice{slug, q.words.round(r.Round), r.ID == q.release.ID})
	}
	for _, place := range q.release.places() {
		if !q.may(place) {
			continue
		}
		f.Places = append(f.Places, choice{p.placeSlug(q.release, place), q.words.Place(place), place == q.place})
	}
	slices.SortStableFunc(f.Places, func(x, y choice) int { return byName(x.Name, y.Name) })
	return f
}

var halfYear = regexp.MustCompile(`^(\d{4})-H([12])$`)

// round names a round as people say it, where its name is that of half a year.
func (w Words) round(name string) string {
	half := halfYear.FindStringSubmatch(name)
	if half == nil {
		return name
	}
	return w.T("place.half."+half[2], "Year", half[1])
}

// byName orders names as Swedish does: å, ä and ö come last.
func byName(x, y string) int {
	order := strings.NewReplacer("Å", "Zx", "Ä", "Zy", "Ö", "Zz", "å", "zx", "ä", "zy", "ö", "zz")
	return strings.Compare(order.Replace(x), order.Replace(y))
}

// linkTo leads to another place in the same round. It leads nowhere where the pages of the place cannot
// be read.
func (p *Pages) linkTo(q request, place survey.Place) *link {
	if !q.may(place) {
		return &link{Name: q.words.Place(place)}
	}
	return &link{Name: q.words.Place(place), URL: q.at.at(p.placeSlug(q.release, place)).Page()}
}
