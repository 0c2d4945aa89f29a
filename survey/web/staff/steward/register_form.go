package steward

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/register"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// emptyReports is how many more reports a form has room for than there are.
const emptyReports = 2

// interventionForm is what is filled in of an intervention.
type interventionForm struct {
	survey.Intervention
	Municipalities, Areas, Funds, Whom, Became []page.Choice
	OwnMunicipality                            string   // of an officer, whose interventions are offered there
	Categories                                 []string // those that there are
	GoalLines                                  string
	OtherFund                                  string
	Reports                                    []survey.Report
	Faults                                     map[string]string // by column
}

// formColumns are the columns that are filled in as a text.
var formColumns = []string{
	survey.ColumnName, survey.ColumnFunding, survey.ColumnPeriod, survey.ColumnCategory, survey.ColumnAsked, survey.ColumnTargetGroup,
	survey.ColumnGoals, survey.ColumnAfterwards, survey.ColumnWhy,
}

// filledIn returns what somebody has filled in, on top of what the intervention was.
func filledIn(i survey.Intervention, form url.Values, areas []survey.Area) (survey.Intervention, error) {
	cells := map[string]string{}
	for _, column := range formColumns {
		cells[column] = form.Get(column)
	}
	if other := form.Get("other_fund"); strings.TrimSpace(other) != "" {
		cells[survey.ColumnFunding] = other
	}
	codes := slices.Clone(form[survey.ColumnMunicipalities])
	for _, area := range areas {
		if slices.Contains(form["areas"], area.Name) {
			codes = append(codes, area.Municipalities...)
		}
	}
	cells[survey.ColumnMunicipalities] = strings.Join(codes, ";")
	var faults []error
	for column, text := range register.Clean(cells) {
		faults = append(faults, i.Set(column, text))
	}
	i.Reports = nil
	for n, address := range form["report_url"] {
		title := ""
		if n < len(form["report_title"]) {
			title = form["report_title"][n]
		}
		if title = strings.Join(strings.Fields(title), " "); title+strings.TrimSpace(address) != "" {
			i.Reports = append(i.Reports, survey.Report{Title: title, URL: strings.TrimSpace(address)})
		}
	}
	return i, errors.Join(faults...)
}

// formOf returns the form of an intervention as it is, or as it was filled in.
func (p *pages) formOf(c *gin.Context, desk *survey.Desk, b staff.Base, known page.Known, i survey.Intervention) (interventionForm, error) {
	f := interventionForm{Intervention: i, GoalLines: i.Text(survey.ColumnGoals), Reports: slices.Clone(i.Reports)}
	for range emptyReports {
		f.Reports = append(f.Reports, survey.Report{})
	}
	if a := desk.Actor(); a.Role == survey.Officer && len(a.Municipalities) == 1 {
		m, _ := p.service.Municipality(a.Municipalities[0])
		f.OwnMunicipality = m.Name
	} else if err := p.offerPlaces(c, desk, &f, known); err != nil {
		return f, err
	}
	funds := slices.Clone(survey.Funds)
	for _, other := range known.Interventions {
		f.Categories = append(f.Categories, other.Category)
		if other.Funding != "" {
			funds = append(funds, other.Funding)
		}
	}
	slices.Sort(f.Categories)
	f.Categories = slices.Compact(f.Categories)
	seen := map[string]bool{}
	for _, fund := range funds {
		if !seen[fund] {
			f.Funds = append(f.Funds, page.Choice{Value: fund, Text: page.FundName(b.Printer, fund), Chosen: fund == i.Funding})
		}
		seen[fund] = true
	}
	if i.Funding != "" && !seen[i.Funding] {
		f.OtherFund = i.Funding
	}
	for _, asked := range survey.AskedKinds {
		f.Whom = append(f.Whom, page.Choice{Value: string(asked), Text: b.T("register.asked." + string(asked)), Chosen: asked == cmp.Or(i.Asked, survey.AskedParticipants)})
	}
	for _, became := range survey.AfterwardsKinds {
		f.Became = append(f.Became, page.Choice{Value: string(became), Text: b.T("register.became." + string(became)), Chosen: became == i.Afterwards})
	}
	return f, nil
}

// offerPlaces lists the municipalities of the region, and of the intervention, and the areas, each of
// which stands for its municipalities.
func (p *pages) offerPlaces(c *gin.Context, desk *survey.Desk, f *interventionForm, known page.Known) error {
	region, err := desk.Region(c)
	if err != nil {
		return err
	}
	for _, m := range p.service.Municipalities() {
		chosen := slices.Contains(f.Intervention.Municipalities, m.Code)
		if chosen || len(region) == 0 || slices.Contains(region, survey.County(m.Code)) {
			f.Municipalities = append(f.Municipalities, page.Choice{Value: m.Code, Text: m.Name, Chosen: chosen})
		}
	}
	slices.SortFunc(f.Municipalities, func(x, y page.Choice) int { return cmp.Compare(x.Text, y.Text) })
	for _, area := range known.Areas {
		f.Areas = append(f.Areas, page.Choice{Value: area.Name, Text: area.Name})
	}
	return nil
}

// faultsIn returns what is wrong in each column, in words.
func (p *pages) faultsIn(b staff.Base, err error) map[string]string {
	faults := map[string]string{}
	for _, one := range apart(err) {
		if at, is := errors.AsType[survey.ColumnError](one); is && faults[at.Column] == "" {
			faults[at.Column] = p.say(b, one)
		}
	}
	return faults
}

// say returns what is said of an error.
func (p *pages) say(b staff.Base, err error) string {
	var values []any
	if e, is := errors.AsType[*survey.Error](err); is {
		for n, value := range e.Args {
			if n > 0 && e.Args[n-1] == "Field" {
				value = b.T("register." + value.(string))
			}
			values = append(values, value)
		}
	}
	return b.T(p.TextKey(err), values...)
}

// apart returns the errors that were joined into one.
func apart(err error) []error {
	if joined, is := err.(interface{ Unwrap() []error }); is {
		var all []error
		for _, one := range joined.Unwrap() {
			all = append(all, apart(one)...)
		}
		return all
	}
	if err == nil {
		return nil
	}
	return []error{err}
}
