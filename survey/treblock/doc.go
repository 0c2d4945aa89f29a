// Package treblock is the disclosure control of a release: how answers are mixed before they are counted
// (post-randomisation, PRAM), which are counted together, how their counts are rounded, and what can be said of answers
// from that. The method's name in release files is treblock-3/2. By treblock-3/1, which can still be read, answers were not
// mixed, one session could be a block, and questions that define views were tabulated.
//
// It is pure: answers and rules in, blocks and numbers out. It imports nothing of this module, keeps no state, and
// takes its randomness as an argument. In production that is a stream keyed by the round's private key and what is
// sealed, so that a seal has one result.
//
// Where to look:
//
//	mix.go        Mixing: answers are replaced at random before anything is counted; MixPercent: how many, and what that hides
//	rules.go      Rules: how many answers, from how many sessions, make a block
//	partition.go  Partition: the six steps that look for a home for every answer
//	shed.go       which answers a block gives up so that its size is a multiple of the base
//	round.go      Round, Offset: a table of counts becomes a table of multiples of the base
//	view.go       Views: the same answers divided another way, by who answered, apart from every block
//	possible.go   Possible, Bounds, Certified: what a released table still leaves open
//	estimate.go   MixedShare, MixedChange: the share before mixing and its change, each with its interval
//	ratio.go      MixedRatio, MixedRatioChange: the same among those who answered
//	interval.go   Interval: how sure a share of released counts is, where nothing was mixed
//	change.go     Change: how sure a difference between two such shares is
//
// Three rules hold everywhere. An answer is mixed once, and everything is made of that: what is certain of a released
// table is certain of mixed answers. What is decided about an answer never depends on what was answered: [Member] has no
// field for it, and [Viewed] none but for what a view divides by. And a value that breaks a precondition fails closed:
// nothing is eligible, nothing is certified.
package treblock
