package survey

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// Host is who runs this instance.
type Host struct {
	BaseURL string // https://host, in lower case, without a path
	Name    string // as participants read it
	Kind    HostKind
	Signer  string // public key of the steward's signing key, base64url
	Demo    bool   // answers are made up, and every page says so
}

// SessionURL returns where a session is answered.
func (h Host) SessionURL(code string) string { return h.BaseURL + "/s/" + code }

// CardURL returns where the card with a ticket is answered.
func (h Host) CardURL(code, ticket string) string { return h.BaseURL + "/S/" + code + "/" + ticket }

// HostKind is what kind of organisation the host is. A municipality depends on
// the good will of nobody it asks, so its host makes a weaker promise.
type HostKind string

// The kinds of host.
const (
	HostRegion       HostKind = "region"
	HostCounty       HostKind = "county"
	HostUniversity   HostKind = "university"
	HostMunicipality HostKind = "municipality"
)

// HostKinds lists all kinds of host.
var HostKinds = []HostKind{HostRegion, HostCounty, HostUniversity, HostMunicipality}

// Check returns what is wrong with what is said of a host, or nil. The signer is
// checked where signatures are.
func (h Host) Check() error {
	if err := checkBaseURL(h.BaseURL); err != nil {
		return err
	}
	if err := CheckName("the host", h.Name); err != nil {
		return err
	}
	if !slices.Contains(HostKinds, h.Kind) {
		return Fail(Invalid, "host.kind", "Kind", h.Kind)
	}
	return nil
}

// checkBaseURL wants a scheme and a host in ASCII and lower case, as they stand
// in QR codes and in the origin of pages. Without TLS anybody on the way can
// read answers, so http is for one's own machine alone.
func checkBaseURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http",
		text != u.Scheme+"://"+u.Host || text != strings.ToLower(text),
		strings.ContainsFunc(u.Host, func(r rune) bool { return r <= ' ' || r > '~' }),
		u.Port() == "" && strings.HasSuffix(u.Host, ":"):
		if u != nil {
			text = u.Redacted() // it may have a password in it
		}
		return Fail(Invalid, "host.base_url", "URL", text)
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return Fail(Invalid, "host.http", "URL", text)
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
