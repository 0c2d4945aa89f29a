package steward

import (
	"strings"
	"testing"

	"fragebatteri/survey/forecast"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/treblock"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// What is likeliest is said first, with its share, and then what would be enough.
func TestOutlookInWords(t *testing.T) {
	b := staff.Base{Base: page.Base{Printer: surveytest.Catalog(t).Printer("sv")}}
	for _, c := range []struct {
		forecast.Outlook
		want string
	}{
		{forecast.Outlook{Alone: 188, Within: 188, Else: 12}, "Visas för sig med 94 % säkerhet."},
		{forecast.Outlook{Alone: 200, Within: 200}, "Visas för sig med 99 % säkerhet."},
		{forecast.Outlook{Alone: 150, Within: 190, Else: 10, More: 6}, "Visas för sig med 75 % säkerhet. Ett tillfälle till för 6 personer, så visas den för sig."},
		{forecast.Outlook{Alone: 90, Within: 90, Else: 60, Home: forecast.Home{Step: treblock.Municipality}, More: 1}, "Visas för sig med 45 % säkerhet. Ett tillfälle till för 1 person, så visas den för sig."},
		{forecast.Outlook{Alone: 20, Within: 200, More: -1}, "Insatsen visas som helhet, utan före och efter, med 99 % säkerhet. Det behövs flera tillfällen till för att den ska visas för sig."},
		{forecast.Outlook{Else: 180, Home: forecast.Home{Step: treblock.SharedIntervention}, More: 9}, "Räknas troligen med samma insats i andra kommuner (90 %). Ett tillfälle till för 9 personer, så visas den för sig."},
		{forecast.Outlook{Else: 120, Home: forecast.Home{Step: treblock.Municipality}, More: 9}, "Räknas troligen med övriga insatser i Ydre (60 %). Ett tillfälle till för 9 personer, så visas den för sig."},
		{forecast.Outlook{Else: 200, Home: forecast.Home{Step: treblock.Area, Area: "Kinda–Ydre"}, More: 6}, "Räknas troligen med Kinda–Ydre (99 %). Svaren väntar först i högst två omgångar på fler från kommunen. Ett tillfälle till för 6 personer, så visas den för sig."},
		{forecast.Outlook{Else: 200, Home: forecast.Home{Step: treblock.Region}, More: 6}, "Räknas troligen med resten av länet (99 %). Svaren väntar först i högst två omgångar på fler från kommunen. Ett tillfälle till för 6 personer, så visas den för sig."},
		{forecast.Outlook{Else: 200, More: -1}, "Blir troligen för få svar för att visas (99 %). Det behövs flera tillfällen till för att den ska visas för sig."},
	} {
		if got := strings.ReplaceAll(surveytest.Plain(strings.Join(outlookIn(b, c.Outlook, "Ydre"), " ")), "\u00a0", " "); got != c.want {
			t.Errorf("%+v is worded %q, want %q", c.Outlook, got, c.want)
		}
	}
}
