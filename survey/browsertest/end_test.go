package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// endStep is what the last step shows.
type endStep struct {
	Heading string
	Buttons []string // in their order, those that can be seen
	Quiet   []bool   // of each button
	Skipped []string // ids of questions that it leads to
}

func (p *phone) end() endStep {
	p.t.Helper()
	return eval[endStep](p, `(() => {
		const seen = el => el.getClientRects().length > 0
		const buttons = [...document.querySelectorAll('#end > button')].filter(seen)
		return {
			Heading: document.querySelector('#end h2').textContent,
			Buttons: buttons.map(b => b.textContent),
			Quiet: buttons.map(b => getComputedStyle(b).backgroundColor === 'rgba(0, 0, 0, 0)'),
			Skipped: [...document.querySelectorAll('#end ul a')].filter(seen).map(a => a.hash.slice(1)),
		}
	})()`)
}

// The last step is about sending; each question that was left out is one tap away, and its button
// leads back.
func TestLastStepLeadsToWhatWasSkipped(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		words := surveytest.Catalog(t).Printer(l.Tag)
		battery, err := s.in.Battery(s.round.Batteries[0])
		if err != nil {
			t.Fatal(err)
		}
		var skipped []string
		for _, q := range battery.Questions {
			if q.ID != "K01" && q.ID != "K03" {
				skipped = append(skipped, q.ID)
			}
		}
		p := newPhone(t, small)
		p.open(s.formURL(l.Tag))
		p.goTo("K01")
		p.choose("K01", "o1")
		p.goTo("K03")
		p.choose("K03", "o2")
		p.goTo("end")
		end := p.end()
		if end.Heading != words.T("form.ready") || !slices.Equal(end.Buttons, []string{words.T("form.send")}) || end.Quiet[0] {
			t.Errorf("the last step is %+v", end)
		}
		if !slices.Equal(end.Skipped, skipped) {
			t.Errorf("it leads to %q, skipped was %q", end.Skipped, skipped)
		}
		p.tap(`#end ul a[href="#K05"]`)
		p.choose("K05", "o2")
		p.await(fmt.Sprintf(`document.querySelector(%q).id === 'end'`, current))
		if now := p.end().Skipped; len(now) != len(skipped)-1 || slices.Contains(now, "K05") {
			t.Errorf("after one more answer it leads to %q", now)
		}
		p.tap(sending)
		p.received()
		s.one(l.Tag, survey.Answers{"K01": {"o1"}, "K03": {"o2"}, "K05": {"o2"}})
	})
}

// Whoever has answered nothing is asked whether to go back, and may send all the same.
func TestNothingAnswered(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		words := surveytest.Catalog(t).Printer(l.Tag)
		p := newPhone(t, small)
		p.open(s.formURL(l.Tag))
		p.goTo("end")
		end := p.end()
		if end.Heading != words.T("form.nothing") || !slices.Equal(end.Buttons, []string{words.T("nav.back"), words.T("form.send")}) || end.Quiet[0] || !end.Quiet[1] {
			t.Errorf("with nothing answered the last step is %+v", end)
		}
		p.tap(`#end > button[type=button]`)
		p.await(fmt.Sprintf(`document.querySelector(%q).id === 'K01'`, current))
		p.goTo("end")
		p.tap(sending)
		p.received()
		s.one(l.Tag, survey.Answers{})
	})
}

// While answers are on their way nothing is announced that cannot be seen, and no bar without
// buttons lies over what is said.
func TestSendingShowsNoEmptyList(t *testing.T) {
	s := newScene(t)
	way := s.behindWire()
	p := newPhone(t, small)
	p.holdTimers()
	p.open(s.formURL("sv"))
	p.goTo("K01")
	p.choose("K01", "o1")
	p.goTo("end")
	announced := surveytest.Catalog(t).Printer("sv").T("form.skipped")
	if text := p.text("#answered"); !strings.Contains(text, announced) {
		t.Fatalf("with questions skipped the last step says %q", text)
	}
	way.set(unheard)
	p.tap(sending)
	p.await(waiting)
	if eval[bool](p, `document.querySelector('.step-buttons').getClientRects().length > 0`) {
		t.Error("while it sends a bar without buttons is shown")
	}
	if text := p.text("#answered"); strings.Contains(text, announced) || text == "" || len(p.end().Skipped) > 0 {
		t.Errorf("while it sends it says %q and leads to %q", text, p.end().Skipped)
	}
}
