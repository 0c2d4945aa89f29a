package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// Everything that can be sent packed is sent so to those who take it, and plain
// to everybody else.
func TestAcceptEncoding(t *testing.T) {
	s := newSite(t)
	s.release()
	style := s.Get("/results").Find(`head link[rel=stylesheet]`).AttrOr("href", "")
	for header, packed := range map[string]bool{
		"gzip": true, "GZIP": true, "gzip, deflate, br, zstd": true, "br;q=1.0, gzip;q=0.8, *;q=0.1": true, "deflate,gzip ; q=0.001": true,
		"*": true, "br, *;q=0.5": true, "gzip;q=0.5, identity;q=0.5": true, "gzip, *;q=0": true,
		"gzip;q=0": false, "br, gzip;q=0": false, "gzip;q=0.000": false, "gzip; Q=0, *": false, "*;q=0": false, "identity": false,
		"br": false, "notgzip": false, "gzip-like": false, "gzip;q=0.2, identity": false, "gzip;q=x": false, "gzip;q=NaN": false, "gzip;q=2": false, "gzip;level=1": false,
	} {
		for _, path := range []string{s.path("sv"), "/s/" + s.session.Code, style, "/results/2026-h1/norrkoping?lang=sv"} {
			page := s.Get(path, "Accept-Encoding", header)
			if got := page.Header.Get("Content-Encoding") == "gzip"; got != packed {
				t.Errorf("%s, Accept-Encoding %q: packed is %t", path, header, got)
			}
			if !strings.Contains(page.Header.Get("Vary"), "Accept-Encoding") {
				t.Errorf("%s varies by %q", path, page.Header.Get("Vary"))
			}
		}
	}
}

// A page that is sent compressed is the page.
func TestResultsArePacked(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	for _, path := range []string{
		address(r.Round, "norrkoping", "", "sv"), address(r.Round, "norrkoping", "/tables", "sv"), address(r.Round, "norrkoping", "", "ar"),
	} {
		plain, packed := s.Get(path, "Accept-Encoding", "identity"), s.Get(path, "Accept-Encoding", "gzip")
		if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("the encodings are %q and %q", plain.Header.Get("Content-Encoding"), packed.Header.Get("Content-Encoding"))
		}
		if unpacked := s.Get(path); unpacked.Body != plain.Body || len(packed.Body)*4 > len(plain.Body) {
			t.Errorf("%s: %d bytes, of %d", path, len(packed.Body), len(plain.Body))
		}
	}
}

// A form that comes back to be mended has in it what somebody answered. Whoever watches the network
// sees how large an answer of the server is, and of a packed one that would tell more.
func TestMistakesAreNotPacked(t *testing.T) {
	s := newSite(t)
	page := s.Post(s.path("sv"), fill("K01", "o1", "K02", "o99"), "Accept-Encoding", "gzip")
	if page.Status != http.StatusUnprocessableEntity || page.Header.Get("Content-Encoding") != "" {
		t.Errorf("status %d, encoding %q", page.Status, page.Header.Get("Content-Encoding"))
	}
}
