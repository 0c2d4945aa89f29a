package export

import (
	"math"
	"slices"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
)

// estimatedAnew computes the estimate from a count of one block by the formulas alone: the share of
// Warner, and the bounds found by halving where the score test of treblock.MixedShare just rejects.
func estimatedAnew(released, n, base int, drawn float64) Estimate {
	const q = 0.2
	r, all := float64(released), float64(n)
	before := func(counted float64) float64 {
		return 10_000 * min(1, max(0, (counted-q*drawn)/(1-q)))
	}
	effect := 1 + (min(20, all)-1)*0.05*(1-q)
	rounding := float64(base*base-1) / 6 / (all * all)
	rejected := func(l float64) bool {
		apart := max(0, math.Abs(r/all-l)-float64(base)/2/all)
		return apart*apart > 1.96*1.96*(effect*l*(1-l)/all+rounding)
	}
	bound := func(outside float64) float64 {
		inside := r / all
		for range 60 {
			if middle := (inside + outside) / 2; rejected(middle) {
				outside = middle
			} else {
				inside = middle
			}
		}
		return inside
	}
	whole := func(round func(float64) float64, x float64) int { return int(round(math.Round(x*1e6) / 1e6)) }
	return Estimate{
		Share: whole(math.Round, before(r/all)),
		Low:   whole(math.Floor, before(bound(-1))), High: whole(math.Ceil, before(bound(2))),
	}
}

// tinyMixed is tiny by the method that mixes.
func tinyMixed() release.Release {
	r := tiny
	r.Method, r.Mixed, r.Parts = release.Method, 20, slices.Clone(r.Parts)
	r.Parts[0].Blocks = slices.Clone(r.Parts[0].Blocks)
	r.Parts[0].Blocks[0].OneSession = true
	return r
}

const tinyMixedMachine = `release,round,sealed,demo,battery,base,k,step,place_kind,place,place_name,intervention,intervention_name,timing,view,group,group_text,table,question,question_text,option,option_text,n,one_session,mixed,released,estimate,low,high,status,counted_step,counted_place
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,o1,-ett,33,true,20,9,0.2784,0.0426,0.6293,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,o2,+två,33,true,20,24,0.8466,0.4957,1.0000,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,na,"` + "\r" + `vill inte",33,true,20,0,0.0000,0.0000,0.2552,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K01,K01@1,core@1 K01?,skip,hoppade över,33,true,20,0,0.0000,0.0000,0.2552,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K03,K03@1,core@1 K03?,o1,-ett,33,true,20,,,,,too_few,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0581,Norrköping,OG028,Språk; kafé,after,,,,K03,K03@1,core@1 K03?,skip,hoppade över,33,true,20,,,,,too_few,,
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,o1,-ett,12,,20,6,,,,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,o2,+två,12,,20,3,,,,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,na,"` + "\r" + `vill inte",12,,20,3,,,,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,0,region,05,Östergötland (05),,,,time,o1-o2,-ett – +två,K01,K01@1,core@1 K01?,skip,hoppade över,12,,20,0,,,,ok,,
abc,2026-H2,2026-12-01,false,core@1,3,12,1,municipality,0580,Linköping,OG028,Språk; kafé,none,,,,,,,,,,,20,,,,,too_few,,
`

func TestCSVOfMixedAnswers(t *testing.T) {
	if got := written(t, tinyMixed(), Options{Profile: Machine}); got != tinyMixedMachine {
		t.Errorf("got\n%s\nwant\n%s", got, tinyMixedMachine)
	}
}

// What is changed in a file of mixed answers is noticed by Parse where the file alone says so.
func TestParseRefusesEstimates(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"headings of both":    {"released", "count", "line 1 does not have the headings"},
		"no mixing":           {"33,true,20,9", "33,true,0,9", `line 2: mixed is "0"`},
		"count":               {"33,true,20,9", "33,true,20,6", "line 2: released of table K01 does not sum to 33 in multiples of 3 by line 5"},
		"other decimals":      {"0.2784", "0.27840", "line 2: estimate"},
		"no number":           {"0.2784", "x", `line 2: estimate is "x"`},
		"comma":               {"0.2784", `"0,2784"`, "line 2: estimate"},
		"estimate of few":     {"12,,20,6,,", "12,,20,6,0.5000,", "line 8: estimate"},
		"session in words":    {"33,true", "33,yes", `line 2: one_session is "yes"`},
		"one session of some": {"33,true,20,24", "33,false,20,24", "line 2: released of table K01 does not sum"},
		"session of a group":  {"12,,20", "12,false,20", `line 8: one_session is "false"`},
		"session of nobody":   {"none,,,,,,,,,,,20", "none,,,,,,,,,,false,20", `line 12: one_session is "false"`},
		"estimate of nothing": {"true,20,,,", "true,20,,0.1000,", "line 6: estimate"},
	} {
		_, err := read(strings.Replace(tinyMixedMachine, c.old, c.new, 1))
		if survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// A release that was not mixed is not exported as one that was, nor the other way round.
func TestVerifyTellsMethodsApart(t *testing.T) {
	mixed := sample(t)
	for is, says := range map[*release.Release]release.Release{&mixed: releasetest.First(t, mixed), new(releasetest.First(t, mixed)): mixed} {
		if err := verified(written(t, *is, Options{Profile: Machine}), says); survey.KindOf(err) != survey.Invalid {
			t.Errorf("%s passes for %s: %v", is.Method, says.Method, err)
		}
	}
}
