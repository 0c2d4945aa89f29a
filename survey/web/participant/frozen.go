package participant

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
)

// textsOf returns what participants of a round read of its batteries in the language that p prints:
// the texts that were frozen when it opened, and those of today in a round that is older than that.
func textsOf(round *survey.RoundTexts, p *i18n.Printer) func(key string) string {
	return func(key string) string {
		if text, ok := round.Text(p.Language().Tag, key); ok {
			return text
		}
		return p.T(key)
	}
}

// clipsKey says which clips belong to a form.
type clipsKey struct{ round, battery, tag string }

// clipsOf returns the clips that were recorded from what a round reads of a battery. They are looked
// up at their first use.
func (p *Pages) clipsOf(round string, texts *survey.RoundTexts, b *survey.Battery, printer *i18n.Printer) (audio.Clips, error) {
	tag := printer.Language().Tag
	if p.recorded == nil || !texts.In(tag) {
		return p.found.Load().clips[b.ID+"/"+tag], nil
	}
	known, key := p.found.Load(), clipsKey{round, b.Ref(), tag}
	if clips, ok := known.ofRounds.Load(key); ok {
		return clips.(audio.Clips), nil
	}
	clips, err := audio.Find(p.recorded, b.ID, tag, clipKeys(b), textsOf(texts, printer))
	if err != nil {
		return audio.Clips{}, err
	}
	known.ofRounds.Store(key, clips)
	return clips, nil
}

// audioOf returns where the clips of a form are: below an address of its round's own where the words of
// today have been recorded, too, and it reads others.
func (p *Pages) audioOf(round, battery, tag string, clips audio.Clips) string {
	below := battery + "/" + tag + "/"
	now := p.found.Load().clips[battery+"/"+tag].Fresh
	for key, clip := range clips.Fresh {
		if now[key].File != clip.File {
			return roundAudioPrefix + round + "/" + below
		}
	}
	return audioPrefix + below
}

// freshClip finds the clip of a text that somebody reads: in a round, or, where that is "", as it is
// now or in any round that is not sealed.
func (p *Pages) freshClip(c *gin.Context, of, battery, tag, key string) (audio.Clip, error) {
	if clip, ok := p.found.Load().clips[battery+"/"+tag].Fresh[key]; ok && of == "" {
		return clip, nil
	}
	printer := p.Catalog().Printer(tag)
	rounds, err := p.service.Rounds(c)
	if err != nil {
		return audio.Clip{}, err
	}
	for _, round := range rounds {
		texts, err := p.service.RoundTexts(c, round.ID)
		if err != nil {
			return audio.Clip{}, err
		}
		if round.State == survey.RoundSealed || !texts.In(tag) || of != "" && of != round.ID {
			continue
		}
		for _, b := range texts.Batteries {
			if b.ID != battery {
				continue
			}
			clips, err := p.clipsOf(round.ID, texts, b, printer)
			if clip, ok := clips.Fresh[key]; ok || err != nil {
				return clip, err
			}
		}
	}
	return audio.Clip{}, page.ErrNoPage
}
