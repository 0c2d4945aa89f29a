package steward

import (
	"cmp"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/staff"
)

// logWords words lines of the audit log.
type logWords struct {
	staff.Base
	catalogue *survey.Catalogue
}

// who names who did it, as closely as the log does.
func (w logWords) who(l survey.LogLine) string {
	names := []string{roleOf(w.Base, l.Role)}
	if l.Who != "" {
		names = append(names, l.Who)
	}
	if l.Office != "" {
		names = append(names, w.municipality(l.Office))
	}
	return strings.Join(names, ", ")
}

// did says what was done, as goes on after who did it.
func (w logWords) did(l survey.LogLine) string {
	if l.Case == survey.LogUnread {
		return w.T("log.unread")
	}
	key := "log.did." + string(l.Action)
	if l.Case != "" {
		key += "." + l.Case
	}
	text := l.Text
	if l.Action == survey.PlanGatherings && survey.Week(l.Text).Number() > 0 {
		text = weekIn(w.Base, survey.Week(l.Text))
	}
	said := w.T(key, "Round", l.Round, "What", w.what(l), "Where", w.several(w.municipalities(l.Municipalities)), "Language", languageIn(w.Base, l.Language), "N", l.N, "Text", text, "Day", w.Day(l.Day))
	if l.Action == survey.OpenRound && text != "" {
		said += " " + w.T("log.did.round.open.drafts", "Text", text)
	}
	return said
}

// what names what was done something to.
func (w logWords) what(l survey.LogLine) string {
	switch {
	case l.Session.Code != "":
		code := strings.Join(survey.CodeGroups(l.Session.Code), " ")
		if l.Session.Round == "" {
			return code
		}
		return w.T("log.session", "Code", code, "About", w.several(w.interventions(l.Interventions)), "Where", w.municipality(l.Session.Municipality))
	case l.Staff.Label != "":
		return l.Staff.Label + " (" + roleOf(w.Base, l.Staff.Role) + ")"
	case l.Staff.Role != "":
		return roleOf(w.Base, l.Staff.Role)
	case l.Action == survey.SetProviders:
		return cmp.Or(w.several(w.municipalities(l.Municipalities)), w.T("log.region"))
	case len(l.Interventions) > 0:
		return w.several(w.interventions(l.Interventions))
	}
	return w.several(w.municipalities(l.Municipalities))
}

func (w logWords) interventions(list []survey.Intervention) []string {
	var names []string
	for _, i := range list {
		names = append(names, cmp.Or(i.Name, i.ID))
	}
	return names
}

func (w logWords) municipalities(codes []string) []string {
	var names []string
	for _, code := range codes {
		names = append(names, w.municipality(code))
	}
	return names
}

func (w logWords) municipality(code string) string {
	m, _ := w.catalogue.Municipality(code)
	return cmp.Or(m.Name, code)
}

// languageIn names a language in the words of the page, as within a sentence.
func languageIn(b staff.Base, tag string) string {
	l, known := i18n.Find(i18n.Languages, tag)
	switch {
	case !known:
		return tag
	case b.Language().Tag == i18n.Source:
		return l.Swedish // in small letters
	}
	return b.T("officer.language." + tag)
}

// mostListed is how many of several things a line names.
const mostListed = 3

// several names several things.
func (w logWords) several(names []string) string {
	if len(names) <= mostListed {
		return strings.Join(names, ", ")
	}
	return w.T("log.more", "Names", strings.Join(slices.Clone(names[:mostListed]), ", "), "N", len(names)-mostListed)
}
