package i18n

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// texts are the messages of one file: a string, or a map of plural forms.
type texts map[string]any

// sound returns locale files without fault, in all seven languages, by file name.
func sound() map[string]texts {
	n := func(forms ...string) map[string]any {
		m := map[string]any{}
		for i := 0; i < len(forms); i += 2 {
			m[forms[i]] = forms[i+1]
		}
		return m
	}
	return map[string]texts{
		"participant.sv.json": {"hello": "Hej {{.Who}}", "dk": "Vet inte", "brand": "Frågebatteri",
			"n": n("one", "{{.N}} svar", "other", "{{.N}} svar")},
		"participant.en.json": {"hello": "Hello {{.Who}}", "dk": "Don't know", "brand": "Frågebatteri",
			"n": n("one", "{{.N}} answer", "other", "{{.N}} answers")},
		"participant.so.json": {"hello": "Salaan {{.Who}}", "dk": "Ma aqaan", "brand": "Frågebatteri",
			"n": n("one", "{{.N}} jawaab", "other", "{{.N}} jawaabood")},
		"participant.uk.json": {"hello": "Вітаю, {{.Who}}", "dk": "Не знаю", "brand": "Frågebatteri",
			"n": n("one", "{{.N}} відповідь", "few", "{{.N}} відповіді", "many", "{{.N}} відповідей", "other", "{{.N}} відповіді")},
		"participant.ti.json": {"hello": "ሰላም {{.Who}}", "dk": "ኣይፈልጥን", "brand": "Frågebatteri",
			"n": n("one", "{{.N}} መልሲ", "other", "{{.N}} መልስታት")},
		"participant.ar.json": {"hello": "مرحبا {{.Who}}", "dk": "لا أعرف", "brand": "Frågebatteri",
			"n": n("zero", "{{.N}} إجابة", "one", "{{.N}} إجابة", "two", "{{.N}} إجابتان", "few", "{{.N}} إجابات",
				"many", "{{.N}} إجابة", "other", "{{.N}} إجابة")},
		"participant.fa-AF.json": {"hello": "سلام {{.Who}}", "dk": "نمی\u200cدانم", "brand": "Frågebatteri",
			"n": n("one", "{{.N}} جواب", "other", "{{.N}} جواب")},

		"core.sv.json": {"K01": "Läser du svenska (sfi) nu?", "K01.o1": "Ja", "K01.o2": "Man", "scale.x.o1": "Lite"},
		"core.en.json": {"K01": "Do you study Swedish (sfi) now?", "K01.o1": "Yes", "K01.o2": "Man", "scale.x.o1": "A little"},
		"core.so.json": {"K01": "Ma baratid Iswiidhish (sfi) hadda?", "K01.o1": "Haa", "K01.o2": "Nin", "scale.x.o1": "Wax yar"},
		"core.uk.json": {"K01": "Ви зараз вивчаєте шведську (sfi)?", "K01.o1": "Так", "K01.o2": "Чоловік", "scale.x.o1": "Трохи"},
		"core.ti.json": {"K01": "ሕጂ ቋንቋ ሽወደን (sfi) ትመሃር ዶ?", "K01.o1": "እወ", "K01.o2": "ሰብኣይ", "scale.x.o1": "ቁሩብ"},
		"core.ar.json": {"K01": "هل تدرس السويدية (sfi) الآن؟", "K01.o1": "نعم", "K01.o2": "رجل", "scale.x.o1": "قليلا"},
		"core.fa-AF.json": {"K01": "آیا حالا زبان سویدنی (sfi) می\u200cخوانید؟", "K01.o1": "بلی", "K01.o2": "مرد",
			"scale.x.o1": "کم"},

		"kort.sv.json":    {"scale.x.o1": "Lite", "S1": "Mår du bra?"},
		"kort.en.json":    {"scale.x.o1": "A little", "S1": "Are you well?"},
		"kort.so.json":    {"scale.x.o1": "Wax yar", "S1": "Ma fiican tahay?"},
		"kort.uk.json":    {"scale.x.o1": "Трохи", "S1": "У вас усе добре?"},
		"kort.ti.json":    {"scale.x.o1": "ቁሩብ", "S1": "ደሓን ዶ ኣለኻ?"},
		"kort.ar.json":    {"scale.x.o1": "قليلا", "S1": "هل أنت بخير؟"},
		"kort.fa-AF.json": {"scale.x.o1": "کم", "S1": "آیا خوب هستید؟"},
	}
}

func wants() []Want {
	return []Want{
		{
			File: "core", Keys: []string{"K01", "K01.o1", "K01.o2", "scale.x.o1"}, Questions: []string{"K01"},
			Options:     [][]string{{"K01.o1", "K01.o2", "scale.x.o1", "dk"}},
			SameAllowed: map[string][]string{"K01.o2": {"en"}},
		},
		{File: "kort", Keys: []string{"S1", "scale.x.o1"}, Questions: []string{"S1"}},
	}
}

