package sqlite

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
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
	tables, err := all(t.Context(), s.Answers.db, value[string], `SELECT name FROM sqlite_schema`)
	ok(t, err)
	if len(tables) != len(want) {
		t.Errorf("answers.db holds %q", tables)
	}
	for table, columns := range want {
		got, err := all(t.Context(), s.Answers.db, value[string], `SELECT name || ' ' || type FROM pragma_table_info(?)`, table)
		ok(t, err)
		if !slices.Equal(got, columns) {
			t.Errorf("%s has columns %q", table, got)
		}
		kinds, err := all(t.Context(), s.Answers.db, value[string],
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
		{"user_version", "16", "1"},
	} {
		var registry, answers string
		ok(t, s.Registry.db.QueryRow("PRAGMA "+c.pragma).Scan(&registry))
		ok(t, s.Answers.db.QueryRow("PRAGMA "+c.pragma).Scan(&answers))
		if registry != c.registry || answers != c.answers {
			t.Errorf("%s is %s and %s, want %s and %s", c.pragma, registry, answers, c.registry, c.answers)
		}
	}
	var keys int
	ok(t, s.Registry.db.QueryRow("PRAGMA foreign_keys").Scan(&keys))
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
