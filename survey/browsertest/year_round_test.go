package browsertest

import (
	"fmt"
	"path/filepath"
)

// gathers is two afternoons of the ambassador: planned gatherings are started with one press, people
// answer on their own phones, and each is ended.
func (y *year) gathers() {
	a := y.ambassador
	for i, came := range []int{14, 6} {
		a.follow("ambassador.sessions")
		a.pressBelow(".planned form:first-of-type", "ambassador.go")
		a.await(`location.hash === '#show'`)
		code := eval[string](a.phone, `location.pathname.split('/').pop()`)
		if i == 0 {
			y.session = code
			for _, lang := range []string{"ti", "ar"} {
				y.phoneAnswers(code, lang)
				came--
			}
		}
		y.answer(code, came)
		a.follow("ambassador.back")
		a.unfold("ambassador.close")
		a.press("ambassador.close")
		a.reads("ambassador.closed")
	}
}

// phoneAnswers answers the form as a participant on a phone.
func (y *year) phoneAnswers(code, lang string) {
	q := newPhone(y.T, small)
	q.open(y.base + "/s/" + code)
	q.tap(fmt.Sprintf("a[lang=%q]", lang))
	q.await(`!!document.querySelector('#begin')`)
	q.begin()
	q.choose("K01", "o1")
	q.goTo("end")
	q.tap(sending)
	q.received()
}

// closes ends a round at once.
func (y *year) closes(name string) {
	s := y.round(name)
	s.unfold("rounds.leaked")
	s.tick("rounds.leaked.sure", true)
	s.press("rounds.leaked.close")
	s.reads("rounds.state.closed")
}

// seals carries the file to the desk, seals it there, and carries what the desk saved back.
func (y *year) seals() {
	s, d := y.round("2026-H2"), y.desk
	pending := s.download("rounds.export.get")
	d.follow("offline.home")
	d.follow("offline.seal")
	d.attach("offline.pending", pending)
	d.press("offline.pending.read")
	d.reads("20 svar väntar på att förseglas.")
	d.write("offline.passphrase", deskPassphrase)
	d.press("offline.seal.start")
	d.reads("offline.made.what") // the script of the page comes here by itself
	d.reads(d.said("offline.fates.shown") + " 18")
	d.reads(d.said("offline.fates.waiting") + " 2")
	d.write("offline.passphrase", deskPassphrase)
	d.press("offline.sign")
	d.reads("offline.saved")
	sealed := d.copies("main .path")
	if want := filepath.Join(y.home, "2026-h2.import"); sealed != want {
		y.Fatalf("the desk saved %s, not %s", sealed, want)
	}
	s = y.round("2026-H2")
	s.attach("rounds.import.file", sealed)
	s.press("rounds.import.send")
	s.reads(s.said("rounds.disposal.rows") + " 20")
	s.follow("setup.now.round")
	s.reads("rounds.state.hidden")
	y.nothingSecret()
}

// publishes shows the result to everybody, after the officer has read it.
func (y *year) publishes() {
	y.officer.follow("municipality.menu")
	y.officer.reads("municipality.preview")
	s := y.round("2026-H2")
	s.tick("rounds.publish.sure", true)
	s.press("rounds.publish")
	s.reads("rounds.published")
}

// waited closes the next round, in which nobody has answered: what its file holds are the answers that
// waited for it.
func (y *year) waited() {
	s := y.round("2027-H1")
	s.reads(s.said("rounds.waited") + " 2")
	y.closes("2027-H1")
	s.unfold("rounds.final")
	s.tick("rounds.final.sure", true)
	last := s.download("rounds.final.get")
	d := y.desk
	d.press("offline.seal.other")
	d.attach("offline.pending", last)
	d.press("offline.pending.read")
	d.reads("2 svar väntar på att förseglas.")
}
