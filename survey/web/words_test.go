package web_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
)

// spoken lists keys that are put together while the program runs, by how they
// begin; why each is used stands beside it.
var spoken = []string{
	"month.",         // dates: month.1 to month.12
	"date",           // dates
	"option.",        // dk, na, skip and the columns of results: survey.Question.TextKey, Words.Option
	"results.before", // timings: "results." and the timing
	"results.after",
	"results.later",
	"results.none",
	"staff.role.", // by survey.Role, as is "staff.means."
	"staff.means.",
	"desk.invite.", "desk.people.", "desk.state.", "print.invitation.", // by survey.Role and StaffState
	"voice.",         // by survey.Themes, Tone and Said
	"voices.often.",  // by survey.Often
	"reader.reason.", // by survey.Reason
	"reader.fault.",  // by i18n.FaultKind
	"clip.",          // states, and what the script says, by their names in the page
	"guide.",         // by the sections of package guide, which tests that it says all
	"documents.",     // by the parts of package documents, which tests that it says all

	"setup.step.", "setup.kind.", "setup.now.", "setup.state.", // by survey.StepName, StepState, HostKind and RoundState
	"voice.",                                    // by survey.Themes, Tone and Said
	"voices.often.",                             // by survey.Often
	"reader.reason.",                            // by survey.Reason
	"reader.fault.",                             // by i18n.FaultKind
	"clip.",                                     // states, and what the script says, by their names in the page
	"plan.else.", "plan.state.", "plan.timing.", // by treblock.Step, survey.PlanState and Timing
	"voice.",                                                                     // by survey.Themes, Tone and Said
	"voices.often.",                                                              // by survey.Often
	"reader.reason.",                                                             // by survey.Reason
	"reader.fault.",                                                              // by i18n.FaultKind
	"clip.",                                                                      // states, and what the script says, by their names in the page
	"register.asked.", "register.became.", "register.state.", "register.column.", // by the values of an intervention, and its columns
	"register.did.", "register.id", "register.closed", "register.merged_into", // what is told of changes
	"error.csv.", "error.text.", "error.municipality.zero", // what is wrong with a file, by package typed
	"guide.",          // by the sections of package guide, which tests that it says all
	"voice.",          // by survey.Themes, Tone and Said
	"voices.often.",   // by survey.Often
	"reader.reason.",  // by survey.Reason
	"reader.fault.",   // by i18n.FaultKind
	"clip.",           // states, and what the script says, by their names in the page
	"rounds.state.",   // by survey.RoundState
	"rounds.channel.", // by survey.Channel
	"guide.",          // by the sections of package guide, which tests that it says all

	"municipality.state.", "municipality.done.", "closed.done.", // by survey.ReplyState and Done

	// By codes of errors, offline.Strength and sealing.Why.
	"offline.error.", "offline.strength.", "offline.why.",

	"log.group.", "log.action.", "log.did.", // by survey.LogGroups, which a test words one by one
	"batteries.page.", // by the names of samples
	"error.xlsform.",  // what is wrong with a form and what became of it, by package xlsform

	// By survey.DraftState, QuestionKind, QuestionRole and Direction.
	"drafting.state.", "drafting.kind.", "drafting.role.", "drafting.better.",
	"authors.", // by the codes of package authors, which tests that it says all
}

// pageKeys are the keys of the words of the pages, those for officers among them.
func pageKeys(t *testing.T) []string {
	t.Helper()
	var keys []string
	for _, name := range []string{
		locales.Participant, locales.Results, locales.StaffPages, locales.Desk, locales.Sessions, locales.Voice, locales.Guide, locales.Reader, locales.Print, locales.Documents,
		locales.Participant, locales.Results, locales.StaffPages, locales.Desk, locales.Sessions, locales.Voice, locales.Guide, locales.Reader, locales.Print, locales.Setup,
		locales.Participant, locales.Results, locales.StaffPages, locales.Desk, locales.Sessions, locales.Voice, locales.Guide, locales.Reader, locales.Print,
		locales.Plan, locales.Reminder,
		locales.Register,
		locales.Rounds, locales.Sets,
		locales.Municipality, locales.Plain,
		locales.Log, locales.Batteries,
		locales.BatteryFiles,
		locales.Drafting,
		locales.Log, locales.Batteries, locales.Authors,
		locales.Participant, locales.Results, locales.StaffPages, locales.Desk, locales.Sessions, locales.Voice, locales.Guide, locales.Reader, locales.Print, locales.Offline,
	} {
		text, err := fs.ReadFile(locales.Files, name+".sv.json")
		ok(t, err)
		var messages map[string]any
		ok(t, json.Unmarshal(text, &messages))
		keys = slices.AppendSeq(keys, maps.Keys(messages))
	}
	slices.Sort(keys)
	return keys
}

var inTemplate = regexp.MustCompile(`\.(?:T|HTML|N|NHTML) "([a-z][^"]*)"`)

// templateKeys are the keys that templates ask for by name.
func templateKeys(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	var names []string
	for _, pattern := range []string{"*/templates/*.html", "staff/*/templates/*.html", "../paper/templates/*.html", "../offline/templates/*.html"} {
		found, err := filepath.Glob(pattern)
		ok(t, err)
		names = append(names, found...)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		ok(t, err)
		for _, match := range inTemplate.FindAllStringSubmatch(string(text), -1) {
			keys[match[1]] = name
		}
	}
	if len(keys) < 40 {
		t.Fatalf("only %d keys were found in %d templates", len(keys), len(names))
	}
	return keys
}

