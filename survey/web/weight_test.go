package web_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey"
	"fragebatteri/survey/webtest"
)

// What a phone may have to load, in bytes on the wire.
const (
	mostForm     = 14_600 // the form with style and scripts: what TCP sends before it waits for a sign
	mostVisit    = 30_000 // from the scan to the thanks, both ways, with the picture in the tab
	mostRequests = 4      // without that picture, which does not hold up anything
)

// visit is a phone on one connection that counts every byte, heads of requests
// and responses included.
type visit struct {
	t        testing.TB
	conn     net.Conn
	in       *bufio.Reader
	read     int
	sent     int
	requests int
	sizes    map[string]int // of responses, by path
}

func (s *site) newVisit(t testing.TB) *visit {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	ok(t, err)
	t.Cleanup(func() { conn.Close() })
	v := &visit{t: t, conn: conn, sizes: map[string]int{}}
	v.in = bufio.NewReader(v)
	return v
}

// Read reads from the connection and counts.
func (v *visit) Read(into []byte) (int, error) {
	n, err := v.conn.Read(into)
	v.read += n
	return n, err
}

// phoneHeaders are what Chrome on an Android phone sends.
const phoneHeaders = "Host: svar.example\r\nConnection: keep-alive\r\n" +
	"User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: ar-SY,ar;q=0.9,en-US;q=0.8,en;q=0.7\r\n" +
	"sec-ch-ua: \"Chromium\";v=\"130\", \"Google Chrome\";v=\"130\", \"Not?A_Brand\";v=\"99\"\r\nsec-ch-ua-mobile: ?1\r\nsec-ch-ua-platform: \"Android\"\r\n" +
	"Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"

// ask sends one request and returns the body, uncompressed.
func (v *visit) ask(method, path, accept, body string) (*http.Response, []byte) {
	v.t.Helper()
	request := method + " " + path + " HTTP/1.1\r\n" + phoneHeaders + "Accept: " + accept + "\r\n"
	if body != "" {
		request += "Content-Type: application/x-www-form-urlencoded;charset=UTF-8\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	n, err := io.WriteString(v.conn, request+"\r\n"+body)
	ok(v.t, err)
	v.sent += n
	v.requests++
	before := v.read
	response, err := http.ReadResponse(v.in, &http.Request{Method: method})
	ok(v.t, err)
	content, err := io.ReadAll(response.Body)
	ok(v.t, err)
	ok(v.t, response.Body.Close())
	if v.in.Buffered() != 0 {
		v.t.Fatalf("%s %s: %d bytes came after the response", method, path, v.in.Buffered())
	}
	v.sizes[path] = v.read - before
	if response.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(bytes.NewReader(content))
		ok(v.t, err)
		content, err = io.ReadAll(unpacked)
		ok(v.t, err)
	}
	return response, content
}

