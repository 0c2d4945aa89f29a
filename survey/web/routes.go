package web

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/static"
)

// routes lists every address of the service. Codes are taken in small and
// capital letters, and /S/ as well as /s/, so that a QR code can have
// capitals.
func (s *Server) routes(engine *gin.Engine) {
	get := func(path string, h handlerFunc) {
		engine.GET(path, s.handle(h))
		engine.HEAD(path, s.handle(h))
	}

	get("/", s.showHome)
	get("/privacy/:lang", s.showPrivacy)
	get("/accessibility/:lang", s.showAccessibility)
	get("/results", s.showReleases)
	get("/results/:release", s.showRelease)
	get("/results/:release/csv", s.sendCSV)

	for _, root := range []string{"/s", "/S"} {
		get(root+"/:code", s.showLanguages)
		get(root+"/:code/", s.showLanguages) // "./" on a form, whatever its address
		// The second part is a language, or the ticket on a card.
		get(root+"/:code/:second", s.showForm)
		engine.POST(root+"/:code/:second", s.handle(s.receiveAnswer))
		get(root+"/:code/:second/", s.showForm)
		get(root+"/:code/:second/:third", s.showFormOrDone)
		engine.POST(root+"/:code/:second/:third", s.handle(s.receiveAnswer))
		get(root+"/:code/:second/:third/done", s.showDone)
	}

	get("/api/v1/releases", s.listReleases)
	get("/api/v1/releases/:release", s.sendRelease)
	get("/api/v1/releases/:release/signature", s.sendSignature)

	get(forgetPath, s.forget)
	get(static.Prefix+":file", s.sendAsset)
	get(audioPrefix+":battery/:tag/:key", s.sendClip)
	engine.GET("/robots.txt", s.sayRobots)
	engine.GET("/healthz", s.sayHealthy)
	engine.GET("/readyz", s.sayReady)

	engine.NoRoute(s.handle(func(*gin.Context) error { return errNoPage }))
	engine.NoMethod(s.handle(func(*gin.Context) error { return errMethod }))
}
