package web

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// takesGzip reports whether the client takes content compressed with gzip (RFC
// 9110, 12.5.3). What says nothing of it, or says so in a way that cannot be
// read, does not.
func takesGzip(c *gin.Context) bool {
	any := false
	for part := range strings.SplitSeq(c.GetHeader("Accept-Encoding"), ",") {
		coding, parameter, has := strings.Cut(part, ";")
		quality := 1.0
		if has {
			value, is := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameter)), "q=")
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if !is || err != nil {
				continue
			}
			quality = q
		}
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return quality > 0
		case "*":
			any = quality > 0
		}
	}
	return any
}
