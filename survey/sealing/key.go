package sealing

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"

	"fragebatteri/survey"
	"fragebatteri/survey/files"
	"fragebatteri/survey/release"
	"fragebatteri/survey/typed"
)

// Kinds of key file.
const (
	roundKeyFormat = "fragebatteri-key/1"
	signerFormat   = "fragebatteri-signer/1"
)

// workFactor is the binary logarithm of scrypt's cost: about a second for each
// passphrase that somebody tries. Tests of this package take less.
var workFactor = 18

// keyFile is what a key file holds. With a passphrase it is encrypted with age
// (scrypt), and the command line tool age can open it too.
type keyFile struct {
	Format    string `json:"format"`
	PublicKey string `json:"public_key"`
	Share     int    `json:"share,omitempty"`  // 1, 2 … where the key is split
	Shares    int    `json:"shares,omitempty"` // how many shares there are
	Secret    []byte `json:"secret"`
}

// WriteKey writes a round key to one file for each name. With several names
// the key is split so that all of them are needed: each file but the last holds
// random bytes, and the last the key XOR all of those. passphrases has one
// entry for each file; an empty one leaves that file unprotected, and one that
// typed.Passphrase refuses makes no key.
func WriteKey(names []string, key survey.PrivateKey, passphrases []string) error {
	keys, err := sharesOf(key, len(names))
	if err != nil {
		return err
	}
	return writeKeyFiles(names, keys, passphrases)
}

// sharesOf splits a round key into n files.
func sharesOf(key survey.PrivateKey, n int) ([]keyFile, error) {
	rest, err := key.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write round key: %w", err)
	}
	keys := make([]keyFile, n)
	for i := range keys {
		keys[i] = keyFile{Format: roundKeyFormat, PublicKey: string(key.Public()), Secret: rest}
		if n > 1 {
			keys[i].Share, keys[i].Shares = i+1, n
		}
		if i < n-1 {
			share := make([]byte, len(rest))
			rand.Read(share)
			keys[i].Secret, rest = share, xor(rest, share)
		}
	}
	return keys, nil
}

// WriteSigner writes a signer to a file. An empty passphrase leaves it
// unprotected.
func WriteSigner(name string, signer release.Signer, passphrase string) error {
	return writeKeyFiles([]string{name}, []keyFile{signerFile(signer)}, []string{passphrase})
}

func signerFile(signer release.Signer) keyFile {
	return keyFile{Format: signerFormat, PublicKey: string(signer.Public()), Secret: signer.Bytes()}
}

// writeKeyFiles writes files that do not exist yet. When one cannot be written
// those before it are taken away again.
func writeKeyFiles(names []string, keys []keyFile, passphrases []string) (err error) {
	var written []string
	defer func() {
		if err != nil {
			for _, name := range written {
				err = errors.Join(err, os.Remove(name))
			}
		}
	}()
	for i, name := range names {
		content, err := keys[i].encode(passphrases[i])
		if err != nil {
			return err
		}
		if err := files.New(name, content, files.Secret); err != nil {
			return survey.Fail(survey.Invalid, "key.not_made").Because(err)
		}
		written = append(written, name)
	}
	return nil
}

func (f keyFile) encode(passphrase string) ([]byte, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("encode key file: %w", err)
	}
	text = append(text, '\n')
	if passphrase == "" {
		return text, nil
	}
	if passphrase, err = typed.Passphrase([]byte(passphrase)); err != nil {
		return nil, err
	}
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fmt.Errorf("protect key file: %w", err)
	}
	recipient.SetWorkFactor(workFactor)
	var out bytes.Buffer
	lines := armor.NewWriter(&out)
	w, err := age.Encrypt(lines, recipient)
	if err != nil {
		return nil, fmt.Errorf("protect key file: %w", err)
	}
	_, err = w.Write(text)
	if err := errors.Join(err, w.Close(), lines.Close()); err != nil {
		return nil, fmt.Errorf("protect key file: %w", err)
	}
	return out.Bytes(), nil
}

