package survey_test

import (
	"strings"
	"testing"

	"fragebatteri/survey"
)

func TestHostCheck(t *testing.T) {
	good := survey.Host{BaseURL: "https://svar.example", Name: "Region Östergötland", Kind: survey.HostRegion}
	for _, url := range []string{
		"https://svar.example", "https://svar.example:8443", "https://xn--frga-roa.example", "https://192.0.2.7", "https://[2001:db8::1]:8443",
		"http://localhost:8080", "http://127.0.0.1:8080", "http://127.8.9.10", "http://[::1]:8080",
	} {
		h := good
		h.BaseURL = url
		if err := h.Check(); err != nil {
			t.Errorf("%s is refused: %v", url, err)
		}
	}
	for _, url := range []string{
		"", "svar.example", "https://", "https:///x", "ftp://svar.example", "https://svar.example/", "https://svar.example/fraga",
		"https://svar.example?", "https://svar.example?a=b", "https://svar.example#", "https://svar.example#x", "https://me@svar.example",
		"https://me:secret@svar.example", "https://fråga.example", "https://SVAR.example", "HTTPS://svar.example", "https://svar.example:",
		"https://svar .example", " https://svar.example", "https://svar.example\n", "http://svar.example", "http://192.0.2.7",
		"http://127.0.0.1.example", "http://localhost.example", "http://0.0.0.0:8080",
	} {
		h := good
		h.BaseURL = url
		fails(t, h.Check(), survey.Invalid, "base URL")
	}
	for _, name := range []string{"", strings.Repeat("å", 101), "Region\u00a0Öst", "Region\nÖst"} {
		h := good
		h.Name = name
		fails(t, h.Check(), survey.Invalid, "of the host")
	}
	h := good
	h.Kind = "company"
	fails(t, h.Check(), survey.Invalid, "unknown kind of host")
}
