package sqlite

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
)

var (
	testHost         = survey.Host{BaseURL: "https://svar.example", Name: "Region Östergötland", Kind: survey.HostRegion}
	testIntervention = survey.Intervention{ID: "OG028", Name: "Nycklar", Municipalities: []string{"0581"}, Category: "språk", Asked: survey.AskedParticipants}
	testStart        = time.Date(2026, 9, 1, 13, 30, 42, 0, time.UTC)
	testEntry        = survey.AuditEntry{Actor: "officer 0581", At: testStart, Action: "test", What: "test"}
)

// newStore returns a store in a folder whose name means something in an address.
func newStore(t testing.TB) *Store {
	t.Helper()
	s, err := Create(filepath.Join(t.TempDir(), "å 100%? #1"), testHost, []survey.Intervention{testIntervention}, nil)
	ok(t, err)
	closed(t, s)
	return s
}

func closed(t testing.TB, s *Store) {
	t.Cleanup(func() { ok(t, s.Close()) })
}

// reopen closes the store and opens its folder again.
func reopen(t testing.TB, s *Store) *Store {
	t.Helper()
	ok(t, s.Close())
	s, err := Open(s.dir)
	ok(t, err)
	closed(t, s)
	return s
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func fails(t testing.TB, err error, kind survey.Kind, texts ...string) {
	t.Helper()
	if err == nil || survey.KindOf(err) != kind {
		t.Fatalf("got error %v, want one of kind %d", err, kind)
	}
	for _, text := range texts {
		if !strings.Contains(operator.Text(err), text) {
			t.Fatalf("error %q does not say %q", err, text)
		}
	}
}

func newRound(t testing.TB, s *Store, name string) survey.Round {
	t.Helper()
	round := survey.Round{ID: survey.NewID(), Name: name, State: survey.RoundOpen, K: 12, Batteries: []string{"core@1"}, Languages: []string{"sv"}, Size: 512}
	ok(t, s.Change(t.Context(), testEntry, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddRound(ctx, round, nil)
	}))
	return round
}

// exported stores a round as exported.
func exported(t testing.TB, s *Store, round survey.Round) {
	t.Helper()
	round.State = survey.RoundExported
	ok(t, s.Change(t.Context(), testEntry, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.UpdateRound(ctx, round)
	}))
}

func newSession(t testing.TB, s *Store, round survey.Round, tickets ...[]byte) survey.Session {
	t.Helper()
	session := survey.Session{
		Code: survey.NewCode(), Round: round.ID, Set: "core@1", Municipality: "0581", Intervention: "OG028",
		Channel: survey.Ambassador, Timing: survey.NoTiming, Capacity: 2000, Tag: survey.NewID(),
		Opens: testStart, Closes: testStart.Add(time.Hour), GraceEnds: testStart.Add(25 * time.Hour), Tickets: len(tickets) > 0,
	}
	ok(t, s.Change(t.Context(), testEntry, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddSession(ctx, session, tickets)
	}))
	return session
}

func arrivalOf(round, session string, ciphertext []byte) survey.Arrival {
	return survey.Arrival{
		Answer: survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: ciphertext},
		Round:  round, Session: session, Capacity: 2000, Nonce: survey.NewNonce(),
	}
}

func receive(t testing.TB, s *Store, a survey.Arrival) {
	t.Helper()
	outcome, err := s.Receive(t.Context(), a)
	ok(t, err)
	if outcome != survey.Stored {
		t.Fatalf("outcome %d", outcome)
	}
}

func pendingOf(t testing.TB, s *Store, round string) int {
	t.Helper()
	n, err := s.CountPending(t.Context(), round)
	ok(t, err)
	return n
}

// folder returns the bytes of every file below a folder.
func folder(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	ok(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[entry.Name()], err = os.ReadFile(path)
		return err
	}))
	return files
}

func sameFiles(t testing.TB, got, want map[string][]byte) {
	t.Helper()
	for name := range want {
		if !bytes.Equal(got[name], want[name]) {
			t.Errorf("%s has changed", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files where there were %d", len(got), len(want))
	}
}

func TestCreate(t *testing.T) {
	s := newStore(t)
	host, err := s.Host(t.Context())
	ok(t, err)
	if host != testHost {
		t.Errorf("host %+v", host)
	}
	newRound(t, s, "2026-H2")
	for path, want := range map[string]os.FileMode{
		".": 0o700 | os.ModeDir, registryFile: 0o600, answersFile: 0o600, registryFile + "-wal": 0o600, answersFile + "-shm": 0o600,
	} {
		info, err := os.Stat(filepath.Join(s.dir, path))
		ok(t, err)
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode(), want)
		}
	}
	ok(t, s.Check(t.Context()))
	ok(t, s.Ready(t.Context()))
	before := folder(t, s.dir)
	_, err = Create(s.dir, testHost, nil, nil)
	fails(t, err, survey.Conflict, "already")
	sameFiles(t, folder(t, s.dir), before)
}

func TestCreateAfterFailure(t *testing.T) {
	twice := []survey.Area{{Name: "one"}, {Name: "one"}}
	dir := filepath.Join(t.TempDir(), "instance")
	if _, err := Create(dir, testHost, nil, twice); err == nil {
		t.Fatal("two areas of one name were stored")
	}
	if exists(dir) {
		t.Error("the folder is left")
	}
	// A process that was killed leaves more: what it was working on, or the first file.
	ok(t, os.MkdirAll(filepath.Join(dir, workFolder), 0o700))
	ok(t, os.WriteFile(filepath.Join(dir, workFolder, registryFile), []byte("half"), 0o600))
	_, answers, err := schemas()
	ok(t, err)
	ok(t, makeAnswers(t.Context(), answers, filepath.Join(dir, answersFile), answersPageSize))
	s, err := Create(dir, testHost, nil, nil)
	ok(t, err)
	receive(t, s, arrivalOf("r", "s", []byte("kept")))
	ok(t, s.Close())
	if exists(filepath.Join(dir, workFolder)) {
		t.Error("the work folder is left")
	}

	ok(t, os.Remove(filepath.Join(dir, registryFile)))
	before := folder(t, dir)
	_, err = Create(dir, testHost, nil, nil)
	fails(t, err, survey.Conflict, "holds answers")
	sameFiles(t, folder(t, dir), before)
}

