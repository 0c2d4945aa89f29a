// Package locales embeds every word that people read: those who answer, staff, and readers of
// downloaded files.
//
// The files are go-i18n JSON, one per subject and language, named by who reads them:
// participant.<tag>.json for the pages around the questions, <battery>.<tag>.json for the questions.
// Swedish (sv) is the source that the others are translated from. Package i18n reads them;
// audiences.go says which there are.
package locales

import "embed"

// Files holds the files of this folder at its root, ready for i18n.Load and i18n.Check. Only the
// command and tests read it: everything else is given the texts it works with.
//
//go:embed *.json
var Files embed.FS
