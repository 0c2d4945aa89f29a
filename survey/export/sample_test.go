package export

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/treblock"
)

// testWords are words without a locale; some of them are traps.
type testWords struct{}

func (testWords) Text(key string) string { return "T:" + key }

func (testWords) Municipality(code string) string {
	return map[string]string{"0581": "Norrköping", "0580": "Linköping"}[code]
}

func (testWords) Region(code string) string { return "Östergötland (" + code + ")" }

func (testWords) Intervention(id string) string {
	return map[string]string{"OG028": "Språk; kafé", "OG030": "=HYPERLINK(\"x\")"}[id]
}

func (testWords) Question(battery, question string) string {
	if question == "K02" {
		return "Rad ett\nrad två, \"citat\""
	}
	return battery + " " + question + "?"
}

func (testWords) Option(_, question, column string) string {
	if question == "D1" && column == "o2" {
		return "man"
	}
	return map[string]string{"o1": "-ett", "o2": "+två", "o3": "@tre", "dk": "\tvet ej", "none": "inget av dessa", "answered": "valde något", "na": "\rvill inte", "skip": "hoppade över"}[column]
}

func plainTables(n int) map[string][]int {
	return map[string][]int{
		"K02":    {0, n - 3, 3, 0, 0},
		"K19":    {n - 3, 0, 3, 0},
		"K19.o1": {0, n}, "K19.o2": {n - 6, 6}, "K19.o3": {n, 0},
	}
}

// view is a view of groups with plain tables: keys, each with its number of answers.
func view(by survey.Dimension, where, question string, keys []string, n ...int) release.View {
	v := release.View{By: by, Where: where, Question: question}
	for i, key := range keys {
		tables := plainTables(n[i])
		v.Groups = append(v.Groups, release.Group{Key: key, N: n[i], Q: tables})
	}
	return v
}

// sampleBattery has questions that define views, one of several choices and one that is sensitive.
func sampleBattery(t testing.TB) *survey.Battery {
	t.Helper()
	battery := &survey.Battery{ID: "core", Version: 3, Measures: map[string]survey.Measure{
		"K02": {Options: []string{"o2", "o3"}, Better: survey.More},
	}, Questions: []survey.Question{
		{ID: "D1", Kind: survey.Choice, Own: 3, Topic: "about", Role: survey.RoleGender},
		{ID: "D3", Kind: survey.Choice, Own: 3, Topic: "about", Role: survey.RoleTime},
		{ID: "K02", Kind: survey.Choice, Own: 3, Topic: "about"},
		{ID: "K09", Kind: survey.Choice, Own: 3, Topic: "health", DK: true, Sensitive: true},
		{ID: "K19", Kind: survey.Multi, Own: 3, None: true, Topic: "needs"},
	}}
	if err := battery.Prepare(); err != nil {
		t.Fatal(err)
	}
	return battery
}

// samples are the sample by both methods.
func samples(t testing.TB) map[string]release.Release {
	t.Helper()
	return map[string]release.Release{release.Method: sample(t), release.FirstMethod: parsed(t, releasetest.First(t, sample(t)))}
}

// sample returns a release that package release finds nothing wrong with: blocks of five steps,
// views by everything, and every kind of withheld.
func sample(t testing.TB) release.Release {
	t.Helper()
	r := release.Release{
		Method: release.Method, Mixed: treblock.MixPercent, ID: "abcdefgh23456722", Round: "2026-H2", Sealed: "2026-12-01", K: 12, Demo: true,
		Batteries: []release.Battery{release.BatteryOf(sampleBattery(t))},
		Parts: []release.Part{
			{
				Battery: "core@3", Base: 3, K: 12, Questions: []string{"K02", "K19"},
				Blocks: []release.Block{
					{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After, N: 54, Q: plainTables(54)},
					{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before, N: 12, Q: plainTables(12)},
					{Step: 3, Region: "05", Intervention: "OG030", N: 15, OneSession: true, Q: plainTables(15)},
					{Step: 3, Region: "12", Intervention: "OG030", N: 15, Q: plainTables(15)},
					{Step: 4, Municipality: "0580", N: 12, Q: plainTables(12)},
					{Step: 4, Municipality: "0581", N: 33, Q: plainTables(33)},
					{Step: 5, Area: "-Kinda – Ydre", N: 12, Q: plainTables(12)},
					{Step: 6, Region: "05", N: 18, Q: plainTables(18)},
				},
				Views: []release.View{
					view(survey.ByChannel, "05", "", []string{"ambassador", "other"}, 60, 45),
					view(survey.ByGender, "05", "D1", []string{"o1", "o2"}, 30, 24),
					view(survey.ByGender, "0581", "D1", []string{"o1", "o2"}, 45, 36),
					view(survey.ByLanguage, "05", "", []string{"ar", "fa-AF", "other", "ti"}, 48, 36, 30, 12),
					view(survey.ByTime, "05", "D3", []string{"o1-o2", "o3"}, 60, 48),
				},
			},
			{
				Battery: "core@3", Base: 5, K: 20, Questions: []string{"K09"},
				Blocks: []release.Block{
					{Step: 4, Municipality: "0581", N: 45, Q: map[string][]int{"K09": {10, 15, 5, 5, 0, 10}}},
					{Step: 6, Region: "05", N: 20},
					{Step: 6, Region: "12", N: 35, Q: map[string][]int{"K09": {10, 10, 5, 5, 0, 5}}},
				},
				Views: []release.View{{By: survey.ByGender, Where: "05", Question: "D1", Groups: []release.Group{
					{Key: "o1", N: 35, Q: map[string][]int{"K09": {10, 10, 5, 5, 0, 5}}}, {Key: "o2", N: 20, Q: map[string][]int{"K09": {5, 5, 5, 0, 0, 5}}},
				}}},
			},
		},
		Withheld: []release.Withheld{
			{Part: 0, Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming},
			{Part: 0, Block: new(1), Table: "K19.o1"},
			{Part: 1, Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming},
			{Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After},
			{Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before},
			{Part: 1, Block: new(1), Table: "K09"},
		},
		Honesty: release.Honesty{"core@3": {
			release.Straight: "few", release.Contradiction: "many", release.Ceiling: "none", release.Nonresponse: "low",
			release.Help: "some", release.Frank: "most", release.Channel: release.TooFew, release.ChannelSees: release.TooFew,
		}},
		MadeUp:        "some",
		Participation: []release.Participation{{Municipality: "0512", Announced: 6}, {Municipality: "0581", Announced: 120, Received: new(102)}},
	}
	delete(r.Parts[0].Blocks[1].Q, "K19.o1")
	r.Audit = r.Count()
	return parsed(t, r)
}

// parsed returns the release as it is read from its file, and makes sure that nothing is wrong with
// it.
func parsed(t testing.TB, r release.Release) release.Release {
	t.Helper()
	text, err := r.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	read, err := release.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if found := read.Check(); len(found) > 0 {
		t.Fatalf("the sample is wrong: %q", found)
	}
	return read
}
