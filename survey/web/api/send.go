package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey/web/page"
)

// How long an answer may be kept.
const (
	forEver = "public, max-age=31536000, immutable" // what was signed
	aMinute = "public, max-age=60, must-revalidate" // what a new release, program or wording may change
)

const jsonType = "application/json; charset=utf-8"

// share lets pages of other sites read what is answered, also errors. Reading needs no more than
// GET, and nothing that is sent says who asks.
func share(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if c.Request.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD")
		h.Set("Access-Control-Allow-Headers", "If-None-Match")
		h.Set("Access-Control-Max-Age", "86400")
		h.Set("Allow", "GET, HEAD, OPTIONS")
	}
}

// send answers with what write writes, unless whoever asks has it already. It is written twice, the
// first time for its hash: so nothing large is in memory, and a failure is one before anything is
// sent. write writes the same each time.
func send(c *gin.Context, mediaType, keep string, write func(io.Writer) error) error {
	sum := sha256.New()
	if err := write(sum); err != nil {
		return err
	}
	tag := hex.EncodeToString(sum.Sum(nil)[:16])
	if page.TakesGzip(c) {
		tag += "-gzip" // other bytes have another strong validator (RFC 9110, 8.8.3.3)
	}
	tag = `"` + tag + `"`
	c.Header("ETag", tag)
	c.Header("Cache-Control", keep)
	if hasAlready(c.Request.Header.Values("If-None-Match"), tag) {
		c.Writer.Header().Add("Vary", "Accept-Encoding")
		c.Status(http.StatusNotModified)
		return nil
	}
	page.Stream(c, mediaType, write)
	return nil
}

// hasAlready reports whether a tag is among those of If-None-Match (RFC 9110, 13.1.2).
func hasAlready(header []string, tag string) bool {
	for known := range strings.SplitSeq(strings.Join(header, ","), ",") {
		known = strings.TrimSpace(known)
		if known == "*" || strings.TrimPrefix(known, "W/") == tag {
			return true
		}
	}
	return false
}

// sendBytes is send for what is in memory anyway.
func sendBytes(c *gin.Context, mediaType, keep string, content []byte) error {
	return send(c, mediaType, keep, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// sendJSON answers with a list or an object that may change.
func sendJSON(c *gin.Context, value any) error {
	return send(c, jsonType, aMinute, func(w io.Writer) error { return encode(w, value) })
}

// encode writes a value as JSON and ends the line.
func encode(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false) // it is never part of a page
	return encoder.Encode(value)
}
