package web

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
)

// packedForm is a form that is ready to be sent: made and compressed once for
// everybody, but for the nonce. A gzip stream may be put together from blocks:
// what comes before the nonce is compressed, the nonce is a stored block, and
// what follows is compressed again.
type packedForm struct {
	before, after         []byte // as text
	beforeGzip, afterGzip []byte // as deflate blocks
	beforeSum             uint32
}

// formKey is everything that a form without mistakes depends on.
type formKey struct {
	round, battery, tag, host string
	promise                   promise
	demo, nonce               bool
	audio                     string
	clips                     int
}

// nonceMark stands for the nonce while a form is made.
const nonceMark = "AAAAAAAAAAAAAAAAAAAAAAAAAA"

// packed returns the form, made at its first use.
func (s *Server) packed(page formPage, visit survey.Visit, clips audio.Clips) (*packedForm, error) {
	key := formKey{
		round: visit.Round.ID, battery: visit.Battery.Ref(), tag: page.Language().Tag, host: page.Host, promise: page.Promise, demo: page.Demo,
		nonce: page.Nonce != "", audio: page.Audio, clips: len(clips.Fresh),
	}
	if found, ok := s.forms.Load(key); ok {
		return found.(*packedForm), nil
	}
	if key.nonce {
		page.Nonce = nonceMark
	}
	page.Questions = questionViews(page.Printer, visit, clips, nil, nil)
	var html bytes.Buffer
	if err := s.templates.ExecuteTemplate(&html, "form", page); err != nil {
		return nil, fmt.Errorf("make form: %w", err)
	}
	packed, err := pack(html.String())
	if err != nil {
		return nil, err
	}
	s.forms.Store(key, packed)
	return packed, nil
}

func pack(html string) (*packedForm, error) {
	before, after, _ := strings.Cut(html, nonceMark)
	p := &packedForm{before: []byte(before), after: []byte(after), beforeSum: crc32.ChecksumIEEE([]byte(before))}
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

// gzip returns the form with a nonce as a gzip stream.
func (p *packedForm) gzip(nonce string) []byte {
	out := make([]byte, 0, len(gzipHeader)+len(p.beforeGzip)+5+len(nonce)+len(p.afterGzip)+8)
	out = append(out, gzipHeader...)
	out = append(out, p.beforeGzip...)
	if nonce != "" {
		// A stored block (RFC 1951, 3.2.4): not the last, its length, the length's complement.
		out = append(out, 0)
		out = binary.LittleEndian.AppendUint16(out, uint16(len(nonce)))
		out = binary.LittleEndian.AppendUint16(out, ^uint16(len(nonce)))
		out = append(out, nonce...)
	}
	out = append(out, p.afterGzip...)
	sum := crc32.Update(p.beforeSum, crc32.IEEETable, []byte(nonce))
	sum = crc32.Update(sum, crc32.IEEETable, p.after)
	out = binary.LittleEndian.AppendUint32(out, sum)
	return binary.LittleEndian.AppendUint32(out, uint32(len(p.before)+len(nonce)+len(p.after)))
}

// write sends the form with a nonce.
func (p *packedForm) write(c *gin.Context, nonce string) {
	const html = "text/html; charset=utf-8"
	c.Header("Vary", "Accept-Encoding")
	if takesGzip(c) {
		c.Header("Content-Encoding", "gzip")
		c.Data(http.StatusOK, html, p.gzip(nonce))
		return
	}
	c.Data(http.StatusOK, html, bytes.Join([][]byte{p.before, []byte(nonce), p.after}, nil))
}
