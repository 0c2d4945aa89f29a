package xlsform_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/xlsform"
)

// sixLanguages is a form of others, with languages as different programs call them.
var sixLanguages = map[string][][]string{
	"survey": {
		{"type", "name", "label::svenska (sv)", "label::Arabic", "label::Dari", "label::ti", "label::somaliska", "label:Українська (uk)", "topic"},
		{"select_one trygg", "n01", "Hur trygg är du hemma?", "ما مدى أمانك في البيت؟", "در خانه چقدر امن هستید؟", "ኣብ ገዛ ክንደይ ውሑስ ኢኹም?", "Guriga intee ammaan ku tahay?", "Наскільки безпечно Вам удома?", "housing"},
		{"select_one trygg", "n02", "Hur trygg är du ute?", "ما مدى أمانك في الخارج؟", "بیرون چقدر امن هستید؟", "ኣብ ደገ ክንደይ ውሑስ ኢኹም?", "Dibadda intee ammaan ku tahay?", "Наскільки безпечно Вам надворі?", "community"},
		{"select_multiple vad", "n03", "Vad gör dig trygg?", "ما الذي يجعلك آمنا؟", "چه چیزی شما را امن می\u200cسازد؟", "እንታይ ውሑስ ይገብረኩም?", "Maxaa ammaan kaa dhiga?", "Що робить Вас у безпеці?", "community"},
	},
	"choices": {
		{"list_name", "name", "label::svenska (sv)", "label::Arabic", "label::Dari", "label::ti", "label::somaliska", "label:Українська (uk)"},
		{"trygg", "a", "Inte alls", "أبدا", "هیچ", "ብፍጹም", "Marnaba", "Зовсім ні"},
		{"trygg", "b", "Lite", "قليلا", "کمی", "ቁሩብ", "In yar", "Трохи"},
		{"trygg", "c", "Mycket", "كثيرا", "زیاد", "ብዙሕ", "Aad", "Дуже"},
		{"trygg", "vet_ej", "Vet inte", "لا أعرف", "نمی\u200cدانم", "ኣይፈልጥን", "Ma garanayo", "Не знаю"},
		{"trygg", "pna", "Vill ej säga", "لا أريد", "نمی\u200cخواهم", "ኣይደልን", "Ma rabo", "Не хочу"},
		{"vad", "ljus", "Ljus", "ضوء", "روشنی", "ብርሃን", "Iftiin", "Світло"},
		{"vad", "folk", "Människor", "ناس", "مردم", "ሰባት", "Dad", "Люди"},
		{"vad", "hund", "En hund", "كلب", "یک سگ", "ከልቢ", "Eey", "Собака"},
		{"vad", "inget", "Inget av detta", "لا شيء من هذا", "هیچ\u200cکدام", "ዋላ ሓደ", "Waxba", "Нічого з цього"},
	},
	"settings": {{"form_title", "form_id", "version"}, {"Trygghet", "Trygghet_2026", "2026112901"}},
}

// book returns a workbook of sheets, each of which is rows of cells.
func book(t testing.TB, sheets map[string][][]string) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for _, name := range slices.Sorted(maps.Keys(sheets)) {
		_, err := file.NewSheet(name)
		ok(t, err)
		for i, row := range sheets[name] {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			ok(t, err)
			ok(t, file.SetSheetRow(name, at, &row))
		}
	}
	ok(t, file.DeleteSheet("Sheet1"))
	var out bytes.Buffer
	ok(t, file.Write(&out))
	return out.Bytes()
}

// edited returns sheets with cells, as in "survey B2", changed.
func edited(t testing.TB, sheets map[string][][]string, cells map[string]string) map[string][][]string {
	t.Helper()
	changed := map[string][][]string{}
	for name, rows := range sheets {
		for _, row := range rows {
			changed[name] = append(changed[name], slices.Clone(row))
		}
	}
	for place, text := range cells {
		name, at, _ := strings.Cut(place, " ")
		column, row, err := excelize.CellNameToCoordinates(at)
		ok(t, err)
		for len(changed[name]) < row {
			changed[name] = append(changed[name], nil)
		}
		for len(changed[name][row-1]) < column {
			changed[name][row-1] = append(changed[name][row-1], "")
		}
		changed[name][row-1][column-1] = text
	}
	return changed
}

