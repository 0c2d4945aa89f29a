package web

import (
	"io"
	"net/http"
	"path"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/audio"
)

// audioPrefix is where recorded clips are served.
const audioPrefix = "/audio/"

// findClips looks up the clips of every battery in every language, by
// "battery/language". New recordings are taken in when the service starts.
func findClips(service *survey.Participants, o Options) (map[string]audio.Clips, error) {
	all := map[string]audio.Clips{}
	if o.Audio == nil {
		return all, nil
	}
	for _, b := range service.Batteries() {
		keys := clipKeys(b)
		for _, l := range o.Languages {
			p := o.Catalog.Printer(l.Tag)
			found, err := audio.Find(o.Audio, b.ID, l.Tag, keys, func(key string) string { return p.T(key) })
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

// mediaTypes are the types of clips by their extension.
var mediaTypes = map[string]string{".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".webm": "audio/webm"}

// sendClip sends one clip. It is asked for by its text's key; which kind of
// file there is is our business.
func (s *Server) sendClip(c *gin.Context) error {
	clip, err := s.freshClip(c, c.Param("battery"), c.Param("tag"), c.Param("key"))
	if err != nil {
		return err
	}
	file, err := s.options.Audio.Open(clip.File)
	if err != nil {
		return errNoPage
	}
	defer file.Close()
	content, ok := file.(io.ReadSeeker)
	if !ok {
		return errNoPage
	}
	c.Header("Content-Type", mediaTypes[path.Ext(clip.File)])
	c.Header("Cache-Control", "public, max-age=86400")
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, content)
	return nil
}
