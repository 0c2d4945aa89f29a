package steward

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// refused shows a round as it is now with why something was not done. Errors that have nothing to do
// with how the round stands are returned.
func (p *pages) refused(c *gin.Context, desk *survey.Desk, err error) error {
	kind := survey.KindOf(err)
	if kind != survey.Conflict && kind != survey.Invalid {
		return err
	}
	content, failed := p.roundPage(c, desk)
	if failed != nil {
		return errors.Join(err, failed)
	}
	content.Wrong = p.Say(c, err)
	p.templates.Render(c, page.StatusOf(kind), "round", content)
	return nil
}

// errSure refuses what cannot be undone and nobody has said yes to.
var errSure = survey.Fail(survey.Invalid, "sure")

// closeRound closes a round, at once where that is asked for.
func (p *pages) closeRound(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	if c.PostForm("sure") == "" {
		return p.refused(c, desk, errSure)
	}
	round, err := desk.CloseRound(c, c.Param("round"), c.PostForm("now") != "")
	if err != nil {
		return p.refused(c, desk, err)
	}
	p.toRound(c, desk, round.ID, "")
	return nil
}

// changeEnds changes the day on which a round is meant to be closed.
func (p *pages) changeEnds(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	round, err := desk.SetRoundEnds(c, c.Param("round"), c.PostForm("ends"), c.PostForm("was"))
	if survey.CodeOf(err) != "round.ends" {
		if err != nil {
			return p.refused(c, desk, err)
		}
		p.toRound(c, desk, round.ID, "")
		return nil
	}
	content, failed := p.roundPage(c, desk)
	if failed != nil {
		return failed
	}
	content.Ends, content.NoEnd = c.PostForm("ends"), p.Say(c, err)
	p.templates.Render(c, http.StatusUnprocessableEntity, "round", content)
	return nil
}

// toRound leads to a round, or to what is below it.
func (p *pages) toRound(c *gin.Context, desk *survey.Desk, id, below string) {
	c.Redirect(http.StatusSeeOther, p.Base(c, desk).Path(roundsPath+"/"+id+below))
}

// sendPending marks a round as exported, and sends its pending file. What cannot be sent is told on
// the page of the round.
func (p *pages) sendPending(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	final := c.PostForm("final") != ""
	if final && c.PostForm("sure") == "" {
		return p.refused(c, desk, errSure)
	}
	var text []byte
	file, err := desk.ExportPending(c, c.Param("round"), final, func(file survey.PendingFile) (err error) {
		text, err = file.Encode()
		return err
	})
	if err != nil {
		return p.refused(c, desk, err)
	}
	c.Header("Content-Disposition", `attachment; filename="`+survey.Slug(file.Round.Name)+`.pending"`)
	c.Data(http.StatusOK, "application/octet-stream", text)
	return nil
}

// mostImported is the most bytes of an import file that is taken: that of a county has some three
// million.
const mostImported = 48 << 20

// importRelease takes in what was sealed, and leads to what became of the answers.
func (p *pages) importRelease(c *gin.Context, desk *survey.Desk) error {
	text, err := page.ReadFormWithFile(c, "file", mostImported)
	if err != nil {
		return err
	}
	disposal, err := p.take(c, desk, text)
	if err == nil {
		p.toRound(c, desk, disposal.Round, disposalPath)
		return nil
	}
	kind := survey.KindOf(err)
	if kind != survey.Conflict && kind != survey.Invalid && kind != survey.NotFound {
		return err
	}
	content, failed := p.roundPage(c, desk)
	if failed != nil {
		return errors.Join(err, failed)
	}
	content.Upload = p.Say(c, foremost(err))
	p.templates.Render(c, max(page.StatusOf(kind), http.StatusConflict), "round", content)
	return nil
}

// take imports what a file holds.
func (p *pages) take(ctx context.Context, desk *survey.Desk, text []byte) (survey.Disposal, error) {
	if len(text) == 0 {
		return survey.Disposal{}, survey.Fail(survey.Invalid, "import.none")
	}
	disposal, err := p.options.Sealing.ImportContent(ctx, desk, text)
	if survey.CodeOf(err) == "round.unknown" {
		err = survey.Fail(survey.NotFound, "import.foreign").Because(err)
	}
	return disposal, err
}

// foremost returns what is said of an import that is refused: that a signature is wrong comes before
// what else is wrong with a release.
func foremost(err error) error {
	if survey.CodeOf(err) != "release.unreliable" {
		return err
	}
	if e, ok := errors.AsType[*survey.Error](errors.Unwrap(err)); ok && strings.HasPrefix(e.Code, "signature.") {
		return e
	}
	return err
}

// publishRelease publishes the release of a round.
func (p *pages) publishRelease(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	calendar, err := desk.Calendar(c, c.Param("round"))
	if err != nil {
		return err
	}
	switch {
	case calendar.Release == nil:
		return p.refused(c, desk, survey.Fail(survey.Conflict, "release.not_imported", "Round", calendar.Round.Name))
	case c.PostForm("sure") == "":
		return p.refused(c, desk, errSure)
	}
	if _, err := desk.PublishRelease(c, calendar.Release.ID); err != nil {
		return p.refused(c, desk, err)
	}
	p.toRound(c, desk, calendar.Round.ID, "")
	return nil
}

// disposalPage is the record of disposal: what became of every answer of a round.
type disposalPage struct {
	staff.Base
	survey.Disposal
	Round, Next string // names
	URL         string
}

func (p *pages) showDisposal(c *gin.Context, desk *survey.Desk) error {
	calendar, err := desk.Calendar(c, c.Param("round"))
	if err != nil {
		return err
	}
	if calendar.Release == nil {
		return page.ErrNoPage
	}
	content := disposalPage{Base: p.base(c, desk), Disposal: calendar.Release.Disposal, Round: calendar.Round.Name}
	content.URL = roundURL(content.Base, calendar.Round)
	if content.Disposal.Next != "" {
		next, err := desk.Round(c, content.Disposal.Next)
		if err != nil {
			return err
		}
		content.Next = next.Name
	}
	p.templates.Render(c, http.StatusOK, "disposal", content)
	return nil
}
