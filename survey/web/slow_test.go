package web_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/webtest"
)

// slowPost begins to post a form and returns when the server is reading it.
func (s *site) slowPost() (net.Conn, error) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n", s.path("sv"))
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.HasPrefix(line, "HTTP/1.1 100 ") {
		err = fmt.Errorf("a slow post is answered %q", line)
	}
	return conn, err
}

// A thousand phones on bad networks, or one laptop that sends nothing, keep
// nobody else from answering.
func TestSlowPosts(t *testing.T) {
	s := newSite(t)
	const slow = 1100
	errs := make([]error, slow)
	var posts sync.WaitGroup
	for i := range slow {
		posts.Go(func() {
			conn, err := s.slowPost()
			if conn != nil {
				t.Cleanup(func() { conn.Close() })
			}
			errs[i] = err
		})
	}
	posts.Wait()
	for _, err := range errs {
		ok(t, err)
	}
	if page := s.Post(s.path("sv"), fill("K01", "o1")); page.Status != http.StatusSeeOther {
		t.Errorf("beside %d slow posts an answer is told %d", slow, page.Status)
	}
	if n := s.Count(s.round); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
}

// A session does not fill in a second; who has to wait is told to send again.
func TestRush(t *testing.T) {
	s := newSite(t)
	s.session, _ = s.Gather(s.round, func(n *survey.NewSession) { n.Capacity = 400 })
	received, began := 0, time.Now()
	for range 60 {
		page := s.Post(s.path("sv"), fill("K01", "o1"), "Accept", "application/json")
		switch {
		case page.Status == http.StatusOK:
			received++
		case page.Status != http.StatusTooManyRequests || stateOf(t, page) != "busy" || page.Header.Get("Retry-After") == "":
			t.Fatalf("status %d: %s", page.Status, page.Body)
		}
	}
	if most := 16 + int(4*time.Since(began).Seconds()); received < 15 || received > most {
		t.Errorf("%d answers were received, and at most %d could be", received, most)
	}
	if n := s.Count(s.round); n != received {
		t.Errorf("%d answers are stored, and %d were received", n, received)
	}
}

// oneConn is a listener with one connection.
type oneConn struct{ conns chan net.Conn }

func (l oneConn) Accept() (net.Conn, error) {
	conn, open := <-l.conns
	if !open {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (l oneConn) Close() error { close(l.conns); return nil }

func (oneConn) Addr() net.Addr { return &net.TCPAddr{} }

// A form that never ends is given up, whatever the server's own limits are, and
// a script is told to send it again.
func TestEndlessForm(t *testing.T) {
	handler := webtest.Pages(t, newSite(t).Service).Handler()
	synctest.Test(t, func(t *testing.T) {
		phone, far := net.Pipe()
		listener := oneConn{make(chan net.Conn, 1)}
		listener.conns <- far
		server := &http.Server{Handler: handler}
		go server.Serve(listener)
		began := time.Now()
		fmt.Fprint(phone, "POST /s/ABC/sv HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nK01=")
		response, err := http.ReadResponse(bufio.NewReader(phone), nil)
		ok(t, err)
		if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
			t.Errorf("status %d, Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
		}
		if waited := time.Since(began); waited != time.Minute {
			t.Errorf("the form was given up after %v", waited)
		}
		ok(t, errors.Join(phone.Close(), server.Close()))
	})
}
