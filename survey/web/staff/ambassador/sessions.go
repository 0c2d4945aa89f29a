package ambassador

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/staff"
)

// Paths of the pages of sessions, and what is pressed on them.
const (
	sessionsPath = "/sessions"
	newPath      = sessionsPath + "/new"
	sessionPath  = sessionsPath + "/:code"

	placesPart = "/places" // three more
	closePart  = "/close"
	leakedPart = "/leaked"
	changePart = "/change" // what it is about
	posterPart = "/poster"
)

// registerSessions registers what an ambassador does with sessions.
func (p *pages) registerSessions() {
	p.door.Read(sessionsPath, ambassadors, p.showSessions)
	p.door.Receive(sessionsPath, ambassadors, p.openSession)
	p.door.Read(newPath, ambassadors, p.showNew)
	p.door.Read(sessionPath, ambassadors, p.showGathering)
	p.door.Receive(sessionPath+placesPart, ambassadors, p.addPlaces)
	p.door.Receive(sessionPath+closePart, ambassadors, p.closeSession)
	p.door.Receive(sessionPath+leakedPart, ambassadors, p.stopLeak)
	p.door.Read(sessionPath+changePart, ambassadors, p.showChange)
	p.door.Receive(sessionPath+changePart, ambassadors, p.changeSession)
	p.door.Read(sessionPath+posterPart, ambassadors, p.showPoster)
	p.door.Enlist("ambassador.sessions", sessionsPath, ambassadors...)
}

// sessionsPage lists the own sessions; where none is running it begins one.
type sessionsPage struct {
	staff.Base
	Running, Prepared, Over []sessionLine
	New                     *newForm // nil where a session is running
}

// sessionLine is a session in a list.
type sessionLine struct {
	URL, Name, Municipality string
	When                    when
}

// when is the time of a session as people read it, by clocks in Sweden.
type when struct {
	Day      string
	From, To string // time of day
	ToDay    string // where it is open until another day
}

func whenOf(b staff.Base, s survey.Session) when {
	opens, closes := survey.SwedishTime(s.Opens), survey.SwedishTime(s.Closes)
	w := when{Day: b.Date(opens), From: opens.Format("15:04"), To: closes.Format("15:04")}
	if survey.DayOf(opens) != survey.DayOf(closes) {
		w.ToDay = b.Date(closes)
	}
	return w
}

func (p *pages) showSessions(c *gin.Context, desk *survey.Desk) error {
	content := sessionsPage{Base: p.base(c, desk)}
	sessions, err := desk.Sessions(c)
	if err != nil {
		return err
	}
	now := desk.Now()
	for _, s := range sessions {
		line, err := p.line(c, desk, content.Base, s)
		if err != nil {
			return err
		}
		switch {
		case s.Over(now):
			content.Over = append(content.Over, line)
		case s.Shows(now):
			content.Running = append(content.Running, line)
		default:
			content.Prepared = append(content.Prepared, line)
		}
	}
	if len(content.Running) == 0 {
		if content.New, err = p.newForm(c, desk, content.Base, nil); err != nil {
			return err
		}
	}
	p.templates.Render(c, http.StatusOK, "sessions", content)
	return nil
}

func (p *pages) line(c *gin.Context, desk *survey.Desk, b staff.Base, s survey.Session) (sessionLine, error) {
	intervention, err := desk.Intervention(c, s.Intervention)
	return sessionLine{
		URL: pathOf(b, s.Code), Name: intervention.Name, Municipality: municipality(desk, s.Municipality), When: whenOf(b, s),
	}, err
}

// base returns what every page of sessions has.
func (p *pages) base(c *gin.Context, desk *survey.Desk) staff.Base {
	b := p.door.Base(c, desk)
	b.Sheets = []string{"ambassador.css"}
	return b
}

// pathOf returns the address of a session.
func pathOf(b staff.Base, code string) string { return b.Path(sessionsPath + "/" + code) }

func municipality(desk *survey.Desk, code string) string {
	m, _ := desk.Municipality(code)
	return m.Name
}

// running returns a session about something that somebody can still answer, or false.
func running(sessions []survey.Session, municipality, intervention string, now time.Time) (survey.Session, bool) {
	for _, s := range sessions {
		if s.Municipality == municipality && s.Intervention == intervention && s.Shows(now) {
			return s, true
		}
	}
	return survey.Session{}, false
}
