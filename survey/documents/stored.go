package documents

import (
	"fmt"
	"strings"

	"fragebatteri/survey"
)

// Stored is one table of the database as documents describe it.
type Stored struct {
	File, Table string
	Columns     []string
	About       About // whom it says something of
}

// About is whose data a table holds.
type About string

// Whose data there is.
const (
	AboutParticipants About = "participants" // who answer; treated as personal data until the answers are destroyed
	AboutStaff        About = "staff"        // who sign in
	AboutNobody       About = "nobody"
)

// Files of the data folder.
const (
	answersFile  = "answers.db"
	registryFile = "registry.db"
)

// Schema is every table that an instance has, in the order in which documents list them. A test
// compares it with the database: what is stored and not described here is found.
var Schema = []Stored{
	{answersFile, "pending", []string{"round", "k", "ct"}, AboutParticipants},
	{answersFile, "receipt", []string{"session", "mac"}, AboutParticipants},
	{answersFile, "salt", []string{"session", "salt"}, AboutParticipants},
	{answersFile, "spent_ticket", []string{"session", "hash"}, AboutParticipants},
	{answersFile, "final_count", []string{"session", "n"}, AboutNobody},
	{registryFile, "host", []string{"one", "base_url", "name", "kind", "signer", "demo", "contact"}, AboutNobody},
	{registryFile, "former_signer", []string{"position", "public_key", "until"}, AboutNobody},
	{registryFile, "member", []string{"municipality"}, AboutNobody},
	{registryFile, "intervention", []string{
		"id", "name", "municipalities", "funding", "period", "category", "asked", "target_group", "goals", "afterwards", "why", "reports", "closed",
		"merged_into", "version",
	}, AboutNobody},
	{registryFile, "intervention_change", []string{"intervention", "version", "at", "role", "municipality", "verb", "fields"}, AboutStaff},
	{registryFile, "area", []string{"position", "name", "municipalities"}, AboutNobody},
	{registryFile, "round", []string{
		"opening", "id", "name", "state", "k", "batteries", "languages", "size", "public_key", "key_kept", "areas", "grace_ends", "takes_over",
		"opened", "ends", "closed", "asks",
	}, AboutNobody},
	{registryFile, "plan", []string{
		"id", "round", "municipality", "intervention", "timing", "week", "ambassador", "expected", "cancelled", "version",
	}, AboutStaff},
	{registryFile, "round_texts", []string{"round", "texts", "sha256"}, AboutNobody},
	{registryFile, "session", []string{
		"code", "round", "battery", "municipality", "intervention", "channel", "timing", "capacity", "tag", "opens", "closes", "grace_ends",
		"tickets", "discarded", "announced", "opened_by", "opening", "planned",
	}, AboutStaff},
	{registryFile, "ticket", []string{"session", "hash"}, AboutNobody},
	{registryFile, "release", []string{"id", "round", "next", "date", "json", "signature", "disposal", "sealing", "prev", "published"}, AboutNobody},
	{registryFile, "reply", []string{"release", "intervention", "language", "text", "heard", "until", "done", "note", "source"}, AboutNobody},
	{registryFile, "reply_draft", []string{"release", "intervention", "language", "text", "heard", "note", "source", "staff"}, AboutStaff},
	{registryFile, "voice", []string{"id", "round", "municipality", "intervention", "session", "themes"}, AboutNobody},
	{registryFile, "staff", []string{"id", "role", "label", "municipalities", "interventions", "languages", "invited", "state"}, AboutStaff},
	{registryFile, "invitation", []string{"hash", "staff", "ends", "used"}, AboutStaff},
	{registryFile, "sign_in", []string{"hash", "id", "staff", "since", "seen", "ends"}, AboutStaff},
	{registryFile, "passkey", []string{"id", "staff", "credential", "added"}, AboutStaff},
	{registryFile, "provider", []string{"id", "label", "issuer", "client_id", "municipality"}, AboutNobody},
	{registryFile, "identity", []string{"issuer", "subject", "staff"}, AboutStaff},
	{registryFile, "judgement", []string{
		"language", "file", "key", "staff", "role", "day", "verdict", "reasons", "proposal", "back", "source", "text",
	}, AboutStaff},
	{registryFile, "battery_draft", []string{"id", "version", "state", "document", "prefix", "given", "until", "edit"}, AboutNobody},
	{registryFile, "battery_comment", []string{"line", "battery", "version", "question", "role", "municipality", "day", "text"}, AboutStaff},
	{registryFile, "audit", []string{"line", "at", "action", "what", "actor"}, AboutStaff},
}

const (
	storedPrefix = prefix + "stored."
	whatEnd      = ".what"
	keptEnd      = ".kept"

	storedColumns = storedPrefix + "columns"
)

// storedHead are the keys of the headings of tables of what is stored.
var storedHead = []string{storedPrefix + "table", storedPrefix + "content", storedPrefix + "about", storedPrefix + "kept"}

// storedIn is the table of what a file, or all files where it is "", holds.
func storedIn(file string) computed {
	chosen := func() (list []Stored) {
		for _, s := range Schema {
			if file == "" || s.File == file {
				list = append(list, s)
			}
		}
		return list
	}
	return computed{
		make: func(w writer) *Table {
			table := &Table{Widths: []int{20, 40, 15, 25}}
			for _, key := range storedHead {
				table.Head = append(table.Head, w.text(key))
			}
			for _, s := range chosen() {
				key := storedPrefix + s.Table
				table.Rows = append(table.Rows, []Text{
					textOf(fmt.Sprintf("%s (%s)", s.Table, s.File)), s.content(w),
					w.rich(storedPrefix + "of." + string(s.About)), w.rich(key + keptEnd),
				})
			}
			return table
		},
		texts: func() []string {
			keys := append([]string{storedColumns}, storedHead...)
			for _, s := range chosen() {
				key := storedPrefix + s.Table
				keys = append(keys, key+whatEnd, key+keptEnd, storedPrefix+"of."+string(s.About))
			}
			return keys
		},
	}
}

// content is what a table holds, in words and then column by column.
func (s Stored) content(w writer) Text {
	columns := isolates.Replace(w.T(storedColumns, "Columns", strings.Join(s.Columns, ", ")))
	return append(w.rich(storedPrefix+s.Table+whatEnd), Run{Text: " " + columns})
}

const askedPrefix = prefix + "asked."

// asked is the table of all questions that are asked.
var asked = computed{
	make: func(w writer) *Table {
		table := &Table{
			Head:   []string{w.text(askedPrefix + "question"), w.text(askedPrefix + "words"), w.text(askedPrefix + "rule")},
			Widths: []int{15, 50, 35},
		}
		for _, b := range w.facts.Batteries {
			for _, q := range b.Questions {
				table.Rows = append(table.Rows, []Text{textOf(b.ID + " " + q.ID), textOf(w.text(q.ID)), w.rich(ruleOf(q))})
			}
		}
		return table
	},
	texts: func() []string {
		return []string{
			askedPrefix + "question", askedPrefix + "words", askedPrefix + "rule",
			ruleOf(survey.Question{}), ruleOf(survey.Question{Sensitive: true}),
		}
	},
}

// ruleOf returns the key of the rule by which answers to a question are counted.
func ruleOf(q survey.Question) string {
	if q.Sensitive {
		return askedPrefix + "sensitive"
	}
	return askedPrefix + "plain"
}
