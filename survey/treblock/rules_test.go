package treblock

import (
	"fmt"
	"slices"
	"testing"
)

func TestPlainAndSensitive(t *testing.T) {
	for _, c := range []struct{ got, want Rules }{
		{Plain(12), Rules{Base: 3, K: 12, Outside: 3}},
		{Plain(15), Rules{Base: 3, K: 15, Outside: 3}},
		{Plain(18), Rules{Base: 3, K: 18, Outside: 3}},
		{Plain(13), Plain(15)},
		{Plain(11), Plain(12)},
		{Plain(0), Plain(12)},
		{Plain(-5), Plain(12)},
		{Sensitive(12), Rules{Base: 5, K: 20, Outside: 10, Sessions: 3, Many: 30}},
		{Sensitive(18), Sensitive(12)},
		{Sensitive(21), Rules{Base: 5, K: 25, Outside: 10, Sessions: 3, Many: 40}},
		{Sensitive(24), Sensitive(21)},
		{Sensitive(30), Rules{Base: 5, K: 30, Outside: 10, Sessions: 3, Many: 45}},
	} {
		if c.got != c.want {
			t.Errorf("got %+v, want %+v", c.got, c.want)
		}
		if err := c.got.check(); err != nil {
			t.Errorf("%+v: %v", c.got, err)
		}
	}
}

// tags makes one tag per answer of sessions of these sizes.
func tags(sizes ...int) []string {
	var all []string
	for i, n := range sizes {
		all = append(all, slices.Repeat([]string{fmt.Sprintf("session %d", i)}, n)...)
	}
	return all
}

func TestEligible(t *testing.T) {
	single := func(n int) []int { return slices.Repeat([]int{1}, n) }
	for _, c := range []struct {
		name  string
		rules Rules
		sizes []int
		want  bool
	}{
		{"nobody", Plain(12), nil, false},
		{"eleven", Plain(12), single(11), false},
		{"twelve from twelve sessions", Plain(12), single(12), true},
		{"fourteen from fourteen sessions shed two", Plain(12), single(14), true},
		{"twelve, three outside", Plain(12), []int{9, 3}, true},
		{"twelve, three outside, each alone", Plain(12), []int{1, 9, 1, 1}, true},
		{"twelve, two outside", Plain(12), []int{10, 2}, false},
		{"twelve from one session", Plain(12), []int{12}, false},
		{"fourteen, three outside, shed from the largest", Plain(12), []int{11, 3}, true},
		{"fourteen, two outside", Plain(12), []int{12, 2}, false},
		{"fourteen in two equal sessions", Plain(12), []int{7, 7}, true},
		{"sixty from one session", Plain(12), []int{60}, false},
		{"sixty, two outside", Plain(12), []int{58, 2}, false},
		{"sixty, two outside in two sessions", Plain(12), []int{58, 1, 1}, false},
		{"sixty, three outside", Plain(12), []int{57, 3}, true},
		{"fourteen when blocks have fifteen", Plain(15), []int{7, 7}, false},
		{"fifteen when blocks have fifteen", Plain(15), []int{12, 3}, true},

		{"sensitive: nineteen", Sensitive(12), []int{7, 6, 6}, false},
		{"sensitive: twenty from two sessions", Sensitive(12), []int{10, 10}, false},
		{"sensitive: twenty from three sessions, two outside", Sensitive(12), []int{18, 1, 1}, false},
		{"sensitive: twenty from three sessions, nine outside", Sensitive(12), []int{11, 5, 4}, false},
		{"sensitive: twenty from three sessions, ten outside", Sensitive(12), []int{10, 5, 5}, true},
		{"sensitive: twenty-four from three sessions shed four", Sensitive(12), []int{5, 14, 5}, true},
		{"sensitive: twenty-nine from two sessions are twenty-five", Sensitive(12), []int{15, 14}, false},
		{"sensitive: thirty from one session", Sensitive(12), []int{30}, false},
		{"sensitive: thirty from two sessions, nine outside", Sensitive(12), []int{21, 9}, false},
		{"sensitive: thirty from two sessions, ten outside", Sensitive(12), []int{20, 10}, true},
		{"sensitive: twenty-four alone each", Sensitive(12), single(24), true},

		// Judged before shedding these three would pass: the session of one answer is gone after it.
		{"sessions counted after shedding", Rules{Base: 3, K: 3, Outside: 1, Sessions: 4, Many: 9}, []int{1, 1, 1, 1}, false},
		{"outside counted after shedding", Rules{Base: 5, K: 5, Outside: 5}, []int{3, 3, 3}, false},
		{"size counted after shedding", Rules{Base: 3, K: 4, Outside: 1}, []int{4, 1}, false},

		{"the zero rules", Rules{}, single(100), false},
		{"no base", Rules{K: 12, Outside: 3}, single(100), false},
		{"no least size", Rules{Base: 3, Outside: 3}, single(100), false},
		{"outside forgotten", Rules{Base: 3, K: 12}, single(100), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.rules.Eligible(tags(c.sizes...)); got != c.want {
				t.Errorf("%+v, sessions of %v: eligible = %v", c.rules, c.sizes, got)
			}
		})
	}
}

func TestEligibleDoesNotMindTheOrder(t *testing.T) {
	mixed := []string{"b", "a", "b", "b", "a", "b", "b", "b", "a", "b", "b", "b"}
	if !Plain(12).Eligible(mixed) {
		t.Error("nine and three answers, mixed, are not eligible")
	}
	mixed[1] = "b"
	if Plain(12).Eligible(mixed) {
		t.Error("ten and two answers, mixed, are eligible")
	}
}

// A part of a group that is too small or too one-sided must not be eligible on its own: the steps Area and Region
// look at parts, those that have waited, of what step Municipality refused. Sensitive questions are counted without
// waiting.
func TestNoPartOfARefusedGroupIsEligible(t *testing.T) {
	for _, r := range []Rules{Plain(12), Plain(15)} {
		eachSizes(r.K+2*r.Base, func(sizes []int) {
			if r.eligible(sizes) {
				return
			}
			for i := range sizes {
				part := slices.Clone(sizes)
				part[i]--
				if part[i] >= 0 && r.eligible(part) {
					t.Errorf("%+v: %v is refused but %v is eligible", r, sizes, part)
				}
			}
		})
	}
}

// eachSizes calls f with every choice of up to four session sizes, the largest first, of at most n answers.
func eachSizes(n int, f func(sizes []int)) {
	for a := 0; a <= n; a++ {
		for b := 0; b <= min(a, n-a); b++ {
			for c := 0; c <= min(b, n-a-b); c++ {
				for d := 0; d <= min(c, n-a-b-c); d++ {
					f([]int{a, b, c, d})
				}
			}
		}
	}
}
