package web_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/surveytest"
)

// folder is a data folder with open sessions, as it is before anybody answers.
type folder struct {
	dir      string
	sessions []survey.Session
	session  survey.Session // the first
	round    survey.Round
}

// at returns the session in which the i-th person answers, so that nobody has to wait for others.
func (f folder) at(i int) survey.Session { return f.sessions[i%len(f.sessions)] }

func newFolder(t *testing.T) folder {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	store, err := sqlite.Create(dir, surveytest.Host, surveytest.Interventions, surveytest.Areas)
	ok(t, err)
	// Sessions have a time: it is none at which anybody answers.
	before := func() time.Time { return time.Now().Add(-time.Hour) }
	service := surveytest.NewService(t, store, before).As(survey.Actor{Role: survey.Console})
	key, err := survey.NewPrivateKey()
	ok(t, err)
	round, err := service.OpenRound(t.Context(), survey.NewRound{Name: "2026-H2", Batteries: []string{"core"}, Languages: surveytest.AllLanguages, K: 12, PublicKey: key.Public(), Texts: surveytest.Catalog(t).Text})
	ok(t, err)
	var sessions []survey.Session
	for range 30 {
		session, _, err := service.OpenSession(t.Context(), survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028", Capacity: 400})
		ok(t, err)
		sessions = append(sessions, session)
	}
	ok(t, store.Close())
	return folder{dir, sessions, sessions[0], round}
}

// registry returns the registry and its log, byte by byte.
func (f folder) registry(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(f.dir, "registry.db"))
	ok(t, err)
	log, err := os.ReadFile(filepath.Join(f.dir, "registry.db-wal"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return append(content, log...)
}

// pending counts the answers that are stored when nobody serves the folder.
func (f folder) pending(t *testing.T) int {
	t.Helper()
	store, err := sqlite.Open(f.dir)
	ok(t, err)
	defer store.Close()
	pending, err := store.Pending(t.Context(), f.round.ID)
	ok(t, err)
	return len(pending)
}

// process is a server of its own, whose every word is kept.
type process struct {
	t       *testing.T
	command *exec.Cmd
	address string
	ended   chan struct{}
	mu      sync.Mutex
	printed bytes.Buffer
}

var listening = regexp.MustCompile(`on (127\.0\.0\.1:[0-9]+)`)

// start starts a server and waits until it says where it listens.
func start(t *testing.T, command *exec.Cmd) *process {
	t.Helper()
	p := &process{t: t, command: command, ended: make(chan struct{})}
	reader, writer := io.Pipe()
	command.Stdout, command.Stderr = writer, writer
	ok(t, command.Start())
	go func() {
		_ = command.Wait()
		writer.Close()
	}()
	found := make(chan string, 1)
	go func() {
		defer close(p.ended)
		lines := bufio.NewReader(reader)
		for {
			line, err := lines.ReadString('\n')
			p.mu.Lock()
			p.printed.WriteString(line)
			p.mu.Unlock()
			if match := listening.FindStringSubmatch(line); match != nil && p.address == "" {
				p.address = match[1]
				found <- match[1]
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { _ = command.Process.Kill() })
	select {
	case <-found:
	case <-p.ended:
		t.Fatalf("the server ended at once: %s", p.output())
	case <-time.After(30 * time.Second):
		t.Fatalf("the server does not say where it listens: %s", p.output())
	}
	return p
}

func (p *process) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.printed.String()
}

// stop asks the server to end, waits, and returns all that it printed.
func (p *process) stop() string {
	p.t.Helper()
	ok(p.t, p.command.Process.Signal(syscall.SIGTERM))
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		p.t.Fatalf("the server does not end: %s", p.output())
	}
	return p.output()
}

// testServer is this test binary serving a folder in one of its modes.
func testServer(t *testing.T, mode string, f folder) *process {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), modeVariable+"="+mode, dataVariable+"="+f.dir)
	return start(t, command)
}

// built tells TestMain that there is a program to take away.
var built bool

// program builds the real program and returns its file, alone in a folder.
var program = sync.OnceValues(func() (string, error) {
	built = true
	dir, err := os.MkdirTemp("", "fragebatteri-program-")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "fragebatteri")
	output, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", file, "fragebatteri/cmd/fragebatteri").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w: %s", err, output)
	}
	return file, nil
})

// person is one simulated participant, every part of whose request is marked.
type person struct {
	number int
	client *http.Client
	marks  *marks
}

func newPerson(t *testing.T, number int, m *marks) *person {
	p := &person{number: number, marks: m}
	own := fmt.Sprintf("127.77.%d.%d", number/200+3, number%200+20)
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(own)}}
	probe, err := net.Listen("tcp", own+":0")
	if err != nil {
		t.Logf("no address of its own for person %d, the proxy's headers are marked all the same: %v", number, err)
		dialer.LocalAddr = nil
	} else {
		ok(t, probe.Close())
		m.address(own)
	}
	m.address(p.forwarded())
	m.address(p.forwarded6())
	for _, text := range []string{p.agent(), p.accept(), p.referrer()} {
		m.text("header", text)
	}
	p.client = &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(p.client.CloseIdleConnections)
	return p
}

