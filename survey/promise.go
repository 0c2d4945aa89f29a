package survey

// Promise is what can be promised truthfully to those who answer.
type Promise struct {
	Full   bool // nobody at the municipality can see an answer
	Locked bool // the key to the answers is not on the server
	Others int  // an answer is only shown with those of this many others
}

// PromiseOf returns the promise that holds for a round. With a private key on
// the server, or at a host that is itself a municipality, the sentence that
// nobody can see an answer would not be true, and before it is said who the host
// is nobody knows whether it is. A demo shows what it is a demo of,
// and says in the same place that it is one.
func PromiseOf(host Host, round Round) Promise {
	locked := !round.KeyKept && host.apart()
	return Promise{Full: locked || host.Demo, Locked: locked, Others: round.K - 1}
}

// PromiseToAll returns the promise that holds for everybody whose answers are
// here, in whichever of these rounds. Each round's own may promise more.
func PromiseToAll(host Host, rounds []Round) Promise {
	locked := !host.Demo && host.apart()
	for _, round := range rounds {
		locked = locked && (!round.KeyKept || round.State == RoundSealed)
	}
	return Promise{Full: locked || host.Demo, Locked: locked, Others: SmallestK - 1}
}
