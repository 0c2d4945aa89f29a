package results

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
)

// groupPage is one group of people at a place, over rounds.
type groupPage struct {
	frame
	Name   string
	By     string
	Note   string
	Size   int
	Rounds []string
	Topics []groupTopic
}

type groupTopic struct {
	Name     string
	Measures []groupRow
}

// groupRow is a measure of the group in each round, with the region in the last.
type groupRow struct {
	Text   string
	Group  []Figure
	Region Figure
	Step   Step
}

// showGroup shows one group of people.
func (p *Pages) showGroup(c *gin.Context) error {
	q, err := p.read(c)
	if err != nil {
		return err
	}
	by, key := survey.Dimension(c.Param("by")), c.Param("group")
	group, shown := findings.OfGroup(until(q.history, q.release), q.place, by, key, p.service.Catalogue)
	if !shown || !p.summedUp(q.at.lang) {
		return errRelease
	}
	content := groupPage{By: q.words.T("officer.by." + string(by)), Note: q.words.T("officer.by." + string(by) + ".note")}
	for _, g := range (findings.Scope{Place: q.place}).GroupsOf(q.release.Edition) {
		if i := slices.Index(g.Keys, key); g.By == by && i >= 0 {
			content.Name, content.Size = q.words.Group(g.Battery, by, g.Question, key), g.Sizes[i]
		}
	}
	content.frame = p.frame(q, link{Name: content.Name})
	rounds, _ := findings.Scope{Place: q.place}.Comparable(until(q.history, q.release))
	content.KeyKept = slices.ContainsFunc(rounds, func(e findings.Edition) bool { return e.KeyKept })
	for _, round := range group.Rounds {
		content.Rounds = append(content.Rounds, q.words.round(round))
	}
	for _, m := range group.Measures {
		row := groupRow{Text: q.words.measure(m.Question), Region: q.words.figure(m.Region[len(m.Region)-1])}
		for _, share := range m.Group {
			row.Group = append(row.Group, q.words.figure(share))
		}
		if n := len(m.Group); n > 1 && m.Better != survey.Neither {
			row.Step = q.words.step(m.SinceLast, m.Group[n-2], m.Group[n-1], improves(m.SinceLast, m.Better), true)
		}
		name := q.words.T("officer.topic." + m.Topic)
		if len(content.Topics) == 0 || content.Topics[len(content.Topics)-1].Name != name {
			content.Topics = append(content.Topics, groupTopic{Name: name})
		}
		last := &content.Topics[len(content.Topics)-1]
		last.Measures = append(last.Measures, row)
	}
	p.templates.Render(c, http.StatusOK, "group", content)
	return nil
}
