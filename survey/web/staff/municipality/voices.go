package municipality

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/staff"
)

func (p *Pages) registerVoices() {
	p.Read("/voices", []survey.Role{survey.Steward, survey.Officer}, p.showVoices)
	p.Enlist("voices.menu", "/voices", survey.Steward, survey.Officer)
}

// voicesPage shows what gatherings said aloud, the latest round first.
type voicesPage struct {
	staff.Base
	Rounds []roundVoices
	Fewest int
}

type roundVoices struct {
	Name   string
	Groups []voiceGroup
}

// voiceGroup is what several gatherings said, with the name of where they were.
type voiceGroup struct {
	Name        string
	Works, Hard []survey.GroupTheme
}

func (p *Pages) showVoices(c *gin.Context, desk *survey.Desk) error {
	rounds, err := desk.Rounds(c)
	if err != nil {
		return err
	}
	page := voicesPage{Base: p.Base(c, desk), Fewest: survey.FewestVoices}
	page.Sheets = []string{"voices.css"}
	for _, round := range slices.Backward(rounds) {
		groups, err := desk.Voices(c, round.ID)
		if err != nil {
			return err
		}
		if len(groups) == 0 {
			continue
		}
		shown := roundVoices{Name: round.Name}
		for _, g := range groups {
			named, err := page.group(c, desk, g)
			if err != nil {
				return err
			}
			shown.Groups = append(shown.Groups, named)
		}
		page.Rounds = append(page.Rounds, shown)
	}
	p.templates.Render(c, http.StatusOK, "voices", page)
	return nil
}

// group names a group, and divides what it said.
func (v *voicesPage) group(c *gin.Context, desk *survey.Desk, g survey.VoiceGroup) (voiceGroup, error) {
	named := voiceGroup{Name: v.T("voices.elsewhere")}
	if m, ok := desk.Municipality(g.Municipality); ok {
		named.Name = v.T("voices.rest", "Municipality", m.Name)
		if g.Intervention != "" {
			intervention, err := desk.Intervention(c, g.Intervention)
			if err != nil {
				return named, err
			}
			named.Name = intervention.Name + " – " + m.Name
		}
	}
	for _, t := range g.Themes {
		if t.Tone == survey.ToneWorks {
			named.Works = append(named.Works, t)
		} else {
			named.Hard = append(named.Hard, t)
		}
	}
	return named, nil
}

// themeLine is a theme in words.
type themeLine struct{ About, Often, Most string }

// Themes words themes.
func (v voicesPage) Themes(themes []survey.GroupTheme) []themeLine {
	var lines []themeLine
	for _, t := range themes {
		line := themeLine{About: v.T("voice.theme." + t.About), Often: v.T("voices.often." + string(t.Often))}
		if t.Most {
			line.Most = v.T("voices.most")
		}
		lines = append(lines, line)
	}
	return lines
}
