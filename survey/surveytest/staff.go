package surveytest

import "fragebatteri/survey"

// SignIn invites somebody, accepts the invitation, and returns who it is and the secret of the
// sign-in. Somebody without a label is called by the role.
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
	return s, secret
}

// As returns the browser of somebody who is signed in with a secret.
func (b Browser) As(secret string) Browser {
	b.cookie = "__Host-staff=" + secret + "; staff=" + secret
	return b
}
