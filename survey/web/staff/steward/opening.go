package steward

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// openingPage is the form that opens a round, as it was filled in.
type openingPage struct {
	staff.Base
	From      string // name of the round that it was filled in from
	Typed     typedRound
	Smallest  int
	Batteries []batteryChoice
	Tongues   []languageChoice
	Asks      []asksChoice
	Wrong     map[string][]string // by field; those of "" are of none
}

// typedRound is what was typed.
type typedRound struct{ Name, Ends, Key, K, Because, Apart string }

type batteryChoice struct {
	ID      string
	Version int
	Asks    int // questions
	Chosen  bool
}

// asksChoice is what is asked about one category of interventions.
type asksChoice struct {
	Category string
	Field    string // its name
	Sets     []setChoice
}

type setChoice struct {
	Set    string // by ids
	Chosen bool
}

type languageChoice struct {
	staff.Offer
	Chosen bool
}

// Any reports whether anything is wrong.
func (p openingPage) Any() bool { return len(p.Wrong) > 0 }

// Asking reports whether something is asked about a category, or could not be.
func (p openingPage) Asking() bool {
	chosen := func(a asksChoice) bool {
		return slices.ContainsFunc(a.Sets, func(s setChoice) bool { return s.Chosen })
	}
	return len(p.Wrong["asks"]) > 0 || p.Typed.Apart != "" || slices.ContainsFunc(p.Asks, chosen)
}

func (p *pages) showNewRound(c *gin.Context, desk *survey.Desk) error {
	form := url.Values{"k": {strconv.Itoa(survey.SmallestK)}, "battery": {desk.Batteries()[0].ID}}
	from, apart := "", survey.Asks(nil)
	if id := c.Query("from"); id != "" {
		round, err := desk.Round(c, id)
		if err != nil {
			return err
		}
		from = round.Name
		form = url.Values{"name": {following(round.Name)}, "k": {strconv.Itoa(round.K)}, "language": round.Languages}
		for _, ref := range round.Batteries {
			id, _, _ := strings.Cut(ref, "@")
			form.Add("battery", id)
		}
		apart = round.Asks
		for category, set := range round.Asks {
			form.Set(asksField(category), set)
		}
	}
	content, err := p.openingPage(c, desk, form)
	if err != nil {
		return err
	}
	if apart != nil {
		content.Typed.Apart = apart.Apart(content.categories())
	}
	if content.From = from; from == "" {
		for i, l := range content.Tongues {
			content.Tongues[i].Chosen = !l.Draft && l.Missing == 0
		}
	}
	p.templates.Render(c, http.StatusOK, "round-new", content)
	return nil
}

var halfYear = regexp.MustCompile(`^(\d{4})-H([12])$`)

// following returns the name of the half-year after one, and "" where the name is of none.
func following(name string) string {
	half := halfYear.FindStringSubmatch(name)
	if half == nil {
		return ""
	}
	year, _ := strconv.Atoi(half[1])
	if half[2] == "1" {
		return fmt.Sprintf("%d-H2", year)
	}
	return fmt.Sprintf("%d-H1", year+1)
}

// openingPage returns the form as it was filled in.
func (p *pages) openingPage(c *gin.Context, desk *survey.Desk, form url.Values) (openingPage, error) {
	content := openingPage{Base: p.base(c, desk), Smallest: survey.SmallestK, Typed: typedRound{
		form.Get("name"), form.Get("ends"), form.Get("key"), form.Get("k"), form.Get("because"), form.Get("apart"),
	}}
	all, err := desk.Askable(c)
	if err != nil {
		return content, err
	}
	var asked []*survey.Battery
	for _, b := range all {
		chosen := slices.Contains(form["battery"], b.ID)
		content.Batteries = append(content.Batteries, batteryChoice{b.ID, b.Version, len(b.Questions), chosen})
		if chosen {
			asked = append(asked, b)
		}
	}
	interventions, err := desk.Interventions(c)
	if err != nil {
		return content, err
	}
	for _, category := range survey.CategoriesAsked(interventions) {
		choice := asksChoice{Category: category, Field: asksField(category)}
		for _, set := range survey.SetsOffered(all) {
			choice.Sets = append(choice.Sets, setChoice{set, form.Get(choice.Field) == set})
		}
		content.Asks = append(content.Asks, choice)
	}
	for _, l := range p.Languages() {
		offer, err := p.options.Offer(asked, l)
		if err != nil {
			return content, err
		}
		content.Tongues = append(content.Tongues, languageChoice{offer, slices.Contains(form["language"], l.Tag)})
	}
	return content, nil
}

