package sqlite

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
)

func itoa(n int) string { return fmt.Sprint(n) }

// A column that is added here is a column that somebody may be found by.
func TestAnswersHoldNothingElse(t *testing.T) {
	s := newStore(t)
	want := map[string][]string{
		"pending":      {"round TEXT", "k BLOB", "ct BLOB"},
		"receipt":      {"session TEXT", "mac BLOB"},
		"salt":         {"session TEXT", "salt BLOB"},
		"spent_ticket": {"session TEXT", "hash BLOB"},
		"final_count":  {"session TEXT", "n INTEGER"},
	}
	tables, err := all(t.Context(), s.answers, value[string], `SELECT name FROM sqlite_schema`)
	ok(t, err)
	if len(tables) != len(want) {
		t.Errorf("answers.db holds %q", tables)
	}
	for table, columns := range want {
		got, err := all(t.Context(), s.answers, value[string], `SELECT name || ' ' || type FROM pragma_table_info(?)`, table)
		ok(t, err)
		if !slices.Equal(got, columns) {
			t.Errorf("%s has columns %q", table, got)
		}
		kinds, err := all(t.Context(), s.answers, value[string],
			`SELECT type || ' ' || wr || ' ' || strict FROM pragma_table_list(?)`, table)
		ok(t, err)
		if !slices.Equal(kinds, []string{"table 1 1"}) {
			t.Errorf("%s is not a strict table without row numbers: %q", table, kinds)
		}
	}
}

func TestPragmas(t *testing.T) {
	s := newStore(t)
	for _, c := range []struct{ pragma, registry, answers string }{
		{"journal_mode", "wal", "wal"},
		{"synchronous", "2", "2"},
		{"secure_delete", "1", "1"},
		{"temp_store", "2", "2"},
		{"page_size", "4096", "8192"},
		{"busy_timeout", "10000", "10000"},
		{"user_version", "1", "1"},
	} {
		var registry, answers string
		ok(t, s.registry.QueryRow("PRAGMA "+c.pragma).Scan(&registry))
		ok(t, s.answers.QueryRow("PRAGMA "+c.pragma).Scan(&answers))
		if registry != c.registry || answers != c.answers {
			t.Errorf("%s is %s and %s, want %s and %s", c.pragma, registry, answers, c.registry, c.answers)
		}
	}
	var keys int
	ok(t, s.registry.QueryRow("PRAGMA foreign_keys").Scan(&keys))
	if keys != 1 {
		t.Error("foreign keys are off")
	}
}

// Statistics would keep samples of rows, and a sequence would count them.
func TestNoStatisticsOfAnswers(t *testing.T) {
	files, err := filepath.Glob("*.go")
	ok(t, err)
	for _, file := range append(files, "migrations/answers/0001_init.sql") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		ok(t, err)
		if found := regexp.MustCompile(`(?i)\b(analyze|pragma optimize|autoincrement)\b`).Find(text); found != nil {
			t.Errorf("%s says %s", file, found)
		}
	}
}

// at returns a data folder as the release with that many migrations left it.
func at(t *testing.T, registryVersion, answersVersion int) string {
	t.Helper()
	registry, answers, err := schemas()
	ok(t, err)
	dir := t.TempDir()
	for _, file := range []struct {
		schema     schema
		parameters url.Values
		version    int
	}{{registry, registryWriting, registryVersion}, {answers, answersWriting, answersVersion}} {
		path := filepath.Join(dir, file.schema.file)
		ok(t, touch(path))
		db := open(path, file.parameters)
		db.SetMaxOpenConns(1)
		ok(t, file.schema.migrate(t.Context(), db, file.version))
		ok(t, db.Close())
	}
	return dir
}

