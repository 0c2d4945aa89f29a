package documents

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Facts is what documents are filled in from. All but the first fields are rules of the program.
type Facts struct {
	Host      survey.Host
	Promise   survey.Promise // that holds for everybody whose answers are here
	Day       time.Time
	Batteries []*survey.Battery // that rounds ask which are not sealed, or where there are none the newest of each
	Languages []string          // tags, in which these can be answered

	Plain, Sensitive treblock.Rules
	MixPercent       int
	ViewAnswers      int
	ViewBlocks       int
	Patience         int // rounds
	FewestVoices     int
	Grace            time.Duration // after closing
	ReceiptsKept     time.Duration // after closing
	InvitationHolds  time.Duration
	DeskHolds        time.Duration
	DeskIdle         time.Duration
	PhoneHolds       time.Duration
	EndedKept        time.Duration // of invitations and sign-ins
	Method           string        // of releases
}

// FactsOf returns the facts of a service today.
func FactsOf(ctx context.Context, s *survey.Participants) (Facts, error) {
	host, err := s.Host(ctx)
	if err != nil {
		return Facts{}, err
	}
	rounds, err := s.Rounds(ctx)
	if err != nil {
		return Facts{}, err
	}
	f := Facts{
		Host: host, Promise: survey.PromiseToAll(host, rounds), Day: survey.InSweden(s.Now()),
		Plain: treblock.Plain(survey.SmallestK), Sensitive: treblock.Sensitive(survey.SmallestK), MixPercent: treblock.MixPercent,
		ViewAnswers: treblock.ViewAnswers, ViewBlocks: treblock.ViewBlocks, Patience: treblock.Patience, FewestVoices: survey.FewestVoices,
		Grace: survey.Grace, ReceiptsKept: survey.ReceiptsKept, InvitationHolds: survey.InvitationHolds,
		DeskHolds: survey.DeskHolds, DeskIdle: survey.DeskIdle, PhoneHolds: survey.PhoneHolds, EndedKept: survey.EndedKept,
		Method: release.Method,
	}
	for _, round := range rounds {
		if round.State == survey.RoundSealed {
			continue
		}
		f.Languages = append(f.Languages, round.Languages...)
		for _, ref := range round.Batteries {
			b, err := s.Battery(ref)
			if err != nil {
				return Facts{}, err
			}
			if !slices.Contains(f.Batteries, b) {
				f.Batteries = append(f.Batteries, b)
			}
		}
	}
	if len(f.Batteries) == 0 {
		f.Batteries = newest(s.Batteries())
	}
	f.Languages = inOrder(f.Languages)
	return f, nil
}

// newest returns the newest version of each battery, sorted by id.
func newest(all []*survey.Battery) []*survey.Battery {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b *survey.Battery) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(b.Version, a.Version))
	})
	return slices.CompactFunc(sorted, func(a, b *survey.Battery) bool { return a.ID == b.ID })
}

// inOrder returns these languages in the order in which they are offered, each once; none stands for
// all.
func inOrder(tags []string) []string {
	var list []string
	for _, l := range i18n.Languages {
		if len(tags) == 0 || slices.Contains(tags, l.Tag) {
			list = append(list, l.Tag)
		}
	}
	return list
}

// even is of how many answers, held equally likely, Sure speaks.
const even = 5

// values returns all facts as names and values in turn, for texts.
func (f Facts) values(p *i18n.Printer) []any {
	contact := f.Host.Contact
	if contact == "" {
		contact = p.T(prefix + "contact")
	}
	var languages, batteries []string
	for _, tag := range f.Languages {
		languages = append(languages, p.T("officer.language."+tag))
	}
	for _, b := range f.Batteries {
		batteries = append(batteries, fmt.Sprintf("%s (%s)", p.T(b.ID+".title"), b.Ref()))
	}
	return []any{
		"Host", f.Host.Name, "Address", f.Host.BaseURL, "Contact", contact, "Day", p.Date(f.Day),
		"Languages", strings.Join(languages, ", "), "Batteries", strings.Join(batteries, ", "),
		"K", f.Plain.K, "N", f.Promise.Others, "Base", f.Plain.Base, "Outside", f.Plain.Outside,
		"SensitiveK", f.Sensitive.K, "SensitiveBase", f.Sensitive.Base, "SensitiveOutside", f.Sensitive.Outside,
		"SensitiveSessions", f.Sensitive.Sessions, "SensitiveMany", f.Sensitive.Many,
		"Mix", f.MixPercent, "Even", even, "Sure", 100 - f.MixPercent + f.MixPercent/even,
		"ViewAnswers", f.ViewAnswers, "ViewBlocks", f.ViewBlocks, "Patience", f.Patience, "Voices", f.FewestVoices,
		"Grace", hours(f.Grace), "Receipts", hours(f.ReceiptsKept), "Invitation", days(f.InvitationHolds), "Desk", hours(f.DeskHolds),
		"Idle", int(f.DeskIdle.Minutes()), "Phone", days(f.PhoneHolds), "Ended", hours(f.EndedKept), "Method", f.Method,
	}
}

func hours(d time.Duration) int { return int(d.Hours()) }

func days(d time.Duration) int { return hours(d) / 24 }
