package api

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// failure is what a program learns of an error, and whoever wrote it.
type failure struct {
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Given   string   `json:"given,omitempty"`   // what was not understood
	Allowed []string `json:"allowed,omitempty"` // what can stand there instead
}

// fail answers with what is wrong: in Swedish where that was asked for, else in English.
func (a *API) fail(c *gin.Context, err error) {
	kind := survey.KindOf(err)
	f := failure{Code: survey.CodeOf(err)}
	if !a.Catalog().Has(messageKey(f.Code)) {
		f.Code = "internal"
		if kind == survey.Unavailable {
			f.Code = "busy"
		}
	}
	lang := "en"
	if c.Query("lang") == "sv" {
		lang = "sv"
	}
	f.Message = a.Catalog().Text(lang, messageKey(f.Code))
	if e, ok := errors.AsType[*survey.Error](err); ok && kind == page.BadRequest {
		f.Given, f.Allowed = fmt.Sprint(e.Args[1]), e.Args[3].([]string)
	}
	page.SayWhen(c, kind)
	a.JSON(c, page.StatusOf(kind), map[string]failure{"error": f})
}

func messageKey(code string) string { return "api.error." + code }

// checkParameters refuses what an address says beside its path and is not understood: whoever
// mistypes a parameter would take what comes for something else. Browsers that ask whether they may
// read learn that they may, and read then what is wrong.
func (a *API) checkParameters(c *gin.Context) {
	if c.Request.Method == http.MethodOptions {
		return
	}
	languages, known := a.takes[c.FullPath()]
	if err := check(c.Request.URL.Query(), languages); err != nil && known {
		a.fail(c, err)
		c.Abort()
	}
}

// check returns what is wrong with the parameters of an address whose texts are in these languages.
func check(query map[string][]string, languages []string) error {
	names := []string{}
	if len(languages) > 0 {
		names = append(names, "lang")
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !slices.Contains(names, name) {
			return survey.Fail(page.BadRequest, "parameter", "Given", name, "Allowed", names)
		}
	}
	for _, lang := range query["lang"] {
		if !slices.Contains(languages, lang) {
			return survey.Fail(page.BadRequest, "lang", "Given", lang, "Allowed", languages)
		}
	}
	return nil
}
