package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

var staffInviteCommand = command{"staff invite", `fragebatteri staff invite -data DIR -role steward|officer|ambassador|reader -label TEXT
    [-municipality 0581]… [-intervention OG028]… [-languages ti,so]
    [-card FILE.html [-card-lang so]]
fragebatteri staff invite -data DIR -again ID [-card FILE.html [-card-lang so]]
    Invite somebody, and print the address of the invitation, here and nowhere else. It
    works once, within 14 days: whoever opens it first is let in. The label is what you
    know the person by, as in "Kretsen i Kinda"; it is no name. An officer has one
    municipality, an ambassador at least one, and asks about all of its interventions
    unless some are given. Languages are those whose texts a reader, or an ambassador
    too, reads. -again is for a lost phone or invitation: what let the person in so far
    no longer does. -card writes the invitation of an ambassador or a reader as a card to
    print and hand over, in Swedish and the language of -card-lang. It is a secret: only
    you can read the file.
`, staffInvite}

func staffInvite(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, again := f.data(), f.String("again", "", "")
	var s survey.Staff
	f.StringVar((*string)(&s.Role), "role", "", "")
	label, languages := f.String("label", "", ""), f.String("languages", "", "")
	f.Var((*list)(&s.Municipalities), "municipality", "")
	f.Var((*list)(&s.Interventions), "intervention", "")
	card := invitationCard{}
	f.StringVar(&card.file, "card", "", "")
	f.StringVar(&card.language, "card-lang", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if *again == "" {
		if err := f.require("role", "label"); err != nil {
			return err
		}
	} else if s.Role != "" || *label != "" || *languages != "" || len(s.Municipalities)+len(s.Interventions) > 0 {
		return operator.Refusef("-again invites somebody as before; give nothing else with it")
	}
	s.Label = typed.Line(*label)
	for tag := range strings.FieldsFuncSeq(*languages, func(r rune) bool { return r == ',' || r == ' ' }) {
		l, err := translated(tag)
		if err != nil {
			return err
		}
		s.Languages = append(s.Languages, l.Tag)
	}
	if err := card.check(); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		invite := func() (survey.Staff, string, error) { return in.Invite(ctx, s) }
		if *again != "" {
			var err error
			if s, err = in.StaffByID(ctx, *again); err != nil {
				return err
			}
			invite = func() (survey.Staff, string, error) { return in.InviteAgain(ctx, *again) }
		}
		if card.file == "" {
			s, token, err := invite()
			if err != nil {
				return err
			}
			return a.showInvited(in, s, token)
		}
		file, err := card.open(in, s.Role)
		if err != nil {
			return err
		}
		s, token, err := invite()
		if err != nil {
			return errors.Join(err, file.Close(), os.Remove(card.file))
		}
		return errors.Join(a.showInvited(in, s, token), card.write(ctx, in, file, token))
	})
}

// showInvited prints what somebody who was invited is let in by.
func (a *app) showInvited(in *instance, s survey.Staff, token string) error {
	url := in.host.InvitationURL(token)
	if _, ok := a.terminal(); ok {
		if err := a.showQR(url); err != nil {
			return err
		}
	}
	return a.print(map[string]string{"url": url, "id": s.ID})
}

var staffListCommand = command{"staff list", `fragebatteri staff list -data DIR
    List who is or has been staff: id, role, label, municipalities, interventions,
    languages, the day of the last invitation, and invited, active or revoked.
`, staffList}

func staffList(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		all, err := in.Staff(ctx)
		if err != nil {
			return err
		}
		type line struct {
			ID             string            `json:"id"`
			Role           survey.Role       `json:"role"`
			Label          string            `json:"label"`
			Municipalities []string          `json:"municipalities,omitempty"`
			Interventions  []string          `json:"interventions,omitempty"`
			Languages      []string          `json:"languages,omitempty"`
			Invited        string            `json:"invited"`
			State          survey.StaffState `json:"state"`
		}
		lines := make([]line, 0, len(all))
		for _, s := range all {
			lines = append(lines, line(s))
		}
		return a.print(map[string]any{"staff": lines})
	})
}

var staffRevokeCommand = command{"staff revoke", `fragebatteri staff revoke -data DIR ID
    End that somebody is staff, at once and for good: sign-ins, passkeys and
    invitations stop working. 'staff list' shows the ids.
`, staffRevoke}

func staffRevoke(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		if err := in.Revoke(ctx, f.rest[0]); err != nil {
			return err
		}
		return a.print(map[string]string{"id": f.rest[0], "state": string(survey.StaffRevoked)})
	})
}
