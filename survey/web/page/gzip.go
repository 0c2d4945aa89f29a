package page

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

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

// Send answers with something as it is, or as a gzip stream where the browser takes one. gzip
// returns nil where packing would not make it smaller.
func Send(c *gin.Context, code int, mediaType string, plain, gzip func() []byte) {
	c.Header("Vary", "Accept-Encoding")
	if TakesGzip(c) {
		if packed := gzip(); packed != nil {
			c.Header("Content-Encoding", "gzip")
			c.Data(code, mediaType, packed)
			return
		}
	}
	c.Data(code, mediaType, plain())
}

// Stream answers with what write writes, as a gzip stream where the browser takes one, and holds none
// of it in memory. Once it has begun nothing can be said about a failure: whoever calls makes sure
// that write does not fail.
func Stream(c *gin.Context, mediaType string, write func(io.Writer) error) {
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	c.Header("Content-Type", mediaType)
	packed := TakesGzip(c)
	if packed {
		c.Header("Content-Encoding", "gzip")
	}
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return
	}
	if !packed {
		_ = write(c.Writer) // whoever asked has left
		return
	}
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(c.Writer)
	_ = write(w)
	_ = w.Close()
}

// gzipWriters are used again: each has a megabyte of tables.
var gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// compress returns a text as a gzip stream.
func compress(text []byte) []byte {
	var out bytes.Buffer
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(&out)
	_, _ = w.Write(text) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
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
