package results

import (
	"html/template"
	"net/http"
	"slices"

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
	Times      []timeColumn // at which it was asked, where there are two to compare; else none
	OneSession bool         // most answers of one of its blocks are from one session
	Effects    []effectRow
	Slopes     template.HTML // of what is certain; empty where nothing is
	Replies    []reply
	Topics     []topic
	Defs       template.HTML
}

// effectRow is a measure of those who took part.
type effectRow struct {
	Text        string
	Times       []Figure // by time
	All, Region Figure
	Steps       []Step // from before, to each time that is compared with it
}

// timeColumn is a time at which an intervention was asked about.
type timeColumn struct {
	Name       string
	Difference string // heading of the difference from before to then; "" where there is none
	timing     survey.Timing
	edition    findings.Edition
}

// Compare reports whether there are answers both before and after.
func (p interventionPage) Compare() bool { return p.Before > 0 && p.After > 0 }

// DifferenceTo returns the heading of a column with differences, by its place among them.
func (p interventionPage) DifferenceTo(i int) string {
	for _, t := range p.Times {
		if t.Difference == "" {
			continue
		}
		if i == 0 {
			return t.Difference
		}
		i--
	}
	return ""
}

// timesOf returns the times at which an intervention was asked about, in their order. What was asked in
// an earlier round says in which.
func (w Words) timesOf(about findings.Intervention, now findings.Edition) []timeColumn {
	var list []timeColumn
	for _, timing := range []survey.Timing{survey.Before, survey.After, survey.Later} {
		edition, was := about.At[timing]
		if !was {
			continue
		}
		t := timeColumn{Name: w.T("results." + string(timing)), timing: timing, edition: edition}
		if edition.ID != now.ID {
			t.Name += " (" + w.round(edition.Round) + ")"
		}
		list = append(list, t)
	}
	if len(list) < 2 {
		return nil
	}
	for i := range list {
		switch {
		case i == 0 || list[0].timing != survey.Before:
		case len(list) == 2:
			list[i].Difference = w.T("intervention.difference")
		default:
			list[i].Difference = w.T("intervention.difference") + ", " + list[i].Name
		}
	}
	return list
}

// at returns the share at a time, and the difference from before to then.
func at(e findings.Effect, timing survey.Timing) (findings.Share, findings.Difference) {
	switch timing {
	case survey.After:
		return e.After, e.Difference
	case survey.Later:
		return e.Later, e.SinceBefore
	}
	return e.Before, findings.Difference{}
}

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
	content.Times = q.words.timesOf(about, q.release.Edition)
	for _, e := range about.Measures {
		row := effectRow{
			Text: q.words.measure(e.Question), All: q.words.figure(e.All), Region: q.words.figure(e.Region),
		}
		for _, t := range content.Times {
			share, difference := at(e, t.timing)
			figure := q.words.figure(share)
			if !share.Known && !e.AskedAt(t.timing) {
				figure.Text = q.words.T("share.unasked")
			}
			row.Times = append(row.Times, figure)
			step := Step{}
			if e.Better != survey.Neither {
				step = q.words.step(difference, e.Before, share, improves(difference, e.Better), true)
			}
			if t.Difference != "" {
				row.Steps = append(row.Steps, step)
			}
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

// interventionTables words every question of those who took part: before, after, later, or in one column
// where their answers are not parted so.
func (w Words) interventionTables(q request, about findings.Intervention) ([]topic, error) {
	scope := findings.Scope{Place: q.place}
	that := func(is func(release.Block) bool) func(findings.Edition, release.Part) []release.Counted {
		return func(e findings.Edition, p release.Part) []release.Counted {
			return findings.Pick(p, func(b release.Block) bool {
				return b.Intervention == about.ID && scope.Holds(e, b.Place()) && is(b)
			})
		}
	}
	editions := []findings.Edition{q.release.Edition}
	var parted []column
	for _, t := range w.timesOf(about, q.release.Edition) {
		timed := that(func(b release.Block) bool { return b.Timing == t.timing })
		parted = append(parted, column{t.Name, []findings.Edition{t.edition}, timed})
	}
	together := []column{{editions: editions, of: that(func(release.Block) bool { return true })}}
	var topics []topic
	for _, question := range w.questions(q.release.Edition) {
		columns := together
		if asked := askedIn(question, parted); len(asked) > 1 {
			columns = asked
		}
		table, err := w.questionTable(question, columns)
		if err != nil {
			return nil, err
		}
		topics = addTo(topics, w.T("officer.topic."+question.topic), table)
	}
	return topics, nil
}

// askedIn returns the columns that have answers to a question.
func askedIn(q asked, columns []column) []column {
	return slices.DeleteFunc(slices.Clone(columns), func(c column) bool {
		return !slices.ContainsFunc(c.editions, func(e findings.Edition) bool {
			return slices.ContainsFunc(e.Parts, func(p release.Part) bool {
				return p.Battery == q.battery && slices.Contains(p.Questions, q.id) && len(c.of(e, p)) > 0
			})
		})
	})
}
