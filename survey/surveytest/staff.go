package surveytest

import "fragebatteri/survey"

// SignIn invites somebody, accepts the invitation, and returns who it is and the secret of the
// sign-in. Somebody without a label is called by the role, and somebody at a desk has a passkey, which
// signs nobody in.
func (in *Instance) SignIn(s survey.Staff) (survey.Staff, string) {
	in.t.Helper()
	if s.Label == "" {
		s.Label = "Som " + string(s.Role)
	}
	_, token, err := in.Invite(in.t.Context(), s)
	if err != nil {
		in.t.Fatal(err)
	}
	secret, s, err := in.Door().Accept(in.t.Context(), token)
	if err != nil {
		in.t.Fatal(err)
	}
	if s.Role.AtDesk() {
		err := in.Service.As(survey.Actor{Role: s.Role, ID: s.ID}).AddPasskey(in.t.Context(), survey.Passkey{ID: []byte(s.ID), Credential: []byte("{}")})
		if err != nil {
			in.t.Fatal(err)
		}
	}
	return s, secret
}
