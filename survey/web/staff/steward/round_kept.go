package steward

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// soon is how long somebody waits for a seal before the page says how far it has come.
const soon = time.Second

// keptSeal is a round that keeps its key and is being sealed where it is, or could not be.
type keptSeal struct {
	ended chan struct{} // closed when it has

	mu       sync.Mutex
	done, of int   // attacks
	err      error // why it could not be sealed
}

// follow notes how far the seal has come.
func (s *keptSeal) follow(done, of int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done, s.of = done, of
}

// works reports whether the round is being sealed.
func (s *keptSeal) works() bool {
	select {
	case <-s.ended:
		return false
	default:
		return true
	}
}

// percent returns how much of the attacks is done.
func (s *keptSeal) percent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return 100 * s.done / max(1, s.of)
}

// keptSeals are those that work, and those that failed until they are tried again; by id of the round.
type keptSeals struct {
	mu sync.Mutex
	of map[string]*keptSeal
}

func (k *keptSeals) find(round string) *keptSeal {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.of[round]
}

// start seals a round in the background. One that is being sealed goes on, whoever asks for it again.
func (k *keptSeals) start(round string, seal func(follow func(done, of int)) error) *keptSeal {
	k.mu.Lock()
	defer k.mu.Unlock()
	if s := k.of[round]; s != nil && s.works() {
		return s
	}
	s := &keptSeal{ended: make(chan struct{})}
	if k.of == nil {
		k.of = map[string]*keptSeal{}
	}
	k.of[round] = s
	go func() {
		s.err = seal(s.follow)
		close(s.ended)
		if s.err == nil {
			k.forget(round, s)
		}
	}()
	return s
}

// forget forgets a seal that has ended, unless it was tried again.
func (k *keptSeals) forget(round string, s *keptSeal) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of[round] == s {
		delete(k.of, round)
	}
}

// sealKept seals a round that keeps its key, for trying out. Whoever leaves the page finds it sealed.
func (p *pages) sealKept(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	round, err := desk.Round(c, c.Param("round"))
	switch {
	case err != nil:
		return err
	case !round.KeyKept:
		return p.refused(c, desk, survey.Fail(survey.Conflict, "key.elsewhere", "Round", round.Name))
	case c.PostForm("sure") == "":
		return p.refused(c, desk, errSure)
	}
	final := c.PostForm("final") != ""
	lasting := context.WithoutCancel(c.Request.Context())
	s := p.seals.start(round.ID, func(follow func(done, of int)) error {
		return p.options.Sealing.SealHere(lasting, desk, round, final, follow)
	})
	select {
	case <-s.ended:
		p.seals.forget(round.ID, s) // it is told at once
		if s.err != nil {
			return p.refused(c, desk, s.err)
		}
	case <-time.After(soon):
	}
	p.toRound(c, desk, round.ID, "")
	return nil
}

// addSealing says whether the round can be sealed here, how far that has come, and why it failed.
func (p *pages) addSealing(c *gin.Context, content *roundPage) {
	content.SealsHere = p.options.Sealing.Seals(content.Round)
	s := p.seals.find(content.Round.ID)
	if s == nil {
		return
	}
	if content.Working = s.works(); content.Working {
		content.Percent = s.percent()
	} else if s.err != nil && content.Wrong == "" {
		content.Wrong = p.Say(c, s.err)
	}
}

// sayProgress answers the script of the page, which shows it without loading the page again; when
// nothing works any more there is nothing to answer.
func (p *pages) sayProgress(c *gin.Context, desk *survey.Desk) error {
	round, err := desk.Round(c, c.Param("round"))
	if err != nil {
		return err
	}
	s := p.seals.find(round.ID)
	if s == nil || !s.works() {
		return page.ErrNoPage
	}
	percent := s.percent()
	p.JSON(c, http.StatusOK, map[string]any{
		"stage": "working", "percent": percent, "words": p.Base(c, desk).T("rounds.seal.percent", "N", percent),
	})
	return nil
}
