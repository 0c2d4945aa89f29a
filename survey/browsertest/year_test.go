package browsertest

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/i18n"
	"fragebatteri/survey/surveytest/tool"
)

// year is a year with the program as it is delivered: it serves on a server, and is the desk on the
// steward's own computer. Everybody has a browser of their own.
type year struct {
	*testing.T
	program      string
	server, home string // the folder on the server, and that on the steward's computer
	base         string // address of the server

	steward, officer, ambassador, reader person
	desk                                 person // the steward's browser at the desk

	session string // code of the gathering that most came to
}

// TestYear plays a year without a terminal, from the first steward's invitation to the answers that wait
// in the next round: on pages alone, by the words that stand on them.
func TestYear(t *testing.T) {
	tool.Long(t)
	chromium(t)
	y := newYear(t)
	y.firstHour()
	y.plans()
	y.opens("2026-H2", false)
	y.gathers()
	y.closes("2026-H2")
	y.opens("2027-H1", true)
	y.seals()
	y.publishes()
	y.answersBack()
	y.waited()
}

// newYear builds the program and starts it on both computers. That a folder is made is all that is done
// by command, as an operator does.
func newYear(t *testing.T) *year {
	home := t.TempDir()
	y := &year{T: t, program: filepath.Join(home, "fragebatteri"), server: filepath.Join(home, "data"), home: filepath.Join(home, "Documents")}
	if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", y.program, "../../cmd/fragebatteri").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	_, port, err := net.SplitHostPort(free.Addr().String())
	must(t, err)
	y.base = "http://localhost:" + port // browsers make no passkeys for an address without a name
	made, err := exec.Command(y.program, "init", "-data", y.server, "-base-url", y.base).CombinedOutput()
	if err != nil {
		t.Fatalf("init: %v: %s", err, made)
	}
	must(t, free.Close())
	y.runs(`^Serving `, "serve", "-data", y.server, "-addr", "127.0.0.1:"+port)

	y.desk = newPerson(t, "sv", size{1280, 900})
	y.desk.open(y.runs(`^Open (\S+) in a browser`, "desk", "-dir", y.home))
	y.desk.inSwedish()
	y.steward = y.accepts(regexp.MustCompile(`http://localhost:\S+`).FindString(string(made)), size{1280, 900})
	return y
}

// runs starts the program until the test ends, and returns what a pattern finds in what it says.
func (y *year) runs(pattern string, args ...string) string {
	y.Helper()
	cmd := exec.Command(y.program, args...)
	said, err := cmd.StderrPipe()
	must(y.T, err)
	must(y.T, cmd.Start())
	y.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			y.Errorf("%s has ended: %v", args[0], err)
		}
		_ = cmd.Wait() // it was interrupted
	})
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if found := regexp.MustCompile(pattern).FindStringSubmatch(lines.Text()); found != nil {
			go func() {
				for lines.Scan() { // so that it is never held up by what nobody reads
				}
			}()
			return found[len(found)-1]
		}
	}
	y.Fatalf("%s ended before it said %s", args[0], pattern)
	return ""
}

// accepts has somebody take up an invitation in a browser of their own, and make a passkey.
func (y *year) accepts(invitation string, screen size) person {
	y.Helper()
	p := newPerson(y.T, "sv", screen)
	p.open(invitation)
	p.inSwedish()
	p.press("staff.invitation.accept")
	p.press("staff.passkey.make")
	return p
}

// inSwedish turns the page to Swedish where it is not.
func (p person) inSwedish() {
	p.t.Helper()
	if eval[string](p.phone, `document.documentElement.lang`) != p.tag {
		l, _ := i18n.Find(i18n.Languages, p.tag)
		p.follow(l.Name)
	}
}

// answer answers n times by the form at a code, as browsers without script do; no two in the same way.
func (y *year) answer(code string, n int) {
	y.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for i := range n {
		address := y.base + "/s/" + code + "/sv"
		got, err := client.Get(address)
		must(y.T, err)
		form, err := goquery.NewDocumentFromReader(got.Body)
		must(y.T, err)
		must(y.T, got.Body.Close())
		filled := map[string][]string{}
		form.Find("main form input[type=hidden]").Each(func(_ int, e *goquery.Selection) {
			filled[e.AttrOr("name", "")] = []string{e.AttrOr("value", "")}
		})
		form.Find("main form fieldset").Each(func(q int, e *goquery.Selection) {
			options := e.Find(".options input")
			one := options.Eq((i*i + i*q + q) % options.Length())
			filled[one.AttrOr("name", "")] = []string{one.AttrOr("value", "")}
		})
		sent, err := client.PostForm(address, filled)
		must(y.T, err)
		must(y.T, sent.Body.Close())
		if sent.StatusCode != http.StatusSeeOther {
			y.Fatalf("an answer has status %d", sent.StatusCode)
		}
	}
}

// nothingSecret makes sure that no private key has come to the server.
func (y *year) nothingSecret() {
	y.Helper()
	secret := linesOf(y.T, filepath.Join(y.home, "2026-h2", "2026-h2.key"), filepath.Join(y.home, "signer", "signer.key"))
	secret = slices.DeleteFunc(secret, func(line string) bool { return len(line) < 40 }) // of both keys the same
	if len(secret) < 6 {
		y.Fatalf("the keys have only %d long lines", len(secret))
	}
	must(y.T, filepath.WalkDir(y.server, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if slices.ContainsFunc(secret, func(one string) bool { return bytes.Contains(content, []byte(one)) }) {
			y.Errorf("%s holds a private key", path)
		}
		return err
	}))
}

// keyFor makes a key at the desk and returns its public part, which a person copies.
func (y *year) keyFor(round string) string {
	y.Helper()
	d := y.desk
	d.follow("offline.home")
	d.follow("offline.key.new")
	d.write("offline.key.name", round)
	d.tick("offline.key.split.one", true)
	d.passphrase()
	d.press("offline.key.new")
	public := d.copies(".copied")
	d.write("offline.passphrase", deskPassphrase)
	d.press("offline.check")
	d.reads("offline.check.right")
	return public
}

// passphrase writes a passphrase twice.
func (p person) passphrase() {
	p.t.Helper()
	p.write("offline.passphrase", deskPassphrase)
	p.write("offline.passphrase.again", deskPassphrase)
}

// round goes to the page of a round.
func (y *year) round(name string) person {
	y.Helper()
	y.steward.follow("rounds.menu")
	y.steward.follow(name)
	y.steward.reads(fmt.Sprintf("%s %s", y.steward.said("rounds.round"), name))
	return y.steward
}
