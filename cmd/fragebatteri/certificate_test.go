package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
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
	changes   time.Time
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

// write changes a file, at a time of its own however coarse the clock of the disk is.
func (c *certified) write(name string, content []byte) {
	c.t.Helper()
	c.changes = c.changes.Add(time.Second)
	c.ok(os.WriteFile(name, content, 0o600))
	c.ok(os.Chtimes(name, c.changes, c.changes))
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
	c := &certified{t: t, cert: filepath.Join(s.dir, "c.crt"), key: filepath.Join(s.dir, "c.key"), changes: time.Now()}
	c.issue("old")
	server := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0", "-cert", c.cert, "-cert-key", c.key)
	address := strings.TrimPrefix(server.base, "http://")
	if got := c.offered(address); got != "old" {
		t.Errorf("at first the certificate is %q", got)
	}
	c.write(c.key, []byte("no key"))
	for range 2 {
		if got := c.offered(address); got != "old" {
			t.Errorf("with a broken key the certificate is %q", got)
		}
	}
	c.issue("new")
	if got := c.offered(address); got != "new" {
		t.Errorf("renewed the certificate is %q", got)
	}
	c.ok(syscall.Kill(os.Getpid(), syscall.SIGHUP))
	if got := c.offered(address); got != "new" {
		t.Errorf("after SIGHUP the certificate is %q", got)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	response, err := client.Get("https://" + address + "/")
	c.ok(err)
	response.Body.Close()
	if got := response.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=") {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	server.stop()
	if n := strings.Count(server.err.String(), "the old one goes on"); n != 1 {
		t.Errorf("the broken key was told of %d times: %s", n, server.err)
	}
}

// Whoever types the address without https:// is sent to the right one.
func TestRedirect(t *testing.T) {
	s := newSite(t, "https://svar.example")
	c := &certified{t: t, cert: filepath.Join(s.dir, "c.crt"), key: filepath.Join(s.dir, "c.key"), changes: time.Now()}
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
