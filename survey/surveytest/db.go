// Package surveytest is what tests share: stores on real files, and the tests that every registry,
// every answer store and every pair of the two must pass.
package surveytest

import (
	"path/filepath"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/sqlite"
)

// Host is the host of the store that DB makes.
var Host = survey.Host{BaseURL: "https://svar.example", Name: "Region Östergötland", Kind: survey.HostRegion, Signer: signer}

// signer is the public key of a signer that nobody has.
const signer = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"

// Interventions are in the store that DB makes, sorted by id. OG006 asks staff.
var Interventions = []survey.Intervention{
	{ID: "OG003", Name: "Lära för att lära", Municipalities: []string{"0513"}, Funding: "AMIF", Period: "2023", Category: "utbildning", Asked: survey.AskedParticipants},
	{ID: "OG006", Name: "Connect 1 - samverkan på riktigt", Municipalities: []string{"0580"}, Funding: "ESF", Period: "2020", Category: "samverkan", Asked: survey.AskedStaff},
	{ID: "OG028", Name: "Nycklar och broar in i det svenska samhället", Municipalities: []string{"0581"}, Funding: "§37", Period: "2023", Category: "samhällsorientering", Asked: survey.AskedParticipants},
	{ID: "OG034", Name: "Språkcafé", Municipalities: []string{"0584"}, Category: "språk", Asked: survey.AskedParticipants},
	{ID: "OG049", Name: "Gemensam föräldrautbildning", Municipalities: []string{"0513", "0582", "0583"}, Category: "föräldraskap", Asked: survey.AskedParticipants},
}

// Areas are the reporting areas in the store that DB makes.
var Areas = []survey.Area{
	{Name: "Kinda–Ydre", Municipalities: []string{"0513", "0512"}},
	{Name: "Ödeshög–Boxholm–Vadstena", Municipalities: []string{"0509", "0560", "0584"}},
	{Name: "Valdemarsvik–Söderköping", Municipalities: []string{"0563", "0582"}},
}

// DB returns a store on real files in a folder of the test's own, with Host,
// Interventions and Areas in it. It is closed when the test ends.
func DB(t testing.TB) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Create(filepath.Join(t.TempDir(), "instance"), Host, Interventions, Areas)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}
