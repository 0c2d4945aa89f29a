// Package authors advises those who write questions: what must be mended before a battery can be
// asked, and what is better said in another way.
package authors
