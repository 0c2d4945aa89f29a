package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// behindCode reports whether an address is of a session or of what is below it, or of the pages of staff.
func behindCode(path string) bool {
	return strings.HasPrefix(strings.ToLower(path), "/s/") || ofStaff(path)
}

// Links of posters are public, and search engines may come by them: no answer to such an address is
// for an index, whatever it is and however it is written. Open pages are.
func TestOnlyOpenPagesAreIndexed(t *testing.T) {
	s := newSite(t)
	check := func(path, got string) {
		t.Helper()
		want := ""
		if behindCode(path) {
			want = "noindex"
		}
		if got != want {
			t.Errorf("%s: X-Robots-Tag is %q, want %q", path, got, want)
		}
	}
	const header = "X-Robots-Tag"
	paths := []string{"/s/", "/S/nosuch00", s.path("xx"), s.path("sv") + "/nothing", "/nothing"}
	for _, e := range s.examples() {
		paths = append(paths, strings.ReplaceAll(e.path, "%s", "sv"))
	}
	for _, path := range paths {
		check(path, s.Get(path).Header.Get(header))
		check(path, s.Do(http.MethodHead, path, "").Header.Get(header))
		check(path, s.Do(http.MethodPut, path, "").Header.Get(header))
	}
	check(s.path("sv"), s.Post(s.path("sv"), fill("K01", "o1")).Header.Get(header))
}

// Search engines go to the open pages and nowhere else.
func TestRobots(t *testing.T) {
	s := newSite(t)
	text := s.Get("/robots.txt").Body
	if !strings.HasPrefix(text, "User-agent: *\n") {
		t.Errorf("the rules are not for all: %q", text)
	}
	for _, e := range s.examples() {
		path := strings.ReplaceAll(e.path, "%s", "sv")
		if got := mayCrawl(text, path); got == behindCode(path) {
			t.Errorf("that robots may read %s is %t", path, got)
		}
	}
	if mayCrawl(text, "/audio/core/sv/K01") {
		t.Error("robots may load recordings")
	}
}

// mayCrawl reads rules as RFC 9309 says: the longest that fits holds.
func mayCrawl(rules, path string) bool {
	allowed, longest := true, 0
	for line := range strings.Lines(rules) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if name != "User-agent" && strings.HasPrefix(path, value) && len(value) > longest {
			allowed, longest = name == "Allow", len(value)
		}
	}
	return allowed
}
