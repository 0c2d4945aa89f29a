// Package i18n finds the words for a page in the language of the person who reads it.
//
// It is the only package that knows go-i18n and golang.org/x/text. It owns no words: they are in the locale files it
// is given as an fs.FS.
//
//   - languages.go: which languages there are, how a person's choice is read, in which order they are offered
//   - plurals.go: which plural forms a language has, asked of go-i18n's own rules
//   - files.go: reading the locale files, and what makes a folder of them unusable
//   - catalog.go: Load, and which languages are complete enough to offer
//   - message.go: a translation and its placeholders; values are escaped and isolated here
//   - printer.go: what pages call: T, HTML, N, NHTML, Date
//   - check.go, compare.go, text.go, glossary.go: every fault a translation can have, reported all at once
//   - fault.go, proof.go: the same faults of one text, while somebody writes it
//
// # Files and keys
//
// A message file is named <name>.<tag>.json: participant.ar.json, core.fa-AF.json. Files named review.*.json, and
// files without a tag such as glossary.json, belong to the translators' work and are not read for pages; Check reads
// the glossary.
//
// A key means the same in whichever file it stands, so no key may stand in two files of a language. Two exceptions:
// the words of a scale ("scale.amount.o1") may recur in several batteries as long as the words are the same, and
// every battery has its own "title", and may have an "intro", which pages ask for with the name of its file in front: "core.title".
//
// The only thing that may stand between double braces is a placeholder, {{.Name}}.
package i18n
