package surveytest

import (
	"context"
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