// inFolder writes the files to a folder, as people keep them.
func inFolder(t *testing.T, files map[string]texts) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		buf, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), buf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestCheckFindsNothingInSoundFiles(t *testing.T) {
	fsys := os.DirFS(inFolder(t, sound()))
	for _, p := range Check(fsys, Languages, wants()) {
		t.Error(p)
	}
	load(t, fsys, Languages)
}

// TestCheckFindsPlantedFaults plants one fault at a time in sound files.
func TestCheckFindsPlantedFaults(t *testing.T) {
	set := func(file, key string, text any) func(map[string]texts) {
		return func(files map[string]texts) { files[file][key] = text }
	}
	form := func(file, key, form, text string) func(map[string]texts) {
		return func(files map[string]texts) { files[file][key].(map[string]any)[form] = text }
	}
	remove := func(file, key string) func(map[string]texts) {
		return func(files map[string]texts) { delete(files[file], key) }
	}
	tests := []struct {
		name      string
		plant     func(map[string]texts)
		file, key string
		mentions  string
	}{
		{"missing in a battery", remove("core.so.json", "K01.o2"), "core.so.json", "K01.o2", "missing"},
		{"missing in the pages", remove("participant.ti.json", "dk"), "participant.ti.json", "dk", "missing"},
		{"missing in the source", remove("core.sv.json", "K01"), "core.sv.json", "K01", "missing"},
		{"a whole file missing", func(f map[string]texts) { delete(f, "core.fa-AF.json") }, "core.fa-AF.json", "", "missing"},
		{"a whole source missing", func(f map[string]texts) { delete(f, "kort.sv.json") }, "kort.sv.json", "", "missing"},
		{"empty", set("core.uk.json", "K01", ""), "core.uk.json", "K01", "no text"},
		{"null", set("core.uk.json", "K01", nil), "core.uk.json", "K01", "no text"},
		{"blank", set("core.uk.json", "K01", " \u00a0 "), "core.uk.json", "K01", "no text"},
		{"empty in the source", set("core.sv.json", "K01", ""), "core.sv.json", "K01", "no text"},
		{"untranslated", set("core.en.json", "K01", "Läser du svenska (sfi) nu?"), "core.en.json", "K01", "Swedish"},
		{"untranslated but for case", set("participant.so.json", "dk", "vet  inte"), "participant.so.json", "dk", "Swedish"},
		{"untranslated where another may", set("core.so.json", "K01.o2", "Man"), "core.so.json", "K01.o2", "Swedish"},
		{"untranslated plural form", form("participant.en.json", "n", "one", "{{.N}} svar"), "participant.en.json", "n", "Swedish"},
		{"a plural form missing", form("participant.ar.json", "n", "two", ""), "participant.ar.json", "n", "two"},
		{"a plural form blank", form("participant.uk.json", "n", "many", "  "), "participant.uk.json", "n", "many"},
		{"a plural form too many", form("participant.so.json", "n", "few", "{{.N}} jawaabo"), "participant.so.json", "n", "few"},
		{"no plural forms", set("participant.fa-AF.json", "n", "{{.N}} جواب"), "participant.fa-AF.json", "n", "one"},
		{"plural forms of a plain text", set("participant.en.json", "dk", map[string]any{"one": "No idea", "other": "Don't know"}),
			"participant.en.json", "dk", "one"},
		{"a plural form missing in the source", set("participant.sv.json", "n", map[string]any{"one": "{{.N}} svar"}),
			"participant.sv.json", "n", "other"},
		{"a placeholder missing", set("participant.ti.json", "hello", "ሰላም"), "participant.ti.json", "hello", "{{.Who}}"},
		{"a placeholder misspelt", set("participant.uk.json", "hello", "Вітаю, {{.Whom}}"), "participant.uk.json", "hello", "{{.Whom}}"},
		{"a placeholder missing in one form", form("participant.ar.json", "n", "few", "إجابات"), "participant.ar.json", "n", "few"},
		{"a placeholder missing in a form of the source", form("participant.sv.json", "n", "one", "Ett svar"), "participant.sv.json", "n", "one"},
		{"a placeholder that is none", set("participant.en.json", "hello", "Hello {{ .Who }}"), "participant.en.json", "hello", "{{.Name}}"},
		{"a key too many in a battery", set("core.en.json", "K99", "What?"), "core.en.json", "K99", "not a key"},
		{"a key too many in every language", func(files map[string]texts) {
			for name := range files {
				if strings.HasPrefix(name, "core.") {
					files[name]["K99"] = "1"
				}
			}
		}, "core.sv.json", "K99", "not a key"},
		{"a key too many in the pages", set("participant.en.json", "helo", "Hello"), "participant.en.json", "helo", "not a key"},
		{"a step that the scale words", set("core.en.json", "K02.o1", "A bit"), "core.en.json", "K02.o1", "scale"},
		{"two equal options", set("core.ti.json", "K01.o2", "እወ"), "core.ti.json", "K01.o2", "K01.o1"},
		{"two equal options but for case", set("core.sv.json", "K01.o2", "JA "), "core.sv.json", "K01.o2", "K01.o1"},
		{"an option equal to one of the pages", set("core.en.json", "K01.o2", "Don't know"), "participant.en.json", "dk", "K01.o2"},
		{"a scale word that differs", set("kort.en.json", "scale.x.o1", "A bit"), "kort.en.json", "scale.x.o1", "core.en.json"},
		{"a key in two files", set("kort.en.json", "K01", "What now?"), "kort.en.json", "K01", "core.en.json"},
		{"a question of 16 words", set("core.sv.json", "K01", "Läser du nu "+strings.Repeat("mycket ", 12)+"svenska?"),
			"core.sv.json", "K01", "16 words"},
		{"markup", set("participant.en.json", "dk", "Don't <b>know</b>"), "participant.en.json", "dk", "markup"},
		{"an entity", set("participant.so.json", "dk", "Ma&nbsp;aqaan"), "participant.so.json", "dk", "markup"},
		{"a line end", set("participant.en.json", "dk", "Don't\nknow"), "participant.en.json", "dk", "U+000A"},
		{"a direction mark", set("participant.ar.json", "dk", "لا \u200fأعرف"), "participant.ar.json", "dk", "U+200F"},
		{"a zero-width space", set("participant.en.json", "dk", "Don't\u200bknow"), "participant.en.json", "dk", "U+200B"},
		{"a non-joiner in Arabic", set("participant.ar.json", "dk", "لا\u200cأعرف"), "participant.ar.json", "dk", "U+200C"},
		{"a broken encoding", set("participant.so.json", "dk", "Ma aqa\ufffdn"), "participant.so.json", "dk", "U+FFFD"},
		{"a fault in one plural form", form("participant.uk.json", "n", "few", "{{.N}} ответы"), "participant.uk.json", "n", "few: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := sound()
			test.plant(files)
			problems := Check(os.DirFS(inFolder(t, files)), Languages, wants())
			found := slices.ContainsFunc(problems, func(p Problem) bool {
				return p.File == test.file && p.Key == test.key && strings.Contains(p.What, test.mentions)
			})
			if !found {
				t.Errorf("want a problem in %s at %q that mentions %q, got %v", test.file, test.key, test.mentions, problems)
			}
		})
	}
}

