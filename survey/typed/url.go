package typed

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"fragebatteri/survey"
)

// BaseURL returns the address of a service as browsers write it and as it is stored: in lower case,
// with a host in ASCII, without the usual port and without a slash at its end.
// What it cannot make one of is returned as it is, and refused by the check of
// the host.
func BaseURL(text string) string {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil {
		host = ip.Unmap().String()
	} else if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // an IPv6 address
	}
	if port := u.Port(); port != "" && port != survey.DefaultPort(u.Scheme) {
		host += ":" + port
	}
	u.Host = strings.ToLower(host)
	if u.Path == "/" {
		u.Path = ""
	}
	return u.String()
}
