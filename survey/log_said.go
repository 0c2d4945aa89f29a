package survey

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// LogSaid is what a line of the audit log says, taken apart. What the line does not say is empty.
type LogSaid struct {
	Case           string // what was done, where a verb does several things: "again", "cancelled"
	Round          string // its name
	Session        Session
	Interventions  []Intervention // of one that is not known there is the id alone
	Municipalities []string       // codes of those that it is about
	Staff          Staff          // whom it is about: of ambassadors and readers the role alone
	Language       string         // tag
	N              int
	Day            string // YYYY-MM-DD
	Text           string // what somebody wrote, or what has no other name

	names []string // of what it is about, to be found by
}

// LogUnread is the case of a line that has no form that is known: of another version.
const LogUnread = "unread"

// said says how the lines of each verb are written. The first form that a line has holds; the names of
// groups say what stands there.
var said = map[Verb][]logForm{
	OpenRound:           {form("", `(?P<round>[^;]+)(?:; drafts (?P<text>.*))?`)},
	ChangeRound:         {form("", `(?P<round>[^:]+): ends (?P<day>\S+)`), form("none", `(?P<round>[^:]+): no end`)},
	CloseRound:          {form("", `(?P<round>.+)`)},
	ExportPending:       {form("", `(?P<round>.+)`)},
	ImportRelease:       {form("", `(?P<round>[^:]+): release .*`)},
	PublishRelease:      {form("", `(?P<round>[^:]+): release .*`)},
	AnswerRelease:       {form("", `\S+ (?P<interventions>\S+) (?P<language>\S+)`)},
	FollowUpReply:       {form("", `\S+ (?P<interventions>\S+) (?P<language>\S+)`)},
	TranslateReply:      {form("", `\S+ (?P<interventions>\S+) (?P<language>\S+)`)},
	ApproveReply:        {form("", `\S+ (?P<interventions>\S+) (?P<language>\S+)`)},
	OpenSession:         {form("", `(?P<session>\S+)`), forgotten},
	ChangeSession:       {form("", `(?P<session>\S+)`), forgotten},
	CloseSession:        {form("", `(?P<session>\S+)`), forgotten},
	AddPlaces:           {form("", `(?P<session>\S+): (?P<n>\d+) more`), forgotten},
	DiscardSession:      {form("", `(?P<session>\S+): (?P<text>.*)`)},
	NoteVoice:           {form("", `(?P<session>\S{8})`), forgotten},
	InviteStaff:         {form("again", `(?P<staff>\S+) again`), form("", `(?P<role>\S+) (?P<staff>\S+)`)},
	RevokeStaff:         {form("", `(?P<staff>\S+)`)},
	SetProviders:        {form("removed", `(?P<provider>\S+) removed`), form("", `(?P<provider>\S+)`)},
	DecideTexts:         {form("", `(?P<language>\S+) (?P<text>.*)`)},
	RecordClips:         {form("", `\S+ (?P<language>\S+) (?P<text>\S+)`)},
	ApproveClips:        {form("", `\S+ (?P<language>\S+) (?P<text>\S+)`)},
	SetHost:             {form("", `(?P<text>.*) \([a-z]+\)`)},
	SetRegion:           {form("", `(?P<municipalities>[0-9 ]*)`)},
	ImportAreas:         {form("", `(?P<text>.*)`)},
	SetSigner:           {form("again", `\S+ in place of \S+`), form("", `\S+`)},
	AddIntervention:     {form("", `(?P<interventions>\S+)`)},
	ChangeIntervention:  {form("", `(?P<interventions>\S+)`)},
	CloseIntervention:   {form("", `(?P<interventions>\S+)`)},
	MergeInterventions:  {form("", `(?P<interventions>\S+)`)},
	ImportInterventions: {form("", `(?P<interventions>.*)`)},
	ImportBattery:       {form("", `(?P<text>\S+)`)},
	WriteBattery:        {form("begun", `(?P<text>\S+) begun`), form("deleted", `(?P<text>\S+) deleted`), form("", `(?P<text>\S+)`)},
	ReferBattery:        {form("", `(?P<text>\S+)`)},
	FreezeBattery:       {form("", `(?P<text>\S+)`)},
	ApproveBattery:      {form("", `(?P<text>\S+)`)},
	RetireBattery:       {form("", `(?P<text>\S+)`)},
	PlanGatherings: {
		form("many", `(?P<round>[^:]+): (?P<n>\d+) entries`),
		form("called", `(?P<round>[^:]+): called (?P<text>.+)`),
		form("cancelled", `(?P<round>[^:]+): (?P<municipalities>\d{4}) (?P<interventions>\S+) (?P<text>\S+) cancelled`),
		form("again", `(?P<round>[^:]+): (?P<municipalities>\d{4}) (?P<interventions>\S+) (?P<text>\S+) planned again`),
		form("", `(?P<round>[^:]+): (?P<municipalities>\d{4}) (?P<interventions>\S+) (?P<text>\S+)`),
	},
}

