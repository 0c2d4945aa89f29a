// Package surveytest is what tests share: stores on real files, and the tests that every registry,
// every answer store and every pair of the two must pass.
package surveytest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

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
	return storeIn(t, filepath.Join(t.TempDir(), "instance"), Host, Interventions, Areas)
}

// storeIn returns a store on the data folder dir, which it makes. It is closed when the test ends.
func storeIn(t testing.TB, dir string, host survey.Host, interventions []survey.Intervention, areas []survey.Area) *sqlite.Store {
	t.Helper()
	if err := makeFolder(dir, host, interventions, areas); err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(dir)
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

// made are the files of new data folders, by what is in them.
var (
	making sync.Mutex
	made   = map[string]fstest.MapFS{}
)

// makeFolder makes a data folder, by sqlite.Create the first time and from then on as a copy of what that made, which
// takes a tenth of the time.
func makeFolder(dir string, host survey.Host, interventions []survey.Intervention, areas []survey.Area) error {
	making.Lock()
	defer making.Unlock()
	holds := fmt.Sprintf("%+v %+v %+v", host, interventions, areas)
	if files, known := made[holds]; known {
		return errors.Join(os.MkdirAll(dir, 0o700), os.CopyFS(dir, files))
	}
	store, err := sqlite.Create(dir, host, interventions, areas)
	if err != nil {
		return err
	}
	if err := store.Close(); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	files := fstest.MapFS{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return err
		}
		files[entry.Name()] = &fstest.MapFile{Data: content, Mode: 0o600}
	}
	made[holds] = files
	return nil
}