// Every schema that was ever released can be opened, and what was stored with
// it is still there.
func TestUpgrade(t *testing.T) {
	registry, answers, err := schemas()
	ok(t, err)
	for r := range registry.migrations {
		for a := range answers.migrations {
			t.Run(fmt.Sprintf("registry %d answers %d", r+1, a+1), func(t *testing.T) {
				dir := at(t, r+1, a+1)
				fill(t, dir)
				s, err := Open(dir)
				ok(t, err)
				closed(t, s)
				ok(t, s.Check(t.Context()))
				session, err := s.Session(t.Context(), "CODE0000")
				ok(t, err)
				if session.Tag != "tag" || session.Round != "round" {
					t.Errorf("session %+v", session)
				}
				pending, err := s.Pending(t.Context(), "round")
				ok(t, err)
				if len(pending) != 1 || string(pending[0].Ciphertext) != "ciphertext" {
					t.Errorf("pending %v", pending)
				}
				var versions [2]int
				ok(t, s.registry.QueryRow(selectVersion).Scan(&versions[0]))
				ok(t, s.answers.QueryRow(selectVersion).Scan(&versions[1]))
				if versions != [2]int{len(registry.migrations), len(answers.migrations)} {
					t.Errorf("versions %v after the upgrade", versions)
				}
			})
		}
	}
}

// fill stores rows as the first schema has them.
func fill(t *testing.T, dir string) {
	t.Helper()
	for file, statements := range map[string][]string{
		registryFile: {
			`INSERT INTO host VALUES (1, 'https://svar.example', 'Region', 'region', '', 0)`,
			`INSERT INTO intervention VALUES ('OG028', 'Nycklar', '["0581"]', '', '', 'språk', 'participants')`,
			`INSERT INTO round VALUES (1, 'round', '2026-H2', 'open', 12, '["core@1"]', 512, 'key', 0, '[]', NULL)`,
			`INSERT INTO session VALUES ('CODE0000', 'round', 'core@1', '0581', 'OG028', 'ambassador', 'none', 20, 'tag', 1, 2, 3, 0, '')`,
		},
		answersFile: {`INSERT INTO pending VALUES ('round', x'00', CAST('ciphertext' AS BLOB))`},
	} {
		db := open(filepath.Join(dir, file), url.Values{})
		for _, statement := range statements {
			_, err := db.Exec(statement)
			ok(t, err)
		}
		ok(t, db.Close())
	}
}

// A migration that fails leaves the file at the schema it had.
func TestMigrationIsWhole(t *testing.T) {
	s := newStore(t)
	broken := schema{file: answersFile, migrations: []string{"", `CREATE TABLE half (x) STRICT; CREATE TABLE half (x)`}}
	if err := broken.migrate(t.Context(), s.answers, 2); err == nil {
		t.Fatal("a broken migration went through")
	}
	var version, tables int
	ok(t, s.answers.QueryRow(selectVersion).Scan(&version))
	ok(t, s.answers.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).Scan(&tables))
	if version != 1 || tables != 0 {
		t.Errorf("version %d, %d half tables", version, tables)
	}
}

func TestNewerVersionIsLeftAlone(t *testing.T) {
	for _, file := range []string{registryFile, answersFile} {
		t.Run(file, func(t *testing.T) {
			s := newStore(t)
			ok(t, s.Close())
			db := open(filepath.Join(s.dir, file), url.Values{})
			for _, statement := range []string{`PRAGMA user_version = 99`, `PRAGMA journal_mode = DELETE`} {
				_, err := db.Exec(statement)
				ok(t, err)
			}
			ok(t, db.Close())
			before := folder(t, s.dir)
			_, err := Open(s.dir)
			fails(t, err, survey.Invalid, "was made by a newer version", "install that version")
			sameFiles(t, folder(t, s.dir), before)
		})
	}
}

// The driver crashes in strange ways with another libc than it was built with.
func TestLibcIsTheDrivers(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "modernc.org/sqlite").Output()
	ok(t, err)
	theirs := libcVersion(t, filepath.Join(strings.TrimSpace(string(dir)), "go.mod"))
	if ours := libcVersion(t, "../../go.mod"); ours != theirs {
		t.Errorf("modernc.org/sqlite was made with modernc.org/libc %s and go.mod has %s; run: go get modernc.org/libc@%s", theirs, ours, theirs)
	}
}

func libcVersion(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	ok(t, err)
	found := regexp.MustCompile(`(?m)^\s*(?:require\s+)?modernc\.org/libc (v\S+)`).FindStringSubmatch(string(text))
	if found == nil {
		t.Fatalf("%s does not require modernc.org/libc", file)
	}
	return found[1]
}
