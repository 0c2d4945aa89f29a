// Package locales embeds every word that a participant, an ambassador or a member of staff reads.
//
// The files are go-i18n JSON, one per subject and language: ui.<tag>.json for the pages and <battery>.<tag>.json for
// the questions. Swedish (sv) is the source that the others are translated from. Package i18n reads them.
package locales

import "embed"

// Files holds the files of this folder at its root, ready for i18n.Load and i18n.Check.
//
//go:embed *.json
var Files embed.FS
