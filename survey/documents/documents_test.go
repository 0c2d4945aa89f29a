package documents

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/treblock"
)

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// languages are those that documents are in.
var languages = []string{"sv", "en"}

// factsOf are the facts of a store in which nothing has been done, on a given day.
func factsOf(t *testing.T) Facts {
	t.Helper()
	day := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	facts, err := FactsOf(t.Context(), survey.New(surveytest.DB(t), surveytest.Catalogue(t), func() time.Time { return day }).Participants)
	ok(t, err)
	return facts
}

// text is all that a document says.
func text(t *testing.T, name, tag string, f Facts) string {
	t.Helper()
	d, known := Make(name, surveytest.Catalog(t).Printer(tag), f)
	if !known {
		t.Fatalf("there is no document %s", name)
	}
	lines := []string{d.Title, d.For}
	add := func(texts ...Text) {
		for _, said := range texts {
			lines = append(lines, said.String())
		}
	}
	add(d.Marks...)
	for _, s := range d.Sections {
		lines = append(lines, fmt.Sprintf("%d. %s", s.Number, s.Title))
		for _, p := range s.Parts {
			if p.Text != nil {
				add(p.Text)
			}
			add(p.Items...)
			if p.Table != nil {
				lines = append(lines, p.Table.Head...)
				for _, row := range p.Table.Rows {
					add(row...)
				}
			}
		}
	}
	return strings.Join(lines, "\n")
}

// all is what all documents in both languages say.
func all(t *testing.T, f Facts) string {
	t.Helper()
	var b strings.Builder
	for _, tag := range languages {
		for _, name := range Names {
			b.WriteString(text(t, name, tag, f) + "\n")
		}
	}
	return b.String()
}

// Whoever hosts and however keys are kept, every document says all it is there for.
func TestDocumentsAreWhole(t *testing.T) {
	facts := factsOf(t)
	for _, facts.Host.Kind = range survey.HostKinds {
		for _, keptHere := range []bool{false, true} {
			facts.Promise = survey.PromiseToAll(facts.Host, []survey.Round{{State: survey.RoundOpen, KeyKept: keptHere}})
			for _, tag := range languages {
				for _, name := range Names {
					where := fmt.Sprintf("%s in %s for a %s, key kept here %v", name, tag, facts.Host.Kind, keptHere)
					d, _ := Make(name, surveytest.Catalog(t).Printer(tag), facts)
					for _, s := range d.Sections {
						if len(s.Parts) == 0 || s.Title == "" {
							t.Errorf("%s: section %d is empty", where, s.Number)
						}
					}
					said := text(t, name, tag, facts)
					for _, line := range strings.Split(said, "\n") {
						if line == "" || strings.Contains(line, "{{") || strings.HasPrefix(line, prefix) || strings.ContainsAny(line, "\u2068\u2069") {
							t.Errorf("%s: it says %q", where, line)
						}
					}
					if !strings.Contains(said, facts.Host.Name) || !strings.Contains(said, "29 ") || !strings.Contains(said, facts.Host.BaseURL) {
						t.Errorf("%s: it does not say of whom and when it is", where)
					}
				}
			}
		}
	}
	if _, known := Make("secrets", surveytest.Catalog(t).Printer("sv"), facts); known {
		t.Error("there are documents that there are not")
	}
}

// What is said of keys is what holds: nobody reads of a key elsewhere where it is not so.
func TestDocumentsSayWhereKeysAre(t *testing.T) {
	facts := factsOf(t)
	const elsewhere, here, nobody = "finns inte på servern", "Obs!", "Ingen på kommunen kan se"
	if said := text(t, "assessment", "sv", facts); !strings.Contains(said, elsewhere) || strings.Contains(said, here) {
		t.Error("it does not say that the key is elsewhere")
	}
	facts.Promise = survey.PromiseToAll(facts.Host, []survey.Round{{State: survey.RoundOpen, KeyKept: true}})
	for _, name := range []string{"assessment", "threats", "information", "record"} {
		said := text(t, name, "sv", facts)
		if strings.Contains(said, "Den privata nyckeln till svaren finns inte") || strings.Contains(said, nobody) || name != "information" && !strings.Contains(said, here) {
			t.Errorf("%s promises what does not hold:\n%s", name, said)
		}
	}
}