// found returns what is said, a line for each: "sheet row: words".
func found(t testing.TB, list []xlsform.Found) []string {
	t.Helper()
	var lines []string
	for _, f := range list {
		lines = append(lines, operator.Text(f))
	}
	return lines
}

// refused returns what is refused of a form.
func refused(t testing.TB, raw []byte, with xlsform.Reading) []xlsform.Found {
	t.Helper()
	_, err := xlsform.Read(raw, with)
	if err == nil {
		return nil
	}
	if survey.KindOf(err) != survey.Invalid {
		t.Fatalf("it fails with %v", err)
	}
	if list := xlsform.FoundIn(err); len(list) > 0 {
		return list
	}
	return []xlsform.Found{{Err: err}}
}

// A form of others becomes a battery: ids in capitals, a shared list a scale, the answers that all
// questions have recognised by their names, and every change is told.
func TestForeignForm(t *testing.T) {
	got, err := xlsform.Read(book(t, sixLanguages), reading(t))
	ok(t, err)
	b := got.Battery
	if b.Ref() != "trygghet-2026@1" || len(b.Questions) != 3 || b.Scales["trygg"] != 3 || len(b.Scales) != 1 {
		t.Fatalf("it is %+v", b)
	}
	for i, want := range []survey.Question{
		{ID: "N01", Kind: survey.Scale, Scale: "trygg", Topic: "housing", DK: true},
		{ID: "N02", Kind: survey.Scale, Scale: "trygg", Topic: "community", DK: true},
		{ID: "N03", Kind: survey.Multi, Own: 3, None: true, Topic: "community"},
	} {
		q := b.Questions[i]
		if q.ID != want.ID || q.Kind != want.Kind || q.Scale != want.Scale || q.Topic != want.Topic || q.DK != want.DK || q.Own != want.Own || q.None != want.None {
			t.Errorf("question %d is %+v, want %+v", i+1, q, want)
		}
	}
	for key, want := range map[string]string{"title": "Trygghet", "scale.trygg.o3": "Mycket", "N03.o4": "Inget av detta"} {
		if text := got.Word("sv", key); text != want {
			t.Errorf("%s is %q, want %q", key, text, want)
		}
	}
	said := strings.Join(found(t, got.Told), "\n")
	for _, want := range []string{
		"survey, row 2: taken for a scale", `choices, row 6: "Vill ej säga" becomes "Vill inte svara"`, "is added, as every question has it: n03",
		"settings, row 2: the form Trygghet_2026 becomes the battery trygghet-2026", "the version is 1", "the name of the form, or what begins it, is not there in",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not tell that %s:\n%s", want, said)
		}
	}
}