// open loads a page. All that it needs is in it but the picture in the tab, which is loaded once.
func (v *visit) open(path string) (page *goquery.Document) {
	v.t.Helper()
	response, content := v.ask(http.MethodGet, path, "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "")
	if response.StatusCode != http.StatusOK {
		v.t.Fatalf("%s answers %s", path, response.Status)
	}
	page, err := goquery.NewDocumentFromReader(bytes.NewReader(content))
	ok(v.t, err)
	for _, e := range page.Find("link:not([rel=icon]), script[src], img[src], audio[src], iframe[src]").EachIter() {
		v.t.Errorf("%s loads %q apart from the page", path, e.AttrOr("href", e.AttrOr("src", "")))
	}
	icon := page.Find("link[rel=icon]").AttrOr("href", "")
	if _, has := v.sizes[icon]; !has {
		v.ask(http.MethodGet, icon, "*/*", "")
		v.requests--
	}
	return page
}

// TestWeight goes from the scan to the thanks in every language.
func TestWeight(t *testing.T) {
	s := newSite(t)
	for _, l := range s.tags() {
		t.Run(l.Tag, func(t *testing.T) {
			v := s.newVisit(t)
			v.open("/s/" + s.session.Code)
			page := v.open(s.path(l.Tag))
			form := v.sizes[s.path(l.Tag)]
			t.Logf("the form: %d bytes, %d less than are allowed", form, mostForm-form)
			if form > mostForm || page.Find("style").Length() != 1 || page.Find("script").Length() == 0 {
				t.Errorf("the form takes %d bytes with %d style sheets and %d scripts; %d are allowed", form, page.Find("style").Length(), page.Find("script").Length(), mostForm)
			}

			body := url.Values{survey.NonceField: {page.Find("[name=nonce]").AttrOr("value", "")}}
			for _, q := range page.Find("fieldset").EachIter() {
				box := q.Find("input").First()
				body.Set(box.AttrOr("name", ""), box.AttrOr("value", ""))
			}
			response, answer := v.ask(http.MethodPost, s.path(l.Tag), "application/json", body.Encode())
			if response.StatusCode != http.StatusOK {
				t.Fatalf("the answer was refused: %s %s", response.Status, answer)
			}
			var received struct{ Next string }
			ok(t, json.Unmarshal(answer, &received))
			v.open(received.Next)
			t.Logf("the visit: %d bytes down, %d up, %d requests", v.read, v.sent, v.requests)
			if v.read+v.sent > mostVisit || v.requests > mostRequests {
				t.Errorf("the visit takes %d bytes in %d requests; %d and %d are allowed: %v", v.read+v.sent, v.requests, mostVisit, mostRequests, v.sizes)
			}
		})
	}
}

// TestPackedFormIsTheForm makes sure that the stream that is put together from
// blocks is good gzip of the very page that is sent uncompressed.
func TestPackedFormIsTheForm(t *testing.T) {
	s := newSite(t)
	nonceOf := func(html []byte) []byte {
		t.Helper()
		_, rest, _ := bytes.Cut(html, []byte(`name="nonce" value="`))
		nonce, _, found := bytes.Cut(rest, []byte(`"`))
		if !found || len(nonce) != len(survey.NewNonce()) {
			t.Fatalf("the form has the nonce %q", nonce)
		}
		return nonce
	}
	for _, l := range s.tags() {
		plain := s.Get(s.path(l.Tag), "Accept-Encoding", "identity")
		packed := s.Get(s.path(l.Tag), "Accept-Encoding", "gzip")
		if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s: the encodings are %q and %q", l.Tag, plain.Header.Get("Content-Encoding"), packed.Header.Get("Content-Encoding"))
		}
		stream := bytes.NewReader([]byte(packed.Body))
		unpacked, err := gzip.NewReader(stream)
		ok(t, err)
		unpacked.Multistream(false)
		html, err := io.ReadAll(unpacked) // checks the sum and the length
		ok(t, err)
		if stream.Len() != 0 {
			t.Errorf("%s: %d bytes follow the stream", l.Tag, stream.Len())
		}
		one, other := nonceOf([]byte(plain.Body)), nonceOf(html)
		if bytes.Equal(one, other) {
			t.Errorf("%s: two forms have the nonce %s", l.Tag, one)
		}
		if !bytes.Equal(bytes.Replace(html, other, one, 1), []byte(plain.Body)) {
			t.Errorf("%s: packed and plain form differ", l.Tag)
		}
	}
}

// BenchmarkForm compares the form that is compressed once with one that is made
// and compressed for each request, as a form that came back to be mended is.
func BenchmarkForm(b *testing.B) {
	s := newSite(b)
	handler := webtest.Pages(b, s.Service).Handler()
	broken := url.Values{"K02": {"o99"}, survey.NonceField: {survey.NewNonce()}}.Encode()
	var each []time.Duration
	for _, how := range []struct {
		name string
		make func() *http.Request
		wrap func([]byte) error
	}{
		{"packed", func() *http.Request {
			r := httptest.NewRequest(http.MethodGet, s.path("ti"), nil)
			r.Header.Set("Accept-Encoding", "gzip")
			return r
		}, func([]byte) error { return nil }},
		{"each time", func() *http.Request {
			r := httptest.NewRequest(http.MethodPost, s.path("ti"), strings.NewReader(broken))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}, func(page []byte) error {
			w := gzip.NewWriter(io.Discard)
			_, err := w.Write(page)
			return errors.Join(err, w.Close())
		}},
	} {
		b.Run(how.name, func(b *testing.B) {
			for b.Loop() {
				out := httptest.NewRecorder()
				handler.ServeHTTP(out, how.make())
				if out.Body.Len() < 1000 {
					b.Fatalf("the form is %q", out.Body)
				}
				ok(b, how.wrap(out.Body.Bytes()))
			}
			each = append(each, b.Elapsed()/time.Duration(b.N))
		})
	}
	if len(each) >= 2 {
		b.Logf("%v packed, %v each time: %.0f times", slices.Min(each), slices.Max(each), float64(slices.Max(each))/float64(slices.Min(each)))
	}
}
