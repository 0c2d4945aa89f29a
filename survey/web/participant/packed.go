package participant

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
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
	policy                string // page.PolicyHeader
}

// formKey is everything that a form without mistakes depends on.
type formKey struct {
	words                 *i18n.Printer // another when staff have decided on words
	round, set, tag, host string
	timing                survey.Timing
	promise               survey.Promise
	demo                  bool
	audio                 string
	clips                 int
}

// Marks that stand for the token and the nonce while a form is made. They are as long.
const (
	tokenMark = "TTTTTTTTTTTTT"
	nonceMark = "NNNNNNNNNNNNNNNNNNNNNNNNNN"
)

// packed returns the form, made at its first use.
func (p *Pages) packed(content formPage, visit survey.Visit, clips audio.Clips) (*packedForm, error) {
	key := formKey{
		words: content.Printer, round: visit.Round.ID, set: visit.Set.Ref(), timing: visit.Session.Timing, tag: content.Language().Tag, host: content.Host,
		promise: content.Promise, demo: content.Demo, audio: content.Audio, clips: len(clips.Fresh),
	}
	known := p.found.Load()
	if form, ok := known.forms.Load(key); ok {
		return form.(*packedForm), nil
	}
	content.Token, content.Nonce = tokenMark, nonceMark
	content.Questions = questionViews(content.Printer, visit, clips, nil, nil)
	content.Minutes = minutes(content.Questions)
	made, err := p.templates.Make("form", content)
	if err != nil {
		return nil, err
	}
	packed, err := pack(made)
	if err != nil {
		return nil, err
	}
	if now := p.Catalog(); known.formsIn.Swap(now) != now {
		known.forms.Clear() // those with the words of before are not asked for again
	}
	known.forms.Store(key, packed)
	return packed, nil
}

func pack(made page.Made) (*packedForm, error) {
	before, rest, _ := strings.Cut(string(made.HTML), tokenMark)
	between, after, _ := strings.Cut(rest, nonceMark)
	p := &packedForm{policy: made.Policy, before: []byte(before), between: between, after: []byte(after), beforeSum: crc32.ChecksumIEEE([]byte(before))}
	var err error
	if p.beforeGzip, err = deflate(p.before, nil, false); err != nil {
		return nil, err
	}
	// In place of token and nonce stands what no page has, so that nothing refers to them.
	own := make([]byte, len(tokenMark)+len(between)+len(nonceMark))
	p.afterGzip, err = deflate(p.after, slices.Concat(p.before, own), true)
	return p, err
}

// deflate compresses text to blocks that end on a byte. What comes before it in the
// stream has its length, and may be referred to. Only the last text of a stream ends
// the stream.
func deflate(text, before []byte, last bool) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriterDict(&out, flate.BestCompression, before)
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
	c.Header(page.PolicyHeader, p.policy)
	page.Send(c, http.StatusOK, "text/html; charset=utf-8",
		func() []byte { return bytes.Join([][]byte{p.before, []byte(own), p.after}, nil) },
		func() []byte { return p.gzip(own) })
}
