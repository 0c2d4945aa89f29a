package main

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"
)

// certificate is the certificate that 'serve' speaks HTTPS with. It is read
// again when one of its files has changed, so that a renewed one is taken
// without a restart.
type certificate struct {
	certFile, keyFile string
	tell              func(format string, args ...any)

	mu    sync.Mutex
	pair  *tls.Certificate
	stamp [2]time.Time // when the files that were tried last were changed
}

// loadCertificate reads a certificate and its key. tell is told when a later one
// cannot be read.
func loadCertificate(certFile, keyFile string, tell func(format string, args ...any)) (*certificate, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile, tell: tell}
	if err := c.read(); err != nil {
		return nil, err
	}
	return c, nil
}

// config returns how connections are made secure.
func (c *certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current(), nil },
	}
}

// current returns the newest certificate that could be read. One that cannot is
// told of once.
func (c *certificate) current() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changed() {
		if err := c.read(); err != nil {
			c.tell("fragebatteri: the new certificate cannot be used, and the old one goes on; mend %s and %s: %v", c.certFile, c.keyFile, err)
		}
	}
	return c.pair
}

func (c *certificate) stamps() (stamp [2]time.Time) {
	for i, name := range []string{c.certFile, c.keyFile} {
		if info, err := os.Stat(name); err == nil {
			stamp[i] = info.ModTime()
		}
	}
	return stamp
}

func (c *certificate) changed() bool { return c.stamps() != c.stamp }

func (c *certificate) read() error {
	c.stamp = c.stamps()
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return fmt.Errorf("read certificate: %w", err)
	}
	c.pair = &pair
	return nil
}
