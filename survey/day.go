package survey

import (
	"time"
	_ "time/tzdata" // not every machine, and no container, has the rules of days
)

// stockholm is where days begin.
var stockholm = func() *time.Location {
	location, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic(err) // time/tzdata is part of the program
	}
	return location
}()

// DayOf returns the day in Sweden at a time, YYYY-MM-DD.
func DayOf(t time.Time) string { return InSweden(t).Format(time.DateOnly) }

// InSweden returns a time as clocks in Sweden show it.
func InSweden(t time.Time) time.Time { return t.In(stockholm) }

// IsDay reports whether a text is a day as DayOf writes it.
func IsDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// SwedishTime returns the same time as clocks in Sweden show it.
func SwedishTime(t time.Time) time.Time { return t.In(stockholm) }

// ParseSwedishTime returns when it is a day, YYYY-MM-DD, and a time of day, HH:MM, in Sweden.
func ParseSwedishTime(day, clock string) (time.Time, error) {
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, stockholm)
	if err != nil {
		return time.Time{}, Fail(Invalid, "time", "Day", day, "Clock", clock)
	}
	return t, nil
}
