package passkey_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"testing"

	"github.com/go-webauthn/webauthn/webauthn"

	"fragebatteri/survey"
	"fragebatteri/survey/passkey"
)

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What a device says of itself beside its signature.
const (
	present  = 1
	verified = 4
	eligible = 8  // it may copy the passkey to other devices
	copied   = 16 // it has
)

// device has a passkey and signs with it.
type device struct {
	t     testing.TB
	key   *ecdsa.PrivateKey
	id    []byte
	owner string
}

func newDevice(t testing.TB, owner string) device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	return device{t, key, []byte("passkey of " + owner), owner}
}

// passkey returns what is kept of the passkey of a device that does not copy it.
func (d device) passkey() survey.Passkey {
	d.t.Helper()
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	ok(d.t, err)
	cose := slices.Concat([]byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}, point[1:33], []byte{0x22, 0x58, 32}, point[33:])
	text, err := json.Marshal(webauthn.Credential{ID: d.id, PublicKey: cose, Flags: webauthn.NewCredentialFlags(present | verified)})
	ok(d.t, err)
	return survey.Passkey{ID: d.id, Staff: d.owner, Credential: text}
}

// answer returns what the device answers to options, for a page of an origin.
func (d device) answer(options []byte, host, origin string, flags byte) []byte {
	d.t.Helper()
	var asked struct{ Challenge string }
	ok(d.t, json.Unmarshal(options, &asked))
	client, err := json.Marshal(map[string]any{"type": "webauthn.get", "challenge": asked.Challenge, "origin": origin})
	ok(d.t, err)
	name, of := sha256.Sum256([]byte(host)), sha256.Sum256(client)
	device := slices.Concat(name[:], []byte{flags, 0, 0, 0, 0})
	sum := sha256.Sum256(slices.Concat(device, of[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, sum[:])
	ok(d.t, err)
	encode := base64.RawURLEncoding.EncodeToString
	answer, err := json.Marshal(map[string]any{
		"id": encode(d.id), "rawId": encode(d.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]string{
			"clientDataJSON": encode(client), "authenticatorData": encode(device), "signature": encode(signature), "userHandle": encode([]byte(d.owner)),
		},
	})
	ok(d.t, err)
	return answer
}

var host = survey.Host{BaseURL: "https://svar.example", Name: "Region"}

// recognise asks a browser, and has a device's answer recognised as that of a passkey.
func recognise(t testing.TB, d device, origin string, flags byte, has survey.Passkey) (survey.Passkey, error) {
	t.Helper()
	party, err := passkey.For(host)
	ok(t, err)
	options, ceremony, err := party.Ask()
	ok(t, err)
	answer, err := passkey.Read(d.answer(options, "svar.example", origin, flags))
	ok(t, err)
	if string(answer.ID()) != string(d.id) {
		t.Errorf("the answer is of %q", answer.ID())
	}
	return party.Recognise(ceremony, answer, has)
}

// Devices begin and cease to copy a passkey to others, and it stays the same passkey.
func TestPasskeysThatAreCopied(t *testing.T) {
	d := newDevice(t, "aaaa")
	has := d.passkey()
	for _, flags := range []byte{present, present | verified, present | verified | eligible, present | eligible | copied, present | verified} {
		used, err := recognise(t, d, host.BaseURL, flags, has)
		if err != nil {
			t.Fatalf("with %b: %v", flags, err)
		}
		var kept webauthn.Credential
		ok(t, json.Unmarshal(used.Credential, &kept))
		if kept.Flags.BackupEligible != (flags&eligible != 0) || kept.Flags.BackupState != (flags&copied != 0) || used.Staff != "aaaa" {
			t.Errorf("with %b kept is %+v of %s", flags, kept.Flags, used.Staff)
		}
		has = used
	}
}

// Nobody else is taken for the owner of a passkey.
func TestWhoIsNotRecognised(t *testing.T) {
	d := newDevice(t, "aaaa")
	other := newDevice(t, "aaaa")
	stranger := d
	stranger.owner = "bbbb"
	for name, try := range map[string]func() (survey.Passkey, error){
		"another key":    func() (survey.Passkey, error) { return recognise(t, other, host.BaseURL, present, d.passkey()) },
		"another page":   func() (survey.Passkey, error) { return recognise(t, d, "https://evil.example", present, d.passkey()) },
		"another owner":  func() (survey.Passkey, error) { return recognise(t, stranger, host.BaseURL, present, d.passkey()) },
		"nobody present": func() (survey.Passkey, error) { return recognise(t, d, host.BaseURL, 0, d.passkey()) },
		"an old answer": func() (survey.Passkey, error) {
			party, err := passkey.For(host)
			ok(t, err)
			options, _, err := party.Ask()
			ok(t, err)
			_, later, err := party.Ask()
			ok(t, err)
			answer, err := passkey.Read(d.answer(options, "svar.example", host.BaseURL, present))
			ok(t, err)
			return party.Recognise(later, answer, d.passkey())
		},
	} {
		if _, err := try(); survey.CodeOf(err) != "passkey.wrong" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := passkey.Read([]byte("{}")); survey.CodeOf(err) != "passkey.wrong" {
		t.Errorf("what is no answer: %v", err)
	}
}

func TestPasskeysNeedAName(t *testing.T) {
	for url, possible := range map[string]bool{
		"https://svar.example": true, "http://localhost:8080": true, "http://127.0.0.1:8080": false, "https://[::1]": false,
	} {
		_, err := passkey.For(survey.Host{BaseURL: url, Name: "Region"})
		if passkey.Possible(survey.Host{BaseURL: url}) != possible || possible != (err == nil) {
			t.Errorf("%s: %v", url, err)
		}
		if !possible && survey.CodeOf(err) != "passkey.address" {
			t.Errorf("%s: %v", url, err)
		}
	}
}
