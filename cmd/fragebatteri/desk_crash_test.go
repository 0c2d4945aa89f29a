package main

import (
	"bufio"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// doomed is a browser at a desk that is killed at a call.
type doomed struct {
	*steward
	cmd *exec.Cmd
	log string
}

// doomedDesk starts the desk in a folder, to be killed at the first call of a kind.
func doomedDesk(t *testing.T, program straced, dir, call string) doomed {
	t.Helper()
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
	base, _, _ := strings.Cut(link, "/?")
	d := doomed{&steward{TB: t, Client: &http.Client{Jar: jar}, running: &running{base: base}}, cmd, log}
	d.read(d.Get(link))
	return d
}

// dies posts what the desk is killed by.
func (d doomed) dies(path string, form url.Values) {
	d.Helper()
	if answer, err := d.PostForm(d.base+"/sv"+path, form); err == nil {
		_ = answer.Body.Close()
		d.Errorf("it was not killed: status %d", answer.StatusCode)
		ok(d, d.cmd.Process.Kill())
	}
	_ = d.cmd.Wait() // it was killed
	if !endingOf(d.TB, d.cmd, d.log).hit {
		d.Error("the fault never happened")
	}
}

// finished returns what is in a folder, but for what was never finished.
func finished(t testing.TB, dir string) []string {
	return slices.DeleteFunc(listed(t, dir), func(name string) bool { return strings.HasPrefix(name, ".unfinished-") })
}

// A desk that is killed while it makes a key of two shares has made nothing of it: never one share without
// the other, nor half a file. One that is killed while it saves what it has sealed has saved all of it or
// nothing, and what it seals when it is started again is taken in.
func TestDeskKilled(t *testing.T) {
	program := newStraced(t)
	// The first of each, since strace counts in each thread by itself: before a file is on the disk, and
	// before all of them get their name together.
	for _, call := range []string{"fsync", "renameat"} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			doomedDesk(t, program, dir, call).dies("/keys/new", url.Values{
				"name": {"2026-H2"}, "shares": {"2"}, "passphrase": {"gurka lampa moln vante"}, "again": {"gurka lampa moln vante"},
				"passphrase2": {"sill kamel trumma sju"}, "again2": {"sill kamel trumma sju"},
			})
			if left := finished(t, dir); len(left) > 0 {
				t.Errorf("the folder holds %q", left)
			}
		})
	}
	t.Run("saving", func(t *testing.T) { killedWhileSaving(t, program) })
}

func killedWhileSaving(t *testing.T, program straced) {
	before := newSite(t, "https://svar.example")
	before.openRound(t, crashRound)
	before.answer(t, before.openSession(t, crashRound), 0, 14)
	before.answer(t, before.openSession(t, crashRound), 14, crashRows)
	must(t, "round", "close", "-data", before.path("data"), "-round", crashRound, "-now")
	before.openRound(t, crashNext)
	must(t, "pending", "export", "-data", before.path("data"), "-round", crashRound, "-o", before.path("pending.json"))
	// Before the file is on the disk, before it gets its name, and before its other name is taken away.
	for call, saved := range map[string]bool{"fsync": false, "linkat": false, "unlinkat": true} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			s := before.copy(t)
			dir := s.path("desk")
			ok(t, os.Mkdir(dir, 0o700))
			for _, name := range []string{crashRound + ".key", "signer.key"} {
				ok(t, os.Rename(s.path(name), dir+"/"+name))
			}
			pending, err := os.ReadFile(s.path("pending.json"))
			ok(t, err)
			signs := func(desk *steward) url.Values {
				read := desk.upload("/seal/file", map[string][]byte{"pending.json": pending})
				for _, key := range read.Find("[name=key]").EachIter() {
					if value, _ := key.Attr("value"); strings.HasSuffix(value, crashRound+".key") {
						desk.post("/seal/start", "key", value)
					}
				}
				var form url.Values
				for _, signer := range desk.awaitMade().Find("[name=signer]").EachIter() {
					if value, _ := signer.Attr("value"); strings.HasSuffix(value, "signer.key") {
						form = url.Values{"signer": {value}}
					}
				}
				return form
			}
			d := doomedDesk(t, program, dir, call)
			d.dies("/seal/sign", signs(d.steward))
			file := dir + "/2026-h2.import"
			if slices.Contains(finished(t, dir), "2026-h2.import") != saved {
				t.Fatalf("the folder holds %q", finished(t, dir))
			}
			if !saved {
				again := atDesk(t, dir)
				again.read(again.PostForm(again.base+"/sv/seal/sign", signs(again)))
			}
			if imported := must(t, "release", "import", "-data", s.path("data"), file); whole(t, imported, "rows_deleted") != crashRows {
				t.Errorf("importing printed %v", imported)
			}
		})
	}
}
