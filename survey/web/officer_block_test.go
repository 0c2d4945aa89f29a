package web_test

import (
	"strings"
	"testing"

	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
)

// A block of which most answers are from one session says so to those who plan and decide, and no
// other block does.
func TestBlockOfOneSession(t *testing.T) {
	s := newSite(t)
	r := s.made(1, 0).release("2026-H1")
	for p := range r.Parts {
		r.Parts[p].Blocks, r.Parts[p].Views = []release.Block{
			{Step: 2, Municipality: "0581", Intervention: "OG028", N: 30}, {Step: 4, Municipality: "0581", N: 45},
		}, nil
	}
	r.Parts[0].Blocks[1].OneSession = true
	s.imported(r)
	sentences := map[string]string{
		"sv": "De flesta av svaren kommer från ett och samma tillfälle.", "en": "Most of the answers come from one and the same session.",
	}
	for _, tag := range surveytest.AllLanguages {
		page := s.Get(address(r, tag, "place", "0581"))
		sentence, officer := sentences[tag]
		if said := page.Find("details > p.officer"); said.Length() > 0 != officer {
			t.Errorf("%s: %d blocks say it: %s", tag, said.Length(), said.Text())
		} else if officer && (surveytest.Plain(said.Text()) != sentence || !strings.Contains(said.Parent().Find("summary").Text(), "45")) {
			t.Errorf("%s: a block says %q: %s", tag, said.Text(), said.Parent().Find("summary").Text())
		}
	}
}
