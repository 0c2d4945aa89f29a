package page

import (
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// PolicyHeader says what a page may load and run.
const PolicyHeader = "Content-Security-Policy"

// secureHeaders keeps pages out of caches, histories and frames.
func (s *Site) secureHeaders(c *gin.Context) {
	header := c.Writer.Header()
	if s.options.HTTPS {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if path := strings.ToLower(c.Request.URL.Path); strings.HasPrefix(path, "/s/") {
		header.Set("X-Robots-Tag", "noindex") // links of posters are public
	}
	header.Set("Cache-Control", "no-store")
	header.Set(PolicyHeader, filePolicy) // pages set their own
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set(permissionsHeader, "camera=(), geolocation=(), microphone=()")
	c.Next()
}

// permissionsHeader says what of a phone a page may ask to use.
const permissionsHeader = "Permissions-Policy"

// AllowRecording lets the page that is answered with ask for the microphone, and play what it has
// recorded. No other may.
func (b Base) AllowRecording(c *gin.Context) {
	c.Header(permissionsHeader, "camera=(), geolocation=(), microphone=(self)")
	b.inlined.records = true
}

// recoverPanic answers when a handler panics, and counts where it was. Neither
// the panic's value nor the request is printed: both can carry what a person sent.
func (a audience) recoverPanic(c *gin.Context) {
	defer func() {
		if recover() == nil {
			return
		}
		a.faults.addPanic()
		c.Abort()
		if !c.Writer.Written() {
			a.fail(c, survey.Fail(survey.Internal, "internal"))
		}
	}()
	c.Next()
}
