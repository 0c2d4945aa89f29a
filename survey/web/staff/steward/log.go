package steward

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

const logPath = "/log"

// registerLog registers the log of what staff have done.
func (p *pages) registerLog() {
	p.Enlist("log.menu", logPath, stewards...)
	p.Read(logPath, stewards, p.showLog)
	p.Read(logPath+"/csv", stewards, p.exportLog)
}

// logPage is one page of the log.
type logPage struct {
	staff.Base
	Query          survey.LogFilter
	Wrong          string // what is wrong with the days that were chosen
	Groups         []logGroup
	Roles          []option
	Municipalities []option
	Days           []logDay
	Found          int
	Pager          page.Pager
	File           string // query of the same lines as a file
	Filtered       bool
}

// logGroup is what the lines of a group can be filtered by: all of it, and each verb.
type logGroup struct {
	option
	Verbs []option
}

// logDay is what was done on one day.
type logDay struct {
	Day   string
	Lines []logLine
}

// logLine is one line in words and as it is kept.
type logLine struct {
	Clock, Who, Did, Raw string
}

// logFilter reads what is looked for. What is no value of the lists is passed over.
func logFilter(query url.Values) survey.LogFilter {
	value := func(name string) string { return strings.TrimSpace(query.Get(name)) }
	f := survey.LogFilter{
		Actions: survey.LogActions(value("action")), Municipality: value("municipality"),
		From: value("from"), To: value("to"), Text: typed.Line(value("q")),
	}
	if role := survey.Role(value("role")); slices.Contains(logRoles, role) {
		f.Role = role
	}
	if until, err := strconv.ParseInt(value("until"), 10, 64); err == nil && until > 0 {
		f.Until = until
	}
	return f
}

// logRoles are those who do what leaves a line.
var logRoles = append(slices.Clone(survey.Invited), survey.Console)

func (p *pages) showLog(c *gin.Context, desk *survey.Desk) error {
	query := c.Request.URL.Query()
	content := logPage{Base: p.Base(c, desk), Query: logFilter(query)}
	content.Sheets = []string{"people.css", "register.css", "log.css"}
	if err := p.offerLog(c, desk, &content, query.Get("action")); err != nil {
		return err
	}
	lines, last, err := desk.AuditLog(c, content.Query)
	status := http.StatusOK
	if survey.KindOf(err) == survey.Invalid {
		status, content.Wrong = http.StatusUnprocessableEntity, p.say(content.Base, err)
	} else if err != nil {
		return err
	}
	content.Found = len(lines)
	content.lead(query, cmp.Or(content.Query.Until, last))
	for _, line := range lines[content.Pager.From:content.Pager.To] {
		content.add(p, line)
	}
	p.templates.Render(c, status, "log", content)
	return nil
}

// offerLog lists what can be looked for.
func (p *pages) offerLog(c *gin.Context, desk *survey.Desk, content *logPage, action string) error {
	for _, g := range survey.LogGroups {
		group := logGroup{option: option{g.Name, content.T("log.group." + g.Name), g.Name == action}}
		for _, verb := range g.Verbs {
			if len(g.Verbs) > 1 {
				group.Verbs = append(group.Verbs, option{string(verb), content.T("log.action." + string(verb)), string(verb) == action})
			}
		}
		content.Groups = append(content.Groups, group)
	}
	for _, role := range logRoles {
		content.Roles = append(content.Roles, option{string(role), roleOf(content.Base, role), role == content.Query.Role})
	}
	members, err := desk.TakingPart(c)
	if err != nil {
		return err
	}
	for _, m := range members {
		content.Municipalities = append(content.Municipalities, option{m.Code, m.Name, m.Code == content.Query.Municipality})
	}
	slices.SortFunc(content.Municipalities, func(x, y option) int { return cmp.Compare(x.Text, y.Text) })
	return nil
}

// lead sets where the page leads: to the pages beside it, which begin with the line that was the last
// when the first of them was read, and to the file.
func (content *logPage) lead(query url.Values, until int64) {
	asked := url.Values{"until": {strconv.FormatInt(until, 10)}}
	for _, name := range []string{"q", "action", "role", "municipality", "from", "to"} {
		if value := query.Get(name); value != "" {
			asked.Set(name, value)
			content.Filtered = true
		}
	}
	content.File = content.Path(logPath+"/csv") + "?" + asked.Encode()
	asked.Set("page", query.Get("page"))
	content.Pager = page.PagerOf(content.Printer, asked, content.Found)
}

// add adds a line under its day.
func (content *logPage) add(p *pages, line survey.LogLine) {
	at := survey.InSweden(line.At)
	day := content.Date(at)
	if n := len(content.Days); n == 0 || content.Days[n-1].Day != day {
		content.Days = append(content.Days, logDay{Day: day})
	}
	words := logWords{content.Base, p.service.Catalogue}
	shown := logLine{at.Format("15:04"), words.who(line), words.did(line), rawLine(line)}
	last := &content.Days[len(content.Days)-1]
	last.Lines = append(last.Lines, shown)
}

// rawLine returns a line as it is kept; its time is that of the world.
func rawLine(l survey.LogLine) string {
	return l.At.UTC().Format("2006-01-02 15:04Z") + " " + l.Actor + " " + string(l.Action) + " " + l.What
}

// exportLog sends the lines that are looked for as a file.
func (p *pages) exportLog(c *gin.Context, desk *survey.Desk) error {
	lines, _, err := desk.AuditLog(c, logFilter(c.Request.URL.Query()))
	if err != nil {
		return err
	}
	b := p.Base(c, desk)
	words := logWords{b, p.service.Catalogue}
	rows := [][]string{{
		b.T("log.column.line"), b.T("log.column.at"), b.T("log.column.role"), b.T("log.column.who"), b.T("log.column.did"),
		b.T("log.column.actor"), b.T("log.column.action"), b.T("log.column.what"),
	}}
	for _, l := range lines {
		rows = append(rows, []string{
			strconv.FormatInt(l.Number, 10), survey.InSweden(l.At).Format("2006-01-02 15:04"), roleOf(b, l.Role), words.who(l), words.did(l),
			l.Actor, string(l.Action), l.What,
		})
	}
	var file bytes.Buffer
	if err := typed.WriteCSV(&file, rows); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="logg-`+survey.DayOf(desk.Now())+`.csv"`)
	c.Data(http.StatusOK, typed.CSVType, file.Bytes())
	return nil
}

// roleOf returns what a role is called; "" and what is none is nobody.
func roleOf(b staff.Base, role survey.Role) string {
	switch {
	case role == survey.Console:
		return b.T("log.console")
	case slices.Contains(survey.Invited, role):
		return b.RoleIs(role)
	}
	return b.T("log.nobody")
}