// forgotten is a line of an ambassador's session whose round is sealed.
var forgotten = form("forgotten", ``)

// logForm is one way in which the lines of a verb are written.
type logForm struct {
	does string
	what *regexp.Regexp
}

func form(does, what string) logForm {
	return logForm{does, regexp.MustCompile(`^(?s:` + what + `)$`)}
}

// logNames are the names of what lines of the audit log are about.
type logNames struct {
	*Service
	interventions map[string]Intervention
	sessions      map[string]Session
	staff         map[string]Staff
}

func (d *Desk) logNames(ctx context.Context) (logNames, error) {
	n := logNames{d.Service, map[string]Intervention{}, map[string]Session{}, map[string]Staff{}}
	interventions, err := d.store.Interventions(ctx)
	if err != nil {
		return n, err
	}
	for _, i := range interventions {
		n.interventions[i.ID] = i
	}
	staff, err := d.store.Staff(ctx)
	if err != nil {
		return n, err
	}
	for _, s := range staff {
		n.staff[s.ID] = s
	}
	rounds, err := d.store.Rounds(ctx)
	if err != nil {
		return n, err
	}
	for _, round := range rounds {
		sessions, err := d.store.Sessions(ctx, round.ID)
		if err != nil {
			return n, err
		}
		for _, s := range sessions {
			n.sessions[s.Code] = s
		}
	}
	return n, nil
}

// line returns a line with what it says.
func (n logNames) line(e LogEntry) LogLine {
	l := LogLine{LogEntry: e, LogSaid: n.said(e)}
	parts := strings.Fields(e.Actor)
	if len(parts) == 0 {
		return l
	}
	l.Role = Role(parts[0])
	if l.Role != Officer && l.Role != Steward {
		return l
	}
	for _, part := range parts[1:] {
		if s, known := n.staff[part]; known {
			l.Who = s.Label
		} else if _, known := n.Municipality(part); known {
			l.Office = part
		}
	}
	return l
}

// said takes apart what a line says.
func (n logNames) said(e LogEntry) LogSaid {
	for _, f := range said[e.Action] {
		found := f.what.FindStringSubmatch(e.What)
		if found == nil {
			continue
		}
		s := LogSaid{Case: f.does}
		for i, group := range f.what.SubexpNames() {
			n.add(&s, group, found[i])
		}
		return s
	}
	return LogSaid{Case: LogUnread}
}

// add adds what stands in a group of a form.
func (n logNames) add(s *LogSaid, group, text string) {
	switch group {
	case "round":
		s.Round = text
	case "day":
		s.Day = text
	case "text":
		s.Text = text
	case "language":
		s.Language = text
	case "n":
		s.N, _ = strconv.Atoi(text)
	case "municipalities":
		for _, code := range strings.Fields(text) {
			s.in(n, code)
		}
	case "interventions":
		for _, id := range strings.Fields(text) {
			n.about(s, id)
		}
	case "provider":
		if _, is := n.Municipality(text); is {
			s.in(n, text)
		}
	case "session":
		s.Session = Session{Code: text}
		if known, is := n.sessions[text]; is {
			s.Session = known
			s.in(n, known.Municipality)
			n.about(s, known.Intervention)
		}
	case "role":
		s.Staff.Role = Role(text)
	case "staff":
		known := n.staff[text]
		for _, code := range known.Municipalities {
			s.in(n, code)
		}
		if known.Role == Steward || known.Role == Officer {
			s.Staff = known
			s.names = append(s.names, known.Label)
		} else if known.Role != "" {
			s.Staff = Staff{Role: known.Role}
		}
	}
}

// about adds an intervention. Where a line says in which municipality it was, it is about no other.
func (n logNames) about(s *LogSaid, id string) {
	known, is := n.interventions[id]
	if !is {
		known = Intervention{ID: id}
	}
	elsewhere := len(s.Municipalities) > 0 && len(s.Interventions) == 0
	s.Interventions = append(s.Interventions, known)
	s.names = append(s.names, known.Name)
	if elsewhere {
		return
	}
	for _, code := range known.Municipalities {
		s.in(n, code)
	}
}

// in adds a municipality.
func (s *LogSaid) in(n logNames, code string) {
	if slices.Contains(s.Municipalities, code) {
		return
	}
	s.Municipalities = append(s.Municipalities, code)
	if m, known := n.Municipality(code); known {
		s.names = append(s.names, m.Name)
	}
}