// What a battery cannot have is refused with its sheet and row, and what can be left out is told.
func TestVerdicts(t *testing.T) {
	with := reading(t)
	with.Reserved = []string{"core"}
	core, err := xlsform.Read(workbook(t, formOf(t, "core@1")), reading(t))
	ok(t, err)
	with.Batteries = []*survey.Battery{core.Battery, {ID: "tiny", Version: 2}}
	for name, c := range map[string]struct {
		cells map[string]string
		says  string
	}{
		"metadata":           {map[string]string{"survey A5": "deviceid", "survey B5": "d"}, "survey, row 5: \"deviceid\" stores something"},
		"a start time":       {map[string]string{"survey A5": "start", "survey B5": "d"}, "survey, row 5: \"start\" stores something"},
		"a text":             {map[string]string{"survey A3": "text"}, "survey, row 3: \"text\" takes a text"},
		"a number":           {map[string]string{"survey A3": "integer"}, "survey, row 3: \"integer\" takes a text"},
		"a place":            {map[string]string{"survey A3": "geopoint"}, "survey, row 3: \"geopoint\" takes a picture"},
		"a calculation":      {map[string]string{"survey A3": "calculate"}, "survey, row 3: \"calculate\" is computed"},
		"a repeat":           {map[string]string{"survey A3": "begin_repeat"}, "survey, row 3: \"begin_repeat\" asks the same"},
		"a file of options":  {map[string]string{"survey A3": "select_one_from_file a.csv"}, "survey, row 3: \"select_one_from_file a.csv\" takes its options"},
		"an answer of one's": {map[string]string{"survey A3": "select_one trygg or_other"}, "survey, row 3: \"select_one trygg or_other\" takes a text"},
		"no such kind":       {map[string]string{"survey A3": "rank trygg"}, "survey, row 3: \"rank trygg\" is no kind"},
		"no list":            {map[string]string{"survey A3": "select_one"}, "survey, row 3: \"select_one\" names no list"},
		"another list":       {map[string]string{"survey A3": "select_one x"}, "survey, row 3: the list \"x\" is not"},
		"no type":            {map[string]string{"survey A3": ""}, "survey, row 3: the row has no type"},
		"a condition":        {map[string]string{"survey J1": "relevant", "survey J3": "${n01} = 'a'"}, "survey, row 3: no question depends"},
		"a group's":          {map[string]string{"survey J1": "relevant", "survey A5": "begin_group", "survey J5": "${n01} = 'a'", "survey A6": "end group"}, "survey, row 5: no question depends"},
		"half a group":       {map[string]string{"survey A5": "begin_group"}, "survey, row 5: a group begins"},
		"a filter":           {map[string]string{"survey J1": "choice_filter", "survey J3": "a=b"}, "survey, row 3: no options depend"},
		"a constraint":       {map[string]string{"survey J1": "constraint", "survey J4": ". > 3"}, "survey, row 4: \". > 3\" cannot be asked for"},
		"one of several":     {map[string]string{"survey J1": "constraint", "survey J4": "count-selected(.) <= 1"}, "survey, row 4: at most one"},
		"a blank":            {map[string]string{"survey D3": ""}, "survey, row 3: the text in العربية (ar) is missing"},
		"a dash":             {map[string]string{"choices E3": "-"}, "choices, row 3: the text in دری (prs) is missing"},
		"a long text":        {map[string]string{"survey C3": strings.Repeat("å", 301)}, "survey, row 3: a text has more than 300"},
		"an inserted answer": {map[string]string{"survey C3": "Är du ${n01}?"}, "survey, row 3: \"Är du ${n01}?\" inserts"},
		"bold":               {map[string]string{"survey C3": "Är du **trygg**?"}, "survey, row 3: \"Är du **trygg**?\" has marks"},
		"never asked":        {map[string]string{"survey C3": "Vad är ditt personnummer?"}, "survey, row 3: \"personnummer\" asks for"},
		"never in an option": {map[string]string{"choices C3": "Mitt personnummer"}, "choices, row 3: \"personnummer\" asks for"},
		"no topic":           {map[string]string{"survey I3": "luck"}, "survey, row 3: there is no topic \"luck\""},
		"no name":            {map[string]string{"survey B3": ""}, "survey, row 3: the question has no name"},
		"a name twice":       {map[string]string{"survey B3": "N01"}, "survey, row 3: N01 is the name of the question in row 2"},
		"a taken name":       {map[string]string{"survey B3": "k01"}, "survey, row 3: K01 is a question of the battery core"},
		"few options":        {map[string]string{"choices A7": "x", "choices A8": "x"}, "survey, row 4: the question has 2 options"},
		"an option twice":    {map[string]string{"choices B3": "a"}, "choices, row 3: a stands in row 2"},
		"an option's name":   {map[string]string{"choices B3": ""}, "choices, row 3: the option lacks"},
		"an option's kind":   {map[string]string{"choices I1": "kind", "choices I3": "x"}, "choices, row 3: the column kind says"},
		"a flag":             {map[string]string{"survey J1": "sensitive", "survey J3": "maybe"}, "survey, row 3: the column sensitive says"},
		"a timing":           {map[string]string{"survey J1": "timings", "survey J3": "soon"}, "survey, row 3: there is no timing"},
		"no pair":            {map[string]string{"survey J1": "pair", "survey J3": "x"}, "survey, row 3: \"x\" is no question"},
		"no measure":         {map[string]string{"survey J1": "measure", "survey J3": "x"}, "survey, row 3: \"x\" names options"},
		"an unworded one":    {map[string]string{"survey J1": "measure", "survey J3": "c"}, "survey, row 3: the measure has no words"},
		"no direction":       {map[string]string{"survey J1": "better", "survey J3": "up"}, "survey, row 3: nothing is better"},
		"a scale's name":     {map[string]string{"survey J1": "scale", "survey J3": "Å"}, "survey, row 3: \"Å\" cannot be the name"},
		"a scale of several": {map[string]string{"survey J1": "scale", "survey J4": "s"}, "survey, row 4: a question with several"},
		"a scale of core's":  {map[string]string{"survey J1": "scale", "survey J3": "know"}, "survey, row 3: the scale know has other words"},
		"no Swedish":         {map[string]string{"survey C1": "label::français"}, "survey, row 1: there is no Swedish"},
		"which language":     {map[string]string{"survey D1": "label"}, "survey, row 1: the column \"label\" does not say"},
		"a language twice":   {map[string]string{"survey D1": "label::prs"}, "survey, row 1: the column \"label::Dari\" is in a language"},
		"a missing language": {map[string]string{"choices D1": "image"}, "choices, row 1: the column \"label::العربية (ar)\" is missing"},
		"no id":              {map[string]string{"settings B2": ""}, "settings, row 2: the form has no id"},
		"an impossible id":   {map[string]string{"settings B2": "1a"}, "settings, row 2: \"1a\" cannot be"},
		"a built-in one":     {map[string]string{"settings B2": "core"}, "settings, row 2: core is built in"},
		"another version":    {map[string]string{"settings B2": "tiny", "settings C2": "2"}, "settings, row 2: the battery cannot get the version 2"},
		"a later name":       {map[string]string{"settings B2": "tiny", "survey B3": "hur_trygg"}, "survey, row 3: \"hur_trygg\" cannot be an id"},
		"an unknown text":    {map[string]string{"texts A1": "name", "texts B1": "label::sv", "texts A2": "thanks", "texts B2": "Tack"}, "texts, row 2: \"thanks\" is no text"},
	} {
		t.Run(name, func(t *testing.T) {
			lines := found(t, refused(t, book(t, edited(t, sixLanguages, c.cells)), with))
			if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, c.says) }) {
				t.Errorf("it is refused with %q, want %q", lines, c.says)
			}
			if len(lines) > 6 {
				t.Errorf("one fault is refused in %d ways: %q", len(lines), lines)
			}
		})
	}
	for name, c := range map[string]struct {
		cells map[string]string
		says  string
	}{
		"a note":              {map[string]string{"survey A5": "note", "survey B5": "hello"}, "survey, row 5: left out: a note"},
		"a group":             {map[string]string{"survey A5": "begin group", "survey A6": "end group"}, "survey, row 6: left out: questions are not grouped"},
		"required":            {map[string]string{"survey J1": "required", "survey J3": "yes"}, "survey: changed: every question may be passed over, these too: n02"},
		"random order":        {map[string]string{"survey J1": "parameters", "survey J4": "randomize = true"}, "survey, row 4: changed: options always"},
		"disabled":            {map[string]string{"survey J1": "disabled", "survey J3": "yes"}, "survey, row 3: left out: the row is disabled"},
		"a column":            {map[string]string{"survey J1": "appearance", "survey J3": "minimal"}, "survey, row 1: left out: column 10, \"appearance\""},
		"a note's column":     {map[string]string{"survey L3": "minimal"}, "survey, row 1: left out: column 12"},
		"a sheet":             {map[string]string{"entities A1": "x"}, "entities: left out"},
		"an unused list":      {map[string]string{"choices A11": "x", "choices B11": "y", "choices C11": "Y"}, "choices, row 11: left out: no question"},
		"another language":    {map[string]string{"survey K1": "label::français (fr)", "survey K2": "Oui"}, "survey, row 1: left out: the column \"label::français (fr)\" is in a language"},
		"an empty language":   {map[string]string{"survey K1": "label::English (en)"}, "survey, row 1: left out: the column \"label::English (en)\" has no texts"},
		"a name that is none": {map[string]string{"survey B3": "hur_trygg"}, "survey, row 3: the name hur_trygg becomes the id T02"},
		"two forms":           {map[string]string{"settings A3": "Ett till"}, "settings, row 3: left out: a form has one row"},
		"no topic":            {map[string]string{"survey I3": ""}, "survey: given the topic needs, as none is written: n02"},
		"no title":            {map[string]string{"settings A2": ""}, "settings, row 2: the form has no form_title"},
		"an answer first":     {map[string]string{"choices B2": "dk"}, "survey, row 2: changed: in the list trygg"},
	} {
		t.Run("told: "+name, func(t *testing.T) {
			sheets := edited(t, sixLanguages, c.cells)
			if name == "an answer first" {
				sheets["choices"] = slices.Insert(slices.Delete(sheets["choices"], 5, 6), 5, []string{"trygg", "d", "Helt", "تماما", "کاملاً", "ምሉእ", "Dhammaan", "Цілком"})
			}
			got, err := xlsform.Read(book(t, sheets), with)
			if err != nil {
				t.Fatal(operator.Text(err))
			}
			lines := found(t, got.Told)
			if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, c.says) }) {
				t.Errorf("it tells %q, want %q", lines, c.says)
			}
		})
	}
}

