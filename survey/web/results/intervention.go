package results

import (
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/web/chart"
)

// interventionPage is one intervention at a place in a round, before and after.
type interventionPage struct {
	frame
	Name       string
	Register   string // where it stands in the register
	Answers    int
	Before     int
	After      int
	OneSession bool // most answers of one of its blocks are from one session
	Effects    []effectRow
	Slopes     template.HTML // of what is certain; empty where nothing is
	Replies    []reply
	Topics     []topic
	Defs       template.HTML
}

// effectRow is a measure of those who took part.
type effectRow struct {
	Text                       string
	Before, After, All, Region Figure
	Step                       Step
}

// Compare reports whether there are answers both before and after.
func (p interventionPage) Compare() bool { return p.Before > 0 && p.After > 0 }

// showIntervention shows one intervention at a place.
func (p *Pages) showIntervention(c *gin.Context) error {
	q, err := p.read(c)
	if err != nil {
		return err
	}
	found := p.findings(q)
	about, known := found.Of(c.Param("intervention"))
	if !known || !p.summedUp(q.at.lang) {
		return errRelease
	}
	name := q.words.Intervention(about.ID)
	content := interventionPage{
		frame: p.frame(q, link{Name: name}), Name: name, Answers: about.Answers, Before: about.Before, After: about.After,
		OneSession: oneSession(q, about.ID), Register: address(registerPath+"/"+about.ID, "lang", q.at.lang),
	}
	for _, e := range about.Measures {
		row := effectRow{
			Text: q.words.measure(e.Question), Before: q.words.figure(e.Before), After: q.words.figure(e.After),
			All: q.words.figure(e.All), Region: q.words.figure(e.Region),
		}
		if e.Better != survey.Neither {
			row.Step = q.words.step(e.Difference, e.Before, e.After, improves(e.Difference, e.Better), true)
		}
		content.Effects = append(content.Effects, row)
	}
	if content.Slopes, err = q.words.slopes(about); err != nil {
		return err
	}
	if content.Topics, err = q.words.interventionTables(q, about); err != nil {
		return err
	}
	replies, err := p.service.Replies(c, q.release.ID)
	if err != nil {
		return err
	}
	content.Replies = p.replies(q, findings.Place{Interventions: []findings.Intervention{about}}, replies)
	if content.Defs, err = chart.Defs(); err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "intervention", content)
	return nil
}

func oneSession(q request, id string) bool {
	for _, part := range q.release.Parts {
		for _, b := range part.Blocks {
			if b.Intervention == id && b.OneSession && (findings.Scope{Place: q.place}).Holds(q.release.Edition, b.Place()) {
				return true
			}
		}
	}
	return false
}

// slopes draws what changed for certain; nothing where nothing did.
func (w Words) slopes(about findings.Intervention) (template.HTML, error) {
	slope := chart.Slope{
		Figure: chart.Figure{ID: "slopes", Caption: w.T("intervention.certain")}, Axis: w.axis(),
		From: w.T("results.before"), To: w.T("results.after"),
	}
	for _, e := range about.Measures {
		if !e.Difference.Certain {
			continue
		}
		before, after, name := w.figure(e.Before), w.figure(e.After), w.measure(e.Question)
		mark := chart.Mark{Kind: chart.Worse, Text: w.T("place.worse")}
		if improves(e.Difference, e.Better) {
			mark = chart.Mark{Kind: chart.Better, Text: w.T("place.better")}
		}
		slope.Panels = append(slope.Panels, chart.Panel{
			Name: name, Sentence: before.Text + " → " + after.Text + " " + name, Before: *before.estimate(), After: *after.estimate(), Mark: &mark,
		})
	}
	if len(slope.Panels) == 0 {
		return "", nil
	}
	return slope.HTML()
}

// interventionTables words every question of those who took part: before, after, or in one column
// where their answers are not parted so.
func (w Words) interventionTables(q request, about findings.Intervention) ([]topic, error) {
	scope := findings.Scope{Place: q.place}
	at := func(is func(release.Block) bool) func(findings.Edition, release.Part) []release.Counted {
		return func(e findings.Edition, p release.Part) []release.Counted {
			return findings.Pick(p, func(b release.Block) bool {
				return b.Intervention == about.ID && scope.Holds(e, b.Place()) && is(b)
			})
		}
	}
	editions := []findings.Edition{q.release.Edition}
	timed := func(timing survey.Timing) column {
		return column{w.T("results." + string(timing)), editions, at(func(b release.Block) bool { return b.Timing == timing })}
	}
	parted := []column{timed(survey.Before), timed(survey.After)}
	together := []column{{editions: editions, of: at(func(release.Block) bool { return true })}}
	var topics []topic
	for _, question := range w.questions(q.release.Edition) {
		columns := together
		if hasAll(question, parted, editions[0]) {
			columns = parted
		}
		table, err := w.questionTable(question, columns)
		if err != nil {
			return nil, err
		}
		topics = addTo(topics, w.T("officer.topic."+question.topic), table)
	}
	return topics, nil
}

// hasAll reports whether every column has answers of the part of a question.
func hasAll(q asked, columns []column, e findings.Edition) bool {
	for _, c := range columns {
		if len(c.of(e, q.part)) == 0 {
			return false
		}
	}
	return true
}
