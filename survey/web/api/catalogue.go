package api

import (
	"io"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/release"
	"fragebatteri/survey/web/results"
)

// cataloguePath is where Sveriges dataportal looks for what an organisation has.
const cataloguePath = "/datasets/dcat"

// showCatalogue describes all that is released to data portals. Each release is a dataset of its own:
// what portals know of a dataset is the day on which it was issued, the period and the counties that
// it is about, and each release has others. A series holds them together. The questions are one more
// dataset, so that there is something also before the first round.
func (a *API) showCatalogue(c *gin.Context) error {
	host, err := a.service.Host(c)
	if err != nil {
		return err
	}
	all, err := a.Releases(c)
	if err != nil {
		return err
	}
	catalogue := export.Catalogue{
		Host: host, Address: cataloguePath, Page: "/results",
		Title: a.said("title"), Description: a.said("description"),
		API:      export.Service{Title: a.said("service"), Address: root, Description: root + "/openapi.json"},
		Series:   export.Dataset{ID: "rounds", Title: a.said("series.title"), Description: a.said("series.description")},
		Datasets: []export.Dataset{a.questionsSet()},
	}
	for _, r := range all {
		catalogue.Datasets = append(catalogue.Datasets, a.releaseSet(all, r))
	}
	return send(c, "application/rdf+xml; charset=utf-8", aMinute, func(w io.Writer) error { return export.DCAT(w, catalogue) })
}

// said returns a text of the catalogue in all its languages.
func (a *API) said(key string) []export.Text {
	var texts []export.Text
	for _, lang := range languages {
		texts = append(texts, export.Text{Language: lang, Text: a.Catalog().Text(lang, "api.catalogue."+key)})
	}
	return texts
}

func (a *API) keywords() []export.Text {
	return slices.Concat(a.said("keyword.1"), a.said("keyword.2"), a.said("keyword.3"))
}

func (a *API) questionsSet() export.Dataset {
	return export.Dataset{
		ID: "questions", Title: a.said("questions.title"), Description: a.said("questions.description"), Keywords: a.keywords(),
		Distributions: []export.Distribution{{
			ID: "json", Description: a.said("questions.file"), Address: root + "/questions", Format: "JSON", MediaType: "application/json",
		}},
	}
}

func (a *API) releaseSet(all []results.Release, r results.Release) export.Dataset {
	set := export.Dataset{
		ID: "round-" + r.ID, Title: a.said("round.title"), Description: a.said("round.description"), Keywords: a.keywords(),
		Issued: r.Sealed, Counties: countiesOf(r.Release), InSeries: true,
		Distributions: []export.Distribution{
			{ID: "json", Description: a.said("signed"), Address: releaseURL(r.ID), Format: "JSON", MediaType: "application/json", Hash: r.Hash()},
			{ID: "csv", Description: a.said("rows"), Address: releaseURL(r.ID) + "/rows." + asCSV, Format: "CSV", MediaType: "text/csv"},
			{ID: "zip", Description: a.said("package"), Address: results.RoundFile(all, r, "zip"), Format: "ZIP", MediaType: "application/zip"},
		},
	}
	for i := range set.Title {
		set.Title[i].Text += " " + r.Round
	}
	if r.Mixed > 0 {
		set.Description = follow(set.Description, a.said("round.mixed"))
	}
	if r.Demo {
		set.Description = follow(set.Description, a.said("round.demo"))
	}
	set.First, set.Last = periodOf(r.Round)
	return set
}

// follow adds a sentence to a text, in each language.
func follow(texts, sentence []export.Text) []export.Text {
	for i := range texts {
		texts[i].Text += " " + sentence[i].Text
	}
	return texts
}

// countiesOf returns the codes of the counties that a release says anything of. Of an area it does
// not say where it is; the municipalities of it were asked.
func countiesOf(r release.Release) []string {
	var codes []string
	for _, p := range r.Places() {
		if p.Kind != survey.KindArea {
			codes = append(codes, survey.County(p.Code))
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// periodOf returns the first and the last day of a round that is called as in "2026-H1", and nothing
// of one with another name: a release does not say when it began.
func periodOf(round string) (first, last string) {
	year, half := "", ""
	if len(round) == len("2026-H1") {
		year, half = round[:4], round[4:]
	}
	switch {
	case !survey.IsDay(year + "-01-01"):
		return "", ""
	case half == "-H1":
		return year + "-01-01", year + "-06-30"
	case half == "-H2":
		return year + "-07-01", year + "-12-31"
	}
	return "", ""
}