// Forms of others are taken in or refused as the subset says, and no row of theirs is dropped in silence.
func TestFormsOfOthers(t *testing.T) {
	for name, says := range map[string][]string{
		"case_insensitivity": {"row 3: \"select_one_external c1\"", "row 4: \"osm c1\""},
		"choice_filter_test": {"row 3: no options depend", "row 4: no options depend"},
		"extra_sheet_names":  {"row 2: \"text\""},
		"group":              {"row 2: \"text\"", "row 4: \"phone number\" stores", "row 5: \"integer\""},
		"loop":               {"row 3: \"begin loop over toilet_type\"", "row 5: \"end loop\""},
		"or_other":           {"row 2: \"select_one colors or_other\"", "row 3: no options depend"},
		"specify_other":      {"row 2: \"select one from sexes or specify other\""},
		"text_and_integer":   {"row 2: \"text\"", "row 3: \"integer\""},
		"yes_or_no_question": {"there is no Swedish"},
		"xlsform_spec_test":  {"row 3: no question depends", "row 15: \"begin repeat\"", "row 34: \"geopoint\"", "row 40: \"calculate\"", "row 48: \"deviceid\""},
		"core":               nil,
	} {
		raw, err := os.ReadFile(filepath.Join("testdata", name+".xlsx"))
		ok(t, err)
		lines := found(t, refused(t, raw, reading(t)))
		if says == nil && len(lines) > 0 {
			t.Errorf("%s is refused: %q", name, lines)
		}
		all := strings.Join(lines, "\n")
		for _, want := range says {
			if !strings.Contains(all, want) {
				t.Errorf("%s is refused without %q:\n%s", name, want, all)
			}
		}
	}
}