// categories returns those that the page has a choice for.
func (p openingPage) categories() []string {
	var list []string
	for _, choice := range p.Asks {
		list = append(list, choice.Category)
	}
	return list
}

// asksField returns the name of the field of what is asked about a category.
func asksField(category string) string { return "asks-" + survey.Slug(category) }

// largestOpening is the most bytes of the form with the file of a public key.
const largestOpening = 64 << 10

// openRound opens a round, or shows the form again with everything that is wrong.
func (p *pages) openRound(c *gin.Context, desk *survey.Desk) error {
	file, err := page.ReadFormWithFile(c, "keyfile", largestOpening)
	if err != nil {
		return err
	}
	form := c.Request.PostForm
	content, err := p.openingPage(c, desk, form)
	if err != nil {
		return err
	}
	n, wrong := content.read(form, file)
	n.Texts = p.Catalog().Text
	// What is no public key may be a secret one, which is not shown again.
	content.Typed.Key = string(n.PublicKey)
	round, err := opened(c, desk, n, wrong)
	kind := survey.KindOf(err)
	if err == nil {
		p.toRound(c, desk, round.ID, "")
		return nil
	}
	if kind != survey.Invalid && kind != survey.Conflict {
		return err
	}
	content.Wrong = map[string][]string{}
	for _, one := range separate(err) {
		field := fieldOf[survey.CodeOf(one)]
		content.Wrong[field] = append(content.Wrong[field], p.Say(c, one))
	}
	p.templates.Render(c, http.StatusUnprocessableEntity, "round-new", content)
	return nil
}

// opened opens a round, or returns all that is wrong where something was before.
func opened(c *gin.Context, desk *survey.Desk, n survey.NewRound, wrong []error) (survey.Round, error) {
	if len(wrong) == 0 {
		return desk.OpenRound(c, n)
	}
	return survey.Round{}, errors.Join(append(wrong, desk.CheckRound(c, n))...)
}

// read returns what a form says, and what is wrong with it before anything is known of rounds.
func (p openingPage) read(form url.Values, file []byte) (n survey.NewRound, wrong []error) {
	n = survey.NewRound{
		Name: strings.TrimSpace(form.Get("name")), Batteries: form["battery"], Languages: form["language"], Ends: form.Get("ends"),
		Because: strings.Join(strings.Fields(form.Get("because")), " "),
	}
	asks, err := survey.ParseAsks(form.Get("apart"))
	if err != nil {
		wrong = append(wrong, err)
	}
	for _, choice := range p.Asks {
		if set := form.Get(choice.Field); set != "" {
			if asks == nil {
				asks = survey.Asks{}
			}
			asks[choice.Category] = set
		}
	}
	n.Asks = asks
	n.K, _ = strconv.Atoi(strings.TrimSpace(form.Get("k"))) // 0 is refused, too
	key := form.Get("key")
	if len(file) > 0 {
		key = string(file)
	}
	// What is no public key is refused with the rest.
	n.PublicKey, _ = survey.ParsePublicKey(key)
	var texts []survey.LanguageTexts
	for _, l := range p.Tongues {
		texts = append(texts, survey.LanguageTexts{Tag: l.Tag, Missing: l.Missing, Draft: l.Draft})
	}
	if n.Drafts, err = survey.DraftsAmong(texts, n.Languages); err != nil {
		wrong = append(wrong, err)
		n.Languages = []string{i18n.Source} // the others are looked at when they can be used
	}
	return n, wrong
}

// separate returns the errors that an error joins.
func separate(err error) []error {
	joined, is := err.(interface{ Unwrap() []error })
	if !is {
		return []error{err}
	}
	var list []error
	for _, one := range joined.Unwrap() {
		list = append(list, separate(one)...)
	}
	return list
}

// fieldOf says beside which field an error stands, by its code.
var fieldOf = map[string]string{
	"round.name": "name", "round.name_taken": "name", "round.ends": "ends", "round.k": "k", "round.k_promised": "k",
	"round.public_key": "key", "round.key_used": "key", "round.batteries": "battery", "battery.unknown": "battery", "battery.twice": "battery",
	"round.languages": "language", "round.language": "language", "round.text": "language", "language.gaps": "language", "language.unknown": "language",
	"round.drafts_reason": "because", "round.size": "battery", "round.asks": "asks", "round.asks_written": "asks", "session.battery": "asks", "set.battery": "asks", "set.question": "asks",
}
