package participant

import (
	"maps"
	"slices"
	"strings"

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
type clipsKey struct{ round, set, tag string }

// clipsOf returns the clips that were recorded from what a round reads of a set. They are looked
// up at their first use. Of what several of its batteries say, those of the first are played.
func (p *Pages) clipsOf(round string, texts *survey.RoundTexts, set survey.Set, printer *i18n.Printer) (audio.Clips, error) {
	tag, known := printer.Language().Tag, p.found.Load()
	key := clipsKey{round, set.Ref(), tag}
	if clips, ok := known.ofRounds.Load(key); ok {
		return clips.(audio.Clips), nil
	}
	all := audio.Clips{Fresh: map[string]audio.Clip{}}
	for _, b := range slices.Backward(set) {
		clips := known.clips[b.WordedAs()+"/"+tag]
		if p.recorded != nil && texts.In(tag) {
			var err error
			if clips, err = audio.Find(p.recorded, b.WordedAs(), tag, clipKeys(b), textsOf(texts, printer)); err != nil {
				return audio.Clips{}, err
			}
		}
		maps.Copy(all.Fresh, clips.Fresh)
	}
	known.ofRounds.Store(key, all)
	return all, nil
}

// audioOf returns where the clips of a form are: below an address of its round's own where the words of
// today have been recorded, too, and it reads others.
func (p *Pages) audioOf(round string, set survey.Set, tag string, clips audio.Clips) string {
	var ids []string
	for _, b := range set {
		ids = append(ids, b.WordedAs())
	}
	below := strings.Join(ids, "+") + "/" + tag + "/"
	for key, clip := range clips.Fresh {
		if now, _ := p.clipNow(ids, tag, key); now.File != clip.File {
			return roundAudioPrefix + round + "/" + below
		}
	}
	return audioPrefix + below
}

// clipNow returns the clip of a text as it is now, of the first of these batteries that has one.
func (p *Pages) clipNow(batteries []string, tag, key string) (audio.Clip, bool) {
	for _, id := range batteries {
		if clip, ok := p.found.Load().clips[id+"/"+tag].Fresh[key]; ok {
			return clip, true
		}
	}
	return audio.Clip{}, false
}

// freshClip finds the clip of a text that somebody reads in a form with batteries, as in "core+A": in a
// round, or, where that is "", as it is now or in any round that is not sealed.
func (p *Pages) freshClip(c *gin.Context, of, batteries, tag, key string) (audio.Clip, error) {
	ids := survey.RefsIn(batteries)
	if clip, ok := p.clipNow(ids, tag, key); ok && of == "" {
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
			if !slices.Contains(ids, b.WordedAs()) {
				continue
			}
			clips, err := p.clipsOf(round.ID, texts, survey.Set{b}, printer)
			if clip, ok := clips.Fresh[key]; ok || err != nil {
				return clip, err
			}
		}
	}
	return audio.Clip{}, page.ErrNoPage
}
