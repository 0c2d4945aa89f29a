package main

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"fragebatteri/survey"
)

// certificate is the certificate that 'serve' speaks HTTPS with. A renewed one
// is taken without a restart; one that cannot be used leaves the old one in use.
// Visitors neither read the files nor make anything be told of them, which would
// tell when they came.
type certificate struct {
	certFile, keyFile string

	pair atomic.Pointer[tls.Certificate]
	read string // hashes of what the files held when they were read last
}

// loadCertificate reads a certificate and its key.
func loadCertificate(certFile, keyFile string) (*certificate, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile}
	if _, err := c.renew(); err != nil {
		return nil, err
	}
	return c, nil
}

// config returns how connections are made secure.
func (c *certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.pair.Load(), nil },
	}
}

// renew reads the files and takes the certificate that is in them. It reports
// whether they hold something else than when they were read last, and why they
// cannot be used. What they hold is compared, and not when they were written:
// a copy may keep the time of another file. It is called by one goroutine.
func (c *certificate) renew() (changed bool, err error) {
	cert, certErr := os.ReadFile(c.certFile)
	key, keyErr := os.ReadFile(c.keyFile)
	now := survey.HashOf(cert) + survey.HashOf(key)
	changed, c.read = now != c.read, now
	if err := cmp.Or(certErr, keyErr); err != nil {
		return changed, fmt.Errorf("read certificate: %w", err)
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return changed, fmt.Errorf("read certificate: %w", err)
	}
	c.pair.Store(&pair)
	return changed, nil
}

// until returns when the certificate that is in use ends.
func (c *certificate) until() time.Time { return c.pair.Load().Leaf.NotAfter }

// renewCertificate takes a renewed certificate, if there is one, and says so. It
// says what became of it, too, when somebody asked for it to be read.
func (a *app) renewCertificate(c *certificate, asked bool) {
	if c == nil {
		return
	}
	changed, err := c.renew()
	switch {
	case !changed && !asked:
	case err != nil:
		a.tell("fragebatteri: the new certificate cannot be used, and the old one goes on until %s UTC; mend %s and %s: %v",
			c.until().UTC().Format("2006-01-02 15:04"), c.certFile, c.keyFile, err)
	default:
		a.tell("The certificate was read again; it is valid until %s UTC.", c.until().UTC().Format("2006-01-02 15:04"))
	}
}