// ReadKey reads a round key from its file, or from all files of a split key in
// any order. Each protected file is tried with each passphrase; these are the
// contents of passphrase files, or what somebody typed.
func ReadKey(names, passphrases []string) (survey.PrivateKey, error) {
	var keys []keyFile
	for _, name := range names {
		file, err := readKeyFile(name, roundKeyFormat, passphrases)
		if err != nil {
			return survey.PrivateKey{}, err
		}
		keys = append(keys, file)
	}
	if err := checkShares(keys); err != nil {
		return survey.PrivateKey{}, err
	}
	secret := make([]byte, len(keys[0].Secret))
	for _, file := range keys {
		secret = xor(secret, file.Secret)
	}
	key, err := survey.ParsePrivateKey(secret)
	if err != nil || string(key.Public()) != keys[0].PublicKey {
		return survey.PrivateKey{}, survey.Fail(survey.Invalid, "key.damaged", "PublicKey", keys[0].PublicKey)
	}
	return key, nil
}

// checkShares makes sure that the files are all of one key, each once.
func checkShares(keys []keyFile) error {
	if len(keys) == 0 {
		return survey.Fail(survey.Invalid, "key.missing")
	}
	want := max(1, keys[0].Shares)
	seen := map[int]bool{}
	for _, file := range keys {
		if file.PublicKey != keys[0].PublicKey || len(file.Secret) != len(keys[0].Secret) || max(1, file.Shares) != want ||
			file.Shares > 1 && (file.Share < 1 || file.Share > want) {
			return survey.Fail(survey.Invalid, "key.mixed")
		}
		seen[file.Share] = true
	}
	if len(seen) != want || len(keys) != want {
		return survey.Fail(survey.Invalid, "key.shares", "Shares", want, "Given", len(seen))
	}
	return nil
}

// ReadSigner reads a signer from its file.
func ReadSigner(name string, passphrases []string) (release.Signer, error) {
	file, err := readKeyFile(name, signerFormat, passphrases)
	if err != nil {
		return release.Signer{}, err
	}
	signer, err := release.ParseSigner(file.Secret)
	if err == nil && string(signer.Public()) != file.PublicKey {
		err = survey.Fail(survey.Invalid, "key.damaged", "PublicKey", file.PublicKey)
	}
	return signer, err
}

func readKeyFile(name, format string, passphrases []string) (keyFile, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return keyFile{}, survey.Fail(survey.Invalid, "key.unreadable").Because(err)
	}
	if strings.HasPrefix(string(content), armor.Header) {
		if content, err = unlock(name, content, passphrases); err != nil {
			return keyFile{}, err
		}
	}
	var file keyFile
	if err := json.Unmarshal(content, &file); err != nil || file.Format != format {
		return keyFile{}, survey.Fail(survey.Invalid, "key.kind", "File", name, "Kind", format)
	}
	return file, nil
}

// unlock decrypts a protected key file with the first passphrase that fits.
func unlock(name string, content []byte, passphrases []string) ([]byte, error) {
	if len(passphrases) == 0 {
		return nil, survey.Fail(survey.Invalid, "key.protected", "File", name)
	}
	var refused []error
	for _, given := range passphrases {
		if _, err := typed.Passphrase([]byte(given)); err != nil {
			refused = append(refused, err)
		}
		for _, passphrase := range typed.PassphraseReadings(given) {
			identity, err := age.NewScryptIdentity(passphrase)
			if err != nil {
				continue
			}
			r, err := age.Decrypt(armor.NewReader(bytes.NewReader(content)), identity)
			if err != nil {
				continue
			}
			text, err := io.ReadAll(r)
			if err != nil {
				return nil, survey.Fail(survey.Invalid, "key.file_damaged", "File", name).Because(err)
			}
			return text, nil
		}
	}
	return nil, survey.Fail(survey.Invalid, "key.passphrase", "File", name).Because(errors.Join(refused...))
}

func xor(x, y []byte) []byte {
	out := make([]byte, len(x))
	for i := range x {
		out[i] = x[i] ^ y[i]
	}
	return out
}
