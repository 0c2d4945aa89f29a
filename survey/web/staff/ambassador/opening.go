package ambassador

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// Names of the fields of the form that opens a session.
const (
	openingField = "opening" // of the form: sent twice, it opens one session
	roundField   = "round"
	aboutField   = "about" // municipality.intervention
	manyField    = "many"
	otherField   = "other" // another number than those of the list
	dayField     = "day"
	clockField   = "clock"
	hoursField   = "hours"
	cardsField   = "cards"
	anotherField = "another" // also where one about the same is running
)

// howMany are the numbers that can be chosen with one tap.
var howMany = []int{5, 10, 15, 20, 25, 30}

// howLong are the hours that can be chosen.
var howLong = []int{1, 2, 3, 4, 6, 8, 24, 7 * 24}

// newForm opens a session in three taps.
type newForm struct {
	staff.Base
	Opening string
	Planned []plannedLine  // what is planned for the ambassador
	Rounds  []survey.Round // that are open, the newest first
	First   []aboutView    // what it can be about
	Rest    []aboutView    // of a long list
	Many    []int
	Hours   []int
	Today   string
	Given   url.Values // what came back with a mistake
	Wrong   string     // the mistake in words
}

// aboutView is one thing that a session can be about.
type aboutView struct {
	Value, Name, Municipality string
	Chosen                    bool
}

// mostFirst is the longest list of what a session can be about that is shown whole.
const mostFirst = 8

// InRest reports whether something of the rest of the list is chosen.
func (f newForm) InRest() bool {
	return slices.ContainsFunc(f.Rest, func(a aboutView) bool { return a.Chosen })
}

// Is reports whether a value was chosen, or is chosen where nothing was said.
func (f newForm) Is(field string, value any, unsaid bool) bool {
	if f.Given.Has(field) {
		return f.Given.Get(field) == fmt.Sprint(value)
	}
	return unsaid
}

// Duration returns how long a session is open in words.
func (f newForm) Duration(hours int) string {
	if hours%24 == 0 {
		return f.N("ambassador.days", hours/24)
	}
	return f.N("ambassador.hours", hours)
}

// newPage is the form alone.
type newPage struct {
	staff.Base
	New     *newForm
	Already string // address of a session about the same that is running
}

// newForm returns the form as it was filled in, which is not at all where given is nil.
func (p *pages) newForm(c *gin.Context, desk *survey.Desk, b staff.Base, given url.Values) (*newForm, error) {
	form := &newForm{
		Base: b, Opening: survey.NewNonce(), Many: howMany, Hours: howLong, Today: survey.DayOf(desk.Now()), Given: given,
	}
	rounds, err := desk.Rounds(c)
	if err != nil {
		return nil, err
	}
	for _, round := range slices.Backward(rounds) {
		if round.State == survey.RoundOpen {
			form.Rounds = append(form.Rounds, round)
		}
	}
	if form.Planned, err = p.planned(c, desk, b); err != nil {
		return nil, err
	}
	offers, err := desk.Offers(c)
	for _, o := range offers {
		about := aboutView{Value: aboutValue(o.Municipality, o.Intervention.ID), Name: o.Intervention.Name, Municipality: municipality(desk, o.Municipality)}
		about.Chosen = form.Is(aboutField, about.Value, len(offers) == 1)
		form.First = append(form.First, about)
	}
	if len(form.First) > mostFirst {
		form.First, form.Rest = form.First[:mostFirst-2], form.First[mostFirst-2:]
	}
	return form, err
}

func aboutValue(municipality, intervention string) string { return municipality + "." + intervention }

func (p *pages) showNew(c *gin.Context, desk *survey.Desk) error {
	content := newPage{Base: p.base(c, desk)}
	var err error
	if content.New, err = p.newForm(c, desk, content.Base, nil); err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "new", content)
	return nil
}

