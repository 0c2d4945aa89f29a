package export

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
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
	return map[string]string{"o1": "-ett", "o2": "+två", "o3": "@tre", "dk": "\tvet ej", "na": "\rvill inte", "skip": "hoppade över"}[column]
}

func plainTables(n int) map[string][]int {
	return map[string][]int{
		"K02":    {0, n - 3, 3, 0, 0},
		"K19":    {n - 3, 0, 3, 0},
		"K19.o1": {0, n}, "K19.o2": {n - 6, 6}, "K19.o3": {n, 0},
	}
}

// sample returns a release that package release finds nothing wrong with.
func sample(t testing.TB) release.Release {
	t.Helper()
	battery := &survey.Battery{ID: "core", Version: 3, Questions: []survey.Question{
		{ID: "K02", Kind: survey.Choice, Own: 3, Area: "about"},
		{ID: "K09", Kind: survey.Choice, Own: 3, Area: "health", DK: true, Sensitive: true},
		{ID: "K19", Kind: survey.Multi, Own: 3, None: true, Area: "needs"},
	}}
	if err := battery.Prepare(); err != nil {
		t.Fatal(err)
	}
	r := release.Release{
		Method: release.Method, ID: "abcdefgh23456722", Round: "2026-H2", Sealed: "2026-12-01", K: 12, Demo: true,
		Batteries: []release.Battery{release.BatteryOf(battery)},
		Parts: []release.Part{
			{
				Battery: "core@3", Base: 3, K: 12, Questions: []string{"K02", "K19"},
				Blocks: []release.Block{
					{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before, N: 12, Q: plainTables(12)},
					{Step: 3, Region: "05", Intervention: "OG030", N: 15, Q: plainTables(15)},
					{Step: 3, Region: "12", Intervention: "OG030", N: 15, Q: plainTables(15)},
					{Step: 4, Municipality: "0580", N: 12, Q: plainTables(12)},
					{Step: 4, Municipality: "0581", N: 33, Q: plainTables(33)},
					{Step: 5, Area: "-Kinda–Ydre", N: 12, Q: plainTables(12)},
					{Step: 6, Region: "05", N: 18, Q: plainTables(18)},
				},
			},
			{
				Battery: "core@3", Base: 5, K: 20, Questions: []string{"K09"},
				Blocks: []release.Block{
					{Step: 4, Municipality: "0581", N: 45, Q: map[string][]int{"K09": {10, 15, 5, 5, 0, 10}}},
					{Step: 6, Region: "05", N: 20},
				},
			},
		},
		Withheld: []release.Withheld{
			{Part: 0, Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming},
			{Part: 0, Block: new(0), Table: "K19.o1"},
			{Part: 1, Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming},
			{Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before},
			{Part: 1, Block: new(1), Table: "K09"},
		},
	}
	delete(r.Parts[0].Blocks[0].Q, "K19.o1")
	r.Audit = r.Count()
	text, err := r.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := release.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if found := parsed.Check(); len(found) > 0 {
		t.Fatalf("the sample is wrong: %q", found)
	}
	return parsed
}
