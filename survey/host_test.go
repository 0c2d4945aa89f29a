package survey_test

import (
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
)

func TestHostCheck(t *testing.T) {
	good := survey.Host{BaseURL: "https://svar.example", Name: "Region Östergötland", Kind: survey.HostRegion}
	for _, url := range []string{
		"https://svar.example", "https://svar.example:8443", "https://xn--frga-roa.example", "https://192.0.2.7", "https://[2001:db8::1]:8443",
		"https://[2001:db8::1]", "https://intranet", "https://4fragor.se", "https://a--b.se", "https://svar.example:80", "https://svar.example:65535",
		"https://" + strings.Repeat("a", 63) + ".se", "https://" + strings.Repeat("a.", 125) + "se1",
		"http://localhost:8080", "http://127.0.0.1:8080", "http://127.8.9.10", "http://[::1]:8080",
	} {
		h := good
		h.BaseURL = url
		if err := h.Check(); err != nil {
			t.Errorf("%s is refused: %v", url, err)
		}
	}
	for url, says := range map[string]string{
		"": "not https://", "svar.example": "not https://", "//svar.example": "not https://", "https:svar.example": "not https://",
		"https://": "not https://", "https:///x": "not https://", "https://:8443": "not https://", "ftp://svar.example": "not https://",
		"https://svar.example/": "alone", "https://svar.example/fraga": "alone", "https://svar.example?": "alone", "https://svar.example?a=b": "alone",
		"https://svar.example#": "alone", "https://svar.example#x": "alone", "https://me@svar.example": "alone", "https://me:secret@svar.example": "alone",
		"https://me:secret@svar.example:port": "alone", "HTTPS://svar.example": "alone", "https://fråga.example": "no host",
		"https://SVAR.example": "no host", "https://svar.example:": "no host", "https://svar .example": "alone",
		" https://svar.example": "alone", "https://svar.example\n": "alone", "https://fr%61ga.se": "alone", "https://svar.example:port": "alone",
		"https://fraga_svar.se": "no host", "https://-fraga.se": "no host", "https://fraga-.se": "no host", "https://fraga.se.": "no host",
		"https://fraga..se": "no host", "https://.fraga.se": "no host", "https://.": "no host", "https://fraga!.se": "no host",
		"https://" + strings.Repeat("a", 64) + ".se": "no host", "https://" + strings.Repeat("a.", 126) + "se": "no host",
		"https://256.1.1.1": "no host", "https://1.2.3": "no host", "https://1.2.3.4.5": "no host", "https://fraga.7": "no host", "https://0x7f": "no host",
		"https://[::1": "alone", "https://::1": "alone", "https://[0:0::1]": "no host", "https://[2001:DB8::1]": "no host",
		"https://[::ffff:192.0.2.7]": "no host", "https://[fe80::1%25eth0]": "alone", "https://[192.0.2.7]": "alone",
		"https://svar.example:443": "port 443", "http://localhost:80": "port 80", "https://svar.example:0": "port 0", "https://svar.example:65536": "port 65536",
		"https://svar.example:08443": "port 08443", "https://192.0.2.7:0": "port 0", "https://[2001:db8::1]:443": "port 443",
		"http://svar.example": "anybody on the way", "http://192.0.2.7": "anybody on the way", "http://127.0.0.1.example": "anybody on the way",
		"http://localhost.example": "anybody on the way", "http://0.0.0.0:8080": "anybody on the way", "http://[::]:8080": "anybody on the way",
	} {
		h := good
		h.BaseURL = url
		err := h.Check()
		fails(t, err, survey.Invalid, says)
		if strings.Contains(operator.Text(err), "secret") {
			t.Errorf("the error tells a password: %s", operator.Text(err))
		}
	}
	demo := good
	demo.BaseURL, demo.Demo = "http://192.0.2.7:8080", true // what it asks is nobody's secret
	ok(t, demo.Check())
	for _, name := range []string{"", strings.Repeat("å", 101), "Region\u00a0Öst", "Region\nÖst"} {
		h := good
		h.Name = name
		fails(t, h.Check(), survey.Invalid, "of the host")
	}
	h := good
	h.Kind = "company"
	fails(t, h.Check(), survey.Invalid, "unknown kind of host")
}
