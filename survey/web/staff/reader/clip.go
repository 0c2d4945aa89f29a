package reader

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

const bytesPerSecond = audio.BytesPerSecond

// clipPage is where one text is recorded, or heard. It has all texts of the battery that are still to
// be recorded, so that its script can go on with the next when there is no network.
type clipPage struct {
	staff.Base
	Read   i18n.Language
	List   string // address
	Now    clipEntry
	State  state
	ID     string // of the recording that is heard; empty where it is the approved one
	Texts  []clipEntry
	Left   string // JSON: bytes that are left to the clips of each question, by its id
	Second int    // bytes
}

// clipEntry is one text that can be recorded.
type clipEntry struct {
	About, Text, Swedish string
	Page, Upload         string // addresses; Upload names the text that is on the screen
	Questions            string // ids of those that say it
	Size                 int64  // bytes of what is recorded of it
	Current, Open        bool   // it is shown; nobody has recorded it
}

// Open returns how many texts nobody has recorded.
func (p clipPage) Open() int {
	n := 0
	for _, e := range p.Texts {
		if e.Open {
			n++
		}
	}
	return n
}

// Words are the keys, below "clip.say", of what the script tells.
func (clipPage) Words() []string {
	return []string{"read", "working", "good", "silent", "quiet", "loud", "long", "interrupted", "denied", "none", "over", "old"}
}

func (p *Clips) showClip(c *gin.Context, desk *survey.Desk) error {
	l, s, key, err := p.sheetOf(c, desk)
	if err != nil {
		return err
	}
	content := clipPage{Base: p.base(c, desk), Read: l, State: s.state(key), ID: s.proposals[key].ID, Second: bytesPerSecond}
	content.List = content.Path(listPath(l))
	content.Now = p.entry(content.Base, s, key)
	for _, other := range s.Keys() {
		if other == key || s.state(other).Open() {
			entry := p.entry(content.Base, s, other)
			entry.Current, entry.Open = other == key, s.state(other).Open()
			content.Texts = append(content.Texts, entry)
		}
	}
	left := map[string]int64{}
	for _, q := range s.Battery.Questions {
		left[q.ID] = s.left(q)
	}
	text, err := json.Marshal(left)
	if err != nil {
		return err
	}
	content.Left = string(text)
	content.AllowRecording(c)
	p.templates.Render(c, http.StatusOK, "clip", content)
	return nil
}

// entry returns a text as a page has it.
func (p *Clips) entry(b staff.Base, s sheet, key string) clipEntry {
	url := b.Path(s.path(key))
	e := clipEntry{
		Text: s.Text(key), Page: url, Upload: url + "?mark=" + audio.Mark(s.Text(key)), Size: audio.Sizes(s.clips, s.proposals)(key),
	}
	if s.Language != i18n.Source {
		e.Swedish = p.Catalog().Text(i18n.Source, key)
	}
	var ids []string
	for i, q := range s.Battery.Questions {
		for _, has := range q.Keys() {
			if has != key {
				continue
			}
			ids = append(ids, q.ID)
			e.About = b.T("clip.answer", "N", i+1)
			if key == q.ID {
				e.About = b.T("clip.question", "N", i+1)
			}
		}
	}
	if len(ids) > 1 {
		e.About = b.T("clip.shared")
	}
	e.Questions = strings.Join(ids, " ")
	return e
}

// left returns how many bytes are left to the clips of a question.
func (s sheet) left(q survey.Question) int64 { return s.Left(q, audio.Sizes(s.clips, s.proposals)) }

// receiveClip takes in a recording of the text whose mark the address has.
func (p *Clips) receiveClip(c *gin.Context, desk *survey.Desk) error {
	_, s, key, err := p.sheetOf(c, desk)
	if err != nil {
		return err
	}
	mp3, err := page.ReadFile(c, audio.MostBytes)
	if err != nil {
		return err
	}
	err = desk.RecordClip(c, s.name(key), func(by string) (bool, error) {
		return p.folder.Propose(s.Script, key, c.Query("mark"), mp3, by)
	})
	if err != nil {
		return err
	}
	p.JSON(c, http.StatusOK, page.Answer{State: "received"})
	return nil
}

func (s sheet) name(key string) survey.ClipName {
	return survey.ClipName{Battery: s.Battery.ID, Language: s.Language, Key: key}
}

// approveClip lets participants hear the recording whose id the form has, and goes on with the next
// that waits for whoever approved it.
func (p *Clips) approveClip(c *gin.Context, desk *survey.Desk) error {
	l, s, key, err := p.sheetOf(c, desk)
	if err != nil {
		return err
	}
	if err := page.ReadForm(c); err != nil {
		return err
	}
	err = desk.ApproveClip(c, s.name(key), func(by string) (bool, error) {
		return p.folder.Approve(s.Script, key, c.Request.PostForm.Get("id"), by)
	})
	if err != nil {
		return err
	}
	if err := p.approved(); err != nil {
		return err
	}
	b := p.Base(c, desk)
	to := listPath(l)
	if next, more := s.after(key, func(at state) bool { return at == unheard }); more && next != key {
		to = s.path(next)
	}
	c.Redirect(http.StatusSeeOther, b.Path(to))
	return nil
}

// sendClip sends what is recorded of a text.
func (p *Clips) sendClip(c *gin.Context, desk *survey.Desk) error {
	_, s, key, err := p.sheetOf(c, desk)
	if err != nil {
		return err
	}
	sound, mediaType, err := p.folder.Listen(s.Script, key)
	if err != nil {
		return err
	}
	c.Header("Content-Type", mediaType)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(sound))
	return nil
}
