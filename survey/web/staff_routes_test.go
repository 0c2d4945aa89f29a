package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// ofStaff reports whether a route or path is of the pages of staff.
func ofStaff(path string) bool {
	return slices.ContainsFunc([]string{"/staff", "/I/", "/i/"}, func(root string) bool { return strings.HasPrefix(path, root) })
}

// staffRoute is what is expected of a route of staff: who may reach it, and what a request that they
// may send comes to.
type staffRoute struct {
	route string // as in "GET /staff/:lang/people"; that by GET stands for HEAD too
	path  string
	roles []survey.Role // who may; none: everybody who is signed in
	open  bool          // signing in is not needed
	json  bool          // for a script
	paper bool          // to print
	form  url.Values
	want  int
}

// staffRoutes are all routes of staff, each with a path that there is something at, and some with one that
// somebody has made up.
func staffRoutes(p crew) []staffRoute {
	steward, ambassadors, reader := []survey.Role{survey.Steward}, []survey.Role{survey.AmbassadorRole}, []survey.Role{survey.ReaderRole}
	readers := []survey.Role{survey.Steward, survey.ReaderRole} // the ambassador of these tests reads no language
	planners := []survey.Role{survey.Steward, survey.Officer}
	referees, draft := []survey.Role{survey.Steward, survey.Officer, survey.ReaderRole}, "/staff/sv/batteries/drafts/remiss@1"
	planned := "/staff/sv/plan/entry/" + p.planned.ID
	desks := []survey.Role{survey.Steward, survey.Officer}
	previewers := []survey.Role{survey.Steward, survey.Officer}
	person := "/staff/sv/people/person/" + p.staff[survey.AmbassadorRole].ID
	return []staffRoute{
		{route: "GET /staff", path: "/staff", want: 303},
		{route: "GET /staff/:lang", path: "/staff/sv", want: 303},
		{route: "GET /staff/:lang/account", path: "/staff/sv/account", want: 200},
		{route: "GET /staff/:lang/welcome", path: "/staff/sv/welcome", want: 200},
		{route: "POST /staff/:lang/account/end", path: "/staff/sv/account/end", form: surveytest.Form("id", "0011223344556677"), want: 404},
		{route: "POST /staff/:lang/account/passkeys/begin", path: "/staff/sv/account/passkeys/begin", json: true, want: 200},
		{route: "POST /staff/:lang/account/passkeys", path: "/staff/sv/account/passkeys", json: true, want: 410},
		{route: "POST /staff/:lang/account/passkeys/remove", path: "/staff/sv/account/passkeys/remove", form: surveytest.Form("id", "AAAA"), want: 404},
		{route: "GET /staff/:lang/sign-in/openid/:provider", path: "/staff/sv/sign-in/openid/0581", open: true, want: 404},
		{route: "GET /staff/:lang/account/openid/:provider", path: "/staff/sv/account/openid/0581", want: 404},
		{route: "GET /staff/openid/:provider", path: "/staff/openid/0581?code=x&state=x", open: true, want: 404},
		{route: "POST /staff/:lang/sign-in/passkeys/begin", path: "/staff/sv/sign-in/passkeys/begin", open: true, json: true, want: 200},
		{route: "POST /staff/:lang/sign-in/passkeys", path: "/staff/sv/sign-in/passkeys", open: true, json: true, want: 410},
		{route: "GET /staff/:lang/clips", path: "/staff/sv/clips", roles: readers, want: 200},
		{route: "GET /staff/:lang/clips/:language", path: "/staff/sv/clips/ti", roles: readers, want: 200},
		{route: "GET /staff/:lang/clips/:language/:battery/:key", path: "/staff/sv/clips/ti/core/K01", roles: readers, want: 200},
		{route: "POST /staff/:lang/clips/:language/:battery/:key", path: "/staff/sv/clips/ti/core/K01", roles: readers, want: 422},
		{route: "POST /staff/:lang/clips/:language/:battery/:key/approve", path: "/staff/sv/clips/ti/core/K01/approve", roles: readers, want: 409},
		{route: "GET /staff/:lang/clips/:language/:battery/:key/listen", path: "/staff/sv/clips/ti/core/K01/listen", roles: readers, want: 404},
		{route: "GET /staff/:lang/people", path: "/staff/sv/people", roles: steward, want: 200},
		{route: "GET /staff/:lang/guide", path: "/staff/sv/guide", roles: ambassadors, want: 200},
		{route: "GET /staff/:lang/guide/print", path: "/staff/sv/guide/print", roles: ambassadors, paper: true, want: 200},
		{route: "GET /staff/:lang/voices", path: "/staff/sv/voices", roles: []survey.Role{survey.Steward, survey.Officer}, want: 200},
		{route: "GET /staff/:lang/documents", path: "/staff/sv/documents", roles: []survey.Role{survey.Steward, survey.Officer}, want: 200},
		{route: "GET /staff/:lang/documents/:name", path: "/staff/sv/documents/agreement", roles: []survey.Role{survey.Steward, survey.Officer}, paper: true, want: 200},
		{route: "GET /staff/:lang/documents/:name", path: "/staff/sv/documents/secrets", roles: []survey.Role{survey.Steward, survey.Officer}, want: 404},
		{route: "GET /staff/:lang/documents/:name/odt", path: "/staff/sv/documents/agreement/odt", roles: []survey.Role{survey.Steward, survey.Officer}, paper: true, want: 200},
		{route: "GET /staff/:lang/documents/:name/odt", path: "/staff/sv/documents/secrets/odt", roles: []survey.Role{survey.Steward, survey.Officer}, want: 404},
		{route: "GET /staff/:lang/sessions", path: "/staff/sv/sessions", roles: ambassadors, want: 200},
		{route: "POST /staff/:lang/sessions", path: "/staff/sv/sessions", roles: ambassadors, want: 422},
		{route: "GET /staff/:lang/sessions/new", path: "/staff/sv/sessions/new", roles: ambassadors, want: 200},
		{route: "GET /staff/:lang/sessions/:code", path: "/staff/sv/sessions/" + p.opened.Code, roles: ambassadors, want: 200},
		{route: "POST /staff/:lang/sessions/:code/places", path: "/staff/sv/sessions/" + p.opened.Code + "/places", roles: ambassadors, form: surveytest.Form("from", "20"), want: 303},
		{route: "GET /staff/:lang/sessions/:code/change", path: "/staff/sv/sessions/" + p.opened.Code + "/change", roles: ambassadors, want: 200},
		{route: "POST /staff/:lang/sessions/:code/change", path: "/staff/sv/sessions/" + p.opened.Code + "/change", roles: ambassadors, form: surveytest.Form("about", "0581.OG028"), want: 303},
		{route: "GET /staff/:lang/sessions/:code/poster", path: "/staff/sv/sessions/" + p.opened.Code + "/poster", roles: ambassadors, paper: true, want: 200},
		{route: "POST /staff/:lang/sessions/:code/close", path: "/staff/sv/sessions/" + p.opened.Code + "/close", roles: ambassadors, want: 303},
		{route: "GET /staff/:lang/sessions/:code/voice", path: "/staff/sv/sessions/" + p.opened.Code + "/voice", roles: ambassadors, want: 200},
		{route: "POST /staff/:lang/sessions/:code/voice", path: "/staff/sv/sessions/" + p.opened.Code + "/voice", roles: ambassadors, want: 200},
		{route: "POST /staff/:lang/sessions/:code/leaked", path: "/staff/sv/sessions/" + p.opened.Code + "/leaked", roles: ambassadors, want: 303},
		{route: "GET /staff/:lang/people/new/:role", path: "/staff/sv/people/new/ambassador", roles: steward, want: 200},
		{route: "GET /staff/:lang/people/new/:role", path: "/staff/sv/people/new/king", roles: steward, want: 404},
		{route: "POST /staff/:lang/people/new/:role", path: "/staff/sv/people/new/steward", form: surveytest.Form("label", "Länsstyrelsen"), roles: steward, want: 200},
		{route: "POST /staff/:lang/people/new/:role", path: "/staff/sv/people/new/reader", form: surveytest.Form("label", "Modersmålslärare"), roles: steward, want: 422},
		{route: "POST /staff/:lang/people/card", path: "/staff/sv/people/card", form: surveytest.Form("invitation", p.token, "language", "so"), roles: steward, paper: true, want: 200},
		{route: "POST /staff/:lang/people/card", path: "/staff/sv/people/card", form: surveytest.Form("invitation", p.token, "language", "xx"), roles: steward, want: 422},
		{route: "POST /staff/:lang/people/card", path: "/staff/sv/people/card", form: surveytest.Form("invitation", survey.NewNonce(), "language", "so"), roles: steward, want: 404},
		{route: "GET /staff/:lang/people/person/:id", path: person, roles: steward, want: 200},
		{route: "GET /staff/:lang/people/person/:id", path: "/staff/sv/people/person/" + survey.NewID(), roles: steward, want: 404},
		{route: "POST /staff/:lang/people/person/:id/again", path: "/staff/sv/people/person/" + survey.NewID() + "/again", roles: steward, want: 404},
		{route: "POST /staff/:lang/people/person/:id/revoke", path: person + "/revoke", roles: steward, want: 422},
		{route: "POST /staff/:lang/people/person/:id/end", path: person + "/end", form: surveytest.Form("id", "0011223344556677"), roles: steward, want: 404},
		{route: "GET /staff/:lang/rounds", path: "/staff/sv/rounds", roles: steward, want: 200},
		{route: "GET /staff/:lang/rounds/new", path: "/staff/sv/rounds/new", roles: steward, want: 200},
		{route: "GET /staff/:lang/rounds/new", path: "/staff/sv/rounds/new?from=none", roles: steward, want: 404},
		{route: "POST /staff/:lang/rounds/new", path: "/staff/sv/rounds/new", roles: steward, want: 422},
		{route: "GET /staff/:lang/rounds/:round", path: "/staff/sv/rounds/" + p.round.ID, roles: steward, want: 200},
		{route: "GET /staff/:lang/rounds/:round", path: "/staff/sv/rounds/none", roles: steward, want: 404},
		{route: "POST /staff/:lang/rounds/:round/close", path: "/staff/sv/rounds/" + p.round.ID + "/close", roles: steward, want: 422},
		{route: "POST /staff/:lang/rounds/:round/ends", path: "/staff/sv/rounds/" + p.round.ID + "/ends", roles: steward, form: surveytest.Form("was", "2026-01-01"), want: 409},
		{route: "POST /staff/:lang/rounds/:round/seal", path: "/staff/sv/rounds/" + p.round.ID + "/seal", roles: steward, form: surveytest.Form("sure", "yes"), want: 409},
		{route: "GET /staff/:lang/rounds/:round/seal/progress", path: "/staff/sv/rounds/" + p.round.ID + "/seal/progress", json: true, roles: steward, want: 404},
		{route: "POST /staff/:lang/rounds/:round/pending", path: "/staff/sv/rounds/" + p.round.ID + "/pending", roles: steward, want: 409},
		{route: "POST /staff/:lang/rounds/:round/import", path: "/staff/sv/rounds/" + p.round.ID + "/import", roles: steward, want: 422},
		{route: "POST /staff/:lang/rounds/:round/publish", path: "/staff/sv/rounds/" + p.round.ID + "/publish", roles: steward, want: 409},
		{route: "GET /staff/:lang/rounds/:round/disposal", path: "/staff/sv/rounds/" + p.round.ID + "/disposal", roles: steward, want: 404},
		{route: "GET /staff/:lang/preview", path: "/staff/sv/preview", roles: previewers, want: 200},
		{route: "GET /staff/:lang/preview/:round/:place", path: "/staff/sv/preview/2026-h2/norrkoping", roles: previewers, want: 404},
		{route: "GET /staff/:lang/preview/:round/:place/csv", path: "/staff/sv/preview/2026-h2/norrkoping/csv", roles: previewers, want: 404},
		{route: "GET /staff/:lang/preview/:round/:place/xlsx", path: "/staff/sv/preview/2026-h2/norrkoping/xlsx", roles: previewers, want: 404},
		{route: "GET /staff/:lang/preview/:round/:place/tables", path: "/staff/sv/preview/2026-h2/norrkoping/tables", roles: previewers, want: 404},
		{route: "GET /staff/:lang/preview/:round/:place/interventions/:intervention", path: "/staff/sv/preview/2026-h2/norrkoping/interventions/OG028", roles: previewers, want: 404},
		{route: "GET /staff/:lang/preview/:round/:place/groups/:by/:group", path: "/staff/sv/preview/2026-h2/norrkoping/groups/gender/o1", roles: previewers, want: 404},
		{route: "GET /staff/:lang/texts", path: "/staff/sv/texts", roles: reader, want: 200},
		{route: "GET /staff/:lang/texts/:language", path: "/staff/sv/texts/ti", roles: reader, want: 200},
		{route: "GET /staff/:lang/texts/:language/:file/:key", path: "/staff/sv/texts/ti/core/K01", roles: reader, want: 200},
		{route: "POST /staff/:lang/texts/:language/:file/:key", path: "/staff/sv/texts/ti/core/K01", roles: reader, form: surveytest.Form("verdict", "right"), want: 409},
		{route: "POST /staff/:lang/texts/:language/:file/:key/check", path: "/staff/sv/texts/ti/core/K01/check", roles: []survey.Role{survey.ReaderRole, survey.Steward}, json: true, want: 200},
		{route: "GET /staff/:lang/texts/:language/:file/:key/sample", path: "/staff/sv/texts/ti/core/K01/sample", roles: []survey.Role{survey.ReaderRole, survey.AmbassadorRole, survey.Steward}, want: 200},
		{route: "GET /staff/:lang/languages", path: "/staff/sv/languages", roles: []survey.Role{survey.Steward, survey.Officer}, want: 200},
		{route: "GET /staff/:lang/languages/:language", path: "/staff/sv/languages/ti", roles: steward, want: 200},
		{route: "GET /staff/:lang/languages/:language/:file/:key", path: "/staff/sv/languages/ti/core/K01", roles: steward, want: 200},
		{route: "POST /staff/:lang/languages/:language/:file/:key", path: "/staff/sv/languages/ti/core/K01", roles: steward, form: surveytest.Form("choice", "keep"), want: 409},
		{route: "POST /staff/:lang/languages/:language/agreed", path: "/staff/sv/languages/ti/agreed", roles: steward, want: 409},
		{route: "GET /staff/:lang/start", path: "/staff/sv/start", roles: steward, want: 200},
		{route: "GET /staff/:lang/start/host", path: "/staff/sv/start/host", roles: steward, want: 200},
		{route: "POST /staff/:lang/start/host", path: "/staff/sv/start/host", roles: steward, form: surveytest.Form("name", "Region", "kind", "church"), want: 422},
		{route: "GET /staff/:lang/start/region", path: "/staff/sv/start/region", roles: steward, want: 200},
		{route: "POST /staff/:lang/start/region", path: "/staff/sv/start/region", roles: steward, form: surveytest.Form("county", "99"), want: 422},
		{route: "GET /staff/:lang/start/areas", path: "/staff/sv/start/areas", roles: steward, want: 200},
		{route: "POST /staff/:lang/start/areas", path: "/staff/sv/start/areas", roles: steward, form: surveytest.Form("name", "A", "municipalities", "Kinda"), want: 422},
		{route: "POST /staff/:lang/start/areas", path: "/staff/sv/start/areas", roles: steward, form: surveytest.Form("name", "A"), want: 422},
		{route: "POST /staff/:lang/start/areas/file", path: "/staff/sv/start/areas/file", roles: steward, want: 422},
		{route: "POST /staff/:lang/start/areas/suggested", path: "/staff/sv/start/areas/suggested", roles: steward, want: 409},
		{route: "GET /staff/:lang/start/signer", path: "/staff/sv/start/signer", roles: steward, want: 200},
		{route: "POST /staff/:lang/start/signer", path: "/staff/sv/start/signer", roles: steward, want: 422},
		{route: "GET /staff/:lang/plan", path: "/staff/sv/plan", roles: planners, want: 200},
		{route: "GET /staff/:lang/plan", path: "/staff/sv/plan?round=%3Cb%3E", roles: planners, want: 422},
		{route: "POST /staff/:lang/plan", path: "/staff/sv/plan", roles: planners, form: surveytest.Form("round", "2026-H2", "about", "0581.OG028", "timing", "none", "week", "2026-W40", "expected", "10"), want: 303},
		{route: "POST /staff/:lang/plan", path: "/staff/sv/plan", roles: planners, form: surveytest.Form("round", "2026-H2"), want: 422},
		{route: "GET /staff/:lang/plan/new", path: "/staff/sv/plan/new?round=2026-H2", roles: planners, want: 200},
		{route: "GET /staff/:lang/plan/table", path: "/staff/sv/plan/table?round=2026-H2", roles: planners, paper: true, want: 200},
		{route: "POST /staff/:lang/plan/table", path: "/staff/sv/plan/table", roles: planners, form: surveytest.Form("round", "2026-H2"), want: 422},
		{route: "POST /staff/:lang/plan/name", path: "/staff/sv/plan/name", roles: steward, form: surveytest.Form("round", "2026-H2", "name", "2027-H1"), want: 409},
		{route: "GET /staff/:lang/plan/entry/:id", path: planned, roles: planners, want: 200},
		{route: "GET /staff/:lang/plan/entry/:id", path: "/staff/sv/plan/entry/" + survey.NewID(), roles: planners, want: 404},
		{route: "POST /staff/:lang/plan/entry/:id", path: planned, roles: planners, form: surveytest.Form("about", "0581.OG028", "timing", "none", "week", "2026-W40", "expected", "0"), want: 422},
		{route: "POST /staff/:lang/plan/entry/:id/cancel", path: planned + "/cancel", roles: planners, form: surveytest.Form("version", "7"), want: 409},
		{route: "GET /staff/:lang/plan/entry/:id/reminder", path: planned + "/reminder?language=ti", roles: planners, want: 200},
		{route: "GET /staff/:lang/plan/entry/:id/reminder", path: planned + "/reminder?language=xx", roles: planners, want: 404},
		{route: "GET /staff/:lang/interventions", path: "/staff/sv/interventions?q=broar&page=9", roles: desks, want: 200},
		{route: "GET /staff/:lang/interventions/new", path: "/staff/sv/interventions/new", roles: desks, want: 200},
		{route: "POST /staff/:lang/interventions/new", path: "/staff/sv/interventions/new", roles: desks, form: surveytest.Form("municipalities", "0581", "name", ""), want: 422},
		{route: "GET /staff/:lang/interventions/files", path: "/staff/sv/interventions/files", roles: desks, want: 200},
		{route: "POST /staff/:lang/interventions/files", path: "/staff/sv/interventions/files", roles: steward, want: 422},
		{route: "GET /staff/:lang/interventions/files/:kind", path: "/staff/sv/interventions/files/csv", roles: desks, paper: true, want: 200},
		{route: "GET /staff/:lang/interventions/files/:kind", path: "/staff/sv/interventions/files/xlsx", roles: desks, paper: true, want: 200},
		{route: "GET /staff/:lang/interventions/files/:kind", path: "/staff/sv/interventions/files/pdf", roles: desks, want: 404},
		{route: "POST /staff/:lang/interventions/start", path: "/staff/sv/interventions/start", roles: steward, form: surveytest.Form("county", "99"), want: 409},
		{route: "GET /staff/:lang/interventions/:id", path: "/staff/sv/interventions/OG028", roles: desks, want: 200},
		{route: "GET /staff/:lang/interventions/:id", path: "/staff/sv/interventions/OG003", roles: desks, want: 200},
		{route: "GET /staff/:lang/interventions/:id", path: "/staff/sv/interventions/XX001", roles: desks, want: 404},
		{route: "POST /staff/:lang/interventions/:id", path: "/staff/sv/interventions/OG028", roles: desks, form: surveytest.Form("version", "7"), want: 409},
		{route: "POST /staff/:lang/interventions/:id", path: "/staff/sv/interventions/OG003", roles: steward, form: surveytest.Form("version", "0"), want: 422},
		{route: "POST /staff/:lang/interventions/:id/close", path: "/staff/sv/interventions/OG028/close", roles: desks, form: surveytest.Form("version", "7"), want: 409},
		{route: "POST /staff/:lang/interventions/:id/close", path: "/staff/sv/interventions/OG003/close", roles: steward, want: 409},
		{route: "POST /staff/:lang/interventions/:id/reopen", path: "/staff/sv/interventions/OG028/reopen", roles: desks, form: surveytest.Form("version", "7"), want: 409},
		{route: "POST /staff/:lang/interventions/:id/merge", path: "/staff/sv/interventions/OG028/merge", roles: steward, form: surveytest.Form("into", "OG003"), want: 422},
		{route: "GET /staff/:lang/municipality", path: "/staff/sv/municipality", roles: desks, want: 200},
		{route: "GET /staff/:lang/municipality", path: "/staff/sv/municipality?of=0581", roles: desks, want: 200},
		{route: "GET /staff/:lang/municipality/replies/:release/:intervention", path: "/staff/sv/municipality/replies/none/OG028", roles: desks, want: 404},
		{route: "POST /staff/:lang/municipality/replies/:release/:intervention", path: "/staff/sv/municipality/replies/none/OG028", roles: desks, want: 404},
		{route: "POST /staff/:lang/municipality/replies/:release/:intervention/follow-up", path: "/staff/sv/municipality/replies/none/OG028/follow-up", roles: desks, want: 404},
		{route: "GET /staff/:lang/replies", path: "/staff/sv/replies", roles: []survey.Role{survey.ReaderRole, survey.AmbassadorRole}, want: 200},
		{route: "GET /staff/:lang/replies/:release/:intervention/:language", path: "/staff/sv/replies/none/OG028/ti", want: 404},
		{route: "POST /staff/:lang/replies/:release/:intervention/:language", path: "/staff/sv/replies/none/OG028/ti", want: 404},
		{route: "POST /staff/:lang/replies/:release/:intervention/:language/approve", path: "/staff/sv/replies/none/OG028/ti/approve", want: 404},
		{route: "GET /staff/:lang/log", path: "/staff/sv/log?action=rounds&page=9", roles: steward, want: 200},
		{route: "GET /staff/:lang/log", path: "/staff/sv/log?to=x", roles: steward, want: 422},
		{route: "GET /staff/:lang/log/csv", path: "/staff/sv/log/csv", roles: steward, paper: true, want: 200},
		{route: "GET /staff/:lang/log/csv", path: "/staff/sv/log/csv?to=x", roles: steward, want: 422},
		{route: "GET /staff/:lang/batteries", path: "/staff/sv/batteries", roles: desks, want: 200},
		{route: "GET /staff/:lang/batteries/:battery/preview", path: "/staff/sv/batteries/core@1/preview?lang=ar&page=end", roles: desks, want: 200},
		{route: "GET /staff/:lang/batteries/:battery/preview", path: "/staff/sv/batteries/core@9/preview", roles: desks, want: 404},
		{route: "GET /staff/:lang/batteries/:battery/preview/page", path: "/staff/sv/batteries/core@1/preview/page?lang=ar", roles: desks, paper: true, want: 200},
		{route: "GET /staff/:lang/batteries/:battery/print", path: "/staff/sv/batteries/core@1/print", roles: desks, paper: true, want: 200},
		{route: "GET /staff/:lang/batteries/:battery/print", path: "/staff/sv/batteries/core@9/print", roles: desks, want: 404},
		{route: "GET /staff/:lang/batteries/files", path: "/staff/sv/batteries/files", roles: desks, want: 200},
		{route: "POST /staff/:lang/batteries/files", path: "/staff/sv/batteries/files", roles: steward, want: 422},
		{route: "GET /staff/:lang/batteries/:battery/form/:kind", path: "/staff/sv/batteries/core@1/form/xlsx", roles: desks, paper: true, want: 200},
		{route: "GET /staff/:lang/batteries/:battery/form/:kind", path: "/staff/sv/batteries/core@1/form/xml", roles: desks, paper: true, want: 200},
		{route: "GET /staff/:lang/batteries/:battery/form/:kind", path: "/staff/sv/batteries/core@9/form/xml", roles: desks, want: 404},
		{route: "GET /staff/:lang/batteries/:battery/form/:kind", path: "/staff/sv/batteries/core@1/form/pdf", roles: desks, want: 404},
		{route: "GET /staff/:lang/batteries/drafts", path: "/staff/sv/batteries/drafts", roles: referees, want: 200},
		{route: "GET /staff/:lang/batteries/drafts/new", path: "/staff/sv/batteries/drafts/new", roles: steward, want: 200},
		{route: "POST /staff/:lang/batteries/drafts/new", path: "/staff/sv/batteries/drafts/new", roles: steward, form: surveytest.Form("id", "Ä"), want: 422},
		{route: "POST /staff/:lang/batteries/drafts/version", path: "/staff/sv/batteries/drafts/version", roles: steward, form: surveytest.Form("id", "core"), want: 409},
		{route: "GET /staff/:lang/batteries/drafts/:battery", path: draft, roles: steward, want: 200},
		{route: "GET /staff/:lang/batteries/drafts/:battery", path: "/staff/sv/batteries/drafts/core@1", roles: steward, want: 404},
		{route: "POST /staff/:lang/batteries/drafts/:battery/name", path: draft + "/name", roles: steward, form: surveytest.Form("title", "Ny", "seen", "Gammal"), want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/move", path: draft + "/move", roles: steward, form: surveytest.Form("question", "K01"), want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/remove", path: draft + "/remove", roles: steward, form: surveytest.Form("question", "RX01"), want: 422},
		{route: "POST /staff/:lang/batteries/drafts/:battery/copy", path: draft + "/copy", roles: steward, form: surveytest.Form("from", "core@1/K01"), want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/pair", path: draft + "/pair", roles: steward, want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/refer", path: draft + "/refer", roles: steward, want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/end", path: draft + "/end", roles: steward, form: surveytest.Form("edit", "1"), want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/freeze", path: draft + "/freeze", roles: steward, want: 422},
		{route: "POST /staff/:lang/batteries/drafts/:battery/approve", path: draft + "/approve", roles: steward, form: surveytest.Form("sure", "yes"), want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/retire", path: draft + "/retire", roles: steward, form: surveytest.Form("sure", "yes"), want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/delete", path: draft + "/delete", roles: steward, want: 422},
		{route: "GET /staff/:lang/batteries/drafts/:battery/questions/:question", path: draft + "/questions/RX01", roles: steward, want: 200},
		{route: "GET /staff/:lang/batteries/drafts/:battery/questions/:question", path: draft + "/questions/RX99", roles: steward, want: 404},
		{route: "POST /staff/:lang/batteries/drafts/:battery/questions/:question", path: draft + "/questions/RX01", roles: steward, want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/questions/:question/shown", path: draft + "/questions/RX01/shown", roles: steward, form: surveytest.Form("in", "ti"), paper: true, want: 200},
		{route: "POST /staff/:lang/batteries/drafts/:battery/questions/:question/shown", path: draft + "/questions/RX01/shown", roles: steward, want: 404},
		{route: "GET /staff/:lang/batteries/drafts/:battery/words/:language", path: draft + "/words/ti", roles: steward, want: 200},
		{route: "GET /staff/:lang/batteries/drafts/:battery/words/:language", path: draft + "/words/sv", roles: steward, want: 404},
		{route: "GET /staff/:lang/batteries/drafts/:battery/words/:language/:question", path: draft + "/words/ti/RX01", roles: steward, want: 200},
		{route: "GET /staff/:lang/batteries/drafts/:battery/words/:language/:question", path: draft + "/words/ti/RX99", roles: steward, want: 404},
		{route: "POST /staff/:lang/batteries/drafts/:battery/words/:language/:question", path: draft + "/words/ti/battery", roles: steward, want: 409},
		{route: "POST /staff/:lang/batteries/drafts/:battery/words/:language/:question/shown", path: draft + "/words/ti/RX01/shown", roles: steward, paper: true, want: 200},
		{route: "POST /staff/:lang/batteries/drafts/:battery/words/:language/:question/shown", path: draft + "/words/ti/battery/shown", roles: steward, want: 404},
		{route: "GET /staff/:lang/batteries/drafts/:battery/preview", path: draft + "/preview?lang=ar", roles: referees, want: 200},
		{route: "GET /staff/:lang/batteries/drafts/:battery/preview", path: draft + "/preview?lang=xx", roles: referees, want: 404},
		{route: "GET /staff/:lang/batteries/drafts/:battery/preview/page", path: draft + "/preview/page?lang=ar", roles: referees, paper: true, want: 200},
		{route: "GET /staff/:lang/batteries/drafts/:battery/preview/page", path: draft + "/preview/page?question=K01", roles: referees, want: 404},
		{route: "GET /staff/:lang/batteries/drafts/:battery/print", path: draft + "/print", roles: referees, paper: true, want: 200},
		{route: "GET /staff/:lang/batteries/drafts/:battery/referral", path: draft + "/referral", roles: referees, want: 200},
		{route: "POST /staff/:lang/batteries/drafts/:battery/referral", path: draft + "/referral", roles: referees, form: surveytest.Form("question", "RX01"), want: 422},
		{route: "GET /staff/:lang/batteries/:battery/print", path: "/staff/sv/batteries/core@1/print", roles: desks, paper: true, want: 200},
		{route: "GET /staff/:lang/batteries/:battery/print", path: "/staff/sv/batteries/core@9/print", roles: desks, want: 404},
		{route: "GET /staff/:lang/sign-in", path: "/staff/sv/sign-in", open: true, want: 200},
		{route: "POST /staff/:lang/sign-out", path: "/staff/sv/sign-out", open: true, want: 303},
		{route: "GET /I/:token", path: "/I/" + p.token, open: true, want: 200},
		{route: "GET /i/:token", path: "/i/" + strings.ToLower(p.token), open: true, want: 200},
		{route: "POST /I/:token", path: "/I/" + survey.NewNonce(), open: true, want: 404},
		{route: "POST /i/:token", path: "/i/" + survey.NewNonce(), open: true, want: 404},
	}
}

// crew is a service's staff, one in each role with the secret of a sign-in, and the token of an
// invitation that nobody has accepted.
type crew struct {
	*site
	secrets map[survey.Role]string
	staff   map[survey.Role]survey.Staff
	token   string
	opened  survey.Session // by the ambassador
	planned survey.Planned // for the ambassador
}

// newCrew is the crew of a service with an open round, in which the ambassador has opened a session.
func newCrew(t *testing.T) crew {
	t.Helper()
	p := crewOf(t, newSite(t))
	actor, _, err := p.Door().Enter(t.Context(), p.secrets[survey.AmbassadorRole])
	ok(t, err)
	p.opened, _, err = p.Service.As(actor).OpenSession(t.Context(), survey.NewSession{Round: p.round.ID, Municipality: "0581", Intervention: "OG028"})
	ok(t, err)
	_, err = p.PutPlan(t.Context(), p.round.Name, []survey.PlanEntry{{
		Municipality: "0581", Intervention: "OG028", Week: "2026-W40", Expected: 12, Ambassador: p.staff[survey.AmbassadorRole].ID,
	}})
	ok(t, err)
	plan, err := p.Plan(t.Context(), p.round.Name)
	ok(t, err)
	p.planned = plan[0]
	p.refer("remiss", "RX")
	return p
}

// refer sends a battery of one question on referral.
func (p crew) refer(id, prefix string) {
	p.t.Helper()
	ctx, words := p.t.Context(), survey.Wordings{Languages: []string{"sv"}, Text: p.catalog.Text}
	draft, err := p.NewBattery(ctx, survey.NewBattery{ID: id, Prefix: prefix, Title: "På remiss"}, words)
	ok(p.t, err)
	_, err = p.CopyQuestion(ctx, draft.Ref(), "core@1", "K01", words)
	ok(p.t, err)
	ok(p.t, p.ReferBattery(ctx, draft.Ref(), "2026-09-30", draft.Edit+1))
}

// crewOf is the crew of a service.
func crewOf(t *testing.T, s *site) crew {
	t.Helper()
	p := crew{site: s, secrets: map[survey.Role]string{}, staff: map[survey.Role]survey.Staff{}}
	for _, s := range []survey.Staff{
		{Role: survey.Steward}, {Role: survey.Officer, Municipalities: []string{"0581"}},
		{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}, Interventions: []string{"OG028"}},
		{Role: survey.ReaderRole, Languages: []string{"ti", "so"}},
	} {
		p.staff[s.Role], p.secrets[s.Role] = p.SignIn(s)
	}
	_, token, err := p.Invite(t.Context(), survey.Staff{Role: survey.ReaderRole, Label: "Modersmålslärare", Languages: []string{"so"}})
	ok(t, err)
	p.token = token
	return p
}

