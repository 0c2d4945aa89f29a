package steward

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// Sealing is what is done with rounds where seals are read.
type Sealing interface {
	// ImportContent checks and imports what an import file holds, and returns what became of the answers.
	ImportContent(context.Context, *survey.Desk, []byte) (survey.Disposal, error)

	// Seals reports whether SealHere can seal a round, but for how it stands: its key is kept here, for
	// trying out.
	Seals(survey.Round) bool

	// SealHere exports, seals and imports such a round. It calls back with how many attacks are done, of
	// how many.
	SealHere(ctx context.Context, desk *survey.Desk, round survey.Round, final bool, follow func(done, of int)) error
}

// Paths, as a Door takes them.
const (
	roundsPath   = "/rounds"
	newRoundPath = roundsPath + "/new"
	roundPath    = roundsPath + "/:round"
	closePath    = "/close"
	endsPath     = "/ends"
	pendingPath  = "/pending"
	sealPath     = "/seal"
	importPath   = "/import"
	publishPath  = "/publish"
	disposalPath = "/disposal"
)

func (p *pages) registerRounds() {
	p.Enlist("rounds.menu", roundsPath, stewards...)
	p.Read(roundsPath, stewards, p.showRounds)
	p.Read(newRoundPath, stewards, p.showNewRound)
	p.Receive(newRoundPath, stewards, p.openRound)
	p.Read(roundPath, stewards, p.showRound)
	p.Receive(roundPath+closePath, stewards, p.closeRound)
	p.Receive(roundPath+endsPath, stewards, p.changeEnds)
	p.Receive(roundPath+sealPath, stewards, p.sealKept)
	p.Read(roundPath+sealPath+"/progress", stewards, p.sayProgress)
	p.Receive(roundPath+pendingPath, stewards, p.sendPending)
	p.Receive(roundPath+importPath, stewards, p.importRelease)
	p.Receive(roundPath+publishPath, stewards, p.publishRelease)
	p.Read(roundPath+disposalPath, stewards, p.showDisposal)
}

// base returns what the pages of rounds have.
func (p *pages) base(c *gin.Context, desk *survey.Desk) staff.Base {
	b := p.Base(c, desk)
	b.Sheets = []string{"people.css", "register.css", "rounds.css"}
	return b
}

// roundsPage lists rounds, the newest first.
type roundsPage struct {
	staff.Base
	New    string // address
	Rounds []roundLine
	Pager  page.Pager
}

// roundLine is a round in the list.
type roundLine struct {
	survey.RoundSight
	URL    string
	Until  string // until when answers under way are taken; "" where that is not so
	Hidden bool   // its release is not published
}

// standing is how a round stands, with the words for it.
type standing struct {
	Page   staff.Base
	Round  survey.Round
	Hidden bool
}

// saying is a number, with the words for it.
type saying struct {
	Page staff.Base
	N    int
}

// With returns what the state of a round needs.
func (p roundsPage) With(r survey.Round, hidden bool) any { return standing{p.Base, r, hidden} }

// Saying returns what the number of answers needs.
func (p roundsPage) Saying(n int) any { return saying{p.Base, n} }

func (p *pages) showRounds(c *gin.Context, desk *survey.Desk) error {
	sights, err := desk.RoundSights(c)
	if err != nil {
		return err
	}
	content := roundsPage{Base: p.base(c, desk)}
	content.New = content.Path(newRoundPath)
	slices.Reverse(sights)
	content.Pager = page.PagerOf(content.Printer, c.Request.URL.Query(), len(sights))
	for _, sight := range sights[content.Pager.From:content.Pager.To] {
		line := roundLine{RoundSight: sight, URL: roundURL(content.Base, sight.Round), Hidden: sight.Release != nil && sight.Release.Published == ""}
		if sight.Round.State == survey.RoundClosing {
			line.Until = moment(content.Base, sight.Round.GraceEnds)
		}
		content.Rounds = append(content.Rounds, line)
	}
	p.templates.Render(c, http.StatusOK, "rounds", content)
	return nil
}

func roundURL(b staff.Base, r survey.Round) string { return b.Path(roundsPath + "/" + r.ID) }

// moment writes a time by clocks in Sweden.
func moment(b staff.Base, t time.Time) string {
	t = survey.InSweden(t)
	return b.T("rounds.moment", "Day", b.Date(t), "Clock", t.Format("15:04"))
}
