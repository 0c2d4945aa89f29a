package survey

import (
	"context"
	"slices"
)

// StepName is one of the things that a steward sets up before the first round.
type StepName string

// The steps, in the order in which they are best done.
const (
	StepHost          StepName = "host"     // who runs the instance
	StepRegion        StepName = "region"   // which municipalities take part
	StepAreas         StepName = "areas"    // which of them share a block
	StepSigner        StepName = "signer"   // with which key releases are signed
	StepInterventions StepName = "programs" // what people are asked about
	StepOfficers      StepName = "officers"
	StepAmbassadors   StepName = "ambassadors"
	StepRound         StepName = "round"
)

// StepState is how far a step has come.
type StepState string

// The states of a step.
const (
	StepDone  StepState = "done"
	StepNext  StepState = "next"  // it can be done now
	StepWaits StepState = "waits" // another has to be done first
)

// Step is one of the things that a steward sets up.
type Step struct {
	Name     StepName
	State    StepState
	Optional bool // a round opens without it
}

// Progress is how far an instance has come, and what is to be done now.
type Progress struct {
	Host           Host
	Steps          []Step
	Members        []Municipality // that take part
	WithoutOfficer []Municipality // of those
	Areas          []Area
	Interventions  int // that participants are asked about
	Ambassadors    int
	Begun          bool             // there has been a round
	Rounds         []Round          // that are not sealed
	Today          []Session        // that are open today, by when they open
	Unanswered     []Unanswered     // releases to which a municipality has not said what it will do
	Unwritten      []WaitingReplies // in a language, or older there than in Swedish
	Unapproved     []WaitingReplies // written by somebody, for a second person
}

// Unanswered is a published release to which somebody has not answered.
type Unanswered struct {
	ReleaseHeader
	RoundName      string
	Municipalities []Municipality // that asked in its round and have not answered; none where nobody asked and nothing is said
}

// Ready reports whether nothing keeps a round from being opened.
func (p Progress) Ready() bool {
	return !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.State != StepDone && !s.Optional && s.Name != StepRound })
}

// Next returns the step to do next, "" when all are done: first what a round does not open without.
func (p Progress) Next() StepName {
	for _, optional := range []bool{false, true} {
		for _, step := range p.Steps {
			if step.State == StepNext && step.Optional == optional {
				return step.Name
			}
		}
	}
	return ""
}

// Progress returns how far the instance has come.
func (d *Desk) Progress(ctx context.Context) (Progress, error) {
	if err := d.may(SeeSetup, Thing{}); err != nil {
		return Progress{}, err
	}
	var p Progress
	var err error
	if p.Host, err = d.Host(ctx); err != nil {
		return p, err
	}
	if p.Areas, err = d.Areas(ctx); err != nil {
		return p, err
	}
	if err := d.addStaff(ctx, &p); err != nil {
		return p, err
	}
	if err := d.addInterventions(ctx, &p); err != nil {
		return p, err
	}
	if err := d.addRounds(ctx, &p); err != nil {
		return p, err
	}
	named, err := d.Members(ctx)
	if err != nil {
		return p, err
	}
	p.addSteps(len(named) > 0)
	if err := d.addUnanswered(ctx, &p); err != nil {
		return p, err
	}
	return p, d.addWaiting(ctx, &p)
}

// addStaff says who takes part, and who is staff there.
func (d *Desk) addStaff(ctx context.Context, p *Progress) error {
	var err error
	if p.Members, err = d.TakingPart(ctx); err != nil {
		return err
	}
	staff, err := d.store.Staff(ctx)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, s := range staff {
		switch {
		case s.State == StaffRevoked:
		case s.Role == AmbassadorRole:
			p.Ambassadors++
		case s.Role == Officer:
			for _, code := range s.Municipalities {
				has[code] = true
			}
		}
	}
	for _, m := range p.Members {
		if !has[m.Code] {
			p.WithoutOfficer = append(p.WithoutOfficer, m)
		}
	}
	return nil
}

