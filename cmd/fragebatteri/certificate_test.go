package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// certified is a certificate for this machine, in two files.
type certified struct {
	t         *testing.T
	cert, key string
}

// issue writes a new certificate with this name into the files.
func (c *certified) issue(name string) {
	c.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	c.ok(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	c.ok(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	c.ok(err)
	c.write(c.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	c.write(c.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
}

// write changes a file and leaves its time as it is, as some ways of copying do.
func (c *certified) write(name string, content []byte) {
	c.t.Helper()
	c.ok(os.WriteFile(name, content, 0o600))
	at := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	c.ok(os.Chtimes(name, at, at))
}

func (c *certified) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// offered returns the name of the certificate that new connections get.
func (c *certified) offered(address string) string {
	c.t.Helper()
	conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
	c.ok(err)
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
}

// A renewed certificate is taken without a restart, a broken one is told of and the old one goes
// on, and SIGHUP does not end the service.
func TestRenewedCertificate(t *testing.T) {
	s := newSite(t, "https://svar.example")
	c := &certified{t: t, cert: filepath.Join(s.dir, "c.crt"), key: filepath.Join(s.dir, "c.key")}
	c.issue("old")
	server := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0", "-cert", c.cert, "-cert-key", c.key)
	address := strings.TrimPrefix(server.base, "http://")
	offers := func(want, when string) {
		t.Helper()
		if got := c.offered(address); got != want {
			t.Errorf("%s the certificate is %q, want %q", when, got, want)
		}
	}
	hangUp := func(pattern string) {
		t.Helper()
		c.ok(syscall.Kill(os.Getpid(), syscall.SIGHUP))
		server.says(t, pattern)
	}
	offers("old", "at first")
	c.write(c.key, []byte("no key"))
	for range 2 {
		offers("old", "with a broken key")
	}
	hangUp(`(?m)^fragebatteri: (the new certificate cannot be used), and the old one goes on until .* UTC; mend `)
	offers("old", "told of a broken key")
	c.issue("new")
	hangUp(`(?m)^The certificate was read again; it is (valid) until .* UTC\.$`)
	offers("new", "renewed")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	response, err := client.Get("https://" + address + "/")
	c.ok(err)
	response.Body.Close()
	if got := response.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=") {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	server.stop()
	if server.code != exitOK {
		t.Errorf("exit code %d", server.code)
	}
}

// Time passes, and what is new in the files is taken and told of once: also where the time of a
// file stays the same, and where a file is gone.
func TestCertificateInHousekeeping(t *testing.T) {
	dir := t.TempDir()
	c := &certified{t: t, cert: filepath.Join(dir, "c.crt"), key: filepath.Join(dir, "c.key")}
	c.issue("old")
	read, err := loadCertificate(c.cert, c.key)
	c.ok(err)
	const taken, refused = "read again", "cannot be used"
	for _, step := range []struct {
		what, name, says string
		change           func()
	}{
		{"nothing has changed", "old", "", func() {}},
		{"both files are new", "new", taken, func() { c.issue("new") }},
		{"the key is broken", "new", refused, func() { c.write(c.key, []byte("no key")) }},
		{"the key is broken otherwise", "new", refused, func() { c.write(c.key, []byte("is no key")) }},
		{"the key is another's", "new", refused, func() {
			other := &certified{t: t, cert: filepath.Join(dir, "other"), key: c.key}
			other.issue("other")
		}},
		{"the key is gone", "new", refused, func() { c.ok(os.Remove(c.key)) }},
		{"both are gone", "new", refused, func() { c.ok(os.Remove(c.cert)) }},
		{"both are mended", "newer", taken, func() { c.issue("newer") }},
	} {
		step.change()
		for _, says := range []string{step.says, ""} {
			var told bytes.Buffer
			(&app{err: &told}).renewCertificate(read, false)
			if said := told.String(); !strings.Contains(said, says) || says == "" && said != "" || strings.Count(said, "\n") > 1 {
				t.Errorf("%s: it says %q, want %q", step.what, said, says)
			}
		}
		if name := read.pair.Load().Leaf.Subject.CommonName; name != step.name {
			t.Errorf("%s: the certificate is %q, want %q", step.what, name, step.name)
		}
	}
}

// Housekeeping reads the certificate, though nobody asks for it and nobody comes.
func TestHousekeepingReadsTheCertificate(t *testing.T) {
	s := newSite(t, "https://svar.example")
	c := &certified{t: t, cert: filepath.Join(s.dir, "c.crt"), key: filepath.Join(s.dir, "c.key")}
	c.issue("old")
	secure, err := loadCertificate(c.cert, c.key)
	c.ok(err)
	c.write(c.key, []byte("no key"))
	in, err := here(s.path("data"))
	c.ok(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	c.ok(err)
	var told bytes.Buffer
	ended, end := context.WithCancel(t.Context())
	end() // it does what has to be done once, and ends
	c.ok((&app{err: &told, now: time.Now}).serveOn(ended, in, listener, secure, nil))
	c.ok(in.store.Close())
	if strings.Count(told.String(), "cannot be used") != 1 {
		t.Errorf("it says %q", &told)
	}
}

// Whoever types the address without https:// is sent to the right one.
func TestRedirect(t *testing.T) {
	s := newSite(t, "https://svar.example")
	c := &certified{t: t, cert: filepath.Join(s.dir, "c.crt"), key: filepath.Join(s.dir, "c.key")}
	c.issue("svar.example")
	server := start(t, `(?m)^Sending those who come to (\S+) to https://svar\.example$`,
		"serve", "-data", s.path("data"), "-addr", "127.0.0.1:0", "-cert", c.cert, "-cert-key", c.key, "-redirect-addr", "127.0.0.1:0")
	r := browser{t, server.base}.ask(http.MethodGet, "/s/ABCD1234?x=1", nil)
	if r.status != http.StatusPermanentRedirect || r.header.Get("Location") != "https://svar.example/s/ABCD1234?x=1" {
		t.Errorf("status %d to %s", r.status, r.header.Get("Location"))
	}
	if code, _, errOut := call("serve", "-data", s.path("data"), "-redirect-addr", "127.0.0.1:0"); code != exitInvalid || !strings.Contains(errOut, "-cert") {
		t.Errorf("without a certificate it ends with %d: %s", code, errOut)
	}
}

// Over plain HTTP browsers are told nothing of HTTPS, and search engines are kept from what is
// behind codes.
func TestHeadersOfServe(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	server := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	b := browser{t, server.base}
	if r := b.ask(http.MethodGet, "/", nil); r.header.Get("Strict-Transport-Security") != "" || r.header.Get("X-Robots-Tag") != "" {
		t.Errorf("headers %v", r.header)
	}
	if r := b.ask(http.MethodGet, "/S/ABCD1234", nil); r.header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("a code has the headers %v", r.header)
	}
	if r := b.ask(http.MethodGet, "/robots.txt", nil); r.status != http.StatusOK || !strings.Contains(string(r.body), "Disallow: /s/") {
		t.Errorf("robots.txt has status %d: %s", r.status, r.body)
	}
}
