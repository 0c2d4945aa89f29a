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

// Check returns everything that is wrong with an intervention, or nil. Each fault is a
// ColumnError. known reports whether a municipality code exists.
func (i Intervention) Check(known func(code string) bool) error {
	var faults []error
	fault := func(err error) { faults = append(faults, err) }
	name := func(column, of, text string) {
		if !IsName(text) {
			fault(ColumnError{column, Fail(Invalid, "name.form", "Name", text, "Of", of, "Most", LongestName)})
		}
	}
	if !IsInterventionID(i.ID) {
		return ColumnError{ColumnID, Fail(Invalid, "intervention.id", "ID", i.ID)}
	}
	name(ColumnName, i.ID, i.Name)
	name(ColumnCategory, "the category of "+i.ID, i.Category)
	for _, column := range []string{ColumnFunding, ColumnPeriod} {
		if text := i.Text(column); text != "" {
			name(column, "the "+column+" of "+i.ID, text)
		}
	}
	if !slices.Contains(AskedKinds, i.Asked) {
		fault(ColumnError{ColumnAsked, Fail(Invalid, "intervention.asked", "Asked", i.Asked, "ID", i.ID)})
	}
	if len(i.Municipalities) == 0 && i.Asked == AskedParticipants {
		fault(ColumnError{ColumnMunicipalities, Fail(Invalid, "intervention.nowhere", "ID", i.ID)})
	}
	for _, code := range i.Municipalities {
		if !known(code) {
			fault(ColumnError{ColumnMunicipalities, Fail(Invalid, "intervention.municipality", "Code", code, "ID", i.ID)})
		}
	}
	if utf8.RuneCountInString(i.TargetGroup) > LongestTarget || !isText(i.TargetGroup, "") {
		fault(ColumnError{ColumnTargetGroup, Fail(Invalid, "intervention.long", "Most", LongestTarget, "ID", i.ID, "Field", ColumnTargetGroup)})
	}
	i.checkAfterwards(fault)
	return errors.Join(faults...)
}

// checkAfterwards checks what the register says of how it went.
func (i Intervention) checkAfterwards(fault func(error)) {
	if len(i.Goals) > MostGoals {
		fault(ColumnError{ColumnGoals, Fail(Invalid, "intervention.many", "Most", MostGoals, "ID", i.ID, "Field", ColumnGoals)})
	}
	for _, g := range i.Goals {
		if !g.isWhole() {
			fault(ColumnError{ColumnGoals, Fail(Invalid, "intervention.goal", "Goal", g.String(), "Most", LongestName, "ID", i.ID)})
		}
	}
	switch {
	case i.Afterwards != "" && !slices.Contains(AfterwardsKinds, i.Afterwards):
		fault(ColumnError{ColumnAfterwards, Fail(Invalid, "intervention.afterwards", "Afterwards", i.Afterwards, "ID", i.ID)})
	case i.Afterwards.NeedsWhy() && i.Why == "":
		fault(ColumnError{ColumnWhy, Fail(Invalid, "intervention.why", "ID", i.ID)})
	}
	if utf8.RuneCountInString(i.Why) > LongestWhy || !isText(i.Why, "\n") {
		fault(ColumnError{ColumnWhy, Fail(Invalid, "intervention.long", "Most", LongestWhy, "ID", i.ID, "Field", ColumnWhy)})
	}
	if len(i.Reports) > MostReports {
		fault(ColumnError{ColumnReports, Fail(Invalid, "intervention.many", "Most", MostReports, "ID", i.ID, "Field", ColumnReports)})
	}
	for _, r := range i.Reports {
		switch {
		case !isLink(r.URL):
			fault(ColumnError{ColumnReports, Fail(Invalid, "intervention.link", "Link", r.URL, "ID", i.ID)})
		case !IsName(r.Title):
			fault(ColumnError{ColumnReports, Fail(Invalid, "name.form", "Name", r.Title, "Of", "a report of "+i.ID, "Most", LongestName)})
		}
	}
	if _, err := time.Parse(time.DateOnly, i.Closed); i.Closed != "" && err != nil {
		fault(ColumnError{ColumnClosed, Fail(Invalid, "intervention.day", "Day", i.Closed, "ID", i.ID)})
	}
	if i.MergedInto != "" && (!IsInterventionID(i.MergedInto) || i.MergedInto == i.ID) {
		fault(ColumnError{ColumnMergedInto, Fail(Invalid, "intervention.into", "Into", i.MergedInto, "ID", i.ID)})
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