func TestOpenMissing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "nowhere")
	_, err := Open(dir)
	fails(t, err, survey.NotFound, "there is no data folder at "+dir, "'init'")
	if exists(dir) {
		t.Error("Open made a folder")
	}
	s := newStore(t)
	ok(t, s.Close())
	ok(t, os.Remove(filepath.Join(s.dir, answersFile)))
	_, err = Open(s.dir)
	fails(t, err, survey.Invalid, "has lost its answers.db")
	ok(t, os.Remove(filepath.Join(s.dir, registryFile)))
	_, err = Open(s.dir)
	fails(t, err, survey.NotFound)
}

func TestOpenDamaged(t *testing.T) {
	for name, content := range map[string][]byte{
		"damaged": bytes.Repeat([]byte("not a database "), 1000),
		"empty":   nil,
	} {
		for _, file := range []string{registryFile, answersFile} {
			t.Run(file+" "+name, func(t *testing.T) {
				s := newStore(t)
				ok(t, s.Close())
				ok(t, os.WriteFile(filepath.Join(s.dir, file), content, 0o600))
				_, err := Open(s.dir)
				fails(t, err, survey.Internal, file, "'restore'", name)
			})
		}
	}
}

func TestCheckFindsDamage(t *testing.T) {
	s := newStore(t)
	ok(t, s.Close())
	path := filepath.Join(s.dir, registryFile)
	content, err := os.ReadFile(path)
	ok(t, err)
	at := bytes.LastIndex(content, []byte(testIntervention.Name))
	page := at / 4096 * 4096
	copy(content[page:], bytes.Repeat([]byte{0xff}, 16))
	ok(t, os.WriteFile(path, content, 0o600))
	s, err = Open(s.dir)
	ok(t, err)
	closed(t, s)
	fails(t, s.Check(t.Context()), survey.Internal, "damaged")
}

func TestClose(t *testing.T) {
	s := newStore(t)
	ok(t, s.Close())
	ok(t, s.Close())
	_, err := s.Receive(t.Context(), arrivalOf("r", "s", []byte("x")))
	fails(t, err, survey.Unavailable)
	if err := s.Ready(t.Context()); err == nil {
		t.Error("a closed store is ready")
	}
	if files := folder(t, s.dir); len(files) != 2 {
		t.Errorf("%d files are left after Close", len(files))
	}
}

func TestReceiveIncomplete(t *testing.T) {
	s := newStore(t)
	for _, spoil := range []func(*survey.Arrival){
		func(a *survey.Arrival) { a.Answer.Key = nil },
		func(a *survey.Arrival) { a.Answer.Ciphertext = nil },
		func(a *survey.Arrival) { a.Round = "" },
		func(a *survey.Arrival) { a.Session = "" },
		func(a *survey.Arrival) { a.Nonce = "" },
	} {
		a := arrivalOf("r", "s", []byte("x"))
		spoil(&a)
		if _, err := s.Receive(t.Context(), a); err == nil {
			t.Errorf("stored %+v", a)
		}
	}
	if n := pendingOf(t, s, "r"); n != 0 {
		t.Errorf("%d answers", n)
	}
}

// Participants write to the answers alone: a copy of the registry taken every
// minute must not be a timeline of them.
func TestParticipantsLeaveTheRegistryAlone(t *testing.T) {
	s := newStore(t)
	ticket := survey.TicketHash("one")
	session := newSession(t, s, newRound(t, s, "2026-H2"), ticket)
	before := folder(t, s.dir)
	for range 30 {
		_, err := s.Session(t.Context(), session.Code)
		ok(t, err)
		_, err = s.HasTicket(t.Context(), session.Code, ticket)
		ok(t, err)
		_, err = s.Rounds(t.Context())
		ok(t, err)
		receive(t, s, arrivalOf(session.Round, session.Code, []byte("x")))
	}
	after := folder(t, s.dir)
	for _, name := range []string{registryFile, registryFile + "-wal"} {
		if len(before[name]) == 0 || !bytes.Equal(before[name], after[name]) {
			t.Errorf("%s has changed", name)
		}
	}
	if bytes.Equal(before[answersFile+"-wal"], after[answersFile+"-wal"]) {
		t.Error("the test does not see what is written")
	}
}

func TestReadersCannotWrite(t *testing.T) {
	s := newStore(t)
	if _, err := s.Registry.reading.Exec(`DELETE FROM host`); err == nil {
		t.Error("a reading connection wrote")
	}
}

func TestAuditToTheMinute(t *testing.T) {
	s := newStore(t)
	newRound(t, s, "2026-H2")
	err := s.Change(t.Context(), testEntry, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddRound(ctx, survey.Round{Name: "2026-H2", State: survey.RoundOpen}, nil)
	})
	if err == nil {
		t.Fatal("two rounds of one name")
	}
	lines, err := all(t.Context(), s.Registry.reading, value[string], `SELECT at || ' ' || actor || ' ' || action || ' ' || what FROM audit`)
	ok(t, err)
	if len(lines) != 1 || lines[0] != "2026-09-01 13:30 officer 0581 test test" {
		t.Errorf("audit log %q", lines)
	}
}
