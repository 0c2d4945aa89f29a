package forecast_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/forecast"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// county is a plan in Östergötland, at whose gatherings four of five answer.
func county(gatherings ...survey.PlanGathering) forecast.Plan {
	return forecast.Plan{
		Turnout: forecast.Turnout{Share: 0.8},
		PlanBasis: survey.PlanBasis{
			K:     survey.SmallestK,
			Areas: []survey.Area{{Name: "Kinda–Ydre", Municipalities: []string{"0512", "0513"}}},
			Interventions: []survey.Intervention{
				{ID: "KEYS", Municipalities: []string{"0581"}}, {ID: "CAFE", Municipalities: []string{"0512"}}, {ID: "KINDA", Municipalities: []string{"0513"}},
				{ID: "BOTH", Municipalities: []string{"0561", "0562"}}, {ID: "SMALL", Municipalities: []string{"0581"}},
			},
			Gatherings: gatherings,
		},
	}
}

func at(municipality, intervention string, timing survey.Timing, expected ...int) []survey.PlanGathering {
	var list []survey.PlanGathering
	for _, n := range expected {
		list = append(list, survey.PlanGathering{Municipality: municipality, Intervention: intervention, Timing: timing, Expected: n})
	}
	return list
}

func of(t *testing.T, p forecast.Plan) forecast.Forecast {
	t.Helper()
	f, err := forecast.Of(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestForecast(t *testing.T) {
	p := county(slices.Concat(
		at("0581", "KEYS", survey.NoTiming, 15, 15),
		at("0581", "SMALL", survey.NoTiming, 4),
		at("0512", "CAFE", survey.NoTiming, 6),
		at("0513", "KINDA", survey.NoTiming, 14),
		at("0561", "BOTH", survey.NoTiming, 10),
		at("0562", "BOTH", survey.NoTiming, 12),
		at("0582", "HALF", survey.Before, 9, 4),
		at("0582", "HALF", survey.After, 9, 4),
	)...)
	f := of(t, p)
	group := func(municipality, intervention string, timing survey.Timing) forecast.Outlook {
		o, known := f[forecast.Group{Municipality: municipality, Intervention: intervention, Timing: timing}]
		if !known {
			t.Fatalf("nothing is said of %s in %s", intervention, municipality)
		}
		return o
	}
	if o := group("0581", "KEYS", survey.NoTiming); o.Alone < forecast.Likely || o.More != 0 {
		t.Errorf("two gatherings of fifteen: %+v", o)
	}
	if o := group("0512", "CAFE", survey.NoTiming); o.Alone != 0 || o.Home != (forecast.Home{Step: treblock.Area, Area: "Kinda–Ydre"}) || o.More < 6 || o.More > forecast.MostMore {
		t.Errorf("six in Ydre: %+v", o)
	}
	if o := group("0561", "BOTH", survey.NoTiming); o.Alone != 0 || o.Home.Step != treblock.SharedIntervention || o.Else < forecast.Draws/2 {
		t.Errorf("one of an intervention of two municipalities: %+v", o)
	}
	before, after := group("0582", "HALF", survey.Before), group("0582", "HALF", survey.After)
	if before.Within <= before.Alone || after.Within < forecast.Draws/2 {
		t.Errorf("before and after: %+v, %+v", before, after)
	}
	// A gathering alone is never shown, however many come; one more of a few is enough.
	if o := of(t, county(at("0581", "KEYS", survey.NoTiming, 30)...)); o[forecast.Group{Municipality: "0581", Intervention: "KEYS", Timing: survey.NoTiming}].Alone != 0 {
		t.Errorf("one gathering: %+v", o)
	}
	again := of(t, p)
	for g, o := range f {
		if again[g] != o {
			t.Errorf("drawn again it is %+v, and was %+v", again[g], o)
		}
	}
}

// As many people as the forecast asks for make it likely, and fewer do not.
func TestMorePeople(t *testing.T) {
	with := func(more ...int) forecast.Outlook {
		return of(t, county(at("0581", "KEYS", survey.NoTiming, append([]int{10}, more...)...)...))[forecast.Group{Municipality: "0581", Intervention: "KEYS", Timing: survey.NoTiming}]
	}
	more := with().More
	if more < 3 {
		t.Fatalf("%d more are enough beside ten", more)
	}
	// The dice fall in another way with another plan: within a few of a hundred it is the same.
	if enough, few := with(more), with(more-3); enough.Alone < forecast.Likely-10 || few.Alone >= forecast.Likely {
		t.Errorf("with %d more it is shown in %d draws, with three fewer in %d", more, enough.Alone, few.Alone)
	}
	if o := of(t, county(at("0581", "SMALL", survey.NoTiming, 1)...)); o[forecast.Group{Municipality: "0581", Intervention: "SMALL", Timing: survey.NoTiming}].More != -1 {
		t.Errorf("beside one person: %+v", o)
	}
}

// What has been answered counts for what is expected, and nobody comes to what is over.
func TestGatheringsThatHaveBegun(t *testing.T) {
	shown := func(atLeast int, over bool) int {
		list := at("0581", "KEYS", survey.NoTiming, 20, 20)
		for i := range list {
			list[i].AtLeast, list[i].Over = atLeast, over
		}
		return of(t, county(list...))[forecast.Group{Municipality: "0581", Intervention: "KEYS", Timing: survey.NoTiming}].Alone
	}
	if n := shown(0, true); n != 0 {
		t.Errorf("nearly nobody came, and it is shown in %d draws", n)
	}
	if n := shown(10, true); n != forecast.Draws {
		t.Errorf("at least twenty came, and it is shown in %d draws", n)
	}
	if n := shown(0, false); n < forecast.Likely {
		t.Errorf("they are still answering, and it is shown in %d draws", n)
	}
}

func TestTurnout(t *testing.T) {
	received := 60
	r := release.Release{Participation: []release.Participation{{Municipality: "0581", Announced: 80, Received: &received}, {Municipality: "0560", Announced: 15}}}
	if got := forecast.TurnoutOf([]release.Release{r, {}}); got != (forecast.Turnout{Share: 0.75, Releases: 1}) {
		t.Errorf("%+v", got)
	}
	if got := forecast.TurnoutOf(nil); got != (forecast.Turnout{Share: forecast.UsualShare}) {
		t.Errorf("%+v", got)
	}
}

// Thirteen municipalities with thirty gatherings each.
func large() forecast.Plan {
	dice := rand.New(rand.NewPCG(1, 2))
	var list []survey.PlanGathering
	for m := range 13 {
		for range 30 {
			list = append(list, at(fmt.Sprintf("05%02d", m), fmt.Sprintf("I%d", dice.IntN(8)), survey.Timings[dice.IntN(3)], 5*(1+dice.IntN(5)))...)
		}
	}
	return county(list...)
}

func TestForecastEndsWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := forecast.Of(ctx, large()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	begun := time.Now()
	of(t, large())
	t.Logf("a region is forecast in %v", time.Since(begun))
}

// A plan that is the same is drawn once, and a wait for another forecast ends with its context.
func TestKeeper(t *testing.T) {
	k := forecast.NewKeeper()
	p := county(at("0581", "KEYS", survey.NoTiming, 15, 15)...)
	first, err := k.Of(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if kept, err := k.Of(ended, p); err != nil || len(kept) != len(first) {
		t.Errorf("what was made is not kept: %v", err)
	}
	for n := range 9 {
		if _, err := k.Of(t.Context(), county(at("0581", "KEYS", survey.NoTiming, n+1)...)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := k.Of(ended, p); !errors.Is(err, context.Canceled) {
		t.Errorf("after eight others it is still kept: %v", err)
	}
}