// ask sends the request of a route as somebody, or as nobody with the secret "".
func (p crew) ask(r staffRoute, secret string, headers ...string) webtest.Page {
	p.t.Helper()
	b := p.Browser
	if secret != "" {
		b = b.As(secret)
	}
	if r.json {
		headers = append(headers, "Accept", "application/json")
	}
	if strings.HasPrefix(r.route, "POST ") {
		return b.Post(r.path, r.form, headers...)
	}
	return b.Get(r.path, headers...)
}

// Each route of staff answers those whom it is for, and nobody else; and whoever is refused reads why
// on a page that leads on.
func TestStaffRoutes(t *testing.T) {
	p := newCrew(t)
	list := staffRoutes(p)
	for _, route := range webtest.Pages(t, p.Service).Routes() {
		method, path, _ := strings.Cut(route, " ")
		known := slices.ContainsFunc(list, func(r staffRoute) bool { return r.route == method+" "+path })
		if ofStaff(path) && method != http.MethodHead && !known {
			t.Errorf("nothing is expected of the route %s", route)
		}
	}
	for _, r := range list {
		posts := strings.HasPrefix(r.route, "POST ")
		for role, secret := range p.secrets {
			want := r.want
			if len(r.roles) > 0 && !slices.Contains(r.roles, role) {
				want = http.StatusForbidden
			}
			if r.open && posts {
				secret = "" // it is not needed, and signing out would end it
			}
			p.leadsOn(r, string(role), want, p.ask(r, secret))
		}
		if !r.open {
			want := http.StatusSeeOther
			if posts || r.json {
				want = http.StatusUnauthorized
			}
			page := p.ask(r, "")
			p.leadsOn(r, "nobody", want, page)
			if to := page.Header.Get("Location"); want == http.StatusSeeOther && to != "/staff/sv/sign-in" && !strings.HasPrefix(to, "/staff/sv/sign-in?to=%2Fstaff") {
				t.Errorf("%s: nobody is sent to %q", r.route, to)
			}
			p.leadsOn(r, "a secret that was made up", http.StatusUnauthorized, p.ask(r, survey.NewNonce()))
		}
		if posts {
			for _, headers := range [][]string{
				{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
			} {
				p.leadsOn(r, strings.Join(headers, " "), http.StatusForbidden, p.ask(r, p.secrets[survey.Steward], headers...))
			}
			page := p.ask(r, "", "Origin", surveytest.Host.BaseURL, "Sec-Fetch-Site", "same-origin")
			if page.Status == http.StatusForbidden {
				t.Errorf("%s: a form of our own is refused", r.route)
			}
		}
	}
}

// leadsOn checks the status of an answer, and that a page has one heading and a way on.
func (p crew) leadsOn(r staffRoute, who string, want int, page webtest.Page) {
	p.t.Helper()
	if page.Status != want {
		p.t.Errorf("%s as %s: status %d, want %d", r.route, who, page.Status, want)
	}
	if page.Status == http.StatusSeeOther {
		return
	}
	if r.json {
		var answer struct {
			Message, Challenge string
			Faults             []string
		}
		if err := json.Unmarshal([]byte(page.Body), &answer); err != nil || answer.Message+answer.Challenge == "" && answer.Faults == nil {
			p.t.Errorf("%s as %s: a script reads %s", r.route, who, page.Body)
		}
		return
	}
	if r.paper && page.Status == http.StatusOK {
		return
	}
	if page.Find("h1").Length() != 1 || page.Value("h1") == "" || page.Find("main a[href], main form, header a[href]").Length() == 0 {
		p.t.Errorf("%s as %s: the page says %q and leads nowhere", r.route, who, page.Value("h1"))
	}
	for name, want := range map[string]string{"Referrer-Policy": "same-origin", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"} {
		if got := page.Header.Get(name); got != want {
			p.t.Errorf("%s as %s: %s is %q", r.route, who, name, got)
		}
	}
}