// openSession opens a session and leads to it, or answers with its cards to print: their tickets
// cannot be had again.
func (p *pages) openSession(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	given := c.Request.PostForm
	wanted, err := wantedSession(given)
	if err != nil {
		return p.showMistake(c, desk, err)
	}
	asked, err := p.alreadyRuns(c, desk, wanted)
	if asked || err != nil {
		return err
	}
	session, tickets, err := desk.OpenSession(c, wanted)
	if err = chooseAgain(err); survey.KindOf(err) == survey.Invalid {
		return p.showMistake(c, desk, err)
	}
	if err != nil {
		return err
	}
	if len(tickets) > 0 {
		return p.printCards(c, session, tickets)
	}
	address := pathOf(p.door.Base(c, desk), session.Code)
	if session.Shows(desk.Now()) {
		address += "#show"
	}
	c.Redirect(http.StatusSeeOther, address)
	return nil
}

// chooseAgain returns the error of a form in which something was chosen that has been closed or merged
// since it was shown as one of a form in which nothing was: the list has what there is now.
func chooseAgain(err error) error {
	switch survey.CodeOf(err) {
	case "session.ended", "session.merged":
		return survey.Fail(survey.Invalid, "session.about").Because(err)
	}
	return err
}

// wantedSession reads the form. What it says wrong is an error of kind Invalid.
func wantedSession(form url.Values) (survey.NewSession, error) {
	wanted := survey.NewSession{Round: form.Get(roundField), Opening: form.Get(openingField), Channel: survey.Ambassador, Planned: form.Get(plannedField)}
	wanted.Municipality, wanted.Intervention, _ = strings.Cut(form.Get(aboutField), ".")
	if wanted.Intervention == "" {
		return wanted, survey.Fail(survey.Invalid, "session.about")
	}
	many := form.Get(manyField)
	if other := strings.TrimSpace(form.Get(otherField)); other != "" {
		many = other
	}
	n, err := strconv.Atoi(many)
	if err != nil || n < 1 || n > survey.MaxCapacity {
		return wanted, survey.Fail(survey.Invalid, "session.announced", "Announced", many, "Most", survey.MaxCapacity)
	}
	wanted.Announced = n
	if form.Get(cardsField) != "" {
		wanted.Tickets = survey.MostPlaces(n)
	}
	if hours := form.Get(hoursField); hours != "" {
		if wanted.Hours, err = strconv.Atoi(hours); err != nil {
			return wanted, survey.Fail(survey.Invalid, "session.hours", "Hours", hours, "Most", survey.MaxHours)
		}
	}
	day, clock := form.Get(dayField), form.Get(clockField)
	if clock == "" {
		return wanted, nil // now
	}
	wanted.Opens, err = survey.ParseSwedishTime(day, clock)
	return wanted, err
}

// showMistake shows the form again as it was filled in, with what to mend.
func (p *pages) showMistake(c *gin.Context, desk *survey.Desk, mistake error) error {
	content := newPage{Base: p.base(c, desk)}
	var err error
	if content.New, err = p.newForm(c, desk, content.Base, c.Request.PostForm); err != nil {
		return err
	}
	content.New.Opening = c.Request.PostForm.Get(openingField) // nothing was opened
	content.New.Wrong = content.T(p.door.TextKey(mistake))
	p.templates.Render(c, page.StatusOf(survey.KindOf(mistake)), "new", content)
	return nil
}

// alreadyRuns asks whether another session is wanted where one about the same is running. It reports
// whether it has answered.
func (p *pages) alreadyRuns(c *gin.Context, desk *survey.Desk, wanted survey.NewSession) (bool, error) {
	form := c.Request.PostForm
	if form.Get(anotherField) != "" || wanted.Opens.After(desk.Now()) {
		return false, nil
	}
	sessions, err := desk.Sessions(c)
	if err != nil {
		return false, err
	}
	found, ok := running(sessions, wanted.Municipality, wanted.Intervention, desk.Now())
	if !ok || found.Opening == wanted.Opening && wanted.Opening != "" {
		return false, nil
	}
	content := newPage{Base: p.base(c, desk)}
	content.Already = pathOf(content.Base, found.Code)
	content.New = &newForm{Base: content.Base, Given: form}
	p.templates.Render(c, http.StatusConflict, "already", content)
	return true, nil
}
