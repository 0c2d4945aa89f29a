package sqlite

import (
	"fmt"
	"net/url"
	"path/filepath"
	"testing"

	"fragebatteri/survey"
)

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
		ok(t, createEmpty(path))
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
				ok(t, s.Registry.db.QueryRow(selectVersion).Scan(&versions[0]))
				ok(t, s.Answers.db.QueryRow(selectVersion).Scan(&versions[1]))
				if versions != [2]int{len(registry.migrations), len(answers.migrations)} {
					t.Errorf("versions %v after the upgrade", versions)
				}
			})
		}
	}
}

// A session that is older than the announced number was announced for as many as it has places, and a
// poster for nobody.
func TestUpgradeAnnounced(t *testing.T) {
	dir := at(t, 3, 1)
	fill(t, dir)
	db := open(filepath.Join(dir, registryFile), url.Values{})
	_, err := db.Exec(`INSERT INTO session SELECT 'POSTER00', round, battery, municipality, intervention, 'self', timing, capacity, 'other', opens, closes, grace_ends, tickets, discarded FROM session`)
	ok(t, err)
	ok(t, db.Close())
	s, err := Open(dir)
	ok(t, err)
	closed(t, s)
	for code, want := range map[string]int{"CODE0000": 20, "POSTER00": 0} {
		session, err := s.Session(t.Context(), code)
		ok(t, err)
		if session.Announced != want || session.Capacity != 20 {
			t.Errorf("%s is announced for %d and has %d places", code, session.Announced, session.Capacity)
		}
	}
}

// What was imported before releases were published was seen by everybody, and stays so; one whose
// import was not finished was seen by nobody. When rounds were opened and closed is in the audit log.
func TestUpgradePublished(t *testing.T) {
	dir := at(t, 8, 1)
	fill(t, dir)
	db := open(filepath.Join(dir, registryFile), url.Values{})
	for _, statement := range []string{
		`INSERT INTO round (id, name, state, k, batteries, languages, size, public_key, key_kept, areas) SELECT 'sealed', '2026-H1', 'sealed', k, batteries, languages, size, public_key, key_kept, areas FROM round`,
		`INSERT INTO release (id, round, date, json, signature, disposal, sealing) VALUES ('whole', 'sealed', '2026-08-15', x'00', x'00', '{}', 1), ('half', 'round', '2027-01-15', x'00', x'00', '{}', NULL)`,
		`INSERT INTO audit (at, action, what) VALUES ('2026-01-10 08:00', 'round.open', '2026-H1'), ('2026-06-20 15:00', 'round.close', '2026-H1'), ('2026-06-20 16:00', 'round.close', '2026-H1')`,
	} {
		_, err := db.Exec(statement)
		ok(t, err)
	}
	ok(t, db.Close())
	s, err := Open(dir)
	ok(t, err)
	closed(t, s)
	for id, want := range map[string]string{"whole": "2026-08-15", "half": ""} {
		r, err := s.Release(t.Context(), id)
		ok(t, err)
		if r.Published != want {
			t.Errorf("release %s is published on %q, want %q", id, r.Published, want)
		}
	}
	rounds, err := s.Rounds(t.Context())
	ok(t, err)
	if r := rounds[1]; r.Opened != "2026-01-10" || r.Closed != "2026-06-20" || rounds[0].Opened != "" || rounds[0].Closed != "" {
		t.Errorf("the rounds are %+v", rounds)
	}
}

// About which session an ambassador's line is, is forgotten where its round was sealed by an earlier release.
func TestUpgradeForgets(t *testing.T) {
	dir := at(t, 13, 1)
	fill(t, dir)
	db := open(filepath.Join(dir, registryFile), url.Values{})
	for _, statement := range []string{
		`INSERT INTO round (id, name, state, k, batteries, languages, size, public_key, key_kept, areas) SELECT 'sealed', '2026-H1', 'sealed', k, batteries, languages, size, public_key, key_kept, areas FROM round`,
		`INSERT INTO session (code, round, battery, municipality, intervention, channel, timing, capacity, opens, closes, grace_ends, tickets, discarded, announced) VALUES ('SEALED00', 'sealed', 'core@1', '0581', 'OG028', 'ambassador', 'none', 20, 1, 2, 3, 0, '', 20)`,
		`INSERT INTO audit (at, actor, action, what) VALUES ('2026-01-10 08:00', 'ambassador', 'session.open', 'SEALED00'), ('2026-01-10 08:00', 'ambassador', 'session.places', 'SEALED00: 5 more'),
		 ('2026-01-10 08:00', 'officer 0581 x', 'session.close', 'SEALED00'), ('2026-01-10 08:00', 'ambassador', 'session.open', 'CODE0000'), ('2026-01-10 08:00', 'ambassador', 'voice.note', '0581')`,
	} {
		_, err := db.Exec(statement)
		ok(t, err)
	}
	ok(t, db.Close())
	s, err := Open(dir)
	ok(t, err)
	closed(t, s)
	lines, err := s.AuditLog(t.Context())
	ok(t, err)
	want := []string{"", "CODE0000", "SEALED00", "", ""}
	for i, line := range lines {
		if line.What != want[i] {
			t.Errorf("%s by %s says %q, want %q", line.Action, line.Actor, line.What, want[i])
		}
	}
}

// fill stores rows as the first schema has them.
func fill(t *testing.T, dir string) {
	t.Helper()
	for file, statements := range map[string][]string{
		registryFile: {
			`INSERT INTO host (one, base_url, name, kind, signer, demo) VALUES (1, 'https://svar.example', 'Region', 'region', '', 0)`,
			`INSERT INTO intervention (id, name, municipalities, funding, period, category, asked) VALUES ('OG028', 'Nycklar', '["0581"]', '', '', 'språk', 'participants')`,
			`INSERT INTO round (opening, id, name, state, k, batteries, languages, size, public_key, key_kept, areas, grace_ends) VALUES (1, 'round', '2026-H2', 'open', 12, '["core@1"]', '["sv"]', 512, 'key', 0, '[]', NULL)`,
			`INSERT INTO session (code, round, battery, municipality, intervention, channel, timing, capacity, tag, opens, closes, grace_ends, tickets, discarded) VALUES ('CODE0000', 'round', 'core@1', '0581', 'OG028', 'ambassador', 'none', 20, 'tag', 1, 2, 3, 0, '')`,
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
	if err := broken.migrate(t.Context(), s.Answers.db, 2); err == nil {
		t.Fatal("a broken migration went through")
	}
	var version, tables int
	ok(t, s.Answers.db.QueryRow(selectVersion).Scan(&version))
	ok(t, s.Answers.db.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).Scan(&tables))
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
