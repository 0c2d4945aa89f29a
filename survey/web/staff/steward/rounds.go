package steward

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// Sealing is what is done with rounds where seals are made and read.
type Sealing interface {
	// OpenRound opens a round whose release the host's signer can sign.
	OpenRound(context.Context, *survey.Desk, survey.NewRound) (survey.Round, error)

	// ImportContent checks and imports what an import file holds, and returns what became of the answers.
	ImportContent(context.Context, *survey.Desk, []byte) (survey.Disposal, error)
}

// Paths, as a Door takes them.
const (
	roundsPath   = "/rounds"
	newRoundPath = roundsPath + "/new"
	roundPath    = roundsPath + "/:round"
	closePath    = "/close"
	pendingPath  = "/pending"
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
	p.Receive(roundPath+pendingPath, stewards, p.sendPending)
	p.Receive(roundPath+importPath, stewards, p.importRelease)
	p.Receive(roundPath+publishPath, stewards, p.publishRelease)
	p.Read(roundPath+disposalPath, stewards, p.showDisposal)
}

// base returns what the pages of rounds have.
func (p *pages) base(c *gin.Context, desk *survey.Desk) staff.Base {
	b := p.Base(c, desk)
	b.Sheets = []string{"people.css", "rounds.css"}
	return b
}

// roundsPage lists rounds, the newest first.
type roundsPage struct {
	staff.Base
	New    string // address
	Rounds []roundLine
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
	for _, sight := range slices.Backward(sights) {
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

// roundPage is one round: what is to be done now, and what happens when.
type roundPage struct {
	staff.Base
	survey.Calendar
	URL     string
	List    string // addresses
	Again   string
	Preview string
	Results string
	Wrong   string // why what was just wanted was not done
	Upload  string // why the file that was just given was not taken
	Dates   []date
	Weeks   []week
	Places  int      // municipalities in which gatherings are
	Tags    []string // names of languages
}

// Stands returns what the state of the round needs.
func (p roundPage) Stands() any {
	return standing{p.Base, p.Round, p.Release != nil && p.Release.Published == ""}
}

// Moment writes a time by clocks in Sweden.
func (p roundPage) Moment(t time.Time) string { return moment(p.Base, t) }

// Saying returns what the number of answers needs.
func (p roundPage) Saying(n int) any { return saying{p.Base, n} }

// date is one line of the calendar.
type date struct{ Key, When string }

// week is the gatherings of a week.
type week struct {
	Year, Number int
	Gatherings   []gathering
}

// gathering is one session as a steward reads of it.
type gathering struct{ When, Municipality, Intervention, Channel string }

func (p *pages) showRound(c *gin.Context, desk *survey.Desk) error {
	content, err := p.roundPage(c, desk)
	if err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "round", content)
	return nil
}

func (p *pages) roundPage(c *gin.Context, desk *survey.Desk) (roundPage, error) {
	calendar, err := desk.Calendar(c, c.Param("round"))
	if err != nil {
		return roundPage{}, err
	}
	content := roundPage{Base: p.base(c, desk), Calendar: calendar}
	content.URL, content.List = roundURL(content.Base, calendar.Round), content.Path(roundsPath)
	content.Again = content.Path(newRoundPath) + "?from=" + calendar.Round.ID
	content.Preview = content.Path(previewPath)
	content.Results = "/results/" + survey.Slug(calendar.Round.Name) + "?lang=" + content.Language().Tag
	content.Dates = dates(content.Base, calendar)
	for _, l := range p.Languages() {
		if slices.Contains(calendar.Round.Languages, l.Tag) {
			content.Tags = append(content.Tags, l.Name)
		}
	}
	return content, p.addGatherings(c, desk, &content)
}

// dates returns the calendar of a round in the order of time.
func dates(b staff.Base, c survey.Calendar) []date {
	var list []date
	add := func(key, when string) {
		if when != "" {
			list = append(list, date{key, when})
		}
	}
	add("rounds.date.opened", b.Day(c.Round.Opened))
	if c.Round.State == survey.RoundOpen {
		add("rounds.date.ends", b.Day(c.Round.Ends))
	}
	add("rounds.date.closed", b.Day(c.Round.Closed))
	if !c.LastAnswer.IsZero() {
		add("rounds.date.grace", moment(b, c.LastAnswer))
	}
	if !c.LastCloses.IsZero() {
		if c.Round.State == survey.RoundOpen {
			add("rounds.date.last", moment(b, c.LastCloses))
		}
		add("rounds.date.receipts", moment(b, c.ReceiptsGone))
	}
	if c.Release != nil {
		add("rounds.date.sealed", b.Day(c.Release.Date))
		add("rounds.date.published", b.Day(c.Release.Published))
	}
	return list
}

// addGatherings adds the gatherings by week.
func (p *pages) addGatherings(c *gin.Context, desk *survey.Desk, content *roundPage) error {
	interventions, err := desk.Interventions(c)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, i := range interventions {
		names[i.ID] = i.Name
	}
	places := map[string]bool{}
	for _, s := range content.Gatherings {
		places[s.Municipality] = true
		m, _ := desk.Municipality(s.Municipality)
		g := gathering{moment(content.Base, s.Opens), m.Name, cmp.Or(names[s.Intervention], s.Intervention), content.T("rounds.channel." + string(s.Channel))}
		year, number := survey.InSweden(s.Opens).ISOWeek()
		if n := len(content.Weeks); n == 0 || content.Weeks[n-1].Year != year || content.Weeks[n-1].Number != number {
			content.Weeks = append(content.Weeks, week{Year: year, Number: number})
		}
		last := &content.Weeks[len(content.Weeks)-1]
		last.Gatherings = append(last.Gatherings, g)
	}
	content.Places = len(places)
	return nil
}

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
