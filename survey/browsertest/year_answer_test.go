package browsertest

import (
	"strings"

	"fragebatteri/i18n"
)

// What the municipality answers, and what a reader makes of it.
const (
	yearHeard = "Många vet inte vart de ska vända sig när de blir sjuka."
	yearNext  = "Vi visar vägen till vårdcentralen på kursen."
	heardInTi = "ብዙሓት ክሓሙ ከለዉ ናበይ ከም ዝኸዱ ኣይፈልጡን።"
	nextInTi  = "ናብ ክሊኒክ ዝወስድ መንገዲ ኣብ ኮርስ ከነርኢ ኢና።"
)

// answersBack has the officer answer what was said, a reader write it in Tigrinya, somebody else approve
// it, and a participant read it by the code of the gathering.
func (y *year) answersBack() {
	o := y.officer
	o.follow("municipality.menu")
	o.reads("municipality.unanswered.what")
	o.follow("municipality.answer")
	o.write("closed.heard", yearHeard)
	o.write("closed.next", yearNext)
	o.press("municipality.publish")

	r := y.reader
	r.follow("reader.replies")
	r.follow(yearAsked + ", tigrinja")
	r.write("closed.heard", heardInTi)
	r.write("closed.next", nextInTi)
	r.press("municipality.propose.send")
	r.follow("reader.replies")
	r.reads("municipality.tasks.own")

	q := newPhone(y.T, small)
	participant := person{q, r.words, "ti"}
	participant.open(y.base + "/s/" + y.session)
	tigrinya, _ := i18n.Find(i18n.Languages, "ti")
	participant.follow(tigrinya.Name)
	participant.reads(yearNext) // nobody has approved the other yet

	a := y.ambassador
	a.follow("reader.replies")
	a.follow(yearAsked + ", tigrinja")
	a.reads(nextInTi)
	a.press("municipality.approve")

	participant.reload()
	participant.reads("closed.answered")
	participant.reads("closed.next")
	for _, text := range []string{heardInTi, nextInTi} {
		if !strings.Contains(participant.text("main"), text) {
			y.Errorf("a participant does not read %q", text)
		}
	}
}
