package survey

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
)

// FormerSigner is the public key of a signer that was replaced. Releases from before stay signed
// by it.
type FormerSigner struct {
	PublicKey string
	Until     string // day on which it was replaced, YYYY-MM-DD
}

// signerEncoding refuses a second spelling of the same bytes.
var signerEncoding = base64.RawURLEncoding.Strict()

// CheckSigner returns an error of kind Invalid unless a text is the public key of a signer: 32 bytes
// in base64url without padding, 43 characters.
func CheckSigner(key string) error {
	if raw, err := signerEncoding.DecodeString(key); err != nil || len(raw) != ed25519.PublicKeySize {
		return Fail(Invalid, "signer.public", "Length", signerEncoding.EncodedLen(ed25519.PublicKeySize))
	}
	return nil
}

// SetSigner says with which key the next releases are signed. version is VersionOf the key that the
// change began with, or "". A key that was there before becomes a former one: releases up to now are
// verified with it, and no more are imported that it signed. It never becomes the signer again, because
// it may be in somebody else's hands.
func (d *Desk) SetSigner(ctx context.Context, key, version string) error {
	if err := d.may(SetSigner, Thing{}); err != nil {
		return err
	}
	if err := CheckSigner(key); err != nil {
		return err
	}
	host, err := d.Host(ctx)
	if err != nil || host.Signer == key {
		return err
	}
	what := key
	if host.Signer != "" {
		what += " in place of " + host.Signer
	}
	return d.change(ctx, SetSigner, what, func(ctx context.Context, tx RegistryTx) error {
		now, err := tx.Host(ctx)
		if err != nil {
			return err
		}
		if now.Signer != host.Signer {
			return Fail(Conflict, "setup.changed")
		}
		if err := checkVersion(version, host.Signer); err != nil {
			return err
		}
		if err := checkNeverReplaced(ctx, tx, key); err != nil {
			return err
		}
		// What is no key has signed nothing.
		if CheckSigner(host.Signer) == nil {
			if err := tx.AddFormerSigner(ctx, FormerSigner{host.Signer, DayOf(d.now())}); err != nil {
				return err
			}
		}
		now.Signer = key
		return tx.SetHost(ctx, now)
	})
}

// checkNeverReplaced returns an error when a key is a former signer's.
func checkNeverReplaced(ctx context.Context, registry RegistryReader, key string) error {
	former, err := registry.FormerSigners(ctx)
	if err != nil {
		return err
	}
	for _, f := range former {
		if f.PublicKey == key {
			return Fail(Invalid, "signer.former", "Until", f.Until)
		}
	}
	return nil
}

// FormerSigners returns the signers that were replaced, oldest first.
func (p *Participants) FormerSigners(ctx context.Context) ([]FormerSigner, error) {
	return p.registry.FormerSigners(ctx)
}

// Signers returns the public keys that releases of this instance are verified with, oldest first; the
// last is the one that the next are signed with. Before one was named there are none.
func (p *Participants) Signers(ctx context.Context) ([]string, error) {
	former, err := p.FormerSigners(ctx)
	if err != nil {
		return nil, err
	}
	host, err := p.Host(ctx)
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, f := range former {
		keys = append(keys, f.PublicKey)
	}
	if host.Signer != "" {
		keys = append(keys, host.Signer)
	}
	return keys, nil
}
