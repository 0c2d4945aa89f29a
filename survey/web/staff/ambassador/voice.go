package ambassador

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// voicePage asks an ambassador what a gathering said aloud.
type voicePage struct {
	staff.Base
	Code   string
	Themes []themeChoice
	Said   []survey.Said
	State  string // key of what became of it; "" before anything was sent
}

// themeChoice is a theme, and what was noted of it.
type themeChoice struct {
	About string
	Tones []toneChoice
}

// Noted reports whether anything was.
func (t themeChoice) Noted() bool {
	return slices.ContainsFunc(t.Tones, func(tone toneChoice) bool { return tone.Said != "" })
}

// toneChoice is how many said that a theme works, or that it is hard.
type toneChoice struct {
	Tone survey.Tone
	Name string      // of the field in the form
	Said survey.Said // "" where nobody did
}

func (p *pages) registerVoice() {
	p.door.Read("/sessions/:code/voice", ambassadors, p.showVoice)
	p.door.Receive("/sessions/:code/voice", ambassadors, p.noteVoice)
}

func (p *pages) showVoice(c *gin.Context, desk *survey.Desk) error {
	themes, err := desk.VoiceOf(c, c.Param("code"))
	if err != nil {
		return err
	}
	p.renderVoice(c, desk, themes, "")
	return nil
}

func (p *pages) noteVoice(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	var themes []survey.Theme
	for _, about := range survey.Themes {
		for _, tone := range survey.Tones {
			if said := survey.Said(c.Request.PostForm.Get(fieldOf(about, tone))); said != "" {
				themes = append(themes, survey.Theme{About: about, Tone: tone, Said: said})
			}
		}
	}
	if err := desk.NoteVoice(c, c.Param("code"), themes); err != nil {
		return err
	}
	state := "voice.saved"
	if len(themes) == 0 {
		state = "voice.none"
	}
	p.renderVoice(c, desk, themes, state)
	return nil
}

func (p *pages) renderVoice(c *gin.Context, desk *survey.Desk, noted []survey.Theme, state string) {
	shown := voicePage{Base: p.door.Base(c, desk), Code: c.Param("code"), Said: survey.SaidBy, State: state}
	shown.Sheets = []string{"voice.css"}
	for _, about := range survey.Themes {
		theme := themeChoice{About: about}
		for _, tone := range survey.Tones {
			choice := toneChoice{Tone: tone, Name: fieldOf(about, tone)}
			for _, t := range noted {
				if t.About == about && t.Tone == tone {
					choice.Said = t.Said
				}
			}
			theme.Tones = append(theme.Tones, choice)
		}
		shown.Themes = append(shown.Themes, theme)
	}
	p.templates.Render(c, http.StatusOK, "voice", shown)
}

func fieldOf(about string, tone survey.Tone) string { return about + "." + string(tone) }
