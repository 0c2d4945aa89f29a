package api

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/survey/export"
	"fragebatteri/survey/web/results"
)

// index leads to everything there is.
type index struct {
	URL              string   `json:"url"`
	Host             string   `json:"host"` // who runs the service
	HostKind         string   `json:"host_kind"`
	Contact          string   `json:"contact"`
	Demo             bool     `json:"demo"` // answers are made up
	Signer           string   `json:"signer"`
	FormerSigners    []string `json:"former_signers"` // that signed earlier releases, oldest first
	Licence          string   `json:"licence"`
	OpenAPIURL       string   `json:"openapi_url"`
	CatalogueURL     string   `json:"catalogue_url"`
	ReleasesURL      string   `json:"releases_url"`
	PlacesURL        string   `json:"places_url"`
	InterventionsURL string   `json:"interventions_url"`
	QuestionsURL     string   `json:"questions_url"`
}

// showIndex says what there is.
func (a *API) showIndex(c *gin.Context) error {
	host, err := a.service.Host(c)
	if err != nil {
		return err
	}
	former, err := a.formerSigners(c)
	if err != nil {
		return err
	}
	return sendJSON(c, index{
		URL: root, Host: host.Name, HostKind: string(host.Kind), Contact: host.Contact, Demo: host.Demo,
		Signer: host.Signer, FormerSigners: former, Licence: export.Licence,
		OpenAPIURL: root + "/openapi.json", CatalogueURL: cataloguePath,
		ReleasesURL: root + "/releases", PlacesURL: root + "/places",
		InterventionsURL: root + "/interventions", QuestionsURL: root + "/questions",
	})
}

// formerSigners returns the public keys of signers that were replaced.
func (a *API) formerSigners(c *gin.Context) ([]string, error) {
	former, err := a.service.FormerSigners(c)
	keys := []string{}
	for _, f := range former {
		keys = append(keys, f.PublicKey)
	}
	return keys, err
}

// releaseEntry is one release in the list.
type releaseEntry struct {
	URL          string   `json:"url"` // the release as it was signed
	Release      string   `json:"release"`
	Round        string   `json:"round"`
	Sealed       string   `json:"sealed"`
	Method       string   `json:"method"`
	Demo         bool     `json:"demo"`
	Answers      int      `json:"answers"` // that were counted
	Batteries    []string `json:"batteries"`
	Hash         string   `json:"sha256"`
	SignatureURL string   `json:"signature_url"`
	RowsURL      string   `json:"rows_url"`
	QuestionsURL string   `json:"questions_url"`
	PlacesURL    string   `json:"places_url"`
}

func releaseURL(id string) string { return root + "/releases/" + id }

func entryOf(r results.Release) releaseEntry {
	e := releaseEntry{
		URL: releaseURL(r.ID), Release: r.ID, Round: r.Round, Sealed: r.Sealed, Method: r.Method, Demo: r.Demo,
		Hash: r.Hash(), SignatureURL: releaseURL(r.ID) + "/signature",
		RowsURL: releaseURL(r.ID) + "/rows", QuestionsURL: releaseURL(r.ID) + "/questions", PlacesURL: releaseURL(r.ID) + "/places",
	}
	for _, b := range r.Batteries {
		e.Batteries = append(e.Batteries, b.Ref())
	}
	for _, p := range r.Parts {
		if p.CountsEverybody() {
			e.Answers += p.Answers()
		}
	}
	return e
}

// listReleases lists the releases, oldest first.
func (a *API) listReleases(c *gin.Context) error {
	all, err := a.Releases(c)
	if err != nil {
		return err
	}
	host, err := a.service.Host(c)
	if err != nil {
		return err
	}
	former, err := a.formerSigners(c)
	if err != nil {
		return err
	}
	list := struct {
		URL      string         `json:"url"`
		Signer   string         `json:"signer"` // public key of the signatures
		Former   []string       `json:"former_signers"`
		Releases []releaseEntry `json:"releases"`
	}{c.Request.URL.Path, host.Signer, former, []releaseEntry{}}
	for _, r := range all {
		list.Releases = append(list.Releases, entryOf(r))
	}
	return sendJSON(c, list)
}

// sendRelease sends the exact bytes of a release.
func (a *API) sendRelease(c *gin.Context) error {
	r, err := a.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	return sendBytes(c, jsonType, forEver, r.JSON())
}

// sendSignature sends the signature of a release.
func (a *API) sendSignature(c *gin.Context) error {
	r, err := a.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	return sendBytes(c, "text/plain; charset=utf-8", forEver, r.Signature())
}
