// Package treblock is the disclosure control of a release: which answers are counted together, and how their counts
// are rounded so that no number can point out a person. The method's name in release files is treblock-3/1.
//
// It is pure: answers and rules in, blocks and numbers out. It imports nothing of this module, keeps no state, and
// takes its randomness as an argument, crypto/rand.Reader in production.
//
// Where to look:
//
//	rules.go      Rules: how many answers, from how many sessions, make a block
//	partition.go  Partition: the six steps that look for a home for every answer
//	shed.go       which answers a block gives up so that its size is a multiple of the base
//	mix.go        Mixing: answers are replaced at random before anything is counted
//	round.go      Round, Offset: a table of counts becomes a table of multiples of the base
//	view.go       Views: the same answers divided another way, by who answered, apart from every block
//	possible.go   Possible, Bounds, Certified, WithholdUnanimous: what a released table still leaves open
//	interval.go   Interval: how sure a share of released counts is
//	change.go     Change: how sure a difference between two shares is
//	estimate.go   MixedShare, MixedChange: the same of mixed answers, with the mixing taken out
//
// Two rules hold everywhere. What is decided about an answer never depends on what was answered: [Member] has no field
// for it, and [Viewed] none but for what a view divides by. And a value that breaks a precondition fails closed:
// nothing is eligible, nothing is certified.
package treblock