func (p *person) agent() string      { return fmt.Sprintf("Marked-Agent-%03d", p.number) }
func (p *person) accept() string     { return fmt.Sprintf("x-marked-%03d", p.number) }
func (p *person) referrer() string   { return fmt.Sprintf("marked-referrer-%03d.example", p.number) }
func (p *person) forwarded() string  { return fmt.Sprintf("203.0.113.%d", p.number+20) }
func (p *person) forwarded6() string { return fmt.Sprintf("2001:db8:77::%x", p.number+4096) }

// ask sends a request and returns its status. more are names of further headers, each followed by its value.
func (p *person) ask(t *testing.T, method, address, body, kind string, more ...string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	ok(t, err)
	for name, value := range map[string]string{
		"Content-Type": kind, "User-Agent": p.agent() + "/1.0 (Linux; Android)", "Accept-Language": "ar," + p.accept() + ";q=0.8",
		"X-Forwarded-For": p.forwarded() + ", 10.0.0.1", "X-Real-IP": p.forwarded(), "Forwarded": `for="[` + p.forwarded6() + `]"`,
		"Referer": "https://" + p.referrer() + "/page",
	} {
		request.Header.Set(name, value)
	}
	for header := range slices.Chunk(more, 2) {
		request.Header.Set(header[0], header[1])
	}
	response, err := p.client.Do(request)
	ok(t, err)
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	ok(t, err)
	return response.StatusCode
}

// answer goes through the pages as a phone does and returns the last status.
func (p *person) answer(t *testing.T, server string, session survey.Session) int {
	t.Helper()
	base := "http://" + server + "/s/" + session.Code
	for _, path := range []string{"", "/ar"} {
		if status := p.ask(t, http.MethodGet, base+path, "", ""); status != http.StatusOK {
			t.Fatalf("GET %s: status %d", path, status)
		}
	}
	return p.ask(t, http.MethodPost, base+"/ar", p.form().Encode(), formType)
}

// form is a form whose nonce is marked.
func (p *person) form() url.Values {
	form := fill("K01", fmt.Sprintf("o%d", p.number%3+1), "K19", "o1", "K19", "o10")
	p.marks.nonce(form.Get(survey.NonceField))
	return form
}

// misbehave sends everything that is refused, each with something marked in it.
func (p *person) misbehave(t *testing.T, server string, session survey.Session) {
	t.Helper()
	const story = "marked-story-of-a-life"
	p.marks.text("free text", story)
	base := "http://" + server
	form := "/s/" + session.Code + "/ar"
	for _, c := range []struct {
		method, path, body, kind string
		status                   int
	}{
		{"POST", form, p.form().Encode() + "&name=" + story, formType, 422},
		{"POST", form, "K01=" + story + "&nonce=" + p.form().Get(survey.NonceField), formType, 422},
		{"POST", form, "K01=%zz" + story, formType, 422},
		{"POST", form, `{"K01":"` + story + `"}`, "application/json", 422},
		{"POST", form, "K01=" + strings.Repeat(story, 4000), formType, 413},
		{"PUT", form, p.form().Encode(), formType, 405},
		{"POST", "/s/" + story + "/ar", p.form().Encode(), formType, 404},
		{"GET", "/" + story + "?q=" + story, "", "", 404},
		{"GET", "/?code=" + story, "", "", 404},
		{"GET", "/api/v1/places/" + story, "", "", 404},
		{"GET", "/api/v1/questions?" + story + "=" + story, "", "", 400},
	} {
		if status := p.ask(t, c.method, base+c.path, c.body, c.kind); status != c.status {
			t.Errorf("%s %.40s with %.40q: status %d, want %d", c.method, c.path, c.body, status, c.status)
		}
	}
	for _, request := range []string{
		"GARBAGE " + story + "\r\n\r\n", "GET / HTTP/1.1\r\nHost: " + story + "\r\nBad header " + story + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat(story, 60000) + "\r\n\r\n", "\x16\x03\x01" + story,
		"POST " + form + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + formType + "\r\nContent-Length: 900\r\n\r\nK01=" + story,
	} {
		p.shout(t, server, request)
	}
}

// shout writes bytes to the server from the person's address and hangs up.
func (p *person) shout(t *testing.T, server, request string) {
	t.Helper()
	conn, err := p.client.Transport.(*http.Transport).DialContext(t.Context(), "tcp", server)
	ok(t, err)
	defer conn.Close()
	_, _ = io.WriteString(conn, request) // the server may hang up first
	_ = conn.(*net.TCPConn).CloseWrite()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	context.AfterFunc(ctx, func() { conn.Close() })
	_, _ = io.Copy(io.Discard, conn)
}
