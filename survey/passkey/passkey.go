// Package passkey makes passkeys for staff and recognises who has one (WebAuthn). It stores nothing:
// what has to be kept between asking a browser and its answer is handed out as a Ceremony, and a
// passkey as it is kept is survey.Passkey.
package passkey

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"fragebatteri/survey"
)

// Holds is how long a browser may take for its answer.
const Holds = 5 * time.Minute

// Party is the service as browsers know it: passkeys are made for its name, and used nowhere else.
type Party struct{ relying *webauthn.WebAuthn }

// Ceremony is what has to be kept between asking a browser and its answer.
type Ceremony struct{ session webauthn.SessionData }

// Possible reports whether browsers make passkeys for a host: not for one whose address has no name.
func Possible(host survey.Host) bool {
	u, err := url.Parse(host.BaseURL)
	if err != nil {
		return false
	}
	_, err = netip.ParseAddr(u.Hostname())
	return err != nil
}

// For returns a host as browsers know it. It returns an error of kind Conflict where none are
// Possible.
func For(host survey.Host) (*Party, error) {
	if !Possible(host) {
		return nil, survey.Fail(survey.Conflict, "passkey.address")
	}
	u, err := url.Parse(host.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("read the address of the host: %w", err)
	}
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: Holds, TimeoutUVD: Holds}
	relying, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: host.Called(), RPOrigins: []string{host.BaseURL},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationPreferred,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: limit, Registration: limit},
	})
	if err != nil {
		return nil, fmt.Errorf("prepare passkeys: %w", err)
	}
	return &Party{relying}, nil
}

// Offer asks a browser to make a passkey for somebody who has these. The options are JSON, for
// PublicKeyCredential.parseCreationOptionsFromJSON.
func (p *Party) Offer(s survey.Staff, has []survey.Passkey) (options []byte, c Ceremony, err error) {
	owner, err := ownerOf(s, has)
	if err != nil {
		return nil, Ceremony{}, err
	}
	creation, session, err := p.relying.BeginRegistration(owner, webauthn.WithExclusions(webauthn.Credentials(owner.credentials).CredentialDescriptors()))
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("offer a passkey: %w", err)
	}
	return asked(creation.Response, session)
}

// Made returns the passkey that a browser has made, from its answer as JSON. It returns an error of
// kind Invalid where that does not answer the ceremony.
func (p *Party) Made(s survey.Staff, c Ceremony, answer []byte) (survey.Passkey, error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return survey.Passkey{}, survey.Fail(survey.Invalid, "passkey.wrong").Because(err)
	}
	made, err := p.relying.CreateCredential(owner{staff: s}, c.session, parsed)
	if err != nil {
		return survey.Passkey{}, survey.Fail(survey.Invalid, "passkey.wrong").Because(err)
	}
	return kept(survey.Passkey{Staff: s.ID}, made)
}

// Ask asks a browser for any passkey of the service: whose it is follows from the answer. The options
// are JSON, for PublicKeyCredential.parseRequestOptionsFromJSON.
func (p *Party) Ask() (options []byte, c Ceremony, err error) {
	assertion, session, err := p.relying.BeginDiscoverableLogin()
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("ask for a passkey: %w", err)
	}
	return asked(assertion.Response, session)
}

// Answer is what a browser answered to Ask. Nothing in it has been checked.
type Answer struct {
	parsed *protocol.ParsedCredentialAssertionData
}

// Read reads the answer of a browser, as JSON. It returns an error of kind Invalid where that is none.
func Read(answer []byte) (Answer, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Answer{}, survey.Fail(survey.Invalid, "passkey.wrong").Because(err)
	}
	return Answer{parsed}, nil
}

// ID returns the id of the passkey that the answer says to come from.
func (a Answer) ID() []byte { return a.parsed.RawID }

// Recognise checks that an answer comes from a passkey, which it returns as it has to be kept from now
// on. It returns an error of kind Invalid where the answer is another's, or to another ceremony.
func (p *Party) Recognise(c Ceremony, a Answer, has survey.Passkey) (survey.Passkey, error) {
	owner, err := ownerOf(survey.Staff{ID: has.Staff}, []survey.Passkey{has})
	if err != nil {
		return survey.Passkey{}, err
	}
	// Some that keep passkeys begin or cease to copy them to other devices. The library takes that for an
	// attack; what it says of itself is signed all the same.
	owner.credentials[0].Flags.BackupEligible = a.parsed.Response.AuthenticatorData.Flags.HasBackupEligible()
	find := func(_, _ []byte) (webauthn.User, error) { return owner, nil }
	_, credential, err := p.relying.ValidatePasskeyLogin(find, c.session, a.parsed)
	if err != nil {
		return survey.Passkey{}, survey.Fail(survey.Invalid, "passkey.wrong").Because(err)
	}
	return kept(has, credential)
}

func asked(options any, session *webauthn.SessionData) ([]byte, Ceremony, error) {
	text, err := json.Marshal(options)
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("write what a browser is asked: %w", err)
	}
	return text, Ceremony{*session}, nil
}

func kept(p survey.Passkey, credential *webauthn.Credential) (survey.Passkey, error) {
	text, err := json.Marshal(credential)
	if err != nil {
		return survey.Passkey{}, fmt.Errorf("write a passkey: %w", err)
	}
	p.ID, p.Credential = credential.ID, text
	return p, nil
}

// owner is somebody as the library wants to know them.
type owner struct {
	staff       survey.Staff
	credentials []webauthn.Credential
}

func ownerOf(s survey.Staff, has []survey.Passkey) (owner, error) {
	o := owner{s, make([]webauthn.Credential, len(has))}
	for i, p := range has {
		if err := json.Unmarshal(p.Credential, &o.credentials[i]); err != nil {
			return owner{}, fmt.Errorf("read a passkey: %w", err)
		}
	}
	return o, nil
}

// WebAuthnID implements webauthn.User.
func (o owner) WebAuthnID() []byte { return []byte(o.staff.ID) }

// WebAuthnName implements webauthn.User.
func (o owner) WebAuthnName() string { return o.staff.Label }

// WebAuthnDisplayName implements webauthn.User.
func (o owner) WebAuthnDisplayName() string { return o.staff.Label }

// WebAuthnCredentials implements webauthn.User.
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }
