package main

import (
	"testing"
	"time"
)

// A base URL is stored in the one form that pages and QR codes use.
func TestBaseURL(t *testing.T) {
	for typed, want := range map[string]string{
		"https://svar.example":          "https://svar.example",
		"https://svar.example/":         "https://svar.example",
		" HTTPS://Svar.Example ":        "https://svar.example",
		"https://fråga.example.se":      "https://xn--frga-roa.example.se",
		"https://FRÅGA.example.se:8443": "https://xn--frga-roa.example.se:8443",
		"https://svar.example:443/":     "https://svar.example",
		"http://127.0.0.1:80":           "http://127.0.0.1",
		"http://[::1]:8080":             "http://[::1]:8080",
		"https://svar.example/fraga":    "https://svar.example/fraga", // refused when it is checked
		"https://svar.example#x":        "https://svar.example#x",
		"svar.example":                  "svar.example",
	} {
		if got := baseURL(typed); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}

// Days begin when they do in Sweden, summer and winter.
func TestToday(t *testing.T) {
	for at, want := range map[string]string{
		"2026-06-30T21:59:59Z": "2026-06-30", "2026-06-30T22:00:00Z": "2026-07-01",
		"2026-12-31T22:59:59Z": "2026-12-31", "2026-12-31T23:00:00Z": "2027-01-01",
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		a := &app{now: func() time.Time { return now }}
		if got := a.today(); got != want {
			t.Errorf("%s is on %s, want %s", at, got, want)
		}
	}
}
