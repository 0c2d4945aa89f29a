package participant

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
)

// Where recorded clips are served: of what is said now, and of what a round says.
const (
	audioPrefix      = "/audio/"
	roundAudioPrefix = audioPrefix + "round/"
)

// findClips looks up the clips of every battery in every language, by
// "battery/language".
func (p *Pages) findClips() (map[string]audio.Clips, error) {
	all := map[string]audio.Clips{}
	if p.recorded == nil {
		return all, nil
	}
	for _, b := range p.service.WholeBatteries() {
		keys := clipKeys(b)
		for _, l := range p.Languages() {
			words := p.Catalog().Printer(l.Tag)
			found, err := audio.Find(p.recorded, b.ID, l.Tag, keys, func(key string) string { return words.T(key) })
			if err != nil {
				return nil, err
			}
			all[b.ID+"/"+l.Tag] = found
		}
	}
	return all, nil
}

// clipKeys returns the keys of everything that is read aloud of a battery.
func clipKeys(b *survey.Battery) []string {
	var keys []string
	for _, q := range b.Questions {
		keys = append(keys, q.Keys()...)
	}
	return keys
}

// recorded reports whether a question can be played: there are clips of all that it says, and they
// are small enough.
func recorded(q survey.Question, clips audio.Clips) bool {
	size, ok := clips.Size(q.Keys())
	return ok && size <= audio.MostBytes
}

// audioKB returns what a phone loads that plays every question that can be played, in kilobytes
// rounded up. Clips that questions share are loaded once.
func audioKB(form survey.Form, clips audio.Clips) int64 {
	var keys []string
	for _, q := range form {
		if recorded(q, clips) {
			keys = append(keys, q.Keys()...)
		}
	}
	slices.Sort(keys)
	size, _ := clips.Size(slices.Compact(keys))
	return (size + 999) / 1000
}

// sendClip sends one clip. It is asked for by its text's key; which kind of
// file there is is our business. A phone may keep it, and asks each time whether it is still the same:
// at its address there is another when the text is recorded anew.
func (p *Pages) sendClip(c *gin.Context) error {
	clip, err := p.freshClip(c, c.Param("round"), c.Param("battery"), c.Param("tag"), c.Param("key"))
	if err != nil {
		return err
	}
	content, err := fs.ReadFile(p.recorded, clip.File)
	if err != nil {
		return page.ErrNoPage
	}
	sum := sha256.Sum256(content)
	c.Header("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	c.Header("Cache-Control", "public, no-cache")
	c.Header("Content-Type", clip.MediaType())
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(content))
	return nil
}