// Each row of a form that is taken in is asked, or it is said what became of it.
func TestNoRowIsDropped(t *testing.T) {
	sheets := edited(t, sixLanguages, map[string]string{
		"survey A5": "begin_group", "survey B5": "more", "survey A6": "note", "survey B6": "thanks", "survey A7": "end group",
		"survey J1": "disabled", "survey A8": "text", "survey B8": "off", "survey J8": "yes",
		"choices A11": "unused", "choices B11": "x", "choices A12": "unused", "choices B12": "y", "settings A3": "Ett till",
	})
	got, err := xlsform.Read(book(t, sheets), reading(t))
	ok(t, err)
	said := map[string]bool{}
	for _, f := range got.Told {
		said[fmt.Sprintf("%s %d", f.Sheet, f.Row)] = true
	}
	asked := map[string]bool{}
	for _, q := range got.Battery.Questions {
		for _, option := range q.Options() {
			asked[got.Word("sv", q.TextKey(option))] = true
		}
		asked[got.Word("sv", q.ID)] = true
	}
	for name, rows := range sheets {
		for i, row := range rows[1:] {
			place := fmt.Sprintf("%s %d", name, i+2)
			is := name == "settings" && i == 0 || len(row) > 2 && (asked[row[2]] || row[1] == "vet_ej" || row[1] == "pna")
			if is == said[place] && !(is && (row[1] == "vet_ej" || row[1] == "pna" || row[0] == "select_one trygg" || name == "settings")) {
				t.Errorf("%s, %q: it is asked: %v, and told: %v", place, row, is, said[place])
			}
		}
	}
}
