package release

import (
	"testing"

	"fragebatteri/survey"
)

// testBattery has questions of each kind, one that is sensitive and two that define views.
func testBattery(t testing.TB) *survey.Battery {
	t.Helper()
	b := &survey.Battery{
		ID: "core", Version: 1, Scales: map[string]int{"amount": 4},
		Questions: []survey.Question{
			{ID: "K01", Kind: survey.Scale, Scale: "amount", Topic: "work", DK: true},
			{ID: "K02", Kind: survey.Choice, Own: 3, Topic: "about", Role: survey.RoleGender},
			{ID: "K03", Kind: survey.Choice, Own: 3, Topic: "about", Role: survey.RoleTime},
			{ID: "K09", Kind: survey.Scale, Scale: "amount", Topic: "health", DK: true, Sensitive: true},
			{ID: "K19", Kind: survey.Multi, Own: 3, None: true, Topic: "needs", DK: true},
		},
	}
	if err := b.Prepare(); err != nil {
		t.Fatal(err)
	}
	return b
}

func plainTables(n int) map[string][]int {
	return map[string][]int{
		"K01":    {3, 0, n - 9, 3, 0, 3, 0},
		"K19":    {n - 3, 0, 0, 3, 0},
		"K19.o1": {0, n}, "K19.o2": {n - 6, 6}, "K19.o3": {n, 0},
	}
}

// group is a group of a view.
func group(key string, n int) Group { return Group{Key: key, N: n, Q: plainTables(n)} }

func sampleChecks() Checks {
	return Checks{
		Straight: "few", Contradiction: "many", Ceiling: "none", Nonresponse: "low", Help: "some", Frank: "most",
		Channel: TooFew, ChannelSees: TooFew,
	}
}

// sample returns a release that obeys every rule, with blocks of five steps, a view, and both kinds
// of withheld.
func sample(t testing.TB) Release {
	t.Helper()
	asked := Withheld{Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming}
	r := Release{
		Method: Method, ID: "abcdefgh23456722", Mixed: 20, Round: "2026-H2", Sealed: "2026-12-01", K: 12,
		Batteries: []Battery{BatteryOf(testBattery(t))},
		Parts: []Part{
			{
				Battery: "core@1", Base: 3, K: 12, Questions: []string{"K01", "K19"},
				Blocks: []Block{
					{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before, N: 12, Q: plainTables(12)},
					{Step: 3, Region: "05", Intervention: "OG030", N: 15, OneSession: true, Q: plainTables(15)},
					{Step: 4, Municipality: "0581", N: 45, Q: plainTables(45)},
					{Step: 5, Area: "Kinda–Ydre", N: 12, Q: plainTables(12)},
					{Step: 6, Region: "05", N: 18, Q: plainTables(18)},
				},
				Views: []View{{By: survey.ByGender, Where: "05", Question: "K02", Groups: []Group{
					group("o1", 12), group("o2", 18),
				}}},
			},
			{
				Battery: "core@1", Base: 5, K: 20, Questions: []string{"K09"},
				Blocks: []Block{
					{Step: 4, Municipality: "0581", N: 45, Q: map[string][]int{"K09": {10, 5, 15, 5, 5, 0, 5}}},
					{Step: 6, Region: "05", N: 20, Q: map[string][]int{}},
				},
			},
		},
		Withheld: []Withheld{
			asked,
			{Part: 0, Block: new(1), Table: "K19.o1"},
			{Part: 1, Municipality: "0580", Intervention: "OG028", Timing: survey.NoTiming},
			{Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before},
			{Part: 1, Block: new(1), Table: "K09"},
		},
		Honesty: Honesty{"core@1": sampleChecks()}, MadeUp: "none",
		Participation: []Participation{
			{Municipality: "0512", Announced: 6},
			{Municipality: "0581", Announced: 60, Received: new(48)},
		},
	}
	delete(r.Parts[0].Blocks[1].Q, "K19.o1")
	r.Audit = r.Count()
	return r
}

func canonical(t testing.TB, r Release) []byte {
	t.Helper()
	text, err := r.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func newSigner(t testing.TB) Signer {
	t.Helper()
	s, err := NewSigner()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signed returns a file signed by s, whatever its bytes are.
func signed(s Signer, name string, text []byte) File {
	return File{Name: name, JSON: text, Signature: s.Sign(text)}
}
