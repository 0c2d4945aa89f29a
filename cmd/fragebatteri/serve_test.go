package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// said collects what a command writes while it runs.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
	seen chan struct{} // has something in it when there is new text
}

func newSaid() *said { return &said{seen: make(chan struct{}, 1)} }

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.seen <- struct{}{}:
	default:
	}
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// await waits until the text matches and returns what the pattern's group
// matched, or reports that the command ended first.
func (s *said) await(pattern string, ended <-chan struct{}) (string, bool) {
	wanted := regexp.MustCompile(pattern)
	for {
		if found := wanted.FindStringSubmatch(s.String()); found != nil {
			return found[1], true
		}
		select {
		case <-s.seen:
		case <-ended:
			return "", false
		}
	}
}

// running is a command that serves until it is stopped.
type running struct {
	base     string // URL
	out, err *said
	code     int
	ended    chan struct{} // closed when the command has ended and code is set
	stop     func()        // asks it to end, as Ctrl+C does, and waits
}

// start runs a serving command in this process until it says where it serves.
func start(t testing.TB, where string, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{out: newSaid(), err: newSaid(), ended: make(chan struct{})}
	go func() {
		defer close(r.ended)
		r.code = run(ctx, args, strings.NewReader(""), r.out, r.err)
	}()
	r.stop = func() {
		cancel()
		<-r.ended
	}
	t.Cleanup(r.stop)
	r.base = "http://" + r.says(t, where)
	return r
}

// says waits for a message and returns what the pattern's group matched.
func (r *running) says(t testing.TB, pattern string) string {
	t.Helper()
	found, ok := r.err.await(pattern, r.ended)
	if !ok {
		t.Fatalf("it ended with exit code %d before it said %s: %s", r.code, pattern, r.err)
	}
	return found
}

// servingOn is what 'serve' says when it is ready.
const servingOn = `(?m)^Serving \S+ on (\S+)$`

// browser fetches pages and sends forms without following redirects.
type browser struct {
	t    testing.TB
	base string
}

// reply is an answer to a request.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (b browser) ask(method, path string, body url.Values, header ...string) reply {
	b.t.Helper()
	r, err := tryAsking(method, b.base+path, body, header...)
	for err == nil && r.status == http.StatusTooManyRequests { // others in the session were faster
		r, err = tryAsking(method, b.base+path, body, header...)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// tryAsking is ask for a server that may be killed meanwhile.
func tryAsking(method, address string, body url.Values, header ...string) (reply, error) {
	request, err := http.NewRequest(method, address, strings.NewReader(body.Encode()))
	if err != nil {
		return reply{}, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, content}, err
}

// page fetches a page that has to be there.
func (b browser) page(path string) *goquery.Document {
	b.t.Helper()
	r := b.ask(http.MethodGet, path, nil)
	if r.status != http.StatusOK {
		b.t.Fatalf("GET %s: status %d", path, r.status)
	}
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(r.body))
	if err != nil {
		b.t.Fatal(err)
	}
	return document
}

// moved returns where a page is now whose address has changed.
func (b browser) moved(path string) string {
	b.t.Helper()
	r := b.ask(http.MethodGet, path, nil)
	if r.status != http.StatusMovedPermanently {
		b.t.Fatalf("GET %s: status %d", path, r.status)
	}
	return r.header.Get("Location")
}

// fillIn puts values into the form of a page as a person can: only what the
// page offers, each once. The nonce is the last field; a card's form has none.
func fillIn(document *goquery.Document, values url.Values) (url.Values, error) {
	filled := url.Values{}
	fields := document.Find("form[method=post]").Find("input,select,textarea")
	for name, chosen := range values {
		for _, value := range chosen {
			if fields.Filter(fmt.Sprintf("[name=%q][value=%q]", name, value)).Length() != 1 {
				return nil, fmt.Errorf("the form has no %s=%s", name, value)
			}
			filled.Add(name, value)
		}
	}
	if last := fields.Last(); last.AttrOr("name", "") == "nonce" {
		filled.Set("nonce", last.AttrOr("value", ""))
	}
	return filled, nil
}

// send opens the form at an address, fills it in and posts it. It returns what
// was posted.
func send(address string, values url.Values) (url.Values, reply, error) {
	r, err := tryAsking(http.MethodGet, address, nil)
	if err != nil || r.status != http.StatusOK {
		return nil, r, err
	}
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(r.body))
	if err != nil {
		return nil, r, err
	}
	filled, err := fillIn(document, values)
	if err != nil {
		return nil, r, err
	}
	r, err = tryAsking(http.MethodPost, address, filled)
	for err == nil && r.status == http.StatusTooManyRequests {
		r, err = tryAsking(http.MethodPost, address, filled)
	}
	return filled, r, err
}

// A report says what is new since the one before it, and nothing twice.
func TestReportsOfFaults(t *testing.T) {
	first := map[string]int{"the disk is full": 2, "a page could not be made": 1}
	second := map[string]int{"the disk is full": 5, "a page could not be made": 1, "a panic": 1}
	for _, test := range []struct {
		faults, told map[string]int
		want         string
	}{
		{nil, nil, ""},
		{first, nil, "1 times: a page could not be made|2 times: the disk is full|"},
		{second, first, "1 times: a panic|3 times: the disk is full|"},
		{second, second, ""},
	} {
		var said bytes.Buffer
		(&app{err: &said}).tellFaults(test.faults, test.told)
		got := strings.NewReplacer("fragebatteri: since the last report ", "", "\n", "|").Replace(said.String())
		if got != test.want {
			t.Errorf("after %v, %v is told as %q", test.told, test.faults, got)
		}
	}
}