// TestCheckBlamesNothingElse makes sure that a fault in a translation is reported once, where it is.
func TestCheckBlamesNothingElse(t *testing.T) {
	files := sound()
	delete(files["core.so.json"], "K01.o2")
	files["participant.uk.json"]["dk"] = "Не ыкаю"
	got := Check(os.DirFS(inFolder(t, files)), Languages, wants())
	want := []string{
		`core.so.json: K01.o2: is missing; add it`,
		`participant.uk.json: dk: has letters that uk is not written with: 'ы' (U+044B); ` +
			`correct them, or put a Swedish word in parentheses`,
	}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i].String() != want[i] {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

func TestCheckReportsAllSorted(t *testing.T) {
	files := sound()
	files["participant.en.json"]["dk"] = "Vet <inte> ٣"
	delete(files["core.ar.json"], "K01")
	delete(files, "kort.uk.json")
	dir := inFolder(t, files)
	for name, content := range map[string]string{"participant.xx.json": `{}`, "core.prs.json": `{}`, "more.sv.json": `{`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	problems := Check(os.DirFS(dir), Languages, wants())
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
		if strings.Contains(p.String(), "\n") {
			t.Errorf("more than one line: %q", p)
		}
	}
	if !slices.IsSorted(lines) {
		t.Errorf("not sorted:\n%s", strings.Join(lines, "\n"))
	}
	all := strings.Join(lines, "\n")
	for _, want := range []string{
		"participant.en.json: dk: has markup", "participant.en.json: dk: has digits", "core.ar.json: K01: is missing",
		"kort.uk.json: is missing", "participant.xx.json: ", "core.prs.json: must be called core.fa-AF.json", "more.sv.json: is refused",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
}

func TestCheckOfNothing(t *testing.T) {
	if problems := Check(fstest.MapFS{}, Languages, nil); len(problems) > 0 {
		t.Errorf("got %v", problems)
	}
	problems := Check(os.DirFS(filepath.Join(t.TempDir(), "nothing")), Languages, nil)
	if len(problems) != 1 || problems[0].File != "." {
		t.Errorf("got %v", problems)
	}
	problems = Check(fstest.MapFS{}, Languages, []Want{{File: "core", Keys: []string{"K01"}, Questions: []string{"K01"}}})
	if len(problems) != len(Languages) {
		t.Errorf("got %v", problems)
	}
}

// TestCheckOfFileWithoutSource checks what can be checked of a translation that nothing was translated to.
func TestCheckOfFileWithoutSource(t *testing.T) {
	files := map[string]texts{}
	maps.Copy(files, sound())
	files["lost.en.json"] = texts{"L1": "", "L2": "Thirty ٣٠"}
	problems := Check(os.DirFS(inFolder(t, files)), Languages, wants())
	for _, want := range []string{"lost.sv.json: is missing", "lost.en.json: L1: has no text", "lost.en.json: L2: has digits"} {
		if !slices.ContainsFunc(problems, func(p Problem) bool { return strings.HasPrefix(p.String(), want) }) {
			t.Errorf("no %q in %v", want, problems)
		}
	}
}
