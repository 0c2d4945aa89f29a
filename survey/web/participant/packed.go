package participant

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
)

// packedForm is a form that is ready to be sent: made and compressed once for
// all sessions, but for the token and the nonce. A gzip stream may be put
// together from blocks: what comes before the token is compressed, token, nonce
// and what is between them are a stored block, and what follows is compressed
// again.
type packedForm struct {
	before, after         []byte // as text
	between               string // of token and nonce
	beforeGzip, afterGzip []byte // as deflate blocks
	beforeSum             uint32
}

// formKey is everything that a form without mistakes depends on.
type formKey struct {
	round, battery, tag, host string
	promise                   promise
	demo                      bool
	audio                     string
	clips                     int
}

// Marks that stand for the token and the nonce while a form is made.
const (
	tokenMark = "TTTTTTTTTTTTT"
	nonceMark = "NNNNNNNNNNNNNNNNNNNNNNNNNN"
)

// packed returns the form, made at its first use.
func (p *Pages) packed(content formPage, visit survey.Visit, clips audio.Clips) (*packedForm, error) {
	key := formKey{
		round: visit.Round.ID, battery: visit.Battery.Ref(), tag: content.Language().Tag, host: content.Host,
		promise: content.Promise, demo: content.Demo, audio: content.Audio, clips: len(clips.Fresh),
	}
	if found, ok := p.forms.Load(key); ok {
		return found.(*packedForm), nil
	}
	content.Token, content.Nonce = tokenMark, nonceMark
	content.Questions = questionViews(content.Printer, visit, clips, nil, nil)
	content.Minutes = minutes(content.Questions)
	var html bytes.Buffer
	if err := p.templates.Execute(&html, "form", content); err != nil {
		return nil, fmt.Errorf("make form: %w", err)
	}
	packed, err := pack(html.String())
	if err != nil {
		return nil, err
	}
	p.forms.Store(key, packed)
	return packed, nil
}

func pack(html string) (*packedForm, error) {
	before, rest, _ := strings.Cut(html, tokenMark)
	between, after, _ := strings.Cut(rest, nonceMark)
	p := &packedForm{before: []byte(before), between: between, after: []byte(after), beforeSum: crc32.ChecksumIEEE([]byte(before))}
	var err error
	if p.beforeGzip, err = deflate(p.before, false); err != nil {
		return nil, err
	}
	p.afterGzip, err = deflate(p.after, true)
	return p, err
}

// deflate compresses text to blocks that end on a byte. Only the last text of a
// stream ends the stream.
func deflate(text []byte, last bool) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if last {
		err = w.Close()
	} else {
		err = w.Flush()
	}
	return out.Bytes(), err
}

// gzipHeader is the header of a gzip stream without name or time (RFC 1952).
var gzipHeader = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255}

// gzip returns the form as a gzip stream, with own between its parts.
func (p *packedForm) gzip(own string) []byte {
	out := make([]byte, 0, len(gzipHeader)+len(p.beforeGzip)+5+len(own)+len(p.afterGzip)+8)
	out = append(out, gzipHeader...)
	out = append(out, p.beforeGzip...)
	// A stored block (RFC 1951, 3.2.4): not the last, its length, the length's complement.
	out = append(out, 0)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(own)))
	out = binary.LittleEndian.AppendUint16(out, ^uint16(len(own)))
	out = append(out, own...)
	out = append(out, p.afterGzip...)
	sum := crc32.Update(p.beforeSum, crc32.IEEETable, []byte(own))
	sum = crc32.Update(sum, crc32.IEEETable, p.after)
	out = binary.LittleEndian.AppendUint32(out, sum)
	return binary.LittleEndian.AppendUint32(out, uint32(len(p.before)+len(own)+len(p.after)))
}

// write sends the form with a token and a nonce.
func (p *packedForm) write(c *gin.Context, token, nonce string) {
	own := token + p.between + nonce
	const html = "text/html; charset=utf-8"
	c.Header("Vary", "Accept-Encoding")
	if page.TakesGzip(c) {
		c.Header("Content-Encoding", "gzip")
		c.Data(http.StatusOK, html, p.gzip(own))
		return
	}
	c.Data(http.StatusOK, html, bytes.Join([][]byte{p.before, []byte(own), p.after}, nil))
}
