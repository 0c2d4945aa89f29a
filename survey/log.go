package survey

import (
	"context"
	"slices"
	"strings"
)

// LogEntry is a line of the audit log as it is kept.
type LogEntry struct {
	Number int64 // lines are numbered in the order in which they were written
	AuditEntry
}

// LogLine is a line of the audit log with what it says, as far as that is known.
type LogLine struct {
	LogEntry
	Role   Role
	Who    string // label of the steward or officer who did it; empty for others
	Office string // code of the municipality of the officer who did it
	LogSaid
}

// LogFilter says which lines of the audit log somebody looks for. What is empty does not matter.
type LogFilter struct {
	Actions      []Verb
	Role         Role
	Municipality string // code: an officer of it did it, or it is about something in it
	From, To     string // days in Sweden, YYYY-MM-DD, the last one with all of it
	Text         string // in what the line says, or in the names that it stands for; letters as Slug compares them
	Until        int64  // number of the last line that counts, so that pages stay as they are while lines are added
}

// Check returns an error of kind Invalid for days that are none.
func (f LogFilter) Check() error {
	for _, day := range []string{f.From, f.To} {
		if day != "" && !IsDay(day) {
			return Fail(Invalid, "log.day")
		}
	}
	return nil
}

// LogGroup is what the verbs of a group are about.
type LogGroup struct {
	Name  string
	Verbs []Verb
}

// LogGroups lists all verbs that leave a line in the audit log, by what they are about. Looking at
// something leaves none, nor does what people say before it is decided about, nor who comes and goes.
var LogGroups = []LogGroup{
	{"rounds", []Verb{OpenRound, ChangeRound, CloseRound}},
	{"sessions", []Verb{OpenSession, ChangeSession, AddPlaces, CloseSession, DiscardSession, NoteVoice}},
	{"releases", []Verb{ExportPending, ImportRelease, PublishRelease, AnswerRelease, FollowUpReply, TranslateReply, ApproveReply}},
	{"people", []Verb{InviteStaff, RevokeStaff, SetProviders}},
	{"texts", []Verb{DecideTexts, RecordClips, ApproveClips}},
	{"setup", []Verb{SetHost, SetRegion, ImportAreas, SetSigner}},
	{"register", []Verb{AddIntervention, ChangeIntervention, CloseIntervention, MergeInterventions, ImportInterventions}},
	{"plan", []Verb{PlanGatherings}},
	{"batteries", []Verb{WriteBattery, ReferBattery, FreezeBattery, ApproveBattery, RetireBattery, ImportBattery}},
}

// LogActions returns the verbs that a name stands for: of a group, or of itself. None: it is no name.
func LogActions(name string) []Verb {
	for _, g := range LogGroups {
		if g.Name == name {
			return g.Verbs
		}
		if slices.Contains(g.Verbs, Verb(name)) {
			return []Verb{Verb(name)}
		}
	}
	return nil
}

// LogCases returns the cases of a verb that does several things.
func LogCases(verb Verb) []string {
	var cases []string
	for _, f := range said[verb] {
		if f.does != "" {
			cases = append(cases, f.does)
		}
	}
	return cases
}

// AuditLog returns the lines of the audit log that are looked for, the last first, and the number of the
// last line of all. All lines are read for it: they are some thousands a year. Nothing of a participant is in them; ambassadors and readers are not told apart.
func (d *Desk) AuditLog(ctx context.Context, f LogFilter) (lines []LogLine, last int64, err error) {
	if err := d.may(SeeLog, Thing{}); err != nil {
		return nil, 0, err
	}
	if err := f.Check(); err != nil {
		return nil, 0, err
	}
	entries, err := d.store.AuditLog(ctx)
	if err != nil || len(entries) == 0 {
		return nil, 0, err
	}
	names, err := d.logNames(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, entry := range entries {
		if !f.holdsEntry(entry) {
			continue
		}
		if line := names.line(entry); f.holds(line) {
			lines = append(lines, line)
		}
	}
	return lines, entries[0].Number, nil
}

// holdsEntry reports whether a line is looked for, by what is kept of it alone.
func (f LogFilter) holdsEntry(e LogEntry) bool {
	day := DayOf(e.At)
	return (f.Until == 0 || e.Number <= f.Until) && (len(f.Actions) == 0 || slices.Contains(f.Actions, e.Action)) &&
		(f.From == "" || day >= f.From) && (f.To == "" || day <= f.To)
}

// holds reports whether a line is looked for, by who did it and what it is about.
func (f LogFilter) holds(l LogLine) bool {
	return (f.Role == "" || l.Role == f.Role) &&
		(f.Municipality == "" || l.Office == f.Municipality || slices.Contains(l.Municipalities, f.Municipality)) &&
		(f.Text == "" || strings.Contains(Slug(strings.Join(append([]string{l.What, l.Who}, l.names...), " ")), Slug(f.Text)))
}
