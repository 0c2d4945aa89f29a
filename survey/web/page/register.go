package page

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// mostNames is how many municipalities a list names.
const mostNames = 3

// Register is what the lists of the register of interventions have in common, for everybody and at
// desks: what can be looked for, and one page of what was found.
type Register struct {
	Query                                                       survey.InterventionFilter
	Municipalities, Areas, Categories, Fundings, States, Became []Choice
	Rows                                                        []About
	Found                                                       int
	Pager                                                       Pager
}

// Choice is one value that can be chosen.
type Choice struct {
	Value, Text string
	Chosen      bool
}

// Known is what the register is about: read once for a page.
type Known struct {
	Interventions []survey.Intervention
	Areas         []survey.Area
	Catalogue     *survey.Catalogue
	Address       func(id string) string // of the page about an intervention
}

// About is an intervention as pages tell of it.
type About struct {
	survey.Intervention
	URL    string
	Where  string // names of its municipalities
	Short  string // the same, or how many they are where they are many
	In     string // names of its reporting areas
	Fund   string
	Whom   string // who is asked
	Became string // of it; empty while that is not known
	How    string // its state, in words
	Into   Link   // what it is merged into
	From   []Link // what was merged into it
}

// Link leads somewhere.
type Link struct{ Name, URL string }

// Paragraphs returns why it became as it did.
func (a About) Paragraphs() []string { return strings.Split(a.Why, "\n\n") }

// FundName returns what a source of money is called.
func FundName(p *i18n.Printer, fund string) string {
	if fund == survey.FundOwn {
		return p.T("register.fund.own")
	}
	return fund
}

// About returns an intervention in the words of a printer.
func (k Known) About(p *i18n.Printer, i survey.Intervention) About {
	a := About{Intervention: i, URL: k.Address(i.ID), Fund: FundName(p, i.Funding), Whom: p.T("register.asked." + string(i.Asked))}
	a.Where, a.In = strings.Join(k.names(i.Municipalities), ", "), strings.Join(i.AreasOf(k.Areas), ", ")
	if a.Short = a.Where; len(i.Municipalities) > mostNames {
		a.Short = p.N("register.several", len(i.Municipalities))
	}
	if i.Afterwards != "" {
		a.Became = p.T("register.became." + string(i.Afterwards))
	}
	a.How = p.T("register.state." + string(i.State()))
	for _, other := range k.Interventions {
		switch {
		case other.ID == i.MergedInto:
			a.Into = Link{other.Name, k.Address(other.ID)}
		case other.MergedInto == i.ID:
			a.From = append(a.From, Link{other.Name, k.Address(other.ID)})
		}
	}
	return a
}

// names returns the names of municipalities.
func (k Known) names(codes []string) []string {
	var names []string
	for _, code := range codes {
		m, _ := k.Catalogue.Municipality(code)
		names = append(names, cmp.Or(m.Name, code))
	}
	return names
}

// Register returns the page of the register that a query asks for.
func (k Known) Register(p *i18n.Printer, query url.Values) Register {
	value := func(name string) string { return strings.TrimSpace(query.Get(name)) }
	r := Register{Query: survey.InterventionFilter{
		Text: value("q"), Municipality: value("municipality"), Area: value("area"), Category: value("category"), Funding: value("funding"),
		State: survey.InterventionState(value("state")), Afterwards: survey.Afterwards(value("became")),
	}}
	k.offer(p, &r)
	found := r.Query.Select(k.Interventions, k.Areas)
	r.Found, r.Pager = len(found), PagerOf(p, query, len(found))
	for _, i := range found[r.Pager.From:r.Pager.To] {
		r.Rows = append(r.Rows, k.About(p, i))
	}
	return r
}

// offer lists what can be looked for: what there is in the register.
func (k Known) offer(p *i18n.Printer, r *Register) {
	var codes, categories, funds []string
	for _, i := range k.Interventions {
		codes = append(codes, i.Municipalities...)
		categories = append(categories, i.Category)
		if i.Funding != "" {
			funds = append(funds, i.Funding)
		}
	}
	same := func(value string) string { return value }
	r.Categories = choices(categories, r.Query.Category, same)
	r.Fundings = choices(funds, r.Query.Funding, func(fund string) string { return FundName(p, fund) })
	r.Municipalities = choices(codes, r.Query.Municipality, func(code string) string { return k.names([]string{code})[0] })
	for _, area := range k.Areas {
		r.Areas = append(r.Areas, Choice{area.Name, area.Name, area.Name == r.Query.Area})
	}
	for _, state := range survey.InterventionStates {
		r.States = append(r.States, Choice{string(state), p.T("register.state." + string(state)), state == r.Query.State})
	}
	for _, became := range survey.AfterwardsKinds {
		r.Became = append(r.Became, Choice{string(became), p.T("register.became." + string(became)), became == r.Query.Afterwards})
	}
}

// choices returns values to choose from, each once, by their texts.
func choices(values []string, chosen string, textOf func(string) string) []Choice {
	slices.Sort(values)
	var list []Choice
	for _, value := range slices.Compact(values) {
		list = append(list, Choice{value, textOf(value), value == chosen})
	}
	slices.SortStableFunc(list, func(x, y Choice) int { return cmp.Compare(strings.ToLower(x.Text), strings.ToLower(y.Text)) })
	return list
}

// DayIn returns a day, YYYY-MM-DD, as people write it.
func DayIn(p *i18n.Printer, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return p.Date(t)
}
