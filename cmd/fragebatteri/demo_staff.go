package main

import (
	"context"
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// demoStaff are one in each role, who are let in by an address that everybody can guess.
func demoStaff() []survey.Staff {
	var languages []string
	for _, l := range i18n.Languages {
		if l.Tag != i18n.Source {
			languages = append(languages, l.Tag)
		}
	}
	return []survey.Staff{
		{Role: survey.Steward, Label: "Region Påhitt"},
		{Role: survey.Officer, Label: "Norrköpings kommun", Municipalities: []string{demoMunicipality}},
		{Role: survey.AmbassadorRole, Label: "Kretsen i Norrköping", Municipalities: []string{demoMunicipality}},
		{Role: survey.ReaderRole, Label: "Modersmålslärare", Languages: languages},
	}
}

// letInDemo makes sure that there is somebody in each role who has accepted the invitation.
func (in *instance) letInDemo(ctx context.Context) error {
	there, err := in.Staff(ctx)
	if err != nil {
		return err
	}
	for _, s := range demoStaff() {
		if slices.ContainsFunc(there, func(other survey.Staff) bool { return other.Role == s.Role && other.State == survey.StaffActive }) {
			continue
		}
		_, token, err := in.Invite(ctx, s)
		if err != nil {
			return err
		}
		if _, _, err := in.Door().Accept(ctx, token); err != nil {
			return err
		}
	}
	return nil
}
