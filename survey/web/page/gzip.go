package page

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// TakesGzip reports whether an answer to a request may be sent as gzip, and is
// not wanted plain instead (RFC 9110, 12.5.3).
func TakesGzip(c *gin.Context) bool {
	weights := weightsOf(c.Request.Header.Values("Accept-Encoding"))
	gzip, named := weights["gzip"]
	if !named {
		gzip = weights["*"]
	}
	return gzip > 0 && gzip >= weights["identity"]
}

// weightsOf returns the weight of each coding of a header, 0 to 1. A weight that
// cannot be read is 0: what was not understood is not sent.
func weightsOf(header []string) map[string]float64 {
	weights := map[string]float64{}
	for coding := range strings.SplitSeq(strings.Join(header, ","), ",") {
		name, parameter, weighted := strings.Cut(coding, ";")
		weight := 1.0
		if weighted {
			key, value, _ := strings.Cut(parameter, "=")
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || !strings.EqualFold(strings.TrimSpace(key), "q") || !(q >= 0 && q <= 1) {
				q = 0
			}
			weight = q
		}
		weights[strings.ToLower(strings.TrimSpace(name))] = weight
	}
	return weights
}
