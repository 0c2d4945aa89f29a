package web_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// Forms that arrive slowly, as over a bad network or from somebody who means harm, keep nobody out.
func TestSlowPosts(t *testing.T) {
	s := newSite(t)
	server, err := url.Parse(s.URL)
	ok(t, err)
	nonce := s.Get(s.path("sv")).Nonce()
	var work sync.WaitGroup
	for range 1100 {
		work.Go(func() {
			conn, err := net.Dial("tcp", server.Host)
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { conn.Close() })
			// The server asks for the rest of the form when it begins to read it.
			fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
				"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n", s.path("sv"))
			line, err := bufio.NewReader(conn).ReadString('\n')
			if err != nil || !strings.Contains(line, "100 Continue") {
				t.Errorf("a slow form is told %q, %v", line, err)
			}
		})
	}
	work.Wait()
	got := s.Post(s.path("sv"), surveytest.Form("K01", "o1", survey.NonceField, nonce))
	if got.Status != http.StatusSeeOther {
		t.Errorf("an honest answer gets %d while 1,100 others arrive slowly", got.Status)
	}
}
