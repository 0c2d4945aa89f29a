package participant

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// promise is what can be promised truthfully about a round's answers.
type promise struct {
	Full   bool // nobody at the municipality can see an answer
	Locked bool // the key to the answers is not on the server
	Others int  // an answer is only shown with those of this many others
}

// promiseOf returns the promise that holds for a round. With a private key on
// the server, or at a host that is itself a municipality, the sentence that
// nobody can see an answer would not be true. A demo shows what it is a demo of,
// and says on the same page that it is one.
func promiseOf(host survey.Host, round survey.Round) promise {
	locked := !round.KeyKept && host.Kind != survey.HostMunicipality
	return promise{Full: locked || host.Demo, Locked: locked, Others: round.K - 1}
}

// promiseToAll returns the promise that holds for everybody whose answers are
// here, in whatever round. Each round's own form may promise more.
func (p *Pages) promiseToAll(c *gin.Context, host survey.Host) (promise, error) {
	rounds, err := p.service.Rounds(c)
	locked := !host.Demo && host.Kind != survey.HostMunicipality
	for _, round := range rounds {
		locked = locked && (!round.KeyKept || round.State == survey.RoundSealed)
	}
	return promise{Full: locked || host.Demo, Locked: locked, Others: survey.SmallestK - 1}, err
}
