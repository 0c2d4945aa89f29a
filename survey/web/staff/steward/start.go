package steward

import (
	"errors"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/staff"
)

// startPage is where stewards begin: what is still to be set up, and what is to be done now.
type startPage struct {
	staff.Base
	Ready bool
	Steps []stepView
	Now   []nowLine
	Today []gatheringLine
}

// stepView is one step in words.
type stepView struct {
	survey.Step
	Text string
	URL  string // "" where there is nothing to be done yet
	Here bool   // it is the one to do next
}

// nowLine is one thing that is to be done now.
type nowLine struct {
	Text, URL, Link string
	Remind          []template.HTML // a message to copy, by paragraphs
}

// gatheringLine is a gathering that is open today.
type gatheringLine struct{ When, Municipality, Name string }

// mostNamed is how many names stand in one sentence.
const mostNamed = 6

func (p *pages) showStart(c *gin.Context, desk *survey.Desk) error {
	progress, err := desk.Progress(c)
	if err != nil {
		return err
	}
	content := startPage{Base: p.setupPage(c, desk).Base, Ready: progress.Ready()}
	for _, step := range progress.Steps {
		view := stepView{Step: step, Text: content.stepText(progress, step)}
		if step.State != survey.StepWaits {
			view.URL = stepURL(content.Base, step.Name)
		}
		view.Here = step.Name == progress.Next()
		content.Steps = append(content.Steps, view)
	}
	for _, round := range progress.Rounds {
		content.Now = append(content.Now, waitsFor(content.Base, round))
	}
	if content.Ready && progress.Begun && len(progress.Rounds) == 0 {
		content.Now = append(content.Now, nowLine{Text: content.T("setup.now.none")})
	}
	for _, r := range progress.Unanswered {
		content.Now = append(content.Now, content.unanswered(progress.Host, r))
	}
	content.addReplies("setup.now.approve", progress.Unapproved)
	content.addReplies("setup.now.translate", progress.Unwritten)
	for _, s := range progress.Today {
		m, _ := desk.Municipality(s.Municipality)
		i, err := desk.Intervention(c, s.Intervention)
		if err != nil {
			return err
		}
		content.Today = append(content.Today, gatheringLine{content.when(s), m.Name, i.Name})
	}
	p.templates.Render(c, http.StatusOK, "setup-start", content)
	return nil
}

// unanswered says of a release who has not answered it, with a message for those who should.
func (s startPage) unanswered(host survey.Host, r survey.Unanswered) nowLine {
	line := nowLine{Text: s.T("setup.now.unanswered", "Day", s.Day(r.Date)), URL: "/results/" + r.ID, Link: s.T("setup.now.results")}
	if len(r.Municipalities) > 0 {
		line.Text = s.T("municipality.start.unanswered", "Round", r.RoundName, "Municipalities", listed(namesOf(r.Municipalities)))
	}
	line.Remind = []template.HTML{
		s.HTML("municipality.reminder.hello"), s.HTML("municipality.reminder.what", "Round", r.RoundName),
		s.HTML("municipality.reminder.where", "Address", host.BaseURL+s.Path("/municipality")),
	}
	return line
}

// addReplies says in which languages replies of municipalities wait.
func (s *startPage) addReplies(key string, waiting []survey.WaitingReplies) {
	if len(waiting) == 0 {
		return
	}
	var languages []string
	for _, w := range waiting {
		languages = append(languages, s.T("setup.now.language", "Language", languageIn(s.Base, w.Language), "N", w.N))
	}
	first := waiting[0].First
	url := s.Path("/replies/" + first.Release + "/" + first.Intervention + "/" + first.Language)
	s.Now = append(s.Now, nowLine{Text: s.T(key, "Languages", listed(languages)), URL: url, Link: s.T("setup.now.reply")})
}

// when returns from when a session is open today and until when, or until which day.
func (s startPage) when(of survey.Session) string {
	if survey.DayOf(of.Opens) == survey.DayOf(of.Closes) {
		return clock(of.Opens) + "–" + clock(of.Closes)
	}
	return s.T("setup.today.until", "Day", s.Date(survey.SwedishTime(of.Closes)), "Time", clock(of.Closes))
}

// clock returns a time of day in Sweden.
func clock(t time.Time) string { return survey.SwedishTime(t).Format("15:04") }

// waitsFor says what a round that is not sealed waits for.
func waitsFor(b staff.Base, r survey.Round) nowLine {
	line := nowLine{Text: b.T("setup.now."+string(r.State), "Round", r.Name)}
	if r.State == survey.RoundClosing {
		at := survey.SwedishTime(r.GraceEnds)
		line.Text = b.T("setup.now.closing", "Round", r.Name, "Day", b.Date(at), "Time", clock(at))
	}
	line.URL, line.Link = b.Path("/rounds/"+r.ID), b.T("setup.now.round")
	return line
}

// stepURL returns where a step is done.
func stepURL(b staff.Base, step survey.StepName) string {
	switch step {
	case survey.StepHost:
		return b.Path(hostPath)
	case survey.StepRegion:
		return b.Path(regionPath)
	case survey.StepAreas:
		return b.Path(areasPath)
	case survey.StepSigner:
		return b.Path(signerPath)
	case survey.StepInterventions:
		return b.Path(registerPath)
	case survey.StepOfficers:
		return b.Path("/people/new/officer")
	case survey.StepAmbassadors:
		return b.Path("/people/new/ambassador")
	}
	return b.Path("/rounds/new")
}

// stepText says of a step what is so, or what is to be done.
func (s startPage) stepText(p survey.Progress, step survey.Step) string {
	if step.State == survey.StepWaits {
		return s.T("setup.step." + string(step.Name) + ".waits")
	}
	if step.State == survey.StepNext {
		if step.Name == survey.StepOfficers && len(p.WithoutOfficer) < len(p.Members) {
			return s.T("setup.step.officers.some", "Municipalities", listed(namesOf(p.WithoutOfficer)))
		}
		return s.T("setup.step." + string(step.Name) + ".next")
	}
	switch step.Name {
	case survey.StepHost:
		return s.T("setup.step.host.done", "Name", p.Host.Name, "Kind", s.T("setup.kind."+string(p.Host.Kind)))
	case survey.StepRegion:
		return s.N("setup.step.region.done", len(p.Members), "Municipalities", listed(namesOf(p.Members)))
	case survey.StepAreas:
		return s.N("setup.step.areas.done", len(p.Areas))
	case survey.StepSigner:
		return s.T("setup.step.signer.done", "Key", p.Host.Signer[:8]+"…")
	case survey.StepInterventions:
		return s.N("setup.step.programs.done", p.Interventions)
	case survey.StepAmbassadors:
		return s.N("setup.step.ambassadors.done", p.Ambassadors)
	}
	return s.T("setup.step." + string(step.Name) + ".done")
}

func namesOf(list []survey.Municipality) []string {
	names := make([]string, len(list))
	for i, m := range list {
		names[i] = m.Name
	}
	return names
}

// listed returns names as a list in one sentence, of a long one the first.
func listed(names []string) string {
	if len(names) > mostNamed {
		return strings.Join(names[:mostNamed], ", ") + " …"
	}
	return strings.Join(names, ", ")
}

// asError returns the first Error in a chain.
func asError(err error) (*survey.Error, bool) { return errors.AsType[*survey.Error](err) }
