package survey

import (
	"cmp"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Host is who runs this instance.
type Host struct {
	BaseURL string // https://host, in lower case, without a path
	Name    string // as participants read it; empty until a steward has said it, and so is the kind
	Kind    HostKind
	Contact string // how somebody reaches it without saying who they are; may be empty
	Signer  string // public key of the steward's signing key, base64url; empty until there is one
	Demo    bool   // answers are made up, and every page says so
}

// Address returns the address of the first page as people type it: without the scheme.
func (h Host) Address() string {
	_, address, _ := strings.Cut(h.BaseURL, "://")
	return address
}

// SessionURL returns where a session is answered.
func (h Host) SessionURL(code string) string { return h.BaseURL + "/s/" + code }

// ProviderURL returns the address to which a provider sends people back who have signed in there. It
// has to be registered at the provider.
func (h Host) ProviderURL(id string) string { return h.BaseURL + "/staff/openid/" + id }

// CardURL returns where the card with a ticket is answered.
func (h Host) CardURL(code, ticket string) string { return h.BaseURL + "/S/" + code + "/" + ticket }

// InvitationURL returns where somebody accepts an invitation.
func (h Host) InvitationURL(token string) string { return h.BaseURL + "/I/" + token }

// Email returns the contact where it is an address of mail, and "" where it is anything else.
func (h Host) Email() string {
	address, err := mail.ParseAddress(h.Contact)
	if err != nil {
		return ""
	}
	return address.Address
}

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
	if err := h.checkBaseURL(); err != nil {
		return err
	}
	return h.Words().Check()
}

// CheckAddress is Check for a host of which nothing but the address is known yet.
func (h Host) CheckAddress() error {
	if h.Words() == (HostWords{}) {
		return h.checkBaseURL()
	}
	return h.Check()
}

// Called returns the name of the host, and before it has one the address.
func (h Host) Called() string { return cmp.Or(h.Name, h.Address()) }

// apart reports whether the host is known to be no municipality: only then nobody at the municipality
// can see what is kept here.
func (h Host) apart() bool { return h.Kind != "" && h.Kind != HostMunicipality }

// checkBaseURL wants a scheme and a host as browsers write them, because they
// stand so in QR codes and in the origin of pages. Without TLS anybody on the way
// can read answers, so http is for one's own machine, and for a demo that others
// in the room look at.
func (h Host) checkBaseURL() error {
	u, err := url.Parse(h.BaseURL)
	if err != nil || u.Hostname() == "" || DefaultPort(u.Scheme) == "" || h.BaseURL != u.Scheme+"://"+u.Host {
		return Fail(Invalid, "host.base_url", "URL", withoutUser(h.BaseURL))
	}
	if strings.HasSuffix(u.Host, ":") || !isHostName(u.Hostname()) {
		return Fail(Invalid, "host.address", "URL", h.BaseURL)
	}
	if u.Port() != "" && !isPort(u.Scheme, u.Port()) {
		return Fail(Invalid, "host.port", "Port", u.Port(), "Usual", DefaultPort(u.Scheme))
	}
	if u.Scheme == "http" && !h.Demo && !isLoopback(u.Hostname()) {
		return Fail(Invalid, "host.http", "URL", h.BaseURL)
	}
	return nil
}

// withoutUser takes away what stands before an @: it may be a password.
func withoutUser(address string) string { return address[strings.LastIndex(address, "@")+1:] }

// DefaultPort returns the port that browsers leave out of a URL with this
// scheme, and "" where the service is not reached by that scheme.
func DefaultPort(scheme string) string {
	return map[string]string{"https": "443", "http": "80"}[scheme]
}

// isPort reports whether a port can stand in a URL as browsers write it.
func isPort(scheme, port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0 && strconv.FormatUint(n, 10) == port && port != DefaultPort(scheme)
}

var (
	hostLabel = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

	// Browsers take a name whose last label is a number for an IPv4 address.
	numberLabel = regexp.MustCompile(`^([0-9]+|0x[0-9a-f]*)$`)
)

// isHostName reports whether a text is an IP address, or labels of the domain
// name system that are at most 253 characters together (RFC 1035, RFC 1123).
func isHostName(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().String() == host && ip.Zone() == ""
	}
	labels := strings.Split(host, ".")
	return len(host) <= 253 && !numberLabel.MatchString(labels[len(labels)-1]) &&
		!slices.ContainsFunc(labels, func(label string) bool { return !hostLabel.MatchString(label) })
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
