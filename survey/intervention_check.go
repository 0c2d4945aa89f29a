package survey

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of what the register says of an intervention, in characters or in number.
const (
	LongestTarget = 200  // a target group
	LongestWhy    = 2000 // why it became as it did
	LongestLink   = 500  // the address of a report
	MostGoals     = 20
	MostReports   = 20
)

// Check returns everything that is wrong with an intervention, or nil. Each fault says under Field
// which column it is in. known reports whether a municipality code exists.
func (i Intervention) Check(known func(code string) bool) error {
	var faults []error
	fault := func(err error) { faults = append(faults, err) }
	name := func(column, text string) {
		if !IsName(text) {
			fault(Fail(Invalid, "name.form", "Name", text, "Of", column+" of "+i.ID, "Most", LongestName, "Field", column))
		}
	}
	if !IsInterventionID(i.ID) {
		return Fail(Invalid, "intervention.id", "ID", i.ID, "Field", ColumnID)
	}
	name(ColumnName, i.Name)
	name(ColumnCategory, i.Category)
	for column, text := range map[string]string{ColumnFunding: i.Funding, ColumnPeriod: i.Period} {
		if text != "" {
			name(column, text)
		}
	}
	if !slices.Contains(AskedKinds, i.Asked) {
		fault(Fail(Invalid, "intervention.asked", "Asked", i.Asked, "ID", i.ID, "Field", ColumnAsked))
	}
	if len(i.Municipalities) == 0 && i.Asked == AskedParticipants {
		fault(Fail(Invalid, "intervention.nowhere", "ID", i.ID, "Field", ColumnMunicipalities))
	}
	for _, code := range i.Municipalities {
		if !known(code) {
			fault(Fail(Invalid, "intervention.municipality", "Code", code, "ID", i.ID, "Field", ColumnMunicipalities))
		}
	}
	if utf8.RuneCountInString(i.TargetGroup) > LongestTarget || !isText(i.TargetGroup, "") {
		fault(Fail(Invalid, "intervention.long", "Most", LongestTarget, "ID", i.ID, "Field", ColumnTargetGroup))
	}
	i.checkAfterwards(fault)
	return errors.Join(faults...)
}

// checkAfterwards checks what the register says of how it went.
func (i Intervention) checkAfterwards(fault func(error)) {
	if len(i.Goals) > MostGoals {
		fault(Fail(Invalid, "intervention.many", "Most", MostGoals, "ID", i.ID, "Field", ColumnGoals))
	}
	for _, g := range i.Goals {
		if !g.isWhole() {
			fault(Fail(Invalid, "intervention.goal", "Goal", g.String(), "Most", LongestName, "ID", i.ID, "Field", ColumnGoals))
		}
	}
	switch {
	case i.Afterwards != "" && !slices.Contains(AfterwardsKinds, i.Afterwards):
		fault(Fail(Invalid, "intervention.afterwards", "Afterwards", i.Afterwards, "ID", i.ID, "Field", ColumnAfterwards))
	case i.Afterwards.NeedsWhy() && i.Why == "":
		fault(Fail(Invalid, "intervention.why", "ID", i.ID, "Field", ColumnWhy))
	}
	if utf8.RuneCountInString(i.Why) > LongestWhy || !isText(i.Why, "\n") {
		fault(Fail(Invalid, "intervention.long", "Most", LongestWhy, "ID", i.ID, "Field", ColumnWhy))
	}
	if len(i.Reports) > MostReports {
		fault(Fail(Invalid, "intervention.many", "Most", MostReports, "ID", i.ID, "Field", ColumnReports))
	}
	for _, r := range i.Reports {
		switch {
		case !isLink(r.URL):
			fault(Fail(Invalid, "intervention.link", "Link", r.URL, "ID", i.ID, "Field", ColumnReports))
		case !IsName(r.Title):
			fault(Fail(Invalid, "name.form", "Name", r.Title, "Of", "a report of "+i.ID, "Most", LongestName, "ID", i.ID, "Field", ColumnReports))
		}
	}
	if _, err := time.Parse(time.DateOnly, i.Closed); i.Closed != "" && err != nil {
		fault(Fail(Invalid, "intervention.day", "Day", i.Closed, "ID", i.ID, "Field", ColumnClosed))
	}
	if i.MergedInto != "" && (!IsInterventionID(i.MergedInto) || i.MergedInto == i.ID) {
		fault(Fail(Invalid, "intervention.into", "Into", i.MergedInto, "ID", i.ID, "Field", ColumnMergedInto))
	}
}

// isText reports whether a text can be printed, with these characters too.
func isText(s, too string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) && !strings.ContainsRune(too, c) })
}

// isLink reports whether a text is an address that a page can lead to: http or https, of a host, with
// nobody's name and password in it.
func isLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil &&
		len(s) <= LongestLink && isText(s, "") && !strings.ContainsAny(s, " <>\"")
}
