package locales

import "slices"

// Audience is who reads a file's texts.
type Audience string

// The audiences.
const (
	Participants  Audience = "participants"              // on their phones and on paper
	Ambassadors   Audience = "ambassadors"               // on their phones; readers too
	Staff         Audience = "staff"                     // on their pages and sheets, and who try out the demo
	ExportReaders Audience = "readers of exported files" // of the headings beside codes and numbers
	Programmers   Audience = "those who use open data"   // by programs, and by data portals
)

// Names of files, for those who ask for a whole file: <name>.<tag>.json.
const (
	Participant = "participant" // the pages around the questions
	Print       = "print"       // what is printed: posters, answer cards, invitations
	StaffPages  = "staff"       // invitations, signing in, and the frame of all pages of staff
	Reader      = "reader"      // judging texts in one's own language, and reading them aloud
	Desk        = "desk"        // pages of those at a desk: stewards and officers
	Results     = "results"     // results as those read them who plan and decide
	Export      = "export"      // headings of exported files
	API         = "api"         // what is said of open data, and of mistakes in asking for it
	Example     = "example"     // what the demo says will be done because of a result
	Voice       = "voice"       // what gatherings say aloud, as ambassadors note it and officers read it
	Sheet       = "sheet"       // headings of sheets for readers
	Sessions    = "ambassador"  // sessions, on the phone of an ambassador
	Register    = "register"    // the register of interventions, at desks and for everybody
	Offline     = "offline"     // the steward's own computer: keys, sealing, verifying
	Guide       = "guide"       // what an ambassador says and does
	Documents   = "documents"   // documents for data protection officers, and the page that lists them
	Setup       = "setup"       // where stewards begin, and what they set up before the first round
	Plan        = "plan"        // the plan of a round, and what will be seen of it
	Reminder    = "reminder"    // what an ambassador is to hold, on the own phone and as a message
	Sets        = "sets"        // which questions are asked about what
	Rounds      = "rounds"      // rounds on the server: opened, closed, sealed, read before they are published

	Municipality = "municipality"  // the own municipality of an officer: what is new, and answering back
	Plain        = "plain"         // words of officials, each with what to write instead
	Log          = "log"           // what staff have done
	Batteries    = "batteries"     // batteries, and what participants see of them, at desks
	BatteryFiles = "battery_files" // batteries as files of other programs
	Drafting     = "drafting"      // writing batteries of one's own, and what others say of them
	Authors      = "authors"       // advice to those who write questions, changes between versions, batteries on paper
)

// Subject is one file of texts, in each of its languages.
type Subject struct {
	Name      string
	Readers   Audience
	Languages []string // tags of those that must have it, Swedish among them; none stands for all
}

// Subjects lists all files of texts but those of batteries, which participants read in all
// languages.
var Subjects = []Subject{
	{Name: Participant, Readers: Participants},
	{Name: Print, Readers: Participants},
	{Name: StaffPages, Readers: Staff},
	{Name: Reader, Readers: Staff},
	{Name: Desk, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Results, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Export, Readers: ExportReaders, Languages: []string{"sv", "en"}},
	{Name: API, Readers: Programmers, Languages: []string{"sv", "en"}},
	{Name: Example, Readers: Staff},
	{Name: Voice, Readers: Ambassadors},
	{Name: Sheet, Readers: Staff, Languages: []string{"sv"}},
	{Name: Sessions, Readers: Ambassadors},
	{Name: Offline, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Guide, Readers: Ambassadors},
	{Name: Documents, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Setup, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Plan, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Reminder, Readers: Ambassadors},
	{Name: Register, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Sets, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Rounds, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Municipality, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Plain, Readers: Staff, Languages: []string{"sv"}},
	{Name: Log, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Batteries, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: BatteryFiles, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Drafting, Readers: Staff, Languages: []string{"sv", "en"}},
	{Name: Authors, Readers: Staff, Languages: []string{"sv", "en"}},
}

// ReadBy returns the names of the files that an audience reads.
func ReadBy(a Audience) []string {
	var names []string
	for _, s := range Subjects {
		if s.Readers == a {
			names = append(names, s.Name)
		}
	}
	return names
}

// LanguagesOf returns the tags of the languages that a file must be in; none stands for all, as for
// the files of batteries.
func LanguagesOf(name string) []string {
	i := slices.IndexFunc(Subjects, func(s Subject) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return Subjects[i].Languages
}

// Reserved returns the names that no battery can have: files of texts, and others of this folder, are
// called so.
func Reserved() []string {
	names := []string{"review", "glossary"}
	for _, s := range Subjects {
		names = append(names, s.Name)
	}
	return names
}
