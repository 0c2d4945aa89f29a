package web_test

import (
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/treblock"
)

// Whoever answers reads beforehand that answers are replaced at random, in one line, and on the page
// about answers why, with what others can do all the same. It is so in every round, also where the
// key is on the server.
func TestMixingIsTold(t *testing.T) {
	if treblock.MixPercent != 20 {
		t.Fatalf("pages say that every fifth answer is replaced; it is %d of a hundred", treblock.MixPercent)
	}
	for name, s := range map[string]*site{
		"a round":                    newSite(t),
		"a round that keeps its key": newSite(t, func(n *survey.NewRound) { n.KeyKept = true }),
	} {
		for _, l := range s.tags() {
			start := s.Get(s.path(l.Tag)).Value("#start")
			if !strings.Contains(start, s.text(l.Tag, "promise.mixed")) {
				t.Errorf("%s, %s: the form says %q", name, l.Tag, start)
			}
			about := surveytest.Plain(s.Get("/privacy/" + l.Tag).Text())
			for _, key := range []string{"privacy.mixed", "privacy.mixed.room", "privacy.mixed.group"} {
				if !strings.Contains(about, s.text(l.Tag, key)) {
					t.Errorf("%s, %s: the page about answers lacks %s", name, l.Tag, key)
				}
			}
		}
	}
}