// Numbers are those of the program, and each of them stands where it is read.
func TestFactsFollowTheProgram(t *testing.T) {
	facts := factsOf(t)
	if facts.MixPercent != treblock.MixPercent || facts.Plain != treblock.Plain(survey.SmallestK) || facts.Sensitive != treblock.Sensitive(survey.SmallestK) ||
		facts.Grace != survey.Grace || facts.ReceiptsKept != survey.ReceiptsKept || facts.Method != release.Method || facts.DeskHolds != survey.DeskHolds {
		t.Errorf("the facts are %+v", facts)
	}
	before := all(t, facts)
	for what, change := range map[string]func(*Facts) string{
		"mixing":            func(f *Facts) string { f.MixPercent = 35; return "35 procent" },
		"how sure":          func(f *Facts) string { f.MixPercent = 35; return "72 procent" },
		"smallest block":    func(f *Facts) string { f.Plain.K = 15; return "minst 15 svar" },
		"promise":           func(f *Facts) string { f.Promise.Others = 14; return "minst 14 andra" },
		"base":              func(f *Facts) string { f.Plain.Base = 7; return "multiplar av 7" },
		"outside":           func(f *Facts) string { f.Plain.Outside = 9; return "minst 9 från andra tillfällen" },
		"sensitive":         func(f *Facts) string { f.Sensitive.K = 25; return "minst 25 svar" },
		"sensitive base":    func(f *Facts) string { f.Sensitive.Base = 8; return "multiplar av 8" },
		"sensitive outside": func(f *Facts) string { f.Sensitive.Outside = 11; return "minst 11 från" },
		"sessions":          func(f *Facts) string { f.Sensitive.Sessions = 4; return "minst 4 tillfällen" },
		"many":              func(f *Facts) string { f.Sensitive.Many = 45; return "minst 45 svar" },
		"views":             func(f *Facts) string { f.ViewAnswers = 144; return "144 svar" },
		"view blocks":       func(f *Facts) string { f.ViewBlocks = 4; return "minst 4 grupper" },
		"patience":          func(f *Facts) string { f.Patience = 5; return "högst 5 omgångar" },
		"voices":            func(f *Facts) string { f.FewestVoices = 6; return "minst 6 grupper" },
		"grace":             func(f *Facts) string { f.Grace = 36 * time.Hour; return "emot i 36 timmar" },
		"receipts":          func(f *Facts) string { f.ReceiptsKept = 60 * time.Hour; return "60 timmar efter" },
		"invitations":       func(f *Facts) string { f.InvitationHolds = 240 * time.Hour; return "10 dagar" },
		"desk":              func(f *Facts) string { f.DeskHolds = 9 * time.Hour; return "9 timmar vid" },
		"idle":              func(f *Facts) string { f.DeskIdle = 45 * time.Minute; return "45 minuter utan" },
		"phone":             func(f *Facts) string { f.PhoneHolds = 720 * time.Hour; return "30 dagar på egen" },
		"ended":             func(f *Facts) string { f.EndedKept = 30 * time.Hour; return "30 timmar efter" },
		"method":            func(f *Facts) string { f.Method = "treblock-3/9"; return "treblock-3/9" },
		"contact":           func(f *Facts) string { f.Host.Contact = "010-123 45 67"; return "010-123 45 67" },
		"languages":         func(f *Facts) string { f.Languages = []string{"so", "uk"}; return "Språk: Somaliska, Ukrainska." },
	} {
		changed := facts
		if want := change(&changed); strings.Contains(before, want) || !strings.Contains(all(t, changed), want) {
			t.Errorf("%s: no document comes to say %q", what, want)
		}
	}
}

// The questions are those that are asked now, or that could be, with how each is counted.
func TestDocumentsListTheQuestions(t *testing.T) {
	said := text(t, "assessment", "sv", factsOf(t))
	for _, b := range newest(surveytest.Catalogue(t).Batteries()) {
		for _, q := range b.Questions {
			want := "I grupper om minst 12"
			if q.Sensitive {
				want = "Känslig: i grupper om minst 20"
			}
			if !strings.Contains(said, b.ID+" "+q.ID+"\n"+surveytest.Catalog(t).Printer("sv").T(q.ID)+"\n"+want) {
				t.Errorf("it does not say what %s %s is and how it is counted", b.ID, q.ID)
			}
		}
	}
}

// What is stored is described, table by table and column by column.
func TestSchemaIsThatOfTheDatabase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "instance")
	store, err := sqlite.Create(dir, surveytest.Host, nil, nil)
	ok(t, err)
	ok(t, store.Close())
	stored := map[string][]string{}
	for _, file := range []string{answersFile, registryFile} {
		db, err := sql.Open("sqlite", filepath.Join(dir, file))
		ok(t, err)
		rows, err := db.QueryContext(t.Context(), `SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'`)
		ok(t, err)
		for rows.Next() {
			var table, column string
			ok(t, rows.Scan(&table, &column))
			stored[file+" "+table] = append(stored[file+" "+table], column)
		}
		ok(t, rows.Err())
		ok(t, rows.Close())
		ok(t, db.Close())
	}
	described := map[string][]string{}
	for _, s := range Schema {
		described[s.File+" "+s.Table] = s.Columns
	}
	for table, columns := range stored {
		slices.Sort(columns)
		if got := slices.Sorted(slices.Values(described[table])); !slices.Equal(got, columns) {
			t.Errorf("%s has the columns %q, and documents describe %q; describe it in Schema, and in the texts documents.stored", table, columns, got)
		}
	}
	for table := range described {
		if stored[table] == nil {
			t.Errorf("documents describe %s, which is not stored", table)
		}
	}
}

// Every text is asked for by some document, and every text that one asks for is there.
func TestAllWordsAreUsed(t *testing.T) {
	raw, err := fs.ReadFile(locales.Files, locales.Documents+".sv.json")
	ok(t, err)
	var messages map[string]any
	ok(t, json.Unmarshal(raw, &messages))
	asked := []string{"documents.contact", "documents.template", "documents.filled", "documents.gaps"}
	asked = append(asked, "documents.menu", "documents.lead", "documents.careful", "documents.read", "documents.download", "documents.use") // by pages
	for _, name := range Names {
		key := prefix + name
		asked = append(asked, key, key+".for")
		for _, s := range contents[name] {
			asked = append(asked, key+"."+s.name)
			for _, p := range s.parts {
				asked = append(asked, p.keys(key+"."+s.name)...)
			}
		}
	}
	slices.Sort(asked)
	asked = slices.Compact(asked)
	there := slices.Sorted(maps.Keys(messages))
	for _, key := range there {
		if !slices.Contains(asked, key) {
			t.Errorf("no document asks for %s", key)
		}
	}
	for _, key := range asked {
		if !slices.Contains(there, key) {
			t.Errorf("there are no words for %s", key)
		}
	}
}
