package surveytest

import (
	"context"
	"slices"
	"time"

	"fragebatteri/survey"
)

func (t registryTest) log() {
	before, err := t.registry.AuditLog(t.Context())
	t.ok(err)
	first := survey.AuditEntry{At: conformanceStart.Truncate(time.Minute).UTC(), Actor: "officer 0581 x", Action: survey.SetHost, What: "one\ntwo"}
	second := survey.AuditEntry{At: first.At.Add(-time.Hour), Actor: "ambassador", Action: survey.OpenSession, What: "ABCDEFGH"}
	for _, entry := range []survey.AuditEntry{first, second} {
		t.ok(t.registry.Change(t.Context(), entry, func(context.Context, survey.RegistryTx) error { return nil }))
	}
	lines, err := t.registry.AuditLog(t.Context())
	t.ok(err)
	t.same(len(lines), len(before)+2)
	t.same([]survey.AuditEntry{lines[0].AuditEntry, lines[1].AuditEntry}, []survey.AuditEntry{second, first})
	t.same(lines[0].Number > lines[1].Number, true)
}

// logOf writes lines about a session: three of an ambassador in it, and others that have its code.
func (t registryTest) logOf(code string) {
	for _, line := range logLines(code, code) {
		line.At = conformanceStart.Truncate(time.Minute).UTC()
		t.ok(t.registry.Change(t.Context(), line, func(context.Context, survey.RegistryTx) error { return nil }))
	}
}

// logLines are the lines of logOf, where those of the ambassador say what they are about in another way.
func logLines(code, ofAmbassador string) []survey.AuditEntry {
	places := ofAmbassador
	if places != "" {
		places += ": 5 more"
	}
	return []survey.AuditEntry{
		{Actor: "ambassador", Action: survey.OpenSession, What: ofAmbassador},
		{Actor: "ambassador", Action: survey.AddPlaces, What: places},
		{Actor: "ambassador", Action: survey.NoteVoice, What: ofAmbassador},
		{Actor: "ambassador", Action: survey.RecordClips, What: code + " so"},
		{Actor: "officer 0581 x", Action: survey.DiscardSession, What: code + ": the wrong group"},
	}
}

// logSays checks that the lines about a session are there, and whether those of the ambassador say that
// they are about it.
func (t registryTest) logSays(code string, named bool) {
	ofAmbassador := ""
	if named {
		ofAmbassador = code
	}
	lines, err := t.registry.AuditLog(t.Context())
	t.ok(err)
	last := slices.IndexFunc(lines, func(e survey.LogEntry) bool {
		return e.Action == survey.DiscardSession && e.What == code+": the wrong group"
	})
	want := logLines(code, ofAmbassador)
	if last < 0 || last+len(want) > len(lines) {
		t.Fatalf("%d lines, of which %d is the last about %s", len(lines), last, code)
	}
	for i, entry := range want {
		entry.At = conformanceStart.Truncate(time.Minute).UTC()
		t.same(lines[last+len(want)-1-i].AuditEntry, entry)
	}
}
