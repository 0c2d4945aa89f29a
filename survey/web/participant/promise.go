package participant

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// promise is what can be promised truthfully about a round's answers.
type promise struct {
	Full   bool // nobody at the municipality can see an answer
	Others int  // an answer is only shown with those of this many others
}

// promiseOf returns the promise that holds for a round. With a private key on
// the server, or at a host that is itself a municipality, the sentence that
// nobody can see an answer would not be true.
func promiseOf(host survey.Host, round survey.Round) promise {
	return promise{
		Full:   !round.KeyKept && host.Kind != survey.HostMunicipality,
		Others: round.K - 1,
	}
}

// promiseToAll returns the promise that holds for everybody whose answers are
// here, in whatever round. Each round's own form may promise more.
func (p *Pages) promiseToAll(c *gin.Context) (promise, error) {
	host, err := p.service.Host(c)
	if err != nil {
		return promise{}, err
	}
	rounds, err := p.service.Rounds(c)
	all := promise{Full: !host.Demo && host.Kind != survey.HostMunicipality, Others: survey.SmallestK - 1}
	for _, round := range rounds {
		all.Full = all.Full && (!round.KeyKept || round.State == survey.RoundSealed)
	}
	return all, err
}