// addInterventions counts what people can be asked about where they take part.
func (d *Desk) addInterventions(ctx context.Context, p *Progress) error {
	list, err := d.Interventions(ctx)
	for _, i := range list {
		here := slices.ContainsFunc(p.Members, func(m Municipality) bool { return slices.Contains(i.Municipalities, m.Code) })
		if i.Asked == AskedParticipants && here {
			p.Interventions++
		}
	}
	return err
}

// addRounds says which rounds are not sealed and which sessions are open today.
func (d *Desk) addRounds(ctx context.Context, p *Progress) error {
	rounds, err := d.Rounds(ctx)
	if err != nil {
		return err
	}
	p.Begun = len(rounds) > 0
	for _, round := range rounds {
		if round.State == RoundSealed {
			continue
		}
		p.Rounds = append(p.Rounds, round)
		sessions, err := d.store.Sessions(ctx, round.ID)
		if err != nil {
			return err
		}
		for _, s := range sessions {
			// What hangs on a wall for weeks is no gathering of today.
			if s.Channel != Self && !s.Over(d.now()) && DayOf(s.Opens) <= DayOf(d.now()) {
				p.Today = append(p.Today, s)
			}
		}
	}
	slices.SortStableFunc(p.Today, func(a, b Session) int { return a.Opens.Compare(b.Opens) })
	return nil
}

// addUnanswered says to which releases a municipality has not said what it will do, the newest first.
func (d *Desk) addUnanswered(ctx context.Context, p *Progress) error {
	releases, err := d.Releases(ctx)
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(releases) {
		round, err := d.Round(ctx, r.Round)
		if err != nil {
			return err
		}
		asked, err := d.askedIn(ctx, r.Round)
		if err != nil {
			return err
		}
		replies, err := d.Replies(ctx, r.ID)
		if err != nil {
			return err
		}
		left := Unanswered{ReleaseHeader: r, RoundName: round.Name}
		for _, m := range p.Members {
			if len(asked[m.Code]) > 0 && !slices.ContainsFunc(replies, func(r Reply) bool { return slices.Contains(asked[m.Code], r.Intervention) }) {
				left.Municipalities = append(left.Municipalities, m)
			}
		}
		if len(replies) == 0 || len(left.Municipalities) > 0 {
			p.Unanswered = append(p.Unanswered, left)
		}
	}
	return nil
}

// addSteps says how far each step has come, where a steward has or has not said which municipalities
// take part.
func (p *Progress) addSteps(named bool) {
	done := map[StepName]bool{
		StepHost:          p.Host.Words().Check() == nil,
		StepRegion:        named,
		StepAreas:         len(p.Areas) > 0,
		StepSigner:        CheckSigner(p.Host.Signer) == nil,
		StepInterventions: p.Interventions > 0,
		StepOfficers:      named && len(p.WithoutOfficer) == 0,
		StepAmbassadors:   p.Ambassadors > 0,
		StepRound:         p.Begun,
	}
	// Areas are for small municipalities; officers and ambassadors can come one by one.
	optional := []StepName{StepAreas, StepOfficers, StepAmbassadors}
	ofRegion := []StepName{StepAreas, StepInterventions, StepOfficers, StepAmbassadors}
	for _, name := range []StepName{StepHost, StepRegion, StepAreas, StepSigner, StepInterventions, StepOfficers, StepAmbassadors} {
		step := Step{Name: name, State: StepNext, Optional: slices.Contains(optional, name)}
		switch {
		case done[name]:
			step.State = StepDone
		case slices.Contains(ofRegion, name) && !named:
			step.State = StepWaits
		}
		p.Steps = append(p.Steps, step)
	}
	round := Step{Name: StepRound, State: StepNext}
	switch {
	case p.Begun:
		round.State = StepDone
	case !p.Ready():
		round.State = StepWaits
	}
	p.Steps = append(p.Steps, round)
}
