package reader

import (
	"embed"
	"io/fs"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Clips are the pages on which the texts of a language are read aloud, and heard by a second person.
type Clips struct {
	*staff.Door
	templates *page.Templates
	folder    *audio.Folder
	approved  func() error // lets participants hear what has been approved
}

// record are the roles that may have a language whose texts they read.
var record = []survey.Role{survey.Steward, survey.AmbassadorRole, survey.ReaderRole}

// clipsPath is where the pages stand below the language of the page.
const clipsPath = "/clips"

// Parts of addresses below it.
const (
	languagePart = "language" // that is read aloud; the page itself may be in another
	batteryPart  = "battery"
	keyPart      = "key"
)

// RegisterClips registers the pages on the staff's door. folder keeps what is recorded, and approved is
// called after a recording was approved.
func RegisterClips(door *staff.Door, folder *audio.Folder, approved func() error) error {
	own, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return err
	}
	templates, err := door.Parse(own)
	if err != nil {
		return err
	}
	p := &Clips{Door: door, templates: templates, folder: folder, approved: approved}
	const one = clipsPath + "/:" + languagePart + "/:" + batteryPart + "/:" + keyPart
	door.Read(clipsPath, record, p.showLanguages)
	door.Read(clipsPath+"/:"+languagePart, record, p.showList)
	door.Read(one, record, p.showClip)
	door.Receive(one, record, p.receiveClip)
	door.Receive(one+"/approve", record, p.approveClip)
	door.Read(one+"/listen", record, p.sendClip)
	door.EnlistFor("clip.title", clipsPath, func(a survey.Actor) bool { return a.Role == survey.Steward || readsTexts(a) })
	return nil
}

// readIn returns the language that is read aloud, in which the actor may record.
func (p *Clips) readIn(c *gin.Context, desk *survey.Desk) (i18n.Language, error) {
	l, ok := i18n.Find(p.Languages(), c.Param(languagePart))
	if !ok {
		return i18n.Language{}, page.ErrNoPage
	}
	return l, desk.MayRecord(l.Tag)
}

// sheet is what is read aloud of one battery, and how far its recording has come.
type sheet struct {
	audio.Script
	clips     audio.Clips
	proposals map[string]audio.Proposal
	actor     string // id of whoever looks
}

// sheets returns those of all batteries that there are in a language.
func (p *Clips) sheets(desk *survey.Desk, l i18n.Language) ([]sheet, error) {
	var all []sheet
	for _, b := range desk.WholeBatteries() {
		if !p.Catalog().Complete(l.Tag, b.ID) {
			continue
		}
		s, err := p.sheet(desk, l, b)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (p *Clips) sheet(desk *survey.Desk, l i18n.Language, b *survey.Battery) (sheet, error) {
	words := p.Catalog().Printer(l.Tag)
	s := sheet{Script: audio.Script{Battery: b, Language: l.Tag, Text: func(key string) string { return words.T(key) }}, actor: desk.Actor().ID}
	var err error
	if s.clips, err = p.folder.Find(s.Script); err != nil {
		return sheet{}, err
	}
	s.proposals, err = p.folder.Proposals(s.Script)
	return s, err
}

// sheetOf returns the sheet and the key that an address names.
func (p *Clips) sheetOf(c *gin.Context, desk *survey.Desk) (i18n.Language, sheet, string, error) {
	l, err := p.readIn(c, desk)
	if err != nil {
		return i18n.Language{}, sheet{}, "", err
	}
	batteries, key := desk.WholeBatteries(), c.Param(keyPart)
	i := slices.IndexFunc(batteries, func(b *survey.Battery) bool { return b.ID == c.Param(batteryPart) })
	if i < 0 || !p.Catalog().Complete(l.Tag, batteries[i].ID) {
		return i18n.Language{}, sheet{}, "", page.ErrNoPage
	}
	s, err := p.sheet(desk, l, batteries[i])
	if err == nil && !slices.Contains(s.Keys(), key) {
		err = page.ErrNoPage
	}
	return l, s, key, err
}

// state is how far the recording of a text has come.
type state string

const (
	missing  state = "missing"  // nobody has recorded it
	stale    state = "stale"    // it was recorded, and the text has changed
	waiting  state = "waiting"  // for a second person, who is not the one that looks
	unheard  state = "unheard"  // for the one that looks
	approved state = "approved" // participants hear it
)

func (s sheet) state(key string) state {
	proposal, proposed := s.proposals[key]
	switch {
	case proposed && proposal.By == s.actor:
		return waiting
	case proposed:
		return unheard
	case s.clips.Fresh[key].File != "":
		return approved
	case slices.Contains(s.clips.Stale, key):
		return stale
	}
	return missing
}

// Open reports whether somebody has to record a text.
func (s state) Open() bool { return s == missing || s == stale }

// after returns the first of the keys that follow one, then of those before it, whose state fits.
func (s sheet) after(key string, fits func(state) bool) (string, bool) {
	keys := s.Keys()
	at := slices.Index(keys, key)
	for i := range keys {
		if next := keys[(at+1+i)%len(keys)]; fits(s.state(next)) {
			return next, true
		}
	}
	return "", false
}
