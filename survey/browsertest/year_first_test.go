package browsertest

import (
	"slices"

	"fragebatteri/i18n"
)

// yearAsked is what is asked about.
const yearAsked = "Nycklar och broar in i det svenska samhället"

// yearMembers take part: two municipalities that share an area, and one with more people.
var yearMembers = []string{"Kinda", "Norrköping", "Ydre"}

// firstHour is the first hour of a steward: who asks, where, the signer, what is asked about, and who is
// invited.
func (y *year) firstHour() {
	s, d := y.steward, y.desk
	s.follow("setup.step.host")
	s.write("setup.host.name", "Region Östergötland")
	s.tick("setup.kind.region", true)
	s.write("setup.host.contact", "010-103 00 00")
	s.press("setup.save")

	s.follow("setup.step.region")
	s.tick("Östergötlands län", true)
	s.press("setup.region.whole")
	for _, name := range eval[[]string](s.phone, `[...document.querySelectorAll('[name=municipality]:checked')].map(box => box.closest('label').textContent.trim())`) {
		s.tick(name, slices.Contains(yearMembers, name))
	}
	s.press("setup.save")

	s.follow("setup.menu")
	s.follow("setup.step.areas")
	s.press("setup.areas.add")
	s.follow("setup.menu")

	d.follow("offline.signer.new")
	d.passphrase()
	d.press("offline.signer.new")
	s.follow("setup.step.signer")
	s.write("setup.signer.key", d.copies(".copied"))
	s.press("setup.save")

	s.follow("register.menu")
	s.follow("register.files")
	s.pressBelow("section:last-of-type form:first-of-type", "Ta in") // those of the own county come first
	s.follow("register.menu")
	s.reads(yearAsked)

	for _, name := range yearMembers {
		invitation := y.invites("officer", name+"s kommun", name)
		if name == "Norrköping" {
			y.officer = y.accepts(invitation, size{1280, 900})
		}
	}
	tigrinya, _ := i18n.Find(i18n.Languages, "ti")
	inTigrinya := tigrinya.Swedish + " " + tigrinya.Name
	y.ambassador = y.accepts(y.invites("ambassador", "Kretsen i Norrköping", "Norrköping", inTigrinya), small)
	y.reader = y.accepts(y.invites("reader", "Modersmålslärare", inTigrinya), small)

	s.follow("setup.menu")
	s.reads("setup.step.round.next")
}

// invites makes an invitation and returns its address, as it is handed over.
func (y *year) invites(role, label string, choices ...string) string {
	s := y.steward
	s.follow("desk.people")
	s.follow("desk.invite." + role)
	s.write("desk.label", label)
	for _, choice := range choices {
		s.tick(choice, true)
	}
	s.press("desk.invite")
	return s.copies(".invitation .link")
}

// plans plans what the round is to ask about, as the officer of the municipality.
func (y *year) plans() {
	o := y.officer
	o.follow("plan.menu")
	o.write("plan.next", "2026-H2")
	o.press("plan.next.go")
	for range 2 {
		o.follow("plan.add")
		o.pick("plan.about", yearAsked)
		o.write("plan.people", "15")
		o.pick("plan.who", "Kretsen i Norrköping")
		o.press("plan.save")
	}
	o.reads("30 personer väntas.")
}

// opens opens a round with a key made at the desk.
func (y *year) opens(name string, following bool) {
	public := y.keyFor(name)
	s := y.steward
	if following {
		s.follow("rounds.again")
	} else {
		s.follow("rounds.menu")
		s.follow("rounds.new")
		s.write("rounds.name", name)
		for _, tag := range []string{"ti", "ar"} {
			l, _ := i18n.Find(i18n.Languages, tag)
			s.tick(l.Name, true)
		}
	}
	s.write("rounds.key.paste", public)
	s.write("rounds.because", "Läsarna är inte klara än.")
	s.press("rounds.new")
	s.reads("rounds.open")
	s.reads(name)
}
