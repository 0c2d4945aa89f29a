package main

import (
	"bufio"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// A desk that is killed while it makes a key of two shares has made nothing of it: never one share without
// the other, nor half a file.
func TestDeskKilled(t *testing.T) {
	program := newStraced(t)
	// The first of each, since strace counts in each thread by itself: before a file is on the disk, and
	// before all of them get their name together.
	for _, call := range []string{"fsync", "renameat"} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			cmd, log := program.command(t, target{call: call}, killed, 1, "desk", "-dir", dir)
			said, err := cmd.StderrPipe()
			ok(t, err)
			ok(t, cmd.Start())
			lines, link := bufio.NewScanner(said), ""
			for link == "" && lines.Scan() {
				_, rest, _ := strings.Cut(lines.Text(), "Open ")
				link, _, _ = strings.Cut(rest, " in a browser")
			}
			jar, err := cookiejar.New(nil)
			ok(t, err)
			client := http.Client{Jar: jar}
			opened, err := client.Get(link)
			ok(t, err)
			ok(t, opened.Body.Close())
			base, _, _ := strings.Cut(link, "/?")
			form := url.Values{
				"name": {"2026-H2"}, "shares": {"2"}, "passphrase": {"gurka lampa moln vante"}, "again": {"gurka lampa moln vante"},
				"passphrase2": {"sill kamel trumma sju"}, "again2": {"sill kamel trumma sju"},
			}
			if answer, err := client.PostForm(base+"/sv/keys/new", form); err == nil {
				_ = answer.Body.Close()
				t.Errorf("it was not killed: status %d", answer.StatusCode)
				ok(t, cmd.Process.Kill())
			}
			_ = cmd.Wait() // it was killed
			if !endingOf(t, cmd, log).hit {
				t.Error("the fault never happened")
			}
			left := slices.DeleteFunc(listed(t, dir), func(name string) bool { return strings.HasPrefix(name, ".unfinished-") })
			if len(left) > 0 {
				t.Errorf("the folder holds %q", left)
			}
		})
	}
}
