//go:build !race

package main

// underRace is true when the race detector is on.
const underRace = false
