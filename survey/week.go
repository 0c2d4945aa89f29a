package survey

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Week is a week as calendars in Sweden number it (ISO 8601), as in "2026-W48". Weeks stand in the
// order of their texts.
type Week string

// weekForms are the ways in which people write a week.
var weekForms = regexp.MustCompile(`^(\d{4})\s?[- ]?\s?[WwVv]?\.?\s?(\d{1,2})$`)

// ParseWeek reads a week as people write it: 2026-W48, 2026W48, 2026-48, 2026 v. 48.
func ParseWeek(text string) (Week, error) {
	found := weekForms.FindStringSubmatch(text)
	if found == nil {
		return "", Fail(Invalid, "week", "Week", text)
	}
	year, _ := strconv.Atoi(found[1])
	number, _ := strconv.Atoi(found[2])
	w := weekOf(year, number)
	// A year has 52 weeks or 53: what is not one of them is a week of another year.
	if number < 1 || WeekOf(w.Monday()) != w {
		return "", Fail(Invalid, "week", "Week", text)
	}
	return w, nil
}

func weekOf(year, number int) Week { return Week(fmt.Sprintf("%04d-W%02d", year, number)) }

// WeekOf returns the week in Sweden at a time.
func WeekOf(t time.Time) Week { return weekOf(InSweden(t).ISOWeek()) }

// Number returns the number of the week within its year, 1 to 53, and 0 of what is no week.
func (w Week) Number() int {
	_, number := w.parts()
	return number
}

// Year returns the year that the week is counted in, and 0 of what is no week.
func (w Week) Year() int {
	year, _ := w.parts()
	return year
}

func (w Week) parts() (year, number int) {
	if _, err := fmt.Sscanf(string(w), "%4d-W%2d", &year, &number); err != nil {
		return 0, 0
	}
	return year, number
}

// Monday returns when the week begins in Sweden.
func (w Week) Monday() time.Time {
	year, number := w.parts()
	fourth := time.Date(year, time.January, 4, 0, 0, 0, 0, stockholm) // is in the first week of every year
	sinceMonday := (int(fourth.Weekday()) + 6) % 7
	return fourth.AddDate(0, 0, 7*(number-1)-sinceMonday)
}

// Add returns the week that is so many weeks later.
func (w Week) Add(weeks int) Week { return WeekOf(w.Monday().AddDate(0, 0, 7*weeks)) }
