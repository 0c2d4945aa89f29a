package typed_test

import (
	"testing"

	"fragebatteri/survey/typed"
)

// A base URL is stored in the one form that pages and QR codes use.
func TestBaseURL(t *testing.T) {
	for text, want := range map[string]string{
		"https://svar.example":          "https://svar.example",
		"https://svar.example/":         "https://svar.example",
		" HTTPS://Svar.Example ":        "https://svar.example",
		"https://fråga.example.se":      "https://xn--frga-roa.example.se",
		"https://FRÅGA.example.se:8443": "https://xn--frga-roa.example.se:8443",
		"https://svar.example:443/":     "https://svar.example",
		"http://127.0.0.1:80":           "http://127.0.0.1",
		"http://[::1]:8080":             "http://[::1]:8080",
		"https://[2001:DB8:0::7]:443":   "https://[2001:db8::7]",
		"https://[::ffff:192.0.2.7]/":   "https://192.0.2.7",
		"https://svar.example:80":       "https://svar.example:80",
		"https://fraga_svar.se":         "https://fraga_svar.se", // refused when it is checked
		"https://svar.example/fraga":    "https://svar.example/fraga",
		"https://svar.example#x":        "https://svar.example#x",
		"svar.example":                  "svar.example",
	} {
		if got := typed.BaseURL(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