// goStrings are the strings that Go code outside tests has, and where.
func goStrings(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	root := os.DirFS("../..")
	ok(t, fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, is := n.(*ast.BasicLit); is && literal.Kind == token.STRING {
				if value, err := strconv.Unquote(literal.Value); err == nil {
					found[value] = name
				}
			}
			return true
		})
		return nil
	}))
	return found
}

func TestTemplatesHaveTheirWords(t *testing.T) {
	keys := pageKeys(t)
	for key, name := range templateKeys(t) {
		if !slices.Contains(keys, key) {
			t.Errorf("%s asks for %s, and there are no words for it", name, key)
		}
	}
}

// Every text that Go code names by its key is there: those of errors above all.
func TestCodeHasItsWords(t *testing.T) {
	keys := pageKeys(t)
	named := regexp.MustCompile(`^(error|results|promise|privacy|form|home|nav|option|officer|place|share|checks?|list)\.[a-z.]*[a-z]$`)
	errors := 0
	for value, name := range goStrings(t) {
		if slices.Contains(keys, "error."+value) {
			errors++ // the code of an error
		}
		if !named.MatchString(value) || slices.Contains([]string{".css", ".csv"}, path.Ext(value)) {
			continue
		}
		if !slices.Contains(keys, value) {
			t.Errorf("%s names %q, and there are no words for it", name, value)
		}
	}
	if errors < 15 {
		t.Errorf("only %d texts of errors were found", errors)
	}
	for _, timing := range survey.Timings {
		if !slices.Contains(keys, "results."+string(timing)) {
			t.Errorf("there are no words for the timing %s", timing)
		}
	}
	for _, column := range []string{survey.DontKnow, survey.NoAnswer, survey.Skip, survey.Answered, survey.Chosen, survey.NotChosen} {
		if !slices.Contains(keys, "option."+column) {
			t.Errorf("there are no words for the column %s", column)
		}
	}
}

// officerKeys are keys of words for officers that are put together while the
// program runs.
func officerKeys(t *testing.T) []string {
	t.Helper()
	var keys []string
	for name, categories := range release.Categories {
		keys = append(keys, "officer.check."+name)
		for _, category := range categories {
			keys = append(keys, "officer.check."+name+"."+category, "officer.check."+name+"."+category+".means")
		}
	}
	for _, battery := range surveytest.Catalogue(t).Batteries() {
		for id := range battery.Measures {
			keys = append(keys, survey.Question{ID: id}.MeasureKey())
		}
	}
	keys = append(keys, "officer.check.made_up")
	for _, word := range release.MadeUpWords {
		keys = append(keys, "officer.check.made_up."+word, "officer.check.made_up."+word+".means")
	}
	keys = append(keys, "officer.check."+release.TooFew, "officer.check."+release.TooFew+".means")
	for _, topic := range append(slices.Clone(survey.Topics), "other") {
		keys = append(keys, "officer.topic."+topic)
	}
	for _, kind := range []string{"municipality", "area", "region"} {
		keys = append(keys, "officer.sum."+kind+".what")
	}
	for _, way := range []string{"better", "worse"} {
		for _, kind := range []findings.Kind{findings.SinceLast, findings.BeforeAfter, findings.AgainstRegion} {
			keys = append(keys, "place."+string(kind)+"."+way)
		}
		keys = append(keys, "place.mark.last."+way, "place.mark.region."+way)
	}
	keys = append(keys, "place.half.1", "place.half.2", "checks.genuine", "checks.free", "checks.asked")
	for _, d := range survey.Dimensions {
		keys = append(keys, "officer.by."+string(d), "officer.by."+string(d)+".note")
	}
	keys = append(keys, "officer.gender.o1", "officer.gender.o2")
	for _, channel := range survey.Channels {
		keys = append(keys, "officer.channel."+string(channel))
	}
	for _, tag := range surveytest.AllLanguages {
		keys = append(keys, "officer.language."+tag)
	}
	return append(keys, "officer.channel."+survey.OtherGroup, "officer.language."+survey.OtherGroup)
}

func TestOfficersHaveTheirWords(t *testing.T) {
	keys := pageKeys(t)
	for _, key := range officerKeys(t) {
		if !slices.Contains(keys, key) {
			t.Errorf("there are no words for %s", key)
		}
	}
}

// No words are translated seven times for nothing.
func TestAllWordsAreUsed(t *testing.T) {
	templates, code := templateKeys(t), goStrings(t)
	begins := func(key string) func(string) bool {
		return func(prefix string) bool { return strings.HasPrefix(key, prefix) }
	}
	officers := officerKeys(t)
	for _, key := range pageKeys(t) {
		_, inPage := templates[key]
		_, inCode := code[strings.TrimPrefix(key, "error.")] // errors are made with their codes
		if _, is := code[key]; is {
			inCode = true
		}
		if inPage || inCode || slices.ContainsFunc(spoken, begins(key)) || slices.Contains(officers, key) {
			continue
		}
		t.Errorf("nothing uses %s; take it out of all languages, or say in this test why it stays", key)
	}
}
